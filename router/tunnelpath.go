package router

import (
	"net/netip"

	"ruthere/config"
)

// A tunnelPath is where the packets that carry those of a tunnel go. It is found once for each state of the routing table, not for each
// packet.
type tunnelPath struct {
	of            *config.Interface // the tunnel as it was configured
	in            *config.Config    // in force when it was found
	generation    uint64            // of the routing table then
	local, remote netip.Addr        // the ends; invalid where the tunnel has none
	hop           nextHop
	isThere       bool // a route leads to the remote end
	loops         bool // into the tunnel itself, or through other tunnels without end
}

func (p *tunnelPath) hasEnds() bool {
	return p.local.IsValid() && p.remote.IsValid() && p.local != p.remote
}

// carries says whether packets get anywhere by it.
func (p *tunnelPath) carries() bool { return p.isThere && !p.loops }

// tunnelPathOf is the path of a tunnel by the routes as they are now: a change of the configuration or of an interface makes them anew.
func (r *Router) tunnelPathOf(i *config.Interface) *tunnelPath {
	s, generation := r.tunnelOf(i.Name), r.routes.Generation()
	if s.path.of == i && s.path.in == r.config && s.path.generation == generation {
		return &s.path
	}
	s.path = tunnelPath{of: i, in: r.config, generation: generation}
	p := &s.path
	if local, ok := r.config.TunnelSource(i.Tunnel); ok {
		p.local = local
	}
	if remote, ok := r.config.TunnelDestination(i.Tunnel); ok && !i.Tunnel.IsMultipoint() {
		p.remote = remote
	}
	if p.hasEnds() {
		p.hop, p.isThere = r.findRoute(i.Tunnel.VRF, p.remote)
		p.isThere = p.isThere && !p.hop.isDiscard()
		p.loops = p.isThere && r.leadsIntoItself(i, p.hop)
	}
	return p
}

// leadsIntoItself says whether the packets of a tunnel that leave by hop would be sent into it, or through other tunnels without end.
func (r *Router) leadsIntoItself(i *config.Interface, hop nextHop) bool {
	for range mostTunnels {
		at := hop.iface
		if !config.IsTunnel(at.Name) {
			return false
		}
		if at.Name == i.Name {
			return true
		}
		_, remote, _ := r.config.TunnelEnds(at.Tunnel)
		var ok bool
		if hop, ok = r.findRoute(at.Tunnel.VRF, remote); !ok {
			return false
		}
	}
	return true
}
