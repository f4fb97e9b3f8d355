package live

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"ruthere/capture"
	"ruthere/debuglog"
	"ruthere/event"
	"ruthere/ntp"
	"ruthere/packet"
	"ruthere/router"
)

// Options say how a router lives on this host.
type Options struct {
	Release debuglog.Release
	NVRAM   *NVRAM // nil: a new one that keeps nothing

	// IKEPort and NATPort replace UDP 500 and 4500, here and at all peers; 0 means 500
	// and 4500. The router itself sees the standard ports.
	IKEPort, NATPort uint16
	// NTPPort does the same for UDP 123.
	NTPPort uint16

	// Event takes all that changes in the router, in order. It is called from the goroutine of Run and must not wait.
	// Nil: nobody listens.
	Event func(event.Stamped)

	// Capture takes all packets of the router and the keys that open them; it is closed when the
	// router ends. Nil: nobody records.
	Capture *capture.Recorder

	// Record takes the run as a text that Play does again: what the router is made of, and all that goes into it, packets
	// and typed passwords included. Program is written there as the build that runs. Nil: nothing is written down.
	Record  io.Writer
	Program string
	// Version is what the metrics say that the program is.
	Version string

	// Notice takes what the tool, not the router, has to say: one line without its end.
	// It is called from the goroutine of Run and must not wait.
	Notice func(text string)
}

// A Driver runs one router on this host.
type Driver struct {
	options      Options
	clock        clock
	events       Events
	work         sync.WaitGroup
	cores        chan struct{}   // one token for each job being computed
	networkUsers atomic.Int64    // who came over the network so far
	life         context.Context // until Run has ended
	end          context.CancelFunc

	// The rest belongs to the goroutine of Run.
	router    *router.Router
	answers   []router.Input // to what it asked for in the step at hand
	network   *network
	terminals []*attached
	reload    bool
	usage     usage
	ssh       bool   // is served
	told      uint64 // the events so far
	seed      seed
	boots     int
	record    *record
	at        time.Time                           // of the step at hand
	output    func(at time.Time, o router.Output) // for tests: takes all of it
	booted    time.Time
	exporter  *exporter          // nil: nobody asks for them
	outgoing  map[int]*outgoing  // connections that the router has opened, or that it serves, by their numbers
	accepted  atomic.Int64       // how many were opened to its HTTP server
	copies    map[int]*scpClient // by SCP under way
}

// A Display shows what a router shows, and what it asks for. Show must not wait.
type Display interface{ Show(router.TerminalOutput) }

// attached is a terminal of the router.
type attached struct {
	Display
	Attach router.Attach
}

// hostCheck is how often the addresses of the host are looked at.
const hostCheck = 2 * time.Second

// New makes a router that is switched off.
func New(o Options) *Driver {
	if o.NVRAM == nil {
		o.NVRAM, _ = OpenNVRAM("") // which cannot fail
	}
	if o.IKEPort == 0 {
		o.IKEPort = packet.PortISAKMP
	}
	if o.NATPort == 0 {
		o.NATPort = packet.PortNAT
	}
	if o.NTPPort == 0 {
		o.NTPPort = ntp.Port
	}
	if o.Notice == nil {
		o.Notice = func(string) {}
	}
	r := &Driver{
		options:  o,
		events:   NewEvents(64),
		cores:    make(chan struct{}, runtime.NumCPU()),
		seed:     newSeed(),
		outgoing: map[int]*outgoing{}, copies: map[int]*scpClient{},
	}
	r.life, r.end = context.WithCancel(context.Background())
	r.network = newNetwork(r)
	return r
}

// Run switches the router on and runs it until ctx is done. It is called once.
func (r *Driver) Run(ctx context.Context) {
	defer r.work.Wait()
	defer r.end()
	defer r.stopRecording()
	defer r.network.close()
	defer r.events.End()
	r.clock = startClock()
	r.openRecord()
	defer r.endRecord()
	r.bootRouter()
	timer := time.NewTimer(0)
	defer timer.Stop()
	check := time.NewTicker(hostCheck)
	defer check.Stop()
	for {
		r.armTimer(timer)
		select {
		case <-ctx.Done():
			r.powerOff()
			return
		case do := <-r.events.Next():
			do()
		case <-timer.C:
			r.stepRouter(router.Tick{})
		case <-check.C:
			r.network.followConfig(r.router.Wanted())
			r.usage.takeSample(r.clock.now())
			r.record.flush()
		}
		if r.reload {
			r.bootRouter()
		}
	}
}

