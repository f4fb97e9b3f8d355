package network

import (
	"fmt"
	"net/netip"
	"slices"

	"ruthere/modes"
	"ruthere/parser"
)

const routeCodes = `Codes: L - local, C - connected, S - static, R - RIP, M - mobile, B - BGP
       D - EIGRP, EX - EIGRP external, O - OSPF, IA - OSPF inter area 
       N1 - OSPF NSSA external type 1, N2 - OSPF NSSA external type 2
       E1 - OSPF external type 1, E2 - OSPF external type 2
       i - IS-IS, su - IS-IS summary, L1 - IS-IS level-1, L2 - IS-IS level-2
       ia - IS-IS inter area, * - candidate default, U - per-user static route
       o - ODR, P - periodic downloaded static route, H - NHRP, l - LISP
       + - replicated route, % - next hop override

`

func showRoute() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`ip route [vrf vrf-name:WORD] [connected | static | counts=summary | to:A.B.C.D [mask:A.B.C.D]]`,
		modes.H{"ip": "IP information", "route": "IP routing table",
			"vrf": "Display routes from a VPN Routing/Forwarding instance", "vrf-name": modes.VRFNameHelp, "connected": "Connected",
			"static": "Static routes",
			"counts": "Summary of all routes", "to": "Network to display information about", "mask": "Network mask"},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			name := a.Str("vrf-name")
			if !b.Config().HasVRF(name) {
				return modes.Refuse(fmt.Sprintf("%% IP routing table %s does not exist", name))
			}
			routes := slices.DeleteFunc(b.Routes(), func(r modes.RouteStatus) bool { return r.VRF != name })
			switch {
			case a.Has("to"):
				return printRoute(x, routes, name, a)
			case a.Has("counts"):
				printRouteSummary(x, routes, name)
				return nil
			}
			if name != "" {
				x.Printf("Routing Table: %s\n\n", name)
			}
			x.Printf("%s", routeCodes)
			slices.SortStableFunc(routes, func(a, b modes.RouteStatus) int {
				if c := a.Prefix.Addr().Compare(b.Prefix.Addr()); c != 0 {
					return c
				}
				return a.Prefix.Bits() - b.Prefix.Bits()
			})
			gateway := "not set"
			for _, r := range routes {
				if r.Prefix.Bits() == 0 {
					gateway = "to network 0.0.0.0"
					if r.NextHop.IsValid() {
						gateway = r.NextHop.String() + " " + gateway
					}
				}
			}
			x.Printf("Gateway of last resort is %s\n\n", gateway)
			routes = slices.DeleteFunc(routes, func(r modes.RouteStatus) bool {
				return a.Has("connected") && r.Code == modes.RouteStatic || a.Has("static") && r.Code != modes.RouteStatic
			})
			for len(routes) > 0 {
				net := classOf(routes[0].Prefix.Addr())
				n := 1
				for n < len(routes) && routes[0].Prefix.Bits() >= net.Bits() && net.Contains(routes[n].Prefix.Addr()) &&
					routes[n].Prefix.Bits() >= net.Bits() {
					n++
				}
				printNetwork(x, net, routes[:n])
				routes = routes[n:]
			}
			return nil
		})
}

// classOf is the classful network of an address.
func classOf(a netip.Addr) netip.Prefix {
	bits := 24
	switch first := a.As4()[0]; {
	case first < 128:
		bits = 8
	case first < 192:
		bits = 16
	}
	return netip.PrefixFrom(a, bits).Masked()
}

// printNetwork prints the routes of one classful network, subnets under a heading.
func printNetwork(x *modes.Context, net netip.Prefix, routes []modes.RouteStatus) {
	column := 6
	if routes[0].Prefix.Bits() > net.Bits() {
		column = 9
		masks := map[int]bool{}
		for _, r := range routes {
			masks[r.Prefix.Bits()] = true
		}
		if len(masks) > 1 {
			x.Printf("      %s is variably subnetted, %d subnets, %d masks\n", net, len(routes), len(masks))
		} else {
			x.Printf("      %s/%d is subnetted, %d subnets\n", net.Addr(), routes[0].Prefix.Bits(), len(routes))
		}
	}
	for _, r := range routes {
		code := string(r.Code)
		if r.Prefix.Bits() == 0 {
			code += "*"
		}
		x.Printf("%-*s%s%s\n", column, code, r.Prefix, routeWay(r))
	}
}

func routeWay(r modes.RouteStatus) string {
	switch {
	case r.Code != modes.RouteStatic || !r.NextHop.IsValid():
		return " is directly connected, " + r.Interface
	case r.Interface != "":
		return fmt.Sprintf(" [%d/0] via %s, %s", r.Distance, r.NextHop, r.Interface)
	}
	return fmt.Sprintf(" [%d/0] via %s", r.Distance, r.NextHop)
}

func addShowRoute(l *modes.Language) { l.Add("exec", showRoute()) }
