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
	kind    config.LineKind
	number  int
	from    netip.Addr
	device  modes.Device
	out     Output
	session *modes.Session // nil before login and after logout

	settings modes.Settings
	height   int         // of the screen; 0: no paging
	width    int         // of the screen; 0: no bound
	history  [2][]string // of EXEC and of configuration modes

	commandRunning bool            // a command is being worked on
	continuing     bool            // one that waited for its files is
	continued      func()          // ends that wait
	text           strings.Builder // its output so far
	filter         *modes.Filter
	question       *question
	pager          *pager
	jobs           int // started so far
	running        bool
	job            modes.Job
	takesKeys      func(byte)  // of the job: where keys go; nil: it reads none
	typedAhead     []typedLine // lines that came too early
	singleCommand  bool        // the login ends when no line waits; there are no prompts
	staysOpen      bool        // with once: a prompt comes instead
	atPrompt       []func()    // to do when the next prompt is out
	closed         bool
	standby        bool // a console that waits for RETURN
	settingUp      bool // in the dialogue of a router without configuration

	port          uint16    // of the router, by which the user came; 0 for the console
	active        time.Time // when a line or a key last came
	asked         time.Time // when the question at hand was asked
	resumed       time.Time // when the last job ended
	entered       time.Time // when the EXEC began, or its transport let the user in
	letIn         bool      // by the transport; there may be no EXEC yet, or ever
	letInAs       string
	vouched       modes.ServerReply // what servers said of the user
	pause         *pause
	loginDialogue *loginDialogue // in; nil before and afterwards
}

// An Origin is the line that a terminal uses, and where its user came from.
type Origin struct {
	Kind   config.LineKind // of its line
	Number int             // of its line
	From   netip.Addr      // the client, if it came over the network
	Port   uint16          // of the router, by which the client came
}

// A question is a line, or a key, that a command asks for.
type question struct {
	prompt string
	secret bool
	key    bool
	answer func(text string, ok bool)
	text   *composition // several lines are wanted
}

type typedLine struct {
	text string
	end  End
}

// NewTerminal makes terminal id. Height 0 means no paging, width 0 no bound.
func NewTerminal(id int, at Origin, height, width int, device modes.Device, out Output) *Terminal {
	now := device.Now()
	t := &Terminal{id: id, kind: at.Kind, number: at.Number, from: at.From, port: at.Port, height: height, width: width,
		device: device, out: out, active: now, entered: now}
	t.settings = modes.NewSettings(t.lineConfig(), height, width)
	return t
}

// lineConfig is the configuration of the terminal's line, nil if it has none.
func (t *Terminal) lineConfig() *config.Line { return t.device.Config().Line(t.kind, t.number) }

// Open shows the banner, asks for a login if the line wants one, or the first line.
func (t *Terminal) Open() {
	t.showBanner("motd")
	t.startLogin()
	t.showAndAsk()
}

