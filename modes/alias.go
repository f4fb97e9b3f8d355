package modes

import (
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/parser"
)

// builtInAliases are the aliases that every router comes with, all for EXEC.
var builtInAliases = []config.Alias{
	{Mode: "exec", Name: "h", Command: "help"}, {Mode: "exec", Name: "lo", Command: "logout"},
	{Mode: "exec", Name: "p", Command: "ping"}, {Mode: "exec", Name: "r", Command: "resume"},
	{Mode: "exec", Name: "s", Command: "show"}, {Mode: "exec", Name: "u", Command: "undebug"},
	{Mode: "exec", Name: "un", Command: "undebug"}, {Mode: "exec", Name: "w", Command: "where"},
}

func builtIn(mode, name string) bool {
	return slices.ContainsFunc(builtInAliases, func(a config.Alias) bool { return a.Mode == mode && a.Name == name })
}

// aliases lists those of a mode, the router's own first.
func aliases(c *config.Config, mode string) (list []config.Alias) {
	for _, a := range builtInAliases {
		if a.Mode == mode && aliasIndex(c, mode, a.Name) < 0 {
			list = append(list, a)
		}
	}
	for _, a := range c.Aliases {
		if a.Mode == mode && a.Command != "" {
			list = append(list, a)
		}
	}
	return list
}

func aliasIndex(c *config.Config, mode, name string) int {
	return slices.IndexFunc(c.Aliases, func(a config.Alias) bool { return a.Mode == mode && a.Name == name })
}

// expandAlias replaces the first word of a line of a mode if it is an alias. Shift is
// how much longer the line became.
func expandAlias(c *config.Config, m *Mode, line string) (expanded string, shift int) {
	start := len(line) - len(strings.TrimLeft(line, " \t"))
	end := start
	for end < len(line) && line[end] != ' ' && line[end] != '\t' {
		end++
	}
	for _, a := range aliases(c, m.word()) {
		if strings.EqualFold(a.Name, line[start:end]) {
			return line[:start] + a.Command + line[end:], len(a.Command) - len(a.Name)
		}
	}
	return line, 0
}

// withAliases puts the aliases that begin like the only word of text into its help.
func withAliases(h parser.Help, c *config.Config, m *Mode, text string) parser.Help {
	word := strings.TrimLeft(text, " \t")
	if word == "" || strings.ContainsAny(word, " \t") {
		return h
	}
	var names []string
	for _, a := range aliases(c, m.word()) {
		if !strings.HasPrefix(strings.ToLower(a.Name), strings.ToLower(word)) {
			continue
		}
		command := a.Command
		if strings.Contains(command, " ") {
			command = `"` + command + `"`
		}
		names = append(names, "*"+a.Name+"="+command)
	}
	if len(names) == 0 {
		return h
	}
	slices.Sort(names)
	return parser.Help{Names: append(names, h.Names...)}
}

var alias = func() Cmd[global] {
	modes, help := modeChoice()
	return Cmd[global]{
		Syntax: `alias ` + modes + ` alias-name:WORD alias-command:LINE`,
		Help:   with(help, H{"alias": "Create command alias", "alias-name": "Alias name", "alias-command": "Command to be aliased"}),
		No:     `alias ` + modes + ` alias-name:WORD`,
		Set: func(_ *Context, c global, a parser.Args) error {
			c.SetAlias(config.Alias{Mode: namedMode(a).word, Name: a.Str("alias-name"), Command: strings.TrimRight(a.Str("alias-command"), " \t")})
			return nil
		},
		Unset: unsetAlias,
		Reset: func(_ *Context, c global, a parser.Args) error {
			if !namesMode(a) {
				return errIncomplete
			}
			c.Aliases = slices.DeleteFunc(c.Aliases, func(have config.Alias) bool {
				return have.Mode == namedMode(a).word && (!a.Has("alias-name") || have.Name == a.Str("alias-name"))
			})
			return nil
		},
		Show: func(c global) (lines []parser.Args) {
			for _, a := range c.Aliases {
				if a.Command != "" {
					lines = append(lines, parser.Args{a.Mode: true, "alias-name": a.Name, "alias-command": a.Command})
				}
			}
			return lines
		},
		ShowNo: func(c global) (lines []parser.Args) {
			for _, a := range c.Aliases {
				if a.Command == "" {
					lines = append(lines, parser.Args{a.Mode: true, "alias-name": a.Name})
				}
			}
			return lines
		},
	}
}()

func namesMode(a parser.Args) bool {
	return slices.ContainsFunc(modeNames, func(n modeName) bool { return a.Has(n.word) })
}

// unsetAlias takes an alias away, or all of a mode; of one the router comes with it
// keeps that it is gone.
func unsetAlias(_ *Context, c global, a parser.Args) error {
	if !namesMode(a) {
		return errIncomplete
	}
	mode := namedMode(a).word
	for _, have := range aliases(c, mode) {
		if a.Has("alias-name") && have.Name != a.Str("alias-name") {
			continue
		}
		if builtIn(mode, have.Name) {
			c.SetAlias(config.Alias{Mode: mode, Name: have.Name})
		} else {
			i := aliasIndex(c, mode, have.Name)
			c.Aliases = slices.Delete(c.Aliases, i, i+1)
		}
	}
	return nil
}

var showAliases = func() Cmd[Box] {
	modes, help := modeChoice()
	return show(`aliases [`+modes+`]`, with(help, H{"aliases": "Display alias commands"}),
		func(x *Context, b Box, a parser.Args) error {
			for _, n := range modeNames {
				list := aliases(b.Config(), n.word)
				if namesMode(a) && !a.Has(n.word) || len(list) == 0 {
					continue
				}
				x.Println(n.help + " aliases:")
				for _, a := range list {
					x.Printf("  %-21s %s\n", a.Name, a.Command)
				}
				x.Println("")
			}
			return nil
		})
}()

func init() { Global.Add(alias) }
