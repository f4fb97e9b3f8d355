package modes

import (
	"ruthere/config"
	"ruthere/parser"
)

// A Mode is a set of commands and what they act on.
type Mode struct {
	Name   string // as the prompt shows it, config-if; "" for EXEC
	Title  string // heads the list of `?`
	Parent *Mode  // where `exit` leads

	prompt   func(path parser.Args) string // its name in the prompt where it depends on what was entered; else nil
	level    int                           // privilege of a command that names none
	filters  bool                          // show commands take output filters
	indent   int                           // of its lines in the running-config, more than its header's
	closing  string                        // ends its block in the running-config, indented as its header
	commands []*command
	byText   map[string]*command // by syntax text
	grammar  *parser.Grammar
	// targets finds what the commands act on, from the arguments of the commands that
	// led to the mode; nothing when it has been removed meanwhile.
	targets func(c *config.Config, path parser.Args) []any
	// inert finds where inert lines are kept; asTyped has them printed in the order typed,
	// not in that of the commands.
	inert func(target any) *config.Inert
	// yields is a word that a mode around it means when it is typed in full, though here it
	// would be short for another.
	yields  string
	asTyped bool
}

// Add makes commands part of the mode. Of two that match the same line, the one added
// first is taken.
func (m *Mode) Add(commands ...Command) {
	for _, c := range commands {
		m.add(c)
	}
}

func (m *Mode) add(c Command) *command {
	e := c.erase(m)
	m.append(e)
	if e.set != nil {
		m.grammar.Add(e.syntax, action{e, e.set, ""}, e.level, e.hidden)
	}
	if e.no != nil {
		m.grammar.Add(e.no.No("no"), action{e, e.unset, "no"}, e.level, e.hidden)
		if m != Exec {
			m.grammar.Add(e.no.No("default"), action{e, e.reset, "default"}, e.level, e.hidden)
		}
	}
	return e
}

func (m *Mode) append(e *command) {
	m.commands = append(m.commands, e)
	if m.byText == nil {
		m.byText = map[string]*command{}
	}
	if m.byText[e.text] == nil {
		m.byText[e.text] = e
	}
}

// action is what a matched line does.
type action struct {
	command *command
	do      func(x *Context, target any, a parser.Args) error
	form    string // "", no or default
}

// newMode makes a mode of the configuration that is entered from another.
func newMode[T any](name, title string, parent *Mode, find func(c *config.Config, path parser.Args) []T) *Mode {
	m := &Mode{Name: name, Title: title, Parent: parent, level: 15, indent: 1, grammar: parser.NewGrammar(title)}
	m.targets = func(c *config.Config, path parser.Args) []any {
		var all []any
		for _, t := range find(c, path) {
			all = append(all, t)
		}
		return all
	}
	return m
}

// one is the target found, if it was.
func one[T any](t *T) []*T {
	if t == nil {
		return nil
	}
	return []*T{t}
}

// Exec is the mode of a fresh login; its commands act on the Box.
var Exec = &Mode{Title: "Exec commands:", level: 1, filters: true, grammar: parser.NewGrammar("Exec commands:")}

// Global is global configuration mode; its commands act on the whole Config.
var Global = newMode("config", "Configure commands:", Exec,
	func(c *config.Config, _ parser.Args) []*config.Config { return []*config.Config{c} })
