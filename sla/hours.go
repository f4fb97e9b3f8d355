package sla

import (
	"slices"
	"time"
)

// hoursKept is of how many hours statistics are kept (`hours-of-statistics-kept`, whose default it is).
const hoursKept = 2

// An Hour is what came of an operation in one hour of its life.
type Hour struct {
	Start             time.Time
	Codes             [Busy + 1]int // how often, by code
	Sum, SumOfSquares int64         // of round-trip times, in milliseconds
	Least, Most       time.Duration
	Answered          int
}

// hour is the hour that an instant is in, which begins now if the last one is over.
func (n *entry) hour(now time.Time) *Hour {
	if at := len(n.hours) - 1; at >= 0 && now.Sub(n.hours[at].Start) < time.Hour {
		n.hours = slices.Clone(n.hours) // others may be looking at it
		return &n.hours[at]
	}
	n.hours = append(slices.Clone(n.hours[max(len(n.hours)-hoursKept+1, 0):]), Hour{Start: now})
	return &n.hours[len(n.hours)-1]
}

func (h *Hour) count(code Code, rtt time.Duration) {
	h.Codes[code]++
	if !code.Reached() {
		return
	}
	if h.Answered == 0 || rtt < h.Least {
		h.Least = rtt
	}
	h.Answered++
	h.Most = max(h.Most, rtt)
	h.Sum += rtt.Milliseconds()
	h.SumOfSquares += rtt.Milliseconds() * rtt.Milliseconds()
}
