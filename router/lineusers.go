package router

import (
	"slices"
	"time"

	"ruthere/config"
	"ruthere/modes"
)

// The users of the lines: who they are, and what they may do to each other's terminals.

// Send shows a text on a terminal, between whatever goes on there.
func (r *Router) Send(id int, text string) {
	r.withTerminal(id, func(t *connection) { r.showOn(TerminalLog{Terminal: id, Text: text}) })
}

// Disconnect ends what goes on at a terminal.
func (r *Router) Disconnect(id int) { r.withTerminal(id, func(t *connection) { t.Close() }) }

// LineUses is how often a line has been used.
func (r *Router) LineUses(tty int) int { return r.lineUses[tty] }

// openTerminal registers a new terminal, and counts that its line is used.
func (r *Router) openTerminal(t *connection) {
	s := t.Status()
	r.lineUses[modes.TTY(s.Kind, s.Number)]++
	r.terminals = append(r.terminals, t)
}

// actorName is the user who typed the command being worked on, "" if they have no name.
func (r *Router) actorName() string {
	if r.actor == nil {
		return ""
	}
	return r.actor.Status().User
}

// withActor runs f with a terminal whose user has done something.
func (r *Router) withActor(id int, f func(*connection)) {
	r.withTerminal(id, func(t *connection) { r.actAs(t, func() { f(t) }) })
}

// actAs runs f as what the user of a terminal does, or nobody (nil).
func (r *Router) actAs(t *connection, f func()) {
	defer func(before *connection) { r.actor = before }(r.actor)
	r.actor = t
	f()
}

// followTerminalLines tells the terminals in use what has changed in the configuration of
// their lines.
func (r *Router) followTerminalLines(before, after *config.Config) {
	for _, t := range r.terminals {
		s := t.Status()
		old, l := before.Line(s.Kind, s.Number), after.Line(s.Kind, s.Number)
		if old != nil && l != nil {
			t.LineChanged(old, l)
		}
	}
}

// nextTerminalTimer is when a terminal has something to do, or is to be forgotten.
func (r *Router) nextTerminalTimer() (at time.Time, why string, ok bool) {
	for _, t := range r.terminals {
		next, due := t.Deadline()
		if t.isGone() {
			next, due = r.now, true
		}
		if due && (!ok || next.Before(at)) {
			at, ok = next, true
		}
	}
	return at, "terminal", ok
}

// isGone says whether a terminal's login has ended for good. The console stays: its next
// user follows.
func (t *connection) isGone() bool { return t.kind != config.LineConsole && t.Closed() }

// runTerminals lets terminals do what is due, and forgets those that are gone.
func (r *Router) runTerminals() {
	for _, t := range slices.Clone(r.terminals) {
		t.Tick()
		if t.Closed() {
			r.logSSHClose(t)
		}
	}
	r.terminals = slices.DeleteFunc(r.terminals, (*connection).isGone)
}
