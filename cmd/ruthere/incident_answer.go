package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"strings"

	"gopkg.in/yaml.v3"

	"ruthere/journal"
	"ruthere/lab"
	"ruthere/lab/grade"
	"ruthere/lab/incident"
)

// An answer to an incident comes in words and files: cause=ID and place=NAME, ROUTER=FILE with lines for a router's
// configuration mode, a transcript, a run that start --record wrote down, or a file that says it all.

// An answerFile says it all.
type answerFile struct {
	Answers map[string]string // to the questions, by key
	Routers map[string]string // lines for configuration mode, by router
}

// An incidentVerdict is what an answer earned, as JSON.
type incidentVerdict struct {
	Schema int             `json:"schema"`
	ID     string          `json:"id"`
	Seed   uint64          `json:"seed"`
	Points int             `json:"points"`
	Most   int             `json:"most"`
	Passed bool            `json:"passed"`
	Checks []verdictCheck  `json:"checks"`
	Notes  []string        `json:"problems"`
	Truth  *incident.Truth `json:"truth,omitempty"` // if it was passed
}

type verdictCheck struct {
	Title  string `json:"title"`
	Status string `json:"status"`
	Points int    `json:"points"`
	Most   int    `json:"most"`
	Saw    string `json:"saw,omitempty"`
	Advice string `json:"advice,omitempty"`
}

// answerIncident grades an answer from outside.
func answerIncident(_ context.Context, f *flags, args []string) error {
	seed := f.seedFlag()
	asJSON := f.Bool("json", false, "as a JSON object")
	if err := f.parseArguments(args, 1, -1); err != nil {
		return err
	}
	c, err := buildCase(f.arguments[0], *seed)
	if err != nil {
		return err
	}
	b, err := c.Rehearse()
	if err != nil {
		return err
	}
	a, err := c.Assignment(b)
	if err != nil {
		return err
	}
	var answer grade.Answer
	for _, word := range f.arguments[1:] {
		if err := addAnswer(&answer, word, b); err != nil {
			return err
		}
	}
	result, err := grade.Grade(a, answer)
	if err != nil {
		return err
	}
	v := verdictOf(c, result)
	if *asJSON {
		err = json.NewEncoder(os.Stdout).Encode(v)
	} else {
		v.print()
	}
	if err == nil && !result.Passed {
		err = errNotPassed
	}
	return err
}

// addAnswer takes one word of an answer.
func addAnswer(a *grade.Answer, word string, b incident.Briefing) error {
	key, value, isPair := strings.Cut(word, "=")
	switch {
	case isPair && (key == incident.CauseKey || key == incident.PlaceKey):
		a.Replies = append(a.Replies, grade.Reply{Key: key, Text: value})
		return nil
	case isPair:
		text, err := readConfiguration(value)
		if err != nil {
			return fmt.Errorf("%w (%s= is neither %s= nor %s=, so a router's file is wanted)", err, key, incident.CauseKey, incident.PlaceKey)
		}
		return addLines(a, key, text, lab.Source{File: value, Line: 1, Column: 1}, b)
	}
	text, err := os.ReadFile(word)
	if err != nil {
		return fmt.Errorf("%w (an answer is cause=ID, place=NAME, ROUTER=FILE or a FILE)", err)
	}
	switch {
	case journal.IsRun(text):
		run, err := journal.Parse(word, text)
		if err != nil {
			return err
		}
		a.Record = &grade.Record{Name: word, File: run}
		return nil
	case path.Ext(word) == ".yaml" || path.Ext(word) == ".yml" || path.Ext(word) == ".json":
		return addFile(a, word, text, b)
	}
	a.Transcript = &grade.Script{Name: word, Text: string(text)}
	return nil
}

// addFile takes what an answer's file says: JSON is YAML too.
func addFile(a *grade.Answer, name string, text []byte, b incident.Briefing) error {
	var file answerFile
	d := yaml.NewDecoder(strings.NewReader(string(text)))
	d.KnownFields(true)
	if err := d.Decode(&file); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	for _, q := range b.Questions {
		if reply, ok := file.Answers[q.Key]; ok {
			a.Replies = append(a.Replies, grade.Reply{Key: q.Key, Text: reply})
			delete(file.Answers, q.Key)
		}
	}
	for key := range file.Answers {
		return fmt.Errorf("%s: there is no question %q", name, key)
	}
	var err error
	for _, router := range b.Consoles {
		if lines, ok := file.Routers[router]; ok {
			err = errors.Join(err, addLines(a, router, lines, lab.Source{File: name, Line: 1}, b))
			delete(file.Routers, router)
		}
	}
	for router := range file.Routers {
		return fmt.Errorf("%s: there is no router %q; there is %s", name, router, strings.Join(b.Consoles, ", "))
	}
	return err
}

func addLines(a *grade.Answer, router, text string, source lab.Source, b incident.Briefing) error {
	for _, name := range b.Consoles {
		if strings.EqualFold(name, router) {
			a.Typed = append(a.Typed, grade.Configuration{Router: name, Text: text, Source: source})
			return nil
		}
	}
	return fmt.Errorf("there is no router %q; there is %s", router, strings.Join(b.Consoles, ", "))
}

func verdictOf(c *incident.Case, r grade.Result) incidentVerdict {
	v := incidentVerdict{Schema: 1, ID: c.ID, Seed: c.Seed, Points: r.Points, Most: r.Most, Passed: r.Passed, Notes: []string{}}
	for _, t := range r.Tasks {
		for _, one := range t.Checks {
			v.Checks = append(v.Checks, verdictCheck{one.Title, string(one.Status), one.Points, one.Most, one.Saw, one.Advice})
		}
	}
	for _, p := range r.Problems {
		v.Notes = append(v.Notes, p.String())
	}
	if r.Passed {
		v.Truth = &c.Truth
	}
	return v
}

func (v *incidentVerdict) print() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for _, c := range v.Checks {
		fmt.Fprintf(out, "%-6s %d/%d  %s\n", c.Status, c.Points, c.Most, c.Title)
		if c.Status != string(grade.Passed) && c.Saw != "" {
			fmt.Fprintf(out, "             %s\n", c.Saw)
		}
	}
	for _, note := range v.Notes {
		fmt.Fprintf(out, "%s\n", note)
	}
	fmt.Fprintf(out, "%d of %d points\n", v.Points, v.Most)
	if v.Truth != nil {
		for i, title := range v.Truth.Titles {
			fmt.Fprintf(out, "%s: %s\n", v.Truth.Subjects[i], title)
		}
	}
}
