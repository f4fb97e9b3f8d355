package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"ruthere/lab"
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
		minutes := ""
		if l.Minutes > 0 {
			minutes = fmt.Sprintf("%d min", l.Minutes)
		}
		fmt.Fprintf(out, "%2d  %-*s %7s  %-17s %s\n", i+1, width, l.Name, minutes, describeRecord(c.done.Of(l.Name)), l.Title)
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
	out.WriteString(l.Describe())
	if r := c.done.Of(l.Name); r != nil {
		fmt.Fprintf(out, "\nYour best attempt of %d: %s.\n", r.Attempts, describeRecord(r))
		if r.Passed {
			fmt.Fprintf(out, "\n%s", grade.Prose(l.After, "", grade.PageWidth))
		}
	}
	fmt.Fprintf(out, "\n\"ruthere course start %s\" starts it.\n", l.Name)
	return nil
}

// startCourseLab tells the story of a lab and starts it.
func startCourseLab(ctx context.Context, c *courseAtHand, name string) error {
	l, err := c.find(name)
	if err != nil {
		return err
	}
	fmt.Printf("%s\n\n%s\n", l.Title, grade.Prose(l.Story, "", grade.PageWidth))
	fmt.Print(howToBegin)
	c.keepProgress(l, l.Topology)
	if err := runTopology(ctx, labRun{name: l.Name, topology: l.Topology}); err != nil {
		return err
	}
	return c.tellNext(l)
}

// tellNext says at the end of a lab how one has done, and how to go on.
func (c *courseAtHand) tellNext(l *course.Lab) error {
	done, err := c.progress.read()
	if err != nil {
		return err
	}
	r := done.Of(l.Name)
	if r == nil {
		return nil // it was never graded
	}
	fmt.Printf("%s: %s at best.", l.Name, describeRecord(r))
	if next := c.Next(done); next != nil {
		fmt.Printf(" \"ruthere course start\" goes on with %s.", next.Name)
	}
	fmt.Println()
	return nil
}

// howToBegin tells a beginner what to type first.
const howToBegin = `Press RETURN at the router's console. There "lab tasks 1" tells the first task,
"lab grade" what is still open, and "lab hint" helps. "lab tasks" tells all of it again.

`

// keepProgress gives a topology of a lab its commands, and has progress stored when it was graded. The file is read again
// then: another lab may have been graded meanwhile.
func (c *courseAtHand) keepProgress(l *course.Lab, t *lab.Topology) {
	l.Graded = func(r grade.Result) {
		done, err := c.progress.read()
		if err == nil {
			done.Add(l.Name, r, time.Now())
			err = c.progress.write(done)
		}
		if err != nil {
			printNotice("progress is not kept: " + err.Error())
		}
	}
	t.Commands = l.Commands()
}

// keepCourseProgress does so for a lab that was found as a file of the course which the program carries, or is the same.
func keepCourseProgress(file string, t *lab.Topology) error {
	if !strings.HasPrefix(file, course.Shipped+"/") {
		return nil
	}
	c, err := openCourse("")
	if err != nil {
		return err
	}
	for i := range c.Labs {
		if l := &c.Labs[i]; l.File == file && l.Topology.Origin.Text == t.Origin.Text {
			c.keepProgress(l, t)
		}
	}
	return nil
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
