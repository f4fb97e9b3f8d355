package access

import (
	"cmp"
	"reflect"
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// linesAt are the terminal lines that a way into the mode leads to. They may be several:
// vty 0 15 where 0 4 and 5 15 are configured apart.
func linesAt(c *config.Config, path parser.Args) (found []terminalLine) {
	kind, first, last := linesOf(path)
	for _, l := range c.Lines {
		if l.Kind == kind && l.First <= last && first <= l.Last {
			found = append(found, l)
		}
	}
	return found
}

func linesOf(a parser.Args) (kind config.LineKind, first, last int) {
	for _, kind := range []config.LineKind{config.LineAux, config.LineConsole} {
		if a.Has(string(kind)) {
			return kind, 0, 0
		}
	}
	first = a.Int("first")
	return config.LineVTY, first, max(first, a.Int("last"))
}

func line() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `line {aux aux-number:<0-0> | con=console con-number:<0-0> | vty first:<0-988> [last:<0-988>]}`,
		Help: modes.H{"line": "Configure a terminal line", "aux": "Auxiliary line", "console": "Primary terminal line", "vty": "Virtual terminal",
			"aux-number": "First Line number", "con-number": "First Line number", "first": "First Line number", "last": "Last Line number"},
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			kind, first, last := linesOf(a)
			splitLines(c, kind, first, last)
			return nil
		},
		No: `line vty first:<0-988> [last:<0-988>]`,
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			if !a.Has("first") {
				return modes.ErrIncomplete
			}
			if a.Int("first") < ownVTYs {
				return modes.Refuse("% Can't delete last 5 VTY lines")
			}
			first := a.Int("first")
			c.Lines = slices.DeleteFunc(c.Lines, func(l *config.Line) bool { return l.Kind == config.LineVTY && l.First >= first })
			for _, l := range c.Lines {
				if l.Kind == config.LineVTY {
					l.Last = min(l.Last, first-1)
				}
			}
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, l := range joinedLines(c.Lines) {
				a := parser.Args{string(l.Kind): true}
				if l.Kind == config.LineVTY {
					a["first"] = l.First
					if l.Last != l.First {
						a["last"] = l.Last
					}
				} else {
					a[string(l.Kind)+"-number"] = 0
				}
				lines = append(lines, a)
			}
			return lines
		},
		Spell: func(_ debuglog.Release, line string) string {
			return strings.Replace(line, "line console", "line con", 1)
		},
		Enter: "line",
	}
}

// ownVTYs are the virtual lines that every router has. They are printed apart from
// those that were added.
const ownVTYs = 5

// joinedLines are the lines as they are printed: neighbours that are configured alike
// make one range.
func joinedLines(lines []*config.Line) (joined []*config.Line) {
	for _, l := range lines {
		if n := len(joined); n > 0 && l.Kind == config.LineVTY && joined[n-1].Last+1 == l.First && l.First != ownVTYs && alike(joined[n-1], l) {
			both := *joined[n-1]
			both.Last = l.Last
			joined[n-1] = &both
			continue
		}
		joined = append(joined, l)
	}
	return joined
}

// alike says whether lines differ in their numbers only.
func alike(a, b *config.Line) bool {
	c := *b
	c.Kind, c.First, c.Last = a.Kind, a.First, a.Last
	return reflect.DeepEqual(*a, c)
}

// splitLines makes the lines first to last ones of their own: a range that reaches
// beyond them is cut, and what is missing is made.
func splitLines(c modes.Global, kind config.LineKind, first, last int) {
	var lines []*config.Line
	next := first // the first line not there yet
	for _, l := range c.Lines {
		if l.Kind != kind || l.Last < first || l.First > last {
			lines = append(lines, l)
			continue
		}
		for _, part := range [][2]int{{l.First, first - 1}, {max(l.First, first), min(l.Last, last)}, {last + 1, l.Last}} {
			if part[0] <= part[1] {
				m := l.Clone()
				m.First, m.Last = part[0], part[1]
				lines = append(lines, m)
			}
		}
		next = min(l.Last, last) + 1
	}
	if next <= last {
		lines = append(lines, config.NewLine(kind, next, last))
	}
	slices.SortStableFunc(lines, func(a, b *config.Line) int {
		order := []config.LineKind{config.LineConsole, config.LineAux, config.LineVTY}
		return cmp.Or(slices.Index(order, a.Kind)-slices.Index(order, b.Kind), a.First-b.First)
	})
	c.Lines = lines
}

type terminalLine = *config.Line

func addLine(l *modes.Language) {
	modes.DefineMode(l, modes.ModeOf[terminalLine]{ID: "line", Prompt: "config-line", Title: "Line configuration commands:",
		Parent: modes.GlobalMode,
		Find:   linesAt, Inert: func(t terminalLine) *config.Inert { return &t.Inert }})
	l.Add("global", line())
}
