package shell

import "time"

// IdleDeadline is when the login ends for want of typing (exec-timeout); ok is false if
// it never does.
func (t *Terminal) IdleDeadline() (at time.Time, ok bool) {
	if t.closed || t.running || t.settings.ExecTimeout == 0 {
		return time.Time{}, false
	}
	return t.active.Add(t.settings.ExecTimeout), true
}

// TimeOut ends the login because IdleDeadline has passed.
func (t *Terminal) TimeOut() {
	if !t.closed {
		t.Close()
	}
}
