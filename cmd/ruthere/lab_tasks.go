package main

import (
	"fmt"
	"io"

	"ruthere/lab/grade"
)

// checkTasks checks the tasks of a lab, if it has any: everything can be evaluated, and its solutions earn all points. n is
// how much is wrong.
func checkTasks(out io.Writer, name string) (n int, err error) {
	text, files, found, err := findFile(name, labSuffix)
	if err != nil {
		return 0, err
	}
	a, err := grade.Read(found, text, files)
	if err != nil { // other programs' labs have no tasks, and what is wrong with ours has been said
		return 0, nil
	}
	untouched, err := grade.Grade(a, grade.Answer{})
	if err != nil {
		return 0, err
	}
	for i, t := range untouched.Tasks {
		for k, c := range t.Checks {
			if c.Status == grade.Passed && c.Most > 0 {
				fmt.Fprintf(out, "%s: %s: nobody needs to do anything for it\n", a.Tasks[i].Checks[k].Place, c.Title)
			}
		}
	}
	solutions := append([]grade.Solution{a.Solution}, a.Others...)
	for _, s := range solutions {
		if s.Place.Line == 0 {
			fmt.Fprintf(out, "%s: there is no solution, so nobody knows whether the tasks can be done\n", found)
			continue
		}
		wrong, err := checkSolution(out, a, &s)
		if err != nil {
			return n, err
		}
		n += wrong
	}
	fmt.Fprintf(out, "%s: %d tasks, %d points; the lab as it is earns %d; %d checks fail with a solution\n",
		found, len(a.Tasks), a.Most(), untouched.Points, n)
	return n, nil
}

// checkSolution tells which checks fail with a solution.
func checkSolution(out io.Writer, a *grade.Assignment, s *grade.Solution) (n int, err error) {
	result, err := grade.Grade(a, s.Answer())
	if err != nil {
		return 0, err
	}
	for _, p := range result.Problems {
		fmt.Fprintln(out, p)
	}
	for i, t := range result.Tasks {
		for k, c := range t.Checks {
			if c.Status != grade.Passed {
				n++
				fmt.Fprintf(out, "%s: %s: the solution at %s fails: %s; %s\n", a.Tasks[i].Checks[k].Place, c.Title, s.Place, c.Want, c.Saw)
			}
		}
	}
	return n, nil
}
