package proof

import (
	"fmt"
	"io"
	"strings"

	"ruthere/lab/grade"
	"ruthere/lab/grade/mutation"
)

// A Report is what came of a proof.
type Report struct {
	Lab, Title string
	// Kept is what the configurations of the solved lab earn of Most points: less, if the solution is typed at consoles and
	// leaves something that is in no configuration.
	Kept, Most int
	Classes    map[mutation.Class]Count
	All        Count
	Wrong      []Fault // answers that are no mutants, and earned what they should not
	Survivors  []Fault // mutants that lose nothing, and are not listed
	Idle       []Fault // reasons for changes that there are not, or that lose points
	Untried    int     // answers that were left out
}

// A Count is how many mutants there are of a class; those that change nothing are none.
type Count struct{ Mutants, Caught, Harmless, Same int }

// A Fault is one of a lab's checks, its solutions or its list of harmless changes.
type Fault struct {
	Place grade.Place
	Text  string
}

// String is the place and the text.
func (f Fault) String() string { return f.Place.String() + ": " + f.Text }

// Faults lists all that is wrong.
func (r Report) Faults() (all []Fault) {
	all = append(all, r.Wrong...)
	all = append(all, r.Survivors...)
	return append(all, r.Idle...)
}

// Report says what came of the answers that were tried. Mutants are judged only if every solution is one, and what is listed as
// harmless only if all were tried.
func (p *Proof) Report() Report {
	r := Report{Lab: p.assignment.Name, Title: p.assignment.Title, Kept: p.kept, Most: p.assignment.Most(),
		Classes: map[mutation.Class]Count{}}
	used := make([]bool, len(p.assignment.Harmless))
	solves := true
	for i, o := range p.outcomes {
		c := p.cases[i]
		switch {
		case !o.tried:
			r.Untried++
		case c.kind == mutant && !solves: // nothing can be lost that was not earned
		case c.kind == mutant:
			r.count(c, o, p.isListed(c, o, used))
		case !o.right:
			solves = solves && c.kind != solved
			r.Wrong = append(r.Wrong, Fault{c.place, c.String() + " earned " + o.earned})
		}
	}
	for i, h := range p.assignment.Harmless {
		if !used[i] && r.Untried == 0 && solves {
			text := strings.TrimSpace(fmt.Sprintf("%s: %s: %s", h.Router, strings.TrimSpace(h.Line), h.Change))
			text = "listed as harmless, and no change that loses nothing is meant: " + strings.TrimSuffix(text, ":")
			r.Idle = append(r.Idle, Fault{h.Place, text})
		}
	}
	return r
}

// isListed says whether a mutant that loses nothing is listed as harmless, and notes by which entries.
func (p *Proof) isListed(c testCase, o outcome, used []bool) (listed bool) {
	if o.right || o.same {
		return false
	}
	for i, h := range p.assignment.Harmless {
		if matches(h, c.change) {
			used[i], listed = true, true
		}
	}
	return listed
}

// matches says whether an entry means a change: of its router and line, of its class, or in its very words.
func matches(h grade.Harmless, c mutation.Change) bool {
	words := func(text string) string { return strings.Join(strings.Fields(text), " ") }
	return strings.EqualFold(h.Router, c.Router) && words(h.Line) == words(c.Old) &&
		(h.Change == "" || words(h.Change) == string(c.Class) || words(h.Change) == words(c.String()))
}

// count counts a mutant.
func (r *Report) count(c testCase, o outcome, listed bool) {
	n := r.Classes[c.change.Class]
	for _, one := range []*Count{&n, &r.All} {
		switch {
		case o.same:
			one.Same++
			continue
		case o.right:
			one.Caught++
		case listed:
			one.Harmless++
		}
		one.Mutants++
	}
	r.Classes[c.change.Class] = n
	if !o.right && !o.same && !listed {
		text := fmt.Sprintf("%s: %s: it loses nothing", c.change.Old, c.change)
		if c.change.Router != "" {
			text = c.change.Router + ": " + text
		}
		r.Survivors = append(r.Survivors, Fault{c.place, text})
	}
}

// String is how many there are, and how many of them lose points; behind a plus, how many are harmless.
func (c Count) String() string {
	switch {
	case c.Mutants == 0:
		return "-"
	case c.Harmless == 0:
		return fmt.Sprintf("%d/%d", c.Caught, c.Mutants)
	}
	return fmt.Sprintf("%d+%d/%d", c.Caught, c.Harmless, c.Mutants)
}

// Write writes a report for the author of the lab.
func (r Report) Write(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n%-10s %8s %8s %9s\n", r.Title, "change", "made", "caught", "harmless")
	row := func(name string, c Count) {
		fmt.Fprintf(&b, "%-10s %8d %8d %9d\n", name, c.Mutants, c.Caught, c.Harmless)
	}
	for _, class := range mutation.Classes() {
		if c := r.Classes[class]; c.Mutants > 0 {
			row(string(class), c)
		}
	}
	row("all", r.All)
	fmt.Fprintf(&b, "\n%d more change nothing: they leave the configurations of the solution\n", r.All.Same)
	if r.Kept < r.Most {
		fmt.Fprintf(&b, "what the solution leaves in configurations earns %d of %d points when it is handed in\n", r.Kept, r.Most)
	}
	for _, f := range r.Faults() {
		fmt.Fprintf(&b, "\n%s", f)
	}
	if len(r.Faults()) > 0 {
		b.WriteString("\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Table is Markdown: a row a lab, a column a class of changes.
func Table(reports []Report) string {
	var b strings.Builder
	b.WriteString("| lab |")
	for _, class := range mutation.Classes() {
		fmt.Fprintf(&b, " %s |", class)
	}
	b.WriteString(" all | no change | configurations |\n|---|" + strings.Repeat("---:|", len(mutation.Classes())+3) + "\n")
	total := Report{Title: "all", Classes: map[mutation.Class]Count{}}
	for _, r := range reports {
		r.writeRow(&b)
		for _, class := range mutation.Classes() {
			total.Classes[class] = total.Classes[class].plus(r.Classes[class])
		}
		total.All, total.Kept, total.Most = total.All.plus(r.All), total.Kept+r.Kept, total.Most+r.Most
	}
	if len(reports) > 1 {
		total.writeRow(&b)
	}
	return b.String()
}

func (r Report) writeRow(b *strings.Builder) {
	fmt.Fprintf(b, "| %s |", strings.ReplaceAll(r.Title, "|", `\|`))
	for _, class := range mutation.Classes() {
		fmt.Fprintf(b, " %s |", r.Classes[class])
	}
	fmt.Fprintf(b, " %s | %d | %d/%d |\n", r.All, r.All.Same, r.Kept, r.Most)
}

func (c Count) plus(other Count) Count {
	return Count{c.Mutants + other.Mutants, c.Caught + other.Caught, c.Harmless + other.Harmless, c.Same + other.Same}
}
