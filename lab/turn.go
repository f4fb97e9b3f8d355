package lab

import (
	"fmt"
	"time"
)

// A hand is what steers a lab's time: the rate at which it passes, what it is being run to, and what
// has been asked of it and not begun. None of it is part of the lab: it changes when things happen
// for the person who looks on, and never what happens.
type hand struct {
	rate     Rate
	tempo    Tempo
	anchored bool // the tempo is that of the rate, and of the instant that the lab has reached
	goal     *goal
	requests []func() error // to be served as soon as nothing is in the middle of something
	rerun    bool           // what happened is only being done again: nobody asks for anything
}

// A goal is what time is being run to, as fast as it can pass.
type goal struct {
	by   time.Time  // here it ends at the latest
	when *Condition // nil: by is all that is wanted
	said string     // as it was asked for

	unwatch func() // has what is watched for the goal's sake be watched no more; nil: nothing is
}

// request has something done to time once no router is in the middle of a step. What comes of it
// is told as a notice: it is no answer of a router, and a run that is done again has none.
func (l *Lab) request(f func() error) {
	if !l.hand.rerun {
		l.hand.requests = append(l.hand.requests, f)
	}
}

// serveRequests does what was asked of time.
func (l *Lab) serveRequests() error {
	for l.depth == 0 && len(l.hand.requests) > 0 {
		f := l.hand.requests[0]
		l.hand.requests = l.hand.requests[1:]
		if err := f(); err != nil {
			return err
		}
	}
	return nil
}

// setRate has time pass at another rate from the next turn on.
func (l *Lab) setRate(r Rate) {
	l.hand.rate, l.hand.anchored = r, false
}

// Rate is how fast time passes while nothing else is asked of it.
func (l *Lab) Rate() Rate { return l.hand.rate }

// Underway says what time is being run to, or is about to be: it passes as fast as it can, and
// whoever asked for it waits. "" is nothing.
func (l *Lab) Underway() string {
	switch {
	case l.hand.goal != nil:
		return l.hand.goal.said
	case len(l.hand.requests) > 0:
		return "a request"
	}
	return ""
}

// Stop gives up what time is being run to, and tells where it stands.
func (l *Lab) Stop() {
	if g := l.hand.goal; g != nil {
		l.endGoal()
		l.options.Notice(fmt.Sprintf("%s: stopped at %s", g.said, l.now.Format(clockForm)))
	}
}

// turnEvents is after how many events a turn ends: some milliseconds, so that a key that is
// pressed does not wait.
const turnEvents = 200

// Turn lets time pass up to where it should be when the wall clock shows wall, by the lab's rate or
// as far as what it is being run to. It does a bounded number of things. Wait is how long the lab
// may be left alone, 0 if there is more to do at once; ok is false when nothing will ever happen
// unless somebody does something. A lab whose time is its own ([Options].Virtual) needs no turns.
func (l *Lab) Turn(wall time.Time) (wait time.Duration, ok bool, err error) {
	for range turnEvents {
		to, bounded := l.turnsTo(wall)
		happened, err := l.happen(to, bounded)
		if err != nil {
			return 0, false, err
		}
		if l.hand.goal != nil && l.goalReached(happened) {
			continue
		}
		if !happened {
			if bounded {
				l.setNow(to)
			}
			wait, ok = l.waitFor(wall)
			return wait, ok, l.captureErr
		}
	}
	return 0, true, l.captureErr
}

// turnsTo is how far time may pass now.
func (l *Lab) turnsTo(wall time.Time) (to time.Time, bounded bool) {
	if l.hand.goal != nil {
		return l.hand.goal.by, true
	}
	if !l.hand.anchored {
		l.hand.tempo, l.hand.anchored = NewTempo(l.hand.rate, wall, l.now), true
	}
	return l.hand.tempo.Reached(wall)
}

func (l *Lab) waitFor(wall time.Time) (wait time.Duration, ok bool) {
	at, _, ok := l.nextDue()
	if !ok {
		return 0, false
	}
	return l.hand.tempo.Wait(wall, at)
}

// goalReached ends the run to a goal when it is over, and tells whether it is.
func (l *Lab) goalReached(happened bool) bool {
	g := l.hand.goal
	switch {
	case g.when != nil && g.when.holds(l):
		l.options.Notice(l.now.Format(stepForm) + " " + g.said)
	case happened:
		return false
	default:
		l.setNow(g.by)
		if g.when != nil {
			l.options.Notice(g.failure(l).Error())
		} else {
			l.options.Notice("it is " + l.now.Format(clockForm))
		}
	}
	l.endGoal()
	return true
}

func (l *Lab) endGoal() {
	if g := l.hand.goal; g != nil && g.unwatch != nil {
		g.unwatch()
	}
	l.hand.goal, l.hand.anchored = nil, false
}

// pursue runs time to a goal: at once in a lab whose time is its own, else with the next turns.
func (l *Lab) pursue(g *goal) error {
	if g.when != nil && g.when.holds(l) {
		l.options.Notice(l.now.Format(stepForm) + " " + g.said)
		return nil
	}
	if g.when != nil {
		g.unwatch = l.Watch(nil, g.when).End
	}
	l.hand.goal = g
	if !l.options.Virtual {
		return nil
	}
	defer l.endGoal()
	done, err := l.runUntil(g.by, func() bool { return g.when != nil && g.when.holds(l) })
	switch {
	case err != nil || g.when == nil:
		return err
	case !done:
		return g.failure(l)
	}
	l.options.Notice(l.now.Format(stepForm) + " " + g.said)
	return nil
}

// failure says that a condition did not come true, and what was seen instead.
func (g *goal) failure(l *Lab) error {
	return fmt.Errorf("%s: not so by %s; %s", g.said, g.by.Format(clockForm), g.when.lastSeen(l))
}
