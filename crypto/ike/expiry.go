package ike

import (
	"container/heap"
	"time"

	"ruthere/crypto/ipsec"
)

// What becomes of a pair of IPsec SAs in time.
const (
	expirySoft  = iota // time to negotiate a successor
	expiryHard         // the lifetime in seconds is over, or a successor has taken over
	expiryIdle         // nothing may have passed for the idle time
	expiryProof        // a peer that is slow to install its SAs has had time enough
	expiryKinds
)

// expiries orders what is to happen to pairs by time, equal times by age.
type expiries struct {
	heap  expiryHeap
	index map[*ipsec.Pair]*[expiryKinds]*expiry
	age   uint64
}

type expiry struct {
	at      time.Time
	kind    int
	age     uint64
	pair    *ipsec.Pair
	packets uint64 // that had passed when an idle check was planned
	place   int
}

// setPlan plans something for a pair, in place of what was planned of that kind.
func (e *expiries) setPlan(p *ipsec.Pair, kind int, at time.Time) {
	if e.index == nil {
		e.index = map[*ipsec.Pair]*[expiryKinds]*expiry{}
	}
	plans := e.index[p]
	if plans == nil {
		plans = &[expiryKinds]*expiry{}
		e.index[p] = plans
	}
	if old := plans[kind]; old != nil {
		heap.Remove(&e.heap, old.place)
	}
	e.age++
	plans[kind] = &expiry{at: at, kind: kind, age: e.age, pair: p, packets: packetsOf(p)}
	heap.Push(&e.heap, plans[kind])
}

// plannedAt is when something is planned for a pair.
func (e *expiries) plannedAt(p *ipsec.Pair, kind int) (time.Time, bool) {
	if plans := e.index[p]; plans != nil && plans[kind] != nil {
		return plans[kind].at, true
	}
	return time.Time{}, false
}

// dropPlans forgets all that is planned for a pair.
func (e *expiries) dropPlans(p *ipsec.Pair) {
	if plans := e.index[p]; plans != nil {
		for _, x := range plans {
			if x != nil {
				heap.Remove(&e.heap, x.place)
			}
		}
		delete(e.index, p)
	}
}

// firstDeadline is when the first plan is due.
func (e *expiries) firstDeadline() (time.Time, bool) {
	if len(e.heap) == 0 {
		return time.Time{}, false
	}
	return e.heap[0].at, true
}

// popDue takes out a plan that is due by now.
func (e *expiries) popDue(now time.Time) (*expiry, bool) {
	if at, ok := e.firstDeadline(); !ok || at.After(now) {
		return nil, false
	}
	x := heap.Pop(&e.heap).(*expiry)
	e.index[x.pair][x.kind] = nil
	return x, true
}

// packetsOf counts the packets that went through a pair, both ways.
func packetsOf(p *ipsec.Pair) uint64 { return p.In.Packets + p.Out.Packets }

type expiryHeap []*expiry

func (h expiryHeap) Len() int { return len(h) }
func (h expiryHeap) Less(i, j int) bool {
	if h[i].at.Equal(h[j].at) {
		return h[i].age < h[j].age
	}
	return h[i].at.Before(h[j].at)
}
func (h expiryHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].place, h[j].place = i, j
}
func (h *expiryHeap) Push(x any) {
	e := x.(*expiry)
	e.place = len(*h)
	*h = append(*h, e)
}
func (h *expiryHeap) Pop() any {
	old := *h
	x := old[len(old)-1]
	old[len(old)-1] = nil
	*h = old[:len(old)-1]
	return x
}
