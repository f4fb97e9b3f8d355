package lab

import (
	"errors"
	"fmt"
	"io"
	"time"

	"ruthere/capture"
	"ruthere/event"
	"ruthere/files"
	"ruthere/lab/meaning"
	"ruthere/ladder"
	"ruthere/router"
)

// Options are what the driver of a lab wants to hear. All may be nil.
type Options struct {
	// Terminal takes what the terminals of a router show, in order: TerminalText,
	// TerminalLog, TerminalReady and TerminalClosed.
	Terminal func(router string, out router.TerminalOutput)
	// Notice takes what the lab itself has to say: a line, without its end, such as
	// the result of a host's ping.
	Notice func(text string)
	// Power is called when a router is switched on or off. Its consoles stay attached,
	// but what they asked for last is void.
	Power func(router string, on bool)
	// Connect is called when someone asks for the console of a router. Without it the
	// command does not exist.
	Connect func(router string)
	Exit    func() // ends the program; nil: that is not for the lab to do
	// Refused takes each line that a router refuses of its startup configuration when the
	// lab is built. Without it such a lab is not built: the error is RefusedLines.
	Refused func(RefusedLine)
	// CreateCapture opens what the lab command `capture start` writes to. Without it the
	// command does not exist.
	CreateCapture func(name string) (*capture.Recorder, error)
	// CreatePicture opens the file that the lab command `ladder` writes. Without it there are no files.
	CreatePicture func(name string) (io.WriteCloser, error)
	// Event takes all that changes in the lab, in order, while it is built and later. It is called in the middle of what
	// happens and must not act on the lab. Nil: nobody listens, and nothing is told.
	Event func(event.Stamped)
	// Packets says that Event also wants the packets on the links.
	Packets bool
	// Transitions says that Event also wants the states of IKE's exchanges.
	Transitions bool
	// Restored is called when the lab has gone back to an instant: what its terminals show now.
	Restored func([]*Screen)
	// OpenRecord opens the file of the command record; Program is written there as the build that runs the lab.
	// Without it the command does not exist.
	OpenRecord func(name string) (RecordFile, error)
	Program    string
	// Bounds are how long the lab may live.
	Bounds Bounds
	// Virtual says that time is the lab's own: it passes when Advance or a command lets it, at once.
	// Otherwise the driver gives the lab its turns, see [Lab.Turn].
	Virtual bool
}

// Bounds are the longest life of a lab that does what somebody else has written. Where it ends, the error is ErrBounds. The
// zero ones are none.
type Bounds struct {
	Time   time.Duration // of its own clock, from the start
	Events int           // packets that arrive, timers that go off
}

// ErrBounds is the error of a lab that lives too long.
var ErrBounds = errors.New("the life of the lab was cut off")

// A Lab is routers, hosts and wires under one clock.
type Lab struct {
	options     Options
	seed        string
	now         time.Time
	done        int // events of this instant
	machines    []*machine
	translators []*translator
	hosts       []*host
	nodes       []node // machines, then hosts
	wires       []*wire

	agenda   agenda
	underway deliveries
	age      uint64 // of the youngest delivery

	faults     []*activeFault // by age
	faultsMade int

	told uint64 // the events so far

	depth int      // of routers' steps being worked on
	after []func() // to do when that is over: a router cannot crash inside its own step

	line     timeline
	entering int // what has entered and is being worked on
	hand     hand
	watches  []*Watch // by age
	happened int      // so far, all in all

	lastReach uint16
	reaches   []*reach // whose outcome is not known yet
	operator  *operator
	kept      []any // what commands of the topology remember

	reader     *meaning.Reader
	onlooker   *meaning.Reader // what is only looked at: nothing that happens asks it
	recordings []*recording
	captureErr error
	backlog    capture.Backlog
	collector  *ladder.Collector // what a picture is made of; nil: nobody draws
}

// New builds a lab and boots its routers. It is the instant at which the topology's
// clock stands, and stays so until Advance.
func New(t *Topology, o Options) (*Lab, error) {
	l := &Lab{hand: hand{rate: RealTime}}
	if err := l.build(t, o); err != nil {
		return nil, err
	}
	return l, nil
}

// withDefaults has somebody hear what nobody wants to.
func (o Options) withDefaults() Options {
	if o.Terminal == nil {
		o.Terminal = func(string, router.TerminalOutput) {}
	}
	if o.Notice == nil {
		o.Notice = func(string) {}
	}
	if o.Power == nil {
		o.Power = func(string, bool) {}
	}
	return o
}

