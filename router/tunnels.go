package router

import (
	"maps"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
)

// A tunnelState is what a router knows of a tunnel interface beside its configuration.
type tunnelState struct {
	up       bool      // the line protocol, unless the interface is shut down
	restsTo  time.Time // after recursive routing: it is not tried before
	sent     uint32    // the sequence number to be sent next (RFC 2890 section 2.2)
	received uint32    // the last sequence number taken, if heard
	heard    bool
}

// recursionRest is how long a tunnel stays down whose own packets would have gone into it.
const recursionRest = time.Minute

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
	maps.DeleteFunc(r.tunnels, func(name string, _ *tunnelState) bool { return r.config.Interface(name) == nil })
	var turned []*config.Interface
	for _, i := range r.config.Interfaces {
		if !config.IsTunnel(i.Name) {
			continue
		}
		s := r.tunnelOf(i.Name)
		works := r.tunnelCanWork(i) && !r.now.Before(s.restsTo)
		switch {
		case works && s.up && r.leadsIntoItself(i):
			s.restsTo = r.now.Add(recursionRest)
			r.Log(debuglog.RecursiveRouting(i.Name))
			r.After(protocolDelay, "tunnel state", r.judgeTunnels)
			r.After(recursionRest, "tunnel state", r.judgeTunnels)
		case works != s.up:
			turned = append(turned, i)
		}
	}
	if len(turned) == 0 {
		return
	}
	r.changeRoutes(func() {
		for _, i := range turned {
			s := r.tunnelOf(i.Name)
			*s = tunnelState{up: !s.up, restsTo: s.restsTo}
		}
	})
	for _, i := range turned {
		if !i.Shutdown { // of which something else is told
			r.Log(debuglog.LineProtocolUpDown(i.Name, r.isUp(i)))
		}
	}
}

// tunnelCanWork says whether a tunnel has two ends, one here that is up and one that a route leads to.
func (r *Router) tunnelCanWork(i *config.Interface) bool {
	local, remote, ok := r.tunnelEndsHere(i)
	if !ok || i.Shutdown {
		return false
	}
	own := r.interfaceWithAddress(i.Tunnel.VRF, local)
	if i.Tunnel.IsMultipoint() {
		return own != nil && own != i
	}
	hop, found := r.findRoute(i.Tunnel.VRF, remote)
	return own != nil && own != i && found && !hop.isDiscard()
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
