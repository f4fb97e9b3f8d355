package tcp

import (
	"slices"
	"time"

	"ruthere/packet"
)

// A Conn is one end of a connection. It belongs to a Stack.
type Conn struct {
	Flow
	// DiscoverMTU has its packets not be taken apart on the way; who is told of a shorter path calls PathMTU.
	DiscoverMTU bool

	options Options
	state   State
	out     *Out
	now     time.Time

	sending
	receiving
	timing
}

// sending is what goes to the other side (RFC 9293 section 3.3.1, figure 3).
type sending struct {
	unacked   uint32 // SND.UNA
	next      uint32 // SND.NXT
	highest   uint32 // of what was ever sent; next falls back behind it when something is sent again
	window    int    // SND.WND
	widest    int    // that it ever was
	updatedBy uint32 // SND.WL1: the segment that window is from
	updatedAt uint32 // SND.WL2: and its acknowledgment
	segment   int    // the most data that a segment carries

	buffer   []byte // not yet acknowledged, from base on
	base     uint32
	closing  bool // a FIN follows the buffer
	wantRoom bool // a Write did not take all

	congestion, threshold int // windows of RFC 5681, in bytes
	repeated              int // acknowledgments of the same
	recovering            bool
	recovered             uint32 // what must be acknowledged until that is over
}

// timing is what is due when.
type timing struct {
	rto           time.Duration
	smoothed      time.Duration // round-trip time; 0: nothing was measured yet
	varies        time.Duration
	resendAt      time.Time // zero: nothing is waited for
	probeAt       time.Time // of a closed window
	tries         int       // of what is being sent again
	measured      uint32    // the sequence number whose acknowledgment is timed
	measuredAt    time.Time // zero: none
	endAt         time.Time // of SYN-SENT, SYN-RECEIVED, FIN-WAIT-2, TIME-WAIT
	probeInterval time.Duration
	probes        int // that have had no answer
}

func newConn(f Flow, o Options, now time.Time) *Conn {
	if o.MSS == 0 {
		o.MSS = DefaultMSS
	}
	if o.Window == 0 {
		o.Window = DefaultWindow
	}
	if o.SynWait == 0 {
		o.SynWait = SynWait
	}
	c := &Conn{Flow: f, options: o}
	c.unacked, c.next, c.highest, c.base = o.ISN, o.ISN, o.ISN, o.ISN+1
	c.segment, c.rto, c.endAt = min(o.MSS, DefaultMSS), firstRTO, now.Add(o.SynWait)
	return c
}

// Tag is the number that the connection's owner gave it.
func (c *Conn) Tag() uint32 { return c.options.Tag }

// State is that of the connection now.
func (c *Conn) State() State { return c.state }

// within runs f as part of an input at an instant.
func (c *Conn) within(now time.Time, out *Out, f func()) {
	c.now, c.out = now, out
	f()
	c.out = nil
}

// Write takes data to be sent, as much of it as there is room for, and says how much that is. When there is room
// again, Writable follows.
func (c *Conn) Write(now time.Time, data []byte, out *Out) (taken int) {
	if c.closing || c.state == Closed {
		return 0
	}
	taken = min(len(data), sendBuffer-len(c.buffer))
	c.buffer = append(c.buffer, data[:taken]...)
	c.wantRoom = taken < len(data)
	c.within(now, out, c.transmit)
	return taken
}

// Unsent is how many bytes wait to be sent or acknowledged.
func (c *Conn) Unsent() int { return len(c.buffer) }

// Waiting is how many bytes Read has.
func (c *Conn) Waiting() int { return len(c.read) }

// Close ends this side: after what was written no more will come. What the other side sends is still taken.
func (c *Conn) Close(now time.Time, out *Out) {
	if c.closing || c.state == Closed {
		return
	}
	c.within(now, out, func() {
		if c.state == SynSent {
			c.end(nil)
			return
		}
		c.closing = true
		switch c.state {
		case Established:
			c.state = FinWait1
		case CloseWait:
			c.state = LastAck
		}
		c.transmit()
	})
}

// Abort ends the connection at once. The other side is told.
func (c *Conn) Abort(now time.Time, out *Out) {
	c.within(now, out, func() {
		if c.state != SynSent && c.state != TimeWait && c.state != Closed {
			c.send(packet.TCP{Sequence: c.next, Acknowledgment: c.expected, Flags: packet.TCPReset | packet.TCPAck})
		}
		c.end(ErrAborted)
	})
}

// PathMTU tells that packets of the connection may be no longer than mtu bytes (RFC 1191 section 6.3).
func (c *Conn) PathMTU(now time.Time, mtu int, out *Out) {
	segment := max(mtu-packet.IPv4HeaderLen-packet.TCPHeaderLen, smallestMSS)
	if segment >= c.segment || c.state == Closed {
		return
	}
	c.segment = segment
	c.within(now, out, func() {
		c.next = c.unacked // what was too long is lost
		c.measuredAt = time.Time{}
		c.transmit()
	})
}

// Unreachable tells that somebody on the way cannot deliver the packet with that sequence number. A connection that is
// being opened ends; another goes on trying (RFC 1122 section 4.2.3.9).
func (c *Conn) Unreachable(now time.Time, sequence uint32, out *Out) {
	if c.state == SynSent && sequence == c.unacked {
		c.within(now, out, func() { c.end(ErrUnreachable) })
	}
}

// end is the one way for a connection to be no more.
func (c *Conn) end(why error) {
	if c.state == Closed {
		return
	}
	c.state, c.buffer, c.pieces = Closed, nil, nil
	c.resendAt, c.probeAt, c.endAt = time.Time{}, time.Time{}, time.Time{}
	c.tell(Ended, why)
}

func (c *Conn) tell(kind EventKind, why error) {
	c.out.Items = append(c.out.Items, Event{c, kind, why})
}

// send sends a segment of this connection, with the window as it is now.
func (c *Conn) send(s packet.TCP) {
	s.SrcPort, s.DstPort = c.Local.Port(), c.Remote.Port()
	if s.Flags.Has(packet.TCPAck) {
		s.Window = uint16(c.room())
		c.announced = c.room()
	}
	c.out.Items = append(c.out.Items, Segment{c.Flow, s, c.DiscoverMTU && len(s.Payload) > 0})
}

// acknowledge says what has come so far. Its number is the highest there is: one that has fallen back to send
// something again would lie outside the window of a side that has it, and two such sides would only correct each other.
func (c *Conn) acknowledge() {
	c.send(packet.TCP{Sequence: c.highest, Acknowledgment: c.expected, Flags: packet.TCPAck})
}

// before says whether a sequence number comes before another (RFC 9293 section 3.4).
func before(a, b uint32) bool { return int32(a-b) < 0 }

// inOrder sorts pieces by their sequence numbers.
func inOrder(a, b piece) int { return int(int32(a.sequence - b.sequence)) }

func (c *Conn) sortPieces() { slices.SortStableFunc(c.pieces, inOrder) }
