package ike

import "slices"

// An agedList holds things older first. Where one was that is gone a gap stays until there are as many gaps as things, so that each
// of thousands comes and goes at the same price.
type agedList[T placed] struct {
	places []T // some are gaps: the zero value
	count  int
}

// placed is what knows its place in such a list.
type placed interface {
	comparable
	listPlace() *int
}

func (l *agedList[T]) add(t T) {
	*t.listPlace() = len(l.places)
	l.places = append(l.places, t)
	l.count++
}

func (l *agedList[T]) remove(t T) {
	var gap T
	l.places[*t.listPlace()] = gap
	if l.count--; len(l.places) <= 2*l.count {
		return
	}
	l.places = slices.DeleteFunc(l.places, func(t T) bool { return t == gap })
	for i, t := range l.places {
		*t.listPlace() = i
	}
}

// all goes through the things, older first.
func (l *agedList[T]) all(yield func(T) bool) {
	var gap T
	for _, t := range l.places {
		if t != gap && !yield(t) {
			return
		}
	}
}
