package router

import (
	"errors"
	"net/netip"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/crypto/ipsec"
	"ruthere/debuglog"
	"ruthere/ntp"
	"ruthere/packet"
)

// receivePacket takes a packet from the wire.
func (r *Router) receivePacket(in PacketIn) {
	i := r.interfaceFor(in.Interface, in.VLAN)
	if i == nil || !r.isUp(i) {
		return
	}
	r.spendTime(r.pace.Packet)
	size := frameSize(in.Interface, in.VLAN, len(in.Data))
	r.countersOf(i.Name).countIn(r.now, size)
	if i.Name != in.Interface {
		r.countersOf(in.Interface).countIn(r.now, size)
	}
	r.showCaptures(i, in.Data, false)
	r.ipTraffic.Received++
	p, err := packet.ParseIPv4(in.Data)
	switch {
	case err != nil:
		r.ipTraffic.FormatErrors++
		r.countDrop(dropMalformed)
	case !r.mayEnterBy(i, p):
		r.countDrop(dropDenied)
	case isStandby(p):
		r.takeStandby(i, p)
	case !r.mayBeClear(i, p):
		r.countDrop(dropNotIPsec)
	default:
		r.takeFromOutside(i.VRF, i, p)
	}
}

// takePacket takes a packet that may come in to a VRF: for this router, or to be
// forwarded. It came by interface i, from the wire or in a tunnel.
func (r *Router) takePacket(vrf string, i *config.Interface, p packet.IPv4) {
	if r.interfaceWithAddress(vrf, p.Dst) == nil {
		r.forwardPacket(vrf, i, p)
		return
	}
	r.countDelivered(p)
	if !carriesESP(p) {
		r.tracePacket(debuglog.PacketReceived, i.Name, i.Name, p)
	}
	if p.IsFragment() {
		var complete bool
		if p, complete = r.reassembly.Add(r.now, p); !complete {
			return
		}
		r.ipTraffic.Reassembled++
	}
	switch p.Protocol {
	case packet.ProtocolUDP:
		r.receiveUDP(vrf, i, p)
	case packet.ProtocolESP, packet.ProtocolAH:
		r.receiveIPsec(i, p, 0)
	case packet.ProtocolICMP:
		r.receiveICMP(vrf, p)
	case packet.ProtocolTCP:
		r.receiveTCP(vrf, p)
	case packet.ProtocolGRE, packet.ProtocolIPinIP:
		r.receiveTunnelled(vrf, i, p, "")
	default:
		r.sendUnreachable(vrf, i, p, packet.CodeProtocolUnreachable)
	}
}

// mayBeClear drops what the crypto map of the interface wants encrypted.
func (r *Router) mayBeClear(i *config.Interface, p packet.IPv4) bool {
	if i.CryptoMap == "" || r.interfaceWithAddress(i.VRF, p.Dst) != nil && carriesIPsec(p) {
		return true
	}
	flow := flowOf(p).Reverse()
	if _, _, protected := r.cryptoMapEntryFor(i.VRF, i, flow); !protected {
		return true
	}
	r.Log(debuglog.PacketNotIPsec(p.Dst, p.Src, int(p.Protocol)))
	return false
}

// carriesIPsec says whether a packet is IKE, ESP or AH itself.
func carriesIPsec(p packet.IPv4) bool {
	f := ipsec.FieldsOf(p)
	return p.Protocol == packet.ProtocolESP || p.Protocol == packet.ProtocolAH ||
		p.Protocol == packet.ProtocolUDP && (f.DstPort == ike.Port || f.DstPort == ike.NATPort || f.SrcPort == ike.Port ||
			f.SrcPort == ike.NATPort)
}

func (r *Router) receiveUDP(vrf string, i *config.Interface, p packet.IPv4) {
	u, err := packet.ParseUDP(p.Payload, p.Src, p.Dst)
	if err != nil {
		return
	}
	if r.serveTFTP(vrf, p, u) || r.takeDNSAnswer(p.Src, u) || r.takeRADIUSAnswer(p.Src, u) || r.takeTransferMessage(p.Src, u) ||
		r.takeOperationAnswer(vrf, p.Src, u) || r.serveResponder(vrf, p, u) {
		return
	}
	if u.DstPort == ntp.Port && r.config.NTP.Enabled() {
		r.takeNTP(vrf, i, p, u)
		return
	}
	if u.DstPort != ike.Port && u.DstPort != ike.NATPort || !r.engine.On() {
		r.ipTraffic.NoPort++
		r.sendUnreachable(vrf, i, p, packet.CodePortUnreachable)
		return
	}
	data := u.Payload
	if u.DstPort == ike.NATPort {
		switch {
		case len(data) == 1 && data[0] == 0xff:
			return // a NAT keepalive
		case len(data) >= 4 && string(data[:4]) == packet.NonESPMarker:
			data = data[4:]
		default:
			p.Protocol, p.Payload = packet.ProtocolESP, data
			r.receiveIPsec(i, p, u.SrcPort)
			return
		}
	}
	d := ike.Datagram{Local: netip.AddrPortFrom(p.Dst, u.DstPort), Remote: netip.AddrPortFrom(p.Src, u.SrcPort), VRF: vrf, Data: data}
	r.noteCaller(vrf, p.Dst, p.Src)
	r.withEngine(func(now time.Time, e *ike.Engine, out *ike.Out) { e.Receive(now, d, out) })
}

