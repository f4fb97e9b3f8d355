package router

import (
	"net/netip"
	"slices"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/packet"
	"ruthere/routing"
)

// Policy routing: `ip policy route-map` for what comes in by an interface, `ip local policy route-map` for what the router sends
// itself. Packets of ESP are the crypto map's, and those of tunnels the tunnel's: no policy is asked about them.

// A policyIndex is the route maps of a configuration and who uses them.
type policyIndex struct {
	of          *config.Config
	maps        map[string][]config.RouteMapEntry
	local       string
	byInterface map[string]string // by interface; without those that have none
}

type policyKey struct {
	name     string
	sequence int
}

// policyCount is what a sequence of a route map has matched.
type policyCount struct{ packets, bytes uint64 }

func (r *Router) policies() *policyIndex {
	if r.policyIndex.of == r.config && !r.loading {
		return &r.policyIndex
	}
	x := policyIndex{of: r.config, local: r.config.LocalPolicy(), byInterface: map[string]string{}}
	for _, i := range r.config.Interfaces {
		if name := i.Policy(); name != "" {
			x.byInterface[i.Name] = name
		}
	}
	if x.local != "" || len(x.byInterface) > 0 {
		x.maps = r.config.RouteMaps()
	}
	r.policyIndex = x
	return &r.policyIndex
}

// findPassingWay is where a packet of somebody else's goes that came in by an interface: by its policy, else by the routing table.
func (r *Router) findPassingWay(vrf string, i *config.Interface, p packet.IPv4) (nextHop, bool) {
	if name := r.policies().byInterface[i.Name]; name != "" && !r.config.NoRouting && unicast(p.Dst) {
		port, tag := r.portOf(i)
		length := packet.IPv4HeaderLen + len(p.Payload)
		if !config.Virtual(port.Name) {
			length = frameSize(port.Name, tag, length)
		}
		if hop, ok := r.askPolicy(policyQuestion{name, vrf, i.Name, p, length}); ok {
			return hop, true
		}
	}
	return r.findWay(vrf, p.Src, p.Dst)
}

// findOwnWay is where a packet of our own goes: by the local policy, else by the routing table.
func (r *Router) findOwnWay(vrf string, p packet.IPv4) (nextHop, bool) {
	if name := r.policies().local; name != "" && !r.config.NoRouting && !carriesESP(p) && unicast(p.Dst) {
		if hop, ok := r.askPolicy(policyQuestion{name, vrf, "", p, packet.IPv4HeaderLen + len(p.Payload)}); ok {
			return hop, true
		}
	}
	return r.findWay(vrf, p.Src, p.Dst)
}

// A policyQuestion is a packet that a route map is asked about.
type policyQuestion struct {
	routeMap, vrf string
	in            string // the interface by which it came; "" = it is our own
	packet        packet.IPv4
	length        int // in bytes, as it is counted
}

// askPolicy is where a route map sends a packet; false if it leaves that to the routing table.
func (r *Router) askPolicy(q policyQuestion) (hop nextHop, routed bool) {
	entries := r.policyIndex.maps[q.routeMap]
	if len(entries) == 0 {
		return nextHop{}, false // a route map that is not there is no policy
	}
	told := debuglog.PolicyPacket{Src: q.packet.Src, Dst: q.packet.Dst, In: q.in, Length: packet.IPv4HeaderLen + len(q.packet.Payload)}
	at := slices.IndexFunc(entries, func(e config.RouteMapEntry) bool { return r.policyMatches(e, q.packet) })
	if at < 0 {
		r.Log(debuglog.PolicyRejected(told, debuglog.PolicyNoMatch)...)
		return nextHop{}, false
	}
	e := entries[at]
	r.countPolicy(policyKey{e.Map, e.Sequence}, q.length)
	r.Log(debuglog.PolicyMatched(told, e.Map, e.Sequence, e.Permit)...)
	if !e.Permit {
		r.Log(debuglog.PolicyRejected(told, debuglog.PolicyNoMatch)...)
		return nextHop{}, false
	}
	hop, why := r.policyHop(e, q)
	if why != debuglog.PolicyRouted {
		r.Log(debuglog.PolicyRejected(told, why)...)
		return nextHop{}, false
	}
	told.Out, told.Hop = hop.iface.Name, hop.via
	r.Log(debuglog.PolicyRoutedBy(told)...)
	return hop, true
}

