package router

import (
	"net/netip"
	"slices"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/event"
	"ruthere/routing"
)

// What changes the routing table goes through here: the table looks again at what may be another, and what came of it is told.

// changeRoutes does something after which anything may be different that the routing table is made of.
func (r *Router) changeRoutes(change func()) {
	all := func() []*config.Interface {
		if r.config == nil { // it is about to boot
			return nil
		}
		return r.config.Interfaces
	}
	r.changeInterfaces(all, change, func() { r.followRoutes(&r.routes) })
}

// changeLink does something to the link of a port.
func (r *Router) changeLink(port string, change func()) {
	parts := func() (list []*config.Interface) {
		if i := r.config.Interface(port); i != nil {
			list = append(list, i)
		}
		return append(list, r.interfaceIndex().byPort[port]...)
	}
	r.changeInterfaces(parts, change, func() {
		for _, i := range parts() {
			r.routes.Look(i.Name)
		}
	})
}

// changeTracks does something that turns tracked objects.
func (r *Router) changeTracks(numbers []int, change func()) {
	none := func() []*config.Interface { return nil }
	r.changeInterfaces(none, change, func() {
		for _, n := range numbers {
			r.routes.LookAtTrack(n)
		}
	})
}

// changeReverseRoutes takes over the routes that SAs have put into the table.
func (r *Router) changeReverseRoutes(list []config.Route) {
	none := func() []*config.Interface { return nil }
	r.changeInterfaces(none, func() { r.reverse = list }, func() { r.routes.Follow(routesOfSAs, tableRoutes(list)) })
}

// changeShortcuts takes over the routes that NHRP has found.
func (r *Router) changeShortcuts() {
	none := func() []*config.Interface { return nil }
	r.changeInterfaces(none, func() {}, func() { r.routes.Follow(routesOfNHRP, r.shortcutRoutes(&r.routes)) })
}

// changeInterfaces does something that changes some interfaces, or none, and has the routing table follow. Where anybody wants to know,
// before and after are compared.
func (r *Router) changeInterfaces(touched func() []*config.Interface, change, follow func()) {
	defer r.judgeTunnelsLater()
	r.nhrpDue = true
	if !r.watchesLinks() {
		change()
		follow()
		r.routes.Settle()
		return
	}
	before := r.interfaceStates(touched())
	change()
	follow()
	changes := r.routes.Settle()
	r.tellInterfaces(before, r.interfaceStates(touched()))
	for _, c := range changes {
		r.traceLostRoute(c)
	}
	for _, name := range r.lastSubnets(changes) {
		r.Log(debuglog.RouteInterface(name, false))
	}
	news := r.firstSubnets(changes)
	for _, c := range changes {
		r.traceNewRoute(c)
		if at := slices.Index(news, connectedBy(c.After)); at >= 0 {
			r.Log(debuglog.RouteInterface(news[at], true))
			news = slices.Delete(news, at, at+1)
		}
	}
}

// watchesLinks says whether anybody wants to know of each change of interfaces and routes.
func (r *Router) watchesLinks() bool { return r.options.Events || r.switches.IsOn(debuglog.IPRouting) }

// isCloser says whether a route has taken the place of those with a greater distance.
func isCloser(c routing.Change) bool {
	return len(c.Before.Routes) > 0 && len(c.After.Routes) > 0 && c.After.Distance < c.Before.Distance
}

// ways are how an entry is told: its source, its distance, and where it leads.
type wayTold struct {
	source    routing.Source
	distance  int
	via       netip.Addr
	leavingBy string
}

func waysTold(e routing.Entry) (list []wayTold) {
	for _, s := range e.Routes {
		list = append(list, wayTold{e.Source, e.Distance, s.NextHop, s.Interface})
	}
	return list
}

