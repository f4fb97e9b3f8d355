package ntp

import (
	"net/netip"
	"time"
)

// An Event is something that follows. These are all there are.
type Event interface{ isEvent() }

func (Send) isEvent()    {}
func (Reached) isEvent() {}
func (Synced) isEvent()  {}
func (Lost) isEvent()    {}
func (Step) isEvent()    {}
func (Slew) isEvent()    {}

// Send wants a datagram sent to a peer, from Port to Port, or to where a question came from; then From is the address that was
// asked, and else invalid.
type Send struct {
	Peer
	Message Message
	Data    []byte
	From    netip.Addr
	To      netip.AddrPort
}

// Reached tells that a peer answers, or does so no more.
type Reached struct {
	Peer
	Up     bool
	Status StatusWord
}

// Synced tells that the clock is synchronised to another peer than before. Local: to itself.
type Synced struct {
	Peer
	Local  bool
	Status StatusWord
}

// Lost tells that the clock is synchronised no more.
type Lost struct{ Status StatusWord }

// Step wants the clock set forward by a time, back if it is negative.
type Step struct {
	Status StatusWord
	By     time.Duration
}

// Slew wants the clock moved so by and by, in the place of what was wanted before.
type Slew struct{ By time.Duration }

// A StatusWord is a system or a peer in 16 bits, as monitors read it (RFC 9327 sections 3.1 and 3.2): its state, how many events it
// had, 15 at most, and the last of them.
type StatusWord uint16

// Code is the last event; those of peers have the bit that tells them apart.
func (w StatusWord) Code(ofPeer bool) uint8 {
	if ofPeer {
		return 0x80 | uint8(w&15)
	}
	return uint8(w & 15)
}

// Codes of events, RFC 9327 sections 3.1 and 3.2.
const (
	noSystemPeer = 8 // of the system
	clockStep    = 12
	unreachable  = 3 // of peers
	reachable    = 4
	sysPeer      = 10
)

const maxEvents = 15

// status counts an event of the system.
func (s *System) status(code uint16) StatusWord {
	s.events = min(s.events+1, maxEvents)
	const byNTP = 6
	return StatusWord(uint16(s.responder.Leap)<<14 | byNTP<<8 | uint16(s.events)<<4 | code)
}

// status counts an event of a peer.
func (a *association) status(code uint16) StatusWord {
	a.events = min(a.events+1, maxEvents)
	selected := [...]uint16{Rejected: 0, Falseticker: 1, Outlyer: 3, Candidate: 4, SystemPeer: 6}[a.verdict]
	word := 0x8000 | selected<<8 | uint16(a.events)<<4 | code // configured
	for _, flag := range []struct {
		bit uint16
		set bool
	}{{0x4000, a.Key != 0}, {0x2000, a.proved}, {0x1000, a.reach != 0}} {
		if flag.set {
			word |= flag.bit
		}
	}
	return StatusWord(word)
}

func (s *System) lost() Lost { return Lost{s.status(noSystemPeer)} }

func (a *association) reached(up bool) Reached {
	if up {
		return Reached{a.Peer, true, a.status(reachable)}
	}
	return Reached{a.Peer, false, a.status(unreachable)}
}
