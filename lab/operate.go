package lab

import (
	"fmt"
	"strings"
	"time"

	"ruthere/config"
	"ruthere/router"
	"ruthere/shell"
)

// An operator is a program that types at a router, at a terminal of its own.
type operator struct {
	router   string
	terminal int
	shown    strings.Builder
	ready    *shell.InputRequest // what is asked for; nil: nothing
	closed   bool
}

// operatorTerminal is the number of its terminal: nobody else's is as high.
const operatorTerminal = 1 << 20

// A Typing is a line that was typed at a router, and what that showed.
type Typing struct{ Line, Shown string }

// Operate types lines at a router as somebody may who may do everything there: without login, at a terminal of its own,
// each line when the one before is done. Keys and questions that a command asks for are answered with RETURN. Time passes
// as far as the lines need. The error is one of the lab, such as a router without power.
func (l *Lab) Operate(name string, lines ...string) (typed []Typing, err error) {
	m, err := l.findMachine(name)
	if err != nil {
		return nil, err
	}
	o := &operator{router: m.Name, terminal: operatorTerminal}
	l.operator = o
	defer func() { l.operator = nil }()
	if err := l.Do(m.Name, router.Attach{Terminal: o.terminal, Kind: config.LineVTY, Quiet: true, Privileged: true}); err != nil {
		return nil, err
	}
	for _, line := range lines {
		o.shown.Reset()
		err = l.operateLine(o, router.Typed{Terminal: o.terminal, Text: line})
		typed = append(typed, Typing{line, o.shown.String()})
		if err != nil || o.closed {
			break
		}
	}
	if m.box != nil && !o.closed {
		_ = l.Do(m.Name, router.Detach{Terminal: o.terminal})
	}
	return typed, err
}

// mostQuestions is how many questions of a command are answered.
const mostQuestions = 20

// operateLine types a line, and RETURN at what that asks for.
func (l *Lab) operateLine(o *operator, in router.Input) error {
	for range mostQuestions {
		o.ready = nil
		if err := l.Do(o.router, in); err != nil {
			return err
		}
		over := func() bool { return o.ready != nil || o.closed }
		for end := l.now.Add(patience); !over() && l.now.Before(end); {
			if _, err := l.runUntil(end, over); err != nil {
				return err
			}
		}
		m, err := l.findMachine(o.router)
		switch {
		case err != nil || o.closed || m.box == nil:
			return err
		case o.ready == nil:
			return fmt.Errorf("%s asked for nothing again within %v", o.router, time.Duration(patience))
		case o.ready.Key:
			in = router.Key{Terminal: o.terminal, Key: '\r'}
		case !strings.HasPrefix(o.ready.Prompt, m.box.Hostname()) && o.ready.Prompt != "":
			in = router.Typed{Terminal: o.terminal}
		default:
			return nil
		}
	}
	return nil
}

// showTerminal gives what a terminal shows to who sits there.
func (l *Lab) showTerminal(name string, out router.TerminalOutput) {
	o := l.operator
	if o == nil || o.router != name || out.TerminalID() != o.terminal {
		l.options.Terminal(name, out)
		return
	}
	switch out := out.(type) {
	case router.TerminalText:
		o.shown.WriteString(out.Text)
	case router.TerminalReady:
		o.ready = &out.Request
	case router.TerminalClosed:
		o.closed = true
	}
}
