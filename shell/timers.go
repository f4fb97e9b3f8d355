package shell

import (
	"cmp"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
)

// What a terminal does because time has passed: it goes on after a wait, gives up on a
// user who does not answer, ends a login at which nothing is typed.

// A pause holds everything back until a time.
type pause struct {
	until time.Time
	then  func()
}

// pauseFor goes on with then when d has passed. Lines typed meanwhile are kept.
func (t *Terminal) pauseFor(d time.Duration, then func()) {
	t.pause = &pause{t.device.Now().Add(d), then}
}

// Deadline is when Tick has something to do; ok is false if never.
func (t *Terminal) Deadline() (at time.Time, ok bool) {
	at, _, ok = t.nextTimer()
	return at, ok
}

// Tick does what is due.
func (t *Terminal) Tick() {
	for {
		at, do, ok := t.nextTimer()
		if !ok || at.After(t.device.Now()) {
			return
		}
		do()
	}
}

// nextTimer is the earliest timer that runs, and what it does.
func (t *Terminal) nextTimer() (at time.Time, do func(), ok bool) {
	sooner := func(when time.Time, what func()) {
		if !ok || when.Before(at) {
			at, do, ok = when, what, true
		}
	}
	switch {
	case t.closed || t.standby || t.settingUp:
	case t.pause != nil:
		sooner(t.pause.until, t.endPause)
	case t.session == nil && !t.letIn:
		if l := t.lineConfig(); l != nil && t.question != nil && l.LoginResponse > 0 {
			sooner(t.asked.Add(l.LoginResponse), t.loginTimedOut)
		}
	default:
		if t.settings.ExecTimeout > 0 && !t.running {
			sooner(t.idleSince().Add(t.settings.ExecTimeout), func() { t.expireLogin("exec") })
		}
		if l := t.lineConfig(); l != nil && l.AbsoluteTimeout > 0 {
			sooner(t.entered.Add(l.AbsoluteTimeout), func() {
				t.flushUnpaged()
				t.out.Text(t.id, "\n*\n*** Line timeout expired\n*\n")
				t.expireLogin("absolute")
			})
		}
	}
	return at, do, ok
}

// UserActive tells that the user is pressing keys.
func (t *Terminal) UserActive() { t.active = t.device.Now() }

// idleSince is when the user could last have typed something, or did.
func (t *Terminal) idleSince() time.Time {
	if t.resumed.After(t.active) {
		return t.resumed
	}
	return t.active
}

func (t *Terminal) endPause() {
	then := t.pause.then
	t.pause = nil
	then()
	t.showAndAsk()
}

// expireLogin ends the login because a timer of the line has run out.
func (t *Terminal) expireLogin(timer string) {
	t.device.Log(debuglog.TTYExpired(timer, t.ttyNumber(), t.from, cmp.Or(t.userName(), t.letInAs)))
	t.Close()
}

// LineChanged tells that the terminal's line was configured anew. What its user has set
// with `terminal` stays unless the line's own setting changed.
func (t *Terminal) LineChanged(before, after *config.Line) {
	if before.ExecTimeout != after.ExecTimeout {
		t.settings.ExecTimeout = after.ExecTimeout
	}
	if before.Length != after.Length {
		t.settings.Length = after.Length
	}
	if before.Width != after.Width {
		t.settings.Width = after.Width
	}
	if before.HistorySize != after.HistorySize {
		t.settings.HistorySize = after.HistorySize
	}
}
