package modes

import (
	"crypto/rsa"
	"net/netip"
	"time"

	"ruthere/capture/embedded"
	"ruthere/config"
	"ruthere/crypto/ezvpn"
	"ruthere/crypto/ike"
	"ruthere/crypto/keypair"
	"ruthere/crypto/pki"
	"ruthere/debuglog"
	"ruthere/files"
	"ruthere/nat"
	"ruthere/ntp"
	"ruthere/radius"
	"ruthere/sla"
	"ruthere/tracking"
)

// A Device is what commands can see and do of the router, in parts: a function that needs one
// of them asks for that one.
type Device interface {
	Standby
	NHRP
	Clock
	NetworkTime
	Configuration
	Storage
	Schedule
	IKE
	EasyVPN
	Log
	Network
	Objects
	Translation
	Probes
	FileServers
	Streams
	Lines
	Logins
	Keys
	Authority
	Authorities
	Hardware
	Captures() *embedded.Captures // of users (`monitor capture`)
	Certificates() *pki.Records   // what is remembered of certificates besides the configuration
	Lab() LabControl              // nil unless the router lives in a lab
}

// A Clock tells the time.
type Clock interface {
	Now() time.Time // the instant of the step being worked on
	Clock() (time.Time, debuglog.ClockState)
	SetClock(time.Time)
	ClockSource() ClockSource
	Booted() time.Time
}

// A ClockSource is who set the clock last.
type ClockSource uint8

const (
	NoClockSource ClockSource = iota
	ClockSetByUser
	ClockSetByNTP
)

// NetworkTime is what NTP knows.
type NetworkTime interface {
	NTPStatus() ntp.Status
	NTPAssociations() []ntp.AssociationStatus
}

// A Configuration is what runs. Config must not be changed; Apply swaps another one in. While
// Loading, commands may edit Config in place instead: nothing follows from single lines then.
type Configuration interface {
	Release() debuglog.Release
	// Salt are n random bytes for the hash of a new secret.
	Salt(n int) []byte
	Language() *Language // of the release
	Config() *config.Config
	// InForce is that by which the router works: more than was typed while it is an Easy VPN client.
	InForce() *config.Config
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
	Unsaved() bool // changed since it was saved
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

// EasyVPN is what the router is a client of. EasyVPN runs a verb of the clients'.
type EasyVPN interface {
	EasyVPNs() []ezvpn.Status
	EasyVPN(func(now time.Time, s *ezvpn.Clients))
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
	StaticRoutes() []StaticRouteStatus // of all VRFs, by prefix; also those that are not in use
	IPTraffic() IPTraffic
	// ClearCounters sets the counters of an interface, or of all ("") to zero.
	ClearCounters(interfaceName string)
	Neighbours() []Neighbour
	ClearNeighbours()
	// Matches is how many packets have met an entry of an access list; ClearMatches
	// forgets those of a list, or of all lists ("").
	Matches(list string, sequence int) uint64
	ClearMatches(list string)
	// PolicyMatches is what a sequence of a route map has matched in policy routing; ClearPolicyMatches forgets it, of a route map or of
	// all ("").
	PolicyMatches(routeMap string, sequence int) (packets, bytes uint64)
	ClearPolicyMatches(routeMap string)
}

// Objects are what is watched: the objects of `track`, and the echoes of IP SLA, by number.
type Objects interface {
	Tracks() []tracking.Status
	Operations() []sla.Status
	RestartOperation(number int) bool // false if there is none that is active
	Responder() *sla.Responder        // of others' probes
}

// Translation is what `ip nat` does.
type Translation interface {
	// Translations are those that hold. Who changes them clears them, or their counters.
	Translations() *nat.Table
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
	// Speaks says whether the protocol is spoken by which a file system reaches its servers.
	Speaks(protocol string) bool
	// TransferFile starts a copy. The Job is over once Done was called.
	TransferFile(FileTransfer) Job
}

// A FileTransfer is a copy from a server, or, with Send, of Text to it. Began tells that something comes, and by which
// interface the first datagram did (TFTP) or the line that announced it (SCP), Mark what is to be shown of the progress, Done that it is
// over, with the text that was fetched.
type FileTransfer struct {
	Protocol       string // tftp, http, ftp or scp
	Server         netip.Addr
	Port           uint16     // 0 = the usual one
	Host           string     // as the server was named
	Source         netip.Addr // invalid: the address of the interface that leads there
	User, Password string     // in clear
	Path           string
	Send           bool
	Text           string
	Limit          int // of what is fetched, in bytes
	Began          func(how string)
	Mark           func(string)
	Done           func(text string, err error)
}

// A TransferError is why a copy ends that no server refuses, in the device's words.
type TransferError string

func (e TransferError) Error() string { return string(e) }

const (
	TransferTimedOut TransferError = "Timed out"
	TransferAborted  TransferError = "Aborted"
	TransferRefused  TransferError = "Connection refused"
	TransferNotFound TransferError = "No such file or directory"
	TransferDenied   TransferError = "Permission denied"
	TransferLogin    TransferError = "Incorrect Login/Password"
	TransferNoRoom   TransferError = "No space left on device"
	TransferFailed   TransferError = "I/O error"
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
	// AskServers asks a group of servers about a user; done gets what they say, later, and never once the terminal that
	// asked is closed.
	AskServers(q ServerQuestion, done func(ServerReply))
	ServerCounts() radius.Counts
	SSH() SSHStatus
}

// A ServerQuestion is what servers are asked about a user.
type ServerQuestion struct {
	Group          string // of servers
	User, Password string
	Line           int    // number of the user's line; -1: there is none
	From           string // where the user comes from; "" = unknown
}

// A ServerReply is what one of them said: with Answered false that none said anything.
type ServerReply struct {
	Answered, Right bool
	Level           int // privilege level of an EXEC; -1: nothing was said
	Message         string
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
	Serial() string            // number of the chassis
	Register() config.Register // with which it booted; Config has the next
	Usage() Usage
	Reloaded() string // why the router booted last
	Reload()
}

// A LabControl takes the lines of the EXEC command `lab`.
type LabControl interface {
	Command(line string) (output string, err error)
	// Help lists the commands: what to type, and what it does.
	Help() [][2]string
	// Expect lists what the last word of a line may become, with what it means: of a command, with its arguments
	// after it. Words in capitals stand for what the user chooses, "<cr>" for the end of the line.
	Expect(line string) [][2]string
}
