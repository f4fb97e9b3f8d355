package crypto

import (
	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// What the SAs of an entry have besides their transforms: keys of their own, and an end.

func setPFS() modes.Cmd[mapEntry] {
	return modes.Cmd[mapEntry]{
		Syntax: `set pfs [group1 | group2 | group5 | group14 |
			<15,xe> group15 | <15,xe> group16 | <15,xe> group19 |
			<15,xe> group20 | <15,xe> group21 | <15,xe> group24]`,
		Default: "no set pfs",
		Help: modes.MergeHelp(setHelp(), modes.H{"pfs": "Specify pfs settings", "group1": "D-H Group1 (768-bit modp)",
			"group2": "D-H Group2 (1024-bit modp)",
			"group5": "D-H Group5 (1536-bit modp)", "group14": "D-H Group14 (2048-bit modp)", "group15": "D-H Group15 (3072-bit modp)",
			"group16": "D-H Group16 (4096-bit modp)", "group19": "D-H Group19 (256-bit ecp)", "group20": "D-H Group20 (384-bit ecp)",
			"group21": "D-H Group21 (521-bit ecp)", "group24": "D-H Group24 (2048-bit modp, 256 bit subgroup)"}),
		Set: func(_ *modes.Context, e mapEntry, a parser.Args) error {
			e.PFSGroup = 1
			for _, g := range groupOptions {
				if a.Has("group" + g.Keyword) {
					e.PFSGroup = g.Value
				}
			}
			return nil
		},
		Unset: func(_ *modes.Context, e mapEntry, _ parser.Args) error { e.PFSGroup = 0; return nil },
		Show: func(e mapEntry) []parser.Args {
			if e.PFSGroup == 0 {
				return nil
			}
			return []parser.Args{{"group" + modes.Itoa(e.PFSGroup): true}}
		},
	}
}

func setLifetime() modes.Cmd[mapEntry] {
	return modes.Cmd[mapEntry]{
		Syntax: `set security-association lifetime {kilobytes {kb:<2560-4294967295> | disable} | seconds secs:<120-2592000>}`,
		Help:   modes.MergeHelp(setHelp(), lifetimeHelp()),
		Set: func(_ *modes.Context, e mapEntry, a parser.Args) error {
			switch {
			case a.Has("secs"):
				e.LifetimeSeconds = a.Int("secs")
			case a.Has("disable"):
				e.LifetimeKilobytes = config.NoVolumeLimit
			default:
				e.LifetimeKilobytes = a.Int("kb")
			}
			return nil
		},
		Unset: func(_ *modes.Context, e mapEntry, a parser.Args) error {
			if !a.Has("kilobytes") {
				e.LifetimeSeconds = 0
			}
			if !a.Has("seconds") {
				e.LifetimeKilobytes = 0
			}
			return nil
		},
		Show: func(e mapEntry) (lines []parser.Args) {
			switch kb := e.LifetimeKilobytes; kb {
			case 0:
			case config.NoVolumeLimit:
				lines = append(lines, parser.Args{"kilobytes": true, "disable": true})
			default:
				lines = append(lines, parser.Args{"kilobytes": true, "kb": kb})
			}
			if e.LifetimeSeconds != 0 {
				lines = append(lines, parser.Args{"seconds": true, "secs": e.LifetimeSeconds})
			}
			return lines
		},
	}
}

// setPerHost has SAs negotiated for each pair of hosts.
func setPerHost() modes.Cmd[mapEntry] {
	return modes.Flag(`set security-association level per-host`, modes.MergeHelp(setHelp(), modes.H{
		"security-association": "Security association parameters", "level": "specify a security association granularity level for identities",
		"per-host": "per-host granularity"}), func(e mapEntry) *bool { return &e.PerHost })
}

func setIdleTime() modes.Cmd[mapEntry] {
	return modes.Cmd[mapEntry]{
		Syntax: `set security-association idle-time secs:<60-86400> [default]`,
		Help:   modes.MergeHelp(setHelp(), idleTimeHelp(), modes.H{"default": "Go back to the default peer when the SAs have been idle"}),
		Set: func(_ *modes.Context, e mapEntry, a parser.Args) error {
			e.IdleTime, e.IdleDefault = modes.Seconds(a.Int("secs")), a.Has("default")
			return nil
		},
		Unset: func(_ *modes.Context, e mapEntry, _ parser.Args) error {
			e.IdleTime, e.IdleDefault = 0, false
			return nil
		},
		Show: func(e mapEntry) []parser.Args {
			if e.IdleTime == 0 {
				return nil
			}
			a := parser.Args{"secs": modes.InSeconds(e.IdleTime)}
			if e.IdleDefault {
				a["default"] = true
			}
			return []parser.Args{a}
		},
	}
}
