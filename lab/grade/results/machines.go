package results

import (
	"encoding/json"
	"errors"
	"strconv"

	"ruthere/lab/grade"
	"ruthere/report"
)

// The document of [Class.JSON].
type (
	classDocument struct {
		Schema  int              `json:"schema"`
		Lab     string           `json:"lab"`
		Pass    int              `json:"pass_percent"`
		Passed  int              `json:"passed"`
		Answers []answerDocument `json:"answers"`
	}
	answerDocument struct {
		Student  string            `json:"student"`
		Points   int               `json:"points"`
		Most     int               `json:"most"`
		Percent  int               `json:"percent"`
		Passed   bool              `json:"passed"`
		Tasks    []taskDocument    `json:"tasks"`
		Problems []problemDocument `json:"problems"`
	}
	taskDocument struct {
		Title    string          `json:"title"`
		Points   int             `json:"points"`
		Most     int             `json:"most"`
		HintCost int             `json:"hint_cost"`
		Checks   []checkDocument `json:"checks"`
	}
	checkDocument struct {
		Title  string       `json:"title"`
		Status grade.Status `json:"status"`
		Points int          `json:"points"`
		Most   int          `json:"most"`
		Want   string       `json:"want,omitempty"`
		Saw    string       `json:"saw,omitempty"`
		At     string       `json:"at,omitempty"`           // of the lab's clock
		Since  *int64       `json:"microseconds,omitempty"` // since the check began
		Packet string       `json:"packet,omitempty"`
		Advice string       `json:"advice,omitempty"`
	}
	problemDocument struct {
		Place string `json:"place,omitempty"`
		Text  string `json:"text"`
	}
)

// JSON is a class as a JSON document (docs/grading.md), in one line.
func (c *Class) JSON() ([]byte, error) {
	d := classDocument{Schema: 1, Lab: c.Title, Pass: c.Pass, Passed: c.Passed(), Answers: []answerDocument{}}
	for _, r := range c.Results {
		one := answerDocument{r.Student, r.Points, r.Most, Percent(r), r.Passed, []taskDocument{}, []problemDocument{}}
		for _, t := range r.Tasks {
			one.Tasks = append(one.Tasks, documentOf(t))
		}
		for _, p := range r.Problems {
			one.Problems = append(one.Problems, problemDocument(p))
		}
		d.Answers = append(d.Answers, one)
	}
	return encode(d)
}

func documentOf(t grade.TaskResult) taskDocument {
	d := taskDocument{t.Title, t.Points, t.Most, t.HintCost, []checkDocument{}}
	for _, c := range t.Checks {
		one := checkDocument{Title: c.Title, Status: c.Status, Points: c.Points, Most: c.Most, Want: c.Want, Saw: c.Saw, Packet: c.Packet,
			Advice: c.Advice}
		if c.When != (grade.Instant{}) {
			since := c.When.Since.Microseconds()
			one.At, one.Since = c.When.At.UTC().Format("2006-01-02T15:04:05.000000Z07:00"), &since
		}
		d.Checks = append(d.Checks, one)
	}
	return d
}

func encode(document any) ([]byte, error) {
	text, err := json.Marshal(document)
	if err != nil {
		return nil, err
	}
	return append(report.HarmlessJSON(text), '\n'), nil
}

// JUnit is a class as JUnit XML: a suite a student, a case a check. Times are of the lab.
func (c *Class) JUnit() ([]byte, error) {
	var suites []report.Suite
	for _, r := range c.Results {
		s := report.Suite{Name: nameOf(r)}
		for _, t := range r.Tasks {
			for _, one := range t.Checks {
				k := report.Case{Class: t.Title, Name: one.Title, Took: one.When.Since}
				if one.Status != grade.Passed {
					k.Failure = &report.Fault{Message: firstRemark(one), Text: explain(one)}
				}
				s.Cases = append(s.Cases, k)
			}
		}
		suites = append(suites, s)
	}
	return report.JUnit(suites)
}

// firstRemark is what was seen, in one line.
func firstRemark(c grade.CheckResult) string {
	if c.Saw == "" {
		return string(c.Status)
	}
	return firstLine(c.Saw)
}

// The document of [Class.Gradescope] (gradescope-autograders.readthedocs.io, "Autograder Specifications").
type (
	gradescopeDocument struct {
		Score  int              `json:"score"`
		Output string           `json:"output"`
		Tests  []gradescopeTest `json:"tests"`
	}
	gradescopeTest struct {
		Name   string `json:"name"`
		Score  int    `json:"score"`
		Most   int    `json:"max_score"`
		Status string `json:"status"` // passed or failed
		Output string `json:"output"`
	}
)

// ErrNotOneAnswer is the error of Gradescope's document of a class.
var ErrNotOneAnswer = errors.New("the results.json of Gradescope is of one answer; CSV, JSON and JUnit are of many")

// Gradescope is the results.json of Gradescope's autograders, of one answer. Its score is less than that of the checks
// together if hints were taken.
func (c *Class) Gradescope() ([]byte, error) {
	if len(c.Results) != 1 {
		return nil, ErrNotOneAnswer
	}
	r := c.Results[0]
	d := gradescopeDocument{Score: r.Points, Output: report.Line(c.Title) + ": " + score(r), Tests: []gradescopeTest{}}
	for _, p := range r.Problems {
		d.Output += "\nproblem: " + firstLine(p.String())
	}
	for _, one := range checks(r) {
		t := gradescopeTest{one.Title, one.Points, one.Most, "failed", explain(one)}
		if one.Status == grade.Passed {
			t.Status = "passed"
		}
		d.Tests = append(d.Tests, t)
	}
	return encode(d)
}

// CSV is a class as rows and cells: a row a student under one of titles, with the points of each check, what hints cost, the
// total, percent, and whether it is passed.
func (c *Class) CSV(a *grade.Assignment) (rows [][]string) {
	head := []string{"student"}
	for _, t := range a.Tasks {
		for _, one := range t.Checks {
			head = append(head, one.Title)
		}
	}
	rows = [][]string{append(head, "hints", "total", "percent", "passed")}
	for _, r := range c.Results {
		row := []string{r.Student}
		for _, one := range checks(r) {
			row = append(row, strconv.Itoa(one.Points))
		}
		passed := map[bool]string{true: "yes", false: "no"}[r.Passed]
		rows = append(rows, append(row, strconv.Itoa(hintCost(r)), strconv.Itoa(r.Points), strconv.Itoa(Percent(r)), passed))
	}
	return rows
}
