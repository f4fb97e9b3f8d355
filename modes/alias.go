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

func IsBuiltInAlias(mode, name string) bool {
	return slices.ContainsFunc(builtInAliases, func(a config.Alias) bool { return a.Mode == mode && a.Name == name })
}

// aliases lists those of a mode, the router's own first.
func AliasesOf(c *config.Config, mode string) (list []config.Alias) {
	for _, a := range builtInAliases {
		if a.Mode == mode && AliasIndex(c, mode, a.Name) < 0 {
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

func AliasIndex(c *config.Config, mode, name string) int {
	return slices.IndexFunc(c.Aliases, func(a config.Alias) bool { return a.Mode == mode && a.Name == name })
}

// expandAlias replaces the first word of a line, unless the session wants none of that.
func (s *Session) expandAlias(m *Mode, line string) (expanded string, shift int) {
	if s.Plain {
		return line, 0
	}
	return expandAlias(s.box.Config(), m, line)
}

// expandAlias replaces the first word of a line of a mode if it is an alias. Shift is
// how much longer the line became.
func expandAlias(c *config.Config, m *Mode, line string) (expanded string, shift int) {
	start := len(line) - len(strings.TrimLeft(line, " \t"))
	end := start
	for end < len(line) && line[end] != ' ' && line[end] != '\t' {
		end++
	}
	for _, a := range AliasesOf(c, m.word()) {
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
	for _, a := range AliasesOf(c, m.word()) {
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

// unsetAlias takes an alias away, or all of a mode; of one the router comes with it
// keeps that it is gone.
