package router

import (
	"cmp"
	"net/netip"
	"slices"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
)

// A routeTable is the routing tables of all VRFs: what packets follow, and what is shown.
type routeTable struct {
	entries map[tableKey]*routeEntry
	lengths [33]bool // of the prefixes that there are
}

type tableKey struct {
	vrf    string
	prefix netip.Prefix
}

// A routeEntry is one entry with where each of its ways leads in the end.
type routeEntry struct {
	modes.RouteStatus
	hops   []nextHop // one for each of Paths; via is invalid for the destination itself
	hidden bool      // packets follow it, and nobody sees it
}

// mostRounds bounds how many routes may lean on one another: a route's next hop is found by a
// second route, whose next hop is found by a third.
const mostRounds = 8

// routingTable is the table as it is now. It is made when it is asked for, and holds until
// an interface or the configuration changes.
func (r *Router) routingTable() *routeTable {
	if r.routes == nil {
		r.routes = r.makeRouteTable()
	}
	return r.routes
}

// replaced is the configuration that a new one takes the place of, with its routing table if that
// was made: peers hear of the end of their SAs by the way that ends with them.
type replaced struct {
	config *config.Config // nil: none is being replaced
	routes *routeTable
}

// formerRoutingTable is the table before the configuration being applied. It is rarely asked for.
func (r *Router) formerRoutingTable() *routeTable {
	if r.former.routes == nil {
		defer func(now *config.Config) { r.config = now }(r.config)
		r.config = r.former.config
		r.former.routes = r.makeRouteTable()
	}
	return r.former.routes
}

// makeRouteTable makes the table: connected subnets first, then round by round the static
// routes whose next hops the table so far leads to.
func (r *Router) makeRouteTable() *routeTable {
	connected := r.connectedRoutes()
	statics := r.config.Routes
	if r.config.NoRouting {
		statics = r.hostRoutes()
	}
	statics = slices.Concat(statics, r.config.StaticReverseRoutes(), r.reverse)
	t, found := connected, 0
	for range mostRounds {
		next, resolved := connected.clone(), 0
		for _, s := range statics {
			if hop, ok := r.resolveRoute(t, s); ok {
				next.addStatic(s, hop)
				resolved++
			}
		}
		t = next
		if resolved == found {
			break
		}
		found = resolved
	}
	r.addShortcuts(t)
	return t
}

// hostRoutes are what a router has that is told not to route: a gateway at most.
func (r *Router) hostRoutes() []config.Route {
	if !r.config.DefaultGateway.IsValid() {
		return nil
	}
	return []config.Route{{Prefix: netip.PrefixFrom(netip.IPv4Unspecified(), 0), NextHop: r.config.DefaultGateway, Distance: 1}}
}

// connectedRoutes are the subnets of the interfaces that are up and, since 15.x, the
// addresses themselves.
func (r *Router) connectedRoutes() *routeTable {
	t := &routeTable{entries: map[tableKey]*routeEntry{}}
	for _, i := range r.config.Interfaces {
		if !r.isUp(i) {
			continue
		}
		add := func(code modes.RouteCode, p netip.Prefix) {
			t.add(&routeEntry{RouteStatus: modes.RouteStatus{VRF: i.VRF, Prefix: p, Code: code,
				Paths: []modes.RoutePath{{Interface: i.Name, Leaves: i.Name}}}, hops: []nextHop{{iface: i}}})
		}
		for _, a := range i.Addresses() {
			add(modes.RouteConnected, a.Masked())
			if a.Bits() < 32 && r.options.Release != debuglog.IOS124 {
				add(modes.RouteLocal, netip.PrefixFrom(a.Addr(), 32))
			}
		}
	}
	return t
}

// resolveRoute says where a static route leads, if the table so far knows. A route is never
// found by itself.
func (r *Router) resolveRoute(t *routeTable, s config.Route) (nextHop, bool) {
	if !r.trackAllows(s) {
		return nextHop{}, false
	}
	if s.Interface != "" {
		i := r.config.Interface(s.Interface)
		if i == nil && config.IsNull(s.Interface) { // it is always there
			i = &config.Interface{Name: s.Interface}
		}
		return nextHop{i, s.NextHop}, i != nil && r.isUp(i)
	}
	vrf := s.VRF
	if s.Global {
		vrf = ""
	}
	e := t.lookUpExcept(vrf, s.NextHop, tableKey{s.VRF, s.Prefix})
	if e == nil {
		return nextHop{}, false
	}
	hop := e.hops[0]
	if !hop.via.IsValid() {
		hop.via = s.NextHop
	}
	return hop, true
}

// addStatic adds a static route, unless there is a better one; those as good share.
func (t *routeTable) addStatic(s config.Route, hop nextHop) {
	path := modes.RoutePath{NextHop: s.NextHop, Interface: s.Interface, Leaves: hop.iface.Name}
	e := t.entries[tableKey{s.VRF, s.Prefix}]
	if e != nil && e.Code == modes.RouteStatic && e.Distance == s.Distance {
		e.Paths, e.hops = append(e.Paths, path), append(e.hops, hop)
		return
	}
	if e == nil || e.Code == modes.RouteStatic && s.Distance < e.Distance {
		t.add(&routeEntry{RouteStatus: modes.RouteStatus{VRF: s.VRF, Prefix: s.Prefix, Code: modes.RouteStatic, Distance: s.Distance,
			Paths: []modes.RoutePath{path}}, hops: []nextHop{hop}})
	}
}

// add adds an entry. Of two interfaces with the same subnet the first has it.
func (t *routeTable) add(e *routeEntry) {
	key := tableKey{e.VRF, e.Prefix}
	if have := t.entries[key]; have != nil && have.Code != modes.RouteStatic {
		return
	}
	t.entries[key] = e
	t.lengths[e.Prefix.Bits()] = true
}

func (t *routeTable) clone() *routeTable {
	c := &routeTable{make(map[tableKey]*routeEntry, len(t.entries)), t.lengths}
	for key, e := range t.entries {
		c.entries[key] = e
	}
	return c
}

// lookUp is the entry of the longest prefix that an address is in, or nil.
func (t *routeTable) lookUp(vrf string, to netip.Addr) *routeEntry {
	return t.lookUpExcept(vrf, to, tableKey{})
}

func (t *routeTable) lookUpExcept(vrf string, to netip.Addr, except tableKey) *routeEntry {
	if !to.Is4() {
		return nil
	}
	for bits := 32; bits >= 0; bits-- {
		if !t.lengths[bits] {
			continue
		}
		key := tableKey{vrf, netip.PrefixFrom(to, bits).Masked()}
		if e := t.entries[key]; e != nil && key != except {
			return e
		}
	}
	return nil
}

// list is all entries, by VRF and prefix.
func (t *routeTable) list() (all []modes.RouteStatus) {
	for _, e := range t.entries {
		if !e.hidden {
			all = append(all, e.RouteStatus)
		}
	}
	slices.SortFunc(all, func(a, b modes.RouteStatus) int {
		return cmp.Or(cmp.Compare(a.VRF, b.VRF), a.Prefix.Addr().Compare(b.Prefix.Addr()), cmp.Compare(a.Prefix.Bits(), b.Prefix.Bits()))
	})
	return all
}
