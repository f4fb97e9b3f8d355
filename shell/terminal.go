package shell

import (
	"net/netip"
	"strings"
	"time"

	"ruthere/config"
	"ruthere/modes"
)

// A Terminal is one terminal of the router, without its line editor. It is always in
// one of four states: a line is asked for at the mode's prompt, a question waits for
// its answer, the pager waits for a key, or a job runs.
type Terminal struct {
	id      int
	kind    string
	number  int
	from    netip.Addr
	box     modes.Device
	out     Output
	session *modes.Session // nil before login and after logout

	settings modes.Settings
	height   int         // of the screen; 0: no paging
	width    int         // of the screen; 0: no bound
	history  [2][]string // of EXEC and of configuration modes

	command  bool            // a command is being worked on
	text     strings.Builder // what it has said so far
	filter   *modes.Filter
	question *question
	pager    *pager
	jobs     int // started so far
	running  bool
	job      modes.Job
	waiting  []typed  // lines that came too early
	once     bool     // the login ends when no line waits; there are no prompts
	stays    bool     // with once: a prompt comes instead
	atPrompt []func() // to do when the next prompt is out
	closed   bool
	standby  bool // a console that waits for RETURN

	port    uint16    // of the router, by which the user came; 0 for the console
	active  time.Time // when a line or a key last came
	asked   time.Time // when the question at hand was asked
	resumed time.Time // when the last job ended
	entered time.Time // when the EXEC began
	pause   *pause
	logging *login // in; nil before and afterwards
}

// A Place is where a terminal stands.
type Place struct {
	Kind   string     // of its line, "con" or "vty"
	Number int        // of its line
	From   netip.Addr // the client, if it came over the network
	Port   uint16     // of the router, by which the client came
}

// A question is a line, or a key, that a command asks for.
type question struct {
	prompt string
	secret bool
	key    bool
	answer func(text string, ok bool)
	text   *composition // several lines are wanted
}

type typed struct {
	text string
	end  End
}

// NewTerminal makes terminal id. Height 0 means no paging, width 0 no bound.
func NewTerminal(id int, at Place, height, width int, box modes.Device, out Output) *Terminal {
	now := box.Now()
	t := &Terminal{id: id, kind: at.Kind, number: at.Number, from: at.From, port: at.Port, height: height, width: width, box: box, out: out, active: now, entered: now}
	t.settings = modes.NewSettings(t.line(), height, width)
	return t
}

// line is the configuration of the terminal's line, nil if it has none.
func (t *Terminal) line() *config.Line { return t.box.Config().Line(t.kind, t.number) }

// Open shows the banner, asks for a login if the line wants one, or the first line.
func (t *Terminal) Open() {
	t.banner("motd")
	t.login()
	t.settle()
}

// Line takes a line that was asked for, or one typed ahead.
func (t *Terminal) Line(text string, end End) {
	t.active = t.box.Now()
	switch {
	case t.closed:
	case t.standby:
		t.wake(firstKey("", end))
	case t.running || t.pause != nil:
		t.waiting = append(t.waiting, typed{text, end})
	case t.pager != nil || t.question != nil && t.question.key:
		t.Key(firstKey(text, end))
	case t.question != nil && t.question.text != nil:
		t.work(func() { t.composed(text, end) })
	case t.question != nil:
		t.work(func() { t.takeAnswer(text, end == Return) })
	case t.session != nil:
		t.work(func() { t.run(text, end) })
	}
}

// firstKey is the key that a line stands for where a key was wanted.
func firstKey(text string, end End) byte {
	switch {
	case end == CtrlC:
		return 3
	case text != "":
		return text[0]
	}
	return '\r'
}

// work does something whose output is collected, shows that, and asks for what is
// wanted next.
func (t *Terminal) work(do func()) {
	t.command = true
	do()
	t.command = false
	t.settle()
}

// run carries out a line at the mode's prompt.
func (t *Terminal) run(text string, end End) {
	if end != CtrlC {
		if !t.settings.NoHistory {
			t.remember(strings.TrimSpace(text))
		}
		t.session.Execute(text)
	}
	if end != Return && t.session != nil {
		t.session.Leave()
	}
}

func (t *Terminal) takeAnswer(text string, ok bool) {
	q := t.question
	t.question = nil
	q.answer(text, ok)
}

