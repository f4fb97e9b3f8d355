package main

import (
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/creack/pty"
	"github.com/rogpeppe/go-internal/testscript"
)

// atTerminal is the script command "terminal FILE COMMAND ...": it runs a command on a
// pseudo terminal of 24 rows. What stands after "<" in a line of the file must appear
// before the next line counts; what stands after ">" is typed. Both are in Go's
// notation: \r is Return. The command must then end by itself, successfully.
func atTerminal(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: terminal FILE COMMAND ...")
	}
	command := exec.Command(args[1], args[2:]...)
	command.Dir = ts.MkAbs(".")
	tty, err := pty.StartWithSize(command, &pty.Winsize{Rows: 24, Cols: 80})
	ts.Check(err)
	defer tty.Close()
	giveUp := time.AfterFunc(20*time.Second, func() { _ = command.Process.Kill() })
	defer giveUp.Stop()

	shown := ""
	more := func() bool {
		b := make([]byte, 4096)
		n, err := tty.Read(b) // fails when the command has ended
		shown += string(b[:n])
		return err == nil
	}
	for line := range strings.Lines(ts.ReadFile(args[0])) {
		mark, text := line[:1], unquote(ts, strings.TrimSuffix(line[1:], "\n"))
		switch mark {
		case ">":
			_, err := tty.WriteString(text)
			ts.Check(err)
		case "<":
			for !strings.Contains(shown, text) {
				if !more() {
					ts.Fatalf("no %q in %q", text, shown)
				}
			}
			_, shown, _ = strings.Cut(shown, text)
		}
	}
	for more() {
	}
	if err := command.Wait(); err != nil {
		ts.Fatalf("%v: %q", err, shown)
	}
}

func unquote(ts *testscript.TestScript, text string) string {
	text, err := strconv.Unquote(`"` + text + `"`)
	ts.Check(err)
	return text
}
