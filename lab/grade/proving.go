package grade

import (
	"ruthere/lab"
)

// GradeUntil marks an answer as [Grade] does, but no further than the first check of which enough is true.
func GradeUntil(a *Assignment, answer Answer, enough func(CheckResult) bool) (Result, error) {
	p, err := a.prepare(answer)
	if err != nil {
		return Result{}, err
	}
	result := Result{Lab: a.Name, Student: answer.Student, Most: a.Most(), Pass: a.Pass, Problems: p.problems}
	for i := range a.Tasks {
		t := &a.Tasks[i]
		one := TaskResult{Title: t.Title, Most: t.Most()}
		for n := range t.Checks {
			c, err := p.gradeCheck(&t.Checks[n])
			if err != nil {
				return Result{}, err
			}
			one.Points += c.Points
			result.Points += c.Points
			one.Checks = append(one.Checks, c)
			if enough(c) {
				result.Tasks = append(result.Tasks, one)
				return result, nil
			}
		}
		result.Tasks = append(result.Tasks, one)
	}
	return result, nil
}

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
