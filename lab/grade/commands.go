package grade

import (
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"ruthere/lab"
)

// The lab commands of a graded lab: tasks, hint, answer, grade.

// What a lab remembers of who works in it.
type (
	given Reply // an answer to a question
	taken int   // a hint: of which task, from 0
)

// readRemembered takes what was answered and which hints were taken in a lab.
func (p *paper) readRemembered(l *lab.Lab) {
	for _, one := range l.Remembered() {
		switch one := one.(type) {
		case given:
			p.replies = append(p.replies, Reply(one))
		case taken:
			for len(p.hints) <= int(one) {
				p.hints = append(p.hints, 0)
			}
			p.hints[one]++
		}
	}
}

// ReadTopology reads a lab as [lab.ParseTopology] does; a graded one has the commands of its tasks.
func ReadTopology(name string, text []byte, files fs.FS) (*lab.Topology, error) {
	t, err := lab.ParseTopology(name, text, files)
	if err != nil {
		return nil, err
	}
	if _, err := ReadTasks(name, text, files, t); err != nil && !errors.Is(err, ErrUngraded) {
		return nil, err
	}
	return t, nil
}

// Commands are the lab commands of who works in the lab.
func (a *Assignment) Commands() []lab.Command {
	list := []lab.Command{
		{Name: "tasks", Arguments: "[N]", Help: "the story and the tasks of this lab, or one of them", Most: 1, Run: a.runTasks, Words: a.words},
		{Name: "hint", Arguments: "[N]", Help: "the next hint for task N, or for the first that has one left; it may cost points", Most: 1,
			Enters: true, Run: a.runHint, Words: a.words},
		{Name: "grade", Help: "what is done and what is still open", Ask: a.askGrade},
	}
	if len(a.questions()) > 0 {
		list = append(list, lab.Command{Name: "answer", Arguments: "KEY TEXT", Help: "answer a question of a task; the last answer counts",
			Least: 2, Most: 100, Enters: true, Run: a.runAnswer, Words: a.words})
	}
	return list
}

// words lists what may stand for an argument.
func (a *Assignment) words(argument string) (rows [][2]string) {
	switch argument {
	case "N":
		for i, t := range a.Tasks {
			rows = append(rows, [2]string{strconv.Itoa(i + 1), t.Title})
		}
	case "KEY":
		for _, q := range a.questions() {
			rows = append(rows, [2]string{q.Key, firstOf(q.Text)})
		}
	case "TEXT":
		rows = append(rows, [2]string{"TEXT", "such as 3des or 14s"})
	}
	return rows
}

func (a *Assignment) questions() (list []*Question) {
	for _, t := range a.Tasks {
		for _, c := range t.Checks {
			if c.Question != nil {
				list = append(list, c.Question)
			}
		}
	}
	return list
}

// findTask is the place of a task that is named by its number.
func (a *Assignment) findTask(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > len(a.Tasks) {
		return 0, fmt.Errorf("%q is not the number of a task, 1 to %d", text, len(a.Tasks))
	}
	return n - 1, nil
}

func (a *Assignment) runTasks(_ *lab.Lab, args []string) (string, any, error) {
	if len(args) == 0 {
		return a.Describe(), nil, nil
	}
	var b strings.Builder
	n, err := a.findTask(args[0])
	if err == nil {
		a.describeTask(&b, n)
	}
	return b.String(), nil, err
}

// Describe is what a lab is about and what is to be done, as text for a terminal: no hints, no advice, no solution.
func (a *Assignment) Describe() string {
	var b strings.Builder
	if a.Title != "" {
		b.WriteString(a.Title + "\n")
	}
	b.WriteString(a.describeNeeds())
	if story := Prose(a.Story, "", PageWidth); story != "" {
		b.WriteString("\n" + story)
	}
	for n := range a.Tasks {
		b.WriteString("\n")
		a.describeTask(&b, n)
	}
	return b.String()
}

// describeNeeds is how long it takes, what it earns, and what comes before it.
func (a *Assignment) describeNeeds() string {
	text := count(a.Most(), "point")
	if a.Minutes > 0 {
		text = count(a.Minutes, "minute") + ", " + text
	}
	if len(a.Needs) > 0 {
		text += "; comes after " + strings.Join(a.Needs, ", ")
	}
	return text + "\n"
}

