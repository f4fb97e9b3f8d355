package config

import (
	"cmp"
	"net/netip"
)

// ReverseRoute is how `reverse-route` puts what an entry protects into the routing table.
type ReverseRoute struct {
	Static      bool       // of an entry that names its peer: always, and not only while there are SAs
	RemotePeer  bool       // the peer itself gets a route too
	Gateway     netip.Addr // of that route; invalid = the interface of the crypto map
	PeerGateway netip.Addr // kept with it
	Tag         int        // 0 = that of `set reverse-route`
}

// StaticReverseRoutes are the routes of `reverse-route static`: to what an entry's access list permits at the far end, by its
// first peer, as long as the crypto map is on an interface.
func (c *Config) StaticReverseRoutes() (routes []Route) {
	for _, e := range c.CryptoMaps {
		if e.ReverseRoute == nil || !e.ReverseRoute.Static || !e.Complete() || !e.Peers[0].Addr.IsValid() {
			continue
		}
		list, on := c.AccessList(e.AccessList), c.InterfacesWithMap(e.Map)
		if list == nil || len(on) == 0 {
			continue
		}
		for _, ace := range list.Entries {
			if to, ok := ace.Dst.Prefix(); ok && ace.Permit && ace.Remark == "" && ace.Dst.Addr.IsValid() {
				routes = append(routes, c.reverseRoutesOf(e, on[0], to.Masked())...)
			}
		}
	}
	return routes
}

func (c *Config) reverseRoutesOf(e *CryptoMapEntry, on *Interface, to netip.Prefix) (routes []Route) {
	r, peer := e.ReverseRoute, e.Peers[0].Addr
	one := Route{Distance: cmp.Or(e.RouteDistance, 1), Tag: cmp.Or(r.Tag, e.RouteTag)}
	network := one
	network.VRF, network.Prefix, network.NextHop = c.InsideVRF(e, on), to, peer
	network.Global = network.VRF != "" && on.VRF == ""
	if e.RouteGateway.IsValid() {
		network.NextHop = e.RouteGateway
	}
	routes = append(routes, network)
	if r.RemotePeer {
		host := one
		host.VRF, host.Prefix, host.NextHop = on.VRF, netip.PrefixFrom(peer, 32), r.Gateway
		if !r.Gateway.IsValid() {
			host.Interface = on.Name
		}
		routes = append(routes, host)
	}
	return routes
}
