package ike

import (
	"errors"

	"ruthere/crypto/ike/state"
	"ruthere/debuglog"
)

type (
	phase1Row     = row[state.Phase, *change]
	phase1Machine = machine[state.Phase, *change]
)

// phase1Table is the state machine of ISAKMP SAs in a release. The ends come first: an SA
// that is marked waits for no message.
func phase1Table(release debuglog.Release) *phase1Machine {
	return newMachine(deletion(release), clientExchange, transactionExchange, mainModeInitiator, mainModeResponder, aggressiveModeInitiator,
		aggressiveModeResponder,
		informationalExchange, deadPeer(release))
}

func (c *change) identity() any   { return c.sa }
func (c *change) at() state.Phase { return c.sa.phase }

func (c *change) enter(r *phase1Row) {
	c.sa.phase = r.to
	if r.shown != state.MMNoState {
		c.sa.shown = r.shown
	}
}

// announce prints the pair of lines of one arrow.
func (c *change) announce(on state.Event, from, to state.Phase) {
	c.log.Transition(on, from, to)
	if from != to {
		c.tellTransition(c.sa.role == state.Initiator, on, from.String(), to.String())
	}
}

func (c *change) rejectEvent(on state.Event) { c.log.UnknownInput(on, c.sa.phase) }

func (c *change) rejectMessage() { c.refuseMessage() }

// fail says why an arrow was not taken and does what follows from that.
func (c *change) fail(r *phase1Row, in input, err error) {
	m := messageOf(in)
	var refused *refusal
	if errors.As(err, &refused) {
		refused.finish(c, r.on, m)
		return
	}
	c.refuseMessage()
	switch {
	case c.sa.isGone() || c.sa.isAuthenticated():
	case c.sa.lastSent != nil:
		c.waitOn(m)
	case c.sa.aggressive: // its first message: there is nothing to go back to
		c.abandonPhase1(r.on, m, debuglog.ReasonPolicyNotAccepted)
	}
}

// waitOn goes on as if a message had not come: the right one may follow.
func (c *change) waitOn(m *received) {
	c.sa.phase = m.found
	if c.sa.phase == state.InitAM1 {
		c.forgetAnswer(m)
	}
	c.sa.timers[timerRetransmit] = c.now.Add(retransmitInterval)
}

// A refusal is a negotiation that this side ends: finish prints and does what the
// device does then.
type refusal struct {
	why    string
	finish func(c *change, on state.Event, m *received)
}

func (r *refusal) Error() string { return r.why }
