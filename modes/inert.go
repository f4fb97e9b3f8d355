package modes

import (
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/parser"
)

// Inert commands are those that routers accept and that have no effect here: their lines
// are kept as text and printed back.

// A PrintRule says how a command without effect shows in the running-config.
type PrintRule uint8

const (
	WhenTyped     PrintRule = iota // when it was typed; `no` takes it away
	WhenNegated                    // on by default: when its `no` was typed
	EitherForm                     // whichever was typed last
	NegatedIfLone                  // as WhenTyped, but `no` shows where there was nothing to take away
	EveryTime                      // as often as it was typed, equal lines too
)

// An InertCommand is a command without effect.
type InertCommand struct {
	// Syntax may have a ~ in it: what stands before is what a line is about, and a new line
	// about the same takes the place of the old. Without it every different line stands for
	// itself.
	Syntax string
	// Help may have texts of other commands too. Arguments that have none are explained by
	// their types, with ArgumentHelp.
	Help, ArgumentHelp H

	Rule            PrintRule
	Feature         string // what it would be part of
	Hidden          bool   // not shown by ? and Tab
	SoAnyway        bool   // what it asks for is so, typed or not
	Default         string // the line that says the default, which the running-config leaves out
	Stated          []StatedDefault
	Unsaid          []StatedDefault // defaults that the running-config leaves out even if they were typed
	TrailingBlank   bool            // the device ends its lines with a blank
	Hashed          bool            // its secret is kept as a hash: see SecretKeeper
	Place           string          // in the running-config, if not that of its leading keywords
	Check           string          // who may refuse it: Language.Checks
	Enter           string          // ID of the mode of inert lines that it opens
	SeparatorBefore bool            // a ! stands before its block, indented as it
	Separated       bool            // a ! stands between its blocks
	// Complete fills in what a line may leave out but the running-config shows; nil: nothing.
	Complete func(a parser.Args)
}

// A StatedDefault is a default that the running-config of some releases and kinds of interfaces
// states: their own line, where nothing else was typed.
type StatedDefault struct {
	Marks  []string // of where it is, as in a syntax: all must hold
	Line   string
	Unless []string // lines about these say it in other words
}

// AddInert makes commands without effect part of a mode.
func (l *Language) AddInert(mode string, commands ...InertCommand) {
	for _, c := range commands {
		m := l.Mode(mode)
		l.put(m, c)
	}
}

// helpTexts are the help texts of the command's syntax.
func (c *InertCommand) helpTexts() H {
	help := UsedHelp(c.Syntax, c.Help)
	for _, word := range syntaxFields(c.Syntax) {
		name, kind, isArgument := strings.Cut(word, ":")
		if !isArgument || help[name] != "" {
			continue
		}
		kind = strings.TrimSuffix(strings.TrimRight(kind, "!?"), "...")
		if strings.HasPrefix(kind, "<") {
			help[name] = "Number"
		} else if text := c.ArgumentHelp[kind]; text != "" {
			help[name] = text
		}
	}
	return help
}

// compiledInert is an inert command of its mode, compiled.
type compiledInert struct {
	*InertCommand
	command *command
	subject *parser.Syntax // what a line is about
	// hideable is the argument that may be written as type 7; "" if there is none.
	hideable string
}

func (c InertCommand) compile(m *Mode) *command {
	subject, _, divided := strings.Cut(c.Syntax, "~")
	text := strings.Replace(c.Syntax, "~", " ", 1)
	syntax := parser.Later(text, c.Help, c.helpTexts, m.language.types...)
	k := &compiledInert{InertCommand: &c, subject: syntax}
	if divided {
		k.subject = parser.Later(subject, c.Help, func() H { return UsedHelp(subject, c.helpTexts()) }, m.language.types...)
	}
	e := &command{mode: m, text: text, syntax: syntax, no: syntax, level: TopLevel, hidden: c.Hidden, inert: true, feature: c.Feature,
		place: c.Place, separated: c.Separated}
	if found := hideable.FindStringSubmatch(c.Syntax); found != nil {
		k.hideable = found[1]
	}
	e.withoutEffect = k
	e.set, e.unset, e.reset = k.set, k.unset, k.reset
	e.stated, e.unsaid = c.Stated, c.Unsaid
	switch {
	case c.SeparatorBefore:
		e.spell = func(_ debuglog.Release, line string) string { return "!\n " + line }
	case c.TrailingBlank:
		e.spell = endWithBlank
	}
	if c.Enter != "" {
		e.enter, e.block = m.language.Mode(c.Enter), k.key
	}
	k.command = e
	return e
}

// endWithBlank ends a line with a blank, but not its `no` form.
func endWithBlank(_ debuglog.Release, line string) string {
	if strings.HasPrefix(line, "no ") {
		return line
	}
	return line + " "
}

