package ike

import (
	"net/netip"

	"ruthere/crypto/oakley"
	"ruthere/debuglog"
)

// Out collects what follows from one input, in the order it was decided. Its items
// are debuglog.Line, Datagram, Job, Lookup and Notice.
type Out struct {
	// Lets says which lines are wanted, by the debug that lets them out; nil: all are.
	// A line that nobody wants costs next to nothing, and most are: debugging is off.
	Lets func(debuglog.Switch) bool
	// Concerns says of which peers debug lines are wanted, an invalid address standing
	// for none; nil: of all.
	Concerns func(peer netip.Addr) bool

	Items []any
	peer  netip.Addr // that the lines are about
}

// about says whom the lines to come are about.
func (o *Out) about(peer netip.Addr) { o.peer = peer }

// Log says a line.
func (o *Out) Log(lines ...debuglog.Line) {
	for i := range lines {
		if o.wants(lines[i].Switch()) {
			o.Items = append(o.Items, lines[i])
		}
	}
}

// wants says whether lines of a debug are let out. It is for those who would build many;
// one or two are better just said.
func (o *Out) wants(s debuglog.Switch) bool {
	return (o.Lets == nil || o.Lets(s)) && (s == debuglog.Always || o.Concerns == nil || o.Concerns(o.peer))
}

func (o *Out) send(d Datagram) { o.Items = append(o.Items, d) }
func (o *Out) job(j Job)       { o.Items = append(o.Items, j) }
func (o *Out) lookup(l Lookup) { o.Items = append(o.Items, l) }
func (o *Out) notice(n Notice) { o.Items = append(o.Items, n) }

// A Datagram is one UDP message of IKE. On port 4500 Data comes without the non-ESP
// marker of RFC 3948; who carries it adds and removes that.
type Datagram struct {
	Local, Remote netip.AddrPort
	VRF           string // the front-door VRF it came or goes by; "" = the global table
	Data          []byte
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

// A Lookup asks what address a dynamic peer's name stands for now; the answer goes to
// Engine.Resolved.
type Lookup struct{ Name string }

// A Notice tells the router that traffic of a flow may be tried again.
type Notice struct {
	Peer netip.Addr
	Up   bool // an IPsec SA pair came up; false: the last one went down
}
