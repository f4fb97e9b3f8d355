package router

import (
	"net/netip"
	"slices"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/modes/access"
	"ruthere/packet"
	"ruthere/shell"
)

// transportPorts are where a router listens for its transports.
var transportPorts = map[config.Transport]uint16{config.TransportSSH: 22, config.TransportTelnet: 23}

func (r *Router) connectUser(in Connect) {
	banner, ok := r.connectLine(in)
	if !ok {
		r.out.add(Connected{Terminal: in.Terminal, Refused: "% Connection refused by remote host\n"})
		return
	}
	r.out.add(Connected{Terminal: in.Terminal, Banner: banner})
}

// lineFor is the virtual line that a user would get; ok is false if they are refused.
func (r *Router) lineFor(in Connect) (n int, ok bool) {
	n, ok = r.freeLine(in.Transport)
	if _, enabled := r.SSHKey(); in.Transport == config.TransportSSH && !enabled {
		ok = false
	}
	return n, ok && r.mayConnect(in, r.config.Line(config.LineVTY, n))
}

// connectLine opens a virtual line for a user.
func (r *Router) connectLine(in Connect) (banner string, ok bool) {
	n, ok := r.lineFor(in)
	if !ok {
		return "", false
	}
	l := r.config.Line(config.LineVTY, n)
	t := &connection{id: in.Terminal, kind: config.LineVTY, transport: in.Transport}
	origin := shell.Origin{Kind: config.LineVTY, Number: n, From: in.From, Port: transportPorts[in.Transport]}
	t.Terminal = shell.NewTerminal(in.Terminal, origin, l.Length, l.Width, r, terminalOutlet{r})
	if in.Transport == config.TransportSSH {
		r.Log(debuglog.SSHStarts(n))
	}
	r.openTerminal(t)
	banner = t.Banner("login")
	if banner != "" {
		banner = "\n" + banner + "\n"
	}
	return banner, true
}

// freeLine is the first virtual line that nobody uses and that the transport may reach.
func (r *Router) freeLine(transport config.Transport) (n int, ok bool) {
	for n := range config.VTYs {
		if l := r.config.Line(config.LineVTY, n); l != nil && l.Admits(transport) && !r.lineInUse(n) {
			return n, true
		}
	}
	return 0, false
}

func (r *Router) lineInUse(vty int) bool {
	return slices.ContainsFunc(r.terminals, func(t *connection) bool {
		return t.kind == config.LineVTY && !t.Closed() && t.Status().Number == vty
	})
}

// mayConnect checks a client against the line's access class, and in quiet mode against
// the list of those who are still let in.
func (r *Router) mayConnect(in Connect, l *config.Line) bool {
	f := config.Flow{Src: in.From, Dst: in.To, Protocol: packet.ProtocolTCP, DstPort: transportPorts[in.Transport]}
	if !in.To.IsValid() {
		f.Dst = netip.AddrFrom4([4]byte{})
	}
	if !r.permitsLogin(l.AccessIn.List, f) {
		return false
	}
	if !r.loginGuard.isQuiet(r.now) {
		return true
	}
	list := r.config.Login.QuietList
	return list != "" && r.permitsLogin(list, f)
}

// permitsLogin says whether a list lets a flow pass. A list that is not there lets all pass.
func (r *Router) permitsLogin(list string, f config.Flow) bool {
	l := r.config.AccessList(list)
	if list == "" || l == nil {
		return true
	}
	e, met := l.Lookup(f)
	return met && e.Permit
}

func (r *Router) authenticateUser(in Authenticate) {
	r.withTerminal(in.Terminal, func(t *connection) { r.logSSHSession(t, in) })
	if in.PublicKey != nil {
		r.withActor(in.Terminal, func(t *connection) { r.authenticateKey(t, in) })
		return
	}
	r.withTerminal(in.Terminal, func(t *connection) {
		l := r.config.Line(config.LineVTY, t.Status().Number)
		method := access.LoginMethod(r.config, l)
		if t.failures == 0 {
			r.LoginBegins(l)
		}
		attempt := access.Attempt{Config: r.config, Line: l, Methods: access.LoginMethods(r.config, l), User: in.User, Password: in.Password,
			At: modes.TTY(config.LineVTY, t.Status().Number), From: t.Status().From.String()}
		attempt.Judge(r, func(v access.Verdict) {
			r.withTerminal(in.Terminal, func(t *connection) { r.answerAuthenticate(t, in, method, v) })
		})
	})
}

// answerAuthenticate tells the driver whether a password was right.
func (r *Router) answerAuthenticate(t *connection, in Authenticate, method config.LoginMethod, v access.Verdict) {
	// A transport that asks for a password is no place to go without one.
	name, ok := v.Name, v.Right && (method != config.MethodNone || r.config.AAA.NewModel)
	left := max(r.config.SSH.Retries, 1)
	if ok {
		if r.config.UserFold(name) == nil { // a line that asks for no name takes any
			name = debuglog.Visible(name)
		}
		t.user, t.known = name, true
		t.LetIn(name, v.Vouched)
		t.Attempted(name, "")
	} else {
		t.failures++
		t.Attempted(in.User, "Login Authentication Failed")
	}
	r.logSSHUser(t, in.User, ok)
	r.out.add(Authenticated{Terminal: in.Terminal, OK: ok, Left: max(left-t.failures, 0), Wait: access.FailureDelay(r.config)})
}

// authenticateKey compares a public key with those of the user. A client may offer many,
// so that a wrong one is no failed attempt.
func (r *Router) authenticateKey(t *connection, in Authenticate) {
	u := r.config.SSH.User(in.User)
	hash := access.SSHKeyHash(in.PublicKey)
	ok := u != nil && slices.ContainsFunc(u.Keys, func(k config.SSHKey) bool { return k.Hash == hash })
	if ok && !in.Query {
		t.user, t.known = in.User, true
		t.LetIn(in.User, modes.ServerReply{})
		t.Attempted(in.User, "")
		r.logSSHUser(t, in.User, true)
	}
	r.out.add(Authenticated{Terminal: in.Terminal, OK: ok, Left: 1})
}

func (r *Router) startLogin(in Enter) {
	r.withActor(in.Terminal, func(t *connection) {
		t.in, t.out = in.In, in.Out
		t.SetWindow(in.Width, in.Height, in.Unpaged)
		r.traceSSHRequests(t, in)
		switch {
		case t.transport != config.TransportSSH:
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
		if t.transport != config.TransportSSH || t.Closed() {
			continue
		}
		is := t.Status()
		s.Sessions = append(s.Sessions, modes.SSHSession{Number: is.Number, User: t.user, In: t.in, Out: t.out, Established: t.known})
	}
	return s
}
