package crypto

import (
	"net/netip"
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// What remote users of an Easy VPN server are given, by the groups that they are of.

type clientGroup = *config.ClientGroup

func clientConfigurationHelp(more modes.H) modes.H {
	return isakmpHelp(modes.MergeHelp(modes.H{"client": "Set client configuration policy",
		"configuration": "Set client configuration policy"}, more))
}

func isakmpClientGroup() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `crypto isakmp client configuration group group-name:WORD`,
		Help:   clientConfigurationHelp(modes.H{"group": "Set group policy of clients", "group-name": "Group name, or default"}),
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.ISAKMP.AddGroup(a.Str("group-name"))
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			if !a.Has("group-name") {
				return modes.ErrIncomplete
			}
			c.ISAKMP.Groups = slices.DeleteFunc(c.ISAKMP.Groups, func(g clientGroup) bool { return g.Name == a.Str("group-name") })
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, g := range c.ISAKMP.Groups {
				lines = append(lines, parser.Args{"group-name": g.Name})
			}
			return lines
		},
		Enter: "isakmp-client-group",
	}
}

func groupKey() modes.Cmd[clientGroup] {
	return modes.Cmd[clientGroup]{
		Syntax: `key [type0=0 | type6=6] key:WORD!`,
		Help: modes.H{"key": "pre-shared key/IKE password", "0": "Specifies an UNENCRYPTED password will follow",
			"6": "Specifies an ENCRYPTED password will follow", "key/key": "The pre-shared key"},
		Set: func(_ *modes.Context, g clientGroup, a parser.Args) error {
			if len(a.Str("key")) > maxKey {
				return keyTooLong()
			}
			g.Key, g.Encrypted = a.Str("key"), a.Has("type6")
			return nil
		},
		Unset: func(_ *modes.Context, g clientGroup, _ parser.Args) error { g.Key, g.Encrypted = "", false; return nil },
		Show: func(g clientGroup) []parser.Args {
			if g.Key == "" {
				return nil
			}
			a := parser.Args{"key": g.Key}
			if g.Encrypted {
				a["type6"] = true
			}
			return []parser.Args{a}
		},
	}
}

// groupServers is a line of one or two addresses.
func groupServers(word, help string, of func(clientGroup) *[]netip.Addr) modes.Cmd[clientGroup] {
	return modes.Cmd[clientGroup]{
		Syntax: word + ` first:A.B.C.D [second:A.B.C.D]`,
		Help:   modes.H{word: help, "first": "IP address of the first server", "second": "IP address of the second server"},
		Set: func(_ *modes.Context, g clientGroup, a parser.Args) error {
			*of(g) = []netip.Addr{a.Addr("first")}
			if a.Has("second") {
				*of(g) = append(*of(g), a.Addr("second"))
			}
			return nil
		},
		Unset: func(_ *modes.Context, g clientGroup, _ parser.Args) error { *of(g) = nil; return nil },
		Show: func(g clientGroup) []parser.Args {
			list := *of(g)
			switch len(list) {
			case 0:
				return nil
			case 1:
				return []parser.Args{{"first": list[0]}}
			}
			return []parser.Args{{"first": list[0], "second": list[1]}}
		},
	}
}

// maxGroupList bounds the lines of which a group has several.
const maxGroupList = 10

// groupList is a line that may be there several times.
func groupList(word, value string, help modes.H, of func(clientGroup) *[]string) modes.Cmd[clientGroup] {
	return modes.Cmd[clientGroup]{
		Syntax: word + ` ` + value + `:WORD`,
		Help:   help,
		Set: func(_ *modes.Context, g clientGroup, a parser.Args) error {
			if slices.Contains(*of(g), a.Str(value)) {
				return nil
			}
			if len(*of(g)) >= maxGroupList {
				return modes.Refuse("% No more than 10 of these")
			}
			*of(g) = append(*of(g), a.Str(value))
			return nil
		},
		Unset: func(_ *modes.Context, g clientGroup, a parser.Args) error {
			*of(g) = slices.DeleteFunc(*of(g), func(have string) bool { return !a.Has(value) || have == a.Str(value) })
			return nil
		},
		Show: func(g clientGroup) (lines []parser.Args) {
			for _, s := range *of(g) {
				lines = append(lines, parser.Args{value: s})
			}
			return lines
		},
	}
}

func groupNetmask() modes.Cmd[clientGroup] {
	return modes.Cmd[clientGroup]{
		Syntax: `netmask mask:A.B.C.D`,
		Help:   modes.H{"netmask": "netmask used by the client for local connectivity", "mask": "Subnet mask"},
		Set:    func(_ *modes.Context, g clientGroup, a parser.Args) error { g.Netmask = a.Addr("mask"); return nil },
		Unset:  func(_ *modes.Context, g clientGroup, _ parser.Args) error { g.Netmask = netip.Addr{}; return nil },
		Show: func(g clientGroup) []parser.Args {
			if !g.Netmask.IsValid() {
				return nil
			}
			return []parser.Args{{"mask": g.Netmask}}
		},
	}
}

