package network

import (
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// The commands `ip nat ...` of the global configuration mode. Those that name VRFs are kept without effect.

var natHelp = modes.H{"ip": modes.IPHelp, "nat": "NAT configuration commands", "inside": "Inside address translation",
	"source": "Source", "list": "List",
	"list-name": "Access list number or name for local addresses", "route-map": "Route map", "map": "Route-map name",
	"interface": "Specify interface for global address", "name": "Pool name", "pool": "Pool",
	"pool-name": "Pool name for global addresses", "overload": "Overload an address translation",
	"static": "Specify static local->global mapping", "tcp": "Transmission Control Protocol", "udp": "User Datagram Protocol",
	"local": "Inside local IP address", "local-port": "Local UDP/TCP port", "global-addr": "Inside global IP address",
	"global-port": "Global UDP/TCP port", "extendable": "Extend this translation when used",
	"no-alias": "Do not create an alias for the global address", "no-payload": "No translation of embedded address/port in the payload",
	"first": "Start IP address", "last": "End IP address", "netmask": "Specify the network mask", "mask": "Network mask",
	"prefix-length": "Specify the prefix length", "length": "Prefix length", "translation": "NAT translation entry configuration",
	"max-entries": "Specify maximum number of NAT entries", "entries": "Number of entries", "secs": "Timeout in seconds",
	"never": "Never timeout", "timeout": "Specify timeout for dynamic NAT translations",
	"tcp-timeout": "Specify timeout for NAT TCP flows", "udp-timeout": "Specify timeout for NAT UDP flows",
	"dns-timeout": "Specify timeout for NAT DNS flows", "icmp-timeout": "Specify timeout for NAT ICMP flows",
	"finrst-timeout": "Specify timeout for NAT TCP flows after a FIN or RST",
	"syn-timeout":    "Specify timeout for NAT TCP flows after a SYN and no further data"}

// natTimeouts are the kinds of timeouts that have an effect.
var natTimeouts = []string{"timeout", "tcp-timeout", "udp-timeout", "dns-timeout", "icmp-timeout", "finrst-timeout", "syn-timeout"}

// natEntries makes a command of the elements of a list: a line puts one in, in place of one that is the same by its key, `no`
// takes it away.
func natEntries[T any](place, syntax string, list func(modes.Global) *[]T, read func(a parser.Args) (T, error), same func(a, b T) bool,
	show func(T) parser.Args, mayGo func(x *modes.Context, e T) (now bool, err error)) modes.Cmd[modes.Global] {
	at := func(all []T, e T) int { return slices.IndexFunc(all, func(have T) bool { return same(have, e) }) }
	return modes.Cmd[modes.Global]{Syntax: syntax, Help: modes.UsedHelp(syntax, natHelp), Place: place,
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			e, err := read(a)
			if err != nil {
				return err
			}
			all := slices.Clone(*list(c))
			if i := at(all, e); i >= 0 {
				all[i] = e
			} else {
				all = append(all, e)
			}
			*list(c) = all
			return nil
		},
		Unset: func(x *modes.Context, c modes.Global, a parser.Args) error {
			e, err := read(a)
			if err != nil {
				return err
			}
			i := at(*list(c), e)
			if i < 0 {
				return nil
			}
			if mayGo != nil && !x.Loading && x.Terminal != nil {
				if now, err := mayGo(x, (*list(c))[i]); !now || err != nil {
					return err
				}
			}
			*list(c) = slices.Delete(slices.Clone(*list(c)), i, i+1)
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, e := range *list(c) {
				if a := show(e); a != nil {
					lines = append(lines, a)
				}
			}
			return lines
		},
	}
}

func ipNATTimeout() modes.Cmd[modes.Global] {
	return natEntries("ip nat translation",
		`ip nat translation {timeout | tcp-timeout | udp-timeout | dns-timeout | icmp-timeout | finrst-timeout | syn-timeout}
		{secs:<0-536870> | never}`,
		func(c modes.Global) *[]config.NATTimeout { return &c.NAT.Timeouts },
		func(a parser.Args) (t config.NATTimeout, err error) {
			for _, kind := range natTimeouts {
				if a.Has(kind) {
					t.Kind = kind
				}
			}
			t.Seconds, t.Never = a.Int("secs"), a.Has("never")
			return t, nil
		},
		func(a, b config.NATTimeout) bool { return a.Kind == b.Kind },
		func(t config.NATTimeout) parser.Args {
			if t.Never {
				return parser.Args{t.Kind: true, "never": true}
			}
			return parser.Args{t.Kind: true, "secs": t.Seconds}
		}, nil)
}

