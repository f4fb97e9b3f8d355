package crypto

import (
	"fmt"
	"strings"

	"ruthere/modes"
	"ruthere/parser"
)

// noProfile is said of an ISAKMP profile that a crypto map cannot use.
func noProfile(name string) error {
	return modes.Refuse(fmt.Sprintf("ERROR: ISAKMP profile with tag %q does not exist.", name))
}

// cryptoMapProfile holds for those entries of a map that name no profile themselves.
func cryptoMapProfile() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `crypto map name:WORD isakmp-profile profile-name:WORD`,
		Place:  "crypto map isakmp-profile",
		Help: modes.H{"crypto": "Encryption module", "map": "Enter a crypto map", "name": "Crypto map tag",
			"isakmp-profile": "Specify isakmp profile to use", "profile-name": "Name of ISAKMP Profile"},
		No: `crypto map name:WORD isakmp-profile [profile-name:WORD]`,
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			if c.ISAKMP.Profile(a.Str("profile-name")) == nil {
				return noProfile(a.Str("profile-name"))
			}
			c.SetMapProfile(a.Str("name"), a.Str("profile-name"))
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.SetMapProfile(a.Str("name"), "")
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, m := range c.MapSettings {
				if m.Profile != "" {
					lines = append(lines, parser.Args{"name": m.Map, "profile-name": m.Profile})
				}
			}
			return lines
		},
	}
}

// cryptoMapLocal has the map's peers see the same address whichever interface it is on.
func cryptoMapLocal() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `crypto map name:WORD local-address interface:INTERFACE`,
		Place:  "crypto map local-address",
		Help: modes.H{"crypto": "Encryption module", "map": "Enter a crypto map", "name": "Crypto map tag",
			"local-address": "Interface to use for local address for this crypto map", "interface": "Interface"},
		No: `crypto map name:WORD local-address [interface:INTERFACE]`,
		Set: func(x *modes.Context, c modes.Global, a parser.Args) error {
			if c.Interface(a.Str("interface")) == nil && !x.Loading {
				return &parser.Error{Kind: parser.Invalid, Offset: strings.LastIndexByte(x.Line, ' ') + 1, Line: x.Line}
			}
			c.SetMapLocal(a.Str("name"), a.Str("interface"))
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.SetMapLocal(a.Str("name"), "")
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, m := range c.MapSettings {
				if m.Local != "" {
					lines = append(lines, parser.Args{"name": m.Map, "interface": m.Local})
				}
			}
			return lines
		},
	}
}

func setProfile() modes.Cmd[mapEntry] {
	return modes.Cmd[mapEntry]{
		Syntax: `set isakmp-profile profile-name:WORD`,
		Help:   modes.MergeHelp(setHelp(), modes.H{"isakmp-profile": "Specify isakmp Profile", "profile-name": "Name of ISAKMP Profile"}),
		Set: func(x *modes.Context, e mapEntry, a parser.Args) error {
			if x.Config.ISAKMP.Profile(a.Str("profile-name")) == nil {
				return noProfile(a.Str("profile-name"))
			}
			e.Profile = a.Str("profile-name")
			return nil
		},
		Unset: func(_ *modes.Context, e mapEntry, _ parser.Args) error { e.Profile = ""; return nil },
		Show:  func(e mapEntry) []parser.Args { return modes.TextLine("profile-name", e.Profile) },
	}
}
