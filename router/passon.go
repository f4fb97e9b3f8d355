package router

import (
	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/packet"
)

// passOn passes a packet on by a route: translated first, so that access lists and crypto maps of the interface see what leaves.
func (r *Router) passOn(vrf string, i *config.Interface, hop nextHop, p packet.IPv4) {
	q, ok := r.translateToOutside(vrf, i, hop, p)
	switch {
	case !ok:
	case !r.mayLeaveBy(vrf, hop.iface, q):
		r.countDrop(dropDenied)
		r.tracePacket(debuglog.PacketDenied, i.Name, "", q)
		r.sendUnreachable(vrf, i, p, packet.CodeProhibited)
	default:
		q := r.adjustMSS(i, hop.iface, q)
		q.TTL--
		r.ipTraffic.Forwarded++
		r.passingOn = true
		mtu := r.outputPacket(vrf, hop, q)
		r.passingOn = false
		r.tellOfDetour(i, hop, p)
		if mtu > 0 {
			r.countDrop(dropTooLong)
			r.sendTooBig(vrf, i, p, mtu)
		}
	}
}

// adjustMSS lowers what a SYN announces to what the interfaces allow by which it came and leaves.
func (r *Router) adjustMSS(in, out *config.Interface, p packet.IPv4) packet.IPv4 {
	for _, i := range []*config.Interface{in, out} {
		if i.AdjustMSS > 0 {
			p = p.ClampMSS(uint16(i.AdjustMSS))
		}
	}
	return p
}
