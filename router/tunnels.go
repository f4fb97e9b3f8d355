package router

import (
	"slices"
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
	isNew    bool // made since boot and not judged yet
	path     tunnelPath
	found    pathFinding
	asking   tunnelAsking
	opening  bool // SAs are about to be asked for
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

// forgetTunnel forgets a tunnel that is gone: one that is made after it knows nothing of it.
func (r *Router) forgetTunnel(name string) {
	if s := r.tunnels[name]; s != nil {
		s.asking.stop()
		delete(r.tunnels, name)
	}
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

// TunnelsInClear says whether packets of tunnels may come that nothing protects: a driver has to bring them then.
func (r *Router) TunnelsInClear() bool {
	return slices.ContainsFunc(r.config.Interfaces, func(i *config.Interface) bool {
		return config.IsTunnel(i.Name) && !i.Shutdown && !i.IsProtected() && !i.Tunnel.IsVTI() && i.TunnelWorks()
	})
}

// judgeTunnels takes tunnels up that can work and those down that cannot, all by the routes as they are now.
func (r *Router) judgeTunnels() {
	r.tunnelsDue = false
	var all []*config.Interface
	for _, i := range r.config.Interfaces {
		if config.IsTunnel(i.Name) {
			all = append(all, i)
		}
	}
	r.settleTunnels(all)
	r.openTunnels(all)
}

// settleTunnels has the line protocols of tunnels be what they are judged to be.
func (r *Router) settleTunnels(list []*config.Interface) {
	type turn struct {
		of  *config.Interface
		now modes.Linestate
	}
	var turned []turn
	recursive := false
	for _, i := range list {
		s := r.tunnelOf(i.Name)
		r.followKeepalive(i, s)
		if s.isNew { // told even though nothing has changed
			s.isNew = false
			r.Log(debuglog.LineProtocolUpDown(i.Name, false))
		}
		now := r.judgeTunnel(i)
		if now == modes.LinestateUp && s.up() && r.tunnelPathOf(i).loops {
			s.restsTo = r.now.Add(recursionRest)
			r.Log(debuglog.RecursiveRouting(i.Name)...)
			recursive = true
			continue
		}
		if (now == modes.LinestateUp) == s.up() {
			s.state = now // another reason, of which nothing is told
			continue
		}
		turned = append(turned, turn{i, now})
	}
	if recursive {
		r.judgeTunnelsLater()
		r.After(recursionRest, "tunnel state", r.judgeTunnels)
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
	s, path := r.tunnelOf(i.Name), r.tunnelPathOf(i)
	switch {
	case i.Shutdown:
		return modes.LinestateShutdown
	case !path.local.IsValid():
		return modes.LinestateNoSource
	case !path.hasEnds() && !i.Tunnel.IsMultipoint():
		return modes.LinestateNoDestination
	}
	own := r.interfaceWithAddress(i.Tunnel.VRF, path.local)
	switch {
	case own == nil || own == i:
		return modes.LinestateSourceDown
	case !path.isThere && !i.Tunnel.IsMultipoint() || r.now.Before(s.restsTo):
		return modes.LinestateNoOutput
	case !i.Tunnel.Carries():
		return modes.LinestateMode
	case !i.TunnelWorks(), !r.hasWantedSAs(i):
		return modes.LinestateProtection
	case s.asking.unheard():
		return modes.LinestateKeepalive
	}
	return modes.LinestateUp
}
