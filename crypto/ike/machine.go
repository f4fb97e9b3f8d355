package ike

import (
	"fmt"

	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
)

// A row is one arrow of a state machine, phase 1's or that of quick mode: one row of a
// table, and one pair of "Input = ..." and "Old State = ... New State = ..." lines in the
// log. S is the type of its states, C what its actions work on.
//
// A row that depends on more than state and event says so in when; the first row whose
// condition holds is taken. A row that needs slow arithmetic, or something from elsewhere, names in
// first what happens before it, and in more what happens with each answer, up to the last; do then runs
// with that one.
type row[S comparable, C any] struct {
	from  S
	on    state.Event
	need  payloads // a message without these is refused before anything is done
	when  func(C, input) bool
	to    S
	shown state.Shown // how the SA shows from here on; MMNoState leaves it
	quiet bool        // the device takes this arrow without a word
	first query[C]    // asks for slow arithmetic
	more  []sequel[C] // each looks at the answer before it and asks for more, or for nothing
	do    action[C]   // acts; the announcement comes after it
	after action[C]   // acts when the arrow has been announced
	then  state.Event // the internal event that follows at once; NoEvent: none
}

// An action does what an arrow stands for. It must not fire an event at what it works on,
// whose new state the arrow would overwrite; after and then may.
type action[C any] func(C, input, Answer) error

// A query makes the job whose answer the row's action wants; none if there is nothing to
// compute.
type query[C any] func(C, input) (*Job, error)

// A sequel is a query that has the answer of the one before it.
type sequel[C any] func(C, input, Answer) (*Job, error)

// payloads is a set of payload types.
type payloads []isakmp.PayloadType

// An input is what an event brings along: nil, *received, *informational, probed, verdict or
// lostPair. It is passed on to the internal events that follow.
type input interface {
	message() *received // that brought the event; nil if none did
}

// alone is the action of a function that needs nothing but what it works on.
func alone[C any](f func(C) error) action[C] {
	return func(c C, _ input, _ Answer) error { return f(c) }
}

// given is the action of a function that needs what the event brought.
func given[C any, I input](f func(C, I) error) action[C] {
	return func(c C, in input, _ Answer) error { return f(c, in.(I)) }
}

// solved is the action of a function that needs the answer to the row's query, or to that of
// the row before.
func solved[C any](f func(C, Answer) error) action[C] {
	return func(c C, _ input, a Answer) error { return f(c, a) }
}

// givenSolved is the action of a function that needs both.
func givenSolved[C any, I input](f func(C, I, Answer) error) action[C] {
	return func(c C, in input, a Answer) error { return f(c, in.(I), a) }
}

// askAlone and askGiven make queries as alone and given make actions.
func askAlone[C any](f func(C) (*Job, error)) query[C] {
	return func(c C, _ input) (*Job, error) { return f(c) }
}

func askGiven[C any, I input](f func(C, I) (*Job, error)) query[C] {
	return func(c C, in input) (*Job, error) { return f(c, in.(I)) }
}

// answered makes a sequel of a function that needs what the event brought.
func answered[C any, I input](f func(C, I, Answer) (*Job, error)) sequel[C] {
	return func(c C, in input, a Answer) (*Job, error) { return f(c, in.(I), a) }
}

// A subject is what a machine moves: an SA, or an exchange under it.
type subject[S comparable, C any] interface {
	identity() any // of what has the state
	at() S
	enter(*row[S, C])
	announce(on state.Event, from, to S)
	rejectEvent(on state.Event)             // no row leaves the state on it
	rejectMessage()                         // it lacks what the row needs
	fail(r *row[S, C], in input, err error) // the row's action could not be done
	awaitJob(job *Job, resume func(Answer))
}

// A machine is a table of rows and what walks it.
type machine[S comparable, C subject[S, C]] struct {
	rows   map[arrow[S]][]row[S, C]
	acting []acting[S] // the rows whose actions are running, outermost first

	taken func(r *row[S, C]) // is told of each arrow, for tests; nil: nobody is
}

