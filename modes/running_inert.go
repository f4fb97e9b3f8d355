package modes

import (
	"slices"
	"strings"

	"ruthere/config"
)

// Printing what has no effect. Lines of a mode are printed where the mode shows its
// inert commands; global ones have their places in running_order.go, by how they begin.

// inertLine prints one line of a mode, and the block it opens.
func (p *printer) inertLine(m *Mode, l *config.InertLine, indent int) {
	text, e := l.Text, m.commands[l.Command]
	form := ""
	if strings.HasPrefix(text, "no ") {
		form = "no"
	}
	if !p.may(e, form) {
		return
	}
	if e.spell != nil {
		text = e.spell(p.r, text)
	}
	if text == "" {
		return
	}
	blank := strings.Repeat(" ", indent)
	p.line(blank + text)
	if l.Block == nil || e.enter == nil {
		return
	}
	within := indent + e.enter.indent
	for inner := range l.Block.All() {
		p.inertLine(e.enter, inner, within)
	}
	if e.enter.closing != "" {
		p.line(blank + e.enter.closing)
	}
}

// sortInert groups the global inert lines by their commands.
func (p *printer) sortInert() {
	p.left = map[int][]*config.InertLine{}
	for l := range p.c.Inert.All() {
		p.left[l.Command] = append(p.left[l.Command], l)
	}
	for at, e := range Global.commands {
		if e.lead == "version" || strings.HasPrefix(e.lead, "boot-") {
			delete(p.left, at)
		}
	}
}

// inert prints the global inert lines that begin with these words; byDefault is printed
// when there are none. Blocks are parted by separators.
func (p *printer) inert(lead string, byDefault ...string) {
	found := false
	for at, e := range Global.commands {
		if e.lead != lead && !strings.HasPrefix(e.lead, lead+" ") {
			continue
		}
		found = p.inertOf(at) || found
	}
	if found || p.level < maxPrivilege {
		return
	}
	for _, line := range byDefault {
		p.line(line)
	}
}

// inertEach prints the lines of several beginnings.
func (p *printer) inertEach(leads ...string) {
	for _, lead := range leads {
		p.inert(lead)
	}
}

// inertBesides is inert but for one of the beginnings.
func (p *printer) inertBesides(lead, other string) {
	for at, e := range Global.commands {
		if e.lead != other && (e.lead == lead || strings.HasPrefix(e.lead, lead+" ")) {
			p.inertOf(at)
		}
	}
}

// groups prints the lines of several beginnings, each with a separator behind it.
func (p *printer) groups(leads ...string) {
	for _, lead := range leads {
		p.group(func() { p.inert(lead) })
	}
}

// inertBut prints what is left of the global inert lines but for those that begin with
// certain words.
func (p *printer) inertBut(leads ...string) {
	for at, e := range Global.commands {
		word, _, _ := strings.Cut(e.lead, " ")
		if !slices.Contains(leads, word) {
			p.inertOf(at)
		}
	}
}

// inertOf prints the lines of one global command.
func (p *printer) inertOf(at int) bool {
	lines := p.left[at]
	delete(p.left, at)
	for i, l := range lines {
		if i > 0 && Global.commands[at].separated {
			p.bang()
		}
		p.inertLine(Global, l, 0)
	}
	return len(lines) > 0
}
