package network

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// routeLegends explain the letters of the releases' tables. 12.4 does not list the router's own
// addresses.
var routeLegends = [...]string{
	debuglog.IOS124: `Codes: C - connected, S - static, R - RIP, M - mobile, B - BGP
       D - EIGRP, EX - EIGRP external, O - OSPF, IA - OSPF inter area 
       N1 - OSPF NSSA external type 1, N2 - OSPF NSSA external type 2
       E1 - OSPF external type 1, E2 - OSPF external type 2
       i - IS-IS, su - IS-IS summary, L1 - IS-IS level-1, L2 - IS-IS level-2
       ia - IS-IS inter area, * - candidate default, U - per-user static route
       o - ODR, P - periodic downloaded static route

`,
	debuglog.IOS15: `Codes: L - local, C - connected, S - static, R - RIP, M - mobile, B - BGP
       D - EIGRP, EX - EIGRP external, O - OSPF, IA - OSPF inter area 
       N1 - OSPF NSSA external type 1, N2 - OSPF NSSA external type 2
       E1 - OSPF external type 1, E2 - OSPF external type 2
       i - IS-IS, su - IS-IS summary, L1 - IS-IS level-1, L2 - IS-IS level-2
       ia - IS-IS inter area, * - candidate default, U - per-user static route
       o - ODR, P - periodic downloaded static route, H - NHRP, l - LISP
       + - replicated route, % - next hop override

`,
	debuglog.IOSXE: `Codes: L - local, C - connected, S - static, R - RIP, M - mobile, B - BGP
       D - EIGRP, EX - EIGRP external, O - OSPF, IA - OSPF inter area 
       N1 - OSPF NSSA external type 1, N2 - OSPF NSSA external type 2
       E1 - OSPF external type 1, E2 - OSPF external type 2, m - OMP
       n - NAT, Ni - NAT inside, No - NAT outside, Nd - NAT DIA
       i - IS-IS, su - IS-IS summary, L1 - IS-IS level-1, L2 - IS-IS level-2
       ia - IS-IS inter area, * - candidate default, U - per-user static route
       H - NHRP, G - NHRP registered, g - NHRP registration summary
       o - ODR, P - periodic downloaded static route, l - LISP
       a - application route
       + - replicated route, % - next hop override, p - overrides from PfR

`,
}

func showRoute() modes.Cmd[modes.Device] {
	return modes.ShowStatus(`ip route [vrf vrf-name:WORD] [connected | static | bgp | eigrp | isis | odr | ospf | rip | `+
		`counts=summary | to:A.B.C.D [mask:A.B.C.D]]`,
		modes.H{"ip": "IP information", "route": "IP routing table",
			"vrf": "Display routes from a VPN Routing/Forwarding instance", "vrf-name": modes.VRFNameHelp, "connected": "Connected",
			"static": "Static routes",
			"bgp":    "Border Gateway Protocol (BGP)", "eigrp": "Enhanced Interior Gateway Routing Protocol (EIGRP)", "isis": "ISO IS-IS",
			"odr": "On Demand stub Routes", "ospf": "Open Shortest Path First (OSPF)", "rip": "Routing Information Protocol (RIP)",
			"counts": "Summary of all routes", "to": "Network to display information about", "mask": "Network mask"},
		wantedRoutes, printRouteTable, routesDocument)
}

// A routeTable is what is wanted of one routing table.
type routeTable struct {
	vrf        string
	isHost     bool // no ip routing: there is a gateway at most
	gateway    netip.Addr
	lastResort string
	routes     []modes.RouteStatus // that are wanted
	missing    string              // why there are none, if one is asked for
}

func wantedRoutes(_ *modes.Context, b modes.Device, a parser.Args) (t routeTable, err error) {
	t.vrf, t.isHost, t.gateway = a.Str("vrf-name"), b.Config().NoRouting, b.Config().DefaultGateway
	if !b.Config().HasVRF(t.vrf) {
		return t, modes.Refuse(fmt.Sprintf("%% IP routing table %s does not exist", t.vrf))
	}
	t.routes = slices.DeleteFunc(b.Routes(), func(r modes.RouteStatus) bool { return r.VRF != t.vrf })
	t.lastResort = lastResort(t.routes)
	if !t.isHost && a.Has("to") {
		t.routes, t.missing, err = bestRoute(t.routes, a)
	}
	t.routes = slices.DeleteFunc(t.routes, func(r modes.RouteStatus) bool {
		switch routeSource(a) {
		case "":
			return false
		case "static":
			return r.Code != modes.RouteStatic
		case "connected":
			return r.Code == modes.RouteStatic || r.Code == modes.RouteNHRP
		}
		return true // nobody is heard from who speaks a routing protocol
	})
	return t, err
}

func printRouteTable(x *modes.Context, t routeTable, a parser.Args) {
	switch {
	case t.isHost:
		printHostRouting(x, t.gateway)
	case t.missing != "":
		x.Println(t.missing)
	case a.Has("to"):
		printRouteEntry(x, t.routes[0], t.vrf)
	case a.Has("counts"):
		printRouteSummary(x, t.routes, t.vrf)
	default:
		if t.vrf != "" {
			x.Printf("Routing Table: %s\n\n", t.vrf)
		}
		if routeSource(a) == "" || x.Device.Release() != debuglog.IOS124 { // which has no legend for a part of the table
			x.Printf("%sGateway of last resort is %s\n\n", routeLegends[x.Device.Release()], t.lastResort)
		}
		printRoutes(x, t.routes)
	}
}

