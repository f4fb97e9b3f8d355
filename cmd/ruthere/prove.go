package main

import (
	"context"
	"fmt"
	"os"

	"ruthere/lab/grade/proof"
)

// proveLab proves of a graded lab that its checks tell right answers from wrong ones, for those who write labs. Status 1 says
// that they do not, 2 that the lab cannot be tried.
func proveLab(ctx context.Context, args []string) error {
	f := newVerbFlags("lab prove", "LAB",
		"try every single change to the solution of a lab that has tasks: each loses points, or is listed as harmless")
	if err := f.parseArguments(args, 1, 1); err != nil {
		return err
	}
	report, err := proveAll(ctx, f.arguments[0])
	if err == nil {
		err = report.Write(os.Stdout)
	}
	if err != nil {
		return &refusal{err}
	}
	if n := len(report.Faults()); n > 0 {
		return labUnproved(n)
	}
	return nil
}

// proveAll tries all answers of a lab's proof, as many at once as there are processors.
func proveAll(ctx context.Context, name string) (r proof.Report, err error) {
	a, err := readAssignment(name)
	if err != nil {
		return r, err
	}
	p, err := proof.New(a)
	if err != nil {
		return r, err
	}
	failures := make([]error, p.Len())
	atOnce(p.Len(), func(i int) {
		if failures[i] = ctx.Err(); failures[i] == nil {
			failures[i] = p.Try(i)
		}
	})
	for _, err := range failures {
		if err != nil {
			return r, err
		}
	}
	return p.Report(), nil
}

// labUnproved is how much is wrong with a lab.
type labUnproved int

func (n labUnproved) Error() string {
	if n == 1 {
		return "not proved: 1 thing is wrong with this lab"
	}
	return fmt.Sprintf("not proved: %d things are wrong with this lab", int(n))
}
