package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"ruthere/lab"
	"ruthere/router"
	"ruthere/router/live"
	"ruthere/shell"
)

// A desk is one terminal in front of the consoles of a lab's routers, and the lab in
// real time. It shows one console, or the lab's own prompt; what other consoles show
// waits until they are turned to.
//
// Everything but the live.Host methods and escape runs on the goroutine of run.
type desk struct {
	lab      *lab.Lab
	terminal *live.Terminal // nil until the prologue is over
	screens  []*screen
	current  *screen // nil: the lab's prompt
	last     *screen // where RETURN at the lab's prompt goes
	asked    bool    // the terminal has been asked for something
	leaving  bool    // Ctrl-^ x was typed, and its Ctrl-C has not come yet

	events chan func()
	done   chan struct{}
	stop   func()
}

// A screen is the console of one router.
type screen struct {
	name   string
	attach router.Attach
	unseen []router.TerminalOutput
	ready  *router.TerminalReady // what it waits for
	off    time.Time             // since when its router is off; zero: it is on
}

// unseenLimit bounds what is kept of a console that nobody looks at.
const unseenLimit = 1000

const labPrompt = "lab>"

func newDesk(stop func()) *desk {
	return &desk{events: make(chan func(), 16), done: make(chan struct{}), stop: stop}
}

// attach opens all consoles and turns to the first.
func (d *desk) attach(c *console) {
	for _, name := range d.lab.Routers() {
		d.screens = append(d.screens, &screen{name: name, attach: c.attach(lab.Console)})
	}
	for _, s := range d.screens {
		_ = d.lab.Do(s.name, s.attach) // one that is off shows when it boots
	}
	if len(d.screens) > 0 {
		d.turnTo(d.screens[0])
	} else {
		d.turnToLab()
	}
}

// run paces the lab until ctx is done, the input ends, or time stands still.
func (d *desk) run(ctx context.Context, served <-chan error) error {
	defer settle(served)
	defer close(d.done)
	start, began := d.lab.Now(), time.Now()
	timer := time.NewTimer(0)
	defer timer.Stop()
	watch := time.NewTicker(time.Second)
	defer watch.Stop()
	for {
		if at, _, ok := d.lab.Next(); ok {
			timer.Reset(max(at.Sub(start)-time.Since(began), 0))
		} else {
			timer.Stop()
		}
		var do func()
		select {
		case <-ctx.Done():
			return nil
		case err := <-served:
			return err
		case do = <-d.events:
		case <-timer.C:
		case <-watch.C:
			do = d.leaveTheDead
		}
		if err := d.lab.Advance(start.Add(time.Since(began))); err != nil {
			return err
		}
		if do != nil {
			do()
		}
	}
}

// offTime is how long a router may be off before its console is left: longer than a
// reload takes.
const offTime = 7 * time.Second

// leaveTheDead goes to the lab's prompt when the console at hand belongs to a router that
// is switched off and will never ask for anything again.
func (d *desk) leaveTheDead() {
	s := d.current
	if s == nil || d.asked {
		return
	}
	switch running := d.lab.Do(s.name, router.Tick{}) == nil; {
	case running:
		s.off = time.Time{}
	case s.off.IsZero():
		s.off = d.lab.Now()
	case d.lab.Now().Sub(s.off) > offTime:
		s.off = time.Time{}
		d.notice(s.name + " is switched off")
		d.turnToLab()
	}
}

// shows takes what a router's console shows.
func (d *desk) shows(name string, out router.TerminalOutput) {
	s := d.screen(name)
	if s == nil {
		return
	}
	ready, isReady := out.(router.TerminalReady)
	switch {
	case isReady:
		s.ready = &ready
		if s == d.current {
			d.ask(ready.Request)
		}
	case s == d.current:
		d.terminal.Show(out)
	case len(s.unseen) < unseenLimit:
		s.unseen = append(s.unseen, out)
	}
}

func (d *desk) screen(name string) *screen {
	for _, s := range d.screens {
		if s.name == name {
			return s
		}
	}
	return nil
}

func (d *desk) ask(r shell.Request) {
	d.asked = true
	d.terminal.Show(router.TerminalReady{Terminal: lab.Console, Request: r})
}