// key is what a line is about, in full; "" if the line was cut short.
func (k *compiledInert) key(a parser.Args) string {
	if k.Complete != nil {
		k.Complete(a)
	}
	key, err := k.subject.PrintPart(a)
	if err != nil {
		return ""
	}
	return key
}

func (k *compiledInert) keep(n *config.Inert, l config.InertLine) {
	l.Command = k.command.number
	place := k.command.number
	if k.command.mode.keepsOrder {
		place = 0
	}
	kept := n.Put(place, l)
	if k.command.enter != nil && kept.Block == nil {
		kept.Block = &config.Inert{}
	}
}

func (k *compiledInert) set(x *Context, target any, a parser.Args) error {
	if err := k.keepSecrets(x, a); err != nil {
		return err
	}
	if check := k.command.mode.language.Checks[k.Check]; check != nil && x != nil && x.Device != nil && !x.Device.Loading() {
		if err := check(x, target, a); err != nil {
			return err
		}
	}
	key := k.key(a)
	line, err := k.command.syntax.Print(a)
	if err != nil {
		return err
	}
	lines := k.command.mode.inert(target)
	switch {
	case k.Rule == WhenNegated && line == key, line == k.Default:
		lines.Remove(key)
		return nil
	case k.Rule == EveryTime:
		key = ""
	}
	k.keep(lines, config.InertLine{Key: key, Text: line})
	return nil
}

func (k *compiledInert) unset(x *Context, target any, a parser.Args) error {
	if x != nil && x.Config.Services.PasswordEncryption {
		k.hidePassword(a)
	}
	lines := k.command.mode.inert(target)
	key := k.key(a)
	if key == "" { // cut short: all lines that begin so
		return k.removeAll(lines, a)
	}
	removed := lines.Remove(key)
	if slices.Contains([]PrintRule{WhenNegated, EitherForm}, k.Rule) || k.Rule == NegatedIfLone && !removed {
		k.keep(lines, config.InertLine{Key: key, Text: "no " + key})
	}
	return nil
}

func (k *compiledInert) reset(_ *Context, target any, a parser.Args) error {
	lines := k.command.mode.inert(target)
	if key := k.key(a); key != "" {
		lines.Remove(key)
		return nil
	}
	return k.removeAll(lines, a)
}

// removeAll drops the lines that begin with the part of the subject that was typed.
func (k *compiledInert) removeAll(lines *config.Inert, a parser.Args) error {
	beginning, err := k.subject.No("no").PrintPart(a)
	if err == nil {
		lines.RemoveAll(strings.TrimPrefix(beginning, "no "))
	}
	return err
}

// An InertMode is a mode all of whose lines are inert. It is opened by an inert command of
// another mode.
type InertMode struct {
	ID, Prompt, Title, Parent string // as in ModeOf
	Exit                      string // what `exit` leaves, for its help; "" if there is none
	ClosedBy                  string // a keyword that closes it too, and its block in the running-config; "" if none
	Closing                   string // what closes its block there, if it is not ClosedBy
	OuterKeyword              string // which means a command of a mode around it
	Indent                    int    // of its lines in the running-config; 0 stands for 1; or AsHeader
	CommandOrder              bool   // lines are printed in the order of the commands, not in that typed
}

// AsHeader is the Indent of a mode whose lines stand as deep as the line that opens it.
const AsHeader = -1

// DefineInertMode defines one.
func (l *Language) DefineInertMode(d InertMode) {
	m := l.Mode(d.ID)
	m.Name, m.Title, m.Parent, m.defined = d.Prompt, d.Title, l.Mode(d.Parent), true
	m.indent, m.outerKeyword, m.keepsOrder = max(d.Indent, 1), d.OuterKeyword, !d.CommandOrder
	if d.Indent == AsHeader {
		m.indent = 0
	}
	m.inert = func(t any) *config.Inert { return t.(*config.Inert) }
	if d.Exit == "" {
		return
	}
	exit := ExitFrom[*config.Inert](d.Exit)
	l.Add(d.ID, exit)
	if d.ClosedBy != "" {
		exit.Syntax, exit.Help = d.ClosedBy, H{d.ClosedBy: exit.Help["exit"]}
		l.Add(d.ID, exit)
		m.closing = d.ClosedBy
	}
	if d.Closing != "" {
		m.closing = d.Closing
	}
}

// leadingKeywords are the words of a syntax before its first argument or group.
func LeadingKeywords(syntax string) string {
	var words []string
	for _, w := range strings.Fields(parser.Unmarked(syntax)) {
		if strings.ContainsAny(w, "[]{}()|&:~") {
			break
		}
		words = append(words, w[strings.IndexByte(w, '=')+1:])
	}
	return strings.Join(words, " ")
}
