package lab

import (
	"slices"
	"time"

	"ruthere/event"
)

// A Watch is somebody who looks on for the sake of some conditions.
type Watch struct {
	lab        *Lab
	see        func() // after each thing that happened; nil: whoever has time pass looks by himself
	conditions []*Condition
	wake       time.Time // when it wants to look at the latest; zero: when something happens
}

// Watch has see, which may be nil, called after each thing that happens in the lab, and the conditions told of all that
// happens, from now until the watch ends. See must not act on the lab, but it may ask for the conditions.
func (l *Lab) Watch(see func(), conditions ...*Condition) *Watch {
	w := &Watch{lab: l, see: see, conditions: conditions}
	for _, c := range conditions {
		c.Forget()
	}
	l.watches = append(l.watches, w)
	return w
}

// WakeAt has the watch look once at an instant, when all has happened that is due by then, though nothing happens.
func (w *Watch) WakeAt(at time.Time) { w.wake = at }

// End ends the watch.
func (w *Watch) End() {
	w.lab.watches = slices.DeleteFunc(slices.Clone(w.lab.watches), func(o *Watch) bool { return o == w })
}

// tellWatches has everybody who looks on see what has happened.
func (l *Lab) tellWatches() {
	for _, w := range l.watches {
		if w.see != nil {
			w.see()
		}
	}
}

// showLine tells those who look on of a line of a router's log.
func (l *Lab) showLine(router string, line event.Log) {
	for _, w := range l.watches {
		for _, c := range w.conditions {
			c.line(l, router, line)
		}
	}
}

// showPacket tells them of a packet on a wire. It is read by a reader of the onlooker's own: the faults' reader
// remembers what it is shown.
func (l *Lab) showPacket(w *wire, data []byte) {
	if !slices.ContainsFunc(l.watches, (*Watch).wantsPackets) {
		return
	}
	p := l.onlooker.Read(data)
	for _, one := range l.watches {
		for _, c := range one.conditions {
			for _, o := range c.packets {
				o.packetSent(l, w, &p)
			}
		}
	}
}

func (w *Watch) wantsPackets() bool {
	return slices.ContainsFunc(w.conditions, func(c *Condition) bool { return len(c.packets) > 0 })
}

// An alarm is an instant that a condition names.
type alarm struct {
	at   time.Time
	over bool // it was told
}

// nextWake is when somebody wants to look though nothing happens: his time has come, or an instant that a condition names,
// or its next echo is due. Woken says that he has been told.
func (l *Lab) nextWake() (at time.Time, woken func()) {
	for _, w := range l.watches {
		if !w.wake.IsZero() && (woken == nil || w.wake.Before(at)) {
			at, woken = w.wake, func() { w.wake = time.Time{} }
		}
		for _, c := range w.conditions {
			for _, a := range c.alarms {
				if !a.over && (woken == nil || a.at.Before(at)) {
					at, woken = a.at, func() { a.over = true }
				}
			}
			for _, e := range c.echoes {
				if due, wants := e.due(); wants && (woken == nil || due.Before(at)) {
					at, woken = due, func() { e.woken = true }
				}
			}
		}
	}
	return at, woken
}
