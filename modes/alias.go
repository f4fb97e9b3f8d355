package modes

import (
	"strings"

	"ruthere/parser"
)

// execAliases are the aliases that every router comes with.
var execAliases = [][2]string{
	{"h", "help"}, {"lo", "logout"}, {"p", "ping"}, {"r", "resume"},
	{"s", "show"}, {"u", "undebug"}, {"un", "undebug"}, {"w", "where"},
}

// expandAlias replaces the first word of an EXEC line if it is an alias. Shift is how
// much longer the line became.
func expandAlias(line string) (expanded string, shift int) {
	start := len(line) - len(strings.TrimLeft(line, " \t"))
	word, _, _ := strings.Cut(strings.ReplaceAll(line[start:], "\t", " "), " ")
	for _, a := range execAliases {
		if strings.EqualFold(a[0], word) {
			return line[:start] + a[1] + line[start+len(word):], len(a[1]) - len(a[0])
		}
	}
	return line, 0
}

// withAliases puts the aliases that begin like the only word of text into its help.
func withAliases(h parser.Help, text string) parser.Help {
	word := strings.TrimLeft(text, " \t")
	if len(h.Names) == 0 || word == "" || strings.ContainsAny(word, " \t") {
		return h
	}
	var names []string
	for _, a := range execAliases {
		if strings.HasPrefix(a[0], strings.ToLower(word)) {
			names = append(names, "*"+a[0]+"="+a[1])
		}
	}
	h.Names = append(names, h.Names...)
	return h
}
