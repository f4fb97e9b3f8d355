package course

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"ruthere/lab/grade"
)

// Progress is what somebody has achieved in a course: his best attempt at each lab.
type Progress struct {
	Records []Record
}

// A Record is the best attempt at a lab, and how many there were.
type Record struct {
	Lab          string
	Points, Most int
	Passed       bool
	Attempts     int       // that were graded
	At           time.Time // the day of the best one, UTC
}

// Of is the record of a lab; nil: it was never graded.
func (p *Progress) Of(lab string) *Record {
	for i := range p.Records {
		if strings.EqualFold(p.Records[i].Lab, lab) {
			return &p.Records[i]
		}
	}
	return nil
}

// Add takes an attempt into account. A lab that was passed once stays so. Best says that it is the best one so far.
func (p *Progress) Add(lab string, result grade.Result, now time.Time) (best bool) {
	one := Record{lab, result.Points, result.Most, result.Passed, 1, now.UTC().Truncate(24 * time.Hour)}
	r := p.Of(lab)
	if r == nil {
		p.Records = append(p.Records, one)
		return true
	}
	one.Attempts += r.Attempts
	if one.betterThan(r) {
		one.Passed = one.Passed || r.Passed
		*r = one
		return true
	}
	r.Attempts, r.Passed = one.Attempts, r.Passed || one.Passed
	return false
}

// betterThan compares shares of all points: a lab may have got other checks since.
func (r *Record) betterThan(other *Record) bool { return r.Points*other.Most > other.Points*r.Most }

// Forget takes the record of a lab away; without a name all.
func (p *Progress) Forget(lab string) {
	p.Records = slices.DeleteFunc(p.Records, func(r Record) bool { return lab == "" || strings.EqualFold(r.Lab, lab) })
}

const (
	progressHead = "# Best attempts at the labs of this course. The file may be edited, or deleted to begin again."
	dayFormat    = "2006-01-02"
	passed       = "passed"
	notYet       = "open"
)

// Text is the progress as a file: a line for each lab.
func (p *Progress) Text() string {
	var b strings.Builder
	fmt.Fprintln(&b, progressHead)
	for _, r := range p.Records {
		state := notYet
		if r.Passed {
			state = passed
		}
		fmt.Fprintf(&b, "%s %d of %d points, %s, %d attempts, %s\n", r.Lab, r.Points, r.Most, state, r.Attempts, r.At.Format(dayFormat))
	}
	return b.String()
}

// mostRecords bounds a file.
const mostRecords = 1000

// ParseProgress reads what [Progress.Text] wrote. An error names the line.
func ParseProgress(text string) (*Progress, error) {
	p := &Progress{}
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		r, ok := parseRecord(line)
		if !ok || len(p.Records) == mostRecords {
			return nil, fmt.Errorf("line %d is not such as \"console 3 of 6 points, open, 2 attempts, 2026-03-25\"", n)
		}
		if p.Of(r.Lab) != nil {
			return nil, fmt.Errorf("line %d: %s stands there twice", n, r.Lab)
		}
		p.Records = append(p.Records, r)
	}
	return p, nil
}

func parseRecord(line string) (r Record, ok bool) {
	parts := strings.Split(line, ", ")
	if len(parts) != 4 || parts[1] != passed && parts[1] != notYet {
		return r, false
	}
	score, attempts := strings.Fields(parts[0]), strings.Fields(parts[2])
	if len(score) != 5 || score[2] != "of" || score[4] != "points" || len(attempts) != 2 || attempts[1] != "attempts" {
		return r, false
	}
	at, err := time.Parse(dayFormat, parts[3])
	r = Record{Lab: score[0], Passed: parts[1] == passed, At: at}
	for _, number := range []struct {
		text string
		to   *int
	}{{score[1], &r.Points}, {score[3], &r.Most}, {attempts[0], &r.Attempts}} {
		value, bad := strconv.Atoi(number.text)
		if bad != nil || value < 0 || value > 1e6 {
			return r, false
		}
		*number.to = value
	}
	return r, err == nil && isName(r.Lab) && r.Points <= r.Most && r.Attempts > 0
}
