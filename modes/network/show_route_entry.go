package network

import (
	"fmt"
	"net/netip"

	"ruthere/config"
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

func descriptorBlock(p modes.RoutePath) string {
	switch {
	case !p.NextHop.IsValid():
		return "directly connected, via " + p.Interface
	case p.Interface != "":
		return fmt.Sprintf("%s, via %s", p.NextHop, p.Interface)
	}
	return p.NextHop.String()
}

// bytesPerRoute is what the device says that a route takes.
const bytesPerRoute, overheadPerRoute = 180, 60

func printRouteSummary(x *modes.Context, routes []modes.RouteStatus, vrf string) {
	name := "default (0x0)"
	if vrf != "" {
		name = vrf
	}
	x.Printf("IP routing table name is %s\nIP routing table maximum-paths is 32\n", name)
	row := func(source string, networks, subnets, overhead, memory int) {
		x.Printf("%-16s%-12d%-12d%-12d%-12d%d\n", source, networks, subnets, 0, overhead, memory)
	}
	x.Println("Route Source    Networks    Subnets     Replicates  Overhead    Memory (bytes)")
	var networks, subnets [2]int
	for _, r := range routes {
		kind := 0
		if r.Code == modes.RouteStatic {
			kind = 1
		}
		if r.Prefix.Bits() > config.ClassfulNetwork(r.Prefix.Addr()).Bits() {
			subnets[kind]++
		} else {
			networks[kind]++
		}
	}
	all := 0
	for kind, source := range []string{"connected", "static"} {
		n := networks[kind] + subnets[kind]
		row(source, networks[kind], subnets[kind], n*overheadPerRoute, n*bytesPerRoute)
		all += n
	}
	row("Total", networks[0]+networks[1], subnets[0]+subnets[1], all*overheadPerRoute, all*bytesPerRoute)
}
