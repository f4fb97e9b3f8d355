package router

import (
	"io"
	"net/netip"
	"slices"
	"strings"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/debuglog"
	"ruthere/files"
	"ruthere/modes"
	"ruthere/modes/storage"
	"ruthere/parser"
)

// Options are what a router is made of.
type Options struct {
	Release debuglog.Release
	// Random gives a stream of random bytes for a named purpose. The same streams and
	// the same inputs make the same outputs, packets included.
	Random func(purpose string) io.Reader
	// Clock is the calendar time at boot; the clock counts as never set.
	Clock time.Time
	// Interfaces are the names of the hardware, in full; with AnyInterface every
	// name that a line of configuration gives exists.
	Interfaces   []string
	AnyInterface bool
	// Files are what NVRAM and flash memory hold, the startup configuration among them.
	Files []files.File
	Lab   modes.LabControl // nil outside a lab

	// Private is the private configuration: the router's keys.
	Private string

	Serial string             // number of the chassis; "" = one that all routers share
	Usage  func() modes.Usage // what the process uses of its machine; nil = unknown
	Reason string             // why it boots, as show version words it; "" = power-on
}

// A Router is one box. It is not safe for concurrent use: a driver owns it.
type Router struct {
	options Options
	boot    time.Time     // the driver's time at boot
	shift   time.Duration // from the driver's time to the calendar's
	clock   debuglog.ClockState

	config     *config.Config
	loading    bool
	files      *files.Store
	life       storage.Life
	alarms     []*alarm // by the time they are due
	complaints []modes.Complaint
	lastChange stamp
	lastSave   stamp

	engine          *ike.Engine
	switches        debuglog.Switches
	log             *logger
	links           map[string]link         // by interface name; never ranged over on the way to an output
	addressed       map[string]netip.Prefix // by the startup configuration: interfaces and their addresses
	traffic         map[string]*counters
	pings           []*ping // running, by age
	traces          []*trace
	looped          []looped
	lookups         []*lookup // by age
	matches         matches   // of access lists
	held            []held    // packets that wait for SAs with another peer
	lastPing        uint16
	lastIPID        uint16
	neighbours      []modes.Neighbour    // in the order they were seen
	lastUnreachable time.Time            // when an ICMP error of that kind was last sent
	unknown         map[string]time.Time // names that users asked for and nobody knew, and when
	complaint       map[string]time.Time // when a rate-limited line was last said

	announcements []announcement
	terminals     []*terminal // by age
	actor         *terminal   // whose user typed what is being done; nil if nobody
	guard         loginGuard
	uses          map[int]int // of lines, by their numbers
	keys          keys

	now time.Time // of the step being worked on
	out *Out
}

type stamp struct {
	at   time.Time
	by   string
	done bool
}

// New makes a router that is switched off. Boot it before the first Step.
func New(o Options) *Router {
	r := &Router{
		options: o, clock: debuglog.NeverSet,
		links: map[string]link{}, uses: map[int]int{}, traffic: map[string]*counters{}, complaint: map[string]time.Time{}, unknown: map[string]time.Time{}, matches: newMatches(),
	}
	r.log = newLogger(r)
	r.files = files.New(modes.NVRAMSize(o.Release), modes.FlashSize(o.Release), r.fileChanged)
	r.files.Insert(o.Files...)
	r.config = storage.Blank(o.Release, o.Interfaces)
	r.engine = ike.New(o.Release, config.New(), o.Random)
	return r
}

// Boot loads the startup configuration. From here on now must never go back.
func (r *Router) Boot(now time.Time, out *Out) {
	r.boot, r.shift = now, r.options.Clock.Sub(now)
	r.enter(now, out)
	defer r.leave()
	fresh := r.config
	r.Log(debuglog.ISAKMPOnOff(false), debuglog.GDOIOnOff(false))
	if text, ok := r.Startup(); ok {
		r.load(fresh, text)
		r.addressed = map[string]netip.Prefix{}
		for _, i := range fresh.Interfaces {
			r.addressed[i.Name] = i.Address
		}
	}
	r.config = nil
	r.adopt(fresh)
	r.Log(debuglog.Restarted(modes.VersionBanner(r.options.Release)))
	r.loadKeys()
}

// load reads the startup configuration into c. Hardware it names is not shut down
// unless it says so.
func (r *Router) load(c *config.Config, startup string) {
	r.loading = true
	before := r.config
	r.config = c
	for line := range strings.Lines(startup) {
		word, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		if name, ok := parser.ParseInterface(name); ok && word == "interface" && c.Interface(name) != nil {
			c.Interface(name).Shutdown = false
		}
	}
	r.complaints = modes.Load(r, startup)
	r.config, r.loading = before, false
}

