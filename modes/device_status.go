package modes

import (
	"cmp"
	"net/netip"
	"time"

	"ruthere/config"
	"ruthere/crypto/keypair"
)

// What a Device tells of itself, and what it is asked to do, as values.

// A LogCount is how often a message was logged.
type LogCount struct {
	Message string // SYS-5-CONFIG_I
	Times   int
	Last    time.Time // of the router's clock
}

// InterfaceStatus is the state of one interface.
type InterfaceStatus struct {
	Name         string
	VRF          string       // "" = the global table
	Address      netip.Prefix // invalid when there is none
	Lender       string       // ip unnumbered: the interface whose address it uses; "" = none
	Borrowed     netip.Prefix // that address; invalid when that interface has none
	Method       string       // how the address came: manual, NVRAM, unset
	AdminDown    bool
	Link         bool
	Protocol     bool
	Why          string    // why the link is down, "" if nothing is known
	Linestate    Linestate // of a tunnel
	TransportMTU int       // of a tunnel: how long a packet may be that leaves in one piece; 0 = not known
	FoundMTU     int       // of a tunnel: how long its own packets may be, as its path has shown; 0 = nothing is known
	FoundUntil   time.Time // when that is forgotten; zero = never
	MTU          int
	IPMTU        int    // how long an IP packet may be
	Hardware     string // address, 5254.0012.3456; "" without hardware
	InPackets, InBytes,
	OutPackets, OutBytes uint64 // since Cleared
	InRate, OutRate       Rate
	LastInput, LastOutput time.Time // of packets; zero = never
	Cleared               time.Time // the counters, by command; zero = never
	Resets                int
}

// UsedAddress is the address that packets of the interface come from: its own, or the one that it borrows.
func (s InterfaceStatus) UsedAddress() netip.Prefix {
	if s.Address.IsValid() {
		return s.Address
	}
	return s.Borrowed
}

// LinkWord is what `show` commands say of the link.
func (s InterfaceStatus) LinkWord() string {
	if s.AdminDown {
		return "administratively down"
	}
	return UpDown(s.Link)
}

// UpDown is a state in the device's word.
func UpDown(up bool) string {
	if up {
		return "up"
	}
	return "down"
}

// IPTraffic is what a router counted of IP packets since boot.
type IPTraffic struct {
	Received, FormatErrors, BadHops uint64
	Delivered                       uint64 // were for the router itself
	Generated, Forwarded            uint64
	NoRoute                         uint64
	NoPort                          uint64 // of UDP, where nobody listens
	Reassembled, Fragmented         uint64
	TooLong                         uint64          // and not to be taken apart
	In, Out                         ProtocolTraffic // of those delivered and generated
}

// ProtocolTraffic counts packets by what they carry.
type ProtocolTraffic struct {
	UDP                                        uint64
	Echo, EchoReply, Unreachable, TimeExceeded uint64 // of ICMP
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
	RouteNHRP      RouteCode = 'H'
)

// Word is where the route comes from, in a word.
func (c RouteCode) Word() string {
	switch c {
	case RouteConnected:
		return "connected"
	case RouteLocal:
		return "local"
	case RouteNHRP:
		return "nhrp"
	}
	return "static"
}

// RouteStatus is one entry of a routing table: the ways to a prefix, which are equally good.
type RouteStatus struct {
	VRF      string // whose table it is in; "" = the global one
	Prefix   netip.Prefix
	Code     RouteCode
	Distance int
	Paths    []RoutePath // at least one
	Since    time.Time   // of routes that were learned
	Override bool        // NHRP has found a better next hop
}

// A RoutePath is one way of a route.
type RoutePath struct {
	NextHop   netip.Addr // invalid when directly connected
	Interface string     // "" when only a next hop is named
	Leaves    string     // the interface by which packets leave in the end
}

// StaticRouteStatus is a static route, in use or not.
type StaticRouteStatus struct {
	VRF       string
	Prefix    netip.Prefix
	Distance  int
	NextHop   netip.Addr // invalid when only an interface is named
	Interface string     // "" when only a next hop is named
	Track     int        // the tracked object without which it is not used; 0 = none
	Permanent bool
	Crypto    bool // reverse route injection put it in
	InUse     bool
}

// Compare orders static routes by VRF and prefix.
func (s StaticRouteStatus) Compare(o StaticRouteStatus) int {
	return cmp.Or(cmp.Compare(s.VRF, o.VRF), s.Prefix.Addr().Compare(o.Prefix.Addr()), cmp.Compare(s.Prefix.Bits(), o.Prefix.Bits()))
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
	Connected   []string      // where its user has connections open to

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
	// ReadKeys has each key go to take from here on, until Done; what is shown of it is for the job to say. Ctrl-^ is
	// a key like another.
	ReadKeys(take func(key byte))
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
