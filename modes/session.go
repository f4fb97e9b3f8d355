package modes

import (
	"errors"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/parser"
)

// A Session is one user's place in the command language.
type Session struct {
	Level int    // privilege, 0..15
	User  string // "" when nobody logged in by name
	Plain bool   // no aliases: what is typed is what it says

	box      Device
	Terminal Terminal
	stack    []frame // modes from EXEC to the one at hand
	draft    *config.Config
	taker    LineTaker // nil: lines are commands
	// took is told of each command of a configuration that was run, and whether only a file may
	// say it; nil: nobody asks.
	took   func(command Entry, foreign bool)
	indent int // how deep the line of a text is indented that is read; 0 at a console

	privileges privileges
	doing      bool     // a `do` line is being worked on
	Folder     FileName // working directory; zero is where a login starts

	outgoing     []*Outgoing // connections, by number
	lastOutgoing *Outgoing
}

// NewSession is a fresh login of a privilege level in EXEC.
func NewSession(b Device, t Terminal, level int, user string) *Session {
	return &Session{Level: level, User: user, box: b, Terminal: t, stack: []frame{{mode: b.Language().Mode(ExecMode)}}}
}

// frame is a mode on the way to the one at hand, and the arguments that led there.
type frame struct {
	mode *Mode
	path parser.Args
	// block is set for a mode of inert lines: where among those of the mode around it.
	block string
	// indent is how deep the line was indented that opened it, in a text that is read; -1 for
	// global configuration mode, which no line opened.
	indent int

	in      *config.Config // where targets were found; set only while a draft is edited
	targets []any
}

func (s *Session) language() *Language { return s.box.Language() }

func (s *Session) top() *frame { return &s.stack[len(s.stack)-1] }

// Mode is the mode at hand.
func (s *Session) Mode() *Mode { return s.top().mode }

// A LineTaker takes the lines that are typed instead of commands: the text of a banner, a
// script.
type LineTaker interface {
	TakeLine(s *Session, line string) error
	// InText says whether the next line goes on with a text that was begun.
	InText() bool
	// Prompt is the prompt for the next line, given the one that EXEC would have.
	Prompt(host, mark string) string
}

// HandLinesTo has the lines taken by t from here on; nil: they are commands again.
func (s *Session) HandLinesTo(t LineTaker) { s.taker = t }

// InText says whether the next line is no command but part of a text.
func (s *Session) InText() bool { return s.taker != nil && s.taker.InText() }

// Configuring says whether the session is in a configuration mode.
func (s *Session) Configuring() bool { return len(s.stack) > 1 }

// enterConfiguration opens global configuration mode.
func (s *Session) EnterConfiguration() {
	s.stack = append(s.stack, frame{mode: s.language().Mode(GlobalMode)})
}

// Holds says whether the session is in a configuration mode, if only for the while of a
// `do` line out of it.
func (s *Session) Holds() bool { return s.Configuring() || s.doing }

// Execute runs one line.
func (s *Session) Execute(line string) {
	if err := s.run(line); err != nil && s.Terminal != nil {
		s.Terminal.Print(s.ErrorText(err))
	}
}

// errorText is what the device prints for an error, each line ended by "\n".
func (s *Session) ErrorText(err error) string {
	var bad *parser.Error
	if errors.As(err, &bad) {
		return bad.Text(s.Prompt())
	}
	text := err.Error()
	if !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	return text
}

func (s *Session) run(line string) error {
	if s.taker != nil {
		return s.taker.TakeLine(s, line)
	}
	text := strings.TrimLeft(line, " \t")
	if strings.TrimSpace(text) == "" || text[0] == '!' {
		if text == "" && s.lastOutgoing != nil && !s.Configuring() {
			return s.ResumeOutgoing(s.lastOutgoing)
		}
		return nil
	}
	if !s.Configuring() {
		return s.execute(line, line)
	}
	if at, ok := doCommand(line); ok {
		return s.do(line, at)
	}
	return s.Configure(line)
}

// doCommand finds where the EXEC part of a `do` line begins.
func doCommand(line string) (at int, ok bool) {
	start := len(line) - len(strings.TrimLeft(line, " \t"))
	end := start
	for end < len(line) && line[end] != ' ' && line[end] != '\t' {
		end++
	}
	word := strings.ToLower(line[start:end])
	if len(word) < 2 || !strings.HasPrefix("do-exec", word) {
		return 0, false
	}
	for end < len(line) && (line[end] == ' ' || line[end] == '\t') {
		end++
	}
	return end, true
}