type arrow[S comparable] struct {
	from S
	on   state.Event
}

type acting[S comparable] struct {
	on any
	arrow[S]
}

func newMachine[S comparable, C subject[S, C]](tables ...[]row[S, C]) *machine[S, C] {
	m := &machine[S, C]{rows: map[arrow[S]][]row[S, C]{}}
	for _, rows := range tables {
		for _, r := range rows {
			m.rows[arrow[S]{r.from, r.on}] = append(m.rows[arrow[S]{r.from, r.on}], r)
		}
	}
	return m
}

// fire takes the arrow that leaves the subject's state on an event, announces it, and goes
// on with the internal event that follows it.
func (m *machine[S, C]) fire(c C, on state.Event, in input) { m.fireOn(c, on, in, Answer{}) }

func (m *machine[S, C]) fireOn(c C, on state.Event, in input, a Answer) {
	m.mustRest(c, on)
	r := m.rowFor(c, on, in)
	if r == nil {
		c.rejectEvent(on)
		return
	}
	if messageOf(in).missingPayload(r.need) != 0 {
		c.rejectMessage()
		return
	}
	var job *Job
	var err error
	if r.first != nil {
		job, err = r.first(c, in)
	}
	m.await(c, r, in, a, job, err, 0)
}

// await waits for a row's job, if there is one, and for those that follow from its answer; then the row is carried out.
// Sequel is which of the row's sequels has the answer.
func (m *machine[S, C]) await(c C, r *row[S, C], in input, a Answer, job *Job, err error, sequel int) {
	for {
		switch {
		case err != nil:
			m.takeRow(c, r, in, a, err)
			return
		case job != nil:
			c.awaitJob(job, func(a Answer) { m.await(c, r, in, a, nil, a.Err, sequel) })
			return
		case sequel == len(r.more):
			m.takeRow(c, r, in, a, nil)
			return
		}
		job, err = r.more[sequel](c, in, a)
		sequel++
	}
}

// takeRow carries out a row whose query has been answered.
func (m *machine[S, C]) takeRow(c C, r *row[S, C], in input, a Answer, err error) {
	if err == nil && r.do != nil {
		m.acting = append(m.acting, acting[S]{c.identity(), arrow[S]{r.from, r.on}})
		err = r.do(c, in, a)
		m.acting = m.acting[:len(m.acting)-1]
	}
	if err != nil {
		c.fail(r, in, err)
		return
	}
	if !r.quiet {
		c.announce(r.on, r.from, r.to)
	}
	c.enter(r)
	if m.taken != nil {
		m.taken(r)
	}
	if r.after != nil {
		if err := r.after(c, in, a); err != nil {
			c.fail(r, in, err)
			return
		}
	}
	if r.then != state.NoEvent {
		m.fireOn(c, r.then, in, a)
	}
}

// announceStay announces an event that was looked at and leads nowhere.
func (m *machine[S, C]) announceStay(c C, on state.Event) { c.announce(on, c.at(), c.at()) }

// rowFor finds the first row for the subject's state and the event whose condition holds.
func (m *machine[S, C]) rowFor(c C, on state.Event, in input) *row[S, C] {
	rows := m.rows[arrow[S]{c.at(), on}]
	for i := range rows {
		if rows[i].when == nil || rows[i].when(c, in) {
			return &rows[i]
		}
	}
	return nil
}

// mustRest refuses an event for a subject whose row is acting: the state that the event
// leads to would be lost when the row enters its own.
func (m *machine[S, C]) mustRest(c C, on state.Event) {
	for _, a := range m.acting {
		if a.on == c.identity() {
			panic(fmt.Sprintf("ike: %v is fired while the row (%v, %v) acts: the state it leads to would be overwritten",
				on, a.from, a.arrow.on))
		}
	}
}

// messageOf is the message that brought an event; an empty one if none did.
func messageOf(in input) *received {
	if in != nil {
		if m := in.message(); m != nil {
			return m
		}
	}
	return &received{}
}
