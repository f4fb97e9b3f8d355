package lab

import (
	"time"

	"ruthere/deadline"
)

// An agenda knows which node's timer is due first, whatever their number: a node is
// asked for its deadline only after something happened to it.
type agenda struct {
	due     deadline.Queue[*appointment]
	changed []*appointment
	nodes   int
}

// An appointment is the deadline of a node.
type appointment struct {
	node    node
	order   int // among the nodes: of two that are due at once the lower goes first
	place   int32
	changed bool // the deadline has to be asked for
}

func (e *appointment) Rank() uint64  { return uint64(e.order) }
func (e *appointment) Place() *int32 { return &e.place }

// addNode makes a node known.
func (a *agenda) addNode(s node) *appointment {
	e := &appointment{node: s, order: a.nodes}
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
	if e, at, ok := a.due.First(); ok {
		return at, e.node, true
	}
	return at, nil, false
}

func (a *agenda) askDeadline(e *appointment) {
	if at, _, due := e.node.nextDeadline(); due {
		a.due.Set(e, at)
	} else {
		a.due.Remove(e)
	}
}
