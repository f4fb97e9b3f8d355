package system

import (
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

func alias() modes.Cmd[modes.Global] {
	names, help := modes.ModeChoice()
	return modes.Cmd[modes.Global]{
		Syntax: `alias ` + names + ` alias-name:WORD alias-command:LINE`,
		Help: modes.MergeHelp(help, modes.H{"alias": "Create command alias", "alias-name": "Alias name",
			"alias-command": "Command to be aliased"}),
		No: `alias ` + names + ` alias-name:WORD`,
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.SetAlias(config.Alias{Mode: modes.NamedMode(a).Word, Name: a.Str("alias-name"), Command: strings.TrimRight(a.Str("alias-command"),
				" \t")})
			return nil
		},
		Unset: unsetAlias,
		Reset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			if !namesMode(a) {
				return modes.ErrIncomplete
			}
			c.Aliases = slices.DeleteFunc(c.Aliases, func(have config.Alias) bool {
				return have.Mode == modes.NamedMode(a).Word && (!a.Has("alias-name") || have.Name == a.Str("alias-name"))
			})
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, a := range c.Aliases {
				if a.Command != "" {
					lines = append(lines, parser.Args{a.Mode: true, "alias-name": a.Name, "alias-command": a.Command})
				}
			}
			return lines
		},
		ShowNo: func(c modes.Global) (lines []parser.Args) {
			for _, a := range c.Aliases {
				if a.Command == "" {
					lines = append(lines, parser.Args{a.Mode: true, "alias-name": a.Name})
				}
			}
			return lines
		},
	}
}

func namesMode(a parser.Args) bool {
	return slices.ContainsFunc(modes.ModeNames, func(n modes.ModeName) bool { return a.Has(n.Word) })
}

func unsetAlias(_ *modes.Context, c modes.Global, a parser.Args) error {
	if !namesMode(a) {
		return modes.ErrIncomplete
	}
	mode := modes.NamedMode(a).Word
	for _, have := range modes.AliasesOf(c, mode) {
		if a.Has("alias-name") && have.Name != a.Str("alias-name") {
			continue
		}
		if modes.IsBuiltInAlias(mode, have.Name) {
			c.SetAlias(config.Alias{Mode: mode, Name: have.Name})
		} else {
			i := modes.AliasIndex(c, mode, have.Name)
			c.Aliases = slices.Delete(c.Aliases, i, i+1)
		}
	}
	return nil
}

func showAliases() modes.Cmd[modes.Device] {
	names, help := modes.ModeChoice()
	return modes.ShowCommand(`aliases [`+names+`]`, modes.MergeHelp(help, modes.H{"aliases": "Display alias commands"}),
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			for _, n := range modes.ModeNames {
				list := modes.AliasesOf(b.Config(), n.Word)
				if namesMode(a) && !a.Has(n.Word) || len(list) == 0 {
					continue
				}
				x.Println(n.Help + " aliases:")
				for _, a := range list {
					x.Printf("  %-21s %s\n", a.Name, a.Command)
				}
				x.Println("")
			}
			return nil
		})
}

func addAlias(l *modes.Language) { l.Add("global", alias()) }
