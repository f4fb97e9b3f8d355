package main

import (
	"fmt"
	"strings"
	"time"

	"ruthere/lab"
	"ruthere/modes"
	"ruthere/router"
	"ruthere/router/live"
	"ruthere/shell"
)

// A consoleSwitcher is one terminal in front of the consoles of a lab's routers, and gives the lab
// its turns. It shows one console, or the lab's own prompt; what other consoles show
// waits until they are turned to.
//
// Everything but the live.Backend methods and leaveConsole runs on the goroutine of runLab.
type consoleSwitcher struct {
	lab      *lab.Lab
	frontend *live.Frontend // nil until the prologue is over
	consoles []*routerConsole
	current  *routerConsole // nil: the lab's prompt
	remote   remoteConsoles
	width    int            // of the terminal, in columns
	last     *routerConsole // where RETURN at the lab's prompt goes
	asked    bool           // the terminal has been asked for something
	atPrompt bool           // namely for a command
	leaving  bool           // Ctrl-^ x was typed, and its Ctrl-C has not come yet
	held     func()         // asks for what is to be typed next, once time has been run to where it was to go
	restored []*lab.Screen  // by the lab when it went back
	stranded *routerConsole // its router waits for time, which stands still

	events live.Events
	stop   func()
}

// A routerConsole is the console of one router.
type routerConsole struct {
	name   string
	attach router.Attach
	unseen []router.TerminalOutput
	ready  *router.TerminalReady // what it waits for
	off    time.Time             // since when its router is off; zero: it is on
}

// unseenLimit bounds what is kept of a console that nobody looks at.
const unseenLimit = 1000

const labPrompt = "lab>"

func newConsoleSwitcher(stop func()) *consoleSwitcher {
	return &consoleSwitcher{remote: remoteConsoles{}, events: live.NewEvents(16), stop: stop}
}

// openConsoles opens all consoles and turns to the first.
func (d *consoleSwitcher) openConsoles(c *console) {
	d.width = c.stream.Width
	for _, name := range d.lab.Routers() {
		attach := c.attachInput(lab.Console)
		attach.Standby = !c.pipe // a script that is piped in begins with a line, not with RETURN
		d.consoles = append(d.consoles, &routerConsole{name: name, attach: attach})
	}
	for _, s := range d.consoles {
		if !d.restoreConsole(s) {
			_ = d.lab.Do(s.name, s.attach) // one that is off shows when it boots
		}
	}
	if len(d.consoles) > 0 {
		d.turnTo(d.consoles[0])
	} else {
		d.turnToLab()
	}
}

// offTime is how long a router may be off before its console is left: longer than a
// reload takes.
const offTime = 7 * time.Second

// leavePoweredOffConsole goes to the lab's prompt when the console at hand belongs to a router that
// is switched off and will never ask for anything again.
func (d *consoleSwitcher) leavePoweredOffConsole() {
	s := d.current
	if s == nil || d.asked {
		return
	}
	switch {
	case d.lab.Running(s.name):
		s.off = time.Time{}
	case s.off.IsZero():
		s.off = d.lab.Now()
	case d.lab.Now().Sub(s.off) > offTime:
		s.off = time.Time{}
		d.showNotice(s.name + " is switched off")
		d.turnToLab()
	}
}

// takeOutput takes what a router's console shows.
func (d *consoleSwitcher) takeOutput(name string, out router.TerminalOutput) {
	s := d.consoleOf(name)
	if !atLocalConsole(out) {
		d.takeRemoteOutput(out)
		return
	}
	if s == nil {
		return
	}
	ready, isReady := out.(router.TerminalReady)
	switch {
	case isReady:
		s.ready = &ready
		if s == d.current {
			d.requestInput(ready.Request)
		}
	case s == d.current:
		d.frontend.Show(out)
	case len(s.unseen) < unseenLimit:
		s.unseen = append(s.unseen, out)
	}
}

func (d *consoleSwitcher) consoleOf(name string) *routerConsole {
	for _, s := range d.consoles {
		if s.name == name {
			return s
		}
	}
	return nil
}

// turnTo shows the console of a router.
func (d *consoleSwitcher) turnTo(s *routerConsole) {
	d.current, d.last = s, s
	for _, out := range s.unseen {
		d.frontend.Show(out)
	}
	s.unseen = nil
	if s.ready != nil {
		d.requestInput(s.ready.Request)
	}
}

// turnToLab shows the lab's prompt.
func (d *consoleSwitcher) turnToLab() {
	d.current = nil
	d.requestInput(shell.InputRequest{Prompt: labPrompt})
}

