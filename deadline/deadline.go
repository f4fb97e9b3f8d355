// Package deadline finds out of many things the one that is due first, without a scan.
package deadline

import (
	"container/heap"
	"time"
)

// An Item is what a Queue orders. It remembers its place for the Queue.
type Item interface {
	// Rank tells which of two goes first that are due at once: the lower. It is the item's
	// own and never changes.
	Rank() uint64
	// Place is where the Queue notes where the item stands: 0 when it is not in it.
	Place() *int32
}

// A Queue orders items by their deadlines. An item is in at most one Queue. The empty one is
// ready for use.
type Queue[T Item] []entry[T]

// An entry holds what is compared, so that ordering a hundred thousand items looks at none.
type entry[T Item] struct {
	at   time.Time
	rank uint64
	item T
}

// First is the item that is due first, and when; ok is false when nothing is.
func (q Queue[T]) First() (item T, at time.Time, ok bool) {
	if len(q) == 0 {
		return item, at, false
	}
	return q[0].item, q[0].at, true
}

// Set gives an item its deadline, in place of the one it had.
func (q *Queue[T]) Set(item T, at time.Time) {
	place := int(*item.Place()) - 1
	if place < 0 {
		heap.Push((*entries[T])(q), entry[T]{at, item.Rank(), item})
		return
	}
	if have := &(*q)[place]; !have.at.Equal(at) {
		have.at = at
		heap.Fix((*entries[T])(q), place)
	}
}

// Remove takes an item out, if it is in.
func (q *Queue[T]) Remove(item T) {
	if place := int(*item.Place()) - 1; place >= 0 {
		heap.Remove((*entries[T])(q), place)
	}
}

// entries are a Queue as container/heap wants it.
type entries[T Item] []entry[T]

func (e entries[T]) Len() int { return len(e) }

func (e entries[T]) Less(i, j int) bool {
	if e[i].at.Equal(e[j].at) {
		return e[i].rank < e[j].rank
	}
	return e[i].at.Before(e[j].at)
}

func (e entries[T]) Swap(i, j int) {
	e[i], e[j] = e[j], e[i]
	*e[i].item.Place(), *e[j].item.Place() = int32(i+1), int32(j+1)
}

func (e *entries[T]) Push(x any) {
	*e = append(*e, x.(entry[T]))
	*(*e)[len(*e)-1].item.Place() = int32(len(*e))
}

func (e *entries[T]) Pop() any {
	last := len(*e) - 1
	x := (*e)[last]
	(*e)[last] = entry[T]{}
	*e = (*e)[:last]
	*x.item.Place() = 0
	return x
}
