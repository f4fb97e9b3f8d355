package modes

import (
	"crypto/rsa"
	"net/netip"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/crypto/keypair"
	"ruthere/debuglog"
	"ruthere/files"
)

// A Device is what commands can see and do of the router, in parts: a function that needs one
// of them asks for that one.
type Device interface {
	Clock
	Configuration
	Storage
	Schedule
	IKE
	Log
	Network
	Probes
	FileServers
	Lines
	Logins
	Keys
	Hardware
	Lab() LabControl // nil unless the router lives in a lab
}

// A Clock tells the time.
type Clock interface {
	Now() time.Time // the instant of the step being worked on
	Clock() (time.Time, debuglog.ClockState)
	SetClock(time.Time)
	Booted() time.Time
}

// A Configuration is what runs. Config must not be changed; Apply swaps another one in. While
// Loading, commands may edit Config in place instead: nothing follows from single lines then.
type Configuration interface {
	Release() debuglog.Release
	// Salt are n random bytes for the hash of a new secret.
	Salt(n int) []byte
	Language() *Language // of the release
	Config() *config.Config
	Apply(*config.Config)
	Loading() bool
}

// Storage is what outlives a reload.
type Storage interface {
	Startup() (text string, ok bool)
	SaveStartup(text string) error // refuses what does not fit
	EraseStartup()
	// Files are what NVRAM and flash memory hold, the startup-config among them.
	Files() *files.Store
	// AfterSaving calls then once all that was changed in them so far is kept, or is not:
	// err says why. It may be at once. A then that tells its user of a failure returns
	// true, and those after it need not; while Saving, terminals hold their prompts, and
	// tell of what nobody else has.
	AfterSaving(then func(err error) (told bool))
	Saving() bool
	// LastChange and LastSave tell when, and by which user ("" for none), the
	// running-config was changed and saved since boot.
	LastChange() (at time.Time, by string, ok bool)
	LastSave() (at time.Time, by string, ok bool)
}

// A Schedule is what is to be done later.
type Schedule interface {
	// After has something done once d has passed; why says for whose sake. The function
	// it returns calls it off.
	After(d time.Duration, why string, do func()) (cancel func())
}

// IKE is the engine. Crypto runs a verb of it and routes what comes out.
type IKE interface {
	Engine() *ike.Engine
	Crypto(func(now time.Time, e *ike.Engine, out *ike.Out))
}

// A Log is where messages go, and what of them was kept.
type Log interface {
	Switches() *debuglog.Switches
	Log(lines ...debuglog.Line)
	LogPage() debuglog.LoggingPage
	LogCounts() []LogCount // with `logging count`
	ClearLog()
}

// A Network is the interfaces, the routes of all VRFs, who was seen, and what was counted.
type Network interface {
	Interfaces() []InterfaceStatus
	CanHave(interfaceName string) bool // whether hardware, or a virtual kind, of that name exists
	Routes() []RouteStatus             // of all VRFs, by prefix
	// ClearCounters sets the counters of an interface, or of all ("") to zero.
	ClearCounters(interfaceName string)
	Neighbours() []Neighbour
	ClearNeighbours()
	// Matches is how many packets have met an entry of an access list; ClearMatches
	// forgets those of a list, or of all lists ("").
	Matches(list string, sequence int) uint64
	ClearMatches(list string)
}

// Probes are questions sent into the network.
type Probes interface {
	// Ping starts an echo exchange. The router drives it and writes the marks and the
	// result through the Runner, then says Done.
	Ping(p PingRequest, t Runner) (Job, error)
	// Traceroute is the same for a traceroute.
	Traceroute(q TraceRequest, t Runner) (Job, error)

	// Resolve asks the name servers for a name; asking is told each of them, and done
	// gets an invalid address when none knows it. Done is called later, and never once the
	// Job was interrupted.
	// Unknown says that a name was looked up a short time ago and not found.
	Unknown(name string) bool
	Resolve(name string, asking func(server netip.Addr), done func(netip.Addr)) Job
}

