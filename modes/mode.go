package modes

import (
	"cmp"
	"slices"

	"ruthere/config"
	"ruthere/parser"
)

// A Mode is a set of commands and what they act on.
type Mode struct {
	ID     string // names it in the language
	Name   string // as the prompt shows it, config-if; "" for EXEC
	Title  string // heads the list of `?`
	Parent *Mode  // where `exit` leads

	language  *Language
	defined   bool
	prompt    func(path parser.Args) string // its name in the prompt where it depends on what was entered; else nil
	headings  map[string]string             // above the help of what may follow these keywords
	indent    int                           // of its lines in the running-config, more than its header's
	closing   string                        // ends its block in the running-config, indented as its header
	added     []addition
	commands  []*command                   // by precedence, once the language is finished
	printed   []*command                   // in the order of the running-config
	grammar   *parser.Grammar              // of all that a file may say
	unoffered []func(line string) []string // see Unoffered
	marked    bool                         // some of it is not everywhere: see console
	forms     *parser.Grammar              // of text that commands keep as it is: see AddSecretForms
	// targets finds what the commands act on, from the arguments of the commands that
	// led to the mode; nothing when it has been removed meanwhile.
	targets func(c *config.Config, path parser.Args) []any
	// inert finds where lines without effect are kept; keepsOrder has them printed in the
	// order typed, not in that of the commands.
	inert      func(target any) *config.Inert
	keepsOrder bool
	kindOf     func(path parser.Args) string // of what is configured in the mode, for marks; nil: all is of one kind
	// outerKeyword, typed in full, means the command of a mode around this one, though here
	// it would be an abbreviation of another keyword.
	outerKeyword string
}

// A ModeOf describes a mode whose commands act on values of type T.
type ModeOf[T any] struct {
	ID       string
	Prompt   string // its name in the prompt
	Title    string // heads the list of `?`
	Parent   string // ID of the mode that `exit` leads to
	Find     func(c *config.Config, path parser.Args) []T
	Inert    func(T) *config.Inert // where its lines without effect are kept; nil if it has none
	PromptOf func(path parser.Args) string
	KindOf   func(path parser.Args) string // see Mode.Console; nil if all is of one kind
	Headings map[string]string
	Indent   int // of its lines in the running-config; 0 stands for 1
	Closing  string
}

// DefineMode defines a mode of the configuration.
func DefineMode[T any](l *Language, d ModeOf[T]) {
	m := l.Mode(d.ID)
	m.Name, m.Title, m.Parent, m.defined = d.Prompt, d.Title, l.Mode(d.Parent), true
	m.prompt, m.headings, m.closing, m.indent = d.PromptOf, d.Headings, d.Closing, max(d.Indent, 1)
	m.kindOf = d.KindOf
	m.targets = func(c *config.Config, path parser.Args) []any {
		var all []any
		for _, t := range d.Find(c, path) {
			all = append(all, t)
		}
		return all
	}
	if d.Inert != nil {
		m.inert = func(t any) *config.Inert { return d.Inert(t.(T)) }
	}
}

// one is the target found, if it was.
func OneTarget[T any](t *T) []*T {
	if t == nil {
		return nil
	}
	return []*T{t}
}

// finish orders the commands and makes the grammar. Places lists the places of the mode's
// lines in the running-config; commands of other places come after them.
func (m *Mode) finish(places []string) {
	for _, a := range m.added {
		e := a.command.compile(m)
		e.rank = precedence{inert: e.inert, room: a.rank.room, number: a.rank.number}
		e.place = cmp.Or(e.place, LeadingKeywords(e.text))
		m.commands = append(m.commands, e)
	}
	m.added = nil
	slices.SortFunc(m.commands, func(a, b *command) int { return a.rank.compare(b.rank) })
	place := func(e *command) int {
		if at := slices.Index(places, e.place); at >= 0 {
			return at
		}
		return len(places)
	}
	m.printed = slices.Clone(m.commands)
	slices.SortStableFunc(m.printed, func(a, b *command) int { return cmp.Compare(place(a), place(b)) })
	for at, e := range m.printed {
		e.number = at
	}
	m.grammar = parser.NewGrammar(m.Title)
	for keywords, title := range m.headings {
		m.grammar.Heading(keywords, title)
	}
	for _, e := range m.commands {
		m.addToGrammar(e)
		e.marked = len(parser.Marks(e.text)) > 0
		m.marked = m.marked || e.marked
	}
}

func (m *Mode) addToGrammar(e *command) {
	if e.set != nil {
		m.grammar.Add(e.syntax, action{e, e.set, ""}, e.level, e.hidden)
	}
	if e.no != nil {
		no := e.no.No("no")
		if m.ID == ExecMode {
			no = e.no.NoFor("Disable debugging functions")
		}
		m.grammar.Add(no, action{e, e.unset, "no"}, e.level, e.hidden)
		if m.ID != ExecMode {
			m.grammar.Add(e.no.No("default"), action{e, e.reset, "default"}, e.level, e.hidden)
		}
	}
}

// action is what a matched line does.
type action struct {
	command *command
	do      func(x *Context, target any, a parser.Args) error
	form    string // "", no or default
}
