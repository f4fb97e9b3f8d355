package nhrp

import (
	"encoding/binary"
	"net/netip"
	"slices"
	"time"

	"ruthere/packet"
)

// clearText is how the extension for authentication begins: the word follows in clear, as Cisco's routers have it.
const clearText = 1

// client is the interface as an entry of a packet.
func (n *network) client(prefix int) packet.NHRPClient {
	return packet.NHRPClient{Prefix: uint8(prefix), MTU: uint16(n.MTU), HoldTime: uint16(n.HoldTime / time.Second), NBMA: n.NBMA,
		Protocol: n.Address.Addr()}
}

// request is a packet that begins here, with the extensions of one.
func (n *network) request(kind packet.NHRPType, flags uint16, id uint32, to netip.Addr, clients ...packet.NHRPClient) packet.NHRP {
	p := packet.NHRP{Type: kind, HopCount: hops, Flags: flags, RequestID: id, SrcNBMA: n.NBMA, SrcProtocol: n.Address.Addr(), DstProtocol: to,
		Clients: clients}
	for _, e := range []uint16{packet.ExtensionResponder, packet.ExtensionForwardTransit, packet.ExtensionReverseTransit} {
		p.Extensions = append(p.Extensions, packet.NHRPExtension{Type: e, Compulsory: true})
	}
	n.authenticate(&p)
	if flags&packet.FlagNAT != 0 {
		p.Extensions = append(p.Extensions, packet.NHRPExtension{Type: packet.ExtensionNAT, Compulsory: true})
	}
	return p
}

// answer is the answer to a packet, with the extensions that it asks for (RFC 2332 section 5.3).
func (n *network) answer(kind packet.NHRPType, p *packet.NHRP, clients []packet.NHRPClient) packet.NHRP {
	r := *p
	r.Type, r.HopCount, r.Clients, r.Extensions = kind, hops, clients, nil
	for _, e := range p.Extensions {
		switch e.Type {
		case packet.ExtensionResponder:
			e.Clients = []packet.NHRPClient{n.client(n.Address.Addr().BitLen())}
		case packet.ExtensionForwardTransit, packet.ExtensionNAT:
			e.Clients = slices.Clone(e.Clients)
		case packet.ExtensionReverseTransit:
			e.Clients = nil
		default:
			continue
		}
		r.Extensions = append(r.Extensions, e)
	}
	n.authenticate(&r)
	return r
}

// authenticate has a packet carry the word of the interface by which it leaves, or none.
func (n *network) authenticate(p *packet.NHRP) {
	at := slices.IndexFunc(p.Extensions, func(e packet.NHRPExtension) bool { return e.Type == packet.ExtensionAuthentication })
	if n.Authentication == "" {
		if at >= 0 {
			p.Extensions = slices.Delete(slices.Clone(p.Extensions), at, at+1)
		}
		return
	}
	e := packet.NHRPExtension{Type: packet.ExtensionAuthentication, Compulsory: true,
		Data: append(binary.BigEndian.AppendUint32(nil, clearText), n.Authentication...)}
	if at >= 0 {
		p.Extensions = slices.Clone(p.Extensions)
		p.Extensions[at] = e
		return
	}
	p.Extensions = append(slices.Clip(p.Extensions), e)
}

// send has a packet leave by an interface, unless there were too many.
func (a *Agent) send(now time.Time, n *network, to netip.Addr, p packet.NHRP, out *Out) {
	if !to.IsValid() || to == n.NBMA {
		return
	}
	if !now.Before(n.windowEnds) {
		n.windowEnds, n.inWindow = now.Add(sendWindow), 0
	}
	if n.MostSent > 0 && n.inWindow >= n.MostSent {
		n.traffic.Suppressed++
		return
	}
	n.inWindow++
	n.traffic.Sent[p.Type]++
	out.add(Send{n.Name, to, p, p.Append(nil)})
}

// refuse sends an error about a packet that came from an NBMA address (RFC 2332 section 5.2.7). Nothing is ever sent about errors.
func (a *Agent) refuse(now time.Time, n *network, from netip.Addr, code uint16, offset int, p *packet.NHRP, data []byte, out *Out) {
	if p.Type == packet.ErrorIndication {
		return
	}
	const most = 256 // bytes of the packet that are enough to see what it was
	a.send(now, n, from, packet.NHRP{Type: packet.ErrorIndication, HopCount: hops, ErrorCode: code, ErrorOffset: uint16(offset),
		SrcNBMA: n.NBMA, SrcProtocol: n.Address.Addr(), DstProtocol: p.SrcProtocol, Contents: data[:min(len(data), most)]}, out)
}
