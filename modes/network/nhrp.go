package network

import (
	"fmt"
	"net/netip"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// The commands `ip nhrp ...` of interfaces.

func nhrpHelp(more modes.H) modes.H {
	return modes.MergeHelp(modes.H{"ip": interfaceIPHelp, "nhrp": "NHRP interface subcommands"}, more)
}

const interfaceIPHelp = "Interface Internet Protocol config commands"

// maxNHRPWord is how long the word may be that packets carry, in characters.
const maxNHRPWord = 8

func nhrpAuthentication() modes.Cmd[iface] {
	return modes.Cmd[iface]{Syntax: `ip nhrp authentication string:WORD!`,
		Help: nhrpHelp(modes.H{"authentication": "Authentication string", "string": "string for authentication"}),
		No:   `ip nhrp authentication [string:WORD!]`,
		Set: func(x *modes.Context, i iface, a parser.Args) error {
			if len(a.Str("string")) > maxNHRPWord && !x.Loading {
				return modes.Refuse(fmt.Sprintf("%% Authentication string must not be longer than %d characters", maxNHRPWord))
			}
			i.NHRP.Authentication = a.Str("string")
			return nil
		},
		Unset: func(_ *modes.Context, i iface, _ parser.Args) error { i.NHRP.Authentication = ""; return nil },
		Show:  func(i iface) []parser.Args { return modes.TextLine("string", i.NHRP.Authentication) }}
}

func nhrpMap() modes.Cmd[iface] {
	mapOf := func(a parser.Args) config.NHRPMap {
		m := config.NHRPMap{Multicast: a.Has("multicast"), Protocol: a.Addr("protocol"), NBMA: a.Addr("nbma")}
		if a.Has("to") {
			m.NBMA = a.Addr("to")
		}
		return m
	}
	return modes.Cmd[iface]{Syntax: `ip nhrp map {multicast {dynamic | to:A.B.C.D} | protocol:A.B.C.D nbma:A.B.C.D}`,
		Help: nhrpHelp(modes.H{"map": "Map dest IP addresses to NBMA addresses", "multicast": "Map multicast",
			"dynamic": "Dynamically learn destinations from client registrations on hub", "to": "IP NBMA address",
			"protocol": "Destination IP address", "nbma": "IP NBMA address"}),
		Set:   func(_ *modes.Context, i iface, a parser.Args) error { i.NHRP.AddMap(mapOf(a)); return nil },
		Unset: func(_ *modes.Context, i iface, a parser.Args) error { i.NHRP.RemoveMap(mapOf(a)); return nil },
		Show: func(i iface) (lines []parser.Args) {
			for _, m := range i.NHRP.Maps {
				switch {
				case !m.Multicast:
					lines = append(lines, parser.Args{"protocol": m.Protocol, "nbma": m.NBMA})
				case m.NBMA.IsValid():
					lines = append(lines, parser.Args{"multicast": true, "to": m.NBMA})
				default:
					lines = append(lines, parser.Args{"multicast": true, "dynamic": true})
				}
			}
			return lines
		}}
}

func nhrpServer() modes.Cmd[iface] {
	return modes.Cmd[iface]{
		Syntax: `ip nhrp nhs nhs-addr:A.B.C.D [nbma nbma-addr:A.B.C.D [multicast]] [priority priority-number:<0-255>] ` +
			`[cluster cluster-number:<0-10>]`,
		Help: nhrpHelp(modes.H{"nhs": "Specify a next hop server", "nhs-addr": "IP address of the next hop server",
			"nbma": "Non-Broadcast Multiple-Access address", "nbma-addr": "IP NBMA address", "multicast": "Map multicast",
			"priority": "Priority", "priority-number": "Priority number", "cluster": "Cluster number", "cluster-number": "Cluster number"}),
		Set: func(_ *modes.Context, i iface, a parser.Args) error {
			s := config.NHRPServer{Protocol: a.Addr("nhs-addr"), NBMA: a.Addr("nbma-addr"), Multicast: a.Has("multicast"),
				Priority: a.Int("priority-number"), Cluster: a.Int("cluster-number")}
			if have := i.NHRP.Server(s.Protocol); have != nil {
				*have = s
			} else {
				i.NHRP.Servers = append(i.NHRP.Servers, s)
			}
			return nil
		},
		Unset: func(_ *modes.Context, i iface, a parser.Args) error {
			var left []config.NHRPServer
			for _, s := range i.NHRP.Servers {
				if s.Protocol != a.Addr("nhs-addr") {
					left = append(left, s)
				}
			}
			i.NHRP.Servers = left
			return nil
		},
		Show: func(i iface) (lines []parser.Args) {
			for _, s := range i.NHRP.Servers {
				lines = append(lines, serverLine(s))
			}
			return lines
		}}
}

func serverLine(s config.NHRPServer) parser.Args {
	line := parser.Args{"nhs-addr": s.Protocol}
	if s.NBMA != (netip.Addr{}) {
		line["nbma"], line["nbma-addr"] = true, s.NBMA
	}
	if s.Multicast {
		line["multicast"] = true
	}
	if s.Priority != 0 {
		line["priority"], line["priority-number"] = true, s.Priority
	}
	if s.Cluster != 0 {
		line["cluster"], line["cluster-number"] = true, s.Cluster
	}
	return line
}

func nhrpRegistration() modes.Cmd[iface] {
	return modes.Cmd[iface]{Syntax: `ip nhrp registration {no-unique | timeout secs:<1-65535>}`,
		Help: nhrpHelp(modes.H{"registration": "Settings for registration packets.", "no-unique": "Set unique flag off",
			"timeout": "Set registration interval", "secs": "Number of seconds"}),
		Set: func(_ *modes.Context, i iface, a parser.Args) error {
			if a.Has("no-unique") {
				i.NHRP.NoUnique = true
			} else {
				i.NHRP.Registration = a.Int("secs")
			}
			return nil
		},
		Unset: func(_ *modes.Context, i iface, a parser.Args) error {
			switch {
			case a.Has("no-unique"):
				i.NHRP.NoUnique = false
			case a.Has("timeout") || a.Has("secs"):
				i.NHRP.Registration = 0
			default:
				return modes.ErrIncomplete
			}
			return nil
		},
		Show: func(i iface) (lines []parser.Args) {
			if i.NHRP.NoUnique {
				lines = append(lines, parser.Args{"no-unique": true})
			}
			if i.NHRP.Registration > 0 {
				lines = append(lines, parser.Args{"timeout": true, "secs": i.NHRP.Registration})
			}
			return lines
		}}
}

// nhrpShortcut keeps the form that was typed last.
func nhrpShortcut() modes.Cmd[iface] {
	return modes.Cmd[iface]{Syntax: `ip nhrp shortcut`, Help: nhrpHelp(modes.H{"shortcut": "Enable shortcut switching"}),
		Set: func(_ *modes.Context, i iface, _ parser.Args) error {
			i.NHRP.Shortcut, i.NHRP.NoShortcut = true, false
			return nil
		},
		Unset: func(_ *modes.Context, i iface, _ parser.Args) error {
			i.NHRP.Shortcut, i.NHRP.NoShortcut = false, true
			return nil
		},
		Reset: func(_ *modes.Context, i iface, _ parser.Args) error {
			i.NHRP.Shortcut, i.NHRP.NoShortcut = false, false
			return nil
		},
		Show:   func(i iface) []parser.Args { return modes.LineIf(i.NHRP.Shortcut) },
		ShowNo: func(i iface) []parser.Args { return modes.LineIf(i.NHRP.NoShortcut) }}
}

func nhrpRedirect() modes.Cmd[iface] {
	return modes.Cmd[iface]{Syntax: `ip nhrp redirect [timeout secs:<2-30>]`,
		Help: nhrpHelp(modes.H{"redirect": "Enable NHRP redirect traffic indication", "timeout": "Redirect timeout",
			"secs": "Number of seconds"}),
		Set: func(_ *modes.Context, i iface, a parser.Args) error {
			i.NHRP.Redirect, i.NHRP.RedirectTime = true, a.Int("secs")
			return nil
		},
		Unset: func(_ *modes.Context, i iface, _ parser.Args) error {
			i.NHRP.Redirect, i.NHRP.RedirectTime = false, 0
			return nil
		},
		Show: func(i iface) []parser.Args {
			switch {
			case !i.NHRP.Redirect:
				return nil
			case i.NHRP.RedirectTime > 0:
				return []parser.Args{{"timeout": true, "secs": i.NHRP.RedirectTime}}
			}
			return []parser.Args{{}}
		}}
}

func addNHRP(l *modes.Language) {
	l.Add("interface", nhrpAuthentication(), nhrpMap(),
		modes.Number(`ip nhrp network-id number:<1-4294967295>`, nhrpHelp(modes.H{"network-id": "NBMA network ID",
			"number": "Network identifier"}), 0, func(i iface) *int { return &i.NHRP.Network }).WithoutDefaultLine(),
		modes.Number(`ip nhrp holdtime secs:<1-65535>`, nhrpHelp(modes.H{"holdtime": "Time to advertise address",
			"secs": "Number of seconds"}), 0, func(i iface) *int { return &i.NHRP.HoldTime }).WithoutDefaultLine(),
		nhrpServer(), nhrpRegistration(),
		modes.Flag(`ip nhrp server-only`, nhrpHelp(modes.H{"server-only": "Disable NHRP requests"}),
			func(i iface) *bool { return &i.NHRP.ServerOnly }).WithoutDefaultLine(),
		nhrpShortcut(), nhrpRedirect())
	l.Add("global", modes.Flag(`<15,xe> logging dmvpn`, modes.H{"logging": "Modify message logging facilities",
		"dmvpn": "DMVPN Configuration"}, func(c modes.Global) *bool { return &c.Logging.DMVPN }).WithoutDefaultLine())
	l.Add("exec", showNHRP(), showNHS(), showNHRPTraffic(), showNHRPMulticast(), showDMVPN(), clearNHRP(), clearNHRPCounters())
}
