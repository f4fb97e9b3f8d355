package config

import (
	"net/netip"
	"slices"
	"strings"
	"time"
)

// RADIUS is what is known of the servers that judge users (RFC 2865).
type RADIUS struct {
	Servers    []*RADIUSServer // radius server, by name in order of creation
	Hosts      []*RADIUSServer // radius-server host: without a name, in order of creation
	Groups     []*RADIUSGroup  // aaa group server radius, in order of creation
	Key        string          // of servers without one, as Credential.Password
	Timeout    time.Duration   // of an answer; 0 = DefaultRADIUSTimeout
	Retransmit Retries
	Deadtime   time.Duration // for which a server that did not answer is not asked; 0 = it is asked again
	Source     string        // ip radius source-interface; "" = that which leads there
}

// What RADIUS has unless it is configured. The ports are those from before RFC 2865.
const (
	DefaultRADIUSTimeout    = 5 * time.Second
	DefaultRADIUSRetransmit = 3
	DefaultRADIUSAuthPort   = 1645
	DefaultRADIUSAcctPort   = 1646
)

// Retries are how often something is sent again, or that nothing is said about it.
type Retries struct {
	Set   bool
	Times int
}

// A RADIUSServer is one server.
type RADIUSServer struct {
	Name       string     // of `radius server`; "" for others
	Host       string     // its name, when it was not named by address
	Addr       netip.Addr // invalid: unknown
	AuthPort   int
	AcctPort   int
	Key        string        // as Credential.Password; "" = that of RADIUS
	Timeout    time.Duration // 0 = that of RADIUS
	Retransmit Retries
	Inert      Inert
}

// hostAddress is the address that `ip host` gives a name; invalid: none.
func (c *Config) hostAddress(name string) netip.Addr {
	for _, h := range c.Hosts {
		if strings.EqualFold(h.Name, name) {
			return h.Addr
		}
	}
	return netip.Addr{}
}

// A RADIUSGroup names some servers.
type RADIUSGroup struct {
	Name     string
	Members  []RADIUSMember
	Deadtime time.Duration // 0 = that of RADIUS
	Source   string        // "" = that of RADIUS
	Inert    Inert
}

// A RADIUSMember is one line of a group: a server by name or by address and ports, or one of the group's own.
type RADIUSMember struct {
	Name    string        // server name
	Host    RADIUSServer  // server: Addr and ports
	Private *RADIUSServer // server-private
}

// AllRADIUS is the name of the group of all servers.
const AllRADIUS = "radius"

// A RADIUSChoice is a group as it is asked: its servers with all that they inherit.
type RADIUSChoice struct {
	Servers  []RADIUSServer // in the order in which they are asked; Key, Timeout and Retransmit are set
	Deadtime time.Duration
	Source   string
}

// Server returns the server of `radius server NAME`, or nil.
func (r *RADIUS) Server(name string) *RADIUSServer {
	for _, s := range r.Servers {
		if s.Name == name {
			return s
		}
	}
	return nil
}

// Group returns the group of that name, or nil.
func (r *RADIUS) Group(name string) *RADIUSGroup {
	for _, g := range r.Groups {
		if g.Name == name {
			return g
		}
	}
	return nil
}

// ChooseRADIUS returns the servers of a group that can be asked: those with an address, by `ip host` if they were named.
// ok is false if there are none, or no such group.
func (c *Config) ChooseRADIUS(group string) (choice RADIUSChoice, ok bool) {
	r := &c.RADIUS
	choice = RADIUSChoice{Deadtime: r.Deadtime, Source: r.Source}
	if group == AllRADIUS {
		for _, s := range slices.Concat(r.Servers, r.Hosts) {
			choice.add(c, s)
		}
		return choice, len(choice.Servers) > 0
	}
	g := r.Group(group)
	if g == nil {
		return RADIUSChoice{}, false
	}
	if g.Deadtime != 0 {
		choice.Deadtime = g.Deadtime
	}
	if g.Source != "" {
		choice.Source = g.Source
	}
	for _, m := range g.Members {
		choice.add(c, r.member(m))
	}
	return choice, len(choice.Servers) > 0
}

// member is the server that a line of a group means, or nil.
func (r *RADIUS) member(m RADIUSMember) *RADIUSServer {
	switch {
	case m.Private != nil:
		return m.Private
	case m.Name != "":
		return r.Server(m.Name)
	}
	at := slices.IndexFunc(r.Hosts, func(s *RADIUSServer) bool { return s.sameAs(&m.Host) })
	if at < 0 {
		return nil
	}
	return r.Hosts[at]
}

func (s *RADIUSServer) sameAs(other *RADIUSServer) bool {
	return s.Addr == other.Addr && s.Host == other.Host && s.AuthPort == other.AuthPort && s.AcctPort == other.AcctPort
}

// Host returns the server of `radius-server host` with the address, or name, and ports of another; nil if there is none.
func (r *RADIUS) Host(like *RADIUSServer) *RADIUSServer {
	for _, s := range r.Hosts {
		if s.sameAs(like) {
			return s
		}
	}
	return nil
}

func (choice *RADIUSChoice) add(c *Config, s *RADIUSServer) {
	if s == nil {
		return
	}
	r := &c.RADIUS
	full := *s
	if full.Key == "" {
		full.Key = r.Key
	}
	if full.Timeout == 0 {
		full.Timeout = r.Timeout
	}
	if full.Timeout == 0 {
		full.Timeout = DefaultRADIUSTimeout
	}
	if !full.Retransmit.Set {
		full.Retransmit = r.Retransmit
	}
	if !full.Retransmit.Set {
		full.Retransmit = Retries{true, DefaultRADIUSRetransmit}
	}
	if !full.Addr.IsValid() {
		full.Addr = c.hostAddress(full.Host)
	}
	if full.Addr.IsValid() {
		choice.Servers = append(choice.Servers, full)
	}
}

func (s *RADIUSServer) clone() *RADIUSServer {
	d := *s
	d.Inert = s.Inert.Clone()
	return &d
}

func (g *RADIUSGroup) clone() *RADIUSGroup {
	d := *g
	d.Members, d.Inert = slices.Clone(g.Members), g.Inert.Clone()
	for i, m := range d.Members {
		if m.Private != nil {
			d.Members[i].Private = m.Private.clone()
		}
	}
	return &d
}

func (r RADIUS) clone() RADIUS {
	r.Servers = cloneEach(r.Servers, (*RADIUSServer).clone)
	r.Hosts = cloneEach(r.Hosts, (*RADIUSServer).clone)
	r.Groups = cloneEach(r.Groups, (*RADIUSGroup).clone)
	return r
}
