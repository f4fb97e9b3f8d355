package grade

import (
	"fmt"
	"strings"
	"time"

	"ruthere/lab"
)

// What the words about time mean. Spans are closed: what is so at the very instant at which one ends still counts. An echo
// that is under way when the time is up is awaited.

// want says in words what was to be so.
func (c *Check) want() string {
	if c.Question != nil {
		return strings.TrimSpace(c.Question.Text)
	}
	text := oneLine(c.Expect.Text)
	if c.Never.Text != "" {
		text = "never " + oneLine(c.Never.Text)
	}
	for _, s := range []struct {
		word string
		span Span
	}{{"at", c.At}, {"within", c.Within}, {"for", c.For}} {
		if s.span.Given {
			text += ", " + s.word + " " + short(s.span.Duration)
		}
	}
	for _, s := range []struct {
		word   string
		clause Clause
	}{{"until", c.Until}, {"while", c.While}} {
		if s.clause.Text != "" {
			text += ", " + s.word + " " + oneLine(s.clause.Text)
		}
	}
	return text + stepsText(", after ", c.Given) + stepsText(", meanwhile ", c.Meanwhile)
}

func stepsText(word string, steps []Step) string {
	var texts []string
	for _, s := range steps {
		texts = append(texts, s.Text)
	}
	if len(texts) == 0 {
		return ""
	}
	return word + strings.Join(texts, "; ")
}

// staysFrom says whether the condition has to be true from the beginning on.
func (e *examiner) staysFrom() bool {
	return e.expect != nil && !e.check.At.Given && !e.check.Within.Given
}

// deadline is when it is decided at the latest.
func (e *examiner) deadline() (at time.Time) {
	c := e.check
	from := e.since
	if e.never != nil || e.staysFrom() {
		from = e.began
	}
	switch {
	case c.At.Given:
		at = e.began.Add(c.At.Duration)
	case from.IsZero():
		at = e.began.Add(c.Within.Duration)
	case e.until != nil || e.while != nil && !c.For.Given:
		at = from.Add(defaultPatience)
	default:
		at = from.Add(c.For.Duration)
	}
	if e.patient {
		at = at.Add(echoPatience)
	}
	return at
}

// look sees what is so, after something has happened or when the time is up.
func (e *examiner) look() {
	if e.decided {
		return
	}
	switch now := e.lab.Now(); {
	case e.never != nil:
		e.lookNever(now)
	case e.check.At.Given:
		e.lookAt(now)
	case e.staysFrom():
		e.lookStays(now)
	default:
		e.lookWithin(now)
	}
	if !e.decided {
		e.watch.WakeAt(e.deadline())
	}
}

// timeIsUp says whether nothing can change any more what is so at the deadline.
func (e *examiner) timeIsUp(now time.Time) bool {
	return !now.Before(e.deadline()) && !e.moreIsDue(now)
}

// moreIsDue says whether something else is due at this instant.
func (e *examiner) moreIsDue(now time.Time) bool {
	at, _, ok := e.lab.Next()
	return ok && !at.After(now)
}

// becomePatient waits once more when the time is up and it is not known yet what is so.
func (e *examiner) becomePatient(holds lab.Truth) bool {
	if holds != lab.Unknown || e.patient {
		return false
	}
	e.patient = true
	return true
}

// lookAt judges at one instant.
func (e *examiner) lookAt(now time.Time) {
	if !e.patient && !e.timeIsUp(now) {
		return
	}
	switch holds := e.expect.Holds(e.lab); {
	case holds == lab.Yes:
		e.pass()
	case e.becomePatient(holds):
	case holds == lab.No || e.timeIsUp(now):
		e.fail(e.expect.Seen(e.lab))
	}
}

// lookStays sees that the condition is true from the beginning on.
func (e *examiner) lookStays(now time.Time) {
	holds := e.expect.Holds(e.lab)
	if holds == lab.Yes {
		e.happened = true
	}
	switch {
	case e.happened && e.until != nil && e.until.Holds(e.lab) == lab.Yes:
		e.pass()
	case holds == lab.No && e.moreIsDue(now) && now.Equal(e.began): // of this instant
	case holds == lab.No:
		e.failAfter(e.began, now)
	case e.patient && holds == lab.Yes:
		e.endStay()
	case !e.timeIsUp(now) || e.becomePatient(holds):
	default:
		e.endStay()
	}
}

// failAfter fails because the condition is not true, or no more.
func (e *examiner) failAfter(since, now time.Time) {
	if !e.happened {
		e.fail(e.expect.Seen(e.lab))
		return
	}
	e.fail(fmt.Sprintf("it was true for %s, and then: %s", short(now.Sub(since).Round(time.Millisecond)), e.expect.Seen(e.lab)))
}

// endStay judges when the time is up during which the condition has been true.
func (e *examiner) endStay() {
	if e.until == nil {
		e.pass()
		return
	}
	e.fail(fmt.Sprintf("it was true for %s, and %s did not become true: %s", short(defaultPatience), e.until, e.until.Seen(e.lab)))
}

// lookWithin waits for the condition to become true, and sees that it stays so.
func (e *examiner) lookWithin(now time.Time) {
	holds := e.expect.Holds(e.lab)
	late := e.patient || now.After(e.began.Add(e.check.Within.Duration)) // to become true
	switch {
	case !e.since.IsZero() && e.until != nil && e.until.Holds(e.lab) == lab.Yes:
		e.pass()
	case holds == lab.Yes:
		if e.since.IsZero() {
			e.since, e.patient, e.happened = now, false, true
		}
		switch {
		case e.until != nil && e.until.Holds(e.lab) == lab.Yes:
			e.pass()
		case e.timeIsUp(now):
			e.endStay()
		}
	case holds == lab.No && !e.since.IsZero() && late: // it was so, and has no time to become so again
		e.failAfter(e.since, now)
	case holds == lab.No:
		if e.since = (time.Time{}); e.patient || e.timeIsUp(now) {
			e.fail(e.expect.Seen(e.lab))
		}
	case e.timeIsUp(now) && !e.becomePatient(holds):
		e.fail(e.expect.Seen(e.lab))
	}
}

// lookNever sees that the condition does not become true while it is watched.
func (e *examiner) lookNever(now time.Time) {
	if e.while != nil {
		if e.while.Holds(e.lab) != lab.Yes {
			e.leaveWhile(now)
			return
		}
		e.happened = true
	}
	switch holds := e.never.Holds(e.lab); {
	case holds == lab.Yes:
		e.fail(e.never.Seen(e.lab))
	case holds == lab.No && e.patient:
		e.pass()
	case !e.timeIsUp(now) || e.becomePatient(holds):
	default:
		e.pass()
	}
}

// leaveWhile is when what is to be so meanwhile is not so, or not yet.
func (e *examiner) leaveWhile(now time.Time) {
	switch {
	case e.happened && !e.check.For.Given:
		e.pass()
	case !e.timeIsUp(now):
		e.never.Forget()
	case e.happened:
		e.pass()
	default:
		e.fail(fmt.Sprintf("%s was not true for a moment: %s", e.while, e.while.Seen(e.lab)))
	}
}