func ipNATMost() modes.Cmd[modes.Global] {
	const syntax = `ip nat translation max-entries entries:<1-2147483647>`
	return modes.Cmd[modes.Global]{Syntax: syntax, Help: modes.UsedHelp(syntax, natHelp), Place: "ip nat translation max-entries",
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.NAT.Most = a.Int("entries")
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, _ parser.Args) error {
			c.NAT.Most = 0
			return nil
		},
		Show: func(c modes.Global) []parser.Args {
			if c.NAT.Most == 0 {
				return nil
			}
			return []parser.Args{{"entries": c.NAT.Most}}
		}}
}

func ipNATPool() modes.Cmd[modes.Global] {
	return natEntries("ip nat pool",
		`ip nat pool name:WORD first:A.B.C.D last:A.B.C.D {netmask mask:A.B.C.D | prefix-length length:<1-32>}`,
		func(c modes.Global) *[]config.NATPool { return &c.NAT.Pools },
		func(a parser.Args) (config.NATPool, error) {
			p := config.NATPool{Name: a.Str("name"), First: a.Addr("first"), Last: a.Addr("last"), Bits: a.Int("length"),
				ByLength: a.Has("prefix-length")}
			ok := true
			if a.Has("netmask") {
				p.Bits, ok = modes.MaskBits(a.Addr("mask"))
			}
			subnet, err := p.First.Prefix(p.Bits)
			switch {
			case !a.Has("first"): // `no ip nat pool NAME`
				return p, nil
			case !ok:
				return p, modes.Refuse("%Invalid netmask")
			case p.Last.Less(p.First):
				return p, modes.Refuse("%End address less than start address")
			case err != nil || !subnet.Contains(p.Last):
				return p, modes.Refuse("%Start and end addresses on different subnets")
			}
			return p, nil
		},
		func(a, b config.NATPool) bool { return a.Name == b.Name },
		func(p config.NATPool) parser.Args {
			a := parser.Args{"name": p.Name, "first": p.First, "last": p.Last}
			if p.ByLength {
				a["prefix-length"], a["length"] = true, p.Bits
			} else {
				a["netmask"], a["mask"] = true, modes.MaskOf(p.Bits)
			}
			return a
		}, natPoolMayGo)
}

// natPoolMayGo refuses to take away a pool whose addresses are given out.
func natPoolMayGo(x *modes.Context, p config.NATPool) (now bool, err error) {
	for _, m := range x.Device.Config().NAT.Dynamic {
		if _, count := x.Device.Translations().References(m); m.Pool == p.Name && count > 0 {
			return false, modes.Refuse("%Pool " + p.Name + " in use, cannot destroy")
		}
	}
	return true, nil
}

// ipNATDynamic is the command for those whom an access list permits, or a route map.
func ipNATDynamic(who string) modes.Cmd[modes.Global] {
	syntax, key := `ip nat inside source list list-name:WORD`, "list-name"
	if who == "route-map" {
		syntax, key = `ip nat inside source route-map map:WORD`, "map"
	}
	return natEntries("ip nat inside source "+who, syntax+` {interface interface:INTERFACE | pool pool-name:WORD} [overload]`,
		func(c modes.Global) *[]config.NATMapping { return &c.NAT.Dynamic },
		func(a parser.Args) (config.NATMapping, error) {
			return config.NATMapping{List: a.Str("list-name"), RouteMap: a.Str("map"), Interface: a.Str("interface"), Pool: a.Str("pool-name"),
				Overload: a.Has("overload")}, nil
		},
		func(a, b config.NATMapping) bool { return a.List == b.List && a.RouteMap == b.RouteMap },
		func(m config.NATMapping) parser.Args {
			a := parser.Args{key: m.List + m.RouteMap}
			if who == "list" != (m.List != "") {
				return nil
			}
			if m.Interface != "" {
				a["interface"] = m.Interface
			} else {
				a["pool"], a["pool-name"] = true, m.Pool
			}
			if m.Overload {
				a["overload"] = true
			}
			return a
		}, natMappingMayGo)
}

