package ike

import (
	"errors"
	"time"

	"ruthere/crypto/ike/state"
	"ruthere/crypto/ipsec"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// A transition is one arrow of phase 1's state machine: one row of a table, and one
// pair of "Input = ..." and "Old State = ... New State = ..." lines in the log.
//
// A row that depends on more than state and event says so in when; the first row
// whose condition holds is taken. A row that needs Diffie-Hellman arithmetic names
// in first what happens before it; do then runs with the answer.
type transition struct {
	from   state.Phase
	on     state.Event
	need   payloads // a message without these is refused before anything is done
	when   func(*step) bool
	to     state.Phase
	column state.Shown               // what packet lines say from here on; MMNoState leaves it
	first  func(*step) (*Job, error) // asks for slow arithmetic; nil job: none is needed
	do     func(*step) error         // acts; the announcement comes after it
	after  func(*step) error         // acts when the arrow has been announced
	then   state.Event               // the internal event that follows at once; zero: none
}

type arrow struct {
	from state.Phase
	on   state.Event
}

// payloads is a set of payload types.
type payloads []isakmp.PayloadType

// A step is one input being worked on: who, when, which message, and where what
// follows is collected.
type step struct {
	*Engine
	now      time.Time
	sa       *SA
	node     *node
	header   isakmp.Header
	datagram Datagram
	message  []isakmp.Payload
	out      *Out
	answer   Answer      // of the job that first asked for
	nextIV   []byte      // once the message is believed
	found    state.Phase // in which a main mode message found the SA
	dead     bool        // the monitor gave the peer up
	pair     *ipsec.Pair // what FromIPsecPhase2Del is about
	probes   []uint32    // R_U_THERE numbers of this message that want an answer
	hellos   int         // IOS keepalives of this message that want an answer
	probe    uint32      // the one being answered
}

// waiting is a transition held up by a job. An SA may have several: each quick mode
// with PFS asks for its own.
type waiting struct {
	sa     *SA
	resume func(now time.Time, a Answer, out *Out)
}

// fire takes the arrow that leaves the SA's state on an event, announces it, and
// goes on with the internal event that follows it.
func (s *step) fire(on state.Event) {
	row := s.row(on)
	if row == nil {
		s.say(debuglog.UnknownInput(s.conn(), on, s.sa.state))
		return
	}
	if missing := s.missing(row.need); missing != 0 {
		s.badMessage(s.now, s.sa.remote.Addr(), s.out)
		return
	}
	if row.first == nil {
		s.take(row, nil)
		return
	}
	job, err := row.first(s)
	if err != nil || job == nil {
		s.take(row, err)
		return
	}
	s.await(job, func() { s.take(row, s.answer.Err) })
}

// take carries out a row whose preparation is done.
func (s *step) take(row *transition, err error) {
	if err == nil && row.do != nil {
		err = row.do(s)
	}
	from := s.sa.state
	if err != nil {
		s.fail(row, err)
		return
	}
	s.announce(row.on, from, row.to)
	s.sa.state = row.to
	if row.column != state.MMNoState {
		s.sa.column = row.column
	}
	if row.after != nil {
		if err := row.after(s); err != nil {
			s.fail(row, err)
			return
		}
	}
	if row.then != 0 {
		s.fire(row.then)
	}
}

// await holds the step until the driver has computed a job.
func (s *step) await(job *Job, resume func()) {
	s.lastJob++
	job.ID = s.lastJob
	s.sa.jobs++
	s.jobs[job.ID] = &waiting{sa: s.sa, resume: func(now time.Time, a Answer, out *Out) {
		s.now, s.answer, s.out = now, a, out
		resume()
	}}
	s.out.job(*job)
}

// announce prints the pair of lines of one arrow.
func (s *step) announce(on state.Event, from, to state.Phase) {
	s.say(debuglog.Transition(s.conn(), on, from, to))
}

func (s *step) say(lines ...debuglog.Line) {
	s.out.about(s.sa.remote.Addr())
	s.out.Log(lines...)
}
func (s *step) wants(sw debuglog.Switch) bool {
	s.out.about(s.sa.remote.Addr())
	return s.out.wants(sw)
}

func (s *step) conn() debuglog.Conn { return s.sa.connection() }

// row finds the first row for the SA's state and the event whose condition holds.
func (s *step) row(on state.Event) *transition {
	rows := s.phase1[arrow{s.sa.state, on}]
	for i := range rows {
		if rows[i].when == nil || rows[i].when(s) {
			return &rows[i]
		}
	}
	return nil
}

// missing returns the first needed payload that the message lacks, or 0.
func (s *step) missing(need payloads) isakmp.PayloadType {
	for _, t := range need {
		if _, ok := s.payload(t); !ok {
			return t
		}
	}
	return 0
}

// payload returns the message's first payload of a type.
func (s *step) payload(t isakmp.PayloadType) (isakmp.Payload, bool) {
	for _, p := range s.message {
		if p.Type == t {
			return p, true
		}
	}
	return isakmp.Payload{}, false
}

// fail says why an arrow was not taken and does what follows from that.
func (s *step) fail(row *transition, err error) {
	var refused *refusal
	if errors.As(err, &refused) {
		refused.finish(s, row)
		return
	}
	s.badMessage(s.now, s.sa.remote.Addr(), s.out)
	if s.sa.lastSent != nil && !s.sa.gone() && s.sa.state != state.P1Complete {
		s.sa.state = s.found // as if the message had not come: the right one may follow
		s.sa.timers[timerRetransmit] = s.now.Add(retransmitInterval)
	}
}

// A refusal is a negotiation that this side ends: finish prints and does what the
// device does then.
type refusal struct {
	why    string
	finish func(*step, *transition)
}

func (r *refusal) Error() string { return r.why }

// tables indexes the rows of a release's state machines.
func tables(release debuglog.Release) (map[arrow][]transition, map[nodeArrow][]nodeTransition) {
	phase1 := map[arrow][]transition{}
	for _, rows := range [][]transition{mainModeInitiator, mainModeResponder, informationalExchange, deadPeer(release), deletion} {
		for _, row := range rows {
			key := arrow{row.from, row.on}
			phase1[key] = append(phase1[key], row)
		}
	}
	phase2 := map[nodeArrow][]nodeTransition{}
	for _, row := range quickModeTable(release) {
		key := nodeArrow{row.from, row.on}
		phase2[key] = append(phase2[key], row)
	}
	return phase1, phase2
}
