package incident_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"ruthere/lab/grade"
	"ruthere/lab/incident"
	"ruthere/lab/incident/solver"
)

// Incidents drawn from the table show, and their twins work; a solver that sees only what is told and the consoles names the
// causes and the places, blames no tunnel that is well, and mends what can be mended; nothing earns no points, and the truth all.
func TestIncidents(t *testing.T) {
	list, seeds := drawn(sampleSize(t, 30), 7)
	var starting time.Duration
	for i, one := range list {
		began := time.Now()
		c, err := incident.Build(one, seeds[i])
		if err != nil {
			t.Fatal(err)
		}
		d, symptoms, err := sitDown(c)
		if err != nil {
			t.Fatalf("%s: %v", c.ID, err)
		}
		starting += time.Since(began)
		tryOne(t, c, d, symptoms)
	}
	t.Logf("%d incidents, each started in %v", len(list), starting/time.Duration(len(list)))
}

// Whichever gateway lacks the exemption from translation, and whatever it made of packets before: that is found and mended.
func TestMissingExemptions(t *testing.T) {
	for at, one := range incident.Table() {
		if one.Kind() != "single" || !one.Has("nat-exemption-missing") {
			continue
		}
		c, err := incident.Build(one, uint64(at))
		if err != nil {
			t.Fatal(err)
		}
		d, symptoms, err := sitDown(c)
		if err != nil {
			t.Fatalf("%s: %v", c.ID, err)
		}
		tryOne(t, c, d, symptoms)
	}
}

func tryOne(t *testing.T, c *incident.Case, d *desk, symptoms []incident.Symptom) {
	t.Helper()
	if !slices.ContainsFunc(symptoms, isBad) {
		t.Errorf("%s seed %d: %v does not show", c.ID, c.Seed, c.Truth.Causes)
	}
	twin, err := c.Healthy()
	if err != nil {
		t.Fatal(err)
	}
	if told, err := twin.Rehearse(); err != nil || slices.ContainsFunc(told.Symptoms, isBad) {
		t.Errorf("%s seed %d: the twin does not work: %v %v", c.ID, c.Seed, told.Symptoms, err)
	}
	b := c.Brief(symptoms)
	found, err := solver.Solve(b, d)
	if err != nil {
		t.Errorf("%s seed %d: %v", c.ID, c.Seed, err)
		return
	}
	a, err := c.Assignment(b)
	if err != nil {
		t.Fatal(err)
	}
	run := d.lab.Run()
	for _, answer := range []struct {
		of     string
		answer grade.Answer
		points int
	}{
		{"nothing", grade.Answer{}, 0},
		{"the truth", a.Solution.Answer(), a.Most()},
		{"the solver", grade.Answer{Run: &run, Replies: replies(found)}, a.Most()},
	} {
		r, err := grade.Grade(a, answer.answer)
		if err != nil || r.Points != answer.points || r.Passed != (answer.points > 0) || len(r.Problems) > 0 {
			t.Errorf("%s seed %d: %v at %v: %s earns %d of %d points: %v %s", c.ID, c.Seed, c.Truth.Causes, c.Truth.Subjects, answer.of,
				r.Points, r.Most, err, lost(r))
		}
	}
}

// lost is what earned no points, or not all.
func lost(r grade.Result) (text string) {
	for _, p := range r.Problems {
		text += "; " + p.String()
	}
	for _, t := range r.Tasks {
		for _, c := range t.Checks {
			if c.Status != grade.Passed {
				text += fmt.Sprintf("; %s: %s", c.Title, c.Saw)
			}
		}
	}
	return text
}

func isBad(s incident.Symptom) bool { return !s.Works }

// replies are what was found, as it is answered.
func replies(found []solver.Finding) []grade.Reply {
	cause, place := "", ""
	for i, f := range found {
		if i > 0 {
			cause, place = cause+"+", place+"+"
		}
		cause, place = cause+f.Cause, place+f.Place
	}
	return []grade.Reply{{Key: incident.CauseKey, Text: cause}, {Key: incident.PlaceKey, Text: place}}
}
