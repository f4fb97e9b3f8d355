package ike

import (
	"net/netip"

	"ruthere/config"
	"ruthere/crypto/ipsec"
)

// A RouteChange is routes that `reverse-route` puts into the routing table, or takes out of it again.
type RouteChange struct {
	Routes []config.Route
	Gone   bool
}

// A reverseRoute is what the SAs of an entry put into the routing table for one network at the far end.
type reverseRoute struct {
	reverseKey
	pairs  int // how many there are for it
	routes []config.Route
	place  int // in the list
}

type reverseKey struct {
	entry  entryKey
	remote netip.Prefix
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
	key := reverseKey{of.entry, p.Out.Selector.Remote}
	r := e.reverse.of[key]
	if r == nil {
		routes := reverseRoutes(entry, of, p)
		if len(routes) == 0 {
			return
		}
		r = &reverseRoute{reverseKey: key, routes: routes}
		e.reverse.add(r)
		out.add(RouteChange{Routes: routes})
	}
	r.pairs++
}

// dropReverseRoute notes that a pair that was up is gone.
func (e *Engine) dropReverseRoute(p *ipsec.Pair, out *Out) {
	r := e.reverse.of[reverseKey{e.owners[p].entry, p.Out.Selector.Remote}]
	if r == nil {
		return
	}
	if r.pairs--; r.pairs > 0 {
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
