package ike

import (
	"container/heap"
	"time"

	"ruthere/crypto/ipsec"
)

// expiries orders pairs of IPsec SAs by when their lifetime in seconds ends.
type expiries struct {
	heap  expiryHeap
	index map[*ipsec.Pair]*expiry
	age   uint64
}

type expiry struct {
	at    time.Time
	age   uint64
	pair  *ipsec.Pair
	place int
}

func (e *expiries) add(p *ipsec.Pair, _ time.Time) {
	at, ok := p.In.Expires()
	if !ok {
		return
	}
	if e.index == nil {
		e.index = map[*ipsec.Pair]*expiry{}
	}
	e.age++
	x := &expiry{at: at, age: e.age, pair: p}
	e.index[p] = x
	heap.Push(&e.heap, x)
}

func (e *expiries) remove(p *ipsec.Pair) {
	if x := e.index[p]; x != nil {
		heap.Remove(&e.heap, x.place)
		delete(e.index, p)
	}
}

// deadline is when the first pair expires.
func (e *expiries) deadline() (time.Time, bool) {
	if len(e.heap) == 0 {
		return time.Time{}, false
	}
	return e.heap[0].at, true
}

// next is a pair that has expired by now.
func (e *expiries) next(now time.Time) (*ipsec.Pair, bool) {
	if at, ok := e.deadline(); !ok || at.After(now) {
		return nil, false
	}
	return e.heap[0].pair, true
}

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
	*h = old[:len(old)-1]
	return x
}
