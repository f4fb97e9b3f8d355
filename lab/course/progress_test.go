package course_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"ruthere/lab/course"
	"ruthere/lab/grade"
)

// The best attempt counts, every attempt is counted, and what was passed once stays passed.
func TestProgressKeepsTheBestAttempt(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, time.March, n, 15, 17, 0, 0, time.UTC) }
	p := &course.Progress{}
	for _, c := range []struct {
		points, most int
		passed       bool
		day          int
		best         bool
		line         string
	}{
		{3, 6, false, 2, true, "console 3 of 6 points, open, 1 attempts, 2026-03-02"},
		{2, 6, false, 3, false, "console 3 of 6 points, open, 2 attempts, 2026-03-02"},
		{6, 6, true, 4, true, "console 6 of 6 points, passed, 3 attempts, 2026-03-04"},
		{0, 6, false, 5, false, "console 6 of 6 points, passed, 4 attempts, 2026-03-04"},
		{7, 8, false, 6, false, "console 6 of 6 points, passed, 5 attempts, 2026-03-04"}, // the lab has grown
	} {
		if best := p.Add("console", grade.Result{Points: c.points, Most: c.most, Passed: c.passed}, day(c.day)); best != c.best {
			t.Errorf("%d of %d on day %d: best is %v", c.points, c.most, c.day, best)
		}
		if text := p.Text(); !strings.HasSuffix(text, "\n"+c.line+"\n") {
			t.Errorf("the file is\n%s, and should end in\n%s", text, c.line)
		}
	}
}

// What was written is read; what was not is refused with its line.
func TestProgressIsAFile(t *testing.T) {
	p := &course.Progress{}
	p.Add("console", grade.Result{Points: 6, Most: 6, Passed: true}, time.Date(2026, time.March, 2, 0, 0, 0, 0, time.UTC))
	p.Add("first-tunnel", grade.Result{Points: 0, Most: 9}, time.Date(2026, time.March, 3, 0, 0, 0, 0, time.UTC))
	again, err := course.ParseProgress(p.Text())
	if err != nil || !reflect.DeepEqual(p, again) {
		t.Errorf("%v was read again as %v, %v", p, again, err)
	}
	good := "console 3 of 6 points, open, 2 attempts, 2026-03-25"
	for _, bad := range []string{
		"console", "console 7 of 6 points, open, 2 attempts, 2026-03-25", "console 3 of 6 points, maybe, 2 attempts, 2026-03-25",
		"../x 3 of 6 points, open, 2 attempts, 2026-03-25", "console 3 of 6 points, open, 0 attempts, 2026-03-25",
		"console 3 of 6 points, open, 2 attempts, yesterday", "console -1 of 6 points, open, 2 attempts, 2026-03-25",
		"console 3 of 99999999999999999999 points, open, 2 attempts, 2026-03-25", "\x00\xff", good + "\n" + good,
	} {
		if p, err := course.ParseProgress("# head\n\n" + bad + "\n"); err == nil || !strings.Contains(err.Error(), "line ") {
			t.Errorf("%q was read as %v, %v", bad, p, err)
		}
	}
}
