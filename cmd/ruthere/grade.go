package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"runtime"
	"sync"

	"ruthere/lab/course"
	"ruthere/lab/grade"
	"ruthere/lab/grade/results"
)

// What is graded: ruthere lab grade LAB [ANSWER ...].

// gradeFlags are the forms in which results are wanted; "" is nowhere, - standard output.
type gradeFlags struct {
	asJSON, github, details bool
	junit, csv, gradescope  string
}

// gradeLab marks answers to a graded lab. Every error but that of the pass mark ends the program with status 2.
func gradeLab(ctx context.Context, args []string) error {
	f := newVerbFlags("lab grade", "[--json] [--csv FILE] [--junit FILE] [--gradescope FILE] [--github] [--details] LAB [ANSWER ...]",
		"mark answers to a lab that has tasks: ROUTER.cfg files, a transcript, a run, a folder of one student or a folder of their folders")
	var o gradeFlags
	f.BoolVar(&o.asJSON, "json", false, "write the results as JSON, in place of the table")
	f.StringVar(&o.csv, "csv", "", "write a table for spreadsheets to `FILE`: a row an answer, a column a check; - is standard output")
	f.StringVar(&o.junit, "junit", "", "write the results to `FILE` as JUnit XML")
	f.StringVar(&o.gradescope, "gradescope", "", "write the results of one answer to `FILE` as Gradescope's results.json")
	f.BoolVar(&o.github, "github", false, "annotate a run of GitHub Actions, and write its summary")
	f.BoolVar(&o.details, "details", false, "show every check of every answer, also of many")
	if err := f.parseArguments(args, 0, -1); err != nil {
		return err
	}
	if len(f.arguments) == 0 {
		return f.usageError("lab grade needs a LAB, and answers to it")
	}
	if err := o.check(f); err != nil {
		return err
	}
	class, a, err := gradeAnswers(ctx, f.arguments[0], f.arguments[1:])
	if err == nil {
		err = o.write(class, a)
	}
	if err != nil {
		return &refusal{err}
	}
	if n := len(class.Results) - class.Passed(); n > 0 {
		return notPassed{n, len(class.Results)}
	}
	return nil
}

// A refusal is an error that ends the program as a wrong command line does: nothing was judged.
type refusal struct{ error }

func (r *refusal) Unwrap() error { return r.error }

// notPassed is how many of the answers have not passed.
type notPassed struct{ n, of int }

func (p notPassed) Error() string {
	if p.of == 1 {
		return "not passed"
	}
	return fmt.Sprintf("%d of %d have not passed", p.n, p.of)
}

// check says whether two forms want standard output.
func (o gradeFlags) check(f *flags) error {
	wanted := ""
	for _, one := range []struct {
		name string
		is   bool
	}{{"--json", o.asJSON}, {"--csv -", o.csv == standardOutput}, {"--junit -", o.junit == standardOutput},
		{"--gradescope -", o.gradescope == standardOutput}} {
		switch {
		case one.is && wanted != "":
			return f.usageError(wanted + " and " + one.name + " both want standard output")
		case one.is:
			wanted = one.name
		}
	}
	return nil
}

// hasOutput says whether standard output is for a program.
func (o gradeFlags) hasOutput() bool {
	return o.asJSON || o.csv == standardOutput || o.junit == standardOutput || o.gradescope == standardOutput
}

// gradeAnswers reads a lab and answers to it, and marks them.
func gradeAnswers(ctx context.Context, name string, names []string) (*results.Class, *grade.Assignment, error) {
	a, err := readAssignment(name)
	if err != nil {
		return nil, nil, err
	}
	found, err := findAnswers(a, names)
	if err != nil {
		return nil, nil, err
	}
	class := results.Of(a)
	class.Results, err = gradeAll(ctx, a, found)
	return class, a, err
}

// readAssignment reads a graded lab: a file, a folder with a lab.yaml, or one that the program carries, those of its course
// among them. It has the commands of its tasks, which transcripts and runs may have used.
func readAssignment(name string) (a *grade.Assignment, err error) {
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		name = path.Join(name, builtInLab)
	}
	text, files, found, err := findFile(name, labSuffix)
	if err == nil {
		a, err = grade.Read(found, text, files)
	} else if c, broken := course.Read(course.Files, course.Shipped); broken == nil && c.Find(name) != nil {
		a, err = c.Find(name).Assignment, nil
	}
	switch {
	case errors.Is(err, grade.ErrUngraded):
		return nil, fmt.Errorf("%s: %w", found, err)
	case err != nil:
		return nil, err
	}
	a.Topology.Commands = a.Commands()
	return a, nil
}

// gradeAll marks answers at once, as many as there are processors, and gives the results in the answers' order. The error is
// the first in that order.
func gradeAll(ctx context.Context, a *grade.Assignment, found []foundAnswer) ([]grade.Result, error) {
	all, failures := make([]grade.Result, len(found)), make([]error, len(found))
	atOnce(len(found), func(i int) {
		if failures[i] = ctx.Err(); failures[i] == nil {
			all[i], failures[i] = found[i].grade(a)
		}
	})
	for _, err := range failures {
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// atOnce does n things, as many at a time as there are processors, and returns when all are done.
func atOnce(n int, do func(i int)) {
	next := make(chan int)
	var working sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		working.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	working.Wait()
}
