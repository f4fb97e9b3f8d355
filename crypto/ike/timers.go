package ike

import (
	"container/heap"
	"time"
)

// The timers of an SA. Adding one is adding a name here and a branch in expire.
const (
	timerRetransmit = iota // the last main mode message was not answered
	timerLifetime          // phase 1's lifetime ends
	timerRenew             // and wants a successor before that
	timerDPD               // the monitor wants to be asked
	timerNode              // a node's retransmission or purge is due
	timerNATKeepalive
	timerPurge // a deleted SA leaves the database
	timerCount
)

var timerNames = [timerCount]string{"retransmit phase 1", "lifetime", "renewal", "dpd", "node", "nat keepalive", "purge"}

// Deadline is when Tick wants to be called next, and for whose sake.
func (e *Engine) Deadline() (at time.Time, why string, ok bool) {
	if len(e.timers) > 0 {
		sa := e.timers[0]
		at, why, ok = sa.due, timerNames[sa.earliest()], true
	}
	for _, r := range e.requests {
		if !r.expires.IsZero() && (!ok || r.expires.Before(at)) {
			at, why, ok = r.expires, "ipsec request", true
		}
	}
	if t, any := e.expiries.deadline(); any && (!ok || t.Before(at)) {
		at, why, ok = t, "ipsec sa lifetime", true
	}
	return at, why, ok
}

// Tick does everything that is due at now.
func (e *Engine) Tick(now time.Time, out *Out) {
	for len(e.timers) > 0 && !e.timers[0].due.After(now) {
		sa := e.timers[0]
		which := sa.earliest()
		sa.timers[which] = time.Time{}
		e.expire(now, sa, which, out)
		e.reschedule(sa)
		e.settle(now, out)
	}
	e.expireRequests(now, out)
	e.expireIPsec(now, out)
	e.settle(now, out)
}

func (e *Engine) expire(now time.Time, sa *SA, which int, out *Out) {
	s := &step{Engine: e, now: now, sa: sa, out: out}
	switch which {
	case timerRetransmit:
		s.retransmitPhase1()
	case timerLifetime:
		s.lifetimeExceeded()
	case timerRenew:
		s.renewPhase1()
	case timerDPD:
		s.dpdTimer()
	case timerNode:
		s.nodeTimers()
	case timerNATKeepalive:
		s.natKeepalive()
	case timerPurge:
		e.forget(sa, out)
	}
}

// earliest is the index of the timer that is due first.
func (sa *SA) earliest() int {
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
	if e.sas[sa.age] != sa {
		return
	}
	sa.timers[timerNode] = sa.nodeDeadline()
	first := sa.earliest()
	if first < 0 {
		e.timers.remove(sa)
		return
	}
	sa.due = sa.timers[first]
	if sa.place < 0 {
		heap.Push(&e.timers, sa)
	} else {
		heap.Fix(&e.timers, sa.place)
	}
}

// nodeDeadline is when the first of the SA's nodes wants something.
func (sa *SA) nodeDeadline() (first time.Time) {
	for _, n := range sa.nodes {
		at := n.purge
		if !n.deleted && n.quick != nil {
			at = n.quick.retransmit
		}
		if !at.IsZero() && (first.IsZero() || at.Before(first)) {
			first = at
		}
	}
	return first
}

// nodeTimers purges nodes and repeats quick mode messages whose time has come.
func (s *step) nodeTimers() {
	s.purgeNodes(s.now, s.sa, s.out)
	for _, n := range append([]*node(nil), s.sa.nodes...) {
		if !n.deleted && n.quick != nil && !n.quick.retransmit.IsZero() && !s.now.Before(n.quick.retransmit) {
			s.node = n
			s.retransmitPhase2()
		}
	}
}

// A timerHeap orders SAs by their next deadline, equal ones by age, so that a
// hundred thousand of them cost no scan.
type timerHeap []*SA

func (h timerHeap) Len() int { return len(h) }
func (h timerHeap) Less(i, j int) bool {
	if h[i].due.Equal(h[j].due) {
		return h[i].age < h[j].age
	}
	return h[i].due.Before(h[j].due)
}
func (h timerHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].place, h[j].place = i, j
}
func (h *timerHeap) Push(x any) {
	sa := x.(*SA)
	sa.place = len(*h)
	*h = append(*h, sa)
}
func (h *timerHeap) Pop() any {
	old := *h
	sa := old[len(old)-1]
	old[len(old)-1] = nil
	*h = old[:len(old)-1]
	sa.place = -1
	return sa
}

func (h *timerHeap) remove(sa *SA) {
	if sa.place >= 0 {
		heap.Remove(h, sa.place)
	}
}
