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

func (c *Config) reverseRoutesOf(e *CryptoMapEntry, on *Interface, to netip.Prefix) []Route {
	peer := e.Peers[0].Addr
	routes := []Route{e.RouteToNetwork(to, peer, c.InsideVRF(e, on), on.VRF)}
	if e.ReverseRoute.RemotePeer {
		routes = append(routes, e.RouteToPeer(peer, on.VRF, on.Name))
	}
	return routes
}

// RouteToNetwork is the reverse route to a network behind a peer: in the inside VRF, by the peer, who is in the front-door VRF, or by
// the gateway that is named in its place.
func (e *CryptoMapEntry) RouteToNetwork(network netip.Prefix, peer netip.Addr, inside, front string) Route {
	r := e.reverseRoute()
	r.VRF, r.Prefix, r.NextHop, r.Global = inside, network, peer, inside != "" && front == ""
	if e.RouteGateway.IsValid() {
		r.NextHop = e.RouteGateway
	}
	return r
}

// RouteByTunnel is the reverse route to a network behind the interface that was cloned for a peer.
func (e *CryptoMapEntry) RouteByTunnel(network netip.Prefix, inside string) Route {
	r := e.reverseRoute()
	r.VRF, r.Prefix, r.NextHop, r.Interface = inside, network, netip.IPv4Unspecified(), e.Tunnel.Interface
	return r
}

// RouteToPeer is the reverse route to a peer itself: by the gateway that is named, or out of the crypto map's interface.
func (e *CryptoMapEntry) RouteToPeer(peer netip.Addr, front, iface string) Route {
	r := e.reverseRoute()
	r.VRF, r.Prefix, r.NextHop = front, netip.PrefixFrom(peer, 32), e.ReverseRoute.Gateway
	if !r.NextHop.IsValid() {
		r.Interface = iface
	}
	return r
}

func (e *CryptoMapEntry) reverseRoute() Route {
	return Route{Distance: cmp.Or(e.RouteDistance, 1), Tag: cmp.Or(e.ReverseRoute.Tag, e.RouteTag)}
}
