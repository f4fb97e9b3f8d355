package modes

import (
	"slices"
	"strings"

	"ruthere/parser"
)

// Unoffered has `?` leave keywords out that the grammar of a mode would take, because of what
// the line has already: words is told the line so far, spelt in full, and names them.
func (l *Language) Unoffered(mode string, words func(line string) []string) {
	m := l.Mode(mode)
	m.unoffered = append(m.unoffered, words)
}

// offered is the help of text without what its line has already.
func (m *Mode) offered(h parser.Help, text string, level int) parser.Help {
	if len(m.unoffered) == 0 {
		return h
	}
	line, err := m.Spell(text[:strings.LastIndexAny(text, " \t")+1], level)
	if err != nil {
		return h // not a line yet
	}
	for _, words := range m.unoffered {
		left := words(line)
		h.Rows = slices.DeleteFunc(h.Rows, func(r parser.Row) bool { return slices.Contains(left, r.Item) })
		h.Names = slices.DeleteFunc(h.Names, func(name string) bool { return slices.Contains(left, name) })
	}
	return h
}
