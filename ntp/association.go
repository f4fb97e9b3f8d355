package ntp

import (
	"net/netip"
	"time"
)

// A Peer is who is asked for the time, as configured.
type Peer struct {
	VRF     string
	Name    string     // as configured; "" = its address
	Addr    netip.Addr // invalid while the name is not known: then it is not asked
	Mode    Mode       // Client, or Active if the two may follow each other
	Key     uint32     // 0 = none
	Version uint8      // of what is sent; 1 to 4
	Prefer  bool
	Burst   bool   // a burst at each poll of a peer that answers
	IBurst  bool   // the same of one that does not
	Source  string // for whoever sends: by which interface's address; "" = any
	// Least and Most are the poll interval's bounds, powers of two of seconds.
	Least, Most int8
}

// Poll intervals, powers of two of seconds, of peers that say nothing else.
const (
	LeastPoll = 6
	MostPoll  = 10
)

const (
	firstPoll  = 3 * time.Second // after an association begins: a port that comes up needs two
	burstPolls = 8
	burstEvery = 2 * time.Second
	patience   = 12 // polls of a server that is silent, until it is asked less often
)

// An association is one peer, or the router's own clock, and what is known of it.
type association struct {
	Peer
	local   bool // our own clock
	stratum uint8

	next     time.Time // poll
	polled   time.Time
	poll     int8
	reach    uint8     // the last eight polls, the newest in the lowest bit: answered or not
	unheard  int       // polls since the last answer
	burst    int       // polls still to come in a row
	asked    Timestamp // when the last question was sent
	awaits   bool      // an answer to it
	before   Timestamp // when the one before was sent
	theirs   Timestamp // of the peer's last message, which the next one refers to
	arrived  Timestamp // that message
	message  Message   // the last that was believed
	own      netip.Addr
	heard    time.Time
	proved   bool // the last message was signed with the peer's key
	verdict  Verdict
	in, out  int
	refused  int // messages that were not believed
	events   int // that it had part in
	measured filter
}

func newAssociation(p Peer, version uint8, now time.Time) *association {
	return &association{Peer: p, poll: p.Least, next: now.Add(firstPoll), message: unknownMessage, measured: newFilter(version)}
}

var unknownMessage = Message{Leap: LeapUnknown, Stratum: StratumUnknown}

// forget drops what was measured, for the clock it was measured with is another one now. The next poll comes soon.
func (a *association) forget(now time.Time) {
	next := newAssociation(a.Peer, 4, now)
	next.measured.heavy = a.measured.heavy
	next.measured.combine(0)
	next.local, next.stratum, next.in, next.out, next.refused, next.events = a.local, a.stratum, a.in, a.out,
		a.refused, a.events
	next.next = now.Add(burstEvery)
	*a = *next
}

// begin notes a poll that is about to be sent: missed says that the last three were not answered, gone that this was the last of eight.
func (a *association) begin(now time.Time) (missed, gone bool) {
	a.polled = now
	if a.burst > 0 {
		a.burst--
		return false, false
	}
	was := a.reach
	a.reach <<= 1
	gone = was != 0 && a.reach == 0
	if a.reach != 0 {
		a.unheard = 0
		if a.Burst {
			a.burst = burstPolls - 1
		}
	} else {
		a.unheard++
		if a.IBurst && a.unheard <= patience {
			a.burst = burstPolls - 1
		}
	}
	switch missed = a.reach&7 == 0; {
	case missed && was != 0: // RFC 1305 section 3.4.1: asked more often when answers stay away
		a.poll = max(a.poll-1, a.Least)
	case a.unheard > patience && !a.measured.heavy: // version 3 goes on as before
		a.poll = min(a.poll+1, a.Most)
	}
	return missed, gone
}

// interval is how long after one poll the next one comes.
func (a *association) interval() time.Duration {
	if a.burst > 0 {
		return burstEvery
	}
	return seconds2(a.poll)
}

// distance is how wrong the peer's time may be at most, seen from here (RFC 5905 appendix A.5.5.2).
func (a *association) distance(now time.Time) time.Duration {
	age := time.Duration(0)
	if !a.measured.at.IsZero() {
		age = drifted(now.Sub(a.measured.at))
	}
	return max(minDispersion, a.message.RootDelay.Duration()+a.measured.delay)/2 + a.message.RootDispersion.Duration() +
		a.measured.dispersion + age + a.measured.jitter
}

// isFit says whether the peer may be followed.
func (a *association) isFit(now time.Time) bool {
	return a.reach != 0 && a.message.Leap != LeapUnknown && a.message.Stratum < StratumUnknown && !a.follows() &&
		a.distance(now) < maxDistance+drifted(seconds2(a.poll))
}

// follows says whether the peer follows us: then it has nothing to tell.
func (a *association) follows() bool {
	return !a.local && a.message.Stratum > 1 && a.own.Is4() && a.message.ReferenceID == a.own.As4()
}
