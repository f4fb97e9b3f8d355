package modes

import (
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/parser"
)

// H are help texts by keyword and argument name.
type H = map[string]string

// A Cmd is one command: how it is typed, what `?` says of it, what it does, and how
// the running-config shows it. T is what it acts on: Box in EXEC, the part of the
// configuration that its mode edits otherwise.
type Cmd[T any] struct {
	Syntax string // see package parser
	Help   H
	Types  []parser.Type
	Level  int  // privilege needed, or anybody; 0 stands for 1 in EXEC, for 15 in configuration modes but for passive commands
	Hidden bool // not shown by ? and Tab

	// No is the syntax of the `no` and `default` forms, with the words of Syntax
	// explained by Help; "" is Syntax, cut short anywhere; "-" says there is none.
	No string

	Set   func(x *Context, t T, a parser.Args) error
	Unset func(x *Context, t T, a parser.Args) error
	// Reset is the `default` form where it differs from Unset.
	Reset func(x *Context, t T, a parser.Args) error

	// Show lists the lines of the running-config by their values, leaving out what
	// equals the default; nil prints nothing.
	Show func(t T) []parser.Args
	// ShowIn is Show where the lines depend on the rest of the configuration too.
	ShowIn func(c *config.Config, t T) []parser.Args
	// ShowNo lists lines to print in their `no` form.
	ShowNo func(t T) []parser.Args
	// Default is what `show running-config all` prints where Show and ShowNo print
	// nothing: lines that change nothing, parted by "\n". "" prints nothing.
	Default string
	// Spell gives a printed line the oddities of the device's writing, such as blanks
	// at its end; "" leaves the line out in this release.
	Spell func(r debuglog.Release, line string) string

	Enter   *Mode // the mode that the command opens
	Passive bool  // changes nothing of the configuration: exit, help
}

// A Command is a Cmd of any T.
type Command interface {
	erase(m *Mode) *command
	syntaxText() string
}

// command is a Cmd whose T is forgotten.
type command struct {
	mode       *Mode
	text       string
	syntax, no *parser.Syntax
	level      int
	hidden     bool
	filtered   bool // output filters may follow
	set        func(x *Context, target any, a parser.Args) error
	unset      func(x *Context, target any, a parser.Args) error
	reset      func(x *Context, target any, a parser.Args) error
	show       func(c *config.Config, target any) []parser.Args
	showNo     func(target any) []parser.Args
	byDefault  []string
	spell      func(r debuglog.Release, line string) string
	enter      *Mode
	inert      bool                       // printed from the inert lines of its mode
	separated  bool                       // a ! stands between its blocks
	lead       string                     // inert commands: the keywords they begin with
	block      func(a parser.Args) string // inert commands that open a mode: which of its blocks
	passive    bool                       // changes nothing of the configuration
}

func (c *command) changes() bool { return !c.passive }

func (c Cmd[T]) syntaxText() string { return c.Syntax }

// erase compiles the command for a mode.
func (c Cmd[T]) erase(m *Mode) *command {
	e := &command{mode: m, text: c.Syntax, level: c.Level, hidden: c.Hidden, spell: c.Spell, enter: c.Enter, passive: c.Passive}
	switch {
	case e.level == 0 && !(c.Passive && m != Exec):
		e.level = m.level
	case e.level < 0:
		e.level = 0
	}
	syntax, help := c.Syntax, func() H { return c.Help }
	if m.filters && (strings.HasPrefix(syntax, "show ") || strings.HasPrefix(syntax, "more ")) {
		e.filtered = true
		syntax, help = syntax+filterSyntax, func() H { return withFilters(c.Help) }
	}
	e.syntax = parser.Later(syntax, c.Help, help, c.Types...)
	if c.Unset != nil && c.No != "-" {
		e.no = e.syntax
		if c.No != "" {
			e.no = parser.Later(c.No, c.Help, func() H { return usedHelp(c.No, help()) }, c.Types...)
		}
	}
	e.set = eraseAction(c.Set)
	e.unset = eraseAction(c.Unset)
	e.reset = e.unset
	if c.Reset != nil {
		e.reset = eraseAction(c.Reset)
	}
	if show := eraseShow(c.Show); show != nil {
		e.show = func(_ *config.Config, target any) []parser.Args { return show(target) }
	} else if c.ShowIn != nil {
		e.show = func(all *config.Config, target any) []parser.Args { return c.ShowIn(all, target.(T)) }
	}
	e.showNo = eraseShow(c.ShowNo)
	if c.Default != "" {
		e.byDefault = strings.Split(c.Default, "\n")
	}
	return e
}

func eraseAction[T any](act func(*Context, T, parser.Args) error) func(*Context, any, parser.Args) error {
	if act == nil {
		return nil
	}
	return func(x *Context, target any, a parser.Args) error { return act(x, target.(T), a) }
}

func eraseShow[T any](show func(T) []parser.Args) func(any) []parser.Args {
	if show == nil {
		return nil
	}
	return func(target any) []parser.Args { return show(target.(T)) }
}

// usedHelp is the part of help that a shorter syntax needs.
func usedHelp(syntax string, help H) H {
	used, words := H{}, wordsOf(syntax)
	for key, text := range help {
		at := strings.LastIndexByte(key, '/')
		if words[key[at+1:]] && (at <= 0 || words[key[:at]]) {
			used[key] = text
		}
	}
	return used
}

// wordsOf are the keywords, labels and argument names of a syntax text.
func wordsOf(syntax string) map[string]bool {
	words := map[string]bool{}
	for _, f := range strings.FieldsFunc(syntax, func(r rune) bool { return strings.ContainsRune(" \t\n[]{}()|&", r) }) {
		name, _, _ := strings.Cut(strings.ReplaceAll(f, `\`, ""), ":")
		label, keyword, labelled := strings.Cut(name, "=")
		words[label] = true
		if labelled {
			words[keyword] = true
		}
	}
	return words
}

// refuse is an error in the words of the device.
func refuse(text string) error { return &config.Refusal{Text: text} }
