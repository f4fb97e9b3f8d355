package router

import (
	"cmp"
	"net/netip"
	"slices"

	"ruthere/config"
	"ruthere/modes"
)

// A nextHop is where a packet goes next.
type nextHop struct {
	iface *config.Interface
	via   netip.Addr // the neighbour's address
}

// findRoute finds the way to an address in the table of a VRF: connected subnets, then
// static routes, the longest prefix first. Static routes that need another route are
// followed, and may lead out of the VRF.
func (r *Router) findRoute(vrf string, to netip.Addr) (nextHop, bool) {
	return r.findRouteVia(vrf, to, to, 4)
}

func (r *Router) findRouteVia(vrf string, to, via netip.Addr, depth int) (nextHop, bool) {
	if i := r.connectedInterface(vrf, to); i != nil {
		return nextHop{i, via}, true
	}
	best := config.Route{}
	for _, s := range r.config.Routes {
		if s.VRF == vrf && s.Prefix.Contains(to) && r.isUsableRoute(s) && (!best.Prefix.IsValid() || s.Prefix.Bits() > best.Prefix.Bits() ||
			s.Prefix.Bits() == best.Prefix.Bits() && s.Distance < best.Distance) {
			best = s
		}
	}
	switch {
	case !best.Prefix.IsValid() || depth == 0:
		return nextHop{}, false
	case best.Interface != "":
		if best.NextHop.IsValid() {
			via = best.NextHop
		}
		return nextHop{r.config.Interface(best.Interface), via}, true
	}
	if best.Global {
		vrf = ""
	}
	return r.findRouteVia(vrf, best.NextHop, best.NextHop, depth-1)
}

// connectedInterface is the interface of a VRF whose subnet an address is in.
func (r *Router) connectedInterface(vrf string, to netip.Addr) *config.Interface {
	var best *config.Interface
	bits := -1
	for _, i := range r.config.Interfaces {
		if i.VRF != vrf || !r.isUp(i) {
			continue
		}
		for _, a := range i.Addresses() {
			if a.Contains(to) && a.Bits() > bits {
				best, bits = i, a.Bits()
			}
		}
	}
	return best
}

// isUsableRoute says whether a static route is in the routing table.
func (r *Router) isUsableRoute(s config.Route) bool {
	if s.Interface == "" {
		return s.NextHop.IsValid()
	}
	i := r.config.Interface(s.Interface)
	return i != nil && r.isUp(i)
}

// interfaceWithAddress is the interface of a VRF that has an address, if it is up.
func (r *Router) interfaceWithAddress(vrf string, a netip.Addr) *config.Interface {
	for _, i := range r.config.Interfaces {
		if i.VRF == vrf && r.isUp(i) && slices.ContainsFunc(i.Addresses(), func(have netip.Prefix) bool { return have.Addr() == a }) {
			return i
		}
	}
	return nil
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
	return hop.iface.Address.Addr()
}

// Routes is the routing tables of all VRFs, by prefix.
func (r *Router) Routes() (table []modes.RouteStatus) {
	for _, i := range r.config.Interfaces {
		if !r.isUp(i) {
			continue
		}
		for _, a := range i.Addresses() {
			table = append(table, modes.RouteStatus{VRF: i.VRF, Prefix: a.Masked(), Interface: i.Name, Code: modes.RouteConnected})
			if a.Bits() < 32 {
				table = append(table, modes.RouteStatus{VRF: i.VRF, Prefix: netip.PrefixFrom(a.Addr(), 32), Interface: i.Name, Code: modes.RouteLocal})
			}
		}
	}
	for _, s := range r.config.Routes {
		if r.isUsableRoute(s) {
			table = append(table, modes.RouteStatus{VRF: s.VRF, Prefix: s.Prefix, NextHop: s.NextHop, Interface: s.Interface,
				Code: modes.RouteStatic, Distance: s.Distance})
		}
	}
	slices.SortStableFunc(table, func(a, b modes.RouteStatus) int {
		return cmp.Or(a.Prefix.Addr().Compare(b.Prefix.Addr()), cmp.Compare(a.Prefix.Bits(), b.Prefix.Bits()))
	})
	return table
}
