package parser

import "slices"

// args finds the way of the steps through one syntax and records its values.
func (m *matcher) args(s *Syntax, entry int32) Args {
	r := replay{s: s, entry: entry, steps: m.steps}
	r.at = append(r.space[:0], make([]int32, len(m.steps))...)
	r.from(place{entry, start, 0}, 0)
	a := Args{}
	for i, p := range r.at {
		t := s.token(p)
		switch {
		case t.typ != nil:
			a.extend(t, m.steps[i].value)
		case t.name != "":
			a[t.name] = true
		}
	}
	return a
}

// A replay repeats the steps in one syntax, to learn which tokens they were. The
// earlier token in the text wins.
type replay struct {
	s     *Syntax
	entry int32
	steps []step
	at    []int32
	space [16]int32
}

func (r *replay) from(p place, i int) bool {
	if i == len(r.steps) {
		return r.s.mayEnd(p.at)
	}
	for _, l := range r.s.next(p.at) {
		to := place{r.entry, l.to, p.used | l.bit}
		if p.used&l.bit != 0 {
			continue
		}
		if _, ok := slices.BinarySearchFunc(r.steps[i].edge.to, to, comparePlaces); !ok {
			continue
		}
		r.at[i] = l.to
		if r.from(to, i+1) {
			return true
		}
	}
	return false
}