// showConsole is the lab command `connect`. Its router is still in the middle of
// something: what it shows from now on waits.
func (d *consoleSwitcher) showConsole(name string) {
	if s := d.consoleOf(name); s != nil && s != d.current {
		d.showNotice("this is the console of " + name + "; Ctrl-^ and then x goes to the lab prompt")
		d.turnTo(s)
	}
}

func (d *consoleSwitcher) showNotice(text string) {
	if d.frontend != nil {
		d.frontend.Show(router.TerminalLog{Terminal: lab.Console, Text: text})
	}
}

func (d *consoleSwitcher) printText(text string) {
	d.frontend.Show(router.TerminalText{Terminal: lab.Console, Text: text})
}

// takeInput takes what the user did.
func (d *consoleSwitcher) takeInput(in router.UserInput) {
	switch in := in.(type) {
	case router.Interrupt:
		if d.lab.Underway() != "" {
			d.lab.Stop()
			return
		}
		d.giveCurrent(in)
	case router.Typed:
		d.takeAnswer(in, in.End == shell.CtrlC)
	case router.Key:
		d.takeAnswer(in, in.Key == ctrlC)
	case router.Resize:
		d.width = in.Width
		for _, s := range d.consoles {
			d.giveInput(s, in)
		}
	default:
		d.giveCurrent(in)
	}
}

// giveCurrent hands an input to the router whose console is shown.
func (d *consoleSwitcher) giveCurrent(in router.Input) {
	if d.current != nil {
		d.giveInput(d.current, in)
	}
}

// takeAnswer takes the line or key that the terminal was asked for.
func (d *consoleSwitcher) takeAnswer(in router.Input, interrupted bool) {
	d.asked = false
	if d.leaving && interrupted {
		d.leaving = false
		d.turnToLab()
		return
	}
	if d.current == nil {
		if typed, ok := in.(router.Typed); ok && !interrupted {
			d.runCommand(strings.TrimSpace(typed.Text))
		} else {
			d.turnToLab()
		}
		return
	}
	s := d.current
	if typed, ok := in.(router.Typed); ok && d.atPrompt && d.standsStill() && d.lab.Working(s.name) {
		if line, ok := strings.CutPrefix(strings.TrimSpace(typed.Text), "lab "); ok { // the router could not take it
			d.runLabLine(line)
			d.requestInput(s.ready.Request)
			return
		}
	}
	s.ready = nil
	d.giveInput(s, in)
}

// giveInput hands a router an input of its console's user.
func (d *consoleSwitcher) giveInput(s *routerConsole, in router.Input) {
	_ = d.lab.Do(s.name, in) // a router that is off takes nothing
}

// runCommand runs a line typed at the lab's prompt.
func (d *consoleSwitcher) runCommand(line string) {
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
	case "help", "?":
		d.printText(d.labHelp(""))
	default:
		d.runLabLine(line)
	}
	if s := d.stranded; s != nil && d.current == nil && !d.standsStill() {
		d.stranded = nil
		d.turnTo(s)
	}
	if d.current == nil {
		d.turnToLab()
	}
}

func (d *consoleSwitcher) runLabLine(line string) {
	output, err := d.lab.Command(line)
	d.printText(output)
	if err != nil {
		d.printText(modes.Wrap(fmt.Sprintf("%% %v", err), d.width))
	}
}

// leaveConsole is called when Ctrl-^ x was typed. If the terminal waits for nothing, because
// the router is busy or off, there is nothing for the Ctrl-C to end.
func (d *consoleSwitcher) leaveConsole() {
	d.events.Post(func() {
		d.lab.Stop()
		d.leaving = true
		if !d.asked {
			d.turnToLab()
		}
	})
}

// end is called when Ctrl-D was typed and nothing before it: at a prompt that is the way out.
func (d *consoleSwitcher) end() {
	d.events.Post(func() {
		if d.asked && d.atPrompt {
			d.printText("\n")
			d.stop()
		}
	})
}

// greet says where one is, how to reach the lab, and how to leave. A pipe is told nothing.
func (d *consoleSwitcher) greet(name string) {
	d.showNotice("ruthere: lab " + name + ", routers " + strings.Join(d.lab.Routers(), ", ") +
		"\nruthere: Ctrl-^ and then x: the lab's prompt; \"lab ?\" at a router: what can be done to the lab" +
		"\nruthere: \"lab exit\" at a router, or Ctrl-D at an empty prompt: the end")
}
