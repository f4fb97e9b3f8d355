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

// A reverseRoute is what the SAs of an entry put into the routing table for one network at the far end.
type reverseRoute struct {
	key    entryKey
	remote netip.Prefix
	pairs  int // how many there are for it
	routes []config.Route
}

// addReverseRoute notes a pair that is up.
func (e *Engine) addReverseRoute(p *ipsec.Pair, out *Out) {
	of := e.owners[p]
	entry := e.entryOf(of.entry)
	if entry == nil || entry.ReverseRoute == nil || entry.ReverseRoute.Static && entry.Template == nil {
		return // static routes of configured entries are there without SAs
	}
	at := e.reverseRouteOf(p)
	if at < 0 {
		routes := reverseRoutes(entry, of, p)
		if len(routes) == 0 {
			return
		}
		at = len(e.reverse)
		e.reverse = append(e.reverse, &reverseRoute{of.entry, p.Out.Selector.Remote, 0, routes})
		out.add(RouteChange{Routes: routes})
	}
	e.reverse[at].pairs++
}

func (e *Engine) reverseRouteOf(p *ipsec.Pair) int {
	return slices.IndexFunc(e.reverse, func(r *reverseRoute) bool {
		return r.key == e.owners[p].entry && r.remote == p.Out.Selector.Remote
	})
}

// dropReverseRoute notes that a pair that was up is gone.
func (e *Engine) dropReverseRoute(p *ipsec.Pair, out *Out) {
	at := e.reverseRouteOf(p)
	if at < 0 {
		return
	}
	r := e.reverse[at]
	if r.pairs--; r.pairs > 0 {
		return
	}
	e.reverse = slices.Delete(e.reverse, at, at+1)
	out.add(RouteChange{Routes: r.routes, Gone: true})
}

// reverseRoutes are the routes for the far end of a pair: to its network by the peer, and to the peer if that is wanted.
func reverseRoutes(entry *config.CryptoMapEntry, of owner, p *ipsec.Pair) (routes []config.Route) {
	peer, network := p.Out.Remote, p.Out.Selector.Remote
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
	for _, r := range e.reverse {
		routes = append(routes, r.routes...)
	}
	return routes
}