// powerOff tells the peers that the router goes, and the user that they were told.
func (r *Driver) powerOff() {
	sas := r.router.Engine().Established()
	if sas == 0 {
		return
	}
	r.options.Notice(fmt.Sprintf("ends: sends DELETE to the peers of %d ISAKMP SAs", sas))
	r.stepRouter(router.PowerOff{})
}

// armTimer sets the timer to the router's deadline.
func (r *Driver) armTimer(timer *time.Timer) {
	at, _, ok := r.router.Deadline()
	if !ok {
		timer.Stop()
		return
	}
	// The router's own timers are no finer, and a deadline that does not pass must not
	// take all of a core.
	timer.Reset(max(at.Sub(r.clock.now()), time.Millisecond))
}

// forgetDisplay drops a terminal's display: nothing is shown there any more.
func (r *Driver) forgetDisplay(s Display) {
	r.terminals = slices.DeleteFunc(r.terminals, func(t *attached) bool { return t.Display == s })
}

func (r *Driver) carryOut(out *router.Out) {
	for _, o := range out.Items {
		if r.output != nil {
			r.output(r.at, o)
		}
		switch o := o.(type) {
		case router.TerminalReady:
			if !r.reload { // the next one will ask
				r.showOutput(o)
			}
		case router.TerminalOutput:
			r.showOutput(o)
		case router.PacketOut:
			r.recordPacket(o.Interface, capture.Out, o.Data, o.Said)
			r.network.sendPacket(o.Data)
		case router.SAKey:
			r.recordKey(o.Key)
		case router.Job:
			r.computeJob(o)
		case router.CheckPassword:
			r.checkPassword(o)
		case router.MakeKey:
			r.makeKey(o)
		case router.OpenConnection:
			r.openConnection(o)
		case router.SendOn:
			r.useConnection(o.ID, func(c *outgoing) { c.change(func() { c.waiting = append(c.waiting, o.Data...) }) })
		case router.ReadOn:
			r.useConnection(o.ID, func(c *outgoing) { wakeUp(c.more) })
		case router.CloseConnection:
			r.closeConnection(o.ID)
		case router.CopyBySCP:
			r.copyBySCP(o)
		case router.StopSCP:
			r.stopSCP(o.ID)
		case router.StorePrivate:
			r.answerKept(o.ID, r.options.NVRAM.storePrivate(o))
		case router.StoreRegister:
			r.answerKept(o.ID, r.options.NVRAM.storeRegister(o.Text))
		case router.StoreFile:
			r.answerKept(o.ID, r.options.NVRAM.Store(o.File))
		case router.RemoveFile:
			r.answerKept(o.ID, r.options.NVRAM.Remove(o.File))
		case router.Event:
			r.tell(o.Event)
		case router.Reload:
			r.reload = true
		}
	}
}

func (r *Driver) showOutput(o router.TerminalOutput) {
	for _, t := range r.terminals {
		if t.Attach.Terminal == o.TerminalID() {
			t.Show(o)
		}
	}
}

// Open attaches a terminal of the number that the Attach gives.
func (r *Driver) Open(s Display, a router.Attach) {
	r.events.Post(func() {
		r.terminals = append(r.terminals, &attached{s, a})
		r.stepRouter(a)
	})
}

// Do gives the router an input of a terminal's user.
func (r *Driver) Do(in router.UserInput) {
	r.events.Post(func() { r.takeInput(in) })
}

func (r *Driver) takeInput(in router.UserInput) {
	for _, t := range r.terminals {
		if t.Attach.Terminal != in.TerminalID() {
			continue
		}
		if size, ok := in.(router.Resize); ok {
			t.Attach.Height, t.Attach.Width = size.Height, size.Width
		}
		r.stepRouter(in)
	}
}
