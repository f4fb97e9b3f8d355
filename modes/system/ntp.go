package system

import (
	"slices"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/modes/access"
	"ruthere/parser"
)

const ntpText = "Configure NTP"

// ntpHelp explains the words of a command of NTP.
func ntpHelp(more modes.H) modes.H { return modes.MergeHelp(modes.H{"ntp": ntpText}, more) }

const ntpServerOptions = `&{prefer | key key-number:<1-4294967295> | source interface:INTERFACE | version number:<1-4> |
			iburst | burst | minpoll least:<4-17> | maxpoll most:<4-17>}`

// ntpAssociation is a command that names one who knows the time.
func ntpAssociation(syntax, word, help string, of func(*config.NTP) *[]config.NTPServer) modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: syntax + ` ` + ntpServerOptions,
		Help: modes.UsedHelp(syntax+` `+ntpServerOptions, ntpHelp(modes.H{word: help,
			"vrf": "Specify parameters for a VPN Routing/Forwarding instance", "vrf-name": modes.VRFNameHelp, "ip": "Internet Protocol",
			"addr": "IP address", "prefer": "Prefer this peer when possible", "key": "Configure peer authentication key", "key-number": "Number",
			"source": "Configure interface for source address", "version": "Configure NTP version", "number": "Number",
			"iburst": "Send a burst when peer is unreachable", "burst": "Send a burst when peer is reachable",
			"minpoll": "Minimum poll interval", "least": "Number", "maxpoll": "Maximum poll interval", "most": "Number"})),
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			list := of(&c.NTP)
			*list = config.SetNTPServer(*list, config.NTPServer{VRF: a.Str("vrf-name"), Host: a.Str("addr"), Prefer: a.Has("prefer"),
				Key: a.Int("key-number"), Source: a.Str("interface"), Version: a.Int("number"), Burst: a.Has("burst"), IBurst: a.Has("iburst"),
				Least: a.Int("least"), Most: a.Int("most")})
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			list := of(&c.NTP)
			*list = slices.DeleteFunc(*list, func(s config.NTPServer) bool {
				return !a.Has("addr") || s.VRF == a.Str("vrf-name") && s.Host == a.Str("addr")
			})
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, s := range *of(&c.NTP) {
				lines = append(lines, ntpServerArgs(s))
			}
			return modes.DropFalse(lines)
		},
	}
}

func ntpServer() modes.Cmd[modes.Global] {
	return ntpAssociation(`ntp server [vrf vrf-name:WORD] [ip] addr:HOST`, "server", "Configure NTP server",
		func(n *config.NTP) *[]config.NTPServer { return &n.Servers })
}

func ntpPeer() modes.Cmd[modes.Global] {
	return ntpAssociation(`ntp peer [vrf vrf-name:WORD] addr:HOST`, "peer", "Configure NTP peer",
		func(n *config.NTP) *[]config.NTPServer { return &n.Peers })
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

// ntpFlags are what is on or off.
func ntpFlags() []modes.Command {
	return []modes.Command{
		modes.Flag(`ntp logging`, ntpHelp(modes.H{"logging": "Enable NTP message logging"}),
			func(c modes.Global) *bool { return &c.NTP.Logging }),
		modes.Flag(`ntp authenticate`, ntpHelp(modes.H{"authenticate": "Authenticate time sources"}),
			func(c modes.Global) *bool { return &c.NTP.Authenticate }),
		modes.Flag(`ntp panic update`, ntpHelp(modes.H{"panic": "Reject time updates > panic threshold (default 1000Sec)",
			"update": "Panic update"}), func(c modes.Global) *bool { return &c.NTP.PanicUpdate }),
	}
}

const typeSeven = 7

// ntpKey is a key. However it was typed it is kept and printed so that a glance does not read it.
func ntpKey() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `ntp authentication-key number:<1-4294967295> md5 key:WORD! [encryption:<0-4294967295>]`,
		No:     `ntp authentication-key number:<1-4294967295> [md5 [key:WORD! [encryption:<0-4294967295>]]]`,
		Help: ntpHelp(modes.H{"authentication-key": "Authentication key for trusted time sources", "number": "Key number",
			"md5": "MD5 authentication", "key": "Authentication key", "encryption": "Authentication key encryption type"}),
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			k := config.NTPKey{Number: a.Int("number"), Text: a.Str("key"), Encryption: a.Int("encryption")}
			if k.Encryption == 0 {
				k.Text, k.Encryption = access.TypeSeven(k.Text), typeSeven
			}
			c.NTP.SetKey(k)
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.NTP.Keys = slices.DeleteFunc(c.NTP.Keys, func(k config.NTPKey) bool { return k.Number == a.Int("number") })
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, k := range c.NTP.Keys {
				lines = append(lines, parser.Args{"number": k.Number, "key": k.Text, "encryption": k.Encryption})
			}
			return lines
		},
	}
}

