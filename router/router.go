package router

import (
	"cmp"
	"io"
	"net/netip"
	"time"

	"ruthere/capture/embedded"
	"ruthere/config"
	"ruthere/crypto/ezvpn"
	"ruthere/crypto/ike"
	"ruthere/crypto/pki"
	"ruthere/crypto/tunnelmap"
	"ruthere/debuglog"
	"ruthere/event"
	"ruthere/files"
	"ruthere/modes"
	"ruthere/modes/storage"
	"ruthere/nat"
	"ruthere/nhrp"
	"ruthere/packet"
	"ruthere/sla"
	"ruthere/tcp"
	"ruthere/tftp"
	"ruthere/tracking"
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
	// Events says that the driver wants to hear of changes of state.
	Events bool
	// Transitions says that it wants the states of exchanges besides.
	Transitions bool
	// Recording has the keys of SAs leave as outputs, for who records packets: nothing else is ever told of them.
	Recording bool
	Pace      Pace // what work takes of the time that Step is given; zero: nothing, as where real time passes

	// Private is the private configuration: the router's keys.
	Private string
	// Register is the configuration register, as StoreRegister wrote it; "" is 0x2102.
	Register string

	// HostTCP says that the driver opens the router's connections by TCP (OpenConnection) and copies by SCP (CopyBySCP); else
	// connections are packets like others, and nobody copies by SCP.
	HostTCP bool

	// Frames says that the driver's wires carry packets to many, and from hardware addresses other than the interface's own: that
	// HSRP needs. Without, its groups stay in Init.
	Frames bool

	Serial string             // number of the chassis; "" = one that all routers share
	Usage  func() modes.Usage // what the process uses of its machine; nil = unknown
	Reason string             // why it boots, as show version words it; "" = power-on
}

// A Router is one router. It is not safe for concurrent use: a driver owns it.
type Router struct {
	options Options
	boot    time.Time     // the driver's time at boot
	shift   time.Duration // from the driver's time to the calendar's
	clock   debuglog.ClockState

	typed             *config.Config // the running-config
	config            *config.Config // in force: what was typed, and what Easy VPN clients and protected tunnels make of it
	loading           bool
	files             *files.Store
	configLife        storage.Life
	alarms            []*alarm // by the time they are due
	startupComplaints []modes.Complaint
	lastChange        changeStamp
	lastSave          changeStamp

	engine          *ike.Engine
	switches        debuglog.Switches
	log             *logger
	routes          routeTable
	policyIndex     policyIndex
	policyCounts    map[policyKey]policyCount // never ranged over on the way to an output
	easyVPN         ezvpn.Clients
	easyVPNNews     []ike.EasyVPNNews       // that the clients have not heard
	reverse         []config.Route          // that SAs have put into the routing table
	tunnels         map[string]*tunnelState // by interface name; never ranged over on the way to an output
	tunnelsDue      bool                    // their state is about to be judged
	tunnelMaps      tunnelmap.Maps
	accessNews      []ike.AccessNews // that has not been followed
	tunnelEnds      tunnelIndex
	interfaces      interfaceIndex
	nested          int // tunnels around the packet in hand
	tracks          tracking.Table
	sla             sla.Engine
	probes          []*operationProbe // the last of each operation
	responder       sla.Responder
	links           map[string]linkState    // by interface name; never ranged over on the way to an output
	addressed       map[string]netip.Prefix // by the startup configuration: interfaces and their addresses
	traffic         map[string]*counters
	drops           [dropReasons]uint64
	ipTraffic       modes.IPTraffic
	pings           []*ping // running, by age
	traces          []*trace
	loopback        []loopedPacket
	lookups         []*lookup // by age
	transfers       []*fileTransfer
	tftpServer      tftp.Server
	tcp             tcp.Stack
	streams         []*stream     // that our users have opened, by age
	telnetUsers     []*telnetUser // by age
	lastTelnetUser  int
	hostStreams     []*hostStream // by age
	lastHostStream  int
	scpTransfers    []*scpTransfer // by age
	lastSCPTransfer int
	listenTCB       uint32             // of the port for telnet, in `show tcp brief all`
	webTCB          uint32             // of the port for HTTP
	webUsers        []*webUser         // by age
	matches         matches            // of access lists
	former          replaced           // while a new configuration is being applied
	heldForFailover []heldPacket       // packets that wait for SAs with another peer
	reassembly      packet.Reassembler // of packets for this router
	nat             nat.Table
	natReassembly   packet.Reassembler // of packets that are translated
	lastPing        uint16
	lastLogin       uint32 // AAA's number of it
	lastIPID        uint16
	standby         []*standbyGroup       // of HSRP, by interface and number
	shared          []modes.SharedAddress // of crypto maps with redundancy
	nhrp            nhrp.Agent
	farEnds         map[string]*farEnds  // of protected multipoint tunnels
	nhrpDue         bool                 // it has to look at configuration, interfaces and routes
	carriedFrom     netip.Addr           // whose packet is being taken out of a tunnel: NBMA address
	wasUp           map[string]bool      // interfaces with groups, since boot; never ranged over
	neighbours      []modes.Neighbour    // in the order they were seen
	lastUnreachable time.Time            // when an ICMP error of that kind was last sent
	unresolvedNames map[string]time.Time // names that users asked for and nobody knew, and when
	lastRefusedSPI  time.Time            // when ESP for no SA was last answered

	terminals  []*connection // by age
	actor      *connection   // whose user typed what is being done; nil if nobody
	loginGuard loginGuard
	lineUses   map[int]int // of lines, by their numbers
	rsaKeys    keyStore
	authority  certificateServer
	enrolments enrolments
	saves      saving
	register   config.Register // of this boot
	time       timekeeper
	checks     passwordChecks
	servers    serverQuestions

	captures  embedded.Captures
	records   pki.Records
	clockless bool // the log has said that certificates cannot be judged
	passingOn bool // a packet of somebody else's is being sent

	fromHardware string // address of the packet that is being sent; "" = the interface's own

	said string    // of the packet that is being sent, for who records packets
	now  time.Time // of the step being worked on, and what its work has taken so far
	out  *Out
	pace Pace
}

