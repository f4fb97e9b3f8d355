package ezvpn

import (
	"fmt"
	"net/netip"
	"slices"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/debuglog"
)

// What is done for a client, in order. Whoever carries it out has Clients.Take.
type (
	// An Action is a Log, Refresh, Call, GiveUser, OpenSockets, HangUp or Lookup.
	Action interface{ action() }
	Log    struct{ Lines []debuglog.Line }
	// Refresh: what Derive makes has changed.
	Refresh struct{}
	// Call has phase 1 begun with a server.
	Call struct{ Local, Server netip.Addr }
	// GiveUser answers the server.
	GiveUser    struct{ Name, User, Password string }
	OpenSockets struct{ Name string }
	HangUp      struct{ Name string }
	// Lookup wants Resolved called with the address of a host.
	Lookup struct{ Name, Host string }
)

func (Log) action()         {}
func (Refresh) action()     {}
func (Call) action()        {}
func (GiveUser) action()    {}
func (OpenSockets) action() {}
func (HangUp) action()      {}
func (Lookup) action()      {}

// Format prints nothing of the password, with any verb.
func (g GiveUser) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "ezvpn.GiveUser(%s, secret)", g.Name) }

// A client is one `crypto ipsec client ezvpn NAME` at work.
type client struct {
	settings *config.EasyVPN
	outside  string // the interface; "" = none
	local    netip.Addr
	inside   []string // the interfaces
	networks []netip.Prefix
	number   int // its place among the clients

	off      bool // by a tracked object: another client has its place, or has its own
	isBackup bool // it is to take another one's place

	state State
	last  Event

	peers  []config.Peer // those that are configured, and what the server named besides
	at     int           // the one in use
	server netip.Addr    // that is spoken to; invalid = none
	given  ike.Given
	told   bool // of the connection, in the log

	wants        []uint16 // what the server wants to know of the user
	pending      bool     // and somebody has to type it
	user, secret string   // of this connection
	wrong        bool     // the saved password is not believed
	forbidden    bool     // the server does not let it be saved

	called time.Time // last
	due    time.Time // zero: nothing is planned
	plan   Event
}

// Clients are all of a router.
type Clients struct {
	list    []*client
	actions []Action
	isUp    func(track int) bool // of tracked objects; nil: all are
}

// Take is what is to be done, which counts as done then.
func (s *Clients) Take() []Action {
	list := s.actions
	s.actions = nil
	return list
}

func (s *Clients) named(name string) *client {
	for _, c := range s.list {
		if c.settings.Name == name {
			return c
		}
	}
	return nil
}

// Follow has the clients do what a configuration says, as it was typed. What is connected and is to be different is called anew.
func (s *Clients) Follow(now time.Time, c *config.Config) {
	var list []*client
	for i, v := range c.EasyVPNs {
		old := s.named(v.Name)
		cl := &client{settings: v, number: i}
		cl.findInterfaces(c)
		switch {
		case old == nil:
			old = cl
		case !old.isSame(cl):
			s.fire(now, old, InvalidConfig, ike.EasyVPNNews{})
			cl.state, cl.last = old.state, old.last
			old = cl
		default:
			old.settings, old.number = v, i
		}
		old.off, old.isBackup = s.place(c, v)
		list = append(list, old)
		if old.state == Idle && old.isUsable() {
			old.peers = orderedPeers(v, nil)
			s.fire(now, old, ValidConfig, ike.EasyVPNNews{})
		}
	}
	for _, old := range s.list {
		if c.EasyVPNNamed(old.settings.Name) == nil {
			s.fire(now, old, InvalidConfig, ike.EasyVPNNews{})
		}
	}
	s.list = list
}

// findInterfaces notes which interfaces a client is on.
func (c *client) findInterfaces(of *config.Config) {
	if out := of.EasyVPNOutside(c.settings.Name); out != nil && !out.Shutdown {
		c.outside, c.local = out.Name, of.EasyVPNLocal(c.settings, out)
	}
	for _, i := range of.EasyVPNInside(c.settings.Name) {
		c.inside = append(c.inside, i.Name)
		if i.Address.IsValid() && !i.Shutdown {
			c.networks = append(c.networks, i.Address.Masked())
		}
	}
	if list := of.AccessList(c.settings.ACL); c.settings.ACL != "" && list != nil {
		for _, e := range list.Entries {
			if p, ok := e.Src.Prefix(); ok && e.Permit {
				c.networks = append(c.networks, p.Masked())
			}
		}
	}
}

// isUsable says whether there is all that it takes to call a server.
func (c *client) isUsable() bool {
	return !c.off && c.settings.Complete() && c.outside != "" && c.local.IsValid() && len(c.networks) > 0
}

