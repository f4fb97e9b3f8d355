package modes

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"ruthere/config"
)

// A Terminal is where a Session talks to its user.
type Terminal interface {
	// Print writes command output, "\n" line ends; it may be held back by the pager.
	Print(text string)
	// Filter sends the output of the command at hand through f.
	Filter(f *Filter)
	// Ask shows a prompt and calls answer with the line typed. What is typed is not
	// shown when secret; ok is false when the question was broken off (Ctrl-C, Ctrl-Z).
	Ask(prompt string, secret bool, answer func(text string, ok bool))
	// Confirm shows a prompt, " [confirm]" included, and takes one key: Return and y
	// mean yes.
	Confirm(prompt string, answer func(yes bool))
	// Compose takes lines of text up to Ctrl-Z; ok is false when it was broken off
	// (Ctrl-C).
	Compose(answer func(lines []string, ok bool))
	// Run starts a job and holds the prompt back until it is done.
	Run(start func(Runner) (Job, error)) error
	// Later calls do once the next prompt is out.
	Later(do func())
	// Close ends the login.
	Close()

	Status() TerminalStatus
	Settings() *Settings
	History() []string // of the mode at hand, oldest first
}

// Settings are what `terminal` changes.
type Settings struct {
	Length, Width  int // rows and columns; 0 = no paging, no bound
	HistorySize    int
	NoEditing      bool
	NoHistory      bool
	Monitor        bool          // log lines go to this terminal, if it is not the console
	ExecTimeout    time.Duration // 0 = never
	SessionTimeout time.Duration // of outgoing connections; 0 = never
	SessionLimit   int           // of outgoing connections; 0 = none
	Escape         int           // ASCII code; config.NoEscape for none
	Preferred      string        // how a host named as a command is reached; "none": not at all
	Type           string        // of the terminal, as its user says
}

// NewSettings are the settings that a line starts with.
func NewSettings(l *config.Line, height, width int) Settings {
	if l == nil {
		l = config.NewLine("", 0, 0)
	}
	s := Settings{Length: height, Width: width, HistorySize: l.HistorySize, NoHistory: l.NoHistory, NoEditing: l.NoEditing,
		ExecTimeout: l.ExecTimeout, SessionTimeout: l.SessionTimeout, SessionLimit: l.SessionLimit,
		Escape: l.EscapeCharacter, Preferred: "telnet"}
	if len(l.TransportPreferred) > 0 {
		s.Preferred = l.TransportPreferred[0]
	}
	if l.Length != config.DefaultLength {
		s.Length = l.Length
	}
	if l.Width != config.DefaultWidth {
		s.Width = l.Width
	}
	return s
}

// A Context is what a command runs in.
type Context struct {
	Device   Device
	Terminal Terminal // nil while a configuration is loaded
	Session  *Session
	Config   *config.Config // the configuration being edited; in EXEC, the running one
	Line     string         // as typed
	Loading  bool           // what a user should read is of no interest

	masked *masker // its output shows <removed> in place of secrets; nil: it shows all
}

// Printf writes output of the command.
func (x *Context) Printf(format string, args ...any) {
	if x.Terminal == nil || x.Loading {
		return
	}
	text := fmt.Sprintf(format, args...)
	if x.masked != nil {
		text = x.masked.mask(text)
	}
	x.Terminal.Print(text)
}

// Println writes one line of output.
func (x *Context) Println(line string) { x.Printf("%s\n", line) }

// who is the user, the line ("console", "vty0") and the client, as log messages name them.
func (x *Context) Actor() (user, line string, from netip.Addr) {
	s := x.Terminal.Status()
	if s.Kind == config.LineConsole {
		return s.User, "console", s.From
	}
	return s.User, fmt.Sprintf("%s%d", s.Kind, s.Number), s.From
}

// tty is the number of the terminal's line among all lines.
func (x *Context) TTY() int {
	s := x.Terminal.Status()
	return TTY(s.Kind, s.Number)
}

// TTY is the number of a line among all lines: the console, the auxiliary port, the vtys.
func TTY(kind config.LineKind, n int) int {
	return slices.Index([]config.LineKind{config.LineConsole, config.LineAux, config.LineVTY}, kind) + n
}

// A pause is the time that the device needs for something.
type Pause struct {
	Cancel func()
	Finish func(interrupted bool)
}

// Unstoppable is a Job that Ctrl-^ does not end.
type Unstoppable struct{}

// Interrupt does nothing.
func (Unstoppable) Interrupt() {}

// Interrupt ends it before its time.
func (p *Pause) Interrupt() {
	p.Cancel()
	p.Finish(true)
}

// RunWithoutSecrets runs an EXEC command as part of another: its secrets are left out, and
// what it refuses is printed. The error is that there is no such command.
func (x *Context) RunWithoutSecrets(line string) error {
	m, err := x.Device.Language().Mode(ExecMode).console(nil).Match(line, maxPrivilege)
	if err != nil {
		return err
	}
	part := &Context{Device: x.Device, Terminal: x.Terminal, Session: x.Session, Config: x.Config, Line: line}
	act := m.Tag.(action)
	part.masked = x.Device.Language().newMasker("<removed>", strings.HasPrefix(act.command.text, "show running-config"))
	err = act.do(part, x.Device, m.Args)
	if rest := part.masked.flush(); rest != "" {
		x.Terminal.Print(rest)
	}
	if err != nil {
		x.Printf("%s", x.Session.ErrorText(err))
	}
	return nil
}
