package results

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"ruthere/lab/grade"
	"ruthere/report"
)

// A Class is what the answers of some students to one lab earned, in the order of tables.
type Class struct {
	Title   string
	Pass    int // percent from which it is passed
	Results []grade.Result
}

// Of is a class without students.
func Of(a *grade.Assignment) *Class {
	title := a.Title
	if title == "" {
		title = a.Name
	}
	return &Class{Title: title, Pass: a.Pass}
}

// Passed is how many have passed.
func (c *Class) Passed() (n int) {
	for _, r := range c.Results {
		if r.Passed {
			n++
		}
	}
	return n
}

// Percent is the part of the points that somebody earned, rounded down: nobody sees a mark that was just missed as reached.
func Percent(r grade.Result) int {
	if r.Most == 0 {
		return 100
	}
	return r.Points * 100 / r.Most
}

// checks lists the checks of a result, task by task.
func checks(r grade.Result) (all []grade.CheckResult) {
	for _, t := range r.Tasks {
		all = append(all, t.Checks...)
	}
	return all
}

// missed lists the titles of the checks that somebody lost points with.
func missed(r grade.Result) (titles []string) {
	for _, c := range checks(r) {
		if c.Status != grade.Passed {
			titles = append(titles, c.Title)
		}
	}
	return titles
}

// hintCost is what hints cost in all tasks.
func hintCost(r grade.Result) (points int) {
	for _, t := range r.Tasks {
		points += t.HintCost
	}
	return points
}

// nameOf is what a student is called in lists.
func nameOf(r grade.Result) string {
	if r.Student == "" {
		return "this answer"
	}
	return report.Line(r.Student)
}

// score says in words how a result stands: 5 of 8 points (62 %), not passed: 80 % are needed.
func score(r grade.Result) string {
	text := strconv.Itoa(r.Points) + " of " + strconv.Itoa(r.Most) + " points (" + strconv.Itoa(Percent(r)) + " %), "
	if r.Passed {
		return text + "passed"
	}
	return text + "not passed: " + strconv.Itoa(r.Pass) + " % are needed"
}

// A remark is one thing that a check has to say, under a word.
type remark struct{ word, text string }

// remarks are what somebody wants to know of a check that is not passed.
func remarks(c grade.CheckResult) (all []remark) {
	if c.Status == grade.Passed {
		return nil
	}
	all = []remark{{"wanted", c.Want}, {"saw", c.Saw}}
	if c.When != (grade.Instant{}) {
		all = append(all, remark{"when", c.When.At.Format("15:04:05.000") + ", " + c.When.Since.Round(time.Millisecond).String() +
			" after the check began"})
	}
	all = append(all, remark{"packet", c.Packet}, remark{"next", strings.TrimSpace(c.Advice)})
	return slices.DeleteFunc(all, func(r remark) bool { return r.text == "" })
}

// explain is all that is to be said of a check, a line a remark.
func explain(c grade.CheckResult) string {
	var lines []string
	for _, r := range remarks(c) {
		for i, line := range report.Lines(r.text, mostLines) {
			before := map[bool]string{true: r.word + ": ", false: "| "}[i == 0]
			lines = append(lines, before+line)
		}
	}
	return strings.Join(lines, "\n")
}

// mostLines is as many lines as one remark is shown of.
const mostLines = 20