type changeStamp struct {
	at   time.Time // by the router's clock
	when time.Time // by the driver's, which is never set
	by   string
	done bool
}

// New makes a router that is switched off. Boot it before the first Step.
func New(o Options) *Router {
	r := &Router{
		options: o, clock: debuglog.NeverSet,
		links: map[string]linkState{}, lineUses: map[int]int{}, traffic: map[string]*counters{},
		unresolvedNames: map[string]time.Time{}, matches: newMatches(), wasUp: map[string]bool{},
	}
	r.routes = newRouteTable(r)
	r.log = newLogger(r)
	r.time.names = map[string]netip.Addr{}
	r.files = files.New(modes.NVRAMSize(o.Release), modes.FlashSize(o.Release), r.fileChanged)
	r.saves.kept = files.New(0, 0, nil)
	for _, s := range []*files.Store{r.files, r.saves.kept} {
		s.Insert(modes.SoftwareFile(o.Release)) // what a router boots is there, whatever the driver keeps
		s.Insert(o.Files...)
	}
	r.tcp.Accept = r.acceptTCP
	r.tunnelMaps.Release, r.tunnelMaps.FarEnds = o.Release, r.knownFarEnds
	r.setUpNAT()
	r.config = storage.Blank(o.Release, o.Interfaces)
	r.typed = r.config
	r.setRegisters()
	r.engine = ike.New(o.Release, config.New(), o.Random)
	r.engine.PrivateKey, r.engine.Calendar = r.privateKey, r.calendarTime
	r.engine.Version = modes.Platforms[o.Release].Software()
	return r
}

