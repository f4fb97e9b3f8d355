package grade

import (
	"fmt"
	"strings"
	"time"

	"ruthere/lab"
)

// An examiner watches a lab for one check.
type examiner struct {
	check   *Check
	lab     *lab.Lab
	notices int

	expect, until, never, while *lab.Condition // as far as the check has them
	watch                       *lab.Watch
	verdict                     verdict
	decided                     bool

	began    time.Time
	since    time.Time // it holds; zero: it does not
	happened bool      // `while` has been so
	patient  bool      // the time was up, and an echo was still under way
}

// echoPatience is for how long the outcome of an echo is awaited that was sent in time.
const echoPatience = 3 * time.Second

// A stepError is a step that could not be done.
type stepError struct {
	step Step
	err  error
}

func (e *stepError) Error() string {
	return fmt.Sprintf("%s: %s: %s", e.step.Place, e.step.Text, oneLine(e.err.Error()))
}
func (e *stepError) Unwrap() error { return e.err }

// examine does the steps and watches until it is decided. The error is one of the lab.
func (e *examiner) examine() error {
	if at := e.lab.Run().Start().Add(settling); e.lab.Now().Before(at) {
		if err := e.lab.Advance(at); err != nil {
			return err
		}
	}
	e.began = e.lab.Now()
	if err := e.parse(); err != nil {
		return err
	}
	if err := e.doAll(e.check.Given); err != nil || e.decided {
		return err
	}
	e.began = e.lab.Now()
	var conditions []*lab.Condition
	for _, c := range []*lab.Condition{e.expect, e.until, e.never, e.while} {
		if c != nil {
			conditions = append(conditions, c)
		}
	}
	e.watch = e.lab.Watch(e.look, conditions...)
	defer e.watch.End()
	e.look()
	if err := e.doAll(e.check.Meanwhile); err != nil {
		return err
	}
	for !e.decided {
		if _, err := e.lab.RunUntil(e.deadline(), func() bool { return e.decided }); err != nil {
			return err
		}
	}
	return nil
}

// parse reads the conditions. What they name that may yet be configured need not be there.
func (e *examiner) parse() error {
	for _, one := range []struct {
		clause Clause
		to     **lab.Condition
	}{{e.check.Expect, &e.expect}, {e.check.Until, &e.until}, {e.check.Never, &e.never}, {e.check.While, &e.while}} {
		if one.clause.Text == "" {
			continue
		}
		c, err := e.lab.ParseLastingCondition(oneLine(one.clause.Text))
		if err != nil {
			return fmt.Errorf("%s: %s: %w", one.clause.Place, oneLine(one.clause.Text), err)
		}
		*one.to = c
	}
	return nil
}

// doAll does steps until it is decided.
func (e *examiner) doAll(steps []Step) error {
	for _, s := range steps {
		if e.decided {
			return nil
		}
		if err := e.do(s); err != nil {
			return err
		}
		if e.watch != nil {
			e.look()
		}
	}
	return nil
}

func (e *examiner) do(s Step) error {
	var err error
	switch {
	case s.Waits:
		return e.lab.Advance(e.lab.Now().Add(s.Wait))
	case s.Until != "":
		return e.waitUntil(s)
	case s.Router != "":
		_, err = e.lab.Operate(s.Router, s.Line)
	default:
		before := e.notices
		_, err = e.lab.Command(s.Text)
		if err == nil && e.lab.TellsLater(s.Text) {
			_, err = e.lab.RunUntil(e.lab.Now().Add(time.Minute), func() bool { return e.notices > before })
		}
	}
	if err != nil {
		return &stepError{s, err}
	}
	return nil
}

// waitUntil lets time pass until something is so. If it does not become so, the check has failed.
func (e *examiner) waitUntil(s Step) error {
	c, err := e.lab.ParseLastingCondition(s.Until)
	if err != nil {
		return fmt.Errorf("%s: %s: %w", s.Place, s.Text, err)
	}
	w := e.lab.Watch(nil, c)
	defer w.End()
	so := func() bool { return c.Holds(e.lab) == lab.Yes }
	if so() {
		return nil
	}
	reached, err := e.lab.RunUntil(e.lab.Now().Add(s.Wait), so)
	if err == nil && !reached && !e.decided {
		e.verdict.packet = c.Packet()
		e.fail(fmt.Sprintf("before the check began, %q did not become true within %s: %s", s.Until, short(s.Wait), c.Seen(e.lab)))
	}
	return err
}

// short is a duration without units that are zero.
func short(d time.Duration) string {
	text := d.String()
	for _, zero := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(text, zero) {
			text = text[:len(text)-2]
		}
	}
	return text
}

func (e *examiner) pass() { e.decide(true, "") }

func (e *examiner) fail(saw string) { e.decide(false, saw) }

// decide ends the check, unless that has happened.
func (e *examiner) decide(passed bool, saw string) {
	if e.decided {
		return
	}
	e.decided = true
	e.verdict.passed, e.verdict.saw = passed, saw
	e.verdict.at = e.lab.Now()
	for _, c := range []*lab.Condition{e.expect, e.never} {
		if c != nil && e.watch != nil {
			e.verdict.packet = c.Packet()
		}
	}
}
