package lab

import (
	"bytes"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"ruthere/config"
	"ruthere/router"
)

// An observation is everything that a lab lets anybody see: what terminals show and ask for, what
// it says itself, the power, each with its instant; and its packets.
type observation struct {
	lab     *Lab
	shown   strings.Builder
	packets bytes.Buffer
	last    map[string]router.TerminalReady
}

func (o *observation) add(who string, what any) {
	at := "start"
	if o.lab != nil {
		at = o.lab.Now().Format("15:04:05.000000000")
	}
	fmt.Fprintf(&o.shown, "%s %s: %#v\n", at, who, what)
}

// options are those of a lab that is observed.
func (o *observation) options(virtual bool) Options {
	o.last = map[string]router.TerminalReady{}
	return Options{
		Virtual: virtual,
		Terminal: func(name string, out router.TerminalOutput) {
			if ready, ok := out.(router.TerminalReady); ok {
				o.last[name] = ready
				o.add(name, ready.Request.Prompt)
				return
			}
			o.add(name, out)
		},
		Notice: func(text string) { o.add("lab", text) },
		Power:  func(name string, on bool) { o.add(name, on) },
	}
}

// observed builds a shipped lab with all consoles open.
func observed(t *testing.T, name string, virtual bool) *observation {
	t.Helper()
	text, err := fs.ReadFile(scriptFiles, name)
	if err != nil {
		t.Fatal(err)
	}
	topology, err := ParseTopology(name, text, scriptFiles)
	if err != nil {
		t.Fatal(err)
	}
	o := &observation{}
	l, err := New(topology, o.options(virtual))
	if err != nil {
		t.Fatal(err)
	}
	o.lab = l
	if err := l.Capture(&o.packets, ""); err != nil {
		t.Fatal(err)
	}
	for _, r := range l.Routers() {
		if err := l.Do(r, router.Attach{Terminal: Console, Kind: config.LineConsole, Width: 80}); err != nil {
			t.Fatal(err)
		}
	}
	return o
}

// must runs a lab command.
func (o *observation) must(t *testing.T, line string) string {
	t.Helper()
	output, err := o.lab.Command(line)
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return output
}

// differ shows where two observations part.
func differ(a, b string) string {
	one, other := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(one), len(other)) {
		if one[i] != other[i] {
			return fmt.Sprintf("line %d\n  %s\n  %s", i+1, one[i], other[i])
		}
	}
	return fmt.Sprintf("%d lines and %d", len(one), len(other))
}
