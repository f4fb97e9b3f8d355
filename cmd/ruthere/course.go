package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"ruthere/lab/course"
	"ruthere/lab/grade"
)

// The course: labs that teach, in an order, and what their user has achieved in them.

// courseVerbs are the words after "ruthere course"; "" lists the labs.
func courseVerbs() map[string]func(ctx context.Context, c *courseAtHand, name string) error {
	return map[string]func(ctx context.Context, c *courseAtHand, name string) error{
		"":      listCourse,
		"list":  listCourse,
		"show":  showCourseLab,
		"start": startCourseLab,
		"reset": resetCourse,
	}
}

// A courseAtHand is a course with its user's progress.
type courseAtHand struct {
	*course.Course
	files    fs.FS
	own      bool // it is not the one that the program carries
	progress progressFile
	done     *course.Progress
}

func runCourse(ctx context.Context, args []string) error {
	f := newFlags("course")
	folder := f.String("course", "", "another course: a `FOLDER` with course.yaml and a folder for each lab")
	if err := f.parseArguments(args, 0, 2); err != nil {
		return err
	}
	verb, name := "", ""
	if len(f.arguments) > 0 {
		verb = f.arguments[0]
	}
	if len(f.arguments) > 1 {
		name = f.arguments[1]
	}
	run := courseVerbs()[verb]
	if run == nil || name != "" && (verb == "" || verb == "list") {
		return f.usageError(fmt.Sprintf("%q is not understood after course", strings.Join(f.arguments, " ")))
	}
	c, err := openCourse(*folder)
	if err != nil {
		return err
	}
	return run(ctx, c, name)
}

// openCourse reads the course in a folder, or the one that the program carries, and its user's progress.
func openCourse(folder string) (c *courseAtHand, err error) {
	c = &courseAtHand{files: course.Files}
	at := course.Shipped
	if folder != "" {
		c.files, at, c.own = hostFiles{}, folder, true
	}
	if c.Course, err = course.Read(c.files, at); err != nil {
		return nil, err
	}
	if c.progress, err = progressFileOf(c.Name); err != nil {
		return nil, err
	}
	c.done, err = c.progress.read()
	return c, err
}

// find is a lab by name; without one it is that which comes next.
func (c *courseAtHand) find(name string) (*course.Lab, error) {
	if name != "" && name != "next" {
		if l := c.Find(name); l != nil {
			return l, nil
		}
		return nil, fmt.Errorf("the course has no lab %s (see: ruthere course)", name)
	}
	if l := c.Next(c.done); l != nil {
		return l, nil
	}
	return nil, errors.New("you have passed all labs; name one to do it again (see: ruthere course)")
}

// listCourse lists the labs in their order.
func listCourse(_ context.Context, c *courseAtHand, _ string) error {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	passed, width := 0, 0
	for _, l := range c.Labs {
		if r := c.done.Of(l.Name); r != nil && r.Passed {
			passed++
		}
		width = max(width, len(l.Name))
	}
	fmt.Fprintf(out, "%s: %d of %d labs passed\n\n", c.Title, passed, len(c.Labs))
	for i, l := range c.Labs {
		fmt.Fprintf(out, "%2d  %-*s %3d min  %-17s %s\n", i+1, width, l.Name, l.Minutes, describeRecord(c.done.Of(l.Name)), l.Title)
	}
	fmt.Fprintln(out)
	next := c.Next(c.done)
	if next == nil {
		fmt.Fprintln(out, "You have passed all of them. \"ruthere course start NAME\" starts one again.")
		return nil
	}
	fmt.Fprintf(out, "\"ruthere course start\" starts %s, \"ruthere course start NAME\" another one.\n", next.Name)
	fmt.Fprintln(out, "\"ruthere course show NAME\" tells what a lab is about.")
	return nil
}

// describeRecord is a best attempt in a few words.
func describeRecord(r *course.Record) string {
	switch {
	case r == nil:
		return "-"
	case r.Passed:
		return fmt.Sprintf("passed, %d of %d", r.Points, r.Most)
	}
	return fmt.Sprintf("open, %d of %d", r.Points, r.Most)
}

