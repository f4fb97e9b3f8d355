// Package event names what changes in a router or a lab: SAs, dead peer detection, interfaces, routes, lines of the log,
// faults. Whoever owns a state tells of its change where it changes it; timelines, conditions and graders listen. Nothing
// here knows who tells or who listens.
//
// The names of fields and the words of states in JSON do not change: docs/events.md lists them.
package event

import "time"

// An Event is one change. The types of this package are all there are; they are plain values and can be compared.
type Event interface {
	Kind() Kind
	What() State
	isEvent()
}

// A Kind is what has changed.
type Kind string

const (
	KindISAKMPSA   Kind = "isakmp-sa"
	KindIPsecSA    Kind = "ipsec-sa"
	KindSession    Kind = "session"
	KindDPD        Kind = "dpd"
	KindPeer       Kind = "peer"
	KindInterface  Kind = "interface"
	KindRoute      Kind = "route"
	KindHSRP       Kind = "hsrp"
	KindTrack      Kind = "track"
	KindRouter     Kind = "router"
	KindLog        Kind = "log"
	KindFault      Kind = "fault"
	KindPacket     Kind = "packet"
	KindTransition Kind = "transition"
)

// Kinds are all there are, in the order of docs/events.md.
func Kinds() []Kind {
	return []Kind{KindISAKMPSA, KindIPsecSA, KindSession, KindDPD, KindPeer, KindInterface, KindRoute, KindHSRP, KindTrack, KindRouter,
		KindLog, KindFault, KindPacket, KindTransition}
}

// A State is what it has changed to: which states a kind has stands at its type.
type State string

const (
	Begun  State = "begun"
	Up     State = "up"
	Down   State = "down"
	Failed State = "failed" // it never was up

	Asked      State = "asked"
	AskedAgain State = "asked-again"
	Answered   State = "answered"
	Heard      State = "heard" // other than by an answer
	Dead       State = "dead"

	AdminDown State = "administratively-down"
	Removed   State = "removed"
	Added     State = "added"
	Current   State = "current"

	Booted    State = "booted"
	Reloading State = "reloading"
	Off       State = "off"

	Said State = "said"

	Set     State = "set"
	Cleared State = "cleared"
	Hit     State = "hit"

	Sent State = "sent"
	Lost State = "lost"

	Entered State = "entered"
)

// Stamped is an event with when and where it happened.
type Stamped struct {
	Number uint64    // counts the events of a run from 1, in the order in which they happened
	At     time.Time // of the lab's clock, or of the host's
	Router string    // whose state it is; "" = the lab's
	Event
}
