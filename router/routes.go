package router

import (
	"net/netip"

	"ruthere/config"
	"ruthere/routing"
)

// A nextHop is where a packet goes next.
type nextHop struct {
	iface *config.Interface
	via   netip.Addr // the neighbour's address
}

// isDiscard says whether packets end here: the route leads to Null0.
func (h nextHop) isDiscard() bool { return config.IsNull(h.iface.Name) }

// findRoute finds the way to an address in the table of a VRF, for who has no address to send from yet.
func (r *Router) findRoute(vrf string, to netip.Addr) (nextHop, bool) {
	return r.findWay(vrf, netip.Addr{}, to)
}

// findWay finds the way from one address to another in the table of a VRF: that of the longest prefix. Of equal ways each pair of
// addresses always takes the same one, so that its packets stay in order.
func (r *Router) findWay(vrf string, src, to netip.Addr) (nextHop, bool) {
	return r.hopOf(r.routes.Lookup(vrf, src, to))
}

func (r *Router) hopOf(w routing.Way, found routing.Outcome) (nextHop, bool) {
	if found != routing.Found {
		return nextHop{}, false
	}
	i := r.config.Interface(w.Interface)
	if i == nil {
		i = &config.Interface{Name: w.Interface} // Null0, of which nothing is configured
	}
	return nextHop{i, w.NextHop}, true
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
