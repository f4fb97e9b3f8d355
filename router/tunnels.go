package router

import (
	"maps"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
)

// A tunnelState is what a router knows of a tunnel interface beside its configuration.
type tunnelState struct {
	state    modes.Linestate // as it was judged last; the line protocol, unless the interface is shut down
	restsTo  time.Time       // after recursive routing: it is not tried before
	sent     uint32          // the sequence number to be sent next (RFC 2890 section 2.2)
	received uint32          // the last sequence number taken, if heard
	heard    bool
	asking   tunnelAsking
}

// recursionRest is how long a tunnel stays down whose own packets would have gone into it.
const recursionRest = time.Minute

// up says whether the line protocol is, unless the interface is shut down.
func (s *tunnelState) up() bool { return s != nil && s.state == modes.LinestateUp }

func (r *Router) tunnelOf(name string) *tunnelState {
	s := r.tunnels[name]
	if s == nil {
		s = &tunnelState{}
		if r.tunnels == nil {
			r.tunnels = map[string]*tunnelState{}
		}
		r.tunnels[name] = s
	}
	return s
}

// judgeTunnelsLater has the line protocols of tunnels follow what has changed, as late as the device does.
func (r *Router) judgeTunnelsLater() {
	if !r.tunnelsDue && (len(r.tunnels) > 0 || r.hasTunnel()) {
		r.tunnelsDue = true
		r.After(protocolDelay, "tunnel state", r.judgeTunnels)
	}
}

func (r *Router) hasTunnel() bool {
	for _, i := range r.config.Interfaces {
		if config.IsTunnel(i.Name) {
			return true
		}
	}
	return false
}

// judgeTunnels takes tunnels up that can work and those down that cannot, all by the routes as they are now.
func (r *Router) judgeTunnels() {
	r.tunnelsDue = false
	maps.DeleteFunc(r.tunnels, func(name string, s *tunnelState) bool {
		if r.config.Interface(name) != nil {
			return false
		}
		s.asking.stop()
		return true
	})
	var all []*config.Interface
	for _, i := range r.config.Interfaces {
		if config.IsTunnel(i.Name) {
			all = append(all, i)
		}
	}
	r.settleTunnels(all)
	r.openTunnels(all, func(i *config.Interface) bool {
		s := r.tunnelOf(i.Name).state
		return s == modes.LinestateUp || s == modes.LinestateProtection || s == modes.LinestateKeepalive
	})
}

// settleTunnels has the line protocols of tunnels be what they are judged to be.
func (r *Router) settleTunnels(list []*config.Interface) {
	type turn struct {
		of  *config.Interface
		now modes.Linestate
	}
	var turned []turn
	for _, i := range list {
		s := r.tunnelOf(i.Name)
		r.followKeepalive(i, s)
		now := r.judgeTunnel(i)
		if now == modes.LinestateUp && s.up() && r.leadsIntoItself(i) {
			s.restsTo = r.now.Add(recursionRest)
			r.Log(debuglog.RecursiveRouting(i.Name))
			r.After(protocolDelay, "tunnel state", r.judgeTunnels)
			r.After(recursionRest, "tunnel state", r.judgeTunnels)
			continue
		}
		if (now == modes.LinestateUp) == s.up() {
			s.state = now // another reason, of which nothing is told
			continue
		}
		turned = append(turned, turn{i, now})
	}
	if len(turned) == 0 {
		return
	}
	r.changeRoutes(func() {
		for _, t := range turned {
			s := r.tunnelOf(t.of.Name)
			s.state, s.sent, s.received, s.heard = t.now, 0, 0, false
		}
	})
	for _, t := range turned {
		if !t.of.Shutdown { // of which something else is told
			r.Log(debuglog.LineProtocolUpDown(t.of.Name, r.isUp(t.of)))
		}
	}
}

// judgeTunnel is what the line protocol of a tunnel has to be: up with two ends, one here that is up and one that a route leads to. Of
// multipoint tunnels the one here is enough.
func (r *Router) judgeTunnel(i *config.Interface) modes.Linestate {
	local, hasLocal := r.config.TunnelSource(i.Tunnel)
	remote, hasRemote := r.config.TunnelDestination(i.Tunnel)
	switch {
	case i.Shutdown:
		return modes.LinestateShutdown
	case !hasLocal:
		return modes.LinestateNoSource
	case i.Tunnel.IsMultipoint():
	case !hasRemote || remote == local:
		return modes.LinestateNoDestination
	}
	own := r.interfaceWithAddress(i.Tunnel.VRF, local)
	hop, found := r.findRoute(i.Tunnel.VRF, remote)
	switch {
	case own == nil || own == i:
		return modes.LinestateSourceDown
	case !i.Tunnel.IsMultipoint() && (!found || hop.isDiscard()) || r.now.Before(r.tunnelOf(i.Name).restsTo):
		return modes.LinestateNoOutput
	case !i.Tunnel.Carries():
		return modes.LinestateMode
	case !i.TunnelWorks(), !r.hasWantedSAs(i):
		return modes.LinestateProtection
	case r.tunnelOf(i.Name).asking.unheard():
		return modes.LinestateKeepalive
	}
	return modes.LinestateUp
}

// leadsIntoItself says whether the packets of a tunnel would be sent into it, or through other tunnels without end.
func (r *Router) leadsIntoItself(i *config.Interface) bool {
	at := i
	for range mostTunnels {
		_, remote, _ := r.config.TunnelEnds(at.Tunnel)
		hop, ok := r.findRoute(at.Tunnel.VRF, remote)
		if !ok || !config.IsTunnel(hop.iface.Name) {
			return false
		}
		if at = hop.iface; at.Name == i.Name {
			return true
		}
	}
	return true
}