// turnTo shows the console of a router.
func (d *desk) turnTo(s *screen) {
	d.current, d.last = s, s
	for _, out := range s.unseen {
		d.terminal.Show(out)
	}
	s.unseen = nil
	if s.ready != nil {
		d.ask(s.ready.Request)
	}
}

// turnToLab shows the lab's prompt.
func (d *desk) turnToLab() {
	d.current = nil
	d.ask(shell.Request{Prompt: labPrompt})
}

// connect is the lab command of that name. Its router is still in the middle of
// something: what it shows from now on waits.
func (d *desk) connect(name string) {
	if s := d.screen(name); s != nil && s != d.current {
		d.notice("this is the console of " + name + "; Ctrl-^ and then x goes to the lab prompt")
		d.turnTo(s)
	}
}

func (d *desk) notice(text string) {
	if d.terminal != nil {
		d.terminal.Show(router.TerminalLog{Terminal: lab.Console, Text: text})
	}
}

func (d *desk) print(text string) {
	d.terminal.Show(router.TerminalText{Terminal: lab.Console, Text: text})
}

// input is what the user did.
func (d *desk) input(in router.UserInput) {
	switch in := in.(type) {
	case router.Typed:
		d.answered(in, in.End == shell.CtrlC)
	case router.Key:
		d.answered(in, in.Key == ctrlC)
	case router.Resize:
		for _, s := range d.screens {
			d.give(s, in)
		}
	default:
		if d.current != nil {
			d.give(d.current, in)
		}
	}
}

// answered is what the terminal was asked for.
func (d *desk) answered(in router.Input, interrupted bool) {
	d.asked = false
	if d.leaving && interrupted {
		d.leaving = false
		d.turnToLab()
		return
	}
	if d.current == nil {
		if typed, ok := in.(router.Typed); ok && !interrupted {
			d.command(strings.TrimSpace(typed.Text))
		} else {
			d.turnToLab()
		}
		return
	}
	s := d.current
	s.ready = nil
	d.give(s, in)
}

// give hands a router an input of its console's user.
func (d *desk) give(s *screen, in router.Input) {
	_ = d.lab.Do(s.name, in) // a router that is off takes nothing
}

// command is a line at the lab's prompt.
func (d *desk) command(line string) {
	line = strings.TrimSpace(strings.TrimPrefix(line, "lab "))
	switch line {
	case "":
		if d.last != nil {
			d.turnTo(d.last)
			return
		}
	case "exit", "quit":
		d.stop()
		return
	default:
		output, err := d.lab.Command(line)
		d.print(output)
		if err != nil {
			d.print(fmt.Sprintf("%% %v\n", err))
		}
		if line == "help" {
			d.print("  RETURN                     back to the console\n  exit                       end the program\n")
		}
	}
	if d.current == nil {
		d.turnToLab()
	}
}

// post has the goroutine of run do something; false means that it has ended.
func (d *desk) post(do func()) bool {
	select {
	case d.events <- do:
		return true
	case <-d.done:
		return false
	}
}

// escape is called when Ctrl-^ x was typed. If the terminal waits for nothing, because
// the router is busy or off, there is nothing for the Ctrl-C to end.
func (d *desk) escape() {
	d.post(func() {
		d.leaving = true
		if !d.asked {
			d.turnToLab()
		}
	})
}

// Do, Help and Complete make the desk the live.Host of its terminal.

func (d *desk) Do(in router.UserInput) { d.post(func() { d.input(in) }) }

func (d *desk) Help(terminal int, text string) (help string) {
	d.wait(func() {
		if d.current != nil {
			help = d.lab.Help(d.current.name, terminal, text)
		} else {
			help, _ = d.lab.Command("help")
		}
	})
	return help
}

func (d *desk) Complete(terminal int, text string) (completed string, ok bool) {
	d.wait(func() {
		if d.current != nil {
			completed, ok = d.lab.Complete(d.current.name, terminal, text)
		}
	})
	return completed, ok
}

func (d *desk) wait(do func()) {
	answered := make(chan struct{})
	if !d.post(func() { do(); close(answered) }) {
		return
	}
	select {
	case <-answered:
	case <-d.done:
	}
}
