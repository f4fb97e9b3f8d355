package ntp

import (
	"net/netip"
	"slices"
	"time"
)

// A Datagram is what came to Port.
type Datagram struct {
	VRF  string
	From netip.AddrPort
	To   netip.Addr // of ours
	Data []byte
}

// Access is what the sender of a datagram may do (`ntp access-group`).
type Access struct {
	Ask   bool // for the time
	Teach bool // be followed, if it is a peer
	Kiss  bool // be told that it may not ask
}

// Receive takes a datagram. What is not understood, is too old, or is not from whom it should be, changes nothing.
func (s *System) Receive(now time.Time, clock Timestamp, d Datagram, may Access) []Event {
	m, proof, err := Parse(d.Data)
	if err != nil {
		return nil
	}
	at := slices.IndexFunc(s.associations, func(a *association) bool { return !a.local && a.VRF == d.VRF && a.Addr == d.From.Addr() })
	switch {
	case m.Mode == Server && at >= 0 && s.associations[at].Mode == Client,
		(m.Mode == Active || m.Mode == Passive) && at >= 0 && s.associations[at].Mode == Active:
		if !may.Teach {
			return nil
		}
		return s.takeTime(now, clock, s.associations[at], d, m, proof)
	case (m.Mode == Client || m.Mode == Active) && may.Ask:
		return s.answer(now, clock, d, m, proof)
	case m.Mode == Client && may.Kiss:
		kiss := Responder{Leap: LeapUnknown, Stratum: StratumUnknown, Precision: s.config.Precision, ReferenceID: denied}.Answer(m, clock)
		return []Event{reply(d, kiss, kiss.Append(nil))}
	}
	return nil
}

// denied is the code of a message that denies access, a kiss of death (RFC 5905 section 7.4).
var denied = [4]byte{'D', 'E', 'N', 'Y'}

// reply sends a message to where a datagram came from.
func reply(d Datagram, m Message, data []byte) Send {
	return Send{Peer: Peer{VRF: d.VRF, Addr: d.From.Addr(), Mode: m.Mode}, Message: m, Data: data, From: d.To, To: d.From}
}

// answer tells the time. A question that is signed is answered signed with the same key, or refused. An active peer whom we do not
// have is told the time and not followed.
func (s *System) answer(now time.Time, clock Timestamp, d Datagram, asked Message, proof Authenticator) []Event {
	m := s.Responder(now).Answer(asked, clock)
	data := m.Append(nil)
	if key := s.config.Keys[proof.KeyID]; proof.Present {
		switch {
		case proof.Refusal:
			return nil
		case key != nil && s.config.Trusted[proof.KeyID] && proof.Proves(key):
			data = Sign(data, proof.KeyID, key)
		default:
			data = refuse(data)
		}
	}
	return []Event{reply(d, m, data)}
}

// takeTime takes a message of a peer (RFC 5905 section 9.2 and appendix A.5.1).
func (s *System) takeTime(now time.Time, clock Timestamp, a *association, d Datagram, m Message, proof Authenticator) (events []Event) {
	proved := s.isProved(a, proof)
	switch {
	case a.Key != 0 && s.config.Authenticate && !proved, proof.Refusal:
		a.refused++
		return nil
	case m.Transmit == 0 || m.Transmit == a.theirs: // it came before
		a.refused++
		return nil
	}
	a.in++
	a.theirs, a.arrived, a.own = m.Transmit, clock, d.To
	if !a.awaits || m.Origin != a.asked || m.Receive == 0 {
		a.uncross(now, d, m)
		return nil // no answer to our last question; an active peer may have asked one of its own
	}
	a.awaits = false
	a.message, a.heard, a.proved = m, now, proved
	if m.Leap == LeapUnknown || m.Stratum >= StratumUnknown || m.RootDelay.Duration()/2+m.RootDispersion.Duration() >= maxDispersion {
		return s.choose(now, clock)
	}
	if a.reach == 0 {
		events = append(events, a.reached(true))
		if a.poll = a.Least; a.polled.Add(a.interval()).Before(a.next) {
			a.next = a.polled.Add(a.interval())
		}
	}
	a.reach |= 1
	a.unheard = 0
	a.measured.add(now, s.measure(m, clock), seconds2(s.config.Precision))
	return append(events, s.choose(now, clock)...)
}

// uncross parts two peers who ask each other at the same time and so never hear what answers their last question: the one with the
// lower address waits for half an interval.
func (a *association) uncross(now time.Time, d Datagram, m Message) {
	if a.Mode == Active && m.Origin != 0 && m.Origin == a.before && d.To.Less(d.From.Addr()) {
		a.next = now.Add(a.interval() / 2)
	}
}

// isProved says whether a message is signed with the peer's key, and the key is one that is trusted.
func (s *System) isProved(a *association, proof Authenticator) bool {
	key := s.config.Keys[a.Key]
	return a.Key != 0 && key != nil && s.config.Trusted[a.Key] && proof.KeyID == a.Key && proof.Proves(key)
}

// measure is what a message that came now tells of a peer's clock (RFC 5905 section 8).
func (s *System) measure(m Message, clock Timestamp) Sample {
	there, back := m.Receive.Sub(m.Origin), m.Transmit.Sub(clock)
	precision := seconds2(s.config.Precision)
	away := clock.Sub(m.Origin)
	return Sample{
		Offset:     there/2 + back/2,
		Delay:      max(there-back, precision),
		Dispersion: precision + seconds2(m.Precision) + drifted(away),
	}
}
