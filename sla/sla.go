// Package sla is IP SLA: when operations run, what came of them, and what is counted of it. It sends nothing and knows no
// clock: time and answers come in, and what is to be sent goes out.
package sla

import (
	"cmp"
	"slices"
	"time"

	"ruthere/config"
)

// A Code is what came of an operation.
type Code uint8

const (
	Unknown Code = iota // nothing yet
	OK
	OverThreshold // answered, but late
	Timeout
	NoConnection // it could not be sent
	Busy         // the one before was still under way
)

// String is the code as the device shows it.
func (c Code) String() string {
	return [...]string{"Unknown", "OK", "Over threshold", "Timeout", "No connection", "Busy"}[c]
}

// Reached says whether there was an answer.
func (c Code) Reached() bool { return c == OK || c == OverThreshold }

// An Engine runs the operations of a router. The zero value has none.
type Engine struct{ entries []*entry }

type entry struct {
	config.Operation
	state    State
	start    time.Time // when it starts, or has started
	next     time.Time // when it runs next; zero: never
	end      time.Time // of its life; zero: never
	waiting  bool      // for the answer to
	sequence uint16
	sent     time.Time
	asking   bool // a responder for its port, whose answer is waited for
	reset    time.Time
	result   Result
	hours    []Hour // of statistics, the latest last
}

// A State is what an operation does.
type State uint8

const (
	Pending State = iota
	Active
	Inactive // its life is over
)

// A Result is what came of an operation so far.
type Result struct {
	Code                Code
	RTT                 time.Duration // of the last answer, if that was the last result
	Started             time.Time     // when it last ran; zero: never
	Successes, Failures int
	OverThresholds      int
}

// A Probe is an operation that is to be sent now.
type Probe struct {
	config.Operation
	Sequence uint16
}

// Follow takes over the operations of a configuration. One that is defined and scheduled as it was goes on. The clock is
// what schedules by the time of day go by.
func (e *Engine) Follow(now, clock time.Time, operations []config.Operation) {
	before := e.entries
	e.entries = nil
	for _, o := range operations {
		at := slices.IndexFunc(before, func(have *entry) bool { return have.Operation == o })
		if at >= 0 {
			e.entries = append(e.entries, before[at])
			continue
		}
		n := &entry{Operation: o}
		if at := slices.IndexFunc(before, func(have *entry) bool { return have.Number == o.Number }); at >= 0 {
			n.sequence = before[at].sequence // what still comes back belongs to the one before
		}
		if s := o.Schedule; s.Set && !s.Pending && o.Method() != config.NoMethod {
			n.schedule(now.Add(s.StartsIn(clock)))
		}
		e.entries = append(e.entries, n)
	}
	slices.SortStableFunc(e.entries, func(a, b *entry) int { return cmp.Compare(a.Number, b.Number) })
}

// schedule has an operation start at an instant.
func (n *entry) schedule(at time.Time) {
	n.state, n.start, n.next, n.end = Pending, at, at, time.Time{}
	if life := n.Schedule.Life; life > 0 {
		n.end = at.Add(life)
	}
}

// Restart starts an operation anew: `ip sla restart`. It is false for one that is not there or not active.
func (e *Engine) Restart(now time.Time, number int) bool {
	n := e.entry(number)
	if n == nil || n.state != Active {
		return false
	}
	n.result, n.waiting, n.hours, n.reset = Result{}, false, nil, now
	n.schedule(now)
	return true
}

func (e *Engine) entry(number int) *entry {
	at, found := slices.BinarySearchFunc(e.entries, number, func(n *entry, want int) int { return cmp.Compare(n.Number, want) })
	if !found {
		return nil
	}
	return e.entries[at]
}

// Deadline is when Run is to be called next.
func (e *Engine) Deadline() (at time.Time, ok bool) {
	for _, n := range e.entries {
		for _, when := range [...]time.Time{n.next, n.end, n.timesOut()} {
			if !when.IsZero() && (!ok || when.Before(at)) {
				at, ok = when, true
			}
		}
	}
	return at, ok
}

// timesOut is when the answer that is waited for comes too late; zero: none is.
func (n *entry) timesOut() time.Time {
	if !n.waiting {
		return time.Time{}
	}
	return n.sent.Add(n.Timeout)
}

// A Silence is an operation whose time for an answer is up.
type Silence struct {
	Number int
	Code   Code // Timeout, or NoConnection if the responder was silent that was to open a port
}

