package lab

import (
	"bytes"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"ruthere/config"
	"ruthere/event"
	"ruthere/router"
)

// An observation is everything that a lab lets anybody see: what terminals show and ask for, what
// it says itself, the power, what changes, each with its instant; and its packets.
type observation struct {
	lab     *Lab
	shown   strings.Builder
	packets bytes.Buffer
	deaf    func(notice string) bool // nil: all notices count
}

// hear makes options those of a lab that is observed, besides what they were.
func (o *observation) hear(to *Options, lab func() *Lab) {
	add := func(who string, what any) {
		at := "start"
		if l := lab(); l != nil {
			at = l.Now().Format("15:04:05.000000000")
		}
		fmt.Fprintf(&o.shown, "%s %s: %#v\n", at, who, what)
	}
	before := *to
	to.Terminal = func(name string, out router.TerminalOutput) {
		if before.Terminal != nil {
			before.Terminal(name, out)
		}
		if ready, ok := out.(router.TerminalReady); ok {
			add(name, ready.Request.Prompt)
			return
		}
		add(name, out)
	}
	to.Notice = func(text string) {
		if before.Notice != nil {
			before.Notice(text)
		}
		if o.deaf == nil || !o.deaf(text) {
			add("lab", text)
		}
	}
	to.Power = func(name string, on bool) {
		if before.Power != nil {
			before.Power(name, on)
		}
		add(name, on)
	}
	to.Event = func(e event.Stamped) {
		line, err := e.AppendJSON(nil)
		if err != nil {
			add("error", err)
		}
		o.shown.WriteString(string(line) + "\n")
	}
	to.Packets = true
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
	o := observe(t, topology, virtual)
	for _, r := range o.lab.Routers() {
		if err := o.lab.Do(r, router.Attach{Terminal: Console, Kind: config.LineConsole, Width: 80}); err != nil {
			t.Fatal(err)
		}
	}
	return o
}

// observe builds a lab that is observed.
func observe(t *testing.T, topology *Topology, virtual bool) *observation {
	t.Helper()
	o := &observation{}
	options := Options{Virtual: virtual, Connect: func(string) {}, Refused: func(RefusedLine) {}}
	o.hear(&options, func() *Lab { return o.lab })
	l, err := New(topology, options)
	if err != nil {
		t.Fatal(err)
	}
	o.lab = l
	if err := l.Capture(&o.packets, ""); err != nil {
		t.Fatal(err)
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