// Line takes a line that was asked for, or one typed ahead.
func (t *Terminal) Line(text string, end End) {
	t.active = t.device.Now()
	switch {
	case t.closed:
	case t.standby:
		t.wakeConsole(firstKey("", end))
	case t.running && t.takesKeys != nil:
		for _, k := range []byte(text + "\r") { // a line where keys are wanted: its user's line editor was not asked
			if t.takesKeys != nil {
				t.Key(k)
			}
		}
	case t.running || t.pause != nil:
		t.typedAhead = append(t.typedAhead, typedLine{text, end})
	case t.pager != nil || t.question != nil && t.question.key:
		t.Key(firstKey(text, end))
	case t.question != nil && t.question.text != nil:
		t.collectOutput(func() { t.takeTextLine(text, end) })
	case t.question != nil:
		t.collectOutput(func() { t.takeAnswer(text, end == Return) })
	case t.session != nil:
		t.collectOutput(func() { t.runLine(text, end) })
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

// collectOutput does something whose output is collected, shows that, and asks for what is
// wanted next.
func (t *Terminal) collectOutput(do func()) {
	t.commandRunning = true
	do()
	t.commandRunning = false
	t.showAndAsk()
}

// runLine carries out a line at the mode's prompt.
func (t *Terminal) runLine(text string, end End) {
	if end != CtrlC {
		if !t.settings.NoHistory {
			t.rememberLine(strings.TrimSpace(text))
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
	t.active = t.device.Now()
	switch {
	case t.standby:
		t.wakeConsole(k)
	case t.running && t.takesKeys != nil:
		if t.takesKeys(k); t.running && t.takesKeys != nil {
			t.askForRawKey()
		}
	case t.pager != nil:
		t.showNextPage(k)
	case t.question != nil && t.question.key:
		t.out.Text(t.id, "\n")
		t.collectOutput(func() { t.takeAnswer("", k == '\r' || k == '\n' || k == 'y' || k == 'Y') })
	}
}

// Interrupt is Ctrl-^: a running job finishes early.
func (t *Terminal) Interrupt() {
	if t.running && t.job != nil && t.takesKeys == nil {
		t.job.Interrupt()
	}
}

// askForRawKey asks for the next key of a job that reads them.
func (t *Terminal) askForRawKey() { t.requestInput(InputRequest{Key: true, Raw: true}) }

// showAndAsk shows the output so far and asks for what is wanted next. Lines that came too
// early are taken then.
func (t *Terminal) showAndAsk() {
	t.flushOutput()
	switch {
	case t.closed || t.standby || t.running || t.pager != nil || t.pause != nil:
		return
	case t.question != nil:
		t.requestInput(InputRequest{Prompt: t.question.prompt, Secret: t.question.secret, Key: t.question.key, Literal: true})
	case t.session == nil:
		return
	case t.device.Saving():
		t.awaitSaving()
		return
	case t.singleCommand && len(t.typedAhead) == 0 && !t.staysOpen:
		t.Close()
		return
	case t.singleCommand && len(t.typedAhead) > 0:
	default:
		t.requestInput(InputRequest{Prompt: t.session.Prompt(), History: t.History(), Literal: t.session.InText()})
		waiting := t.atPrompt
		t.atPrompt = nil
		for _, do := range waiting {
			do()
		}
	}
	if len(t.typedAhead) > 0 {
		next := t.typedAhead[0]
		t.typedAhead = t.typedAhead[1:]
		t.Line(next.text, next.end)
	}
}

// awaitSaving holds the prompt until what the last command changed is kept.
func (t *Terminal) awaitSaving() {
	wait := func(r modes.Runner) (modes.Job, error) {
		t.device.AfterSaving(func(err error) bool {
			if err != nil {
				t.Print("%Error saving (" + err.Error() + ")\n")
			}
			if t.continued = r.Done; !t.continuing {
				r.Done()
			}
			return true
		})
		return uninterrupted{}, nil
	}
	_ = t.Run(wait) // which always starts
}

// ContinueCommand does what the last command has left to do when its files are kept: its
// output is the command's. When the user has gone meanwhile, nobody reads it.
func (t *Terminal) ContinueCommand(do func()) {
	running, commandRunning := t.running, t.commandRunning
	t.running, t.commandRunning, t.continuing, t.continued = false, true, true, nil
	do()
	t.running, t.commandRunning, t.continuing = t.running || running, commandRunning, false
	if t.session == nil && !t.settingUp && !t.standby {
		t.text.Reset()
		t.question = nil
	}
	if t.continued != nil {
		t.continued()
	}
}

// An uninterrupted job ends when it is done, whatever its user wants.
type uninterrupted struct{}

func (uninterrupted) Interrupt() {}

// requestInput asks for a line or a key, on a screen as the settings have it.
func (t *Terminal) requestInput(r InputRequest) {
	r.NoEditing = t.settings.NoEditing
	r.Screen = &Size{Rows: t.settings.Length, Columns: t.settings.Width}
	t.out.Ready(t.id, r)
}

// Hangup tells that the user is gone.
func (t *Terminal) Hangup() {
	user := t.userName()
	if t.session != nil {
		t.session.EndOutgoing()
	}
	t.closed, t.typedAhead, t.session, t.takesKeys = true, nil, nil, nil
	t.loggedOut(user)
	if t.job != nil {
		t.job.Interrupt()
	}
}

// Log shows a log line. Where nobody is logged in there is nothing for it to wait for.
func (t *Terminal) Log(line string) {
	l := t.lineConfig()
	t.out.Log(t.id, line, l != nil && l.LoggingSynchronous && !t.standby)
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
	s := modes.TerminalStatus{ID: t.id, Kind: t.kind, Number: t.number, From: t.from, Settings: t.settings, Idle: t.device.Now().Sub(t.active)}
	if t.session != nil {
		s.User, s.Active, s.Configuring = t.session.User, true, t.session.Holds()
		s.Open = t.device.Now().Sub(t.entered)
		for _, o := range t.session.Outgoing() {
			s.Connected = append(s.Connected, o.Host)
		}
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
