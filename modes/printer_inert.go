package modes

import (
	"iter"
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/parser"
)

// Printing what has no effect. Lines of a mode are printed where the mode shows its
// inert commands; global ones where the RunningOrder names their places.

// inertLines prints the lines of a command of a mode, or the default that it states.
func (p *Printer) inertLines(m *Mode, e *command, target any, path parser.Args, indent int) {
	kind := ""
	if m.kindOf != nil {
		kind = m.kindOf(path)
	}
	kept := m.inert(target)
	lines := kept.At(e.number)
	for _, l := range lines {
		p.inertLine(m, l, kind, indent)
	}
	if len(lines) > 0 || !p.may(e, "") {
		return
	}
	for _, d := range e.stated {
		said := func(words string) bool { return kept.Get(words) != nil }
		if !slices.ContainsFunc(d.Unless, said) && d.holds(p.Release(), kind) {
			p.Line(strings.Repeat(" ", indent) + d.Line)
		}
	}
}

// holds says whether the default is one of a release, on a kind of interface.
func (d StatedDefault) holds(r debuglog.Release, kind string) bool {
	return !slices.ContainsFunc(d.Marks, func(mark string) bool { return !keepsMark(mark, r, kind) })
}

// leavesOut says whether a line says nothing that is not so anyway.
func (e *command) leavesOut(line string, r debuglog.Release, kind string) bool {
	return slices.ContainsFunc(e.unsaid, func(d StatedDefault) bool { return d.Line == line && d.holds(r, kind) })
}

// inertLine prints one line of a mode, and the block it opens. The kind is that of the interface that is
// configured in the mode, if it is.
func (p *Printer) inertLine(m *Mode, l *config.InertLine, kind string, indent int) {
	text, e := l.Text, m.printed[l.Command]
	form := ""
	if strings.HasPrefix(text, "no ") {
		form = "no"
	}
	if !p.may(e, form) || e.leavesOut(text, p.Release(), kind) {
		return
	}
	if e.spell != nil {
		text = e.spell(p.Release(), text)
	}
	if text == "" {
		return
	}
	blank := strings.Repeat(" ", indent)
	p.Line(blank + text)
	if l.Block == nil || e.enter == nil {
		return
	}
	within := indent + e.enter.indent
	for inner := range l.Block.All() {
		p.inertLine(e.enter, inner, "", within)
	}
	if e.enter.closing != "" {
		p.Line(blank + e.enter.closing)
	}
}

// sortInert groups the global inert lines by their commands.
func (p *Printer) sortInert() {
	p.left = map[int][]*config.InertLine{}
	for l := range p.c.Inert.All() {
		p.left[l.Command] = append(p.left[l.Command], l)
	}
	for e := range p.globalInert() {
		if e.place == "version" || strings.HasPrefix(e.place, "boot-") {
			delete(p.left, e.number)
		}
	}
}

// globalInert goes through the inert commands of global configuration mode.
func (p *Printer) globalInert() iter.Seq[*command] {
	return func(yield func(*command) bool) {
		for _, e := range p.language.Mode(GlobalMode).printed {
			if e.inert && !yield(e) {
				return
			}
		}
	}
}

// Inert prints the global lines without effect whose places begin with these words;
// byDefault is printed when there are none. Blocks have separators between them.
func (p *Printer) Inert(place string, byDefault ...string) {
	found := false
	for e := range p.globalInert() {
		if BeginsWithWords(e.place, place) {
			found = p.inertOf(e) || found
		}
	}
	if found || !p.ReadsAll() {
		return
	}
	for _, line := range byDefault {
		p.Line(line)
	}
}

// InertEach prints the lines of several places.
func (p *Printer) InertEach(places ...string) {
	for _, place := range places {
		p.Inert(place)
	}
}

// InertExcept is Inert without some of the places.
func (p *Printer) InertExcept(place string, except ...string) {
	for e := range p.globalInert() {
		if !slices.Contains(except, e.place) && BeginsWithWords(e.place, place) {
			p.inertOf(e)
		}
	}
}

// InertGroups prints the lines of several places, each with a separator after it.
func (p *Printer) InertGroups(places ...string) {
	for _, place := range places {
		p.Group(func() { p.Inert(place) })
	}
}

// InertRest prints what is left of the global inert lines, without those whose places begin
// with certain words.
func (p *Printer) InertRest(except ...string) {
	for e := range p.globalInert() {
		word, _, _ := strings.Cut(e.place, " ")
		if !slices.Contains(except, word) {
			p.inertOf(e)
		}
	}
}

// inertOf prints the lines of one global command.
func (p *Printer) inertOf(e *command) bool {
	lines := p.left[e.number]
	delete(p.left, e.number)
	for i, l := range lines {
		if i > 0 && e.separated {
			p.Separator()
		}
		p.inertLine(e.mode, l, "", 0)
	}
	return len(lines) > 0
}

// beginsWithWords says whether a text is these words, or begins with them.
func BeginsWithWords(text, words string) bool {
	return text == words || strings.HasPrefix(text, words+" ")
}
