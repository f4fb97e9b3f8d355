package nhrp

import (
	"net/netip"
	"slices"
	"time"

	"ruthere/packet"
)

// A server is a next hop server with what has passed between it and us.
type server struct {
	timer
	Server
	Answers
	id    uint32 // of the last request
	tries int    // since it last answered
}

// Answers are what has come of registering with a server.
type Answers struct {
	Up                     bool      // it answers
	Changed                time.Time // when that last did; zero: never
	Sent, Failed, Received int
	LastAnswer             time.Time // zero: none so far
}

// followServers has the servers be those of the configuration. With renew all are registered with again.
func (a *Agent) followServers(now time.Time, n *network, renew bool) {
	var kept []*server
	for _, want := range n.Servers {
		if !n.isOn() {
			break
		}
		at := slices.IndexFunc(n.servers, func(s *server) bool { return s.Protocol == want.Protocol })
		if at >= 0 {
			s := n.servers[at]
			if s.NBMA != want.NBMA || renew {
				a.queue.Set(&s.timer, now)
			}
			s.Server = want
			kept = append(kept, s)
			continue
		}
		s := &server{timer: a.newTimer(), Server: want}
		s.fire = func(now time.Time, _ Routes, out *Out) { a.register(now, n, s, out) }
		a.queue.Set(&s.timer, now)
		kept = append(kept, s)
	}
	for _, s := range n.servers {
		if !slices.Contains(kept, s) {
			a.queue.Remove(&s.timer)
		}
	}
	n.servers = kept
}

// leaveServers tells servers that will not be ones any more to forget us.
func (a *Agent) leaveServers(now time.Time, n *network, stay []Server, out *Out) {
	for _, s := range n.servers {
		if s.Up && !slices.ContainsFunc(stay, func(w Server) bool { return w.Protocol == s.Protocol }) {
			a.serverMoved(now, n, s, false, out)
			a.asked++
			a.send(now, n, n.nbmaOf(s), n.request(packet.PurgeRequest, packet.PurgeWithoutReply, a.asked, s.Protocol,
				n.client(n.Address.Addr().BitLen())), out)
		}
	}
}

// nbmaOf is where a server is; invalid: nobody knows.
func (n *network) nbmaOf(s *server) netip.Addr {
	c := n.entryOf(s.Protocol)
	switch {
	case n.Peer.IsValid():
		return n.Peer
	case c != nil && c.IsComplete():
		return c.NBMA
	}
	return netip.Addr{}
}

// serverFor is where packets go whose next hop nobody knows: to the first server that answers, or to the first.
func (n *network) serverFor(via netip.Addr) (nbma netip.Addr, ok bool) {
	for _, up := range []bool{true, false} {
		for _, s := range n.servers {
			if at := n.nbmaOf(s); s.Up == up && s.Protocol != via && at.IsValid() {
				return at, true
			}
		}
	}
	return netip.Addr{}, false
}

// register sends a registration, and waits longer each time that nothing comes of it.
func (a *Agent) register(now time.Time, n *network, s *server, out *Out) {
	if s.tries > 0 {
		s.Failed++
	}
	if s.tries == failuresDown {
		a.serverMoved(now, n, s, false, out)
	}
	wait := min(time.Second<<min(s.tries, mostTries), longestRetry)
	if s.tries > 0 {
		out.add(Retried{n.Name, s.Protocol, int(wait / time.Second)})
	}
	s.tries++
	a.queue.Set(&s.timer, now.Add(wait))
	a.enrolled++
	s.id = 1<<16 | a.enrolled
	flags := uint16(packet.RegistrationUnique | packet.FlagNAT)
	if n.NoUnique {
		flags = packet.FlagNAT
	}
	me := n.client(n.Address.Addr().BitLen())
	me.NBMA, me.Protocol = netip.Addr{}, netip.Addr{} // those of the packet
	p := n.request(packet.RegistrationRequest, flags, s.id, s.Protocol, me)
	to := n.nbmaOf(s)
	if e := p.Extension(packet.ExtensionNAT); e != nil && to.IsValid() {
		there := n.client(s.Protocol.BitLen())
		there.NBMA, there.Protocol, there.HoldTime = to, s.Protocol, 0
		e.Clients = []packet.NHRPClient{there}
	}
	if to.IsValid() {
		s.Sent++
	}
	a.send(now, n, to, p, out)
}

