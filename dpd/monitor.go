// Package dpd decides when to ask an IKE peer whether it is there (R_U_THERE), when to ask again, and when to call it
// dead: Dead Peer Detection, RFC 3706, with the timing of IOS's `crypto isakmp keepalive`.
//
// A Monitor watches one peer. It sends nothing and knows no clock: the owner tells it what happened and when, does what
// the returned Action says, and comes back at Deadline.
//
//	heard -- Interval --> Probe -- Retry --> Reprobe -- Retry --> ... (four of them) -- Retry --> Dead
//
// Anything authentic from the peer returns it to "heard" from everywhere but Dead. In on-demand mode the Probe
// waits for traffic as well: a peer that nobody talks to is never asked.
//
// The other direction, answering a peer's own R_U_THERE, needs no monitor; RateLimit and PeerSequence help with it.
package dpd

import "time"

// An Action is what the owner of a Monitor must do now.
type Action uint8

const (
	None    Action = iota // nothing is due
	Probe                 // send an R_U_THERE with a new sequence number, Monitor.Sequence
	Reprobe               // a probe was missed: send the R_U_THERE again, with the same sequence number
	Dead                  // the last probe was missed: delete the peer's SAs and forget the monitor
)

func (a Action) String() string {
	switch a {
	case None:
		return "none"
	case Probe:
		return "probe"
	case Reprobe:
		return "reprobe"
	case Dead:
		return "dead"
	}
	return "unknown action"
}

// An AckVerdict is what an R_U_THERE_ACK was worth.
type AckVerdict uint8

const (
	Current    AckVerdict = iota // answers the newest probe, for the first time: a sign of life
	Stale                        // answers an older probe, or repeats an answer: none
	Unexpected                   // carries a number that was never asked with: none
)

func (v AckVerdict) String() string {
	switch v {
	case Current:
		return "current"
	case Stale:
		return "stale"
	case Unexpected:
		return "unexpected"
	}
	return "unknown verdict"
}

// A Monitor tracks the liveliness of one peer. All times given to one Monitor must come from one clock; a time earlier
// than one already given is harmless.
type Monitor struct {
	cfg    Config
	spread func() float64
	phase  phase

	heard  time.Time     // last sign of life
	period time.Duration // how long after heard the next periodic probe is due
	missAt time.Time     // when the outstanding probe counts as missed; only while probing
	misses int           // probes of this series that were missed

	firstSequence uint32
	sequence      uint32
	asked         bool // a probe has carried sequence
	acked         bool // and it was answered

	sent, answered int // R_U_THERE so far, and those of which the first answer came
}

type phase uint8

const (
	waiting phase = iota
	probing
	dead
)

// New must be called when phase 1 with a peer that sent the DPD vendor ID is complete. The completed exchange counts as
// a sign of life at now.
//
// The first probe carries firstSequence; RFC 3706 section 6.2 wants a random number with the high bit clear, the
// chapter's router counts from zero. spread yields numbers in [0, 1) and places each periodic cycle between 97 and 98 %
// of Interval, as IOS does; it is asked once for each probe. A nil spread keeps the exact Interval.
func New(cfg Config, now time.Time, firstSequence uint32, spread func() float64) *Monitor {
	m := &Monitor{
		cfg:           cfg.effective(),
		spread:        spread,
		heard:         now,
		firstSequence: firstSequence,
		sequence:      firstSequence,
	}
	m.newPeriod()
	return m
}

// Deadline is when Expire must be called next; false means that no timer runs. Signs of life only ever move it later,
// so an owner may keep an old deadline, call Expire early, be told None, and ask again: it need not touch its timers
// for every packet. After Expire or Sending returned an Action, and after Reconfigure, it must ask.
func (m *Monitor) Deadline() (time.Time, bool) {
	switch {
	case m.phase == probing:
		return m.missAt, true
	case m.phase == waiting && m.cfg.Periodic && m.cfg.Interval > 0:
		return m.heard.Add(m.period), true
	}
	return time.Time{}, false
}

// Expire must be called at Deadline, after everything that arrived by then was given to Heard and Ack. Called early it
// returns None; called late it still leaves each probe a full Retry to be answered.
func (m *Monitor) Expire(now time.Time) Action {
	deadline, running := m.Deadline()
	switch {
	case !running || now.Before(deadline):
		return None
	case m.phase == waiting:
		return m.probe(now)
	}
	m.misses++
	if m.misses >= MaxMisses {
		m.phase = dead
		return Dead
	}
	m.sent++
	m.missAt = now.Add(m.cfg.Retry)
	return Reprobe
}

