package lab

import (
	"container/heap"
	"time"
)

// An agenda knows which station's timer is due first, whatever their number: a station is
// asked for its deadline only after something happened to it.
type agenda struct {
	due      appointments
	changed  []*appointment
	stations int
}

// An appointment is the deadline of a station.
type appointment struct {
	station station
	order   int // among the stations: of two that are due at once the lower goes first
	at      time.Time
	place   int  // in the heap, -1 when nothing is due
	changed bool // the deadline has to be asked for
}

// add makes a station known.
func (a *agenda) add(s station) *appointment {
	e := &appointment{station: s, order: a.stations, place: -1}
	a.stations++
	a.touch(e)
	return e
}

// touch says that something happened to a station.
func (a *agenda) touch(e *appointment) {
	if !e.changed {
		e.changed = true
		a.changed = append(a.changed, e)
	}
}

// first is the station whose timer is due first.
func (a *agenda) first() (at time.Time, s station, ok bool) {
	for _, e := range a.changed {
		e.changed = false
		a.ask(e)
	}
	a.changed = a.changed[:0]
	if len(a.due) == 0 {
		return at, nil, false
	}
	return a.due[0].at, a.due[0].station, true
}

func (a *agenda) ask(e *appointment) {
	at, _, due := e.station.deadline()
	switch {
	case due && e.place < 0:
		e.at = at
		heap.Push(&a.due, e)
	case due && !at.Equal(e.at):
		e.at = at
		heap.Fix(&a.due, e.place)
	case !due && e.place >= 0:
		heap.Remove(&a.due, e.place)
	}
}

// appointments is a heap, the next one first.
type appointments []*appointment

func (q appointments) Len() int { return len(q) }

func (q appointments) Less(i, j int) bool {
	if q[i].at.Equal(q[j].at) {
		return q[i].order < q[j].order
	}
	return q[i].at.Before(q[j].at)
}

func (q appointments) Swap(i, j int) {
	q[i], q[j] = q[j], q[i]
	q[i].place, q[j].place = i, j
}

func (q *appointments) Push(x any) {
	e := x.(*appointment)
	e.place = len(*q)
	*q = append(*q, e)
}

func (q *appointments) Pop() any {
	last := len(*q) - 1
	e := (*q)[last]
	(*q)[last] = nil
	*q = (*q)[:last]
	e.place = -1
	return e
}
