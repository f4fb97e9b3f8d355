package course_test

import (
	"testing"

	"ruthere/lab/course"
	"ruthere/lab/grade"
)

// Nobody earns points for doing nothing; the solution and each other one that is as good earn them all.
func TestSolutions(t *testing.T) {
	for _, l := range shipped(t).Labs {
		t.Run(l.Name, func(t *testing.T) {
			expectPoints(t, &l, "doing nothing", grade.Answer{}, 0)
			expectPoints(t, &l, "the solution", l.Solution.Answer(), l.Most())
			for _, other := range l.Others {
				expectPoints(t, &l, other.Name, other.Answer(), l.Most())
			}
		})
	}
}

func expectPoints(t *testing.T, l *course.Lab, name string, answer grade.Answer, want int) {
	t.Helper()
	r, err := grade.Grade(l.Assignment, answer)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for _, p := range r.Problems {
		t.Errorf("%s: %s", name, p)
	}
	if r.Points == want {
		return
	}
	t.Errorf("%s earns %d points, and should earn %d", name, r.Points, want)
	for _, task := range r.Tasks {
		for _, c := range task.Checks {
			if (c.Status == grade.Passed) != (want > 0) {
				t.Errorf("%s: %s: %s; wanted %s; saw %s %s", name, c.Title, c.Status, c.Want, c.Saw, c.Packet)
			}
		}
	}
}
