package crypto

import (
	"slices"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// Templates of crypto map entries. They are configured and shown as entries are; the engine makes entries of them.

func dynamicMap() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `crypto dynamic-map name:WORD sequence:<1-65535>`,
		Help: modes.H{"crypto": "Encryption module", "dynamic-map": "Specify a dynamic crypto map template", "name": "Name",
			"sequence": "Sequence number"},
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.AddDynamicMapEntry(a.Str("name"), a.Int("sequence"))
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.DynamicMaps = slices.DeleteFunc(c.DynamicMaps, func(e *config.CryptoMapEntry) bool {
				return (!a.Has("name") || e.Map == a.Str("name")) && (!a.Has("sequence") || e.Sequence == a.Int("sequence"))
			})
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, e := range c.DynamicMaps {
				lines = append(lines, parser.Args{"name": e.Map, "sequence": e.Sequence})
			}
			return lines
		},
		Enter: "dynamic-map",
	}
}

// setTemplateSets is setTransformSet of a template, which may name sets that do not exist yet.
func setTemplateSets() modes.Cmd[mapEntry] {
	c := setTransformSet()
	c.Set = func(_ *modes.Context, e mapEntry, a parser.Args) error {
		e.TransformSets = slices.Clone(a.List("names"))
		return nil
	}
	return c
}

func showDynamicMap() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`crypto dynamic-map [tag name:WORD]`, modes.H{"crypto": modes.ShowCryptoHelp,
		"dynamic-map": "Crypto map templates", "tag": "Crypto map template with the given tag", "name": "Crypto map template tag"},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			found := false
			for _, e := range b.Config().DynamicMaps {
				if !a.Has("name") || a.Str("name") == e.Map {
					printTemplate(x, b, e)
					found = true
				}
			}
			if !found {
				x.Println("No crypto map templates found.")
			}
			return nil
		})
}

func printTemplate(x *modes.Context, b modes.Device, e *config.CryptoMapEntry) {
	x.Printf("Crypto Map Template\"%s\" %d\n", e.Map, e.Sequence)
	if e.Description != "" {
		x.Printf("\tDescription: %s\n", e.Description)
	}
	if e.Profile != "" {
		x.Printf("\tISAKMP Profile: %s\n", e.Profile)
	}
	printMatch(x, b.Config(), e)
	printProtection(x, b, e)
	x.Println("")
}

func addDynamicMap(l *modes.Language) {
	modes.DefineMode(l, modes.ModeOf[mapEntry]{ID: "dynamic-map", Prompt: "config-crypto-map", Title: "Crypto Map configuration commands:",
		Parent: modes.GlobalMode,
		Find: func(c *config.Config, path parser.Args) []mapEntry {
			return modes.OneTarget(c.DynamicMapEntry(path.Str("name"), path.Int("sequence")))
		},
		Inert: func(e mapEntry) *config.Inert { return &e.Inert }})
	l.Add("global", dynamicMap())
	l.Add("exec", showDynamicMap(), showCryptoRoute())
	for _, c := range []modes.Cmd[mapEntry]{mapDescription(), setPeer(), setLifetime(), setIdleTime(), setNoReplayCheck(), setReplayWindow(),
		setTemplateSets(), setPFS(),
		setProfile(), matchAddress(), reverseRoute(), setReverseRoute()} {
		l.Add("dynamic-map", c)
	}
	l.Add("dynamic-map", modes.ExitFrom[mapEntry]("crypto map configuration mode"))
}