// receiveIPsec opens a packet of ESP or AH and takes in what was inside, in the inside VRF. It came from a
// UDP port, or 0 when it was not in UDP.
func (r *Router) receiveIPsec(i *config.Interface, p packet.IPv4, port uint16) {
	spi, ok := ipsec.SPIOf(p)
	if !ok {
		r.countDrop(dropMalformed)
		return
	}
	pair := r.engine.IPsec.InboundSPI(spi)
	if pair == nil {
		r.countDrop(dropUnknownSPI)
		r.refuseSPI(i, p, spi)
		return
	}
	r.spendTime(r.pace.ESP)
	inner, next, err := pair.In.OpenPacket(p)
	if err != nil {
		var replay *ipsec.ReplayError
		if errors.As(err, &replay) {
			r.countDrop(dropReplayed)
			r.Log(debuglog.ReplayError(replay.ConnID, replay.Sequence))
		} else {
			r.countDrop(dropUnauthentic)
		}
		return
	}
	inside := r.engine.InsideVRF(pair)
	r.withEngine(func(now time.Time, e *ike.Engine, out *ike.Out) {
		if port != 0 && p.Src == pair.In.Remote {
			e.HeardFrom(now, pair, port, out)
		} else {
			e.Heard(now, pair, out)
		}
	})
	q := packet.IPv4{Src: p.Src, Dst: p.Dst, TTL: p.TTL, Protocol: next, Payload: inner}
	if !pair.In.Mode.IsTransport() {
		if q, err = packet.ParseIPv4(inner); err != nil || next != packet.ProtocolIPinIP {
			r.countDrop(dropUnauthentic)
			return
		}
	}
	if !pair.In.Selector.Matches(ipsec.FieldsOf(q).Mirror()) {
		r.countDrop(dropUnauthentic)
		return // inside is not what the SA is for
	}
	if entry := r.engine.TunnelOf(pair); entry != nil {
		r.takeProtected(entry, i, q, inner)
		return
	}
	r.takeFromOutside(inside, i, q)
}

func (r *Router) receiveICMP(vrf string, p packet.IPv4) {
	m, err := packet.ParseICMP(p.Payload)
	if err != nil {
		return
	}
	switch {
	case m.Type == packet.ICMPEcho:
		r.spendTime(r.pace.ICMP)
		r.Log(debuglog.ICMPEchoReply(true, p.Dst, p.Src))
		r.sendOwnPacket(vrf, packet.IPv4{Src: p.Dst, Dst: p.Src, TTL: 255, Protocol: packet.ProtocolICMP, Payload: m.Reply().Append(nil)})
	case m.Type == packet.ICMPEchoReply:
		r.spendTime(r.pace.ICMP)
		r.Log(debuglog.ICMPEchoReply(false, p.Src, p.Dst))
		r.takeEchoReply(vrf, p.Src, m)
		r.takeOperationReply(vrf, p.Src, m)
		r.echoAnswered(m)
	case m.IsError():
		if original, err := packet.ParseQuoted(m.Data); err == nil {
			r.traceICMPError(p.Src, original, m)
			r.takeEchoError(vrf, original, m)
			r.echoFailed(original, m)
			r.takeTCPError(vrf, original, m)
			r.takeESPError(original, m)
			r.takeTunnelError(vrf, original, m)
			r.takeTraceError(vrf, p.Src, original, m)
		}
	}
}

// sendUnreachable tells the sender of a packet that it cannot be delivered. Nothing is
// ever sent about ICMP errors, nor with `no ip unreachables` on the interface by which
// the packet came, and the answer goes where the packet came from.
func (r *Router) sendUnreachable(vrf string, i *config.Interface, p packet.IPv4, code uint8) {
	r.sendUnreachableMTU(vrf, i, p, code, 0)
}

// sendTooBig tells the sender of a packet that must not be taken apart how long it may be.
func (r *Router) sendTooBig(vrf string, i *config.Interface, p packet.IPv4, mtu int) {
	r.sendUnreachableMTU(vrf, i, p, packet.CodeFragmentationNeeded, mtu)
}

func (r *Router) sendUnreachableMTU(vrf string, i *config.Interface, p packet.IPv4, code uint8, mtu int) {
	if i.NoUnreachables {
		return
	}
	if p.FragmentOffset != 0 { // only the first one is answered (RFC 1122 section 3.2.2)
		return
	}
	if p.Protocol == packet.ProtocolICMP && !p.MoreFragments {
		if m, err := packet.ParseICMP(p.Payload); err != nil || m.IsError() {
			return
		}
	}
	hop, ok := r.findRoute(vrf, p.Src)
	if !ok || !r.sourceAddress(vrf, hop).IsValid() || !r.maySendUnreachable() {
		return
	}
	r.spendTime(r.pace.ICMP)
	r.Log(debuglog.ICMPUnreachable(true, code, p.Dst, p.Src))
	m := packet.Unreachable(code, uint16(mtu), p.Append(nil))
	r.sendOwnPacket(vrf, packet.IPv4{Src: r.sourceAddress(vrf, hop), Dst: p.Src, TTL: 255, Protocol: packet.ProtocolICMP,
		Payload: m.Append(nil)})
}

// spiInterval is the least time between two answers to ESP for no SA of ours
// (`crypto isakmp invalid-spi-recovery`): whoever forges it must not have us send.
const spiInterval = time.Minute

// refuseSPI tells of ESP or AH for no SA of ours, and has IKE do what is to be done about it.
func (r *Router) refuseSPI(i *config.Interface, p packet.IPv4, spi ipsec.SPIs) {
	r.Log(debuglog.InvalidSPI(p.Dst, spi.AH != 0, spi.Main(), p.Src, i.Name))
	if !r.lastRefusedSPI.IsZero() && r.now.Sub(r.lastRefusedSPI) < spiInterval {
		return
	}
	r.lastRefusedSPI = r.now
	r.withEngine(func(now time.Time, e *ike.Engine, out *ike.Out) { e.InvalidSPI(now, i.VRF, p.Dst, p.Src, spi, out) })
}
