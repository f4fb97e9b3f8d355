package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"ruthere/explain"
	"ruthere/explain/reproduction"
	"ruthere/ladder"
)

// errExplained ends the program with status 1 after a report that tells of a failure.
var errExplained = errors.New("something failed in the file")

// runExplain says what a log or a capture from elsewhere shows.
func runExplain(_ context.Context, args []string) error {
	f := newFlags("explain")
	asJSON := f.Bool("json", false, "write the report as JSON")
	keys := f.String("keys", "", "`FILE` of cookies and keys (Wireshark's ikev1_decryption_table) that open a capture")
	picture := f.String("ladder", "", "draw the messages to `FILE`: .svg, .html, .mmd or .txt; - is standard output, without the report")
	again := f.String("reproduce", "", "write a lab to `DIR` in which our routers fail in the same way, run it, and compare the cause")
	if err := f.parseArguments(args, 1, 1); err != nil {
		return err
	}
	report, err := explainFile(f.arguments[0], *keys)
	if err != nil {
		return f.usageError(err.Error()) // status 2: status 1 is for failures in the file
	}
	switch {
	case *again != "":
		return reproduce(report, *again)
	case *picture != "":
		if err := drawReport(report, *picture); err != nil {
			return f.usageError(err.Error())
		}
	}
	if *picture != ladder.Standard {
		write := report.Print
		if *asJSON {
			write = report.JSON
		}
		if err := write(os.Stdout); err != nil {
			return err
		}
	}
	if report.Failed() {
		return errExplained
	}
	return nil
}

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

// drawReport draws the ladder of a report.
func drawReport(report *explain.Report, name string) error {
	format, err := ladder.FormatOf(name)
	if err != nil {
		return err
	}
	text, err := ladder.Draw(report.Story(), format, ladder.Options{})
	if err != nil {
		return err
	}
	if text == "" {
		return fmt.Errorf("%s: there is no picture of this kind yet", name)
	}
	if name == ladder.Standard {
		_, err = io.WriteString(os.Stdout, text)
		return err
	}
	return os.WriteFile(name, []byte(text), 0o644)
}

// reproduce writes a lab and its logs to a folder and says whether the same cause came of it; status 1 if not.
func reproduce(report *explain.Report, dir string) error {
	made, err := reproduction.Make(report)
	if err != nil {
		return err
	}
	played, err := made.Run()
	if err != nil {
		return err
	}
	again, same, err := made.Explain(played.Logs[made.Writer])
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	var text strings.Builder
	if err := again.Print(&text); err != nil {
		return err
	}
	for _, file := range [][2]string{{"lab.yaml", made.YAML}, {"R1.log", played.Logs["R1"]}, {"R2.log", played.Logs["R2"]},
		{"packets.pcapng", string(played.Packets)}, {"keys", played.Keys}, {"explained.txt", text.String()}} {
		if err := os.WriteFile(filepath.Join(dir, file[0]), []byte(file[1]), 0o600); err != nil {
			return err
		}
	}
	fmt.Printf("%s: a lab that fails of %s; %s's log stands for the file\n", filepath.Join(dir, "lab.yaml"), made.Cause, made.Writer)
	if !same {
		return fmt.Errorf("explained, the lab's log has another cause: see %s", filepath.Join(dir, "explained.txt"))
	}
	fmt.Println("Explained, the lab's log has the same cause.")
	return nil
}
