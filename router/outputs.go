package router

import (
	"io"
	"net/netip"
	"time"

	"ruthere/capture"
	"ruthere/crypto/ike"
	"ruthere/event"
	"ruthere/files"
	"ruthere/shell"
)

// Out collects what follows from one input, in order. It is only ever appended to.
type Out struct {
	Items []Output

	// Spent is what the work took of the router's time, at its Pace: until then the router
	// takes no other input.
	Spent time.Duration
	lags  []time.Duration // of the items, as far as something was spent
}

func (o *Out) add(item Output) {
	if o.Spent > 0 {
		for len(o.lags) < len(o.Items) {
			o.lags = append(o.lags, 0)
		}
		o.lags = append(o.lags, o.Spent)
	}
	o.Items = append(o.Items, item)
}

// Lag is how long after the input item i leaves: what was spent on the work up to it.
func (o *Out) Lag(i int) time.Duration {
	if i < len(o.lags) {
		return o.lags[i]
	}
	return 0
}

// An Output is one thing a router wants done. These are all there are.
type Output interface{ isOutput() }

func (TerminalText) isOutput()    {}
func (TerminalLog) isOutput()     {}
func (TerminalReady) isOutput()   {}
func (TerminalClosed) isOutput()  {}
func (Connected) isOutput()       {}
func (Authenticated) isOutput()   {}
func (SCPAnswer) isOutput()       {}
func (PacketOut) isOutput()       {}
func (Job) isOutput()             {}
func (AnnounceAddress) isOutput() {}
func (MakeKey) isOutput()         {}
func (OpenConnection) isOutput()  {}
func (SendOn) isOutput()          {}
func (ReadOn) isOutput()          {}
func (CloseConnection) isOutput() {}
func (CopyBySCP) isOutput()       {}
func (StopSCP) isOutput()         {}
func (CheckPassword) isOutput()   {}
func (StorePrivate) isOutput()    {}
func (StoreRegister) isOutput()   {}
func (StoreFile) isOutput()       {}
func (RemoveFile) isOutput()      {}
func (Reload) isOutput()          {}
func (Event) isOutput()           {}
func (SAKey) isOutput()           {}
func (Arrived) isOutput()         {}

// A TerminalOutput is for one terminal.
type TerminalOutput interface {
	Output
	TerminalID() int
}

func (o TerminalText) TerminalID() int   { return o.Terminal }
func (o TerminalLog) TerminalID() int    { return o.Terminal }
func (o TerminalReady) TerminalID() int  { return o.Terminal }
func (o TerminalClosed) TerminalID() int { return o.Terminal }
func (o Connected) TerminalID() int      { return o.Terminal }
func (o Authenticated) TerminalID() int  { return o.Terminal }
func (o SCPAnswer) TerminalID() int      { return o.Terminal }

// An Answer is what a Connect, an Authenticate, an SCPOpen or an SCPWrite asked for.
type Answer interface {
	TerminalOutput
	isAnswer()
}

func (Connected) isAnswer()     {}
func (Authenticated) isAnswer() {}
func (SCPAnswer) isAnswer()     {}

// TerminalText is command output for a terminal; lines end in "\n".
type TerminalText struct {
	Terminal int
	Text     string
}

// TerminalLog is a log line for a terminal, which may come while its user types.
type TerminalLog struct {
	Terminal    int
	Text        string
	Synchronous bool // logging synchronous: show prompt and input again after it
}

// TerminalReady asks for the next line, or key, of a terminal's user.
type TerminalReady struct {
	Terminal int
	Request  shell.InputRequest
}

// TerminalClosed ends a terminal: its user logged out. The console never ends: it asks
// for the RETURN of the next user.
type TerminalClosed struct{ Terminal int }

// Connected tells that a terminal has got a line, or why not in words for its user; the
// connection is to be closed then. Banner is what the user should read before the
// transport asks for a password (SSH); telnet users see it in their login dialogue.
type Connected struct {
	Terminal int
	Refused  string
	Banner   string
}

// Authenticated tells whether a password was right. The driver says so after Wait, and
// closes the connection when no attempt is Left.
type Authenticated struct {
	Terminal int
	OK       bool
	Wait     time.Duration
	Left     int
}

// SCPAnswer tells why something is refused, in the words of the device; if nothing is,
// Data is the file that was asked for.
type SCPAnswer struct {
	Terminal int
	Refused  string
	Data     string
}

// PacketOut is an IPv4 packet to send on an interface, towards a neighbour there.
type PacketOut struct {
	Interface string // a port; a subinterface only if the driver gave it a link of its own
	NextHop   netip.Addr
	Data      []byte
	VLAN      uint16 // its tag (IEEE 802.1Q), 1 to 4094; 0 = none
	Said      string // what debugging says of it, for who records packets; "" = nothing, or nobody does
	Hardware  string // the address that it comes from, 0000.0c07.ac01; "" = the interface's own
}

// AnnounceAddress is gratuitous ARP: an address is here now, at this hardware address.
type AnnounceAddress struct {
	Interface string
	VLAN      uint16
	Addr      netip.Addr
	Hardware  string
}

// Job is Diffie-Hellman arithmetic to do wherever the driver likes; the result comes
// back as JobDone.
type Job struct{ ike.Job }

// CheckPassword asks for what Check returns, which takes a while; it comes back as
// PasswordChecked.
type CheckPassword struct {
	ID    int
	Check func() bool
}

// MakeKey asks for an RSA key of so many bits, which takes a while; it comes back as
// KeyMade. Random is where a driver that must repeat itself draws it from.
type MakeKey struct {
	ID, Bits int
	Random   io.Reader
}

// What is to be kept is answered by Kept, with the same ID, once it is safe or will not
// be. The router wants one thing kept at a time, and holds its users' prompts until then.

// StorePrivate wants the private configuration, which nobody is shown, kept in place of
// the one before; or forgotten.
type StorePrivate struct {
	ID   int
	Text string
	Gone bool
}

// StoreRegister wants the configuration register kept, as 0x2142: the Register of the Options at the next boot. It
// is no part of NVRAM that can be erased.
type StoreRegister struct {
	ID   int
	Text string
}

// StoreFile wants a file, or a folder, of NVRAM or flash memory kept; it replaces the one
// of its name.
type StoreFile struct {
	ID int
	files.File
}

// RemoveFile wants one gone.
type RemoveFile struct {
	ID int
	files.File
}

// With Options.Recording leave also, in order with the packets, the keys that open those that follow,
// and what debugging says of a packet that has just come in.

// SAKey is what opens the messages of an ISAKMP SA, or the packets of an IPsec SA.
type SAKey struct{ capture.Key }

// Arrived is about the packet that this step began with.
type Arrived struct{ Said string }

// Reload wants the router restarted.
type Reload struct{}

// Event tells that a state is another one from here on; there are some only if Options.Events asks for them.
type Event struct{ event.Event }
