package ntp

import (
	"net/netip"
	"time"
)

// A Status is what a system knows of its own clock.
type Status struct {
	Synchronised bool
	Peer         netip.Addr // that it follows
	Responder
	Offset, PeerDispersion time.Duration
	Loop                   LoopState
	Poll                   time.Duration
	Updated                time.Time // driver's time; zero = never
}

// Status is what it knows now.
func (s *System) Status(now time.Time) Status {
	st := Status{Synchronised: s.followed != nil, Peer: s.peer, Responder: s.Responder(now), Offset: s.offset,
		Loop: s.discipline.state, Poll: seconds2(max(s.discipline.poll, LeastPoll)), Updated: s.updated}
	if a := s.followed; a != nil {
		st.Poll, st.PeerDispersion = seconds2(a.poll), a.measured.dispersion
	}
	return st
}

// An AssociationStatus is what a system knows of a peer, or of its own clock.
type AssociationStatus struct {
	Peer
	Local            bool
	Verdict          Verdict
	Proved           bool // its last message was signed
	Fit              bool // it may be followed
	Message          Message
	Reach            uint8
	Poll             time.Duration
	Heard            time.Time // driver's time of the last message; zero = never
	Asked, Arrived   Timestamp // of our last question, and of its last message
	In, Out, Refused int
	Offset, Delay    time.Duration
	Dispersion       time.Duration
	Jitter, Distance time.Duration
	Samples          [stages]Sample // the newest first
	Filled           int            // of them
}

// Associations is what it knows of its own clock, if that counts, and of its peers, as configured.
func (s *System) Associations(now time.Time) (list []AssociationStatus) {
	for _, a := range s.associations {
		f := a.measured
		list = append(list, AssociationStatus{
			Peer: a.Peer, Local: a.local, Verdict: a.verdict, Proved: a.proved, Fit: a.isFit(now), Message: a.message, Reach: a.reach,
			Poll: seconds2(a.poll), Heard: a.heard, Asked: a.asked, Arrived: a.arrived, In: a.in, Out: a.out, Refused: a.refused,
			Offset: f.offset, Delay: f.delay, Dispersion: f.dispersion, Jitter: f.jitter, Distance: a.distance(now),
			Samples: f.samples, Filled: f.filled,
		})
	}
	return list
}