// Run does what is due, and says what is to be sent for it, and of which operations the time for an answer is up.
func (e *Engine) Run(now time.Time) (probes []Probe, silent []Silence) {
	for _, n := range e.entries {
		if at := n.timesOut(); !at.IsZero() && !at.After(now) {
			code := Timeout
			if n.asking {
				code = NoConnection
			}
			n.finish(now, code, 0)
			silent = append(silent, Silence{n.Number, code})
		}
		if !n.end.IsZero() && !n.end.After(now) {
			n.endLife(now)
		}
		if n.next.IsZero() || n.next.After(now) {
			continue
		}
		n.state, n.next = Active, n.next.Add(n.Frequency)
		if n.waiting {
			n.result.Code = Busy
			n.result.Failures++
			n.hour(now).count(Busy, 0)
			continue
		}
		n.sequence++
		n.waiting, n.sent, n.result.Started, n.asking = true, now, now, false
		probes = append(probes, Probe{n.Operation, n.sequence})
	}
	return probes, silent
}

// endLife ends the life of an operation, which may begin again the next day.
func (n *entry) endLife(now time.Time) {
	n.waiting = false
	if !n.Schedule.Recurring {
		n.state, n.next, n.end = Inactive, time.Time{}, time.Time{}
		return
	}
	at := n.start
	for !at.After(now) {
		at = at.Add(24 * time.Hour)
	}
	n.schedule(at)
}

// finish takes what came of the run under way.
func (n *entry) finish(now time.Time, code Code, rtt time.Duration) {
	n.waiting = false
	n.hour(now).count(code, rtt)
	n.result.Code, n.result.RTT = code, rtt
	switch code {
	case OK:
		n.result.Successes++
	case OverThreshold:
		n.result.Successes++
		n.result.OverThresholds++
	default:
		n.result.Failures++
	}
}

// Answered takes the answer to a probe. An answer that nobody waits for means nothing.
func (e *Engine) Answered(now time.Time, number int, sequence uint16, rtt time.Duration) {
	n := e.entry(number)
	switch {
	case n == nil || !n.waiting || n.sequence != sequence:
	case n.Threshold > 0 && rtt > n.Threshold:
		n.finish(now, OverThreshold, rtt)
	default:
		n.finish(now, OK, rtt)
	}
}

// Failed says that a probe could not be sent.
func (e *Engine) Failed(now time.Time, number int, sequence uint16) {
	if n := e.entry(number); n != nil && n.waiting && n.sequence == sequence {
		n.finish(now, NoConnection, 0)
	}
}

// Asks says that a responder has been asked to open the port of the run under way.
func (e *Engine) Asks(number int, sequence uint16) {
	if n := e.entry(number); n != nil && n.waiting && n.sequence == sequence {
		n.asking = true
	}
}

// Probes says that the probe itself leaves now: its time counts from here. False if nobody waits for it.
func (e *Engine) Probes(now time.Time, number int, sequence uint16) bool {
	n := e.entry(number)
	if n == nil || !n.waiting || n.sequence != sequence {
		return false
	}
	n.asking, n.sent = false, now
	return true
}

// Sent is when the run under way of an operation was sent; false if it does not wait for that sequence number.
func (e *Engine) Sent(number int, sequence uint16) (at time.Time, ok bool) {
	if n := e.entry(number); n != nil && n.waiting && n.sequence == sequence {
		return n.sent, true
	}
	return at, false
}

// Latest is the last result of an operation; Unknown if there is none, or no such operation.
func (e *Engine) Latest(number int) Code {
	if n := e.entry(number); n != nil {
		return n.result.Code
	}
	return Unknown
}

// A Status is an operation as it is shown.
type Status struct {
	config.Operation
	State State
	Result
	Left  time.Duration // of its life, if that has an end
	Reset time.Time     // when it was last started anew; zero: never
	Hours []Hour        // what was counted in the last hours, the latest last
}

// Statuses are all operations, by number.
func (e *Engine) Statuses(now time.Time) (all []Status) {
	for _, n := range e.entries {
		s := Status{Operation: n.Operation, State: n.state, Result: n.result, Reset: n.reset, Hours: n.hours}
		if n.state == Active && !n.end.IsZero() {
			s.Left = n.end.Sub(now)
		}
		all = append(all, s)
	}
	return all
}
