package modes

import (
	"cmp"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/parser"
)

// Inert commands are those that routers accept and that mean nothing here: they are
// kept as text and printed back. Their syntax may have a ~ in it: what stands before
// is what a line is about, and a new line about the same takes the place of the old.
// Without it every different line stands for itself.

// A habit is how a command without effect shows in the running-config.
type habit uint8

const (
	offByDefault habit = iota // when it was typed; `no` takes it away
	onByDefault               // when its `no` was typed
	eitherWay                 // whichever was typed last
	onceTyped                 // as offByDefault, but `no` shows where there was nothing to take away
	repeated                  // as often as it was typed, equal lines too
)

// inertCommand is the grammar of one.
type inertCommand struct {
	syntax    string
	help      H
	habit     habit
	enter     *Mode
	parted    bool   // a ! stands before its block, indented as it
	separated bool   // a ! stands between its blocks in the running-config
	hidden    bool   // not shown by ? and Tab
	unsaid    string // the line that says the default, which the running-config leaves out
	blank     bool   // the device writes a blank at the end
	place     string // in the running-config, if not that of its leading keywords
	shared    bool   // help has texts of other commands too
	// complete fills in what a line may leave out but the running-config shows.
	complete func(a parser.Args)
}

// inert is a setting: a new line replaces the old.
func inert(syntax string, help H) inertCommand {
	if !strings.Contains(syntax, "~") {
		lead := leadingKeywords(syntax)
		syntax = strings.TrimSpace(lead + " ~ " + strings.TrimPrefix(syntax, lead))
	}
	return inertCommand{syntax: syntax, help: help, habit: onceTyped}
}

// inertList is a command whose lines stand side by side.
func inertList(syntax string, help H) inertCommand {
	return inertCommand{syntax: syntax, help: help}
}

// addInert adds inert commands.
func (m *Mode) addInert(commands ...inertCommand) {
	for _, c := range commands {
		c.add(m)
	}
}

// A family is inert commands that share their help texts. They are printed where they
// stand among the commands of the mode, but in a mode that keeps the order typed.
type family struct {
	m    *Mode
	help H
}

// family begins one. Texts of the help that no command uses are allowed: the same may
// serve several modes.
func (m *Mode) family(help ...H) family {
	return family{m, with(append([]H{commonHelp}, help...)...)}
}

// lines adds commands by their syntax. A + before it says that the command is on by
// default, a * that it is shown either way, a - that `?` is silent about it.
func (f family) lines(syntaxes ...string) family {
	for _, syntax := range syntaxes {
		c := inertCommand{syntax: syntax}
		switch syntax[0] {
		case '+':
			c.syntax, c.habit = syntax[1:], onByDefault
		case '*':
			c.syntax, c.habit = syntax[1:], eitherWay
		case '-':
			c.syntax, c.hidden = syntax[1:], true
		}
		f.add(c)
	}
	return f
}

// opens adds a command that opens a mode of inert lines. Its blocks in the
// running-config are parted by separators. A - before the syntax says what it says to lines.
func (f family) opens(syntax string, enter *Mode) family {
	syntax, hidden := strings.CutPrefix(syntax, "-")
	family := strings.HasPrefix(syntax, "address-family") // these stand apart
	f.add(inertCommand{syntax: syntax, enter: enter, separated: true, parted: family, hidden: hidden})
	return f
}

// opensList is opens for blocks that follow one another directly.
func (f family) opensList(syntax string, enter *Mode) family {
	f.add(inertCommand{syntax: syntax, enter: enter})
	return f
}

// completed adds a command of which a line may leave out what the running-config shows:
// complete fills it in.
func (f family) completed(syntax string, enter *Mode, complete func(a parser.Args)) family {
	f.add(inertCommand{syntax: syntax, enter: enter, complete: complete})
	return f
}

// besides adds a command whose default, a line of it, is left out when it is typed.
func (f family) besides(unsaid, syntax string) family {
	c := inertCommand{syntax: syntax, unsaid: unsaid}
	if syntax[0] == '+' {
		c.syntax, c.habit = syntax[1:], onByDefault
	}
	f.add(c)
	return f
}

// blankEnded adds a command whose lines the device ends with a blank.
func (f family) blankEnded(syntax string) family {
	f.add(inertCommand{syntax: syntax, blank: true})
	return f
}

func blankBehind(_ debuglog.Release, line string) string {
	if strings.HasPrefix(line, "no ") {
		return line
	}
	return line + " "
}

// often adds a command of which equal lines are kept side by side.
func (f family) often(syntax string) family {
	f.add(inertCommand{syntax: syntax, habit: repeated})
	return f
}

func (f family) add(c inertCommand) {
	c.help, c.shared = f.help, true
	c.add(f.m)
}

// texts are the help texts of the command's syntax.
func (c inertCommand) texts() H {
	if !c.shared {
		return c.help
	}
	help := usedHelp(c.syntax, c.help)
	explainArguments(c.syntax, help)
	return help
}

