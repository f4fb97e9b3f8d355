package ladder

import "time"

// Lifetimes are SAs and probes on an axis of time.
type Lifetimes struct {
	Title      string
	Began, End time.Time
	Bars       []Bar // in the order in which they are drawn
	Left       int   // bars that are left out because there are too many
}

// A Bar is one SA, or what dead peer detection did about a peer.
type Bar struct {
	Group string // whose it is: "Router, peer 10.0.0.2"
	Name  string // "ISAKMP SA 1", "IPsec SA 0x4D5F1C3A", "DPD"
	Begun time.Time
	Up    time.Time // zero: it never was
	Down  time.Time // zero: it still is
	Why   string    // it went
	Ticks []Tick

	router string // whose SA it is
}

// A Tick is an instant on a bar.
type Tick struct {
	At   time.Time
	What TickKind
	Text string
}

// A TickKind is what happened at a tick.
type TickKind string

const (
	Probe      TickKind = "probe"
	Unanswered TickKind = "unanswered" // the probe was sent again
	PeerDead   TickKind = "dead"
)
