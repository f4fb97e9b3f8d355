package crypto

import (
	"net/netip"
	"slices"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// What a crypto map entry protects at the far end may be put into the routing table: reverse route injection.

func reverseRoute() modes.Cmd[mapEntry] {
	return modes.Cmd[mapEntry]{
		Syntax: `reverse-route [static | tag tag-number:<1-4294967295> [tag-static=static] |
			remote-peer [remote-addr:A.B.C.D [gateway gateway-addr:A.B.C.D]] [peer-static=static]]`,
		No: `reverse-route`,
		Help: modes.H{"reverse-route": "Reverse Route Injection.", "static": "Create routes based on static ACLs permanently",
			"tag": "Set a tag for the route", "tag-number": "Tag value", "tag-static": "Create routes based on static ACLs permanently",
			"remote-peer": "Create route for remote VPN peer", "remote-addr": "IP address of the next hop", "gateway": "Gateway of the route",
			"gateway-addr": "IP address of the gateway", "peer-static": "Create routes based on static ACLs permanently"},
		Set: func(_ *modes.Context, e mapEntry, a parser.Args) error {
			r := &config.ReverseRoute{Static: a.Has("static") || a.Has("tag-static") || a.Has("peer-static"), Tag: a.Int("tag-number"),
				RemotePeer: a.Has("remote-peer"), Gateway: a.Addr("remote-addr"), PeerGateway: a.Addr("gateway-addr")}
			e.ReverseRoute = r
			return nil
		},
		Unset: func(_ *modes.Context, e mapEntry, _ parser.Args) error { e.ReverseRoute = nil; return nil },
		Show: func(e mapEntry) []parser.Args {
			r := e.ReverseRoute
			if r == nil {
				return nil
			}
			line := parser.Args{}
			static := "static"
			switch {
			case r.RemotePeer:
				line["remote-peer"], static = true, "peer-static"
				if r.Gateway.IsValid() {
					line["remote-addr"] = r.Gateway
				}
				if r.PeerGateway.IsValid() {
					line["gateway"], line["gateway-addr"] = true, r.PeerGateway
				}
			case r.Tag != 0:
				line["tag"], line["tag-number"], static = true, r.Tag, "tag-static"
			}
			if r.Static {
				line[static] = true
			}
			return []parser.Args{line}
		},
	}
}

func setReverseRoute() modes.Cmd[mapEntry] {
	return modes.Cmd[mapEntry]{
		Syntax: `set reverse-route {distance metric:<1-255> | tag tag-number:<1-4294967295> | gateway gateway-addr:A.B.C.D}`,
		No:     `set reverse-route {distance [metric:<1-255>] | tag [tag-number:<1-4294967295>] | gateway [gateway-addr:A.B.C.D]}`,
		Help: modes.MergeHelp(setHelp(), modes.H{"reverse-route": "Reverse Route Injection.", "distance": "Set the distance of the routes",
			"tag": "Set the tag of the routes", "gateway": "Set the next hop of the routes", "tag-number": "Tag value",
			"metric": "Distance", "gateway-addr": "IP address of the next hop"}),
		Set: func(_ *modes.Context, e mapEntry, a parser.Args) error {
			switch {
			case a.Has("distance"):
				e.RouteDistance = a.Int("metric")
			case a.Has("tag-number"):
				e.RouteTag = a.Int("tag-number")
			default:
				e.RouteGateway = a.Addr("gateway-addr")
			}
			return nil
		},
		Unset: func(_ *modes.Context, e mapEntry, a parser.Args) error {
			switch {
			case a.Has("distance"):
				e.RouteDistance = 0
			case a.Has("tag"):
				e.RouteTag = 0
			default:
				e.RouteGateway = netip.Addr{}
			}
			return nil
		},
		Show: func(e mapEntry) (lines []parser.Args) {
			if e.RouteDistance != 0 {
				lines = append(lines, parser.Args{"distance": true, "metric": e.RouteDistance})
			}
			if e.RouteTag != 0 {
				lines = append(lines, parser.Args{"tag": true, "tag-number": e.RouteTag})
			}
			if e.RouteGateway.IsValid() {
				lines = append(lines, parser.Args{"gateway": true, "gateway-addr": e.RouteGateway})
			}
			return lines
		},
	}
}

// showCryptoRoute lists what reverse-route has put into the routing tables.
func showCryptoRoute() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`crypto route`, modes.H{"crypto": modes.ShowCryptoHelp, "route": "Show crypto VPN routes"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			x.Printf("\nVPN Routing Table: Shows RRI and VTI created routes\nCodes: RRI - Reverse-Route, VTI- Virtual Tunnel Interface\n" +
				"        S - Static Map ACLs\n\n")
			static, live := b.Config().StaticReverseRoutes(), b.Engine().ReverseRoutes()
			for _, vrf := range tablesOf(static, live) {
				x.Printf("Routes created in table %s\n", vrf.title())
				for _, r := range static {
					printCryptoRoute(x, b.Config(), r, vrf, "S RRI")
				}
				for _, r := range live {
					printCryptoRoute(x, b.Config(), r, vrf, "RRI")
				}
			}
			return nil
		})
}

// A table is the routing table of a VRF; "" is the global one.
type table string

func (t table) title() string {
	if t == "" {
		return "GLOBAL DEFAULT"
	}
	return string(t)
}

func tablesOf(lists ...[]config.Route) (all []table) {
	for _, list := range lists {
		for _, r := range list {
			if !slices.Contains(all, table(r.VRF)) {
				all = append(all, table(r.VRF))
			}
		}
	}
	slices.Sort(all)
	return all
}

func printCryptoRoute(x *modes.Context, c *config.Config, r config.Route, of table, code string) {
	if table(r.VRF) != of {
		return
	}
	hop, on := r.NextHop.String(), r.Interface
	if !r.NextHop.IsValid() {
		hop = "0.0.0.0"
	}
	for _, i := range c.Interfaces {
		if on == "" && i.CryptoMap != "" {
			on = i.Name
		}
	}
	x.Printf("%s/%s [%d/0] via %s tag %d count 1 rtid 1\n                                on %s %s\n", r.Prefix.Addr(),
		modes.MaskOf(r.Prefix.Bits()), r.Distance, hop, r.Tag, on, code)
}
