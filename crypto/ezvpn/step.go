package ezvpn

import (
	"net/netip"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
	"ruthere/event"
)

// How often a server is called at most, and how long a client waits before it asks for IPsec SAs that went.
const (
	callInterval = 10 * time.Second
	callPause    = time.Second
)

// A step is an event at work on a client.
type step struct {
	*Clients
	*client
	now  time.Time
	news ike.EasyVPNNews
	then Event // that follows
}

// fire takes the row that leaves a client's state on an event, and what follows from it.
func (s *Clients) fire(now time.Time, c *client, on Event, n ike.EasyVPNNews) {
	for on != NoEvent {
		st := &step{Clients: s, client: c, now: now, news: n}
		name := c.settings.Name
		st.log(debuglog.EzVPNEvent(name, c.state.String(), on.String())...)
		r := st.rowFor(on)
		if r == nil {
			st.log(debuglog.EzVPNState(name, ""))
			return
		}
		if r.does != "" {
			st.log(debuglog.EzVPNDoes(name, r.does))
		}
		if r.do != nil {
			r.do(st)
		}
		if r.to == c.state {
			st.log(debuglog.EzVPNState(name, ""))
		} else {
			st.log(debuglog.EzVPNState(name, r.to.String()))
		}
		c.state, c.last = r.to, on
		on = st.then
	}
}

func (s *step) rowFor(on Event) *row {
	for i := range table {
		if r := &table[i]; r.from == s.state && r.on == on && (r.when == nil || r.when(s)) {
			return r
		}
	}
	return nil
}

func (s *step) add(a Action)               { s.actions = append(s.actions, a) }
func (s *step) log(lines ...debuglog.Line) { s.add(Log{lines}) }

// planCall has the server called by itself, if it is to be or takes another client's place, and not too often.
func (s *step) planCall() {
	s.forgetPlan()
	if s.settings.Connect != config.ConnectAuto && !s.isBackup {
		return
	}
	s.due, s.plan = s.now.Add(callPause), Connect
	if at := s.called.Add(callInterval); !s.called.IsZero() && at.After(s.due) {
		s.due = at
	}
}

func (s *step) forgetPlan() { s.due, s.plan = time.Time{}, NoEvent }

// call calls the server whose turn it is.
func (s *step) call() {
	s.forgetPlan()
	s.called = s.now
	if s.at >= len(s.peers) {
		s.at = 0
	}
	p := s.peers[s.at]
	if p.Host != "" {
		s.add(Lookup{s.settings.Name, p.Host})
		return
	}
	s.callAt(p.Addr)
}

func (s *step) callAt(server netip.Addr) {
	s.server = server
	s.log(debuglog.EzVPNFoundPeer(s.settings.Name, server))
	s.add(Refresh{})
	s.add(Call{s.local, server})
}

// findUser looks for what the server wants to know: what was typed for this connection, or is saved and may be. Whether it may is
// known from the first connection on, for the server tells it behind the user's back: until then the saved one is used.
func (s *step) findUser() {
	s.wants = s.news.Wants
	var asked []debuglog.XAuthAttribute
	for _, w := range s.wants {
		a := debuglog.XAuthName
		if w == isakmp.XAuthUserPassword {
			a = debuglog.XAuthPassword
		}
		asked = append(asked, a)
	}
	s.log(debuglog.EzVPNAsked(s.settings.Name, asked)...)
	v := s.settings
	switch {
	case s.user != "":
		s.then = UserReady
	case v.Saved && v.User != "" && !v.Encrypted && !s.wrong && !s.forbidden:
		s.user, s.secret = v.User, v.Password
		s.log(debuglog.EzVPNSendsSaved(v.Name, v.User))
		s.then = UserReady
	default:
		s.then = UserPrompted
	}
}

// prompt has somebody asked who the user is.
func (s *step) prompt() {
	s.pending = true
	s.log(debuglog.EzVPNPending(s.settings.Name)...)
}

func (s *step) giveUser() {
	s.pending = false
	s.add(GiveUser{s.settings.Name, s.user, s.secret})
}

// judge takes the server's verdict. A password that is wrong is not sent twice.
func (s *step) judge() {
	right := s.news.Kind == ike.EasyVPNLetIn
	s.log(debuglog.EzVPNVerdict(s.settings.Name, right))
	if !right {
		s.wrong = s.wrong || s.user == s.settings.User && s.secret == s.settings.Password
		s.user, s.secret = "", ""
	}
}

// takeSettings takes what the server tells, and has the router work by it.
func (s *step) takeSettings() {
	s.given = s.news.Given
	s.forbidden = !s.given.SavePassword
	s.log(debuglog.EzVPNGiven(settingLines(s.given))...)
	for _, u := range s.given.Unknown {
		s.log(debuglog.EzVPNUnknown(u))
	}
	if s.settings.WantsAddress() && !s.given.Address.IsValid() {
		s.then = Reset // a client without an address has nothing to send from
		return
	}
	if !s.settings.ExtendsNetworks() {
		s.log(debuglog.EzVPNDoes(s.settings.Name, "ezvpn_nat_config"))
	}
	at := s.peers[s.at]
	s.peers = orderedPeers(s.settings, s.given.Backup)
	for i, p := range s.peers {
		if p == at {
			s.at = i
		}
	}
	s.add(Refresh{})
	s.then = SocketsReady
}

func (s *step) openSockets() { s.add(OpenSockets{s.settings.Name}) }

// planSockets asks for IPsec SAs again a moment after the last went: if the server is about to end all, it has by then.
func (s *step) planSockets() { s.due, s.plan = s.now.Add(callPause), SocketsReady }

func (s *step) isIdle() bool { return s.news.Why == event.Idle }

// isToldOtherwise says that a server gives another address or other networks than it did.
func (s *step) isToldOtherwise() bool {
	g := s.news.Given
	return s.settings.WantsAddress() && g.Address != s.given.Address || !equalPrefixes(g.Split, s.given.Split)
}

// noteUp tells of a connection, once: IPsec SAs may go and come while it lasts.
func (s *step) noteUp() {
	if !s.told {
		s.told = true
		s.log(debuglog.EzVPNClientConnection(true, s.connection()))
	}
}

func (c *client) connection() debuglog.EzVPNConnectionOf {
	of := debuglog.EzVPNConnectionOf{User: c.user, Group: c.settings.Group, Client: c.local, Server: c.server}
	if c.settings.WantsAddress() {
		of.Assigned = c.given.Address
	}
	if c.settings.ExtendsNetworks() {
		of.Networks = c.networks
	}
	return of
}

// end forgets a connection.
func (s *step) end() {
	if s.told {
		s.told = false
		s.log(debuglog.EzVPNClientConnection(false, s.connection()))
	}
	s.forgetPlan()
	s.server, s.given, s.pending, s.wants = netip.Addr{}, ike.Given{}, false, nil
	s.user, s.secret = "", ""
	s.add(Refresh{})
}

// hangUp ends the connection; nobody is called by itself until something changes.
func (s *step) hangUp() {
	s.add(HangUp{s.settings.Name})
	s.end()
}

// hangUpAndCall ends the connection, and begins with the first server again.
func (s *step) hangUpAndCall() {
	s.hangUp()
	s.at = 0
	s.planCall()
}

// lose ends a connection that is lost, or never was. The next server is called; the default one again if it was connected.
func (s *step) lose() {
	was := s.told
	s.hangUp()
	if s.at = (s.at + 1) % len(s.peers); was && s.peers[0].Default {
		s.at = 0
	}
	s.planCall()
}
