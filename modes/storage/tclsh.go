package storage

import (
	"errors"
	"fmt"
	"strings"

	"ruthere/modes"
	"ruthere/parser"
	"ruthere/tcl"
)

// A tclShell is the Tcl shell that a session is in.
type tclShell struct {
	interp   *tcl.Interp
	script   string       // lines of a command that is not whole yet
	terminal *tclTerminal // while a script runs
	x        *modes.Context
	open     map[string]modes.FileName // files being written, by the names of their channels
	opened   int
}

// maxTclScript bounds a command that never becomes whole.
const maxTclScript = 1 << 20

func tclsh() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `tclsh`,
		Help:   modes.H{"tclsh": "Tool Command Language shell"},
		Level:  15,
		Set: func(x *modes.Context, _ modes.Device, _ parser.Args) error {
			s := &tclShell{x: x, open: map[string]modes.FileName{}}
			s.interp = tcl.New(s.exec)
			for name, c := range map[string]tcl.Command{"puts": s.puts, "open": s.openFile, "close": s.closeFile, "ios_config": s.configure,
				"exec": s.execText, "read": s.read} {
				s.interp.Add(name, c)
			}
			x.Session.HandLinesTo(s)
			return nil
		},
	}
}

// TakeLine takes a line at the prompt of the Tcl shell.
func (t *tclShell) TakeLine(s *modes.Session, line string) error {
	if t.script == "" {
		switch strings.TrimSpace(line) {
		case "tclquit", "exit", "quit":
			s.HandLinesTo(nil)
			return nil
		}
	}
	t.script += line
	if t.script += "\n"; len(t.script) > maxTclScript {
		t.script = ""
		return modes.Refuse("script is too long")
	}
	if !tcl.Complete(t.script) {
		return nil
	}
	script := t.script
	t.script = ""
	t.terminal = &tclTerminal{Terminal: s.Terminal}
	var result string
	var err error
	s.WithTerminal(t.terminal, func() { result, err = t.interp.Run(script) })
	var bad *parser.Error
	switch {
	case errors.As(err, &bad):
		return err
	case err != nil:
		return modes.Refuse(err.Error())
	case result != "":
		t.x.Println(strings.TrimSuffix(result, "\n"))
	}
	return nil
}

// InText says whether a command has begun that is not whole yet.
func (t *tclShell) InText() bool { return t.script != "" }

// Prompt is that of the shell, or the one for the rest of a command.
func (t *tclShell) Prompt(host, mark string) string {
	if t.script != "" {
		return "+>"
	}
	return host + "(tcl)" + mark
}

// exec runs words that are no Tcl command: as a line of EXEC, if that knows it.
func (t *tclShell) exec(words []string) (string, error) {
	line, s := strings.Join(words, " "), t.x.Session
	if err := s.MatchExec(line); err != nil {
		var bad *parser.Error
		if errors.As(err, &bad) && bad.Kind == parser.Invalid && bad.Offset < len(words[0]) {
			return "", tcl.Invalid(words[0])
		}
		return "", err
	}
	return "", s.RunExec(line)
}

// A tclTerminal is the terminal while a script runs, of which it may hold the output
// back. A script waits for no command that takes time, so that it may start only one.
type tclTerminal struct {
	modes.Terminal
	text *strings.Builder // nil: the user reads it
	busy bool
}

func (t *tclTerminal) Print(text string) {
	if t.text == nil {
		t.Terminal.Print(text)
		return
	}
	t.text.WriteString(text)
}

func (t *tclTerminal) Run(start func(modes.Runner) (modes.Job, error)) error {
	if t.busy || t.text != nil {
		return modes.Refuse("% A script can start one command that takes time")
	}
	t.busy = true
	return t.Terminal.Run(start)
}

// execText is `exec "show clock"`: the output is the result.
func (t *tclShell) execText(words []string) (string, error) {
	if len(words) < 2 {
		return "", errors.New(`wrong # args: should be "exec arg ?arg ...?"`)
	}
	at, s := t.terminal, t.x.Session
	if at == nil || at.text != nil {
		return "", errors.New("exec within exec")
	}
	at.text = &strings.Builder{}
	line := strings.Join(words[1:], " ")
	err := s.MatchExec(line)
	if err == nil {
		err = s.RunExec(line)
	}
	text := at.text.String()
	at.text = nil
	return text, err
}

// configure is `ios_config "interface Loopback0" "shutdown"`.
func (t *tclShell) configure(words []string) (string, error) {
	if err := lockedByOther(t.x); err != nil {
		return "", err
	}
	merge(t.x, strings.Join(words[1:], "\n"))
	t.x.Session.LogConfigured()
	return "", nil
}

// openFile is `open FILE MODE`, which returns the name of a channel.
func (t *tclShell) openFile(words []string) (string, error) {
	if len(words) < 2 || len(words) > 4 {
		return "", errors.New(`wrong # args: should be "open fileName ?access? ?permissions?"`)
	}
	p, err := t.x.ParseFileName(words[1])
	if err != nil {
		return "", err
	}
	access := "r"
	if len(words) > 2 {
		access = words[2]
	}
	switch access {
	case "r", "r+":
		_, err = t.x.ReadFile(p)
	case "w", "w+":
		err = t.x.WriteFile(p, "", false)
	case "a", "a+":
		err = t.x.WriteFile(p, "", true)
	default:
		return "", errors.New(`illegal access mode "` + access + `"`)
	}
	if err != nil {
		return "", fmt.Errorf("couldn't open %q: %s", words[1], strings.ToLower(err.Error()))
	}
	name := fmt.Sprintf("file%d", t.opened)
	t.opened++
	t.open[name] = p
	return name, nil
}

func (t *tclShell) channel(name string) (modes.FileName, error) {
	p, ok := t.open[name]
	if !ok {
		return p, errors.New(`can not find channel named "` + name + `"`)
	}
	return p, nil
}

func (t *tclShell) closeFile(words []string) (string, error) {
	if len(words) != 2 {
		return "", errors.New(`wrong # args: should be "close channelId"`)
	}
	_, err := t.channel(words[1])
	delete(t.open, words[1])
	return "", err
}

func (t *tclShell) read(words []string) (string, error) {
	if len(words) != 2 {
		return "", errors.New(`wrong # args: should be "read channelId"`)
	}
	p, err := t.channel(words[1])
	if err != nil {
		return "", err
	}
	return t.x.ReadFile(p)
}

// puts is `puts ?-nonewline? ?channel? text`.
func (t *tclShell) puts(words []string) (string, error) {
	words, end := words[1:], "\n"
	if len(words) > 1 && words[0] == "-nonewline" {
		words, end = words[1:], ""
	}
	switch {
	case len(words) == 1, len(words) == 2 && words[0] == "stdout":
		t.terminal.Print(words[len(words)-1] + end)
		return "", nil
	case len(words) != 2:
		return "", errors.New(`wrong # args: should be "puts ?-nonewline? ?channelId? string"`)
	}
	p, err := t.channel(words[0])
	if err != nil {
		return "", err
	}
	return "", t.x.WriteFile(p, words[1]+end, true)
}

func addTclsh(l *modes.Language) { l.Add("exec", tclsh()) }
