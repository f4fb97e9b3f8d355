package modes

import (
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/parser"
)

// H are help texts by keyword and argument name.
type H = map[string]string

// A Cmd is one command: how it is typed, what `?` says of it, what it does, and how
// the running-config shows it. T is what it acts on: the Device in EXEC, the part of the
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
	// Lines lists lines that no grammar writes: texts between delimiters.
	Lines func(t T) []string
	// Default is what `show running-config all` prints where Show and ShowNo print
	// nothing: lines that change nothing, parted by "\n". "" prints nothing.
	Default string
	// Spell gives a printed line the oddities of the device's writing, such as blanks
	// at its end; "" leaves the line out in this release.
	Spell func(r debuglog.Release, line string) string

	Enter   string // the ID of the mode that the command opens
	Passive bool   // changes nothing of the configuration: exit, help

	// Document makes what `| json` prints; nil: there is none. See ShowStatus.
	Document func(x *Context, b Device, a parser.Args) (Document, error)

	// KeptFor is what the command would be part of, if it is only kept, printed and shown here
	// and nothing else follows from it; "" for all others.
	KeptFor string

	// Place names where its lines stand in the running-config; "" stands for its leading
	// keywords. See RunningOrder.
	Place string
}

// A Command is a Cmd of any T.
type Command interface {
	compile(m *Mode) *command
}

// With is the command with the argument types that its syntax names.
func (c Cmd[T]) With(types ...parser.Type) Cmd[T] { c.Types = types; return c }

// At is the command for users of a privilege level and above.
func (c Cmd[T]) At(level int) Cmd[T] { c.Level = level; return c }

// command is a Cmd whose T is forgotten.
type command struct {
	mode       *Mode
	text       string
	syntax, no *parser.Syntax
	level      int
	hidden     bool
	filtered   bool // output filters may follow
	document   func(x *Context, b Device, a parser.Args) (Document, error)
	// withoutEffect is what a command without effect is; nil for all others.
	withoutEffect *compiledInert
	set           func(x *Context, target any, a parser.Args) error
	unset         func(x *Context, target any, a parser.Args) error
	reset         func(x *Context, target any, a parser.Args) error
	show          func(c *config.Config, target any) []parser.Args
	showNo        func(target any) []parser.Args
	lines         func(target any) []string
	byDefault     []string
	spell         func(r debuglog.Release, line string) string
	enter         *Mode
	passive       bool // changes nothing of the configuration
	marked        bool // some of its syntax is not everywhere: see marks.go
	rank          precedence
	place         string                     // in the running-config: its leading keywords, if it names none
	number        int                        // in the order of the running-config
	inert         bool                       // has no effect, and is printed from the inert lines of its mode
	stated        []StatedDefault            // what it says without having been typed
	unsaid        []StatedDefault            // what it does not say though it was typed
	feature       string                     // what a command without effect would be part of
	separated     bool                       // a ! stands between its blocks
	block         func(a parser.Args) string // inert commands that open a mode: which of its blocks
}

func (c *command) changes() bool { return !c.passive }

// compile makes the command ready for a mode.
func (c Cmd[T]) compile(m *Mode) *command {
	e := &command{mode: m, text: c.Syntax, level: c.Level, hidden: c.Hidden, spell: c.Spell, passive: c.Passive, place: c.Place,
		feature: c.KeptFor, document: c.Document}
	types := append(slices.Clone(c.Types), m.language.types...)
	if c.Enter != "" {
		e.enter = m.language.Mode(c.Enter)
	}
	configures := m.ID != ExecMode // the mode may be defined later
	switch {
	case e.level == 0 && !(c.Passive && configures):
		e.level = 1
		if configures {
			e.level = TopLevel
		}
	case e.level < 0:
		e.level = 0
	}
	syntax, help := c.Syntax, func() H { return c.Help }
	if !configures && (strings.HasPrefix(syntax, "show ") || strings.HasPrefix(syntax, "more ")) {
		e.filtered = true
		syntax, help = syntax+filtersOf(c.Document != nil), func() H { return withFilters(c.Help, c.Document != nil) }
	}
	e.syntax = parser.Later(syntax, c.Help, help, types...)
	if c.Unset != nil && c.No != "-" {
		e.no = e.syntax
		if c.No != "" {
			e.no = parser.Later(c.No, c.Help, func() H { return UsedHelp(c.No, help()) }, types...)
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
	if c.Lines != nil {
		e.lines = func(target any) []string { return c.Lines(target.(T)) }
	}
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
func UsedHelp(syntax string, help H) H {
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
	for _, f := range syntaxFields(syntax) {
		name, _, _ := strings.Cut(strings.ReplaceAll(f, `\`, ""), ":")
		label, keyword, labelled := strings.Cut(name, "=")
		words[label] = true
		if labelled {
			words[keyword] = true
		}
	}
	return words
}

// syntaxFields are the words of a syntax text without its brackets.
func syntaxFields(syntax string) []string {
	return strings.FieldsFunc(parser.Unmarked(syntax), func(r rune) bool { return strings.ContainsRune(" \t\n[]{}()|&", r) })
}

// refuse is an error in the words of the device.
func Refuse(text string) error { return &config.Refusal{Text: text} }

func MergeHelp(tables ...H) H {
	all := H{}
	for _, t := range tables {
		for key, text := range t {
			all[key] = text
		}
	}
	return all
}

// anybody is the privilege level 0, of the few commands that every user has.
const Anybody = -1

const TopLevel = 15

type Global = *config.Config
