package ike

import (
	"net/netip"
	"slices"

	"ruthere/config"
	"ruthere/crypto/ipsec"
)

// A RouteChange is routes that `reverse-route` puts into the routing table, or takes out of it again.
type RouteChange struct {
	Routes []config.Route
	Gone   bool
}

// A reverseRoute is what the SAs of an entry put into the routing table for one network at the far end: routes by the peer of the newest
// of them.
type reverseRoute struct {
	reverseKey
	pairs  []*ipsec.Pair // that are there for it, older first
	routes []config.Route
	place  int // in the list
}

type reverseKey struct {
	entry  entryKey // of those made from a template, that which refers to it
	remote netip.Prefix
}

// reverseKeyOf is what the route of a pair is found by.
func (e *Engine) reverseKeyOf(p *ipsec.Pair) reverseKey {
	key := e.owners[p].entry
	if t := e.dynamic.byKey[key]; t != nil {
		key.sequence = t.reference
	}
	return reverseKey{key, p.Out.Selector.Remote}
}

func (r *reverseRoute) listPlace() *int { return &r.place }

// reverseRouteList is those that there are, by what they are for, and older first.
type reverseRouteList struct {
	of    map[reverseKey]*reverseRoute
	byAge agedList[*reverseRoute]
}

func (l *reverseRouteList) add(r *reverseRoute) {
	l.of[r.reverseKey] = r
	l.byAge.add(r)
}

func (l *reverseRouteList) remove(r *reverseRoute) {
	delete(l.of, r.reverseKey)
	l.byAge.remove(r)
}

// addReverseRoute notes a pair that is up.
func (e *Engine) addReverseRoute(p *ipsec.Pair, out *Out) {
	of := e.owners[p]
	entry := e.entryOf(of.entry)
	if entry == nil || entry.ReverseRoute == nil || entry.ReverseRoute.Static && entry.Template == nil ||
		entry.Tunnel != nil && entry.Tunnel.Template == "" {
		return // static routes of configured entries are there without SAs
	}
	key := e.reverseKeyOf(p)
	r, routes := e.reverse.of[key], reverseRoutes(entry, of, p)
	switch {
	case r != nil:
		e.leadBy(r, routes, out)
	case len(routes) == 0:
		return
	default:
		r = &reverseRoute{reverseKey: key, routes: routes}
		e.reverse.add(r)
		out.add(RouteChange{Routes: routes})
	}
	r.pairs = append(r.pairs, p)
}

// leadBy has a reverse route be others: a network's peer is another one now.
func (e *Engine) leadBy(r *reverseRoute, routes []config.Route, out *Out) {
	if len(routes) == 0 || slices.Equal(r.routes, routes) {
		return
	}
	before := r.routes
	r.routes = routes
	out.add(RouteChange{Routes: before, Gone: true})
	out.add(RouteChange{Routes: routes})
}

// dropReverseRoute notes that a pair that was up is gone.
func (e *Engine) dropReverseRoute(p *ipsec.Pair, out *Out) {
	r := e.reverse.of[e.reverseKeyOf(p)]
	if r == nil {
		return
	}
	if r.pairs = slices.DeleteFunc(r.pairs, func(other *ipsec.Pair) bool { return other == p }); len(r.pairs) > 0 {
		newest := r.pairs[len(r.pairs)-1]
		if entry := e.entryOf(e.owners[newest].entry); entry != nil && entry.ReverseRoute != nil {
			e.leadBy(r, reverseRoutes(entry, e.owners[newest], newest), out)
		}
		return
	}
	e.reverse.remove(r)
	out.add(RouteChange{Routes: r.routes, Gone: true})
}

// reverseRoutes are the routes for the far end of a pair: to its network by the peer, and to the peer if that is wanted.
func reverseRoutes(entry *config.CryptoMapEntry, of owner, p *ipsec.Pair) (routes []config.Route) {
	peer, network := p.Out.Remote, p.Out.Selector.Remote
	if entry.Tunnel != nil {
		return []config.Route{entry.RouteByTunnel(network, of.ivrf)}
	}
	if network != netip.PrefixFrom(peer, 32) {
		routes = append(routes, entry.RouteToNetwork(network, peer, of.ivrf, of.vrf))
	}
	if entry.ReverseRoute.RemotePeer {
		routes = append(routes, entry.RouteToPeer(peer, of.vrf, of.iface))
	}
	return routes
}

// ReverseRoutes lists the routes that SAs have put into the routing table, older first.
func (e *Engine) ReverseRoutes() (routes []config.Route) {
	for r := range e.reverse.byAge.all {
		routes = append(routes, r.routes...)
	}
	return routes
}
