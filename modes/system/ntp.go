package system

import (
	"slices"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

func ntpServer() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `ntp server [vrf vrf-name:WORD] [ip] addr:HOST &{prefer | key key-number:<1-4294967295> | source interface:INTERFACE |
			version number:<1-4> |
			iburst | burst | minpoll least:<4-17> | maxpoll most:<4-17>}`,
		Help: modes.H{"ntp": "Configure NTP", "server": "Configure NTP server", "vrf": "Specify parameters for a VPN Routing/Forwarding instance",
			"vrf-name": modes.VRFNameHelp, "ip": "Internet Protocol", "addr": "IP address", "prefer": "Prefer this peer when possible",
			"key": "Configure peer authentication key", "key-number": "Number", "source": "Configure interface for source address",
			"version": "Configure NTP version", "number": "Number", "iburst": "Send a burst when peer is unreachable",
			"burst":   "Send a burst when peer is reachable",
			"minpoll": "Minimum poll interval", "least": "Number", "maxpoll": "Maximum poll interval", "most": "Number"},
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.SetNTPServer(config.NTPServer{VRF: a.Str("vrf-name"), Host: a.Str("addr"), Prefer: a.Has("prefer"), Key: a.Int("key-number"),
				Source:  a.Str("interface"),
				Version: a.Int("number"), Burst: a.Has("burst"), IBurst: a.Has("iburst"), Least: a.Int("least"), Most: a.Int("most")})
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.NTPServers = slices.DeleteFunc(c.NTPServers, func(s config.NTPServer) bool {
				return !a.Has("addr") || s.VRF == a.Str("vrf-name") && s.Host == a.Str("addr")
			})
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, s := range c.NTPServers {
				lines = append(lines, ntpServerArgs(s))
			}
			return modes.DropFalse(lines)
		},
	}
}

func ntpServerArgs(s config.NTPServer) parser.Args {
	a := parser.Args{"addr": s.Host, "prefer": s.Prefer, "burst": s.Burst, "iburst": s.IBurst}
	if s.VRF != "" {
		a["vrf"], a["vrf-name"] = true, s.VRF
	}
	if s.Source != "" {
		a["source"], a["interface"] = true, s.Source
	}
	for _, n := range []struct {
		keyword, name string
		value         int
	}{{"key", "key-number", s.Key}, {"version", "number", s.Version}, {"minpoll", "least", s.Least}, {"maxpoll", "most", s.Most}} {
		if n.value != 0 {
			a[n.keyword], a[n.name] = true, n.value
		}
	}
	return a
}

func showNTPStatus() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`ntp status`, modes.H{"ntp": "Network time protocol", "status": "NTP status"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			if len(b.Config().NTPServers) == 0 {
				x.Println("%NTP is not enabled.")
				return nil
			}
			now, _ := b.Clock()
			x.Printf("Clock is unsynchronized, stratum 16, no reference clock\n" +
				"nominal freq is 250.0000 Hz, actual freq is 250.0000 Hz, precision is 2**10\n")
			x.Printf("ntp uptime is %d00 (1/100 of seconds), resolution is 4000\n", modes.InSeconds(now.Sub(b.Booted())))
			x.Printf("reference time is 00000000.00000000 (00:00:00.000 UTC Mon Jan 1 1900)\nclock offset is 0.0000 msec, root delay is 0.00 msec\n")
			x.Printf("root dispersion is 0.00 msec, peer dispersion is 0.00 msec\n" +
				"loopfilter state is 'NSET' (Never set), drift is 0.000000000 s/s\nsystem poll interval is 64, never updated.\n")
			return nil
		})
}

func showNTPAssociations() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`ntp associations`, modes.H{"ntp": "Network time protocol", "associations": "NTP associations"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			servers := b.Config().NTPServers
			if len(servers) == 0 {
				x.Println("%NTP is not enabled.")
				return nil
			}
			x.Printf("\n  address         ref clock       st   when   poll reach  delay  offset   disp\n")
			for _, s := range servers {
				x.Printf(" ~%-16s.INIT.          16      -     64     0  0.000   0.000 15937.\n", s.Host)
			}
			x.Println(" * sys.peer, # selected, + candidate, - outlyer, x falseticker, ~ configured")
			return nil
		})
}

func addNTP(l *modes.Language) {
	l.Add("global", ntpServer().ForShow("NTP"))
	l.Add("exec", showNTPStatus(), showNTPAssociations())
}
