package router

import (
	"slices"
	"time"

	"ruthere/crypto/ike"
)

// A timer is something of the router's that is done at a time. Next says when, and for
// whose sake; ok is false when never. Run does all that is due.
type timer struct {
	next func(*Router) (at time.Time, why string, ok bool)
	run  func(*Router)
}

// timers are all that a router does because time has passed, in the order in which it is
// done when several are due.
var timers = []timer{
	{(*Router).nextEngineTimer, (*Router).runEngine},
	{(*Router).nextEasyVPNTimer, (*Router).runEasyVPN},
	{(*Router).nextLoopback, (*Router).deliverLoopback},
	{(*Router).nextLookup, (*Router).retryLookups},
	{(*Router).nextRADIUS, (*Router).runRADIUS},
	{(*Router).nextPing, (*Router).giveUpPings},
	{(*Router).nextOperation, (*Router).runOperations},
	{(*Router).nextTrack, (*Router).followTracks},
	{(*Router).nextNTP, (*Router).runNTP},
	{(*Router).nextTranslationEnd, (*Router).endTranslations},
	{(*Router).nextStandby, (*Router).runStandby},
	{(*Router).nextNHRP, (*Router).runNHRP},
	{(*Router).nextServerWork, (*Router).runServer},
	{(*Router).nextRenewal, (*Router).runRenewals},
	{(*Router).nextAlarm, (*Router).runAlarms},
	{(*Router).nextTCPTimer, (*Router).runTCP},
	{(*Router).nextTerminalTimer, (*Router).runTerminals},
	{(*Router).nextQuietEnd, (*Router).endQuietMode},
}

// Deadline is when Step wants to be called next if nothing arrives, and for whose
// sake; ok is false when nothing is due ever.
func (r *Router) Deadline() (at time.Time, why string, ok bool) {
	for _, t := range timers {
		if next, what, due := t.next(r); due && (!ok || next.Before(at)) {
			at, why, ok = next, what, true
		}
	}
	return at, why, ok
}

// runTimers does what is due.
func (r *Router) runTimers() {
	for _, t := range timers {
		if at, _, ok := t.next(r); ok && !at.After(r.now) {
			t.run(r)
		}
	}
}

func (r *Router) nextEngineTimer() (time.Time, string, bool) { return r.engine.Deadline() }

func (r *Router) runEngine() {
	r.withEngine(func(now time.Time, e *ike.Engine, out *ike.Out) { e.Tick(now, out) })
}

// An alarm is something to do at its time.
type alarm struct {
	at  time.Time
	why string
	do  func()
}

// After has something done once d has passed.
func (r *Router) After(d time.Duration, why string, do func()) (cancel func()) {
	a := &alarm{r.now.Add(d), why, do}
	at, _ := slices.BinarySearchFunc(r.alarms, a, func(have, want *alarm) int {
		if have.at.After(want.at) {
			return 1
		}
		return -1 // after those of the same instant
	})
	r.alarms = slices.Insert(r.alarms, at, a)
	return func() {
		r.alarms = slices.DeleteFunc(r.alarms, func(have *alarm) bool { return have == a })
	}
}

func (r *Router) nextAlarm() (at time.Time, why string, ok bool) {
	if len(r.alarms) == 0 {
		return at, "", false
	}
	return r.alarms[0].at, r.alarms[0].why, true
}

func (r *Router) runAlarms() {
	for len(r.alarms) > 0 && !r.alarms[0].at.After(r.now) {
		a := r.alarms[0]
		r.alarms = r.alarms[1:]
		a.do()
	}
}