func (r *Router) policyMatches(e config.RouteMapEntry, p packet.IPv4) bool {
	length := packet.IPv4HeaderLen + len(p.Payload)
	if e.AsksOther || e.Lengths != [2]int{} && (length < e.Lengths[0] || length > e.Lengths[1]) {
		return false
	}
	return len(e.Lists) == 0 || slices.ContainsFunc(e.Lists, func(list string) bool {
		l := r.config.AccessList(list)
		if l == nil || len(l.Entries) == 0 {
			return true // a list that is not there permits everything
		}
		ace, met := l.Lookup(flowOf(p))
		if met {
			r.matches.hits[entryKey{list, ace.Sequence}]++
		}
		return met && ace.Permit
	})
}

// policyHop is where a sequence sends a packet: to the first of its next hops that can be used, else out of its interface, and, if the
// routing table knows no more than the default route, to its default ones.
func (r *Router) policyHop(e config.RouteMapEntry, q policyQuestion) (nextHop, debuglog.PolicyFate) {
	for _, v := range e.Verified {
		if up, known := r.trackedObject(v.Track); !up || !known {
			continue
		}
		if hop, ok := r.adjacent(q.vrf, v.Hop); ok {
			return hop, debuglog.PolicyRouted
		}
	}
	if hop, ok := r.firstAdjacent(q.vrf, e.NextHops); ok {
		return hop, debuglog.PolicyRouted
	}
	if e.Recursive.IsValid() {
		if hop, ok := r.findWay(q.vrf, q.packet.Src, e.Recursive); ok {
			return hop, debuglog.PolicyRouted
		}
	}
	if hop, ok := r.firstUp(e.Interfaces, q.packet.Dst); ok {
		return hop, debuglog.PolicyRouted
	}
	if len(e.DefaultHops)+len(e.DefaultInterfaces) == 0 {
		return nextHop{}, debuglog.PolicyUnusable
	}
	if best, ok := r.routes.Best(q.vrf, q.packet.Dst); ok && best.Prefix.Bits() > 0 {
		return nextHop{}, debuglog.PolicyExplicitRoute
	}
	if hop, ok := r.firstAdjacent(q.vrf, e.DefaultHops); ok {
		return hop, debuglog.PolicyRouted
	}
	if hop, ok := r.firstUp(e.DefaultInterfaces, q.packet.Dst); ok {
		return hop, debuglog.PolicyRouted
	}
	return nextHop{}, debuglog.PolicyUnusable
}

func (r *Router) firstAdjacent(vrf string, hops []netip.Addr) (nextHop, bool) {
	for _, a := range hops {
		if hop, ok := r.adjacent(vrf, a); ok {
			return hop, true
		}
	}
	return nextHop{}, false
}

// adjacent is the way to a neighbour: somebody on the wire of an interface that is up.
func (r *Router) adjacent(vrf string, a netip.Addr) (nextHop, bool) {
	e, ok := r.routes.Best(vrf, a)
	if !ok || e.Source == routing.Local || e.Routes[0].Interface == "" || e.Routes[0].NextHop.IsValid() {
		return nextHop{}, false
	}
	hop, ok := r.findWay(vrf, netip.Addr{}, a)
	return hop, ok && !hop.isDiscard()
}

// firstUp is the way out of the first interface that is up.
func (r *Router) firstUp(names []string, to netip.Addr) (nextHop, bool) {
	for _, name := range names {
		if i := r.config.Interface(name); i != nil && r.isUp(i) {
			return nextHop{i, to}, true
		} else if i == nil && config.IsNull(name) {
			return nextHop{&config.Interface{Name: name}, to}, true
		}
	}
	return nextHop{}, false
}

func (r *Router) countPolicy(key policyKey, length int) {
	if r.policyCounts == nil {
		r.policyCounts = map[policyKey]policyCount{}
	}
	c := r.policyCounts[key]
	r.policyCounts[key] = policyCount{c.packets + 1, c.bytes + uint64(length)}
}

// PolicyMatches is what a sequence of a route map has matched: packets, and bytes as they came in, with the header of their frame.
func (r *Router) PolicyMatches(routeMap string, sequence int) (packets, bytes uint64) {
	c := r.policyCounts[policyKey{routeMap, sequence}]
	return c.packets, c.bytes
}

// ClearPolicyMatches sets the counters of a route map to zero; "" stands for all.
func (r *Router) ClearPolicyMatches(routeMap string) {
	for key := range r.policyCounts {
		if routeMap == "" || key.name == routeMap {
			delete(r.policyCounts, key)
		}
	}
}
