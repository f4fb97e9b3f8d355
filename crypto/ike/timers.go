package ike

import (
	"slices"
	"time"

	"ruthere/crypto/ike/state"
	"ruthere/debuglog"
)

// The timers of an SA. Adding one is adding a name here and a branch in expireTimer.
const (
	timerRetransmit = iota // the last message of phase 1 was not answered
	timerLifetime          // phase 1's lifetime ends
	timerRenew             // and wants a successor before that
	timerDPD               // the monitor wants to be asked
	timerNode              // a node's retransmission or purge is due
	timerNATKeepalive
	timerXAuth   // the peer's user has not said who they are
	timerVerdict // who was wrong has waited long enough to hear it
	timerList    // it is not said whether something was revoked
	timerPhase2  // the peer has had time to read the last message of phase 1
	timerPurge   // a deleted SA leaves the database
	timerCount
)

var timerNames = [timerCount]string{"retransmit phase 1", "lifetime", "renewal", "dpd", "node", "nat keepalive", "xauth",
	"verdict", "revocation list", "phase 2", "purge"}

// noTime stops a timer.
var noTime time.Time

// Deadline is when Tick wants to be called next, and for whose sake.
func (e *Engine) Deadline() (at time.Time, why string, ok bool) {
	if sa, t, any := e.timers.First(); any {
		at, why, ok = t, timerNames[sa.earliestTimer()], true
	}
	if r := e.nextRequest(); r != nil && (!ok || !r.expires.After(at)) {
		at, why, ok = r.expires, "ipsec request", true
	}
	if _, t, any := e.expiries.queue.First(); any && (!ok || t.Before(at)) {
		at, why, ok = t, "ipsec sa lifetime", true
	}
	return at, why, ok
}

// Tick does everything that is due at now. What IPsec asked for began before the SA it led to, and
// so did its timer: of one instant, it fires first.
func (e *Engine) Tick(now time.Time, out *Out) {
	for e.expireNext(now, out) {
		e.settleQueue(now, out)
	}
	e.expireIPsec(now, out)
	e.settleQueue(now, out)
}

// expireNext fires the timer of a request or an SA that is due first, if one is due by now.
func (e *Engine) expireNext(now time.Time, out *Out) bool {
	sa, at, ok := e.timers.First()
	if r := e.nextRequest(); r != nil && (!ok || !r.expires.After(at)) && !r.expires.After(now) {
		e.expireRequest(now, r, out)
		return true
	}
	if !ok || at.After(now) {
		return false
	}
	which := sa.earliestTimer()
	sa.timers[which] = time.Time{}
	e.changeSA(now, sa, out).expireTimer(which)
	e.reschedule(sa)
	return true
}

// expireTimer does what one of an SA's timers is for.
func (c *change) expireTimer(which int) {
	switch which {
	case timerRetransmit:
		c.retransmitPhase1()
	case timerLifetime:
		c.deleteSA(debuglog.ReasonLifetimeExceeded) // IPsec SAs stay
	case timerRenew:
		c.renewPhase1()
	case timerDPD:
		c.expireDPD()
	case timerNode:
		c.purgeNodes()
		c.retransmitNodes()
	case timerNATKeepalive:
		c.sendNATKeepalive()
	case timerXAuth:
		c.deleteSA(debuglog.ReasonXAuthFailed)
	case timerVerdict:
		c.fire(state.LoginDone, nil)
	case timerList:
		c.giveUpMethods()
	case timerPhase2:
		c.beginPhase2()
	case timerPurge:
		c.purgeSA(c.sa, c.out)
	}
}

// earliestTimer is the index of the timer that is due first.
func (sa *SA) earliestTimer() int {
	first := -1
	for i, t := range sa.timers {
		if !t.IsZero() && (first < 0 || t.Before(sa.timers[first])) {
			first = i
		}
	}
	return first
}

// reschedule must be called after an SA's timers or nodes changed.
func (e *Engine) reschedule(sa *SA) {
	if sa.life == purged {
		return
	}
	sa.timers[timerNode] = sa.nodeDeadline()
	first := sa.earliestTimer()
	if first < 0 {
		e.timers.Remove(sa)
		return
	}
	e.timers.Set(sa, sa.timers[first])
}

// nodeDeadline is when the first of the SA's nodes wants something.
func (sa *SA) nodeDeadline() (first time.Time) {
	for _, n := range sa.nodes {
		at := n.purge
		if d := n.dialogue(); !n.deleted && d != nil {
			at = d.retransmit
		}
		if !at.IsZero() && (first.IsZero() || at.Before(first)) {
			first = at
		}
	}
	return first
}

// retransmitNodes repeats the quick mode messages whose time has come.
func (c *change) retransmitNodes() {
	for _, n := range slices.Clone(c.sa.nodes) {
		switch x := c.exchangeUnder(n); {
		case !n.mustRetransmit(c.now):
		case n.transaction != nil:
			x.retransmitTransaction()
		default:
			x.retransmitPhase2()
		}
	}
}

// Rank and Place order SAs by their next deadline, equal ones by age.
func (sa *SA) Rank() uint64  { return sa.age }
func (sa *SA) Place() *int32 { return &sa.place }
