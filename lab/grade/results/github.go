package results

import (
	"fmt"
	"strconv"
	"strings"

	"ruthere/lab/grade"
	"ruthere/report"
)

// Annotations are workflow commands of GitHub's: an error for each check that is not passed, and for each problem of an
// answer at its line.
func (c *Class) Annotations() string {
	var b strings.Builder
	for _, r := range c.Results {
		for _, p := range r.Problems {
			file, line := placeOf(p)
			b.WriteString(report.Annotation(file, line, r.Student, p.Text))
		}
		for _, one := range checks(r) {
			if one.Status != grade.Passed {
				title := one.Title
				if r.Student != "" {
					title = r.Student + ": " + title
				}
				b.WriteString(report.Annotation("", 0, title, explain(one)))
			}
		}
	}
	return b.String()
}

// placeOf is file and line of a problem: a place is a file, a line, perhaps a column.
func placeOf(p grade.Problem) (file string, line int) {
	parts := strings.Split(p.Place, ":")
	for i := 1; i < len(parts); i++ {
		if n, err := strconv.Atoi(parts[i]); err == nil {
			return strings.Join(parts[:i], ":"), n
		}
	}
	return p.Place, 1
}

// Summary is Markdown for the page of a workflow's run: a table of the class, and what those see who have not passed.
func (c *Class) Summary() string {
	var b strings.Builder
	fmt.Fprintf(&b, "### %s: %d of %d passed\n\n", report.Markdown(c.Title), c.Passed(), len(c.Results))
	b.WriteString("| | points | | answer | missed |\n|---|---:|---:|---|---|\n")
	for _, r := range c.Results {
		mark := map[bool]string{true: "passed", false: "**failed**"}[r.Passed]
		fmt.Fprintf(&b, "| %s | %d/%d | %d %% | %s | %s |\n", mark, r.Points, r.Most, Percent(r), report.Markdown(nameOf(r)),
			report.Markdown(strings.Join(missed(r), "; ")))
	}
	for i, r := range c.Results {
		if i == mostExplained {
			fmt.Fprintf(&b, "\nand %d answers more\n", len(c.Results)-i)
			break
		}
		if len(missed(r))+len(r.Problems) > 0 {
			b.WriteString("\n#### " + report.Markdown(nameOf(r)) + "\n\n")
			summarize(&b, r)
		}
	}
	return b.String()
}

// mostExplained is as many answers as a summary explains: GitHub takes a megabyte.
const mostExplained = 100

func summarize(b *strings.Builder, r grade.Result) {
	for _, p := range r.Problems {
		b.WriteString("* problem: " + report.Markdown(firstLine(p.String())) + "\n")
	}
	for _, one := range checks(r) {
		if one.Status == grade.Passed {
			continue
		}
		fmt.Fprintf(b, "* %s (%d/%d)\n", report.Markdown(one.Title), one.Points, one.Most)
		for _, line := range strings.Split(explain(one), "\n") {
			b.WriteString("  * " + report.Markdown(line) + "\n")
		}
	}
}
