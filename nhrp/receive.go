package nhrp

import (
	"crypto/subtle"
	"encoding/binary"
	"net/netip"
	"slices"
	"time"

	"ruthere/packet"
)

// Receive takes a packet that came by an interface from an NBMA address.
func (a *Agent) Receive(now time.Time, w Routes, name string, from netip.Addr, data []byte, out *Out) {
	n := a.network(name)
	if n == nil || !n.isOn() {
		return
	}
	p, err := packet.ParseNHRP(data)
	if err != nil {
		out.add(Malformed{name, from, err})
		return
	}
	n.traffic.Received[p.Type]++
	toUs := n.isToUs(&p)
	out.add(Received{name, from, p, len(data), toUs})
	switch {
	case !n.isAuthentic(&p):
		out.add(NotAuthentic{name, from, p})
		a.refuse(now, n, from, packet.CodeAuthenticationFails, 0, &p, data, out)
	case p.Type == packet.ResolutionRequest && a.takeResolutionRequest(now, w, n, &p, out):
	case !toUs:
		a.sendOn(now, w, n, from, &p, data, out)
	default:
		a.take(now, w, n, from, &p, out)
	}
}

// take takes a packet that is for us.
func (a *Agent) take(now time.Time, w Routes, n *network, from netip.Addr, p *packet.NHRP, out *Out) {
	switch p.Type {
	case packet.ResolutionReply:
		a.takeResolutionReply(now, n, p, out)
	case packet.RegistrationRequest:
		a.takeRegistration(now, n, from, p, out)
	case packet.RegistrationReply:
		a.takeRegistrationReply(now, n, p, out)
	case packet.PurgeRequest:
		a.takePurgeRequest(now, n, from, p, out)
	case packet.PurgeReply:
		a.takePurgeReply(n, p)
	case packet.TrafficIndication:
		a.takeTrafficIndication(now, w, n, p, out)
	case packet.ErrorIndication:
		e := ErrorHeard{Interface: n.Name, From: p.SrcProtocol, Code: p.ErrorCode, Offset: int(p.ErrorOffset), Contents: p.Contents}
		const typeAt = 17
		if len(p.Contents) > typeAt && p.Contents[typeAt] <= byte(packet.TrafficIndication) {
			e.Trigger = packet.NHRPType(p.Contents[typeAt])
		}
		out.add(e)
	}
}

// isToUs says whether a packet has come to where it goes: answers to who asked, errors and indications to whoever they come to.
func (n *network) isToUs(p *packet.NHRP) bool {
	switch {
	case p.Type.IsReply():
		return p.SrcProtocol == n.Address.Addr()
	case p.Type == packet.TrafficIndication || p.Type == packet.ErrorIndication:
		return true
	}
	return p.DstProtocol == n.Address.Addr()
}

// isAuthentic says whether a packet carries the word that the interface asks for, if it asks for one.
func (n *network) isAuthentic(p *packet.NHRP) bool {
	if n.Authentication == "" {
		return true
	}
	e := p.Extension(packet.ExtensionAuthentication)
	return e != nil && len(e.Data) >= 4 && binary.BigEndian.Uint32(e.Data) == clearText &&
		subtle.ConstantTimeCompare(e.Data[4:], []byte(n.Authentication)) == 1
}

// sendOn passes a packet on towards who it is for (RFC 2332 section 5.2): along the routes of the protocol addresses, on networks of the
// same number only, never back, and with a note that it came by here.
func (a *Agent) sendOn(now time.Time, w Routes, n *network, from netip.Addr, p *packet.NHRP, data []byte, out *Out) {
	target, transit := p.DstProtocol, uint16(packet.ExtensionForwardTransit)
	if p.Type.IsReply() {
		target, transit = p.SrcProtocol, packet.ExtensionReverseTransit
	}
	r, ok := w.Find(n.VRF, target)
	leaves := a.network(r.Interface)
	if !ok || leaves == nil || leaves.Network != n.Network || !leaves.isOn() {
		a.notFound(now, n, from, p, out)
		return
	}
	to := leaves.nextNBMA(r.Via)
	passed := slices.IndexFunc(p.Extensions, func(e packet.NHRPExtension) bool { return e.Type == transit })
	switch {
	case passed >= 0 && slices.ContainsFunc(p.Extensions[passed].Clients, func(c packet.NHRPClient) bool { return c.NBMA == n.NBMA }):
		a.refuse(now, n, from, packet.CodeLoop, 0, p, data, out)
		return
	case p.HopCount <= 1:
		a.refuse(now, n, from, packet.CodeHopCount, 0, p, data, out)
		return
	case !to.IsValid() || to == from:
		a.notFound(now, n, from, p, out)
		return
	}
	q := *p
	q.HopCount--
	q.Extensions = slices.Clone(p.Extensions)
	if e := q.Extension(packet.ExtensionNAT); e != nil && !p.Type.IsReply() && from != p.SrcNBMA &&
		(passed < 0 || len(p.Extensions[passed].Clients) == 0) {
		seen := n.client(p.SrcProtocol.BitLen())
		seen.NBMA, seen.Protocol, seen.HoldTime = from, p.SrcProtocol, 0
		e.Clients = append(slices.Clip(e.Clients), seen)
	}
	if passed >= 0 {
		e := &q.Extensions[passed]
		e.Clients = append(slices.Clip(e.Clients), leaves.client(leaves.Address.Addr().BitLen()))
	}
	leaves.authenticate(&q)
	a.send(now, leaves, to, q, out)
}

// nextNBMA is where a next hop is that is known.
func (n *network) nextNBMA(via netip.Addr) netip.Addr {
	if n.Peer.IsValid() {
		return n.Peer
	}
	if c := n.entryOf(via); c != nil && c.IsComplete() {
		return c.NBMA
	}
	return netip.Addr{}
}

// notFound says to who asks for an address that nobody is known to have it (RFC 2332 section 5.2.2).
func (a *Agent) notFound(now time.Time, n *network, from netip.Addr, p *packet.NHRP, out *Out) {
	if p.Type == packet.ResolutionRequest {
		c := n.client(p.DstProtocol.BitLen())
		c.Code, c.NBMA, c.Protocol, c.HoldTime = packet.CodeNoBinding, netip.Addr{}, netip.Addr{}, 0
		a.send(now, n, from, n.answer(packet.ResolutionReply, p, []packet.NHRPClient{c}), out)
	}
}
