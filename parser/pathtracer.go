package parser

import "slices"

// argsOf finds the way of the steps through one syntax and records its values, and where
// those stand that are secret.
func (m *matcher) argsOf(s *Syntax, entry int32) (Args, []Secret) {
	r := pathTracer{s: s, entry: entry, steps: m.steps}
	r.at = append(r.space[:0], make([]int32, len(m.steps))...)
	r.traceFrom(position{entry, start, 0}, 0)
	a := Args{}
	var secrets []Secret
	for i, p := range r.at {
		t := s.tokenAt(p)
		switch {
		case t.typ != nil:
			a.addValue(t, m.steps[i].value)
			if t.secrecy != Open {
				secrets = append(secrets, Secret{m.steps[i].at, m.steps[i].end, t.secrecy})
			}
		case t.name != "":
			a[t.name] = true
		}
	}
	return a, secrets
}

// A pathTracer repeats the steps in one syntax, to learn which tokens they were. The
// earlier token in the text wins.
type pathTracer struct {
	s     *Syntax
	entry int32
	steps []matchStep
	at    []int32
	space [16]int32
}

func (r *pathTracer) traceFrom(p position, i int) bool {
	if i == len(r.steps) {
		return r.s.mayEnd(p.at)
	}
	for _, l := range r.s.nextLinks(p.at) {
		to := position{r.entry, l.to, p.used | l.bit}
		if p.used&l.bit != 0 {
			continue
		}
		if _, ok := slices.BinarySearchFunc(r.steps[i].edge.to, to, comparePositions); !ok {
			continue
		}
		r.at[i] = l.to
		if r.traceFrom(to, i+1) {
			return true
		}
	}
	return false
}