func (r *Router) traceLostRoute(c routing.Change) {
	gone, now := "", waysTold(c.After)
	if len(now) == 0 || c.After.Distance != c.Before.Distance || c.After.Source != c.Before.Source {
		gone = kindOfNetwork(c.Before.Prefix)
	}
	if isCloser(c) {
		r.Log(debuglog.RouteCloser(c.Before.VRF, c.Before.Prefix, len(c.Before.Routes)))
	}
	for _, w := range waysTold(c.Before) {
		if slices.Contains(now, w) {
			continue
		}
		r.tellRoute(event.Removed, c.Before, w)
		if !isCloser(c) {
			r.Log(debuglog.RouteRemoved(c.Before.VRF, c.Before.Prefix, w.via, routeSource(w.source), w.distance, gone)...)
		}
	}
	if isDefault(c.Before) && len(now) == 0 {
		r.Log(debuglog.DefaultPathCleared(c.Before.VRF))
	}
}

func (r *Router) traceNewRoute(c routing.Change) {
	was := waysTold(c.Before)
	for _, w := range waysTold(c.After) {
		if !slices.Contains(was, w) {
			r.tellRoute(event.Added, c.After, w)
			r.Log(debuglog.RouteAdded(c.After.VRF, c.After.Prefix, w.via, routeSource(w.source), w.distance)...)
		}
	}
	if isDefault(c.After) && !(len(was) > 0 && was[0] == waysTold(c.After)[0]) {
		r.Log(debuglog.DefaultPathIs(c.After.VRF, c.After.Routes[0].NextHop, len(was) == 0)...)
	}
}

func isDefault(e routing.Entry) bool { return len(e.Routes) > 0 && e.Prefix.Bits() == 0 }

// connectedBy is the interface whose subnet an entry is; "" if it is none.
func connectedBy(e routing.Entry) string {
	if len(e.Routes) == 0 || e.Source != routing.Connected {
		return ""
	}
	return e.Routes[0].Interface
}

// lastSubnets are the interfaces that have lost their last subnet in the table, in the order in which they lost it.
func (r *Router) lastSubnets(changes []routing.Change) (names []string) {
	for _, c := range changes {
		if name := connectedBy(c.Before); name != "" && !slices.Contains(names, name) && len(r.subnetsInUse(name)) == 0 {
			names = append(names, name)
		}
	}
	return names
}

// firstSubnets are the interfaces that had no subnet in the table before.
func (r *Router) firstSubnets(changes []routing.Change) (names []string) {
	for _, c := range changes {
		name := connectedBy(c.After)
		had := func(o routing.Change) bool { return connectedBy(o.Before) == name }
		if name == "" || slices.Contains(names, name) || slices.ContainsFunc(changes, had) {
			continue
		}
		old := func(e routing.Entry) bool {
			return !slices.ContainsFunc(changes, func(o routing.Change) bool { return o.After.VRF == e.VRF && o.After.Prefix == e.Prefix })
		}
		if !slices.ContainsFunc(r.subnetsInUse(name), old) {
			names = append(names, name)
		}
	}
	return names
}

// subnetsInUse are the entries of an interface's subnets.
func (r *Router) subnetsInUse(name string) (list []routing.Entry) {
	i := r.config.Interface(name)
	if i == nil {
		return nil
	}
	for _, a := range i.Addresses() {
		if e, ok := r.routes.Entry(i.VRF, a.Masked()); ok && connectedBy(e) == name {
			list = append(list, e)
		}
	}
	return list
}

// tellRoute tells of one way of a route.
func (r *Router) tellRoute(s event.State, e routing.Entry, w wayTold) {
	r.tell(event.Route{State: s, VRF: e.VRF, Prefix: e.Prefix, Source: routeCodes[e.Source].Word(), Distance: e.Distance, NextHop: w.via,
		Interface: w.leavingBy})
}

// kindOfNetwork is a network by its class, or more than one, or a subnet.
func kindOfNetwork(p netip.Prefix) string {
	if p.Bits() <= config.ClassfulNetwork(p.Addr()).Bits() {
		return "network"
	}
	return "subnet"
}

// routeSource is what a route comes from, in words.
func routeSource(s routing.Source) string {
	switch s {
	case routing.Static:
		return "static"
	case routing.NHRP:
		return "nhrp"
	}
	return "connected"
}
