package main

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/fatih/color"
	"github.com/rogpeppe/go-internal/diff"

	"ruthere/capture"
	"ruthere/lab"
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
		fmt.Printf("::error file=%s,line=%d::%s\n", escapeProperty(file), line, escapeData(text))
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

// escapeData and escapeProperty write text into a workflow command of GitHub's.
func escapeData(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(text)
}

func escapeProperty(text string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(escapeData(text))
}

// The elements of JUnit's XML that readers agree on.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Errors   int          `xml:"errors,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Time     string      `xml:"time,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Class   string      `xml:"classname,attr"`
		Name    string      `xml:"name,attr"`
		File    string      `xml:"file,attr"`
		Time    string      `xml:"time,attr"`
		Failure *junitFault `xml:"failure"`
		Error   *junitFault `xml:"error"`
	}
	junitFault struct {
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
)

// writeJUnit writes results as JUnit XML: a difference is a failure, what stopped a transcript an error.
// Times are seconds in the lab.
func writeJUnit(name string, results []replayResult) error {
	suite := junitSuite{Name: "ruthere replay", Tests: len(results)}
	var all time.Duration
	for _, r := range results {
		c := junitCase{Class: "replay", Name: r.Name, File: r.Name, Time: seconds(r.replayed.Elapsed)}
		all += r.replayed.Elapsed
		if d := r.replayed.Difference; !r.passed() && d != nil {
			c.Failure = &junitFault{fmt.Sprintf("line %d differs", d.Line), d.Error()}
			suite.Failures++
		} else if !r.passed() {
			_, _, text := r.place()
			c.Error = &junitFault{text, r.err.Error()}
			suite.Errors++
		}
		suite.Cases = append(suite.Cases, c)
	}
	suite.Time = seconds(all)
	text, err := xml.MarshalIndent(junitSuites{Tests: suite.Tests, Failures: suite.Failures, Errors: suite.Errors,
		Suites: []junitSuite{suite}}, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(name, append([]byte(xml.Header), append(text, '\n')...), 0o644)
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }
