package live

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"ruthere/router"
	"ruthere/shell"
)

// A recorder is a Backend that keeps what it is given.
type recorder chan router.Input

func (r recorder) Do(in router.UserInput)            { r <- in }
func (recorder) Help(_ int, text string) string      { return "help for " + text + "\n" }
func (recorder) Complete(int, string) (string, bool) { return "", false }

func newTerminal(t *testing.T, in io.Reader) (*Frontend, recorder, *screenText) {
	t.Helper()
	host, out := make(recorder, 16), newScreenText()
	terminal, err := NewFrontend(7, Stream{In: in, Out: out, Plain: true}, host)
	if err != nil {
		t.Fatal(err)
	}
	return terminal, host, out
}

// What a router says is shown in its order, log lines after a prompt included.
func TestTerminalKeepsTheOrder(t *testing.T) {
	in, typing := io.Pipe()
	terminal, host, out := newTerminal(t, in)
	terminal.Show(router.TerminalText{Terminal: 7, Text: "before\n"})
	terminal.Show(router.TerminalReady{Terminal: 7, Request: shell.InputRequest{Prompt: "R#"}})
	terminal.Show(router.TerminalLog{Terminal: 7, Text: "logged"})
	ended := make(chan error, 1)
	go func() { ended <- terminal.Serve(context.Background()) }()

	out.wait(t, 0, "before\nR#\nlogged")
	io.WriteString(typing, "show ?\nshow clock\n")
	if got, want := <-host, (router.Typed{Terminal: 7, Text: "show clock"}); got != want {
		t.Errorf("the router got %v, want %v", got, want)
	}
	if !strings.Contains(out.String(), "help for show ") {
		t.Errorf("no help in %q", out.String())
	}
	terminal.Show(router.TerminalReady{Terminal: 7, Request: shell.InputRequest{Prompt: "[confirm]", Key: true}})
	io.WriteString(typing, "y")
	if got, want := <-host, (router.Key{Terminal: 7, Key: 'y'}); got != want {
		t.Errorf("the router got %v, want %v", got, want)
	}
	terminal.Show(router.TerminalClosed{Terminal: 7})
	if err := <-ended; err != nil {
		t.Errorf("a logout is no error: %v", err)
	}
}

// A router that boots again asks anew although nobody answered: the line being typed
// answers that.
func TestTerminalTakesANewRequest(t *testing.T) {
	in, typing := io.Pipe()
	terminal, host, out := newTerminal(t, in)
	ended := make(chan error, 1)
	go func() { ended <- terminal.Serve(context.Background()) }()
	ask := func(prompt string) {
		terminal.Show(router.TerminalReady{Terminal: 7, Request: shell.InputRequest{Prompt: prompt}})
	}
	ask("Old#")
	out.wait(t, 0, "Old#")
	terminal.Show(router.TerminalText{Terminal: 7, Text: "booted\n"})
	ask("New>")
	out.wait(t, 0, "booted\nNew>")
	for _, line := range []string{"first", "second"} {
		io.WriteString(typing, line+"\n")
		if got, want := <-host, (router.Typed{Terminal: 7, Text: line}); got != want {
			t.Errorf("the router got %v, want %v", got, want)
		}
		ask("New>")
	}
	typing.Close()
	if err := <-ended; !errors.Is(err, io.EOF) {
		t.Errorf("the terminal ended with %v, want io.EOF", err)
	}
}

func TestTerminalEndsWithItsUser(t *testing.T) {
	terminal, host, _ := newTerminal(t, strings.NewReader("last words"))
	terminal.Show(router.TerminalReady{Terminal: 7, Request: shell.InputRequest{Prompt: "R#"}})
	ended := make(chan error, 1)
	go func() { ended <- terminal.Serve(context.Background()) }()

	if got, want := <-host, (router.Typed{Terminal: 7, Text: "last words"}); got != want {
		t.Errorf("the router got %v, want %v", got, want)
	}
	terminal.Show(router.TerminalReady{Terminal: 7, Request: shell.InputRequest{Prompt: "R#"}})
	if err := <-ended; !errors.Is(err, io.EOF) {
		t.Errorf("the terminal ended with %v, want io.EOF", err)
	}
}

// A terminal that takes no output costs a bounded amount of memory, and loses log lines
// only.
func TestTerminalBoundsItsQueue(t *testing.T) {
	terminal, _, _ := newTerminal(t, strings.NewReader(""))
	for range 2 * queueLimit {
		terminal.Show(router.TerminalLog{Terminal: 7, Text: "x"})
	}
	terminal.Show(router.TerminalText{Terminal: 7, Text: "kept"})
	if n := len(terminal.takeQueue()); n != queueLimit+1 {
		t.Errorf("%d outputs wait, want %d", n, queueLimit+1)
	}
}
