package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"ruthere/explain"
)

// errExplained ends the program with status 1 after a report that tells of a failure.
var errExplained = errors.New("something failed in the file")

// runExplain says what a log or a capture from elsewhere shows.
func runExplain(_ context.Context, args []string) error {
	f := newFlags("explain")
	asJSON := f.Bool("json", false, "write the report as JSON")
	keys := f.String("keys", "", "`FILE` of cookies and keys (Wireshark's ikev1_decryption_table) that open a capture")
	if err := f.parseArguments(args, 1, 1); err != nil {
		return err
	}
	report, err := explainFile(f.arguments[0], *keys)
	if err != nil {
		return f.cannotRead(err)
	}
	write := report.Print
	if *asJSON {
		write = report.JSON
	}
	if err := write(os.Stdout); err != nil {
		return err
	}
	if report.Failed() {
		return errExplained
	}
	return nil
}

// cannotRead is a file that cannot be explained: status 2, so that status 1 means a failure in the file.
func (f *flags) cannotRead(err error) error { return f.usageError(err.Error()) }

// explainFile reads a file, or standard input as -.
func explainFile(name, keys string) (*explain.Report, error) {
	o := explain.Options{}
	if keys != "" {
		text, err := os.ReadFile(keys)
		if err != nil {
			return nil, err
		}
		o.Keys = string(text)
	}
	var in io.Reader = os.Stdin
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		in = file
	}
	read, err := explain.Read(in, o)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return explain.Diagnose(read), nil
}
