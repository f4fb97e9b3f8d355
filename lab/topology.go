package lab

import (
	"net/netip"
	"time"

	"ruthere/debuglog"
)

// A Topology says what a lab is made of.
type Topology struct {
	Origin Origin    // the text that it was read from, if it was
	Seed   string    // of all randomness
	Clock  time.Time // what the routers' clocks show at the start
	// Computing is that of all routers which have none of their own.
	Computing   Computing
	Routers     []Router
	Hosts       []Host
	Translators []Translator
	Links       []Link
	Faults      []TimedFault
	// Withheld are names of lab commands that this lab does not have: they would show what is to be found out. No file has them.
	Withheld []string
	// Commands are lab commands besides those that every lab has. No file has them: who reads one may add them.
	Commands []Command
}

// A Router of a Topology.
type Router struct {
	Name       string
	Release    debuglog.Release
	Interfaces []string // hardware, names in full; none: whatever its configuration names exists
	Config     string   // the startup-config
	HasConfig  bool
	Source     Source   // of Config
	Manners    []string // how it misbehaves as an IKE peer; see [Manners]
	Computing  Computing
	// AlwaysLinked says that its ports see a link though no wire is plugged in, as those of virtual machines do.
	AlwaysLinked bool
}

// A Host of a Topology: it answers pings and can be told to ping.
type Host struct {
	Name    string
	Address netip.Prefix      // the address with the length of its subnet
	Gateway netip.Addr        // invalid: it reaches its subnet only
	Files   map[string]string // that it serves, by TFTP unless Serves says otherwise; nil: it is no server
	Serves  []string          // what it serves: echo, ftp, http, tftp; see [Services]
	Time    *TimeServer       // nil: it does not tell the time
	// Names are those that it answers for as a name server, by lower-case name; nil: it is none.
	Names map[string]netip.Addr
}

// A Link of a Topology: a wire with two ends, or a segment with more.
type Link struct {
	Name    string
	Ends    []End
	Delay   time.Duration // one way
	Loss    float64       // percent of packets
	Rate    int64         // bits a second, each way; 0 = as fast as can be
	Queue   int           // packets that wait when there is a Rate; 0 = as many as come
	Jitter  time.Duration // a packet takes up to that much longer, by chance
	Reorder bool          // with Jitter packets may pass each other
	MTU     int           // bytes; what is longer is lost; 0 = nothing is too long
}

// An End is where a link is plugged in. Hosts have one interface, which has no name; translators have inside and outside.
type End struct{ Node, Interface string }

func (e End) String() string {
	if e.Interface == "" {
		return e.Node
	}
	return e.Node + ":" + e.Interface
}

// DefaultClock is what a router's clock that was never set shows once it has booted.
var DefaultClock = time.Date(2002, time.March, 1, 0, 0, 3, 3e6, time.UTC)

// DefaultDelay is the delay of a link that gives none.
const DefaultDelay = time.Millisecond
