package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"ruthere/debuglog"
	"ruthere/files"
	"ruthere/modes"
	"ruthere/router"
)

// runCheck loads configurations and lists the lines that are refused.
func runCheck(_ context.Context, args []string) error {
	f := newFlags("check")
	ios := f.String("ios", "15", "read like `RELEASE` 12.4, 15 or xe")
	if err := f.parseArguments(args, 1, -1); err != nil {
		return err
	}
	release, ok := releases[*ios]
	if !ok {
		return f.usageError(fmt.Sprintf("--ios %s: there is 12.4, 15 and xe", *ios))
	}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	var verdict refusedLines
	for _, name := range f.arguments {
		text, err := readConfiguration(name)
		if err != nil {
			return &usageError{f.of.usageLine(), fmt.Sprintf("cannot read the configuration: %v", err)}
		}
		for _, c := range refusedIn(text, release) {
			verdict++
			fmt.Fprintf(out, "%s:%d:%d: %s: %s\n", name, c.Line, c.Column, strings.TrimSpace(c.Shown), inOneLine(c.Message))
		}
	}
	if verdict > 0 {
		return verdict
	}
	return nil
}

// refusedLines is how many there were.
type refusedLines int

func (n refusedLines) Error() string {
	if n == 1 {
		return "1 line was refused"
	}
	return fmt.Sprintf("%d lines were refused", int(n))
}

// readConfiguration reads a file, or standard input if its name is "-".
func readConfiguration(name string) (string, error) {
	if name == "-" {
		text, err := io.ReadAll(os.Stdin)
		return string(text), err
	}
	text, err := os.ReadFile(name)
	return string(text), err
}

// refusedIn boots a router with a configuration and returns what it did not take.
func refusedIn(text string, release debuglog.Release) []modes.Complaint {
	r := router.New(router.Options{
		Release: release, Random: func(string) io.Reader { return rand.Reader },
		Clock: time.Now(), AnyInterface: true, Files: []files.File{files.Startup(text)},
	})
	r.Boot(time.Now(), &router.Out{})
	return r.Complaints()
}

// inOneLine is what the device says without its percent sign and line ends.
func inOneLine(message string) string {
	return strings.ReplaceAll(strings.TrimLeft(message, "% "), "\n", "; ")
}
