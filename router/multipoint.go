package router

import (
	"cmp"
	"net/netip"

	"ruthere/config"
	"ruthere/nhrp"
	"ruthere/packet"
)

// Multipoint tunnels: where a packet goes is found by NHRP.

// sendToMany sends a packet into a multipoint tunnel, to where its next hop is; multicast to all who are to have it.
func (r *Router) sendToMany(hop nextHop, data []byte) {
	const addrLen, to = 4, 16
	dst := netip.AddrFrom4([4]byte(data[to : to+addrLen]))
	if dst.IsMulticast() || isBroadcastOn(hop, dst) {
		for _, nbma := range r.nhrp.MulticastTargets(hop.iface.Name) {
			r.carryTo(hop.iface, nbma, data[1], packet.EtherTypeIPv4, data)
		}
		return
	}
	r.doNHRP(func(out *nhrp.Out) {
		nbma, ok := r.nhrp.Resolve(r.now, nhrpRoutes{r}, hop.iface.Name, hop.via, dst, out)
		if !ok {
			r.countDrop(dropUnroutable)
			return
		}
		r.carryTo(hop.iface, nbma, data[1], packet.EtherTypeIPv4, data)
	})
}

// carryTo sends bytes of a protocol through a GRE tunnel to one of its other ends; tos is that of what is carried.
func (r *Router) carryTo(i *config.Interface, remote netip.Addr, tos uint8, protocol uint16, data []byte) {
	local, ok := r.config.TunnelSource(i.Tunnel)
	hop, found := r.findRoute(i.Tunnel.VRF, remote)
	if !ok || !found || !i.TunnelWorks() || r.nested >= mostTunnels {
		r.countDrop(dropUnroutable)
		return
	}
	g := r.greOf(i, data)
	g.Protocol = protocol
	p := packet.IPv4{Src: local, Dst: remote, TTL: uint8(cmp.Or(i.Tunnel.TTL, 255)), TOS: tos, Protocol: packet.ProtocolGRE,
		Payload: g.Append(nil)}
	if i.Tunnel.TOSFixed {
		p.TOS = uint8(i.Tunnel.TOS)
	}
	r.nested++
	p = r.stampIPID(p)
	mtu := 0
	if i.IsProtected() {
		mtu = r.protectBy(r.tunnelMaps.EntryTo(i.Name, remote), i, hop, p)
	} else {
		mtu = r.outputPacket(i.Tunnel.VRF, hop, p)
	}
	if mtu > 0 {
		r.countDrop(dropTooLong)
	}
	r.nested--
}

// takeCarried takes what a packet of a tunnel carries.
func (r *Router) takeCarried(i *config.Interface, p packet.IPv4, g packet.GRE) {
	switch {
	case g.Protocol == 0:
		r.takeKeepalive(i, p)
	case g.Protocol == packet.EtherTypeNHRP:
		r.takeNHRP(i, p.Src, g.Payload)
	case g.Protocol == packet.EtherTypeIPv4 && r.inSequence(i, g):
		r.carriedFrom = p.Src
		r.takeFromTunnel(i, g.Payload)
		r.carriedFrom = netip.Addr{}
	}
}

// tellOfDetour tells who sent a packet that is passed on, if it came out of a tunnel and goes into one of the same network.
func (r *Router) tellOfDetour(i *config.Interface, hop nextHop, p packet.IPv4) {
	from := r.carriedFrom
	if !from.IsValid() || !config.IsTunnel(hop.iface.Name) {
		return
	}
	r.doNHRP(func(out *nhrp.Out) { r.nhrp.Redirect(r.now, i.Name, hop.iface.Name, from, p, out) })
}
