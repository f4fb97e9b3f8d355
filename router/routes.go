package router

import (
	"net/netip"

	"ruthere/config"
	"ruthere/modes"
)

// A nextHop is where a packet goes next.
type nextHop struct {
	iface *config.Interface
	via   netip.Addr // the neighbour's address
}

// isDiscard says whether packets end here: the route leads to Null0.
func (h nextHop) isDiscard() bool { return config.IsNull(h.iface.Name) }

// findRoute finds the way to an address in the table of a VRF: that of the longest prefix. Of
// equal ways each destination always takes the same one, so that its packets stay in order.
func (r *Router) findRoute(vrf string, to netip.Addr) (nextHop, bool) {
	return r.routingTable().hopTo(vrf, to)
}

// hopTo is where a packet goes next.
func (t *routeTable) hopTo(vrf string, to netip.Addr) (nextHop, bool) {
	e := t.lookUp(vrf, to)
	if e == nil {
		return nextHop{}, false
	}
	hop := e.hops[0]
	if n := len(e.hops); n > 1 {
		b := to.As4()
		hop = e.hops[(int(b[0])+int(b[1])+int(b[2])+int(b[3]))%n]
	}
	if !hop.via.IsValid() { // who has it is on the interface's wire
		hop.via = to
	}
	return hop, true
}

// interfaceWithAddress is the interface of a VRF that has an address, if it is up; or that has it as the active router of a group of HSRP.
func (r *Router) interfaceWithAddress(vrf string, a netip.Addr) *config.Interface {
	for _, i := range r.interfaceIndex().byAddress[vrfAddress{vrf, a}] {
		if r.isUp(i) {
			return i
		}
	}
	return r.virtualHolder(vrf, a)
}

// sourceAddress is the address that a packet of our own has in a VRF, if it leaves by hop: a
// route may lead out of the VRF, where the VRF's answers do not come back.
func (r *Router) sourceAddress(vrf string, hop nextHop) netip.Addr {
	if hop.iface.VRF != vrf {
		for _, i := range r.config.InVRF(vrf) {
			if i.Address.IsValid() && r.isUp(i) {
				return i.Address.Addr()
			}
		}
	}
	return r.config.AddressOf(hop.iface).Addr()
}

// Routes is the routing tables of all VRFs, by prefix.
func (r *Router) Routes() []modes.RouteStatus { return r.routingTable().list() }
