package debuglog

import "time"

// What anybody can have a router say, without having proved who they are, is bounded: a device says
// that a packet came without IPsec, or for an SA that is not there, once a minute, however many come
// and whoever they claim to be from. The bound is the kind's, not the sender's, for senders are forged.

// A pace is how often a kind of line may be said: some at once, and after them one for each step.
type pace struct {
	atOnce int
	step   time.Duration
}

var (
	// oncePerMinute is for what a single packet causes.
	oncePerMinute = &pace{1, time.Minute}
	// loginPace is for what a connection causes: twenty, for there are sixteen lines to come by, and
	// then twenty a minute.
	loginPace = &pace{20, 3 * time.Second}
	// flowPace is for the flows that an access list is to tell of.
	flowPace = &pace{100, 600 * time.Millisecond}
)

// A Limiter holds lines to their pace. The zero Limiter has heard none.
type Limiter struct {
	next map[*phrase]time.Time // when all that were said are paid for
	held uint64
}

// Admits says whether a line may be said now; one that may not is counted.
func (l *Limiter) Admits(line Line, now time.Time) bool {
	p := line.phrase
	if p == nil || p.pace == nil {
		return true
	}
	paid := l.next[p]
	if paid.Before(now) {
		paid = now
	}
	if paid.Sub(now) > time.Duration(p.pace.atOnce-1)*p.pace.step {
		l.held++
		return false
	}
	if l.next == nil {
		l.next = map[*phrase]time.Time{}
	}
	l.next[p] = paid.Add(p.pace.step)
	return true
}

// Held is how many lines were not admitted so far.
func (l *Limiter) Held() uint64 { return l.held }

// IsPaced says whether there is a bound to how often the line is said.
func (l Line) IsPaced() bool { return l.phrase != nil && l.phrase.pace != nil }
