package ike

import (
	"cmp"
	"container/heap"
)

// A numbering gives the lowest number that nobody has, from where it begins on.
type numbering struct {
	next     int // from here on nobody has had any
	returned lowestFirst[int]
}

func (n *numbering) lowestFree() int {
	if n.returned.Len() > 0 {
		return n.returned.list[0]
	}
	return n.next
}

// use notes that somebody has a number, which must be the lowest free one.
func (n *numbering) use(number int) {
	switch number {
	case n.next:
		n.next++
	default:
		heap.Pop(&n.returned)
	}
}

func (n *numbering) giveBack(number int) {
	n.returned.compare = cmp.Compare[int]
	heap.Push(&n.returned, number)
}

// lowestFirst gives its lowest value first (container/heap).
type lowestFirst[T any] struct {
	list    []T
	compare func(a, b T) int
}

func (h *lowestFirst[T]) Len() int           { return len(h.list) }
func (h *lowestFirst[T]) Less(i, j int) bool { return h.compare(h.list[i], h.list[j]) < 0 }
func (h *lowestFirst[T]) Swap(i, j int)      { h.list[i], h.list[j] = h.list[j], h.list[i] }
func (h *lowestFirst[T]) Push(v any)         { h.list = append(h.list, v.(T)) }
func (h *lowestFirst[T]) Pop() any {
	last := h.list[len(h.list)-1]
	h.list = h.list[:len(h.list)-1]
	return last
}
