package router

import (
	"cmp"
	"slices"

	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/nhrp"
	"ruthere/routing"
)

// The routes that NHRP finds. Where a static route leads to the same prefix, its next hop is overridden; 12.4 does all that beside its
// table, and shows neither.

// Distances of such routes. One that overrides goes before the static one, and is shown as that.
const (
	shortcutDistance = 250
	overrideDistance = 0
)

// shortcutRoutes are the routes as a table has them.
func (r *Router) shortcutRoutes(t *routeTable) (routes []routing.Route) {
	for _, s := range r.nhrp.Shortcuts() {
		route := routing.Route{VRF: s.VRF, Prefix: s.Prefix, Source: routing.NHRP, Distance: shortcutDistance, NextHop: s.Via,
			Interface: s.Interface}
		if len(staticRoutesTo(t, s)) > 0 {
			route.Distance = overrideDistance
		}
		if e, ok := t.Entry(s.VRF, s.Prefix); !ok || e.Source != routing.Connected && e.Source != routing.Local {
			routes = append(routes, route)
		}
	}
	return routes
}

// staticRoutesTo are the best static routes to the prefix of a shortcut.
func staticRoutesTo(t *routeTable, s nhrp.ShortcutRoute) (list []routing.Route) {
	for _, m := range t.Group(routesConfigured) {
		if m.VRF == s.VRF && m.Prefix == s.Prefix {
			list = append(list, m.Route)
		}
	}
	if len(list) == 0 {
		return nil
	}
	best := slices.MinFunc(list, func(a, b routing.Route) int { return cmp.Compare(a.Distance, b.Distance) }).Distance
	return slices.DeleteFunc(list, func(way routing.Route) bool { return way.Distance != best })
}

// statusOfShortcut is what is shown of a route that NHRP has found: s, or the static route whose next hop it overrides.
func (r *Router) statusOfShortcut(s modes.RouteStatus) (status modes.RouteStatus, shown bool) {
	old := r.options.Release == debuglog.IOS124
	found := r.nhrp.Shortcuts()
	at := slices.IndexFunc(found, func(f nhrp.ShortcutRoute) bool { return f.VRF == s.VRF && f.Prefix == s.Prefix })
	if at < 0 || s.Distance != overrideDistance {
		if at >= 0 {
			s.Since = found[at].Since
		}
		return s, !old
	}
	s.Code, s.Override, s.Paths = modes.RouteStatic, !old, nil
	for _, way := range staticRoutesTo(&r.routes, found[at]) {
		s.Distance = way.Distance
		s.Paths = append(s.Paths, modes.RoutePath{NextHop: way.NextHop, Interface: way.Interface, Leaves: found[at].Interface})
	}
	return s, len(s.Paths) > 0
}