// Boot loads the startup configuration. From here on now must never go back.
func (r *Router) Boot(now time.Time, out *Out) {
	r.boot, r.shift = now, r.options.Clock.Sub(now)
	r.beginStep(now, out)
	defer r.endStep()
	fresh := r.config
	r.Log(debuglog.ISAKMPOnOff(false), debuglog.GDOIOnOff(false))
	text, configured := r.bootConfig()
	if configured {
		r.loadStartup(fresh, text)
		r.addressed = map[string]netip.Prefix{}
		for _, i := range fresh.Interfaces {
			r.addressed[i.Name] = i.Address
		}
	}
	r.config = nil
	r.tell(event.Router{State: event.Booted, Hostname: fresh.Hostname, Release: r.options.Release.Mark(),
		Reason: cmp.Or(r.options.Reason, "power-on")}) // before what the configuration brings up, such as SAs by hand
	r.applyConfig(fresh)
	if configured {
		r.Log(debuglog.ConfiguredFromMemory())
	}
	r.Log(debuglog.Restarted(modes.VersionBanner(r.options.Release)))
	r.loadKeys()
	r.compareKeys()
	r.warnOfClock()
	r.pace = r.options.Pace // a boot takes no time
}

// loadStartup reads the startup configuration into c. Hardware it names is not shut down
// unless it says so.
func (r *Router) loadStartup(c *config.Config, startup string) {
	r.loading = true
	before := r.config
	r.config, r.typed = c, c
	storage.StartNamed(c, startup)
	r.startupComplaints = modes.Load(r, startup)
	r.config, r.typed, r.loading = before, before, false
}

// Complaints are the lines of the startup configuration that were refused at boot.
func (r *Router) Complaints() []modes.Complaint { return r.startupComplaints }

// Step works on one input, at its instant. With a Pace now must not lie before the end of the step
// before it.
func (r *Router) Step(now time.Time, in Input, out *Out) {
	r.beginStep(now, out)
	defer r.endStep()
	switch in := in.(type) {
	case Attach:
		r.attachTerminal(in)
	case Detach:
		r.detachTerminal(in.Terminal)
	case PacketIn:
		r.receivePacket(in)
	case Neighbour:
		r.learnNeighbour(in)
	case LinkChange:
		r.linkChanged(in)
	case JobDone:
		r.withEngine(func(now time.Time, e *ike.Engine, out *ike.Out) { e.Answer(now, in.Answer, out) })
	case PasswordChecked:
		r.takeVerdict(in)
	case ConnectionOpened:
		r.connectionOpened(in)
	case ConnectionAccepted:
		r.connectionAccepted(in)
	case ConnectionData:
		r.connectionData(in)
	case ConnectionEnded:
		r.connectionEnded(in)
	case SCPProgress:
		r.scpProgress(in)
	case SCPFinished:
		r.scpFinished(in)
	case KeyMade:
		r.takeKey(in)
	case PowerOff:
		r.withEngine(func(now time.Time, e *ike.Engine, out *ike.Out) { e.ClearSession(now, ike.Filter{}, out) })
	case Kept:
		r.takeKept(in)
	case Connect:
		r.connectUser(in)
	case Authenticate:
		r.authenticateUser(in)
	case SCPOpen:
		r.scpOpen(in)
	case SCPWrite:
		r.scpWrite(in)
	case Enter:
		r.startLogin(in)
	case UserInput:
		r.withActor(in.TerminalID(), in.actOn)
	case ForgetSAs:
		r.forgetSAs()
	case SendEcho:
		r.sendEcho(in)
	case StepClock:
		r.shift += in.By
	case Tick:
	}
	r.runTimers()
	r.followTracks()
	r.followNHRP()
	r.readTelnetUsers()
	r.followSSH()
	r.followClock()
	r.followCertificateServer()
}

func (r *Router) beginStep(now time.Time, out *Out) { r.now, r.out = now, out }
func (r *Router) endStep() {
	for again := true; again; again = len(r.accessNews) > 0 {
		r.settleAccess()
		r.settleEasyVPN()
	}
	r.out = nil
}

// Hostname is the router's name.
func (r *Router) Hostname() string { return r.config.Hostname }
