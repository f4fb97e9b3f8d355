package modes

import (
	"maps"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/parser"
)

// A RunningOrder is the order of the running-config: what stands where.
type RunningOrder struct {
	// Global prints the whole from `version` on, but for the `end`.
	Global func(p *Printer)
	// Places are the places of the lines of other modes, in order, by the modes' IDs.
	// Lines of no named place come after them.
	Places map[string][]string
}

// A Printer writes a configuration: the commands in order, each printed by its grammar.
type Printer struct {
	language *Language
	c        *config.Config
	b        strings.Builder
	all      bool // defaults are shown too
	level    int  // of the user who reads it

	left map[int][]*config.InertLine // global inert lines not printed yet, by their command
}

func (l *Language) printer(level int, c *config.Config) *Printer {
	return &Printer{language: l, c: c.Indexed(), level: level}
}

// whole is the configuration, up to its `end`.
func (p *Printer) whole() string {
	p.sortInert()
	p.language.Running.Global(p)
	p.Line("end")
	return p.b.String()
}

// Release is whose writing is wanted.
func (p *Printer) Release() debuglog.Release { return p.language.Release }

// ReadsAll says whether the reader may see everything.
func (p *Printer) ReadsAll() bool { return p.level == maxPrivilege }

// may says whether the reader could type a form of the command.
func (p *Printer) may(e *command, form string) bool {
	return p.ReadsAll() || requiredLevel(p.c.Privileges, action{command: e, form: form}) <= p.level
}

// Line writes a line.
func (p *Printer) Line(text string) { p.b.WriteString(text); p.b.WriteByte('\n') }

// Separator writes the line that separates parts of a configuration.
func (p *Printer) Separator() { p.Line("!") }

// Group prints what f prints, and a separator after it if it printed anything.
func (p *Printer) Group(f func()) {
	before := p.b.Len()
	f()
	if p.b.Len() > before {
		p.Separator()
	}
}

// Show prints the lines of global commands with an effect, which are named by their places.
func (p *Printer) Show(places ...string) {
	for _, place := range places {
		for _, e := range p.language.Mode(GlobalMode).at(place) {
			p.command(e, p.c, nil, 0)
		}
	}
}

// ShowAll prints the lines of the global commands with an effect whose places begin with these words.
func (p *Printer) ShowAll(place string) {
	for _, e := range p.language.Mode(GlobalMode).printed {
		if !e.inert && BeginsWithWords(e.place, place) {
			p.command(e, p.c, nil, 0)
		}
	}
}

// ShowBlocks prints the lines of a global command, each with the block it opens and a
// separator after it.
func (p *Printer) ShowBlocks(place string) {
	for _, e := range p.language.Mode(GlobalMode).at(place) {
		for _, a := range e.show(p.c, p.c) {
			p.printed(e, e.syntax, a, nil, 0)
			p.Separator()
		}
	}
}

// Block prints the line of a global command that has these values, and the block it opens.
func (p *Printer) Block(place string, a parser.Args) {
	e := p.language.Mode(GlobalMode).at(place)[0]
	p.printed(e, e.syntax, a, nil, 0)
}

// Config is the configuration that is printed.
func (p *Printer) Config() *config.Config { return p.c }

// command prints all lines of one command for a target, which path leads to.
func (p *Printer) command(e *command, target any, path parser.Args, indent int) {
	before := p.b.Len()
	if e.lines != nil && p.may(e, "") {
		for _, line := range e.lines(target) {
			p.Line(line)
		}
	}
	if e.showNo != nil {
		for _, a := range e.showNo(target) {
			p.printed(e, e.no.No("no"), a, path, indent)
		}
	}
	if e.show != nil {
		for _, a := range e.show(p.c, target) {
			p.printed(e, e.syntax, a, path, indent)
		}
	}
	if p.all {
		p.defaults(e, p.b.String()[before:], indent)
	}
}

// defaults prints the defaults of a command that it has not printed something else for.
func (p *Printer) defaults(e *command, printed string, indent int) {
	for _, line := range e.byDefault {
		if e.spell != nil {
			line = e.spell(p.Release(), line)
		}
		if line != "" && !speaksOf(printed, subject(line, e.byDefault)) {
			p.Line(strings.Repeat(" ", indent) + line)
		}
	}
}

// subject is what a default is about: the line without its values, which are its numbers
// or else its last word, and without `no`.
func subject(line string, among []string) string {
	words := strings.Fields(line)
	if words[0] == "no" {
		return strings.Join(words[1:], " ")
	}
	n := len(words)
	for n > 1 && strings.Trim(words[n-1], "0123456789") == "" {
		n--
	}
	if n == len(words) && n > 1 && len(among) == 1 {
		n--
	}
	return strings.Join(words[:n], " ")
}

// speaksOf says whether one of the lines is about a subject, or about all it belongs to.
func speaksOf(lines, subject string) bool {
	for line := range strings.Lines(lines) {
		line = strings.TrimPrefix(strings.TrimSpace(line), "no ")
		if line == subject || strings.HasPrefix(line, subject+" ") || strings.HasPrefix(subject, line+" ") {
			return true
		}
	}
	return false
}

func (p *Printer) printed(e *command, syntax *parser.Syntax, a, path parser.Args, indent int) {
	form := ""
	if syntax != e.syntax {
		form = "no"
	}
	if !p.may(e, form) {
		return
	}
	line, err := syntax.Print(spoken(a))
	if err != nil {
		// A value that no line can say: the reader should see it rather than miss it.
		line = "! " + err.Error()
	} else if e.spell != nil {
		line = e.spell(p.Release(), line)
	}
	if line == "" {
		return
	}
	p.Line(strings.Repeat(" ", indent) + line)
	if e.enter == nil || form != "" {
		return
	}
	path = joined(path, a)
	targets := e.enter.targets(p.c, path)
	if len(targets) == 0 {
		return
	}
	for _, inner := range e.enter.printed {
		if inner.inert {
			p.inertLines(e.enter, inner, targets[0], path, indent+e.enter.indent)
			continue
		}
		p.command(inner, targets[0], path, indent+e.enter.indent)
	}
	if e.enter.closing != "" {
		p.Line(strings.Repeat(" ", indent) + e.enter.closing)
	}
}

// Unspoken begins the name of an argument that is not printed: it only leads to what a mode's lines are about where the printed ones are
// the same.
const Unspoken = "unspoken "

func spoken(a parser.Args) parser.Args {
	for name := range a {
		if strings.HasPrefix(name, Unspoken) {
			a = maps.Clone(a)
			maps.DeleteFunc(a, func(name string, _ any) bool { return strings.HasPrefix(name, Unspoken) })
			return a
		}
	}
	return a
}

// Line is the line of a mode's command that has these values; place is the command's place.
func (l *Language) Line(mode, place string, a parser.Args) (string, error) {
	return l.Mode(mode).at(place)[0].syntax.Print(a)
}

// at lists the commands with an effect whose lines stand at a place of the running-config.
func (m *Mode) at(place string) (found []*command) {
	for _, e := range m.commands {
		if e.place == place && !e.inert {
			found = append(found, e)
		}
	}
	if len(found) == 0 {
		panic("modes: no command of " + m.ID + " has its lines at " + place)
	}
	return found
}
