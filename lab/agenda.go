package lab

import (
	"container/heap"
	"time"
)

// An agenda knows which node's timer is due first, whatever their number: a node is
// asked for its deadline only after something happened to it.
type agenda struct {
	due     appointments
	changed []*appointment
	nodes   int
}

// An appointment is the deadline of a node.
type appointment struct {
	node    node
	order   int // among the nodes: of two that are due at once the lower goes first
	at      time.Time
	place   int  // in the heap, -1 when nothing is due
	changed bool // the deadline has to be asked for
}

// addNode makes a node known.
func (a *agenda) addNode(s node) *appointment {
	e := &appointment{node: s, order: a.nodes, place: -1}
	a.nodes++
	a.markChanged(e)
	return e
}

// markChanged says that something happened to a node.
func (a *agenda) markChanged(e *appointment) {
	if !e.changed {
		e.changed = true
		a.changed = append(a.changed, e)
	}
}

// firstDue is the node whose timer is due first.
func (a *agenda) firstDue() (at time.Time, s node, ok bool) {
	for _, e := range a.changed {
		e.changed = false
		a.askDeadline(e)
	}
	a.changed = a.changed[:0]
	if len(a.due) == 0 {
		return at, nil, false
	}
	return a.due[0].at, a.due[0].node, true
}

func (a *agenda) askDeadline(e *appointment) {
	at, _, due := e.node.nextDeadline()
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
