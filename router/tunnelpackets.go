package router

import (
	"cmp"
	"net/netip"
	"slices"

	"ruthere/config"
	"ruthere/packet"
)

// mostTunnels is how many tunnels a packet may be in, one within the other, and then once more its answer.
const mostTunnels = 8

// encapsulate sends a packet into a tunnel. It may be lost there: the tunnel's routes may have gone a moment ago. One that must not be
// taken apart, nor what carries it, may turn out to be too long: tooBigFor is how long it may be then, else 0.
func (r *Router) encapsulate(i *config.Interface, data []byte) (tooBigFor int) {
	path := r.tunnelPathOf(i)
	if !path.carries() || r.nested >= mostTunnels {
		r.countDrop(dropUnroutable)
		return 0
	}
	r.nested++
	defer func() { r.nested-- }()
	if i.Tunnel.IsVTI() {
		if p, err := packet.ParseIPv4(data); err == nil {
			return r.protectTunnelled(i, path.hop, p)
		}
		return 0
	}
	p := r.stampIPID(r.outerOf(i, path, data))
	var mtu int
	if i.IsProtected() {
		mtu = r.protectTunnelled(i, path.hop, p)
	} else {
		mtu = r.outputPacket(i.Tunnel.VRF, path.hop, p)
	}
	if mtu == 0 {
		return 0
	}
	r.findMTU(i, mtu)
	return mtu - (packet.IPv4HeaderLen + len(p.Payload) - len(data))
}

// outerOf is the packet that carries another through a tunnel. With `tunnel path-mtu-discovery` it must not be taken apart if what it
// carries must not.
func (r *Router) outerOf(i *config.Interface, path *tunnelPath, data []byte) packet.IPv4 {
	const dontFragment = 0x40 // in the seventh byte of an IPv4 header
	p := packet.IPv4{Src: path.local, Dst: path.remote, TTL: uint8(cmp.Or(i.Tunnel.TTL, 255)), TOS: data[1],
		Protocol: packet.ProtocolIPinIP, Payload: data, DontFragment: i.Tunnel.Discovery.On && data[6]&dontFragment != 0}
	if i.Tunnel.TOSFixed {
		p.TOS = uint8(i.Tunnel.TOS)
	}
	if i.Tunnel.Mode != config.TunnelIPIP {
		p.Protocol, p.Payload = packet.ProtocolGRE, r.greOf(i, data).Append(nil)
	}
	return p
}

// greOf is a packet with the header that a tunnel gives it.
func (r *Router) greOf(i *config.Interface, data []byte) packet.GRE {
	t := i.Tunnel
	g := packet.GRE{Protocol: packet.EtherTypeIPv4, Checksummed: t.Checksum, Keyed: t.Keyed, Key: uint32(t.Key), Sequenced: t.Sequence,
		Payload: data}
	if t.Sequence {
		s := r.tunnelOf(i.Name)
		g.Sequence = s.sent
		s.sent++
	}
	return g
}

// A tunnelIndex finds the tunnels of a configuration by their ends.
type tunnelIndex struct {
	of     *config.Config
	byEnds map[tunnelKey][]*config.Interface // in the order of the configuration
}

type tunnelKey struct {
	vrf           string
	local, remote netip.Addr
	ipip          bool
}

// tunnelsBetween are the tunnels whose packets have these ends.
func (r *Router) tunnelsBetween(k tunnelKey) []*config.Interface {
	if r.tunnelEnds.of != r.config {
		r.tunnelEnds = tunnelIndex{r.config, map[tunnelKey][]*config.Interface{}}
		for _, i := range r.config.Interfaces {
			if local, remote, ok := r.tunnelEndsHere(i); ok {
				key := tunnelKey{i.Tunnel.VRF, local, remote, i.Tunnel.Mode == config.TunnelIPIP}
				r.tunnelEnds.byEnds[key] = append(r.tunnelEnds.byEnds[key], i)
			}
		}
	}
	found := r.tunnelEnds.byEnds[k]
	k.remote = netip.Addr{} // and those that have many other ends
	return append(slices.Clip(found), r.tunnelEnds.byEnds[k]...)
}

// tunnelEndsHere are the ends of a GRE or IPIP tunnel that can work; the other one is invalid where there are many.
func (r *Router) tunnelEndsHere(i *config.Interface) (local, remote netip.Addr, ok bool) {
	if !i.TunnelWorks() || i.Tunnel.IsVTI() {
		return local, remote, false
	}
	if i.Tunnel.IsMultipoint() {
		local, ok = r.config.TunnelSource(i.Tunnel)
		return local, remote, ok
	}
	return r.config.TunnelEnds(i.Tunnel)
}

// receiveTunnelled takes a packet that carries another, which came by interface i, through the SAs of a crypto map of tunnels or in
// clear (""). Its line protocol may be down: what asks whether it works has to get through.
func (r *Router) receiveTunnelled(vrf string, i *config.Interface, p packet.IPv4, protection string) {
	tunnels := r.tunnelsBetween(tunnelKey{vrf, p.Dst, p.Src, p.Protocol == packet.ProtocolIPinIP})
	if len(tunnels) == 0 {
		r.sendUnreachable(vrf, i, p, packet.CodeProtocolUnreachable)
		return
	}
	if p.Protocol == packet.ProtocolIPinIP {
		if r.mayComeBy(tunnels[0], protection, p) {
			r.takeFromTunnel(tunnels[0], p.Payload)
		}
		return
	}
	g, err := packet.ParseGRE(p.Payload)
	if err != nil {
		r.countDrop(dropMalformed)
		return
	}
	for _, tunnel := range tunnels {
		if t := tunnel.Tunnel; t.Keyed == g.Keyed && uint32(t.Key) == g.Key {
			if r.mayComeBy(tunnel, protection, p) {
				r.takeCarried(tunnel, p, g)
			}
			return
		}
	}
	r.countDrop(dropMalformed) // the key is that of nobody
}

// inSequence drops what comes out of order, with `tunnel sequence-datagrams` (RFC 2890 section 2.2).
func (r *Router) inSequence(i *config.Interface, g packet.GRE) bool {
	s := r.tunnelOf(i.Name)
	if !i.Tunnel.Sequence || !g.Sequenced {
		return true
	}
	if s.heard && int32(g.Sequence-s.received) <= 0 {
		return false
	}
	s.heard, s.received = true, g.Sequence
	return true
}

// takeFromTunnel takes in what came out of a tunnel.
func (r *Router) takeFromTunnel(i *config.Interface, data []byte) {
	if i.Shutdown || r.nested >= mostTunnels {
		return
	}
	p, err := packet.ParseIPv4(data)
	if err != nil {
		r.countDrop(dropMalformed)
		return
	}
	r.countersOf(i.Name).countIn(r.now, packet.IPv4HeaderLen+len(p.Payload))
	r.showCaptures(i, data, false)
	if !r.mayEnterBy(i, p) {
		r.countDrop(dropDenied)
		return
	}
	r.nested++
	r.takeFromOutside(i.VRF, i, p)
	r.nested--
}