func (a *Agent) serverMoved(now time.Time, n *network, s *server, up bool, out *Out) {
	if s.Up != up {
		s.Up, s.Changed = up, now
		out.add(ServerMoved{n.Name, s.Protocol, n.nbmaOf(s), n.Address.Addr(), n.NBMA, up})
	}
}

// takeRegistrationReply takes what a server says to a registration.
func (a *Agent) takeRegistrationReply(now time.Time, n *network, p *packet.NHRP, out *Out) {
	at := slices.IndexFunc(n.servers, func(s *server) bool { return s.id == p.RequestID && s.Protocol == p.DstProtocol })
	if at < 0 || n.servers[at].tries == 0 {
		return // nothing is waited for
	}
	s := n.servers[at]
	s.Received++
	s.LastAnswer = now
	for _, c := range p.Clients {
		if c.Code != packet.CodeSuccess {
			out.add(Refused{n.Name, p.Type, p.DstProtocol, uint16(c.Code)})
			a.serverMoved(now, n, s, false, out)
			return // and is asked again when it was to be
		}
	}
	s.tries = 0
	a.queue.Set(&s.timer, now.Add(n.registrationInterval()))
	if e := p.Extension(packet.ExtensionNAT); e != nil {
		n.translated = netip.Addr{}
		if seen := addressOf(e, n.Address.Addr()); seen != n.NBMA {
			n.translated = seen
		}
	}
	a.serverMoved(now, n, s, true, out)
}

// addressOf is the NBMA address that an extension for translation gives for a protocol address; invalid: none.
func addressOf(e *packet.NHRPExtension, protocol netip.Addr) (nbma netip.Addr) {
	if e == nil {
		return nbma
	}
	for _, c := range e.Clients {
		if c.Protocol == protocol {
			nbma = c.NBMA
		}
	}
	return nbma
}

// takeRegistration takes the registration of a client that came from an NBMA address, and answers it (RFC 2332 section 5.2.3).
func (a *Agent) takeRegistration(now time.Time, n *network, from netip.Addr, p *packet.NHRP, out *Out) {
	clients := slices.Clone(p.Clients)
	nat := p.Extension(packet.ExtensionNAT)
	transit := p.Extension(packet.ExtensionForwardTransit)
	translated := nat != nil && (transit == nil || len(transit.Clients) == 0) && from != p.SrcNBMA
	for i, c := range clients {
		e := Entry{Target: host(p.SrcProtocol), NextHop: p.SrcProtocol, NBMA: p.SrcNBMA, Kind: Dynamic, Registered: true,
			Unique: p.Flags&packet.RegistrationUnique != 0}
		if c.Protocol.IsValid() {
			e.Target, e.NextHop = host(c.Protocol), c.Protocol
		}
		if c.NBMA.IsValid() {
			e.NBMA = c.NBMA
		}
		if translated {
			e.NBMA, e.Claimed = from, e.NBMA
		}
		clients[i].Code = uint8(a.enrol(now, n, e, c, out))
	}
	r := n.answer(packet.RegistrationReply, p, clients)
	if e := r.Extension(packet.ExtensionNAT); e != nil && translated {
		seen := n.client(p.SrcProtocol.BitLen())
		seen.NBMA, seen.Protocol, seen.HoldTime = from, p.SrcProtocol, 0
		e.Clients = append(e.Clients, seen)
	}
	a.send(now, n, from, r, out)
}

// enrol puts a client into the cache that registers, unless it may not: the code says why.
func (a *Agent) enrol(now time.Time, n *network, e Entry, c packet.NHRPClient, out *Out) (code uint16) {
	have := n.cache[e.Target]
	bits := uint8(e.NextHop.BitLen())
	switch {
	case !e.NextHop.IsValid() || !e.NBMA.IsValid() || e.NextHop == n.Address.Addr() || e.NBMA == n.NBMA,
		c.Prefix != 0 && c.Prefix < bits, have != nil && have.Kind == Static && have.NBMA != e.NBMA:
		return packet.CodeAdministratively
	case have != nil && have.Registered && have.Unique && have.Expires.After(now) && have.NBMA != e.NBMA:
		return packet.CodeAlreadyRegistered
	case have != nil && have.Kind == Static: // it is known already
		return packet.CodeSuccess
	}
	isNew := have == nil || !have.Registered || have.NBMA != e.NBMA
	if a.put(now, n, e, max(time.Duration(c.HoldTime)*time.Second, time.Second), out) == nil {
		return packet.CodeInsufficient
	}
	if isNew {
		out.add(Registered{n.Name, e.NextHop, e.NBMA})
	}
	return packet.CodeSuccess
}
