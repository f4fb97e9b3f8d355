package router

import (
	"net/netip"

	"ruthere/crypto/ike"
	"ruthere/crypto/ipsec"
	"ruthere/debuglog"
	"ruthere/packet"
)

// What `debug ip packet`, `debug ip icmp` and `debug arp` look at. Packets that are only passed on are not shown, as
// on a device that passes them on without its processor.

// tracePacket tells of a packet that came in by an interface, "" for one of our own, and leaves by out.
func (r *Router) tracePacket(fate debuglog.PacketFate, in, out string, p packet.IPv4) {
	if !r.switches.IsOn(debuglog.IPPacket) || !r.isTraced(p) {
		return
	}
	flow := flowOf(p)
	r.Log(debuglog.IPPacketTrace(debuglog.TracedPacket{Src: p.Src, Dst: p.Dst, In: in, Out: out, Fate: fate,
		Length: packet.IPv4HeaderLen + len(p.Payload), Detail: r.switches.Packets.Detail, Protocol: p.Protocol, First: p.FragmentOffset == 0,
		SrcPort: flow.SrcPort, DstPort: flow.DstPort, Type: flow.ICMPType, Code: flow.ICMPCode})...)
}

// isTraced says whether the access list of `debug ip packet`, if there is one, permits a packet.
func (r *Router) isTraced(p packet.IPv4) bool {
	l := r.config.AccessList(r.switches.Packets.List)
	if l == nil || len(l.Entries) == 0 {
		return true
	}
	e, met := l.Lookup(flowOf(p))
	return met && e.Permit
}

// carriesESP says whether a packet is ESP, in UDP or not, or AH.
func carriesESP(p packet.IPv4) bool {
	f := ipsec.FieldsOf(p)
	return p.Protocol == packet.ProtocolESP || p.Protocol == packet.ProtocolAH ||
		p.Protocol == packet.ProtocolUDP && (f.SrcPort == ike.NATPort || f.DstPort == ike.NATPort) &&
			len(p.Payload) >= 12 && string(p.Payload[8:12]) != packet.NonESPMarker
}

// traceICMPError tells of an ICMP error about a packet of ours.
func (r *Router) traceICMPError(from netip.Addr, original packet.IPv4, m packet.ICMP) {
	switch m.Type {
	case packet.ICMPUnreachable:
		r.Log(debuglog.ICMPUnreachable(false, m.Code, original.Dst, from))
	case packet.ICMPTimeExceeded:
		r.Log(debuglog.ICMPTimeExceeded(false, original.Dst, from))
	}
}

// traceARP tells of an exchange of ARP with a neighbour.
func (r *Router) traceARP(in Neighbour) {
	i := r.config.Interface(in.Interface)
	if i == nil || !r.switches.IsOn(debuglog.ARP) {
		return
	}
	own := debuglog.ARPEnd{Addr: i.Address.Addr(), Hardware: r.hardwareAddress(i.Name)}
	other := debuglog.ARPEnd{Addr: in.Addr, Hardware: in.Hardware}
	if !in.Asked.IsValid() {
		r.Log(debuglog.ARPAnswered(own, other, i.Name)...)
		return
	}
	own.Addr = in.Asked
	r.Log(debuglog.ARPAsked(own, other, i.Name)...)
}
