package proof

import (
	"fmt"
	"strings"

	"ruthere/lab"
	"ruthere/lab/grade"
)

// A Proof is a graded lab and the answers by which it is tried. [Proof.Try] tries one; different ones may be tried at the same
// time. [Proof.Report] says what came of all.
type Proof struct {
	assignment *grade.Assignment
	cases      []testCase
	outcomes   []outcome
	left       string                // what routers are left with by the solution
	handedIn   []grade.Configuration // the same, as configurations
	kept       int                   // what these earn
}

// New prepares the proof of an assignment. The error is one of the lab.
func New(a *grade.Assignment) (*Proof, error) {
	p := &Proof{assignment: a, cases: casesOf(a)}
	p.outcomes = make([]outcome, len(p.cases))
	l, err := grade.Build(a, a.Solution.Answer())
	if err != nil {
		return nil, err
	}
	for _, name := range l.Routers() {
		p.handedIn = append(p.handedIn, grade.Configuration{Router: name, Text: l.RunningConfig(name),
			Source: lab.Source{File: "the running-config of " + name, Line: 1, Column: 1}})
	}
	p.left = leavings(l)
	return p, nil
}

// leavings is what an answer leaves in the routers of a lab, as text.
func leavings(l *lab.Lab) string {
	var b strings.Builder
	for _, name := range l.Routers() {
		fmt.Fprintf(&b, "%s\n%s\n%s\n", name, l.RunningConfig(name), l.StartupConfig(name))
	}
	return b.String()
}

// Len is the number of answers.
func (p *Proof) Len() int { return len(p.cases) }

// IsMutant says whether an answer is a changed solution; those that are not come first.
func (p *Proof) IsMutant(i int) bool { return p.cases[i].kind == mutant }

// An outcome is what came of a case.
type outcome struct {
	tried    bool
	same     bool   // a mutant that changes nothing
	right    bool   // it earned what it should
	earned   string // otherwise
	problems []grade.Problem
}

// Try tries an answer. The error is one of the lab: something cannot be evaluated.
func (p *Proof) Try(i int) error {
	c := p.cases[i]
	if c.kind == handedIn {
		c.answer = grade.Answer{Startup: p.handedIn, Replies: p.assignment.Solution.Replies}
	}
	enough := func(r grade.CheckResult) bool { return c.kind == mutant && r.Points < r.Most }
	r, err := grade.GradeUntil(p.assignment, c.answer, enough)
	if err != nil {
		return fmt.Errorf("%s: %w", c, err)
	}
	o := outcome{tried: true, problems: r.Problems}
	switch c.kind {
	case untouched:
		o.right = r.Points == 0
	case mutant:
		o.right = r.Points < r.Most
	case handedIn:
		p.kept = r.Points
		o.right = r.Points == r.Most && len(r.Problems) == 0 || p.assignment.Solution.Transcript != nil
	default:
		o.right = r.Points == r.Most && len(r.Problems) == 0
	}
	if !o.right {
		o.earned = describe(c.kind, r)
		if c.kind == mutant {
			if o.same, err = p.isNoChange(c); err != nil {
				return err
			}
		}
	}
	p.outcomes[i] = o
	return nil
}

// isNoChange says whether a mutant leaves what the solution does.
func (p *Proof) isNoChange(c testCase) (bool, error) {
	if c.change.Router == "" || c.change.Exec {
		return false, nil // another answer to a question, or a command whose effect is in no configuration
	}
	l, err := grade.Build(p.assignment, c.answer)
	if err != nil {
		return false, fmt.Errorf("%s: %w", c, err)
	}
	return leavings(l) == p.left, nil
}

// describe says what a case earned that should not have.
func describe(k kind, r grade.Result) string {
	text := fmt.Sprintf("%d of %d points", r.Points, r.Most)
	for _, p := range r.Problems {
		text += "\n  " + p.String()
	}
	for _, t := range r.Tasks {
		for _, c := range t.Checks {
			switch {
			case k == untouched && c.Points > 0:
				text += fmt.Sprintf("\n  %d for: %s", c.Points, c.Title)
			case k != untouched && c.Points < c.Most:
				text += fmt.Sprintf("\n  %d of %d for: %s: %s", c.Points, c.Most, c.Title, c.Saw)
			}
		}
	}
	return text
}
