package router

import (
	"net/netip"
	"time"

	"ruthere/config"
	"ruthere/shell"
)

// A user who comes over the network is let in step by step: Connect finds a line,
// Authenticate checks a name and password that the transport carried (SSH), Enter begins
// the login. What each step answers is an output, so that a driver waits for nobody.

// Connect opens a virtual line for somebody at From who came by a transport, "ssh" or
// "telnet". The answer is Connected.
type Connect struct {
	Terminal  int
	Transport string
	From      netip.Addr
}

// Authenticate offers the password of a user of a connected terminal. The answer is
// Authenticated.
type Authenticate struct {
	Terminal       int
	User, Password string
}

// Enter begins what the connection is for: the login dialogue (telnet), the EXEC of the
// user who was authenticated (SSH), or, with a Command, that one line and no more.
type Enter struct {
	Terminal      int
	Height, Width int  // of the window; 0: as the line is configured
	Unpaged       bool // there is no window: output is never paged
	Command       string
}

func (Connect) input()      {}
func (Authenticate) input() {}
func (Enter) input()        {}

// Connected tells that a terminal has got a line, or why not in words for its user; the
// connection is to be closed then.
type Connected struct {
	Terminal int
	Refused  string
}

// Authenticated tells whether a password was right. The driver says so after Wait, and
// closes the connection when no attempt is Left.
type Authenticated struct {
	Terminal int
	OK       bool
	Wait     time.Duration
	Left     int
}

func (Connected) output()     {}
func (Authenticated) output() {}

func (r *Router) connect(in Connect) {
	for n := range config.VTYs {
		if l := r.config.Line("vty", n); l != nil && !r.lineInUse(n) {
			t := &terminal{id: in.Terminal, kind: "vty", transport: in.Transport}
			t.Terminal = shell.NewTerminal(in.Terminal, "vty", n, in.From, l.Length, l.Width, r, outlet{r})
			r.terminals = append(r.terminals, t)
			r.out.add(Connected{Terminal: in.Terminal})
			return
		}
	}
	r.out.add(Connected{Terminal: in.Terminal, Refused: "% Connection refused by remote host\n"})
}

func (r *Router) lineInUse(vty int) bool {
	for _, t := range r.terminals {
		if s := t.Status(); t.kind == "vty" && s.Number == vty {
			return true
		}
	}
	return false
}

func (r *Router) authenticate(in Authenticate) {
	r.at(in.Terminal, func(t *terminal) {
		u := r.config.User(in.User)
		ok := u != nil && shell.Knows(u, in.Password)
		if ok {
			t.user = in.User
		} else {
			t.failures++
		}
		r.out.add(Authenticated{Terminal: in.Terminal, OK: ok, Wait: time.Second, Left: config.DefaultLoginAttempts - t.failures})
	})
}

func (r *Router) begin(in Enter) {
	r.at(in.Terminal, func(t *terminal) {
		t.SetWindow(in.Width, in.Height, in.Unpaged)
		switch {
		case t.transport != "ssh":
			t.Open()
		case in.Command != "":
			t.RunAs(t.user, in.Command)
		default:
			t.EnterAs(t.user)
		}
	})
}
