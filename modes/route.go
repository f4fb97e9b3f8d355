package modes

import (
	"slices"

	"net/netip"

	"ruthere/config"
	"ruthere/parser"
)

var ipRoute = Cmd[global]{
	Syntax: `ip route prefix:A.B.C.D mask:A.B.C.D {next-hop:A.B.C.D | interface:INTERFACE [via:A.B.C.D]} [distance:<1-255>] [name route-name:WORD]`,
	Help: H{"ip": ipHelp, "route": "Establish static routes", "prefix": "Destination prefix", "mask": "Destination prefix mask",
		"next-hop": "Forwarding router's address", "via": "Forwarding router's address",
		"distance": "Distance metric for this route", "name": "Specify name of the next hop", "route-name": "Specify name of the next hop"},
	Set: func(_ *Context, c global, a parser.Args) error {
		r, err := routeOf(a)
		if err != nil {
			return err
		}
		for i, have := range c.Routes {
			if have.Prefix == r.Prefix && have.NextHop == r.NextHop && have.Interface == r.Interface {
				c.Routes[i] = r
				return nil
			}
		}
		c.Routes = append(c.Routes, r)
		return nil
	},
	Unset: func(_ *Context, c global, a parser.Args) error {
		if !a.Has("mask") {
			return errIncomplete
		}
		r, err := routeOf(a)
		if err != nil {
			return err
		}
		before := len(c.Routes)
		c.Routes = slices.DeleteFunc(c.Routes, func(have config.Route) bool {
			return have.Prefix == r.Prefix && (!a.Has("next-hop") && !a.Has("interface") ||
				have.NextHop == r.NextHop && have.Interface == r.Interface)
		})
		if len(c.Routes) == before {
			return refuse("%No matching route to delete")
		}
		return nil
	},
	Show: func(c global) (lines []parser.Args) {
		for _, r := range c.Routes {
			a := parser.Args{"prefix": r.Prefix.Addr(), "mask": maskOf(r.Prefix.Bits())}
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
			if r.Name != "" {
				a["name"], a["route-name"] = true, r.Name
			}
			lines = append(lines, a)
		}
		return lines
	},
}

func routeOf(a parser.Args) (config.Route, error) {
	bits, ok := maskBits(a.Addr("mask"))
	prefix := netip.PrefixFrom(a.Addr("prefix"), bits)
	if !ok || prefix.Masked() != prefix {
		return config.Route{}, refuse("%Inconsistent address and mask")
	}
	r := config.Route{Prefix: prefix, NextHop: a.Addr("next-hop"), Interface: a.Str("interface"), Distance: 1, Name: a.Str("route-name")}
	if a.Has("via") {
		r.NextHop = a.Addr("via")
	}
	if a.Has("distance") {
		r.Distance = a.Int("distance")
	}
	return r, nil
}

func init() { Global.Add(ipRoute) }
