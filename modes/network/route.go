package network

import (
	"slices"

	"net/netip"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

func ipRoute() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `ip route [vrf vrf-name:WORD] prefix:A.B.C.D mask:A.B.C.D {next-hop:A.B.C.D | interface:INTERFACE [via:A.B.C.D]} [global]
		[distance:<1-255>] &{tag route-tag:<1-4294967295> | name route-name:WORD | permanent | track object:<1-1000>}`,
		Help: modes.H{"ip": modes.IPHelp, "route": "Establish static routes",
			"vrf":      "Configure static route for a VPN Routing/Forwarding instance",
			"vrf-name": modes.VRFNameHelp, "global": "Next hop address is global", "prefix": "Destination prefix", "mask": "Destination prefix mask",
			"next-hop": "Forwarding router's address", "via": "Forwarding router's address",
			"distance": "Distance metric for this route", "name": "Specify name of the next hop", "route-name": "Specify name of the next hop",
			"tag": "Set tag for this route", "route-tag": "Tag value", "permanent": "permanent route",
			"track": "Install route depending on tracked item", "object": "tracked object number"},
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			r, err := routeOf(a)
			switch {
			case err != nil:
				return err
			case !c.HasVRF(r.VRF):
				return NoVRF(r.VRF)
			case r.Global && r.VRF == "":
				return modes.Refuse("% The global keyword is for routes of a VRF")
			case isOwnAddress(c, r):
				return modes.Refuse("%Invalid next hop address (it's this router)")
			}
			c.AddRoute(r)
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			if !a.Has("mask") {
				return modes.ErrIncomplete
			}
			r, err := routeOf(a)
			if err != nil {
				return err
			}
			before := len(c.Routes)
			c.Routes = slices.DeleteFunc(slices.Clone(c.Routes), func(have config.Route) bool {
				return have.VRF == r.VRF && have.Prefix == r.Prefix && (!a.Has("next-hop") && !a.Has("interface") ||
					have.NextHop == r.NextHop && have.Interface == r.Interface)
			})
			if len(c.Routes) == before {
				return modes.Refuse("%No matching route to delete")
			}
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			routes := slices.Clone(c.Routes)
			slices.SortStableFunc(routes, func(a, b config.Route) int { return vrfRank(c, a.VRF) - vrfRank(c, b.VRF) })
			for _, r := range routes {
				a := parser.Args{"prefix": r.Prefix.Addr(), "mask": modes.MaskOf(r.Prefix.Bits())}
				if r.VRF != "" {
					a["vrf"], a["vrf-name"] = true, r.VRF
				}
				if r.Global {
					a["global"] = true
				}
				switch {
				case r.Interface == "":
					a["next-hop"] = r.NextHop
				default:
					a["interface"] = r.Interface
					if r.NextHop.IsValid() {
						a["via"] = r.NextHop
					}
				}
				if r.Distance != 1 {
					a["distance"] = r.Distance
				}
				if r.Tag != 0 {
					a["tag"], a["route-tag"] = true, r.Tag
				}
				if r.Permanent {
					a["permanent"] = true
				}
				if r.Track != 0 {
					a["track"], a["object"] = true, r.Track
				}
				if r.Name != "" {
					a["name"], a["route-name"] = true, r.Name
				}
				lines = append(lines, a)
			}
			return lines
		},
	}
}

// isOwnAddress says whether a route leads to this router itself.
func isOwnAddress(c modes.Global, r config.Route) bool {
	vrf := r.VRF
	if r.Global {
		vrf = ""
	}
	return r.NextHop.IsValid() && slices.ContainsFunc(c.Interfaces, func(i iface) bool {
		return i.VRF == vrf && slices.ContainsFunc(i.Addresses(), func(p netip.Prefix) bool { return p.Addr() == r.NextHop })
	})
}

func routeOf(a parser.Args) (config.Route, error) {
	bits, ok := modes.MaskBits(a.Addr("mask"))
	prefix := netip.PrefixFrom(a.Addr("prefix"), bits)
	if !ok || prefix.Masked() != prefix {
		return config.Route{}, modes.Refuse("%Inconsistent address and mask")
	}
	r := config.Route{VRF: a.Str("vrf-name"), Global: a.Has("global"), Prefix: prefix, NextHop: a.Addr("next-hop"),
		Interface: a.Str("interface"), Distance: 1, Name: a.Str("route-name"),
		Tag: a.Int("route-tag"), Permanent: a.Has("permanent"), Track: a.Int("object")}
	if a.Has("via") {
		r.NextHop = a.Addr("via")
	}
	if a.Has("distance") {
		r.Distance = a.Int("distance")
	}
	return r, nil
}

// vrfRank orders the routes of the running-config: the global ones first.
func vrfRank(c modes.Global, name string) int {
	return slices.IndexFunc(c.VRFs, func(v vrf) bool { return v.Name == name })
}

func ipRouting() modes.Cmd[modes.Global] {
	return modes.FlagNegated(`ip routing`, modes.H{"ip": modes.IPHelp, "routing": "Enable IP routing"},
		func(c modes.Global) *bool { return &c.NoRouting })
}

func ipDefaultGateway() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `ip default-gateway addr:A.B.C.D`,
		Help: modes.H{"ip": modes.IPHelp, "default-gateway": "Specify default gateway (if not routing IP)",
			"addr": "IP address of default gateway"},
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.DefaultGateway = a.Addr("addr")
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, _ parser.Args) error {
			c.DefaultGateway = netip.Addr{}
			return nil
		},
		Show: func(c modes.Global) []parser.Args {
			if !c.DefaultGateway.IsValid() {
				return nil
			}
			return []parser.Args{{"addr": c.DefaultGateway}}
		},
	}
}

func addRoute(l *modes.Language) { l.Add("global", ipRoute(), ipRouting(), ipDefaultGateway()) }
