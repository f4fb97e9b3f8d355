package tcp

import (
	"net/netip"
	"slices"
	"time"

	"ruthere/packet"
)

// A Stack is all connections of one host. The zero Stack has none and refuses those that others open.
type Stack struct {
	// Accept says whether a connection that is being opened from outside is taken, and with which options. Without
	// it, and when it says no, the answer is a reset.
	Accept func(Flow) (Options, bool)

	conns    []*Conn // by age
	carrying *Out    // what Do is carrying out
}

// Do runs f and carries out what comes of it, in order: segments go to send, events to their handlers. What handlers do by
// Do goes on with it.
func (s *Stack) Do(now time.Time, send func(Segment), f func(out *Out)) {
	if s.carrying != nil {
		f(s.carrying)
		return
	}
	var out Out
	s.carrying = &out
	defer func() { s.carrying = nil }()
	f(&out)
	for i := 0; i < len(out.Items); i++ {
		switch item := out.Items[i].(type) {
		case Segment:
			send(item)
		case Event:
			if h := item.Conn.options.Handler; h != nil {
				h(now, item, &out)
			}
		}
	}
}

// Dial opens a connection. What becomes of it is told to the Handler.
func (s *Stack) Dial(now time.Time, f Flow, o Options, out *Out) *Conn {
	c := newConn(f, o, now)
	s.conns = append(s.conns, c)
	c.openTo(now, out)
	return c
}

// Conns are the connections there are, by age.
func (s *Stack) Conns() []*Conn {
	s.forgetClosed()
	return s.conns
}

// InUse says whether a connection has this port at our end.
func (s *Stack) InUse(vrf string, local netip.AddrPort) bool {
	return slices.ContainsFunc(s.conns, func(c *Conn) bool { return c.state != Closed && c.VRF == vrf && c.Local == local })
}

// Find is the connection of a flow, or nil.
func (s *Stack) Find(f Flow) *Conn {
	for _, c := range s.conns {
		if c.Flow == f && c.state != Closed {
			return c
		}
	}
	return nil
}

// Receive takes a segment that came from the far end of a flow.
func (s *Stack) Receive(now time.Time, f Flow, g packet.TCP, out *Out) {
	defer s.forgetClosed()
	c := s.Find(f)
	opens := g.Flags&(packet.TCPSyn|packet.TCPAck|packet.TCPReset|packet.TCPFin) == packet.TCPSyn
	if c != nil && c.state == TimeWait && opens && before(c.expected, g.Sequence) {
		c.within(now, out, func() { c.end(nil) }) // its port is used again (RFC 9293 section 3.6.1)
		c = nil
	}
	switch {
	case c != nil:
		c.receive(now, g, out)
	case opens:
		s.open(now, f, g, out)
	default:
		refuse(f, g, out)
	}
}

// open begins a connection that the other side wants.
func (s *Stack) open(now time.Time, f Flow, g packet.TCP, out *Out) {
	o, ok := Options{}, false
	if s.Accept != nil {
		o, ok = s.Accept(f)
	}
	if !ok {
		refuse(f, g, out)
		return
	}
	var opening []*Conn
	for _, c := range s.conns {
		if c.state == SynReceived {
			opening = append(opening, c)
		}
	}
	if len(opening) >= mostOpening {
		opening[0].Abort(now, out)
	}
	c := newConn(f, o, now)
	s.conns = append(s.conns, c)
	c.within(now, out, func() {
		c.state = SynReceived
		c.learn(g)
		c.sendSYN()
	})
}

// refuse answers a segment of no connection (RFC 9293 section 3.10.7.1).
func refuse(f Flow, g packet.TCP, out *Out) {
	if g.Flags.Has(packet.TCPReset) {
		return
	}
	answer := packet.TCP{SrcPort: f.Local.Port(), DstPort: f.Remote.Port(), Flags: packet.TCPReset}
	if g.Flags.Has(packet.TCPAck) {
		answer.Sequence = g.Acknowledgment
	} else {
		answer.Acknowledgment, answer.Flags = g.Sequence+g.Len(), packet.TCPReset|packet.TCPAck
	}
	out.Items = append(out.Items, Segment{Flow: f, TCP: answer})
}

// Deadline is when Tick has something to do; ok is false if never.
func (s *Stack) Deadline() (at time.Time, ok bool) {
	for _, c := range s.conns {
		if next, due := c.deadline(); due && (!ok || next.Before(at)) {
			at, ok = next, true
		}
	}
	return at, ok
}

// Tick does what is due.
func (s *Stack) Tick(now time.Time, out *Out) {
	for _, c := range slices.Clone(s.conns) {
		if at, ok := c.deadline(); ok && !at.After(now) {
			c.tick(now, out)
		}
	}
	s.forgetClosed()
}

func (s *Stack) forgetClosed() {
	s.conns = slices.DeleteFunc(s.conns, func(c *Conn) bool { return c.state == Closed })
}
