package shell

import (
	"ruthere/config"
	"ruthere/modes"
)

// What modes.Terminal asks for: the side that commands talk to.

var _ modes.Terminal = (*Terminal)(nil)

// Print writes command output. While a command runs it is collected, so that it can be
// filtered and paged.
func (t *Terminal) Print(text string) {
	if !t.commandRunning || t.running {
		t.out.Text(t.id, text)
		return
	}
	t.text.WriteString(text)
}

// Filter sends the output of the command at hand through f.
func (t *Terminal) Filter(f *modes.Filter) { t.filter = f }

// Ask shows a prompt and calls answer with the line typed.
func (t *Terminal) Ask(prompt string, secret bool, answer func(text string, ok bool)) {
	t.asked = t.device.Now()
	t.question = &question{prompt: prompt, secret: secret, answer: answer}
}

// Confirm shows a prompt and takes one key.
func (t *Terminal) Confirm(prompt string, answer func(yes bool)) {
	t.question = &question{prompt: prompt, key: true, answer: func(_ string, yes bool) { answer(yes) }}
}

// Run starts a job and holds the prompt back until it is done.
func (t *Terminal) Run(start func(modes.Runner) (modes.Job, error)) error {
	t.flushUnpaged()
	t.jobs++
	t.running = true
	job, err := start(runner{t, t.jobs})
	if err != nil {
		t.running = false
		return err
	}
	if t.running { // it may have finished at once
		t.job = job
	}
	return nil
}

// runner is the Terminal for one job.
type runner struct {
	t      *Terminal
	number int
}

func (r runner) isCurrent() bool { return r.t.jobs == r.number && r.t.running && !r.t.closed }

func (r runner) Write(text string) {
	if r.isCurrent() {
		r.t.Print(text)
	}
}

func (r runner) Done() {
	if !r.isCurrent() {
		return
	}
	r.t.running, r.t.job, r.t.takesKeys, r.t.resumed = false, nil, nil, r.t.device.Now()
	if !r.t.commandRunning { // else the command that started it settles
		r.t.showAndAsk()
	}
}

func (r runner) ReadKeys(take func(byte)) {
	if !r.isCurrent() {
		return
	}
	r.t.takesKeys = take
	ahead := r.t.typedAhead
	r.t.typedAhead = nil
	r.t.askForRawKey()
	for _, line := range ahead {
		r.t.Line(line.text, line.end)
	}
}

// Later calls do once the next prompt is out.
func (t *Terminal) Later(do func()) { t.atPrompt = append(t.atPrompt, do) }

// Close ends the login. The console becomes available again; a network terminal is
// gone.
func (t *Terminal) Close() {
	if t.closed || t.standby {
		return
	}
	t.flushUnpaged()
	user := t.userName()
	if t.session != nil {
		t.session.EndOutgoing()
	}
	if t.job != nil {
		t.jobs++ // what it still has to say is of no interest
		t.job.Interrupt()
	}
	t.session, t.running, t.job, t.takesKeys = nil, false, nil, nil
	t.question, t.pager, t.filter, t.typedAhead, t.atPrompt, t.pause, t.loginDialogue = nil, nil, nil, nil, nil, nil, nil
	if t.kind == config.LineConsole {
		t.out.Text(t.id, "\n\n"+t.device.Config().Hostname+" con0 is now available\n\n\n\n\n\nPress RETURN to get started.\n\n\n\n\n")
		t.awaitReturn()
	} else {
		t.closed = true
		t.out.Closed(t.id)
	}
	t.loggedOut(user)
}

// Closed says whether the login has ended.
func (t *Terminal) Closed() bool { return t.closed }

// Settings are what `terminal` changes.
func (t *Terminal) Settings() *modes.Settings { return &t.settings }

// History is the lines typed in the mode at hand, oldest first. EXEC and
// configuration modes remember apart.
func (t *Terminal) History() []string { return t.history[t.historyIndex()] }

func (t *Terminal) historyIndex() int {
	if t.session != nil && t.session.Configuring() {
		return 1
	}
	return 0
}

func (t *Terminal) rememberLine(line string) {
	h := &t.history[t.historyIndex()]
	if n := len(*h); line == "" || n > 0 && (*h)[n-1] == line {
		return
	}
	// A copy: requests made so far keep the history they were given.
	*h = append((*h)[:len(*h):len(*h)], line)
	if extra := len(*h) - t.settings.HistorySize; extra > 0 {
		*h = (*h)[extra:]
	}
}
