package router

import (
	"crypto/rsa"
	"io"
	"net/netip"

	"ruthere/crypto/ike"
	"ruthere/files"
	"ruthere/shell"
)

// An Input is one thing that happens to a router.
type Input interface{ input() }

// Attach opens a terminal: the console (Kind "con") or a virtual line ("vty") with the
// address of who opened it. Height 0 means that output is never paged. With Standby the
// console waits for RETURN first, as after every login that ends there.
type Attach struct {
	Standby       bool
	Terminal      int
	Kind          string
	Number        int
	From          netip.Addr
	Height, Width int
}

// Detach closes a terminal: its user hung up.
type Detach struct{ Terminal int }

// Typed is a line a terminal's user entered.
type Typed struct {
	Terminal int
	Text     string
	End      shell.End
}

// Key is one key pressed while the terminal did not edit a line.
type Key struct {
	Terminal int
	Key      byte
}

// Stirred tells that keys are being pressed at a terminal, line or no line yet: its user
// is not idle.
type Stirred struct{ Terminal int }

// Interrupt is Ctrl-^: stop what is running.
type Interrupt struct{ Terminal int }

// Resize is a new size of a terminal's screen, in characters.
type Resize struct {
	Terminal, Height, Width int
}

// PacketIn is an IPv4 packet that arrived on an interface.
type PacketIn struct {
	Interface string
	Data      []byte
}

// Neighbour is what ARP finds out: who has an address on an interface's subnet.
type Neighbour struct {
	Interface string
	Addr      netip.Addr
	Hardware  string // 5254.0012.3456
}

// LinkChange is an interface's link coming up or going down. Why says in words for a
// person why it is down; "" when there is nothing to say.
type LinkChange struct {
	Interface string
	Up        bool
	Why       string
}

// JobDone brings the result of a Job.
type JobDone struct{ ike.Answer }

// KeyMade brings the key that a MakeKey asked for.
type KeyMade struct {
	ID  int
	Key *rsa.PrivateKey
}

// Tick is nothing but the passing of time.
type Tick struct{}

func (Attach) input()     {}
func (Detach) input()     {}
func (Typed) input()      {}
func (Key) input()        {}
func (Stirred) input()    {}
func (Interrupt) input()  {}
func (Resize) input()     {}
func (PacketIn) input()   {}
func (Neighbour) input()  {}
func (LinkChange) input() {}
func (JobDone) input()    {}
func (KeyMade) input()    {}
func (Tick) input()       {}

// Out collects what follows from inputs, in order. It is only ever appended to.
type Out struct {
	Items []Output
}

func (o *Out) add(items ...Output) { o.Items = append(o.Items, items...) }

// An Output is one thing a router wants done.
type Output interface{ output() }

// TerminalText is command output for a terminal; lines end in "\n".
type TerminalText struct {
	Terminal int
	Text     string
}

// TerminalLog is a log line for a terminal, which may come while its user types.
type TerminalLog struct {
	Terminal    int
	Text        string
	Synchronous bool // logging synchronous: show prompt and input again behind it
}

// TerminalReady asks for the next line, or key, of a terminal's user.
type TerminalReady struct {
	Terminal int
	Request  shell.Request
}

// TerminalClosed ends a terminal: its user logged out. The console never ends: it asks
// for the RETURN of the next user.
type TerminalClosed struct{ Terminal int }

// PacketOut is an IPv4 packet to send on an interface, towards a neighbour there.
type PacketOut struct {
	Interface string
	NextHop   netip.Addr
	Data      []byte
}

// Job is Diffie-Hellman arithmetic to do wherever the driver likes; the result comes
// back as JobDone.
type Job struct{ ike.Job }

// MakeKey asks for an RSA key of so many bits, which takes a while; it comes back as
// KeyMade. Random is where a driver that must repeat itself draws it from.
type MakeKey struct {
	ID, Bits int
	Random   io.Reader
}

// StorePrivate wants the private configuration, which nobody is shown, kept in place of
// the one before; or forgotten.
type StorePrivate struct {
	Text string
	Gone bool
}

// StoreFile wants a file, or a folder, of NVRAM or flash memory kept; it replaces the one
// of its name.
type StoreFile struct{ files.File }

// RemoveFile wants one gone.
type RemoveFile struct{ files.File }

// Reload wants the router restarted.
type Reload struct{}

func (TerminalText) output()   {}
func (TerminalLog) output()    {}
func (TerminalReady) output()  {}
func (TerminalClosed) output() {}
func (PacketOut) output()      {}
func (Job) output()            {}
func (MakeKey) output()        {}
func (StorePrivate) output()   {}
func (StoreFile) output()      {}
func (RemoveFile) output()     {}
func (Reload) output()         {}
