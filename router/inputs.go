package router

import (
	"crypto/rsa"
	"net/netip"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/modes"
	"ruthere/shell"
)

// An Input is one thing that happens to a router. These are all there are.
type Input interface{ isInput() }

func (Attach) isInput()             {}
func (Detach) isInput()             {}
func (Connect) isInput()            {}
func (Authenticate) isInput()       {}
func (Enter) isInput()              {}
func (SCPOpen) isInput()            {}
func (SCPWrite) isInput()           {}
func (Typed) isInput()              {}
func (Key) isInput()                {}
func (UserActive) isInput()         {}
func (Interrupt) isInput()          {}
func (Resize) isInput()             {}
func (PacketIn) isInput()           {}
func (Neighbour) isInput()          {}
func (LinkChange) isInput()         {}
func (JobDone) isInput()            {}
func (KeyMade) isInput()            {}
func (ConnectionOpened) isInput()   {}
func (ConnectionAccepted) isInput() {}
func (ConnectionData) isInput()     {}
func (ConnectionEnded) isInput()    {}
func (SCPProgress) isInput()        {}
func (SCPFinished) isInput()        {}
func (PasswordChecked) isInput()    {}
func (Kept) isInput()               {}
func (PowerOff) isInput()           {}
func (Tick) isInput()               {}

// A UserInput is what a user does at a terminal that is open.
type UserInput interface {
	Input
	TerminalID() int
	actOn(*connection)
}

func (in Typed) TerminalID() int      { return in.Terminal }
func (in Key) TerminalID() int        { return in.Terminal }
func (in UserActive) TerminalID() int { return in.Terminal }
func (in Interrupt) TerminalID() int  { return in.Terminal }
func (in Resize) TerminalID() int     { return in.Terminal }

func (in Typed) actOn(t *connection)   { t.Line(in.Text, in.End) }
func (in Key) actOn(t *connection)     { t.Terminal.Key(in.Key) }
func (UserActive) actOn(t *connection) { t.UserActive() }
func (Interrupt) actOn(t *connection)  { t.Terminal.Interrupt() }
func (in Resize) actOn(t *connection)  { t.Terminal.Resize(in.Width, in.Height) }

// Attach opens a terminal: the console (Kind LineConsole) or a virtual line (LineVTY) with the
// address of who opened it. Height 0 means that output is never paged. With Standby the
// console waits for RETURN first, as after every login that ends there. A Quiet console, for a program, shows lines
// of the log only after `terminal monitor`, as virtual lines do. A Privileged one asks nobody to log in and has privilege
// level 15: the driver vouches for its user.
type Attach struct {
	Quiet         bool
	Standby       bool
	Privileged    bool
	Terminal      int
	Kind          config.LineKind
	Number        int
	From          netip.Addr
	Height, Width int
}

// Detach closes a terminal: its user hung up.
type Detach struct{ Terminal int }

// A user who comes over the network is let in step by step: Connect finds a line,
// Authenticate checks a name and password that the transport carried (SSH), Enter begins
// the login. What each step answers is an output, so that a driver waits for nobody.

// Connect opens a virtual line for a user at From who came by a transport
// to an address of the router. The answer is Connected.
type Connect struct {
	Terminal  int
	Transport config.Transport
	From      netip.Addr
	To        netip.Addr // may be left out
}

// Authenticate offers the password, or the public key, of a user of a connected terminal.
// The answer is Authenticated.
type Authenticate struct {
	Terminal       int
	User, Password string
	PublicKey      []byte           // as SSH writes it; nil for a password
	Query          bool             // whether the key would do: nobody has proved to have it yet
	In, Out        modes.SSHCiphers // what protects the connection (SSH)
}

// Enter begins what the connection is for: the login dialogue (telnet), the EXEC of the
// user who was authenticated (SSH), or, with a Command, that one line and no more.
type Enter struct {
	Terminal      int
	Height, Width int  // of the window; 0: as the line is configured
	Unpaged       bool // there is no window: output is never paged
	Command       string
	In, Out       modes.SSHCiphers // what protects the connection (SSH)
}

// With SSH comes SCP: a user may copy files instead of entering. The driver speaks the
// protocol; what may be read and written is asked of the router.

// SCPOpen asks for the contents of a file, or, with Write, whether a file of Size bytes
// may be written to Path, under Name if that is a folder. The answer is SCPAnswer.
type SCPOpen struct {
	Terminal   int
	Path, Name string
	Write      bool
	Size       int64
}

// SCPWrite writes a file. The answer is SCPAnswer.
type SCPWrite struct {
	Terminal         int
	Path, Name, Data string
}

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

// UserActive tells that keys are being pressed at a terminal, whether or not they make a
// line yet: its user is not idle.
type UserActive struct{ Terminal int }

// Interrupt is Ctrl-^: stop what is running.
type Interrupt struct{ Terminal int }

// Resize is a new size of a terminal's screen, in characters.
type Resize struct {
	Terminal, Height, Width int
}

// PacketIn is an IPv4 packet that arrived on an interface.
type PacketIn struct {
	Interface string // a port, or a subinterface that has a link of its own
	Data      []byte
	VLAN      uint16 // its tag (IEEE 802.1Q), 1 to 4094; 0 = none
}

// Neighbour is what ARP finds out: who has an address on an interface's subnet.
type Neighbour struct {
	Interface string
	Addr      netip.Addr
	Hardware  string // 5254.0012.3456
	// Asked is the address that it asked us for; invalid when we asked and it answered.
	Asked netip.Addr
	VLAN  uint16 // of the tag that the exchange had; 0 = none
}

// LinkChange is an interface's link coming up or going down. Why says in words for a
// person why it is down; "" when there is nothing to say.
type LinkChange struct {
	After     time.Duration // how long until an interface is up whose Up says so: both ends have to agree first; 0 = it is
	Interface string
	Up        bool
	Why       string
}

// JobDone brings the result of a Job.
type JobDone struct{ ike.Answer }

// PasswordChecked brings the verdict of a CheckPassword.
type PasswordChecked struct {
	ID    int
	Right bool
}

// KeyMade brings the key that a MakeKey asked for.
type KeyMade struct {
	ID  int
	Key *rsa.PrivateKey
}

// Kept answers a StoreFile, a RemoveFile, a StorePrivate or a StoreRegister. Failed says why what it wanted
// was not done, in words such as "No space left on device", and all is as it was before.
type Kept struct {
	ID     int
	Failed string
}

// PowerOff tells that the router is about to be switched off: its peers hear that their
// SAs are gone. Nothing is awaited.
type PowerOff struct{}

// Tick is nothing but the passing of time.
type Tick struct{}