// FileServers are where files are copied from and to over the network.
type FileServers interface {
	// TransferFile starts a copy by TFTP. The Job is over once Done was called.
	TransferFile(FileTransfer) Job
}

// A FileTransfer is a copy from a server, or, with Send, of Text to it. Began tells by which
// interface the first answer came, Mark what is to be shown of the progress, Done that it is
// over, with the text that was fetched.
type FileTransfer struct {
	Server netip.Addr
	Path   string
	Send   bool
	Text   string
	Limit  int // of what is fetched, in bytes
	Began  func(interfaceName string)
	Mark   func(string)
	Done   func(text string, err error)
}

// A TransferError is why a copy ends that no server refuses, in the device's words.
type TransferError string

func (e TransferError) Error() string { return string(e) }

const (
	TransferTimedOut TransferError = "Timed out"
	TransferAborted  TransferError = "Aborted"
)

// Lines are the terminals in use, by age; TerminalStatus of the methods below is named by
// its ID.
type Lines interface {
	Terminals() []TerminalStatus
	// Broadcast shows a text on all terminals, whatever they are doing; Send shows it on
	// one, and Disconnect ends what goes on there.
	Broadcast(text string)
	Send(terminal int, text string)
	Disconnect(terminal int)
	LineUses(tty int) int // how often a line has been used
}

// Logins are the tries to log in: LoginBegins tells of a user who is being asked, Attempted how a try
// went, LoginStatus counts failures.
type Logins interface {
	LoginBegins(*config.Line)
	Attempted(LoginAttempt)
	LoginStatus() LoginStatus
	// Judge has a check of a password done outside; done gets the verdict later, and never once
	// the terminal that asked is closed.
	Judge(check func() bool, done func(right bool))
	SSH() SSHStatus
}

// Keys are the router's RSA keys, which outlive it once the configuration is saved.
type Keys interface {
	Keys() keypair.Ring
	SetKeys(keypair.Ring)
	// MakeKey has a key made, outside; done gets it later, and never once it was called off.
	MakeKey(bits int, done func(*rsa.PrivateKey)) (cancel func())
}

// Hardware is the machine itself.
type Hardware interface {
	Serial() string // number of the chassis
	Usage() Usage
	Reloaded() string // why the router booted last
	Reload()
}

// A LabControl takes the lines of the EXEC command `lab`.
type LabControl interface {
	Command(line string) (output string, err error)
	// Help lists the commands: what to type, and what it does.
	Help() [][2]string
}

// A LogCount is how often a message was logged.
type LogCount struct {
	Message string // SYS-5-CONFIG_I
	Times   int
	Last    time.Time // of the router's clock
}

// InterfaceStatus is the state of one interface.
type InterfaceStatus struct {
	Name      string
	VRF       string       // "" = the global table
	Address   netip.Prefix // invalid when there is none
	Method    string       // how the address came: manual, NVRAM, unset
	AdminDown bool
	Link      bool
	Protocol  bool
	Why       string // why the link is down, "" if nothing is known
	MTU       int
	IPMTU     int    // how long an IP packet may be
	Hardware  string // address, 5254.0012.3456; "" without hardware
	InPackets, InBytes,
	OutPackets, OutBytes uint64 // since Cleared
	InRate, OutRate       Rate
	LastInput, LastOutput time.Time // of packets; zero = never
	Cleared               time.Time // the counters, by command; zero = never
	Resets                int
}

// A Rate is a decaying average.
type Rate struct{ Bits, Packets float64 } // a second

// Usage is what the process that is the router uses of its machine.
type Usage struct {
	MemoryTotal, MemoryUsed          uint64  // bytes
	FiveSeconds, Minute, FiveMinutes float64 // percent of one processor
	History                          UsageHistory
}

// UsageHistory is the use of one processor in times past, the latest first: the percent of
// single seconds, at most 60, and of at most 60 minutes and 72 hours that are over.
type UsageHistory struct {
	Seconds        []float64
	Minutes, Hours []UsagePeak
}