// isSame says whether another client would do the same.
func (c *client) isSame(d *client) bool {
	a, b := *c.settings, *d.settings
	peers := slices.Equal(a.Peers, b.Peers)
	a.Peers, b.Peers, a.Inert, b.Inert = nil, nil, config.Inert{}, config.Inert{}
	a.Backup, b.Backup, a.BackupTrack, b.BackupTrack = "", "", 0, 0
	return peers && fmt.Sprint(a) == fmt.Sprint(b) && c.outside == d.outside && c.local == d.local &&
		slices.Equal(c.inside, d.inside) && slices.Equal(c.networks, d.networks)
}

// orderedPeers are the servers in the order in which they are tried.
func orderedPeers(v *config.EasyVPN, backup []string) []config.Peer {
	list := slices.Clone(v.Peers)
	slices.SortStableFunc(list, func(a, b config.Peer) int {
		switch {
		case a.Default == b.Default:
			return 0
		case a.Default:
			return -1
		}
		return 1
	})
	for _, name := range backup {
		p := config.Peer{Host: name, Dynamic: true}
		if a, err := netip.ParseAddr(name); err == nil {
			p = config.Peer{Addr: a}
		}
		if !slices.ContainsFunc(list, func(q config.Peer) bool { return q.String() == p.String() }) {
			list = append(list, p)
		}
	}
	return list
}

// Hear takes news of a client's connection.
func (s *Clients) Hear(now time.Time, n ike.EasyVPNNews) {
	c := s.named(n.Name)
	if c == nil {
		return
	}
	if n.Kind == ike.EasyVPNWanted && c.state != ConnectRequired {
		return
	}
	s.fire(now, c, map[ike.EasyVPNKind]Event{ike.EasyVPNWanted: Connect, ike.EasyVPNConnected: ConnectionUp, ike.EasyVPNAsked: UserAsked,
		ike.EasyVPNLetIn: UserJudged, ike.EasyVPNRefused: UserJudged, ike.EasyVPNGiven: SettingsGiven, ike.EasyVPNSocketUp: SocketUp,
		ike.EasyVPNSocketDown: SocketDown, ike.EasyVPNLost: ConnectionDown}[n.Kind], n)
}

// Resolved takes the address of the server that a Lookup was about; invalid if its name is not known.
func (s *Clients) Resolved(now time.Time, name, host string, addr netip.Addr) {
	c := s.named(name)
	if c == nil || c.state != Ready || c.server.IsValid() || c.peers[c.at].Host != host {
		return
	}
	st := &step{Clients: s, client: c, now: now}
	if !addr.IsValid() {
		s.fire(now, c, ConnectionDown, ike.EasyVPNNews{})
		return
	}
	st.callAt(addr)
}

// Connect calls a client's server, if nobody has: `crypto ipsec client ezvpn connect`. ok is false if there is no such client, or
// something is missing of it.
func (s *Clients) Connect(now time.Time, name string) (ok bool) {
	c := s.named(name)
	if c == nil || c.state == Idle {
		return false
	}
	if c.state == ConnectRequired {
		s.fire(now, c, Connect, ike.EasyVPNNews{})
	}
	return true
}

// Clear ends what a client has with its server, of all clients if name is "": `clear crypto ipsec client ezvpn`.
func (s *Clients) Clear(now time.Time, name string) {
	for _, c := range s.list {
		if name == "" || c.settings.Name == name {
			s.fire(now, c, Reset, ike.EasyVPNNews{})
		}
	}
}

// Pending names the client whose server waits for somebody to type a user and a password: that one, or with "" the first.
func (s *Clients) Pending(name string) (client string, ok bool) {
	for _, c := range s.list {
		if c.pending && (name == "" || c.settings.Name == name) {
			return c.settings.Name, true
		}
	}
	return "", false
}

// Answer is what was typed.
func (s *Clients) Answer(now time.Time, name, user, password string) {
	if c := s.named(name); c != nil && c.pending {
		c.user, c.secret = user, password
		s.fire(now, c, UserReady, ike.EasyVPNNews{})
	}
}

// Deadline is when Tick is to be called; ok is false when never.
func (s *Clients) Deadline() (at time.Time, ok bool) {
	for _, c := range s.list {
		if !c.due.IsZero() && (!ok || c.due.Before(at)) {
			at, ok = c.due, true
		}
	}
	return at, ok
}

// Tick does what is due.
func (s *Clients) Tick(now time.Time) {
	for _, c := range s.list {
		if !c.due.IsZero() && !c.due.After(now) {
			plan := c.plan
			c.due, c.plan = time.Time{}, NoEvent
			s.fire(now, c, plan, ike.EasyVPNNews{})
		}
	}
}