// natMappingMayGo refuses to take away a mapping from which translations follow. 15.x asks instead whether they shall go too.
func natMappingMayGo(x *modes.Context, m config.NATMapping) (now bool, err error) {
	if _, count := x.Device.Translations().References(m); count == 0 {
		return true, nil
	}
	if x.Device.Release() != debuglog.IOS15 {
		return false, modes.Refuse("%Dynamic mapping in use, cannot remove")
	}
	x.Println("")
	x.Terminal.Ask("Dynamic mapping in use, do you want to delete all entries? [no]: ", false, func(text string, ok bool) {
		text = strings.ToLower(strings.TrimSpace(text))
		if !ok || text == "" || !strings.HasPrefix("yes", text) {
			return
		}
		c := x.Device.Config().Clone()
		c.NAT.Dynamic = slices.DeleteFunc(c.NAT.Dynamic, func(have config.NATMapping) bool { return have == m })
		x.Device.Apply(c)
	})
	return false, nil
}

// ipNATStatic is the command for single ports, or for whole hosts.
func ipNATStatic(ports bool) modes.Cmd[modes.Global] {
	place, syntax := "ip nat inside source static", `ip nat inside source static local:A.B.C.D
		{interface interface:INTERFACE | global-addr:A.B.C.D}`
	if ports {
		place, syntax = place+" tcp", `ip nat inside source static {tcp | udp} local:A.B.C.D local-port:<1-65535>
		{interface interface:INTERFACE | global-addr:A.B.C.D} global-port:<1-65535>`
	}
	return natEntries(place, syntax+` [extendable] [no-alias] [no-payload] [route-map map:WORD]`,
		func(c modes.Global) *[]config.NATStatic { return &c.NAT.Static },
		func(a parser.Args) (config.NATStatic, error) {
			s := config.NATStatic{Local: a.Addr("local"), Global: a.Addr("global-addr"), LocalPort: a.Int("local-port"),
				GlobalPort: a.Int("global-port"), Interface: a.Str("interface"), RouteMap: a.Str("map"), Extendable: a.Has("extendable"),
				NoAlias: a.Has("no-alias"), NoPayload: a.Has("no-payload")}
			switch {
			case a.Has("tcp"):
				s.Protocol = "tcp"
			case a.Has("udp"):
				s.Protocol = "udp"
			}
			return s, nil
		},
		func(a, b config.NATStatic) bool {
			return a.Protocol == b.Protocol && a.Local == b.Local && a.LocalPort == b.LocalPort && a.Global == b.Global &&
				a.GlobalPort == b.GlobalPort && a.Interface == b.Interface
		},
		func(s config.NATStatic) parser.Args {
			if ports != (s.Protocol != "") {
				return nil
			}
			return staticArgs(s)
		}, nil)
}

// staticArgs are the values of a static translation's line.
func staticArgs(s config.NATStatic) parser.Args {
	a := parser.Args{"local": s.Local}
	if s.Protocol != "" {
		a[s.Protocol], a["local-port"], a["global-port"] = true, s.LocalPort, s.GlobalPort
	}
	if s.Interface != "" {
		a["interface"] = s.Interface
	} else {
		a["global-addr"] = s.Global
	}
	for _, word := range []struct {
		text string
		is   bool
	}{{"extendable", s.Extendable}, {"no-alias", s.NoAlias}, {"no-payload", s.NoPayload}} {
		if word.is {
			a[word.text] = true
		}
	}
	if s.RouteMap != "" {
		a["route-map"], a["map"] = true, s.RouteMap
	}
	return a
}

func addNAT(l *modes.Language) {
	l.Add("global", ipNATTimeout(), ipNATMost(), ipNATPool(), ipNATDynamic("list"), ipNATDynamic("route-map"), ipNATStatic(true),
		ipNATStatic(false))
}