func ntpTrustedKey() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `ntp trusted-key number:<1-4294967295>`,
		Help:   ntpHelp(modes.H{"trusted-key": "Key numbers for trusted time sources", "number": "Key number"}),
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			if n := a.Int("number"); !slices.Contains(c.NTP.Trusted, n) {
				c.NTP.Trusted = append(c.NTP.Trusted, n)
			}
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.NTP.Trusted = slices.DeleteFunc(c.NTP.Trusted, func(n int) bool { return !a.Has("number") || n == a.Int("number") })
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, n := range c.NTP.Trusted {
				lines = append(lines, parser.Args{"number": n})
			}
			return lines
		},
	}
}

func ntpSource() modes.Cmd[modes.Global] {
	return modes.Text(`ntp source interface:INTERFACE`, ntpHelp(modes.H{"source": "Configure interface for source address"}),
		func(c modes.Global) *string { return &c.NTP.Source })
}

// ntpAccessWords are the keywords of config.NTPAccess.
var ntpAccessWords = [...]string{config.NTPPeer: "peer", config.NTPServe: "serve", config.NTPServeOnly: "serve-only",
	config.NTPQueryOnly: "query-only"}

func ntpAccessGroup() modes.Cmd[modes.Global] {
	of := func(c modes.Global, a parser.Args) *config.NTPList {
		return &c.NTP.Access[slices.IndexFunc(ntpAccessWords[:], a.Has)]
	}
	return modes.Cmd[modes.Global]{
		Syntax: `ntp access-group {peer | serve | serve-only | query-only} list:WORD [kod]`,
		No:     `ntp access-group {peer | serve | serve-only | query-only} [list:WORD [kod]]`,
		Help: ntpHelp(modes.H{"access-group": "Control NTP access", "peer": "Provide full access", "serve": "Provide server and query access",
			"serve-only": "Provide only server access", "query-only": "Allow only control queries", "list": "Standard IP access list",
			"kod": "Send a Kiss-o-Death packet for failing peers"}),
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			*of(c, a) = config.NTPList{List: a.Str("list"), Kiss: a.Has("kod")}
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error { *of(c, a) = config.NTPList{}; return nil },
		Show: func(c modes.Global) (lines []parser.Args) {
			for kind, l := range c.NTP.Access {
				if l.List != "" {
					lines = append(lines, parser.Args{ntpAccessWords[kind]: true, "list": l.List, "kod": l.Kiss})
				}
			}
			return modes.DropFalse(lines)
		},
	}
}

func ntpMaster() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `ntp master [stratum:<1-15>]`,
		Help:   ntpHelp(modes.H{"master": "Act as NTP master clock", "stratum": "Stratum number"}),
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.NTP.Master, c.NTP.MasterStratum = true, a.Int("stratum")
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, _ parser.Args) error {
			c.NTP.Master, c.NTP.MasterStratum = false, 0
			return nil
		},
		Show: func(c modes.Global) []parser.Args {
			switch {
			case !c.NTP.Master:
				return nil
			case c.NTP.MasterStratum == 0:
				return []parser.Args{{}}
			}
			return []parser.Args{{"stratum": c.NTP.MasterStratum}}
		},
	}
}

func addNTP(l *modes.Language) {
	l.Add("global", ntpFlags()...)
	l.Add("global", ntpKey(), ntpTrustedKey(), ntpSource(), ntpAccessGroup(), ntpMaster(), ntpServer(), ntpPeer())
}