// Key takes a single key, for a pager or a confirmation.
func (t *Terminal) Key(k byte) {
	t.active = t.box.Now()
	switch {
	case t.standby:
		t.wake(k)
	case t.pager != nil:
		t.page(k)
	case t.question != nil && t.question.key:
		t.out.Text(t.id, "\n")
		t.work(func() { t.takeAnswer("", k == '\r' || k == '\n' || k == 'y' || k == 'Y') })
	}
}

// Interrupt is Ctrl-^: a running job finishes early.
func (t *Terminal) Interrupt() {
	if t.running && t.job != nil {
		t.job.Interrupt()
	}
}

// settle shows what was said and asks for what is wanted next. Lines that came too
// early are taken then.
func (t *Terminal) settle() {
	t.flush()
	switch {
	case t.closed || t.standby || t.running || t.pager != nil || t.pause != nil:
		return
	case t.question != nil:
		t.ready(Request{Prompt: t.question.prompt, Secret: t.question.secret, Key: t.question.key, Literal: true})
	case t.session == nil:
		return
	case t.once && len(t.waiting) == 0 && !t.stays:
		t.Close()
		return
	case t.once && len(t.waiting) > 0:
	default:
		t.ready(Request{Prompt: t.session.Prompt(), History: t.History(), Literal: t.session.InText()})
		waiting := t.atPrompt
		t.atPrompt = nil
		for _, do := range waiting {
			do()
		}
	}
	if len(t.waiting) > 0 {
		next := t.waiting[0]
		t.waiting = t.waiting[1:]
		t.Line(next.text, next.end)
	}
}

// ready asks for a line or a key, on a screen as the settings have it.
func (t *Terminal) ready(r Request) {
	r.NoEditing = t.settings.NoEditing
	r.Screen = &Size{Rows: t.settings.Length, Columns: t.settings.Width}
	t.out.Ready(t.id, r)
}

// Hangup tells that the user is gone.
func (t *Terminal) Hangup() {
	user := t.user()
	t.closed, t.waiting, t.session = true, nil, nil
	t.loggedOut(user)
	if t.job != nil {
		t.job.Interrupt()
	}
}

// Help is the answer to `?` after text, "\n" line ends.
func (t *Terminal) Help(text string) string {
	if t.question != nil || t.pager != nil || t.running || t.session == nil {
		return ""
	}
	return strings.Join(t.session.Help(text).Format(t.settings.Width), "\n") + "\n"
}

// Complete is the answer to Tab after text.
func (t *Terminal) Complete(text string) (string, bool) {
	if t.question != nil || t.running || t.session == nil {
		return text, false
	}
	return t.session.Complete(text)
}

// Log shows a log line.
func (t *Terminal) Log(line string) {
	l := t.line()
	t.out.Log(t.id, line, l != nil && l.LoggingSynchronous)
}

// Resize tells the size of the window, 0 where it is not known.
func (t *Terminal) Resize(width, height int) { t.SetWindow(width, height, false) }

// SetWindow is Resize; unpaged tells that there is no window at all, but a pipe. A
// length of 0, of the line or of the `terminal` command, stays.
func (t *Terminal) SetWindow(width, height int, unpaged bool) {
	if width > 0 || unpaged {
		t.settings.Width, t.width = width, width
	}
	if height > 0 {
		t.height = height
	}
	switch {
	case unpaged:
		t.settings.Length = 0
	case height > 0 && t.settings.Length != 0:
		t.settings.Length = height
	}
}

// Status tells who uses the terminal.
func (t *Terminal) Status() modes.TerminalStatus {
	s := modes.TerminalStatus{ID: t.id, Kind: t.kind, Number: t.number, From: t.from, Settings: t.settings, Idle: t.box.Now().Sub(t.active)}
	if t.session != nil {
		s.User, s.Active, s.Configuring = t.session.User, true, t.session.Holds()
		s.Open = t.box.Now().Sub(t.entered)
	}
	return s
}

// Prompt is what a line is asked for with.
func (t *Terminal) Prompt() string {
	switch {
	case t.question != nil:
		return t.question.prompt
	case t.session == nil:
		return ""
	}
	return t.session.Prompt()
}
