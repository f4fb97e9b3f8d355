package lab

import (
	"container/heap"
	"fmt"
	"slices"
	"time"
)

// A delivery is a packet under way.
type delivery struct {
	at  time.Time
	age uint64 // smaller is older
	to  port
	frame
	what string // nothing arrives: do is done, which is this
	do   func()
}

// deliveries is a heap, the next one first.
type deliveries []delivery

func (d deliveries) Len() int      { return len(d) }
func (d deliveries) Swap(i, j int) { d[i], d[j] = d[j], d[i] }
func (d *deliveries) Push(x any)   { *d = append(*d, x.(delivery)) }
func (d *deliveries) Pop() any {
	last := len(*d) - 1
	x := (*d)[last]
	(*d)[last] = delivery{}
	*d = (*d)[:last]
	return x
}
func (d deliveries) Less(i, j int) bool {
	if d[i].at.Equal(d[j].at) {
		return d[i].age < d[j].age
	}
	return d[i].at.Before(d[j].at)
}

func (l *Lab) deliverAt(at time.Time, to port, f frame) {
	l.age++
	heap.Push(&l.underway, delivery{at: at, age: l.age, to: to, frame: f})
}

// doAt does something of the lab's own at an instant. The number is for callOff.
func (l *Lab) doAt(at time.Time, what string, do func()) (number uint64) {
	l.age++
	heap.Push(&l.underway, delivery{at: at, age: l.age, what: what, do: do})
	return l.age
}

// callOff has what doAt was told not be done.
func (l *Lab) callOff(number uint64) {
	if i := slices.IndexFunc(l.underway, func(d delivery) bool { return d.age == number }); i >= 0 {
		heap.Remove(&l.underway, i)
	}
}

// Next is the instant of the next thing that will happen if nothing is typed, and what
// it is; ok is false when nothing ever will. It may lie in the past when Advance is late.
func (l *Lab) Next() (at time.Time, why string, ok bool) {
	at, s, ok := l.nextDue()
	if !ok {
		return at, "", false
	}
	return at, l.reasonFor(s), true
}

// reasonFor says what the next thing is.
func (l *Lab) reasonFor(s node) string {
	if s == nil && l.underway[0].do != nil {
		return l.underway[0].what
	}
	if s == nil {
		return "packet to " + l.underway[0].to.nodeName()
	}
	_, why, _ := s.nextDeadline()
	return s.nodeName() + ": " + why
}

// nextDue is the instant of the next thing, and whose timer is due then: nil for a delivery,
// which goes first.
func (l *Lab) nextDue() (at time.Time, s node, ok bool) {
	at, s, ok = l.agenda.firstDue()
	if len(l.underway) > 0 && (!ok || !at.Before(l.underway[0].at)) {
		return l.underway[0].at, nil, true
	}
	return at, s, ok
}

// stuck is how many things may happen at one instant before the lab suspects that time
// will never go on.
const stuck = 1_000_000

// Advance moves the clock on to an instant and does on the way everything that is due,
// in order. The clock never goes back. An error means that a router's timer does not
// pass although it was served, or that a capture could not be written.
func (l *Lab) Advance(to time.Time) error {
	_, err := l.runUntil(to, func() bool { return false })
	return err
}

// happen does the next thing if it is due by an instant (bounded), and tells whether there was one.
func (l *Lab) happen(to time.Time, bounded bool) (happened bool, err error) {
	at, s, ok := l.nextDue()
	if wake, woken := l.nextWake(); woken != nil && (!ok || wake.Before(at)) && !(bounded && wake.After(to)) {
		l.setNow(wake)
		woken()
		l.tellWatches()
		return true, l.serveRequests()
	}
	if !ok || bounded && at.After(to) {
		return false, nil
	}
	if err := l.checkBounds(at); err != nil {
		return false, err
	}
	l.setNow(at)
	if l.done++; l.done > stuck {
		return false, fmt.Errorf("time stands still at %s: %s", l.now.Format(clockForm), l.reasonFor(s))
	}
	if s != nil {
		s.runTimers()
	} else {
		d := heap.Pop(&l.underway).(delivery)
		if d.do != nil {
			d.do()
		} else {
			d.to.receivePacket(d.to.iface, d.frame)
		}
	}
	l.tellWatches()
	return true, l.serveRequests()
}

// checkBounds sees that the lab's life is no longer than its driver allows.
func (l *Lab) checkBounds(at time.Time) error {
	if l.happened++; l.options.Bounds.Events > 0 && l.happened > l.options.Bounds.Events {
		return fmt.Errorf("%w: more than %d things happen in it", ErrBounds, l.options.Bounds.Events)
	}
	return l.checkTime(at)
}

func (l *Lab) checkTime(at time.Time) error {
	if b := l.options.Bounds.Time; b > 0 && at.Sub(l.line.topology.Clock) > b {
		return fmt.Errorf("%w: it is longer than %v", ErrBounds, b)
	}
	return nil
}

// setNow moves the clock on.
func (l *Lab) setNow(at time.Time) {
	if at.After(l.now) {
		l.now, l.done = at, 0
	}
}

// RunUntil advances to an instant, or until enough says so after one of the things that happened; it tells whether that
// was the case.
func (l *Lab) RunUntil(to time.Time, enough func() bool) (bool, error) { return l.runUntil(to, enough) }

// runUntil advances to an instant, or until enough says so after one of the things that
// happened; it tells whether that was the case.
func (l *Lab) runUntil(to time.Time, enough func() bool) (bool, error) {
	for {
		switch happened, err := l.happen(to, true); {
		case err != nil:
			return false, err
		case !happened:
			if err := l.checkTime(to); err != nil {
				return false, err
			}
			l.setNow(to)
			return false, l.captureErr
		case enough():
			return true, l.captureErr
		}
	}
}

// clockForm shows an instant to a person.
const clockForm = "2006-01-02 15:04:05.000"
