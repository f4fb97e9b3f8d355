package network

import (
	"cmp"
	"fmt"
	"net/netip"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// bestRoute is `show ip route ADDRESS [MASK]`: the best route to the address, or the
// one with exactly that mask; missing says that there is none.
func bestRoute(routes []modes.RouteStatus, a parser.Args) (best []modes.RouteStatus, missing string, err error) {
	to := a.Addr("to")
	bits, exact := 0, a.Has("mask")
	if exact {
		var ok bool
		if bits, ok = modes.MaskBits(a.Addr("mask")); !ok {
			return nil, "", modes.Refuse("% Inconsistent address and mask")
		}
	}
	near, network := false, config.ClassfulNetwork(to) // near: another subnet of the same network is there
	for _, r := range routes {
		near = near || r.Prefix.Bits() > network.Bits() && network.Contains(r.Prefix.Addr())
		if exact && (r.Prefix.Bits() != bits || r.Prefix.Addr() != netip.PrefixFrom(to, bits).Masked().Addr()) {
			continue
		}
		// The default route is no answer, unless it was asked for.
		if !r.Prefix.Contains(to) || r.Prefix.Bits() == 0 && !to.IsUnspecified() {
			continue
		}
		if best == nil || r.Prefix.Bits() > best[0].Prefix.Bits() {
			best = []modes.RouteStatus{r}
		}
	}
	switch {
	case best != nil:
		return best, "", nil
	case near:
		return nil, "% Subnet not in table", nil
	}
	return nil, "% Network not in table", nil
}

func printRouteEntry(x *modes.Context, r modes.RouteStatus, vrf string) {
	x.Println("")
	if vrf != "" {
		x.Printf("Routing Table: %s\n", vrf)
	}
	supernet, candidate := "", ""
	if isSupernet(r) {
		supernet = ", supernet"
	}
	if isDefaultRoute(r) {
		candidate = ", candidate default path"
	}
	x.Printf("Routing entry for %s%s\n", r.Prefix, supernet)
	switch {
	case r.Code == modes.RouteNHRP:
		printShortcutEntry(x, r)
		return
	case r.Code != modes.RouteStatic:
		x.Printf("  Known via \"connected\", distance 0, metric 0 (connected, via interface)\n")
	case !r.Paths[0].NextHop.IsValid():
		x.Printf("  Known via \"static\", distance %d, metric 0 (connected)%s\n", r.Distance, candidate)
	default:
		x.Printf("  Known via \"static\", distance %d, metric 0%s\n", r.Distance, candidate)
	}
	x.Println("  Routing Descriptor Blocks:")
	for n, p := range r.Paths {
		mark := " "
		if n == 0 { // the one that is used next
			mark = "*"
		}
		x.Printf("  %s %s\n      Route metric is 0, traffic share count is 1\n", mark, descriptorBlock(p))
	}
}

// printShortcutEntry is the rest of what is said of a route that NHRP found.
func printShortcutEntry(x *modes.Context, r modes.RouteStatus) {
	p, age := r.Paths[0], standbyAge(x.Device.Now().Sub(r.Since))
	x.Printf("  Known via \"nhrp\", distance %d, metric 1\n  Last update from %s on %s, %s ago\n", r.Distance, p.NextHop, p.Interface, age)
	x.Printf("  Routing Descriptor Blocks:\n  * %s, from %s, %s ago, via %s\n", p.NextHop, p.NextHop, age, p.Interface)
	x.Println("      Route metric is 1, traffic share count is 1\n      MPLS label: none")
}

func descriptorBlock(p modes.RoutePath) string {
	switch {
	case !p.NextHop.IsValid():
		return "directly connected, via " + p.Interface
	case p.Interface != "":
		return fmt.Sprintf("%s, via %s", p.NextHop, p.Interface)
	}
	return p.NextHop.String()
}

// A routeSum is how many routes of a source there are: to whole classful networks, and to parts of them.
type routeSum struct {
	source            string
	networks, subnets int
}

// sumRoutes counts the routes by source, and the classful networks that have subnets.
func sumRoutes(routes []modes.RouteStatus) (connected, static routeSum, subnetted int) {
	connected.source, static.source = "connected", "static"
	seen := map[netip.Prefix]bool{}
	for _, r := range routes {
		sum := &connected
		if r.Code == modes.RouteStatic {
			sum = &static
		}
		network := config.ClassfulNetwork(r.Prefix.Addr())
		if r.Prefix.Bits() <= network.Bits() {
			sum.networks++
			continue
		}
		sum.subnets++
		if !seen[network] {
			seen[network] = true
			subnetted++
		}
	}
	return connected, static, subnetted
}

func printRouteSummary(x *modes.Context, routes []modes.RouteStatus, vrf string) {
	connected, static, subnetted := sumRoutes(routes)
	if x.Device.Release() == debuglog.IOS124 {
		printOldSummary(x, connected, static, subnetted, vrf)
		return
	}
	const overheadPerRoute, bytesPerRoute = 60, 180
	x.Printf("IP routing table name is %s\nIP routing table maximum-paths is 32\n", cmp.Or(vrf, "default (0x0)"))
	x.Println("Route Source    Networks    Subnets     Replicates  Overhead    Memory (bytes)")
	total := routeSum{"Total", connected.networks + static.networks, connected.subnets + static.subnets}
	for _, s := range []routeSum{connected, static, total} {
		n := s.networks + s.subnets
		x.Printf("%-16s%-12d%-12d%-12d%-12d%d\n", s.source, s.networks, s.subnets, 0, n*overheadPerRoute, n*bytesPerRoute)
	}
}

// printOldSummary is the summary of 12.4, which counts the networks that have subnets as routes of its own.
func printOldSummary(x *modes.Context, connected, static routeSum, subnetted int, vrf string) {
	const overheadPerRoute, bytesPerRoute, bytesPerNetwork = 72, 136, 1172
	x.Printf("IP routing table name is %s\nIP routing table maximum-paths is 16\n", cmp.Or(vrf, "Default-IP-Routing-Table(0)"))
	x.Println("Route Source    Networks    Subnets     Overhead    Memory (bytes)")
	row := func(source string, networks int, subnets, overhead string, memory int) {
		x.Printf("%-16s%-12d%-12s%-12s%d\n", source, networks, subnets, overhead, memory)
	}
	all := 0
	for _, s := range []routeSum{connected, static} {
		n := s.networks + s.subnets
		row(s.source, s.networks, modes.Itoa(s.subnets), modes.Itoa(n*overheadPerRoute), n*bytesPerRoute)
		all += n
	}
	row("internal", subnetted, "", "", subnetted*bytesPerNetwork)
	row("Total", connected.networks+static.networks+subnetted, modes.Itoa(connected.subnets+static.subnets), modes.Itoa(all*overheadPerRoute),
		all*bytesPerRoute+subnetted*bytesPerNetwork)
}
