package router

import (
	"cmp"
	"time"

	"ruthere/config"
	"ruthere/packet"
)

// How long packets may be that go into tunnels. What is too long is taken apart before it goes in, or its sender is told; `ip mtu` may
// let in more than leaves in one piece, and then the packets around it are taken apart, which the other end puts together.

// A pathFinding is what `tunnel path-mtu-discovery` has found out: what is carried may say of itself that it must not be taken apart,
// and so routers on the way tell how long it may be.
type pathFinding struct {
	mtu   int       // of the path, in bytes; 0 = nothing is known
	until time.Time // when that is forgotten; zero = never
}

// foundMTU is how long a packet may be that a tunnel sends, as its path has shown; 0 if it has not.
func (r *Router) foundMTU(i *config.Interface) (mtu int, until time.Time) {
	found := r.tunnelOf(i.Name).found
	if !i.Tunnel.Discovery.On || !found.until.IsZero() && !r.now.Before(found.until) {
		return 0, time.Time{}
	}
	return found.mtu, found.until
}

// findMTU notes that the path of a tunnel carries packets of some bytes and no longer ones.
func (r *Router) findMTU(i *config.Interface, mtu int) {
	d := i.Tunnel.Discovery
	mtu = max(mtu, d.LeastMTU())
	if have, _ := r.foundMTU(i); !d.On || have != 0 && have <= mtu || mtu >= r.outgoingMTU(i) {
		return
	}
	s := r.tunnelOf(i.Name)
	if s.found = (pathFinding{mtu: mtu}); !d.Forever {
		s.found.until = r.now.Add(d.Age())
	}
}

// outgoingMTU is how long a packet may be that leaves by the interface that a tunnel's own packets leave by.
func (r *Router) outgoingMTU(i *config.Interface) int {
	if path := r.tunnelPathOf(i); path.carries() {
		return r.packetMTU(path.hop.iface)
	}
	return config.DefaultMTU
}

// transportMTU is how long a packet may be that goes into a tunnel and leaves in one piece; 0 where that is not known.
func (r *Router) transportMTU(i *config.Interface) int {
	n := i.Tunnel.Overhead()
	if n == 0 {
		return 0
	}
	mtu := r.outgoingMTU(i)
	if found, _ := r.foundMTU(i); found != 0 {
		mtu = min(mtu, found)
	}
	return mtu - n
}

// packetMTU is how long an IP packet may be that leaves by an interface. Into a tunnel goes what leaves in one piece, unless `ip mtu`
// says something else; but where the path has shown that it carries less, no more than that.
func (r *Router) packetMTU(i *config.Interface) int {
	if !config.IsTunnel(i.Name) {
		return i.PacketMTU()
	}
	fits := r.transportMTU(i)
	if fits == 0 {
		return i.PacketMTU()
	}
	mtu := cmp.Or(i.IPMTU, i.MTU, fits)
	if found, _ := r.foundMTU(i); found != 0 {
		mtu = min(mtu, fits)
	}
	return mtu
}

// takeTunnelError takes an ICMP error about a packet of a tunnel: a router on the way says how long it may be. Who quotes none of the
// tunnel's ends is not believed, and nobody as to less than `min-mtu`.
func (r *Router) takeTunnelError(vrf string, original packet.IPv4, why packet.ICMP) {
	if why.Type != packet.ICMPUnreachable || why.Code != packet.CodeFragmentationNeeded || why.Sequence == 0 ||
		original.Protocol != packet.ProtocolGRE && original.Protocol != packet.ProtocolIPinIP {
		return
	}
	key := tunnelKey{vrf, original.Src, original.Dst, original.Protocol == packet.ProtocolIPinIP}
	for _, i := range r.tunnelsBetween(key) {
		r.findMTU(i, int(why.Sequence))
	}
}
