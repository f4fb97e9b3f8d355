package proof

import (
	"flag"
	"os"
	"strings"
	"testing"

	"ruthere/lab/course"
)

// rewrite writes the table of the page. Commit the difference only if you can say why each changed line is right.
var rewrite = flag.Bool("rewrite", false, "rewrite the table in docs/grading-proof.md")

const page = "../../../docs/grading-proof.md"

// Where all would take too long, one lab of so many is tried, and of its mutants one of so many.
const (
	sampledLabs    = 5
	sampledMutants = 40
)

// Every lab of the course is proved: nothing done earns nothing, every solution everything, and no single change to a
// solution goes unnoticed but those that the lab lists, with reasons. The table of the page is the one that comes.
func TestCourse(t *testing.T) {
	c, err := course.Read(course.Files, course.Shipped)
	if err != nil {
		t.Fatal(err)
	}
	every := 1
	if raceDetector || testing.Short() {
		every = sampledMutants
	}
	reports := make([]Report, len(c.Labs))
	t.Run("labs", func(t *testing.T) {
		for i, l := range c.Labs {
			if every > 1 && i%sampledLabs != 0 {
				continue
			}
			t.Run(l.Name, func(t *testing.T) {
				t.Parallel()
				p, err := New(l.Assignment)
				if err != nil {
					t.Fatal(err)
				}
				reports[i] = try(t, p, every)
				for _, f := range reports[i].Faults() {
					t.Error(f)
				}
			})
		}
	})
	if every > 1 || t.Failed() && !*rewrite {
		return
	}
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	head, _, _ := strings.Cut(string(text), tableHead)
	want := head + tableHead + Table(reports)
	if *rewrite {
		if err := os.WriteFile(page, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if want != string(text) {
		t.Errorf("the table of %s is not the one that comes (-rewrite writes it):\n%s", page, Table(reports))
	}
}

// tableHead stands above the table in the page.
const tableHead = "## The table\n\n"

// try tries the answers of a proof, of its mutants each so many, and reports.
func try(t *testing.T, p *Proof, every int) Report {
	t.Helper()
	for i := range p.Len() {
		if p.IsMutant(i) && i%every != 0 {
			continue
		}
		if err := p.Try(i); err != nil {
			t.Fatal(err)
		}
	}
	return p.Report()
}
