package results

import (
	"fmt"
	"io"
	"strings"

	"ruthere/lab/grade"
	"ruthere/report"
)

// Write writes a class for people: of one answer everything, of several a line each, and with details everything too.
func (c *Class) Write(w io.Writer, details bool) error {
	var b strings.Builder
	if len(c.Results) == 1 {
		c.writeAnswer(&b, c.Results[0])
		_, err := io.WriteString(w, b.String())
		return err
	}
	fmt.Fprintf(&b, "%s: %d of %d passed, from %d %% of the points on\n\n", report.Line(c.Title), c.Passed(), len(c.Results), c.Pass)
	for _, r := range c.Results {
		verdict := map[bool]string{true: "passed", false: "failed"}[r.Passed]
		fmt.Fprintf(&b, "%s %7s %4d %%  %s%s\n", verdict, fmt.Sprintf("%d/%d", r.Points, r.Most), Percent(r), nameOf(r), remainder(r))
	}
	c.writeChecks(&b)
	for _, r := range c.Results {
		if details {
			b.WriteString("\n" + strings.Repeat("-", 72) + "\n")
			c.writeAnswer(&b, r)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// remainder is what a line says behind a name: that something of an answer could not be used.
func remainder(r grade.Result) string {
	switch n := len(r.Problems); n {
	case 0:
		return ""
	case 1:
		return " (" + firstLine(r.Problems[0].String()) + ")"
	default:
		return fmt.Sprintf(" (%s; and %d more)", firstLine(r.Problems[0].String()), n-1)
	}
}

func firstLine(text string) string { return report.Lines(text, mostLines)[0] }

// writeChecks says how many have passed each check.
func (c *Class) writeChecks(b *strings.Builder) {
	if len(c.Results) == 0 {
		return
	}
	b.WriteString("\npassed by\n")
	for i, one := range checks(c.Results[0]) {
		n := 0
		for _, r := range c.Results {
			if checks(r)[i].Status == grade.Passed {
				n++
			}
		}
		fmt.Fprintf(b, "%10s  %s\n", fmt.Sprintf("%d of %d", n, len(c.Results)), report.Line(one.Title))
	}
}

// writeAnswer writes all that came of one answer.
func (c *Class) writeAnswer(b *strings.Builder, r grade.Result) {
	fmt.Fprintf(b, "%s: %s\n", report.Line(c.Title), score(r))
	if r.Student != "" {
		fmt.Fprintf(b, "answer: %s\n", report.Line(r.Student))
	}
	for _, p := range r.Problems {
		writeLines(b, "problem:", p.String())
	}
	for _, t := range r.Tasks {
		fmt.Fprintf(b, "\n%s (%d/%d%s)\n", report.Line(t.Title), t.Points, t.Most, costOf(t))
		for _, one := range t.Checks {
			writeCheck(b, one)
		}
	}
}

func costOf(t grade.TaskResult) string {
	if t.HintCost == 0 {
		return ""
	}
	return fmt.Sprintf(", hints took %d", t.HintCost)
}

// writeCheck writes a check, and below it what was seen.
func writeCheck(b *strings.Builder, c grade.CheckResult) {
	fmt.Fprintf(b, "  %-6s %5s  %s\n", c.Status, fmt.Sprintf("%d/%d", c.Points, c.Most), report.Line(c.Title))
	for _, r := range remarks(c) {
		writeLines(b, fmt.Sprintf("%15s %-7s", "", r.word), r.text)
	}
}

// writeLines writes a text behind a word of ours, the lines after the first behind a bar: none of them begins with what
// stands in it.
func writeLines(b *strings.Builder, before, text string) {
	for i, line := range report.Lines(text, mostLines) {
		if i > 0 {
			before = strings.Repeat(" ", len(before)-1) + "|"
		}
		b.WriteString(before + " " + line + "\n")
	}
}
