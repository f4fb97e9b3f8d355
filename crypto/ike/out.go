package ike

import (
	"net/netip"

	"ruthere/crypto/oakley"
	"ruthere/debuglog"
	"ruthere/event"
)

// Out collects what follows from one input, in the order it was decided.
type Out struct {
	// Enabled says which lines are wanted, by the debug that lets them out; nil: all are.
	// A line that nobody wants is not made, and most are not: debugging is off.
	Enabled func(debuglog.Switch) bool
	// PeerWanted says about which peers debug lines are wanted. An invalid address stands for
	// no peer. Nil: about all.
	PeerWanted func(peer netip.Addr) bool
	// Events says that changes of state are wanted as well.
	Events bool
	// Transitions says that the states of exchanges are wanted too.
	Transitions bool

	// Recording says that somebody records packets: the keys that open them leave too, and what is
	// said of each message.
	Recording bool

	Items []Item
}

// An Item is a Line, Datagram, Job, Work, CheckUser, Lookup, Notice, RouteChange, EasyVPNNews or Event, and while Recording an Arrived,
// ISAKMPKeys or ESPKeys.
type Item interface{ item() }

func (Line) item()        {}
func (Datagram) item()    {}
func (Job) item()         {}
func (Work) item()        {}
func (Lookup) item()      {}
func (Notice) item()      {}
func (RouteChange) item() {}
func (Event) item()       {}
func (EasyVPNNews) item() {}

func (o *Out) add(i Item) { o.Items = append(o.Items, i) }

// Log says lines about a peer; an invalid address stands for none.
func (o *Out) Log(about netip.Addr, lines ...debuglog.Line) {
	for i := range lines {
		if o.Wants(lines[i].Switch(), about) {
			o.Hear(lines[i])
		}
	}
}

// Wants implements debuglog.Listener.
func (o *Out) Wants(s debuglog.Switch, about netip.Addr) bool {
	return (o.Enabled == nil || o.Enabled(s)) && (s == debuglog.Always || o.PeerWanted == nil || o.PeerWanted(about))
}

// Hear implements debuglog.Listener.
func (o *Out) Hear(l debuglog.Line) { o.add(Line{l}) }

// A Line is a line of the log.
type Line struct{ debuglog.Line }

// A Datagram is one UDP message of IKE. On port 4500 Data comes without the non-ESP
// marker of RFC 3948; who carries it adds and removes that.
type Datagram struct {
	Local, Remote netip.AddrPort
	VRF           string // the front-door VRF it came or goes by; "" = the global table
	Data          []byte
	Line          debuglog.Line // what was said of it, while Recording
}

// A Job is a piece of Diffie-Hellman arithmetic: the one slow step. The driver
// computes it where and when it likes and hands the answer to Engine.Answer.
type Job struct {
	ID      uint64
	Group   oakley.Group
	Private []byte
	Public  []byte // the own public value if it is known; nil: it is to be computed
	Peer    []byte // nil: only the own public value is wanted
}

// An Answer is what came of a Job. Err says that the peer's public value is not one.
type Answer struct {
	ID             uint64
	Public, Shared []byte
	Err            error
}

// Compute does the job's arithmetic.
func (j Job) Compute() Answer {
	a := Answer{ID: j.ID, Public: j.Public}
	switch {
	case j.Peer == nil:
		a.Public, a.Err = j.Group.PublicKey(j.Private)
	case j.Public == nil:
		a.Public, a.Shared, a.Err = j.Group.Exchange(j.Private, j.Peer)
	default:
		a.Shared, a.Err = j.Group.SharedSecret(j.Private, j.Peer)
	}
	return a
}

// Exponentiations is how many times the job raises a number to the private exponent, or multiplies
// a point by it: 1, or 2 for a responder that needs both values.
func (j Job) Exponentiations() int {
	if j.Peer != nil && j.Public == nil {
		return 2
	}
	return 1
}

// Work tells that a piece of arithmetic was done here, between the items before and after it. Who
// computes in virtual time lets time pass for it.
type Work struct{ debuglog.EngineWork }

// A Lookup asks what address a dynamic peer's name stands for now; the answer goes to
// Engine.Resolved.
type Lookup struct{ Name string }

// A Notice tells the router that traffic of a flow may be tried again.
type Notice struct {
	Peer netip.Addr
	Up   bool // an IPsec SA pair came up; false: the last one went down
}

// An Event tells that a state is another one from here on.
type Event struct{ event.Event }
