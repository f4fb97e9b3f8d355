package grade

import (
	"errors"
	"fmt"
	"time"

	"ruthere/lab"
)

// Grade marks an answer. The error is one of the lab, with file and line: something cannot be evaluated, or done.
func Grade(a *Assignment, answer Answer) (Result, error) {
	return GradeUntil(a, answer, func(CheckResult) bool { return false })
}

// GradeUntil marks an answer as [Grade] does, but no further than the first check of which enough is true.
func GradeUntil(a *Assignment, answer Answer, enough func(CheckResult) bool) (Result, error) {
	p, err := a.prepare(answer)
	if err != nil {
		return Result{}, err
	}
	result := Result{Lab: a.Name, Student: answer.Student, Most: a.Most(), Pass: a.Pass, Problems: p.problems}
	done := false
	for i := 0; i < len(a.Tasks) && !done; i++ {
		var one TaskResult
		if one, done, err = p.gradeTask(i, enough); err != nil {
			return Result{}, err
		}
		result.Tasks = append(result.Tasks, one)
	}
	if a.Review != nil && !done {
		a.Review(result.Tasks)
	}
	for i := range result.Tasks {
		t := &result.Tasks[i]
		for _, c := range t.Checks {
			t.Points += c.Points
		}
		t.Points = max(t.Points-t.HintCost, 0)
		result.Points += t.Points
	}
	result.Passed = result.Points*100 >= result.Pass*result.Most
	return result, nil
}

// A paper is an answer that is being marked.
type paper struct {
	assignment *Assignment
	run        lab.Run // up to the end of the answer
	replies    []Reply
	hints      []int // taken, by task
	problems   []Problem
}

// gradeTask marks the checks of a task, whose points are counted later; done says that it was enough, see [GradeUntil].
func (p *paper) gradeTask(i int, enough func(CheckResult) bool) (result TaskResult, done bool, err error) {
	t := &p.assignment.Tasks[i]
	result = TaskResult{Title: t.Title, Most: t.Most()}
	if i < len(p.hints) {
		for _, h := range t.Hints[:min(p.hints[i], len(t.Hints))] {
			result.HintCost += h.Costs
		}
	}
	for n := 0; n < len(t.Checks) && !done; n++ {
		one, err := p.gradeCheck(&t.Checks[n])
		if err != nil {
			return result, false, err
		}
		result.Checks = append(result.Checks, one)
		done = enough(one)
	}
	return result, done, nil
}

func (p *paper) gradeCheck(c *Check) (CheckResult, error) {
	result := CheckResult{Title: c.Title, Status: Open, Most: c.Points, Want: c.want(), Advice: c.Advice}
	if c.Question != nil {
		result.judgeReply(c, p.replies)
		return result, nil
	}
	v, err := p.examine(c)
	if err != nil {
		return result, err
	}
	result.Status, result.Saw, result.Packet = Failed, v.saw, v.packet
	result.When = Instant{v.at, v.at.Sub(v.began)}
	if v.passed {
		result.Status, result.Points, result.Saw, result.Advice = Passed, c.Points, "", ""
	}
	return result, nil
}

// judgeReply marks what somebody answered to a question; the last counts.
func (r *CheckResult) judgeReply(c *Check, replies []Reply) {
	for _, one := range replies {
		if one.Key != c.Question.Key {
			continue
		}
		r.Status, r.Points, r.Saw, r.Advice = Failed, 0, fmt.Sprintf("the answer was %q", one.Text), c.Advice
		if !c.Question.isChoice(one.Text) {
			r.Saw += ", which is none of the choices"
		}
		if c.Question.isRight(one.Text) {
			r.Status, r.Points, r.Saw, r.Advice = Passed, c.Points, "", ""
		}
	}
	if r.Status == Open {
		r.Saw = "nobody has answered: lab answer " + c.Question.Key + " TEXT"
	}
}

// A verdict is what came of a check that was watched.
type verdict struct {
	began, at time.Time // of the check, and when it was decided
	passed    bool
	saw       string
	packet    string
}

// examine has a check watch a lab of its own, built from the answer.
func (p *paper) examine(c *Check) (verdict, error) {
	v, err := p.examineIn(c, p.run)
	if err == nil || !errors.As(err, new(*stepError)) {
		return v, err
	}
	// A step could not be done. If it cannot be done in the lab that nobody has touched either, the lab is wrong.
	if _, wrong := p.examineIn(c, p.assignment.untouched()); errors.As(wrong, new(*stepError)) {
		return v, wrong
	}
	v.saw = err.Error()
	return v, nil
}

func (p *paper) examineIn(c *Check, run lab.Run) (v verdict, err error) {
	e := &examiner{check: c}
	o := lab.Options{Virtual: true, Notice: func(string) { e.notices++ }, Refused: func(lab.RefusedLine) {}, Bounds: bounds}
	if e.lab, err = run.Build(o); err != nil {
		return v, fmt.Errorf("%s: %w", c.Place, err)
	}
	err = e.examine()
	if errors.Is(err, lab.ErrBounds) {
		e.fail(err.Error())
		err = nil
	}
	e.verdict.began = e.began
	return e.verdict, err
}
