package main

import (
	"bytes"
	"errors"
	"os"

	"ruthere/lab/grade"
	"ruthere/lab/grade/results"
	"ruthere/report"
)

// write writes results in all forms that are wanted; the table for people is left out where standard output is a program's.
func (o gradeFlags) write(class *results.Class, a *grade.Assignment) error {
	for _, form := range []struct {
		name string
		text func() ([]byte, error)
	}{
		{o.csv, func() ([]byte, error) { return csvOf(class.CSV(a)) }},
		{o.junit, class.JUnit},
		{o.gradescope, class.Gradescope},
		{map[bool]string{true: standardOutput}[o.asJSON], class.JSON},
	} {
		if form.name == "" {
			continue
		}
		text, err := form.text()
		if err == nil {
			err = writeOutput(form.name, text)
		}
		if err != nil {
			return err
		}
	}
	if !o.hasOutput() {
		if err := class.Write(os.Stdout, o.details); err != nil {
			return err
		}
	}
	if o.github {
		return o.tellGitHub(class)
	}
	return nil
}

func csvOf(rows [][]string) ([]byte, error) {
	var b bytes.Buffer
	err := report.WriteCSV(&b, rows)
	return b.Bytes(), err
}

// writeOutput writes a file, or standard output.
func writeOutput(name string, text []byte) error {
	if name == standardOutput {
		_, err := os.Stdout.Write(text)
		return err
	}
	return os.WriteFile(name, text, 0o644)
}

// tellGitHub writes annotations, which a runner reads from standard error too, and adds to the summary of a run.
func (o gradeFlags) tellGitHub(class *results.Class) error {
	out := os.Stdout
	if o.hasOutput() {
		out = os.Stderr
	}
	if _, err := out.WriteString(class.Annotations()); err != nil {
		return err
	}
	name := os.Getenv("GITHUB_STEP_SUMMARY")
	if name == "" {
		return nil
	}
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = f.WriteString(class.Summary())
	return errors.Join(err, f.Close())
}