// A UsagePeak is how much of a processor was used in a time, in percent.
type UsagePeak struct{ Average, Maximum float64 }

// A Neighbour is who was seen on an interface's subnet.
type Neighbour struct {
	Interface string
	Addr      netip.Addr
	Hardware  string
	Seen      time.Time
}

// A RouteCode says where a route comes from, in the letter of `show ip route`.
type RouteCode byte

const (
	RouteConnected RouteCode = 'C'
	RouteLocal     RouteCode = 'L'
	RouteStatic    RouteCode = 'S'
)

// RouteStatus is one entry of a routing table: the ways to a prefix, which are equally good.
type RouteStatus struct {
	VRF      string // whose table it is in; "" = the global one
	Prefix   netip.Prefix
	Code     RouteCode
	Distance int
	Paths    []RoutePath // at least one
}

// A RoutePath is one way of a route.
type RoutePath struct {
	NextHop   netip.Addr // invalid when directly connected
	Interface string     // "" when only a next hop is named
	Leaves    string     // the interface by which packets leave in the end
}

// TerminalStatus is one terminal in use.
type TerminalStatus struct {
	ID          int             // as the router numbers terminals
	Kind        config.LineKind // LineConsole or LineVTY
	Number      int             // of the line
	User        string
	From        netip.Addr    // the client's address, if it came over the network
	Idle        time.Duration // since something was typed
	Open        time.Duration // since the line was opened
	Active      bool          // false: nobody is logged in
	Configuring bool          // in a configuration mode

	Settings Settings
}

// PingRequest is what a ping was asked to do.
type PingRequest struct {
	VRF          string // in whose table the target is; "" = the global one
	Target       netip.Addr
	Source       netip.Addr // invalid: the address of the interface that leads there
	Count        int
	Size         int // bytes of the IP packet, 36..18024
	Timeout      time.Duration
	DF           bool
	Validate     bool
	Verbose      bool
	Data         uint16 // the pattern that fills the packet
	SourceNamed  bool   // the source was asked for, and is printed
	SweepMinimum int    // 0: no sweep
	SweepMaximum int
	SweepStep    int
}

// A Runner is the terminal that waits for a Job.
type Runner interface {
	Write(text string) // "\n" line ends
	Done()             // the prompt may come back
}

// A Job is a command that takes time.
type Job interface {
	Interrupt() // Ctrl-^ was typed: finish early. Done is still called.
}

// A LoginAttempt is somebody's try to log in.
type LoginAttempt struct {
	User   string
	From   netip.Addr // invalid at the console
	Port   uint16     // of the router, 0 at the console
	Failed string     // why in words, "" if it did not
}

// LoginStatus is what `show login` tells about failures.
type LoginStatus struct {
	Quiet    time.Duration // for how long nobody may log in yet; 0: logins are open
	Window   time.Duration // what is left of the time in which failures are counted
	Failures int           // in that time
	Total    int           // since boot
	Recent   []LoginFailures
}

// LoginFailures are failures of one user from one place.
type LoginFailures struct {
	User  string
	From  netip.Addr
	Port  uint16
	Count int
	Last  time.Time // by the router's calendar
}

// SSHStatus is what the router's SSH server does now.
type SSHStatus struct {
	Key      *keypair.Pair // nil: SSH is disabled
	Sessions []SSHSession
}

// An SSHSession is one user's connection by SSH.
type SSHSession struct {
	Number      int // of the virtual line
	User        string
	In, Out     SSHCiphers // from the client's side, and to it
	Established bool       // the user has been let in
}

// SSHCiphers protect one direction of a connection.
type SSHCiphers struct{ Encryption, MAC string }

// TraceRequest is what a traceroute was asked to do.
type TraceRequest struct {
	VRF            string
	Target         netip.Addr
	Name           string     // as typed
	Source         netip.Addr // invalid: the address of the interface that leads there
	Numeric        bool       // no names
	Probes         int        // of each TTL
	MinTTL, MaxTTL int
	Timeout        time.Duration // of each probe
	Port           int           // of the first probe; each goes to the next
}
