package router

import (
	"ruthere/config"
	"ruthere/crypto/ipsec"
	"ruthere/packet"
)

// leastPathMTU bounds what an ICMP error makes us believe of a path, in bytes: every path carries that much, and so does every
// sender of it.
const leastPathMTU = 256

// takeESPError takes an ICMP error about a protected packet of ours: a router on the way says how long it may be.
func (r *Router) takeESPError(original packet.IPv4, why packet.ICMP) {
	if why.Type != packet.ICMPUnreachable || why.Code != packet.CodeFragmentationNeeded || why.Sequence < leastPathMTU {
		return
	}
	var pairs []*ipsec.Pair
	switch {
	case original.Protocol == packet.ProtocolESP || original.Protocol == packet.ProtocolAH:
		spi, _ := ipsec.SPIOf(original)
		if p := r.engine.IPsec.OutboundSPI(original.Dst, spi); p != nil {
			pairs = append(pairs, p)
		}
	case original.Protocol == packet.ProtocolUDP: // what is quoted does not tell the SA
		for _, p := range r.engine.IPsec.ByPeer(original.Dst) {
			if p.Out.Mode.IsUDP() {
				pairs = append(pairs, p)
			}
		}
	}
	for _, p := range pairs {
		if p.PathMTU == 0 || int(why.Sequence) < p.PathMTU {
			p.PathMTU = int(why.Sequence)
		}
	}
}

// plaintextMTU is how long a packet may be that leaves by an interface, protected by an SA.
func (r *Router) plaintextMTU(i *config.Interface, pair *ipsec.Pair) int {
	path := r.packetMTU(i)
	if pair.PathMTU > 0 {
		path = min(path, pair.PathMTU)
	}
	return pair.Out.PlaintextMTU(path)
}
