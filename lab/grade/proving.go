package grade

import "ruthere/lab"

// Build makes the lab as an answer leaves it. The error is one of the lab.
func Build(a *Assignment, answer Answer) (*lab.Lab, error) {
	p, err := a.prepare(answer)
	if err != nil {
		return nil, err
	}
	return p.run.Build(lab.Options{Virtual: true, Refused: func(lab.RefusedLine) {}, Bounds: bounds})
}

// Takes says whether a reply to the question is right.
func (q *Question) Takes(reply string) bool { return q.isRight(reply) }
