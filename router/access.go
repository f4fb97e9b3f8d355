package router

import (
	"net/netip"
	"slices"
	"time"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/modes/access"
	"ruthere/packet"
	"ruthere/shell"
)

// A user who comes over the network is let in step by step: Connect finds a line,
// Authenticate checks a name and password that the transport carried (SSH), Enter begins
// the login. What each step answers is an output, so that a driver waits for nobody.

// Connect opens a virtual line for somebody at From who came by a transport, "ssh" or
// "telnet", to an address of the router. The answer is Connected.
type Connect struct {
	Terminal  int
	Transport string
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

func (Connect) input()      {}
func (Authenticate) input() {}
func (Enter) input()        {}

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

func (Connected) output()     {}
func (Authenticated) output() {}

// ports are where a router listens for its transports.
var ports = map[string]uint16{"ssh": 22, "telnet": 23}

func (r *Router) connect(in Connect) {
	n, ok := r.freeLine(in.Transport)
	if _, enabled := r.SSHKey(); in.Transport == "ssh" && !enabled {
		ok = false
	}
	if !ok || !r.mayConnect(in, r.config.Line("vty", n)) {
		r.out.add(Connected{Terminal: in.Terminal, Refused: "% Connection refused by remote host\n"})
		return
	}
	l := r.config.Line("vty", n)
	t := &terminal{id: in.Terminal, kind: "vty", transport: in.Transport}
	place := shell.Place{Kind: "vty", Number: n, From: in.From, Port: ports[in.Transport]}
	t.Terminal = shell.NewTerminal(in.Terminal, place, l.Length, l.Width, r, outlet{r})
	r.opened(t)
	banner := t.Banner("login")
	if banner != "" {
		banner = "\n" + banner + "\n"
	}
	r.out.add(Connected{Terminal: in.Terminal, Banner: banner})
}

// freeLine is the first virtual line that nobody uses and that the transport may reach.
func (r *Router) freeLine(transport string) (n int, ok bool) {
	for n := range config.VTYs {
		if l := r.config.Line("vty", n); l != nil && l.Admits(transport) && !r.lineInUse(n) {
			return n, true
		}
	}
	return 0, false
}

func (r *Router) lineInUse(vty int) bool {
	return slices.ContainsFunc(r.terminals, func(t *terminal) bool {
		return t.kind == "vty" && !t.Closed() && t.Status().Number == vty
	})
}

// mayConnect holds a client against the line's access class, and in quiet mode against
// the list of who may log in all the same.
func (r *Router) mayConnect(in Connect, l *config.Line) bool {
	f := config.Flow{Src: in.From, Dst: in.To, Protocol: packet.ProtocolTCP, DstPort: ports[in.Transport]}
	if !in.To.IsValid() {
		f.Dst = netip.AddrFrom4([4]byte{})
	}
	if !r.permits(l.AccessIn.List, f) {
		return false
	}
	if !r.guard.quiet(r.now) {
		return true
	}
	list := r.config.Login.QuietList
	return list != "" && r.permits(list, f)
}

// permits says whether a list lets a flow pass. A list that is not there lets all pass.
func (r *Router) permits(list string, f config.Flow) bool {
	l := r.config.AccessList(list)
	if list == "" || l == nil {
		return true
	}
	e, met := l.Lookup(f)
	return met && e.Permit
}

func (r *Router) authenticate(in Authenticate) {
	r.at(in.Terminal, func(t *terminal) { r.logSSHSession(t, in) })
	if in.PublicKey != nil {
		r.as(in.Terminal, func(t *terminal) { r.authenticateKey(t, in) })
		return
	}
	r.at(in.Terminal, func(t *terminal) {
		l := r.config.Line("vty", t.Status().Number)
		method := access.LoginMethod(r.config, l)
		name, ok := access.Verify(r.config, l, method, in.User, in.Password)
		// A transport that asks for a password is no place to go without one.
		ok = ok && (method != "none" || r.config.AAA.NewModel)
		left := max(r.config.SSH.Retries, 1)
		if ok {
			t.user, t.known = name, true
			t.Attempted(name, "")
		} else {
			t.failures++
			t.Attempted(in.User, "Login Authentication Failed")
		}
		r.logSSHUser(t, in.User, ok)
		r.out.add(Authenticated{Terminal: in.Terminal, OK: ok, Left: max(left-t.failures, 0),
			Wait: access.FailureDelay(r.config)})
	})
}

// authenticateKey holds a public key against those of the user. A client may offer many,
// so that a wrong one is no failed attempt.
func (r *Router) authenticateKey(t *terminal, in Authenticate) {
	u := r.config.SSH.User(in.User)
	hash := access.SSHKeyHash(in.PublicKey)
	ok := u != nil && slices.ContainsFunc(u.Keys, func(k config.SSHKey) bool { return k.Hash == hash })
	if ok && !in.Query {
		t.user, t.known = in.User, true
		t.Attempted(in.User, "")
		r.logSSHUser(t, in.User, true)
	}
	r.out.add(Authenticated{Terminal: in.Terminal, OK: ok, Left: 1})
}

func (r *Router) begin(in Enter) {
	r.as(in.Terminal, func(t *terminal) {
		t.in, t.out = in.In, in.Out
		t.SetWindow(in.Width, in.Height, in.Unpaged)
		switch {
		case t.transport != "ssh":
			t.Open()
		case !t.known: // a driver's mistake must let nobody in
			t.Close()
		case in.Command != "":
			t.RunAs(t.user, in.Command)
		default:
			t.EnterAs(t.user)
		}
	})
}

// SSH is what `show ssh` and `show ip ssh` tell.
func (r *Router) SSH() modes.SSHStatus {
	s := modes.SSHStatus{}
	if p, ok := r.SSHKey(); ok {
		s.Key = &p
	}
	for _, t := range r.terminals {
		if t.transport != "ssh" || t.Closed() {
			continue
		}
		is := t.Status()
		s.Sessions = append(s.Sessions, modes.SSHSession{Number: is.Number, User: t.user, In: t.in, Out: t.out, Established: t.known})
	}
	return s
}
