package modes

import (
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/parser"
)

// An Entry tells of one command of a mode, for references and for tests of the grammar.
type Entry struct{ c *command }

// Commands are the commands of the mode, those first that win over others.
func (m *Mode) Commands() []Entry {
	entries := make([]Entry, len(m.commands))
	for i, c := range m.commands {
		entries[i] = Entry{c}
	}
	return entries
}

// Match understands a line of the mode in a file, for a privilege level (0 to 15). The error is
// a *parser.Error.
func (m *Mode) Match(line string, level int) (Entry, error) {
	match, err := m.grammar.Match(line, level)
	if err != nil {
		return Entry{}, err
	}
	return Entry{match.Tag.(action).command}, nil
}

// Spell is a line typed at a console of the mode with its keywords in full. The error is a
// *parser.Error.
func (m *Mode) Spell(line string, level int) (string, error) {
	if _, err := m.console(nil).Match(line, level); err != nil {
		return "", err
	}
	full, _, _ := m.console(nil).Expand(line)
	return full, nil
}

// Edit runs a line of the mode on a value that its commands act on. The line must not need a
// device.
func (m *Mode) Edit(target any, line string) error {
	match, err := m.grammar.Match(line, maxPrivilege)
	if err != nil {
		return err
	}
	return match.Tag.(action).do(nil, target, match.Args)
}

// Offers understands a line as a console does on a router that has a configuration. The error is a
// *parser.Error.
func (m *Mode) Offers(c *config.Config, line string) error {
	_, err := m.consoleOn(c, nil).Match(line, maxPrivilege)
	return err
}

// Help explains what may stand where a line typed in the mode ends, on a console and for any
// kind of interface.
func (m *Mode) Help(line string, level int) parser.Help { return m.console(nil).Help(line, level) }

// Syntax is the command's syntax, as package parser reads it, in one line and without marks.
func (e Entry) Syntax() string { return strings.Join(strings.Fields(parser.Unmarked(e.c.text)), " ") }

// Marks are the words of the marks in its syntax: what it, or part of it, is kept to.
func (e Entry) Marks() []string { return parser.Marks(e.c.text) }

// Keywords are the keywords that every line of the command begins with.
func (e Entry) Keywords() string { return strings.ReplaceAll(LeadingKeywords(e.c.text), `\`, "") }

// Place is where its lines stand in the running-config: see RunningOrder.
func (e Entry) Place() string { return e.c.place }

// HelpOf lists the help texts of its keywords and arguments, in the order of the syntax.
func (e Entry) HelpOf() []parser.Row { return e.c.syntax.Explain() }

// Defaults are the lines that `show running-config all` prints where nothing is configured.
func (e Entry) Defaults() []string { return e.c.byDefault }

// HasEffect says whether anything follows from the command but that it is kept and shown.
func (e Entry) HasEffect() bool { return e.c.feature == "" }

// saysWhatIsSo says whether a line of a command without effect asks for what is so anyway: it says a default; it is of a command that asks
// for nothing else; or it takes away what is not done here.
func (e Entry) saysWhatIsSo(line string) bool {
	line = strings.Join(strings.Fields(line), " ")
	always := e.c.inert && e.c.withoutEffect.SoAnyway
	if _, negated := strings.CutPrefix(line, "no "); negated || always {
		return negated != always
	}
	is := func(d StatedDefault) bool { return d.Line == line }
	return slices.Contains(e.c.byDefault, line) || slices.ContainsFunc(e.c.stated, is) || slices.ContainsFunc(e.c.unsaid, is)
}

// KeptAsText says whether it has no effect and its lines are kept as they were typed: nothing
// refuses them.
func (e Entry) KeptAsText() bool { return e.c.inert && !e.c.withoutEffect.Hashed }

// Feature is what a command without effect would be part of.
func (e Entry) Feature() string { return e.c.feature }

// Hidden commands are not shown by `?` and Tab.
func (e Entry) Hidden() bool { return e.c.hidden }

// Level is the privilege level that it needs, 0 to 15.
func (e Entry) Level() int { return e.c.level }

// Mode is the ID of the mode that it is a command of.
func (e Entry) Mode() string { return e.c.mode.ID }

// Opens is the ID of the mode that the command opens, "" for none.
func (e Entry) Opens() string {
	if e.c.enter == nil {
		return ""
	}
	return e.c.enter.ID
}

// Negatable says whether it has a `no` form.
func (e Entry) Negatable() bool { return e.c.no != nil }

// Printed says whether the running-config has lines for it.
func (e Entry) Printed() bool { return e.c.inert || e.c.show != nil || e.c.showNo != nil }

// Changes says whether it changes the configuration: exit and help do not.
func (e Entry) Changes() bool { return e.c.set != nil && e.c.changes() }

// Compile compiles the syntax, which otherwise happens when a line has come that far. It
// panics if the syntax or its help is wrong.
func (e Entry) Compile() {
	e.c.syntax.Ready()
	if e.c.no != nil {
		e.c.no.Ready()
	}
}

// Sample is a random line of the command. The error says that this line would not be read
// back, as `any any` where one word would do.
func (e Entry) Sample(r parser.Chooser) (string, error) {
	return e.c.syntax.Print(e.c.syntax.Sample(r))
}

// SampleSecret is Sample with values of the caller's where secrets stand.
func (e Entry) SampleSecret(r parser.Chooser, secret func() string) (string, error) {
	a := e.c.syntax.Sample(r)
	e.c.syntax.Plant(a, secret)
	return e.c.syntax.Print(a)
}

// SecrecyOf says what may be shown of an argument.
func (e Entry) SecrecyOf(name string) parser.Secrecy { return e.c.syntax.SecrecyOf(name) }