// describeTask writes what a task is, and what is asked.
func (a *Assignment) describeTask(b *strings.Builder, n int) {
	t := &a.Tasks[n]
	fmt.Fprintf(b, "Task %d: %s (%s)\n", n+1, t.Title, count(t.Most(), "point"))
	if text := Prose(t.Text, "  ", PageWidth); text != "" {
		b.WriteString("\n" + text)
	}
	if len(t.Checks) > 0 {
		b.WriteString("\n  What is checked:\n")
	}
	for _, c := range t.Checks {
		fmt.Fprintf(b, "  - %s (%s)\n", c.Title, count(c.Points, "point"))
		if q := c.Question; q != nil {
			b.WriteString(Prose(q.Text, "      ", PageWidth))
			if len(q.Choices) > 0 {
				b.WriteString(Prose("one of: "+strings.Join(q.Choices, ", "), "      ", PageWidth))
			}
			fmt.Fprintf(b, "      lab answer %s TEXT\n", q.Key)
		}
	}
	cost := 0
	for _, h := range t.Hints {
		cost += h.Costs
	}
	switch {
	case cost > 0:
		fmt.Fprintf(b, "  %s: lab hint %d; all of them cost %s\n", count(len(t.Hints), "hint"), n+1, count(cost, "point"))
	case len(t.Hints) > 0:
		fmt.Fprintf(b, "  %s: lab hint %d\n", count(len(t.Hints), "hint"), n+1)
	}
}

// count is a number of things.
func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func (a *Assignment) runHint(l *lab.Lab, args []string) (string, any, error) {
	p := &paper{hints: make([]int, len(a.Tasks))}
	p.readRemembered(l)
	at := 0
	if len(args) == 1 {
		var err error
		if at, err = a.findTask(args[0]); err != nil {
			return "", nil, err
		}
	} else {
		for at < len(a.Tasks)-1 && p.hints[at] >= len(a.Tasks[at].Hints) {
			at++
		}
	}
	t, n := &a.Tasks[at], p.hints[at]
	if n >= len(t.Hints) {
		return fmt.Sprintf("there are no more hints for task %d\n", at+1), nil, nil
	}
	h := t.Hints[n]
	cost := ""
	if h.Costs > 0 {
		cost = fmt.Sprintf("; it cost %s", count(h.Costs, "point"))
	}
	said := fmt.Sprintf("Hint %d of %d for task %d%s:\n%s", n+1, len(t.Hints), at+1, cost, Prose(h.Text, "  ", PageWidth))
	return said, taken(at), nil
}

func (a *Assignment) runAnswer(_ *lab.Lab, args []string) (string, any, error) {
	text := strings.Join(args[1:], " ")
	var keys []string
	for _, q := range a.questions() {
		if !strings.EqualFold(q.Key, args[0]) {
			keys = append(keys, q.Key)
			continue
		}
		if !q.isChoice(text) {
			return "", nil, fmt.Errorf("%q is none of the choices: %s", text, strings.Join(q.Choices, ", "))
		}
		return fmt.Sprintf("answered: %s is %s; lab grade says what it earns\n", q.Key, text), given{q.Key, text}, nil
	}
	return "", nil, fmt.Errorf("there is no question %q; there is %s", args[0], strings.Join(keys, ", "))
}

// askGrade grades a branch of the lab at this instant: nothing of it reaches the lab itself.
func (a *Assignment) askGrade(l *lab.Lab, _ []string) (string, error) {
	run := l.Run()
	result, err := Grade(a, Answer{Run: &run})
	if err != nil {
		return "", err
	}
	if a.Graded != nil {
		a.Graded(result)
	}
	text := result.openText()
	if why := Prose(a.After, "", PageWidth); result.Passed && why != "" {
		text += "\n\n" + strings.TrimRight(why, "\n")
	}
	return text, nil
}

// openText says what is done and what is open, and gives nothing away.
func (r *Result) openText() string {
	var b strings.Builder
	for n, t := range r.Tasks {
		fmt.Fprintf(&b, "Task %d: %s: %d of %s", n+1, t.Title, t.Points, count(t.Most, "point"))
		if t.HintCost > 0 {
			fmt.Fprintf(&b, " (hints cost %d)", t.HintCost)
		}
		b.WriteByte('\n')
		for _, c := range t.Checks {
			mark := map[Status]string{Passed: "done", Failed: "open", Open: "open"}[c.Status]
			fmt.Fprintf(&b, "  %s  %s\n", mark, c.Title)
			switch c.Status {
			case Failed:
				b.WriteString(Prose(c.Advice, "        ", PageWidth))
			case Open:
				b.WriteString(Prose(c.Saw, "        ", PageWidth))
			}
		}
	}
	verdict := fmt.Sprintf("not passed yet, for that takes %d percent", r.Pass)
	if r.Passed {
		verdict = "passed"
	}
	fmt.Fprintf(&b, "%d of %s: %s", r.Points, count(r.Most, "point"), verdict)
	return b.String()
}