// do runs the EXEC command at an offset of the line. Complaints are about the line as
// typed, and the modes stay as they are.
func (s *Session) do(line string, at int) error {
	if s.Terminal == nil { // a configuration is being loaded
		return nil
	}
	if at == len(line) {
		return &parser.Error{Kind: parser.Incomplete, Offset: at, Line: line}
	}
	stack := s.stack
	s.stack, s.doing = []frame{{mode: s.language().Mode(ExecMode)}}, true
	err := s.execute(line[at:], line)
	// `do configure terminal` and `do exit` would leave; a shorter stack is what counts.
	s.stack, s.doing = stack, false
	var bad *parser.Error
	if errors.As(err, &bad) && bad.Line != line {
		return &parser.Error{Kind: bad.Kind, Offset: at + bad.Offset, Line: line}
	}
	return err
}

// RunExec runs an EXEC line.
func (s *Session) RunExec(line string) error { return s.execute(line, line) }

// MatchExec says what is wrong with an EXEC line; nil if it is a command.
func (s *Session) MatchExec(line string) error {
	_, err := s.execGrammar().Match(line, s.Level)
	return err
}

// withTerminal has the session talk to another terminal while do runs.
func (s *Session) WithTerminal(t Terminal, do func()) {
	before := s.Terminal
	s.Terminal = t
	do()
	s.Terminal = before
}

// exec runs an EXEC line; typed is the whole line it is part of.
func (s *Session) execute(line, typed string) error {
	exec := s.language().Mode(ExecMode)
	expanded, shift := s.expandAlias(exec, line)
	m, err := s.execGrammar().Match(expanded, s.Level)
	if err != nil {
		var bad *parser.Error
		errors.As(err, &bad)
		fields := strings.Fields(expanded)
		if len(fields) == 1 && bad.Kind == parser.Invalid && s.Terminal.Settings().Preferred != "none" {
			if unknown := s.language().UnknownWord; unknown != nil {
				x := &Context{Device: s.box, Terminal: s.Terminal, Session: s, Config: s.box.Config(), Line: typed}
				return unknown(x, fields[0], bad)
			}
		}
		if len(fields) == 1 && bad.Kind == parser.Incomplete && isKeyword("show", fields[0]) {
			return Refuse(`% Type "show ?" for a list of subcommands`)
		}
		if command, ok := strings.CutSuffix(strings.TrimSpace(expanded), "json"); ok && s.isShown(command) {
			return s.refuseJSON()
		}
		return unexpanded(bad, line, shift)
	}
	act := m.Tag.(action)
	x := &Context{Device: s.box, Terminal: s.Terminal, Session: s, Config: s.box.Config(), Line: typed}
	if act.command.filtered && m.Args.Has("as-json") {
		return x.printJSON(act.command, expanded, m.Args)
	}
	if f := filterOf(m.Args); f != nil && act.command.filtered {
		if err := x.aim(f); err != nil {
			return err
		}
		s.Terminal.Filter(f)
	}
	if err := act.do(x, s.box, m.Args); err != nil {
		return err
	}
	if act.command.enter != nil {
		s.stack = append(s.stack, frame{mode: act.command.enter})
	}
	return nil
}

// unexpanded is an error of a line whose alias made it longer by shift, in terms of the
// line as typed.
func unexpanded(err error, typed string, shift int) error {
	var bad *parser.Error
	if shift == 0 || !errors.As(err, &bad) {
		return err
	}
	return &parser.Error{Kind: bad.Kind, Offset: min(max(bad.Offset-shift, 0), len(typed)), Line: typed}
}

// isKeyword says whether word is the keyword, perhaps abbreviated to two letters.
func isKeyword(keyword, word string) bool {
	return len(word) > 1 && strings.HasPrefix(keyword, strings.ToLower(word))
}

// Leave ends configuration mode: `end` and Ctrl-Z.
func (s *Session) Leave() {
	if !s.Configuring() {
		return
	}
	s.stack = s.stack[:1]
	s.taker = nil
	s.LogConfigured()
}

// LeaveMode leaves the mode at hand for its parent.
func (s *Session) LeaveMode() {
	if len(s.stack) == 2 {
		s.Leave()
		return
	}
	parent := s.Mode().Parent
	for depth := len(s.stack) - 1; depth >= globalDepth; depth-- {
		if s.stack[depth-1].mode == parent {
			s.stack = s.stack[:depth]
			return
		}
	}
	s.stack = s.stack[:len(s.stack)-1] // a mode that several open
}

// logConfigured says that configuration mode was left, once the next prompt is out.
func (s *Session) LogConfigured() {
	if s.Terminal == nil {
		return
	}
	x := &Context{Terminal: s.Terminal}
	user, line, from := x.Actor()
	s.Terminal.Later(func() { s.box.Log(debuglog.Configured(user, line, from)) })
}
