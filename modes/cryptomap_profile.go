package modes

import (
	"fmt"
	"strings"

	"ruthere/parser"
)

// noProfile is said of an ISAKMP profile that a crypto map cannot use.
func noProfile(name string) error {
	return refuse(fmt.Sprintf("ERROR: ISAKMP profile with tag %q does not exist.", name))
}

// cryptoMapProfile holds for those entries of a map that name no profile themselves.
var cryptoMapProfile = Cmd[global]{
	Syntax: `crypto map name:WORD isakmp-profile profile-name:WORD`,
	Help: H{"crypto": "Encryption module", "map": "Enter a crypto map", "name": "Crypto map tag",
		"isakmp-profile": "Specify isakmp profile to use", "profile-name": "Name of ISAKMP Profile"},
	No: `crypto map name:WORD isakmp-profile [profile-name:WORD]`,
	Set: func(_ *Context, c global, a parser.Args) error {
		if c.ISAKMP.Profile(a.Str("profile-name")) == nil {
			return noProfile(a.Str("profile-name"))
		}
		c.SetMapProfile(a.Str("name"), a.Str("profile-name"))
		return nil
	},
	Unset: func(_ *Context, c global, a parser.Args) error { c.SetMapProfile(a.Str("name"), ""); return nil },
	Show: func(c global) (lines []parser.Args) {
		for _, m := range c.MapSettings {
			if m.Profile != "" {
				lines = append(lines, parser.Args{"name": m.Map, "profile-name": m.Profile})
			}
		}
		return lines
	},
}

// cryptoMapLocal has the map's peers see the same address whichever interface it is on.
var cryptoMapLocal = Cmd[global]{
	Syntax: `crypto map name:WORD local-address interface:INTERFACE`,
	Help: H{"crypto": "Encryption module", "map": "Enter a crypto map", "name": "Crypto map tag",
		"local-address": "Interface to use for local address for this crypto map", "interface": "Interface"},
	No: `crypto map name:WORD local-address [interface:INTERFACE]`,
	Set: func(x *Context, c global, a parser.Args) error {
		if c.Interface(a.Str("interface")) == nil && !x.loading {
			return &parser.Error{Kind: parser.Invalid, Offset: strings.LastIndexByte(x.Line, ' ') + 1, Line: x.Line}
		}
		c.SetMapLocal(a.Str("name"), a.Str("interface"))
		return nil
	},
	Unset: func(_ *Context, c global, a parser.Args) error { c.SetMapLocal(a.Str("name"), ""); return nil },
	Show: func(c global) (lines []parser.Args) {
		for _, m := range c.MapSettings {
			if m.Local != "" {
				lines = append(lines, parser.Args{"name": m.Map, "interface": m.Local})
			}
		}
		return lines
	},
}

var setProfile = Cmd[mapEntry]{
	Syntax: `set isakmp-profile profile-name:WORD`,
	Help:   with(setHelp, H{"isakmp-profile": "Specify isakmp Profile", "profile-name": "Name of ISAKMP Profile"}),
	Set: func(x *Context, e mapEntry, a parser.Args) error {
		if x.Config.ISAKMP.Profile(a.Str("profile-name")) == nil {
			return noProfile(a.Str("profile-name"))
		}
		e.Profile = a.Str("profile-name")
		return nil
	},
	Unset: func(_ *Context, e mapEntry, _ parser.Args) error { e.Profile = ""; return nil },
	Show:  func(e mapEntry) []parser.Args { return text("profile-name", e.Profile) },
}
