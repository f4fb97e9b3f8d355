package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/fatih/color"
	"github.com/rogpeppe/go-internal/diff"

	"ruthere/capture"
	"ruthere/lab"
	"ruthere/report"
)

// A replayResult is what came of one transcript, for people and for machines.
type replayResult struct {
	Name     string
	replayed lab.Replayed
	updated  bool
	err      error
}

func (r replayResult) passed() bool { return r.err == nil }

// verdict is one word, and the time that passed in the lab.
func (r replayResult) verdict() string {
	switch {
	case r.updated:
		return "updated"
	case r.passed():
		return "ok"
	case r.replayed.Difference != nil:
		return "differs"
	}
	return "failed"
}

// report shows a result: what came out, or one line of verdict, and what differs.
func (r replayResult) report(o replayFlags) {
	switch {
	case *o.capture == capture.Standard, *o.pictures.ladder == standardOutput: // has it for itself
	case o.asJSON:
		_ = json.NewEncoder(os.Stdout).Encode(r.fields())
	case *o.events == standardOutput: // it is theirs
	case o.quiet:
		fmt.Printf("%-8s %s (%v)\n", r.verdict(), r.Name, r.replayed.Elapsed.Round(time.Millisecond))
	case *o.events == standardOutput: // has it for itself
	default:
		_, _ = os.Stdout.WriteString(r.replayed.Actual)
	}
	if r.passed() {
		return
	}
	if d := r.replayed.Difference; d != nil && !o.asJSON {
		messages.add(r.coloredDiff())
	}
	if os.Getenv("GITHUB_ACTIONS") == "true" && *o.events != standardOutput && *o.capture != capture.Standard {
		file, line, text := r.place()
		fmt.Print(report.Annotation(file, line, "", text))
	}
}

// coloredDiff is what was expected against what came, as a unified diff.
func (r replayResult) coloredDiff() string {
	red, green, cyan := colorFor(os.Stderr, color.FgRed), colorFor(os.Stderr, color.FgGreen), colorFor(os.Stderr, color.FgCyan)
	text := string(diff.Diff(r.Name, []byte(r.replayed.Expected), "what came", []byte(r.replayed.Updated)))
	_, text, _ = strings.Cut(text, "\n") // the command that would make such a diff
	var lines []string
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(line, "-"):
			line = red.Sprint(line)
		case strings.HasPrefix(line, "+"):
			line = green.Sprint(line)
		case strings.HasPrefix(line, "@@"):
			line = cyan.Sprint(line)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// place is where a result failed and what is to be said there.
func (r replayResult) place() (file string, line int, text string) {
	if d := r.replayed.Difference; d != nil {
		return r.Name, d.Line, fmt.Sprintf("want: %s\n got: %s", d.Want, d.Got)
	}
	text = r.err.Error()
	if rest, ok := strings.CutPrefix(text, r.Name+":"); ok {
		if n, err := fmt.Sscanf(rest, "%d:", &line); n == 1 && err == nil {
			_, text, _ = strings.Cut(rest, ": ")
			return r.Name, line, text
		}
	}
	return r.Name, 1, text
}

// fields are the members of the JSON object of a result. Times are seconds in the lab.
func (r replayResult) fields() map[string]any {
	m := map[string]any{"name": r.Name, "result": r.verdict(), "seconds": r.replayed.Elapsed.Seconds(), "actual": r.replayed.Actual}
	if !r.passed() {
		file, line, text := r.place()
		m["file"], m["line"], m["message"] = file, line, text
	}
	if d := r.replayed.Difference; d != nil {
		m["want"], m["got"] = d.Want, d.Got
	}
	return m
}

// writeJUnit writes results as JUnit XML: a difference is a failure, what stopped a transcript an error.
// Times are seconds in the lab.
func writeJUnit(name string, results []replayResult) error {
	suite := report.Suite{Name: "ruthere replay"}
	for _, r := range results {
		c := report.Case{Class: "replay", Name: r.Name, File: r.Name, Took: r.replayed.Elapsed}
		if d := r.replayed.Difference; !r.passed() && d != nil {
			c.Failure = &report.Fault{Message: fmt.Sprintf("line %d differs", d.Line), Text: d.Error()}
		} else if !r.passed() {
			_, _, text := r.place()
			c.Error = &report.Fault{Message: text, Text: r.err.Error()}
		}
		suite.Cases = append(suite.Cases, c)
	}
	text, err := report.JUnit([]report.Suite{suite})
	if err != nil {
		return err
	}
	return os.WriteFile(name, text, 0o644)
}
