package ntp

import (
	"net/netip"
	"slices"
	"time"
)

// A Config is what a router is told about time.
type Config struct {
	Peers        []Peer // each VRF and address once
	Master       uint8  // stratum of our own clock when there is no better one, 1 to 15; 0 = it does not count
	LocalAddr    netip.Addr
	LocalPoll    int8              // how often our own clock is asked, a power of two of seconds
	Precision    int8              // of our own clock, likewise
	Version      uint8             // of the rules by which others are believed: 3 or 4
	Authenticate bool              // peers with a key must prove that they have it
	Keys         map[uint32][]byte // by number
	Trusted      map[uint32]bool
	Panics       bool // corrections of more than 1000 s are refused
}

// A System keeps the time of one router. Now is the driver's time, which never goes back, and clock what the router's clock shows
// then. The zero System asks nobody.
type System struct {
	config       Config
	associations []*association // our own clock first, then as configured
	discipline   discipline

	followed  *association // nil: the clock is not synchronised
	responder Responder
	peer      netip.Addr // whom the responder speaks of
	offset    time.Duration
	used      time.Time // of the sample of the last update
	updated   time.Time
	events    int // of the system's own
}

// Configure takes another configuration. Peers that were there before are kept.
func (s *System) Configure(now time.Time, clock Timestamp, c Config) []Event {
	if s.responder.Stratum == 0 {
		s.loseClock()
	}
	var wanted []*association
	if c.Master > 0 {
		wanted = append(wanted, s.localClock(c, now))
	}
	for _, p := range c.Peers {
		at := slices.IndexFunc(s.associations, func(a *association) bool { return !a.local && a.Peer == p })
		if at < 0 {
			wanted = append(wanted, newAssociation(p, c.Version, now))
			continue
		}
		wanted = append(wanted, s.associations[at])
	}
	s.config, s.associations = c, wanted
	s.responder.Precision = c.Precision
	if s.followed == nil || slices.Contains(wanted, s.followed) {
		return nil
	}
	s.followed.verdict = Rejected
	return s.choose(now, clock)
}

// localClock is the association with our own clock.
func (s *System) localClock(c Config, now time.Time) *association {
	for _, a := range s.associations {
		if a.local && a.stratum == c.Master-1 && a.Least == c.LocalPoll && a.Addr == c.LocalAddr {
			return a
		}
	}
	a := newAssociation(Peer{Addr: c.LocalAddr, Mode: Active, Version: 4, Least: c.LocalPoll, Most: c.LocalPoll}, c.Version, now)
	a.local, a.stratum = true, c.Master-1
	return a
}

// localReference is what a clock that follows nobody gives as its reference.
var localReference = [4]byte{'L', 'O', 'C', 'L'}

// Deadline is when Tick wants to be called; ok is false when never.
func (s *System) Deadline() (at time.Time, ok bool) {
	for _, a := range s.associations {
		if a.Addr.IsValid() && (!ok || a.next.Before(at)) {
			at, ok = a.next, true
		}
	}
	return at, ok
}

// Tick asks those whose turn it is.
func (s *System) Tick(now time.Time, clock Timestamp) (events []Event) {
	for _, a := range slices.Clone(s.associations) {
		if !a.Addr.IsValid() || a.next.After(now) {
			continue
		}
		events = append(events, s.poll(now, clock, a)...)
	}
	return events
}

func (s *System) poll(now time.Time, clock Timestamp, a *association) (events []Event) {
	if a.local {
		return s.readLocal(now, clock, a)
	}
	missed, gone := a.begin(now)
	if gone {
		events = append(events, a.reached(false))
	}
	if missed {
		a.measured.add(now, Sample{Dispersion: maxDispersion}, seconds2(s.config.Precision))
		events = append(events, s.choose(now, clock)...)
	}
	a.next = now.Add(a.interval())
	return append(events, s.ask(now, clock, a))
}

// ask makes the message of a poll.
func (s *System) ask(now time.Time, clock Timestamp, a *association) Send {
	m := s.Responder(now).Answer(Message{Version: a.Version, Poll: a.poll, Mode: Client, Transmit: a.theirs}, clock)
	m.Mode, m.Receive = a.Mode, a.arrived
	a.before, a.asked, a.awaits = a.asked, clock, true
	a.out++
	data := m.Append(nil)
	if key := s.config.Keys[a.Key]; a.Key != 0 && key != nil {
		data = Sign(data, a.Key, key)
	}
	return Send{Peer: a.Peer, Message: m, Data: data, To: netip.AddrPortFrom(a.Addr, Port)}
}