// Complaints are the lines of the startup configuration that were refused at boot.
func (r *Router) Complaints() []modes.Complaint { return r.complaints }

// Step works on one input.
func (r *Router) Step(now time.Time, in Input, out *Out) {
	r.enter(now, out)
	defer r.leave()
	switch in := in.(type) {
	case Attach:
		r.attach(in)
	case Detach:
		r.detach(in.Terminal)
	case PacketIn:
		r.received(in.Interface, in.Data)
	case Neighbour:
		r.saw(in)
	case LinkChange:
		r.linkChanged(in)
	case JobDone:
		r.crypto(func(now time.Time, e *ike.Engine, out *ike.Out) { e.Answer(now, in.Answer, out) })
	case KeyMade:
		r.keyMade(in)
	case Connect:
		r.connect(in)
	case Authenticate:
		r.authenticate(in)
	case SCPOpen:
		r.scpOpen(in)
	case SCPWrite:
		r.scpWrite(in)
	case Enter:
		r.begin(in)
	case Tick:
	default:
		r.terminalInput(in)
	}
	r.tick()
}

// terminalInput hands what a user did to the terminal it was done at.
func (r *Router) terminalInput(in Input) {
	switch in := in.(type) {
	case Typed:
		r.as(in.Terminal, func(t *terminal) { t.Line(in.Text, in.End) })
	case Key:
		r.as(in.Terminal, func(t *terminal) { t.Terminal.Key(in.Key) })
	case Stirred:
		r.as(in.Terminal, func(t *terminal) { t.Stir() })
	case Interrupt:
		r.as(in.Terminal, func(t *terminal) { t.Terminal.Interrupt() })
	case Resize:
		r.as(in.Terminal, func(t *terminal) { t.Terminal.Resize(in.Width, in.Height) })
	}
}

// tick does what is due: the engine's timers, running pings, delayed announcements.
func (r *Router) tick() {
	if at, _, ok := r.engine.Deadline(); ok && !at.After(r.now) {
		r.crypto(func(now time.Time, e *ike.Engine, out *ike.Out) { e.Tick(now, out) })
	}
	r.deliverLooped()
	r.lookupTimers()
	for _, p := range slices.Clone(r.pings) {
		p.tick()
	}
	r.announce()
	r.alarm()
	r.terminalTimers()
	r.guardTimer()
	r.followSSH()
}

// Deadline is when Step wants to be called next if nothing arrives, and for whose
// sake; ok is false when nothing is due ever.
func (r *Router) Deadline() (at time.Time, why string, ok bool) {
	at, why, ok = r.engine.Deadline()
	sooner := func(t time.Time, what string) {
		if !ok || t.Before(at) {
			at, why, ok = t, what, true
		}
	}
	for _, p := range r.pings {
		sooner(p.deadline, "ping")
	}
	for _, l := range r.lookups {
		sooner(l.deadline, "name server")
	}
	if len(r.looped) > 0 {
		sooner(r.looped[0].at, "packet to itself")
	}
	for _, t := range r.terminals {
		if at, ok := t.Deadline(); ok {
			sooner(at, "terminal")
		}
	}
	if !r.guard.quietUntil.IsZero() {
		sooner(r.guard.quietUntil, "quiet mode")
	}
	if len(r.announcements) > 0 {
		sooner(r.announcements[0].at, "interface state")
	}
	if len(r.alarms) > 0 {
		sooner(r.alarms[0].at, r.alarms[0].why)
	}
	return at, why, ok
}

func (r *Router) enter(now time.Time, out *Out) { r.now, r.out = now, out }
func (r *Router) leave()                        { r.out = nil }

// Hostname is the router's name.
func (r *Router) Hostname() string { return r.config.Hostname }

// A WantedInterface is what the configuration asks of an interface's hardware.
type WantedInterface struct {
	Name     string
	Address  netip.Prefix
	Shutdown bool
	Hardware string // its address, 5254.0012.3456
}

// Wanted lists the interfaces that need a link of their own, in order.
func (r *Router) Wanted() (wanted []WantedInterface) {
	for _, i := range r.config.Interfaces {
		if !config.Virtual(i.Name) {
			wanted = append(wanted, WantedInterface{i.Name, i.Address, i.Shutdown, r.hardwareAddress(i.Name)})
		}
	}
	return wanted
}