// build makes a lab of what was none yet.
func (l *Lab) build(t *Topology, o Options) error {
	o = o.withDefaults()
	l.options, l.seed, l.now, l.line = o, t.Seed, t.Clock, timeline{topology: t, branch: mainBranch}
	l.reader, l.onlooker = meaning.NewReader(l.findProtection), meaning.NewReader(l.findProtection)
	for _, r := range t.Routers {
		r.Computing = r.Computing.orElse(t.Computing).orElse(defaultComputing)
		m := &machine{lab: l, Router: r, disk: files.New(0, 0, nil)}
		if r.HasConfig {
			m.disk.Insert(files.Startup(r.Config))
		}
		m.ids = randomStream(t.Seed, r.Name, "manners")
		m.appointment = l.agenda.addNode(m)
		l.machines = append(l.machines, m)
		l.nodes = append(l.nodes, m)
	}
	for _, h := range t.Hosts {
		one := newHost(l, h)
		one.setAhead(t.Clock)
		one.appointment = l.agenda.addNode(one)
		l.hosts = append(l.hosts, one)
		l.nodes = append(l.nodes, one)
	}
	for _, one := range t.Translators {
		n := newTranslator(l, one)
		n.appointment = l.agenda.addNode(n)
		l.translators = append(l.translators, n)
		l.nodes = append(l.nodes, n)
	}
	for _, k := range t.Links {
		var ends []port
		for _, e := range k.Ends {
			s, err := l.findNode(e.Node)
			if err != nil {
				return fmt.Errorf("link %s: %w", k.Name, err)
			}
			ends = append(ends, port{s, e.Interface})
		}
		w := newWire(l.seed, k, ends)
		l.wires = append(l.wires, w)
		for i, p := range ends {
			p.node.plugIn(socket{w, i})
		}
	}
	faults, err := l.prepareFaults(t)
	if err != nil {
		return err
	}
	for i, m := range l.machines {
		if err := m.setMisbehaviours(t.Routers[i].Manners); err != nil {
			return fmt.Errorf("router %s: %w", m.Name, err)
		}
	}
	for _, m := range l.machines {
		m.switchOn()
	}
	if err := l.reportRefused(); err != nil {
		return err
	}
	return l.startFaults(t, faults)
}

// Now is the instant that the lab has reached.
func (l *Lab) Now() time.Time { return l.now }

// Routers lists the names of the routers, in the topology's order.
func (l *Lab) Routers() (names []string) {
	for _, m := range l.machines {
		names = append(names, m.Name)
	}
	return names
}

// Hosts lists the names of the hosts, in the topology's order.
func (l *Lab) Hosts() (names []string) {
	for _, h := range l.hosts {
		names = append(names, h.Name)
	}
	return names
}

// Do gives a router an input of its user: Attach, Typed, Key, Interrupt, Resize,
// Detach. What is attached as a console ("con") stays so when the router is booted
// again; a virtual line is closed.
func (l *Lab) Do(name string, in router.Input) error {
	m, err := l.findMachine(name)
	if err != nil {
		return err
	}
	leave := l.enter(m.Name, in, "")
	err = m.takeInput(in)
	leave()
	return errors.Join(err, l.serveRequests())
}

// Type types a line, without its end, at a router's console, which is its terminal 0.
func (l *Lab) Type(name, line string) error {
	return l.Do(name, router.Typed{Terminal: Console, Text: line})
}

// Console is the number of a router's console among its terminals.
const Console = 0

// Help is what a router answers to `?` after text at one of its terminals.
func (l *Lab) Help(name string, terminal int, text string) string {
	if m, err := l.findMachine(name); err == nil && m.box != nil {
		return m.box.Help(terminal, text)
	}
	return ""
}

// Complete is what a router makes of Tab after text at one of its terminals.
func (l *Lab) Complete(name string, terminal int, text string) (string, bool) {
	if m, err := l.findMachine(name); err == nil && m.box != nil {
		return m.box.Complete(terminal, text)
	}
	return text, false
}

// Prompt is what a terminal of a router asks for a line with, "" if it is off.
func (l *Lab) Prompt(name string, terminal int) string {
	if m, err := l.findMachine(name); err == nil && m.box != nil {
		return m.box.Prompt(terminal)
	}
	return ""
}

// Ping has a host send five echoes. The result comes as a notice.
func (l *Lab) Ping(name, target string) error {
	h, err := l.findHost(name)
	if err != nil {
		return err
	}
	defer l.enter("", nil, "ping "+h.Name+" "+target)()
	return h.startPing(target)
}

// withinStep runs f as a part of a router's step, and then what was to wait for the end of it.
func (l *Lab) withinStep(f func()) {
	l.depth++
	f()
	if l.depth--; l.depth == 0 {
		after := l.after
		l.after = nil
		for _, f := range after {
			f()
		}
	}
}

// whenDone runs f as soon as no router is in the middle of a step.
func (l *Lab) whenDone(f func()) {
	if l.depth > 0 {
		l.after = append(l.after, f)
		return
	}
	f()
}