// showCourseLab prints the story and the tasks of a lab; of one that was passed also why all of it is so.
func showCourseLab(_ context.Context, c *courseAtHand, name string) error {
	l, err := c.find(name)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	tellStory(out, l)
	for i, t := range l.Tasks {
		fmt.Fprintf(out, "\nTask %d: %s (%d points)\n\n%s", i+1, t.Title, t.Most(), indent(t.Text))
		if len(t.Checks) > 0 {
			fmt.Fprintf(out, "\n  What is checked:\n")
		}
		for _, check := range t.Checks {
			fmt.Fprintf(out, "    %d  %s\n", check.Points, check.Title)
			if q := check.Question; q != nil {
				fmt.Fprint(out, describeQuestion(q))
			}
		}
	}
	if r := c.done.Of(l.Name); r != nil {
		fmt.Fprintf(out, "\nYour best attempt of %d: %s.\n", r.Attempts, describeRecord(r))
		if r.Passed {
			fmt.Fprintf(out, "\nAfter it\n\n%s", indent(l.After))
		}
	}
	fmt.Fprintf(out, "\n\"ruthere course start %s\" starts it.\n", l.Name)
	return nil
}

// describeQuestion is a question with how it is answered.
func describeQuestion(q *grade.Question) string {
	text := strings.Join(strings.Fields(q.Text), " ")
	if len(q.Choices) > 0 {
		text += " (" + strings.Join(q.Choices, ", ") + ")"
	}
	return fmt.Sprintf("       %s\n       lab answer %s ...\n", text, q.Key)
}

// tellStory prints what a lab is about.
func tellStory(out io.Writer, l *course.Lab) {
	fmt.Fprintf(out, "%s\n", l.Title)
	fmt.Fprintf(out, "%d minutes, %d points", l.Minutes, l.Most())
	if len(l.Needs) > 0 {
		fmt.Fprintf(out, "; comes after %s", strings.Join(l.Needs, ", "))
	}
	fmt.Fprintf(out, "\n\n%s", indent(l.Story))
}

// indent puts two blanks before each line that is not empty.
func indent(text string) string {
	var b strings.Builder
	for line := range strings.Lines(strings.TrimRight(text, "\n") + "\n") {
		if strings.TrimSpace(line) != "" {
			b.WriteString("  ")
		}
		b.WriteString(line)
	}
	return b.String()
}

// startCourseLab tells the story of a lab and starts it.
func startCourseLab(ctx context.Context, c *courseAtHand, name string) error {
	l, err := c.find(name)
	if err != nil {
		return err
	}
	tellStory(os.Stdout, l)
	fmt.Println()
	return runTopology(ctx, labRun{name: l.Name, topology: l.Topology, assignment: l.Assignment, graded: c.keep(l)})
}

// keep has progress stored when a lab was graded.
func (c *courseAtHand) keep(l *course.Lab) func(grade.Result) {
	return func(r grade.Result) {
		c.done.Add(l.Name, r, time.Now())
		if err := c.progress.write(c.done); err != nil {
			printNotice("progress is not kept: " + err.Error())
		}
	}
}

// resetCourse forgets what was achieved in a lab, or in all.
func resetCourse(_ context.Context, c *courseAtHand, name string) error {
	if name != "" {
		l, err := c.find(name)
		if err != nil {
			return err
		}
		name = l.Name
	}
	c.done.Forget(name)
	if err := c.progress.write(c.done); err != nil {
		return err
	}
	if name == "" {
		name = "all labs"
	}
	fmt.Printf("progress in %s is forgotten\n", name)
	return nil
}

// courseLabFile finds a lab of the course that the program carries by its name.
func courseLabFile(name string) (text []byte, file string, ok bool) {
	c, err := course.Read(course.Files, course.Shipped)
	if err != nil {
		return nil, "", false
	}
	l := c.Find(name)
	if l == nil {
		return nil, "", false
	}
	text, err = fs.ReadFile(course.Files, l.File)
	return text, l.File, err == nil
}