// routeSource is whose routes are asked for; "" for all.
func routeSource(a parser.Args) string {
	for _, word := range []string{"connected", "static", "bgp", "eigrp", "isis", "odr", "ospf", "rip"} {
		if a.Has(word) {
			return word
		}
	}
	return ""
}

// printHostRouting is what a router knows of the way out that is told not to route.
func printHostRouting(x *modes.Context, gateway netip.Addr) {
	known := "not set"
	if gateway.IsValid() {
		known = gateway.String()
	}
	x.Printf("Default gateway is %s\n\nHost               Gateway           Last Use    Total Uses  Interface\n"+
		"ICMP redirect cache is empty\n", known)
}

// lastResort says where packets go that no other route is for.
func lastResort(routes []modes.RouteStatus) string {
	at := slices.IndexFunc(routes, isDefaultRoute)
	switch {
	case at < 0:
		return "not set"
	case !routes[at].Paths[0].NextHop.IsValid():
		return "0.0.0.0 to network 0.0.0.0"
	}
	return routes[at].Paths[0].NextHop.String() + " to network 0.0.0.0"
}

func isDefaultRoute(r modes.RouteStatus) bool { return r.Prefix.Bits() == 0 }

// isSupernet says whether a route is for more than one classful network.
func isSupernet(r modes.RouteStatus) bool {
	return r.Prefix.Bits() < config.ClassfulNetwork(r.Prefix.Addr()).Bits()
}

// printRoutes prints routes in the order of their prefixes; 12.4 has the default route and
// the supernets after all others.
func printRoutes(x *modes.Context, routes []modes.RouteStatus) {
	if x.Device.Release() == debuglog.IOS124 {
		slices.SortStableFunc(routes, func(a, b modes.RouteStatus) int {
			rank := func(r modes.RouteStatus) int { return map[bool]int{true: 1}[isSupernet(r)] }
			return rank(a) - rank(b)
		})
	}
	for len(routes) > 0 {
		net := config.ClassfulNetwork(routes[0].Prefix.Addr())
		n := 1
		for !isSupernet(routes[0]) && n < len(routes) && net.Contains(routes[n].Prefix.Addr()) {
			n++
		}
		printNetwork(x, net, routes[:n])
		routes = routes[n:]
	}
}

// printNetwork prints the routes of one classful network: the network itself, if it is all
// there is of it, or its subnets under a heading. Subnets of one length leave it to the heading.
func printNetwork(x *modes.Context, net netip.Prefix, routes []modes.RouteStatus) {
	margin := 6
	if x.Device.Release() == debuglog.IOS124 {
		margin = 5
	}
	if len(routes) == 1 && routes[0].Prefix.Bits() <= net.Bits() {
		printWays(x, margin, routes[0], routes[0].Prefix.String())
		return
	}
	masks := map[int]bool{}
	for _, r := range routes {
		masks[r.Prefix.Bits()] = true
	}
	if len(masks) > 1 {
		x.Printf("%*s%s is variably subnetted, %d subnets, %d masks\n", margin, "", net, len(routes), len(masks))
	} else {
		x.Printf("%*s%s/%d is subnetted, %d subnets\n", margin, "", net.Addr(), routes[0].Prefix.Bits(), len(routes))
	}
	for _, r := range routes {
		to := r.Prefix.String()
		if len(masks) == 1 {
			to = r.Prefix.Addr().String()
		}
		printWays(x, margin+3, r, to)
	}
}

// printWays prints a route with its equal ways below one another.
func printWays(x *modes.Context, column int, r modes.RouteStatus, to string) {
	code := string(r.Code)
	if isDefaultRoute(r) {
		code += "*"
	}
	if r.Override {
		code = fmt.Sprintf("%-4s%%", code)
	}
	head := fmt.Sprintf("%-*s%s", column, code, to)
	if r.Code == modes.RouteNHRP {
		x.Printf("%s %s\n", head, shortcutWay(x, r))
		return
	}
	for n, p := range r.Paths {
		if n > 0 {
			head = strings.Repeat(" ", len(head))
		}
		x.Printf("%s %s\n", head, routeWay(r, p))
	}
}

// shortcutWay is the way of a route that NHRP found.
func shortcutWay(x *modes.Context, r modes.RouteStatus) string {
	return fmt.Sprintf("[%d/1] via %s, %s, %s", r.Distance, r.Paths[0].NextHop, standbyAge(x.Device.Now().Sub(r.Since)), r.Paths[0].Interface)
}

func routeWay(r modes.RouteStatus, p modes.RoutePath) string {
	switch {
	case !p.NextHop.IsValid():
		return "is directly connected, " + p.Interface
	case p.Interface != "":
		return fmt.Sprintf("[%d/0] via %s, %s", r.Distance, p.NextHop, p.Interface)
	}
	return fmt.Sprintf("[%d/0] via %s", r.Distance, p.NextHop)
}

func addShowRoute(l *modes.Language) { l.Add("exec", showRoute()) }