// delimited is the text between delimiters: a character, or ^ and another, before and after it.
func delimited(typed string) (text string, ok bool) {
	size := 1
	if strings.HasPrefix(typed, "^") && len(typed) > 1 {
		size = 2
	}
	delimiter := typed[:min(size, len(typed))]
	text, ok = strings.CutSuffix(strings.TrimPrefix(typed, delimiter), delimiter)
	return text, ok && !strings.Contains(text, delimiter)
}

// maxGroupBanner is the longest banner that clients are sent.
const maxGroupBanner = 1024

// groupBanner takes a text of one line.
func groupBanner() modes.Cmd[clientGroup] {
	return modes.Cmd[clientGroup]{
		Syntax: `banner text:LINE`,
		Help:   modes.H{"banner": "Specify mode config banner", "text": "c banner-text c, where 'c' is a delimiting character"},
		Set: func(_ *modes.Context, g clientGroup, a parser.Args) error {
			text, ok := delimited(a.Str("text"))
			if !ok || len(text) > maxGroupBanner {
				return modes.Refuse("% The banner of a group is one line here, between delimiters, of 1024 characters at most")
			}
			g.Banner = text
			return nil
		},
		Unset: func(_ *modes.Context, g clientGroup, _ parser.Args) error { g.Banner = ""; return nil },
		Show: func(g clientGroup) []parser.Args {
			if g.Banner == "" {
				return nil
			}
			return []parser.Args{{"text": "^C" + g.Banner + "^C"}}
		},
	}
}

func groupText(word, help, value string, of func(clientGroup) *string) modes.Cmd[clientGroup] {
	return modes.Text(word+` value:WORD`, modes.H{word: help, "value": value}, of)
}

func groupFlag(word, help string, of func(clientGroup) *bool) modes.Cmd[clientGroup] {
	return modes.Flag(word, modes.H{word: help}, of)
}

func addClientGroup(l *modes.Language) {
	modes.DefineMode(l, modes.ModeOf[clientGroup]{ID: "isakmp-client-group", Prompt: "config-isakmp-group",
		Title: "ISAKMP group policy config commands:", Parent: modes.GlobalMode,
		Find: func(c *config.Config, path parser.Args) []clientGroup {
			return modes.OneTarget(c.ISAKMP.Group(path.Str("group-name")))
		},
		Inert: func(g clientGroup) *config.Inert { return &g.Inert }})
	l.Add("global", isakmpClientGroup())
	l.Add("isakmp-client-group", groupKey(),
		groupServers("dns", "Specify DNS Addresses", func(g clientGroup) *[]netip.Addr { return &g.DNS }),
		groupServers("wins", "Specify WINS Addresses", func(g clientGroup) *[]netip.Addr { return &g.WINS }),
		groupText("domain", "Set default domain name to send to client", "Domain name", func(g clientGroup) *string { return &g.Domain }),
		groupText("pool", "Set name of address pool", "Pool name", func(g clientGroup) *string { return &g.Pool }),
		groupText("acl", "Specify split tunneling inclusion access-list number", "Access list", func(g clientGroup) *string { return &g.ACL }),
		groupFlag("save-password", "Allows remote client to save XAUTH password", func(g clientGroup) *bool { return &g.SavePass }),
		groupFlag("include-local-lan", "Enable Local LAN Access with no split tunnel", func(g clientGroup) *bool { return &g.LocalLAN }),
		groupFlag("group-lock", "Enforce group lock feature", func(g clientGroup) *bool { return &g.GroupLock }),
		groupFlag("pfs", "The client should propose PFS", func(g clientGroup) *bool { return &g.PFS }),
		groupList("backup-gateway", "gateway", modes.H{"backup-gateway": "Specify backup gateway", "gateway": "Address or host name"},
			func(g clientGroup) *[]string { return &g.Backup }),
		groupList("split-dns", "domain", modes.H{"split-dns": "DNS name to append for resolution", "domain": "Domain name"},
			func(g clientGroup) *[]string { return &g.SplitDNS }),
		modes.Number(`max-users number:<1-5000>`, modes.H{"max-users": "Maximum number of users for this group", "number": "Number of users"}, 0,
			func(g clientGroup) *int { return &g.MaxUsers }).WithoutDefaultLine(),
		modes.Number(`max-logins number:<1-10>`, modes.H{"max-logins": "Maximum simultaneous logins for users in this group",
			"number": "Number of logins"}, 0, func(g clientGroup) *int { return &g.MaxLogins }).WithoutDefaultLine(),
		groupNetmask(), groupBanner(), modes.ExitFrom[clientGroup]("ISAKMP client group policy configuration mode"))
}
