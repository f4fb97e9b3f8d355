package router

import (
	"net/netip"

	"ruthere/modes"
	"ruthere/packet"
)

// IPTraffic is what was counted of IP since boot.
func (r *Router) IPTraffic() modes.IPTraffic { return r.ipTraffic }

// countDelivered counts a packet that is for this router.
func (r *Router) countDelivered(p packet.IPv4) {
	t := &r.ipTraffic
	t.Delivered++
	countProtocol(&t.In, p)
}

// countGenerated counts a packet of our own.
func (r *Router) countGenerated(p packet.IPv4) {
	t := &r.ipTraffic
	t.Generated++
	countProtocol(&t.Out, p)
}

func countProtocol(n *modes.ProtocolTraffic, p packet.IPv4) {
	switch p.Protocol {
	case packet.ProtocolUDP:
		n.UDP++
	case packet.ProtocolICMP:
		m, err := packet.ParseICMP(p.Payload)
		switch {
		case err != nil:
		case m.Type == packet.ICMPEcho:
			n.Echo++
		case m.Type == packet.ICMPEchoReply:
			n.EchoReply++
		case m.Type == packet.ICMPUnreachable:
			n.Unreachable++
		case m.Type == packet.ICMPTimeExceeded:
			n.TimeExceeded++
		}
	}
}

// unicast says whether an address may be the source or the destination of a packet that is passed on: no
// group, no broadcast to everybody, nothing that means this network or this host (RFC 1812 section 5.3.7).
func unicast(a netip.Addr) bool {
	first := a.As4()[0]
	return first != 0 && first != 127 && first < 224
}

// isBroadcastOn says whether an address is that of all hosts of an interface's network, or of the network
// itself, which is the same of old.
func isBroadcastOn(hop nextHop, a netip.Addr) bool {
	n := hop.iface.Address
	if !n.IsValid() || n.Bits() > 30 || !n.Contains(a) {
		return false
	}
	host := uint32(1)<<(32-n.Bits()) - 1
	b := a.As4()
	bits := (uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])) & host
	return bits == 0 || bits == host
}