// readLocal asks our own clock, which always knows.
func (s *System) readLocal(now time.Time, clock Timestamp, a *association) []Event {
	a.next, a.polled, a.heard = now.Add(seconds2(a.Least)), now, now
	a.reach = a.reach<<1 | 1
	a.message = Message{Version: 4, Mode: Passive, Stratum: a.stratum, Poll: a.Least, Precision: s.config.Precision,
		ReferenceID: localReference, Reference: clock, Origin: clock, Receive: clock, Transmit: clock}
	precision := seconds2(s.config.Precision)
	a.measured.add(now, Sample{Dispersion: precision}, precision)
	return s.choose(now, clock)
}

// Stepped tells that somebody has set the clock by hand: what comes next is not held against what was.
func (s *System) Stepped(now time.Time) []Event {
	s.discipline.state = NeverSet
	return s.startOver(now)
}

// startOver forgets what was measured, for the clock it was measured with is another one now.
func (s *System) startOver(now time.Time) (events []Event) {
	for _, a := range s.associations {
		a.forget(now)
	}
	if s.followed != nil {
		events = append(events, s.lost())
	}
	s.loseClock()
	return events
}

// loseClock makes the clock one that is not synchronised.
func (s *System) loseClock() {
	s.followed, s.peer, s.used = nil, netip.Addr{}, time.Time{}
	s.offset, s.discipline.poll = 0, LeastPoll
	s.responder = Responder{Leap: LeapUnknown, Stratum: StratumUnknown, Precision: s.config.Precision, Reference: s.responder.Reference}
}

// choose decides anew whom to follow, and does what the one who is followed says.
func (s *System) choose(now time.Time, clock Timestamp) []Event {
	best := chosen(s.associations, s.followed, now)
	if best == nil {
		if s.followed == nil {
			return nil
		}
		s.loseClock()
		return []Event{s.lost()}
	}
	if best != s.followed || best.measured.at.After(s.used) {
		return s.follow(now, clock, best)
	}
	return nil
}

// follow has the clock follow a peer (RFC 5905 appendix A.5.5.4).
func (s *System) follow(now time.Time, clock Timestamp, a *association) (events []Event) {
	switch s.correct(now, a) {
	case ignoreOffset:
		if s.followed == nil || s.followed.verdict >= Outlyer {
			return nil
		}
		s.loseClock() // whom it followed is gone, and the next one is not believed yet
		return []Event{s.lost()}
	case stepClock:
		by := a.measured.offset
		return append(s.startOver(now), Step{s.status(clockStep), by})
	}
	if s.followed != a {
		events = append(events, Synced{Peer: a.Peer, Local: a.local, Status: a.status(sysPeer)})
	}
	s.followed, s.peer, s.updated, s.used = a, a.Addr, now, a.measured.at
	s.offset = a.measured.offset
	s.responder = Responder{Leap: a.message.Leap, Stratum: a.message.Stratum + 1, Precision: s.config.Precision,
		ReferenceID: a.Addr.As4(), Reference: clock}
	if a.local && s.responder.Stratum == 1 {
		s.responder.ReferenceID = localReference
	}
	for _, other := range s.associations {
		if other.reach != 0 {
			other.poll = max(min(s.discipline.poll, other.Most), other.Least)
		}
	}
	if !a.local {
		events = append(events, Slew{s.offset})
	}
	return events
}

// correct decides about the offset of the peer to be followed. Our own clock is right by definition.
func (s *System) correct(now time.Time, a *association) correction {
	if a.local {
		s.discipline.state = Normal
		return slewClock
	}
	return s.discipline.correct(a.measured.offset, a.measured.jitter, now.Sub(s.updated), s.config.Panics)
}

// Responder is what the system says of its clock to who asks now.
func (s *System) Responder(now time.Time) Responder {
	r, a := s.responder, s.followed
	if a == nil {
		return r
	}
	known := a.measured.dispersion + a.measured.jitter + drifted(now.Sub(a.measured.at)) + max(s.offset, -s.offset)
	r.RootDelay = ShortOf(a.message.RootDelay.Duration() + a.measured.delay)
	r.RootDispersion = ShortOf(a.message.RootDispersion.Duration() + max(minDispersion, known))
	return r
}
