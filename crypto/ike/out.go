package ike

import (
	"net/netip"

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

// An Item is a Line, Datagram, Job, Work, CheckUser, RevocationWanted, Lookup, Notice, TunnelNews, AccessNews, RouteChange, EasyVPNNews
// or Event, and while Recording an Arrived, ISAKMPKeys or ESPKeys.
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
func (TunnelNews) item()  {}
func (AccessNews) item()  {}

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