// Sending must be called when protected traffic is about to leave for the peer. On-demand, it starts a series with
// Probe when nothing was heard for Interval; the traffic itself is sent either way.
func (m *Monitor) Sending(now time.Time) Action {
	if m.phase != waiting || m.cfg.Periodic || m.cfg.Interval == 0 || now.Before(m.heard.Add(m.cfg.Interval)) {
		return None
	}
	return m.probe(now)
}

// probe begins a series, with a number of its own.
func (m *Monitor) probe(now time.Time) Action {
	if m.asked {
		m.sequence++
	}
	m.asked, m.acked = true, false
	m.sent++
	m.phase = probing
	m.misses = 0
	m.missAt = now.Add(m.cfg.Retry)
	m.newPeriod()
	return Probe
}

// Heard must be called for whatever shows that the peer lives: an ESP packet that passed its integrity and replay
// checks, an authenticated IKE message, an R_U_THERE that PeerSequence calls fresh. Not for an R_U_THERE_ACK, which
// goes to Ack. It postpones the next probe and ends a running series.
//
// Death is final, because its owner has begun to delete the SAs: Heard does not undo it.
func (m *Monitor) Heard(now time.Time) {
	if m.phase == dead {
		return
	}
	m.phase = waiting
	m.misses = 0
	if now.After(m.heard) {
		m.heard = now
	}
}

// Ack must be called for each authenticated R_U_THERE_ACK, with the sequence number that it carries. Only the first
// answer to the newest probe is a sign of life (RFC 3706 section 7: others may be replayed); it then does what Heard
// does. An answer that comes after other traffic has ended the series is still the first answer.
func (m *Monitor) Ack(now time.Time, sequence uint32) AckVerdict {
	switch {
	case !m.asked || sequence-m.firstSequence > m.sequence-m.firstSequence:
		return Unexpected
	case sequence != m.sequence || m.acked || m.phase == dead:
		return Stale
	}
	m.acked = true
	m.answered++
	m.Heard(now)
	return Current
}

// Reconfigure must be called when the peer's keepalive configuration changes. The time since the last sign of life
// counts under the new Interval, so a probe may be due at once. A running series goes on: the wait that has begun keeps
// its length, the next ones take the new Retry. Interval zero ends a series.
func (m *Monitor) Reconfigure(now time.Time, cfg Config) {
	m.cfg = cfg.effective()
	m.newPeriod()
	switch {
	case m.phase == probing && m.cfg.Interval == 0:
		m.phase = waiting
		m.misses = 0
	case m.phase == waiting && m.cfg.Interval > 0 && now.After(m.heard.Add(m.period)):
		// Due now, not in the past: a deadline must not lie before the change that caused it.
		m.period = now.Sub(m.heard)
	}
}

// MeanPeriod is the mean length of a periodic cycle as a part of the interval.
const MeanPeriod = 0.975

// newPeriod chooses the length of the next cycle. A recorded IOS kept 97 to 98 % of the configured value; staying below
// it also keeps the promise of WorstCase.
func (m *Monitor) newPeriod() {
	m.period = m.cfg.Interval
	if m.spread != nil {
		shorter := 0.02 + 0.01*m.spread()
		m.period -= time.Duration(shorter * float64(m.cfg.Interval))
	}
}

// Misses counts the unanswered probes of the running series, 0 to MaxMisses: IOS's error counter PEERS_ALIVE_TIMER. It
// keeps its last value after Dead.
func (m *Monitor) Misses() int { return m.misses }

// Counts are how many R_U_THERE the monitor had sent, repeats included, and how many answers were signs of life.
func (m *Monitor) Counts() (sent, answered int) { return m.sent, m.answered }

// Sequence is the number that the newest probe carries, or the first probe will carry. It grows by one with each Probe,
// not with Reprobe.
func (m *Monitor) Sequence() uint32 { return m.sequence }

// LastHeard is the time of the last sign of life.
func (m *Monitor) LastHeard() time.Time { return m.heard }

// NextProbe is when the next R_U_THERE leaves if the peer stays silent. On-demand, it is the time from which traffic
// makes one leave. False means that none will: DPD is off, the peer is dead, or the last repeat is out.
func (m *Monitor) NextProbe() (time.Time, bool) {
	switch {
	case m.phase == probing:
		return m.missAt, m.misses < MaxMisses-1
	case m.phase == dead || m.cfg.Interval == 0:
		return time.Time{}, false
	case m.cfg.Periodic:
		return m.heard.Add(m.period), true
	}
	return m.heard.Add(m.cfg.Interval), true
}

// Probing tells whether a probe is outstanding.
func (m *Monitor) Probing() bool { return m.phase == probing }

// Config is the configuration in force, with defaults filled in.
func (m *Monitor) Config() Config { return m.cfg }
