package grade

// Grade marks an answer. The error is one of the lab, with file and line: something cannot be evaluated, or done.
func Grade(a *Assignment, answer Answer) (Result, error) {
	result := Result{Lab: a.Name, Student: answer.Student, Most: a.Most(), Pass: a.Pass}
	for i := range a.Tasks {
		t := &a.Tasks[i]
		one := TaskResult{Title: t.Title, Most: t.Most()}
		for n := range t.Checks {
			c := &t.Checks[n]
			r := CheckResult{Title: c.Title, Status: Open, Most: c.Points, Advice: c.Advice}
			if c.Question != nil {
				r.judgeReply(c, answer.Replies)
			}
			one.Points += r.Points
			one.Checks = append(one.Checks, r)
		}
		result.Points += one.Points
		result.Tasks = append(result.Tasks, one)
	}
	result.Passed = result.Points*100 >= result.Pass*result.Most
	return result, nil
}

// judgeReply marks what somebody answered to a question; the last counts.
func (r *CheckResult) judgeReply(c *Check, replies []Reply) {
	r.Want = c.Question.Text
	for _, one := range replies {
		if one.Key != c.Question.Key {
			continue
		}
		r.Status, r.Points, r.Saw, r.Advice = Failed, 0, "the answer was "+one.Text, c.Advice
		if c.Question.isRight(one.Text) {
			r.Status, r.Points, r.Saw, r.Advice = Passed, c.Points, "", ""
		}
	}
	if r.Status == Open {
		r.Saw = "nobody has answered: lab answer " + c.Question.Key + " TEXT"
	}
}