// inertKind is an inert command of its mode, compiled.
type inertKind struct {
	command  *command
	habit    habit
	complete func(a parser.Args)
	unsaid   string         // the line that says the default
	number   int            // among the commands of the mode
	head     *parser.Syntax // what a line is about
}

func (c inertCommand) add(m *Mode) {
	head, _, _ := strings.Cut(c.syntax, "~")
	text := strings.Replace(c.syntax, "~", " ", 1)
	syntax := parser.Later(text, c.help, c.texts, inertTypes...)
	k := &inertKind{habit: c.habit, complete: c.complete, unsaid: c.unsaid, number: len(m.commands), head: syntax}
	if head != c.syntax {
		k.head = parser.Later(head, c.help, func() H { return usedHelp(head, c.texts()) }, inertTypes...)
	}
	k.command = &command{mode: m, text: text, syntax: syntax, no: syntax, level: 15, enter: c.enter, hidden: c.hidden, lead: cmp.Or(c.place, leadingKeywords(text)), inert: true, separated: c.separated}
	k.command.set, k.command.unset, k.command.reset = k.set, k.unset, k.reset
	switch {
	case c.parted:
		k.command.spell = func(_ debuglog.Release, line string) string { return "!\n " + line }
	case c.blank:
		k.command.spell = blankBehind
	}
	if c.enter != nil {
		k.command.block = k.key
	}
	m.append(k.command)
	m.grammar.Add(syntax, action{k.command, k.command.set, ""}, 15, c.hidden)
	m.grammar.Add(syntax.No("no"), action{k.command, k.command.unset, "no"}, 15, c.hidden)
	m.grammar.Add(syntax.No("default"), action{k.command, k.command.reset, "default"}, 15, c.hidden)
}

// key is what a line is about, in full.
func (k *inertKind) key(a parser.Args) string {
	if k.complete != nil {
		k.complete(a)
	}
	key, err := k.head.PrintPart(a)
	if err != nil {
		return ""
	}
	return key
}

func (k *inertKind) put(n *config.Inert, l config.InertLine) {
	l.Command = k.number
	place := k.number
	if k.command.mode.asTyped {
		place = 0
	}
	put := n.Put(place, l)
	if k.command.enter != nil && put.Block == nil {
		put.Block = &config.Inert{}
	}
}

func (k *inertKind) set(_ *Context, target any, a parser.Args) error {
	key := k.key(a)
	line, err := k.command.syntax.Print(a)
	if err != nil {
		return err
	}
	lines := k.command.mode.inert(target)
	switch {
	case k.habit == onByDefault && line == key, line == k.unsaid:
		lines.Remove(key)
		return nil
	case k.habit == repeated:
		key = ""
	}
	k.put(lines, config.InertLine{Key: key, Text: line})
	return nil
}

func (k *inertKind) unset(_ *Context, target any, a parser.Args) error {
	lines := k.command.mode.inert(target)
	key := k.key(a)
	if key == "" { // cut short: all lines that begin so
		beginning, err := k.head.No("no").PrintPart(a)
		if err == nil {
			lines.RemoveAll(strings.TrimPrefix(beginning, "no "))
		}
		return err
	}
	removed := lines.Remove(key)
	if k.habit == onByDefault || k.habit == eitherWay || k.habit == onceTyped && !removed {
		k.put(lines, config.InertLine{Key: key, Text: "no " + key})
	}
	return nil
}

func (k *inertKind) reset(x *Context, target any, a parser.Args) error {
	if key := k.key(a); key != "" {
		k.command.mode.inert(target).Remove(key)
		return nil
	}
	beginning, err := k.head.No("no").PrintPart(a)
	if err == nil {
		k.command.mode.inert(target).RemoveAll(strings.TrimPrefix(beginning, "no "))
	}
	return err
}

// inertMode makes a mode all of whose lines are inert. It is opened by an inert
// command of another mode.
func inertMode(name, title string, parent *Mode) *Mode {
	m := &Mode{Name: name, Title: title, Parent: parent, level: 15, indent: 1, grammar: parser.NewGrammar(title), asTyped: true}
	m.inert = func(t any) *config.Inert { return t.(*config.Inert) }
	return m
}

// exits gives the mode its `exit`, and a word of its own that closes it.
func (m *Mode) exits(what string, closing ...string) {
	m.Add(exitFrom[*config.Inert](what))
	for _, word := range closing {
		c := exitFrom[*config.Inert](what)
		c.Syntax, c.Help = word, H{word: c.Help["exit"]}
		m.Add(c)
		m.closing = word
	}
}

// leadingKeywords are the words of a syntax before its first argument or group.
func leadingKeywords(syntax string) string {
	var words []string
	for _, w := range strings.Fields(syntax) {
		if strings.ContainsAny(w, "[]{}()|&:~") {
			break
		}
		words = append(words, w[strings.IndexByte(w, '=')+1:])
	}
	return strings.Join(words, " ")
}
