package router

import (
	"net/netip"
	"slices"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/routing"
)

// The groups of routes, in the order in which they come first among equally good ones.
const (
	routesOfInterfaces = iota
	routesConfigured
	routesOfMaps // of `reverse-route static`
	routesOfSAs
	routesOfNHRP
)

// routeWorld is what routes depend on.
type routeWorld struct{ r *Router }

func (w routeWorld) IsUp(name string) bool {
	i := w.r.config.Interface(name)
	if i == nil {
		return config.IsNull(name) // it is always there
	}
	return w.r.isUp(i)
}

func (w routeWorld) Allows(track int) bool { return w.r.trackAllows(track) }

// A routeTable is the routing tables of a router, and the configuration that they have been made of.
type routeTable struct {
	*routing.Table
	of *config.Config // nil: of none yet
}

func newRouteTable(r *Router) routeTable { return routeTable{Table: routing.New(routeWorld{r})} }

// followRoutes has the table be made of the configuration, as far as that has changed, and of what is known now.
func (r *Router) followRoutes(t *routeTable) {
	c, old := r.config, t.of
	if t.of = c; c != old {
		first := old == nil
		if first {
			old = config.New()
		}
		if was, now := config.Changed(old.Interfaces, c.Interfaces); first || len(was)+len(now) > 0 {
			t.Follow(routesOfInterfaces, r.interfaceRoutes())
		}
		if first || !sameRoutes(old, c) {
			t.Follow(routesConfigured, tableRoutes(configuredRoutes(c)))
		}
		t.Follow(routesOfMaps, tableRoutes(c.StaticReverseRoutes()))
	}
	t.Follow(routesOfSAs, tableRoutes(r.reverse))
	t.Follow(routesOfNHRP, r.shortcutRoutes(t))
	t.LookAtAll()
}

// sameRoutes says whether two configurations share what configuredRoutes returns.
func sameRoutes(a, b *config.Config) bool {
	was, now := config.Changed(a.Routes, b.Routes)
	return len(was)+len(now) == 0 && a.NoRouting == b.NoRouting && a.DefaultGateway == b.DefaultGateway
}

// configuredRoutes are the static routes; of a router that is told not to route a gateway at most.
func configuredRoutes(c *config.Config) []config.Route {
	switch {
	case !c.NoRouting:
		return c.Routes
	case !c.DefaultGateway.IsValid():
		return nil
	}
	return []config.Route{{Prefix: netip.PrefixFrom(netip.IPv4Unspecified(), 0), NextHop: c.DefaultGateway, Distance: 1}}
}

// tableRoutes are static routes as the table has them.
func tableRoutes(list []config.Route) []routing.Route {
	routes := make([]routing.Route, 0, len(list))
	for _, s := range list {
		r := routing.Route{VRF: s.VRF, Prefix: s.Prefix, Source: routing.Static, Distance: s.Distance, NextHop: s.NextHop, Interface: s.Interface,
			Lookup: s.VRF, Track: s.Track, Permanent: s.Permanent, Tag: s.Tag, Name: s.Name}
		if s.Global {
			r.Lookup = ""
		}
		routes = append(routes, r)
	}
	return routes
}

// interfaceRoutes are the subnets of the interfaces and, since 15.x, the addresses themselves.
func (r *Router) interfaceRoutes() (routes []routing.Route) {
	for _, i := range r.config.Interfaces {
		for _, a := range i.Addresses() {
			routes = append(routes, routing.Route{VRF: i.VRF, Prefix: a.Masked(), Source: routing.Connected, Interface: i.Name})
			if a.Bits() < 32 && r.options.Release != debuglog.IOS124 {
				routes = append(routes, routing.Route{VRF: i.VRF, Prefix: netip.PrefixFrom(a.Addr(), 32), Source: routing.Local, Interface: i.Name})
			}
		}
	}
	return routes
}

// replaced is the configuration that a new one takes the place of, with its routing table if that was asked for: peers hear of
// the end of their SAs by the way that ends with them.
type replaced struct {
	config *config.Config // nil: none is being replaced
	routes *routeTable
}

// findFormerWay is findWay before the configuration that is being applied.
func (r *Router) findFormerWay(vrf string, src, to netip.Addr) (nextHop, bool) {
	if r.former.config == nil {
		return nextHop{}, false
	}
	defer func(now *config.Config) { r.config = now }(r.config)
	r.config = r.former.config
	if r.former.routes == nil {
		t := newRouteTable(r)
		r.followRoutes(&t)
		t.Settle()
		r.former.routes = &t
	}
	return r.hopOf(r.former.routes.Lookup(vrf, src, to))
}

// statusOf is an entry of the table as it is shown.
func (r *Router) statusOf(e routing.Entry) modes.RouteStatus {
	s := modes.RouteStatus{VRF: e.VRF, Prefix: e.Prefix, Distance: e.Distance, Code: routeCodes[e.Source]}
	for n, route := range e.Routes {
		path := modes.RoutePath{NextHop: route.NextHop, Interface: route.Interface, Leaves: route.Interface}
		if path.Leaves == "" {
			way, _ := r.routes.Resolve(e, n)
			path.Leaves = way.Interface
		}
		s.Paths = append(s.Paths, path)
	}
	return s
}

var routeCodes = [...]modes.RouteCode{routing.Connected: modes.RouteConnected, routing.Local: modes.RouteLocal,
	routing.Static: modes.RouteStatic, routing.NHRP: modes.RouteNHRP}

// Routes is the routing tables of all VRFs, by prefix.
func (r *Router) Routes() (list []modes.RouteStatus) {
	entries := r.routes.Entries()
	list = make([]modes.RouteStatus, 0, len(entries))
	for _, e := range entries {
		if s := r.statusOf(e); e.Source != routing.NHRP {
			list = append(list, s)
		} else if s, shown := r.statusOfShortcut(s); shown {
			list = append(list, s)
		}
	}
	return list
}

// StaticRoutes are all static routes, whether they are in use or not, by VRF and prefix.
func (r *Router) StaticRoutes() (list []modes.StaticRouteStatus) {
	for _, g := range []int{routesConfigured, routesOfMaps, routesOfSAs} {
		for _, s := range r.routes.Group(g) {
			list = append(list, modes.StaticRouteStatus{VRF: s.VRF, Prefix: s.Prefix, Distance: s.Distance, NextHop: s.NextHop,
				Interface: s.Interface, Track: s.Track, Permanent: s.Permanent, Crypto: g != routesConfigured, InUse: s.InUse})
		}
	}
	slices.SortStableFunc(list, modes.StaticRouteStatus.Compare)
	return list
}
