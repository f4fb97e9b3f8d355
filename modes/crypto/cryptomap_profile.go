package crypto

import (
	"fmt"
	"strings"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// noProfile is said of an ISAKMP profile that a crypto map cannot use.
func noProfile(name string) error {
	return modes.Refuse(fmt.Sprintf("ERROR: ISAKMP profile with tag %q does not exist.", name))
}

// cryptoMapProfile holds for those entries of a map that name no profile themselves.
func cryptoMapProfile() modes.Cmd[modes.Global] {
	return mapSetting{
		keywords: "isakmp-profile", argument: "profile-name", kind: "WORD",
		help: modes.H{"isakmp-profile": "Specify isakmp profile to use", "profile-name": "Name of ISAKMP Profile"},
		check: func(_ *modes.Context, c modes.Global, profile string) error {
			if c.ISAKMP.Profile(profile) == nil {
				return noProfile(profile)
			}
			return nil
		},
		set: (*config.Config).SetMapProfile,
		of:  func(m config.MapSettings) string { return m.Profile },
	}.command()
}

// cryptoMapLocal has the map's peers see the same address whichever interface it is on.
func cryptoMapLocal() modes.Cmd[modes.Global] {
	return mapSetting{
		keywords: "local-address", argument: "interface", kind: "INTERFACE",
		help: modes.H{"local-address": "Interface to use for local address for this crypto map", "interface": "Interface"},
		check: func(x *modes.Context, c modes.Global, name string) error {
			if c.Interface(name) == nil && !x.Loading {
				return &parser.Error{Kind: parser.Invalid, Offset: strings.LastIndexByte(x.Line, ' ') + 1, Line: x.Line}
			}
			return nil
		},
		set: (*config.Config).SetMapLocal,
		of:  func(m config.MapSettings) string { return m.Local },
	}.command()
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
