package tcp

import (
	"slices"
	"time"

	"ruthere/packet"
)

// receiving is what comes from the other side.
type receiving struct {
	expected  uint32  // RCV.NXT
	read      []byte  // in order, and not yet read
	pieces    []piece // that came before their time, in order
	announced int     // the window that the other side knows of
	finished  bool    // its FIN has come, and all before it
}

// A piece is data beyond a gap.
type piece struct {
	sequence uint32
	data     []byte
	fin      bool
}

func (p piece) end() uint32 { return p.sequence + uint32(len(p.data)) }

// room is how many bytes may come now: RCV.WND.
func (c *Conn) room() int { return max(c.options.Window-len(c.read), 0) }

// Read takes all that has come. The other side hears of the room that this makes once it is worth it (RFC 9293
// section 3.8.6.2.2).
func (c *Conn) Read(now time.Time, out *Out) []byte {
	data := c.read
	c.read = nil
	if c.state != Closed && c.room()-c.announced >= min(c.options.Window/2, c.segment) && c.announced < c.options.Window/2 {
		c.within(now, out, c.acknowledge)
	}
	return data
}

// receive takes a segment for the connection (RFC 9293 section 3.10.7).
func (c *Conn) receive(now time.Time, s packet.TCP, out *Out) {
	c.within(now, out, func() {
		switch c.state {
		case Closed:
		case SynSent:
			c.receiveFirst(s)
		default:
			c.receiveLater(s)
		}
	})
}

// receiveFirst takes a segment in SYN-SENT.
func (c *Conn) receiveFirst(s packet.TCP) {
	answered := s.Flags.Has(packet.TCPAck)
	if answered && s.Acknowledgment != c.next {
		if !s.Flags.Has(packet.TCPReset) {
			c.send(packet.TCP{Sequence: s.Acknowledgment, Flags: packet.TCPReset})
		}
		return
	}
	switch {
	case s.Flags.Has(packet.TCPReset):
		if answered {
			c.end(ErrRefused)
		}
		return
	case !s.Flags.Has(packet.TCPSyn):
		return
	}
	c.learn(s)
	if !answered { // both sides open at once
		c.state = SynReceived
		c.sendSYN()
		return
	}
	c.advance(s.Acknowledgment)
	c.open(s)
	c.acknowledge()
	s.Sequence++
	c.takeText(s)
}

// learn takes from a SYN what it says of the other side.
func (c *Conn) learn(s packet.TCP) {
	c.expected = s.Sequence + 1
	theirs := DefaultMSS
	if s.MSS > 0 {
		theirs = int(s.MSS)
	}
	c.segment = max(min(theirs, c.options.MSS), smallestMSS)
	c.window, c.widest, c.updatedBy = int(s.Window), int(s.Window), s.Sequence
	c.congestion, c.threshold = startWindow*c.segment, sendBuffer
	c.announced = c.options.Window
}

// open goes over to ESTABLISHED.
func (c *Conn) open(s packet.TCP) {
	c.state, c.endAt = Established, time.Time{}
	if c.closing {
		c.state = FinWait1
	}
	c.window, c.updatedBy, c.updatedAt = int(s.Window), s.Sequence, s.Acknowledgment
	c.widest = max(c.widest, c.window)
	c.tell(Opened, nil)
}

// receiveLater takes a segment in the other states.
func (c *Conn) receiveLater(s packet.TCP) {
	c.probes = 0
	switch {
	case c.state == SynReceived && s.Flags.Has(packet.TCPSyn) && !s.Flags.Has(packet.TCPAck) && s.Sequence == c.expected-1:
		c.sendSYN() // our answer was lost
		return
	case !c.isAcceptable(s):
		if !s.Flags.Has(packet.TCPReset) {
			if c.state == TimeWait {
				c.endAt = c.now.Add(timeWait)
			}
			c.acknowledge()
		}
		return
	case s.Flags.Has(packet.TCPReset):
		switch {
		case s.Sequence != c.expected:
			c.acknowledge() // a challenge: who really has reset it answers with the right number (RFC 5961 section 3)
		case c.state == TimeWait || c.state == Closing || c.state == LastAck:
			c.end(nil)
		case c.state == SynReceived:
			c.end(ErrRefused)
		default:
			c.end(ErrReset)
		}
		return
	case s.Flags.Has(packet.TCPSyn):
		c.acknowledge() // RFC 5961 section 4
		return
	case !s.Flags.Has(packet.TCPAck):
		return
	}
	if !c.takeAck(s) {
		return
	}
	c.takeText(s)
	if c.state != Closed {
		c.transmit()
	}
}

// isAcceptable says whether a segment lies in the window (RFC 9293 section 3.10.7.4, table 6).
func (c *Conn) isAcceptable(s packet.TCP) bool {
	room, n := uint32(c.room()), s.Len()
	inWindow := func(sequence uint32) bool { return sequence-c.expected < room }
	switch {
	case n == 0 && room == 0:
		return s.Sequence == c.expected
	case n == 0:
		return inWindow(s.Sequence) || s.Sequence == c.expected
	case room == 0:
		return false
	}
	return inWindow(s.Sequence) || inWindow(s.Sequence+n-1)
}

// takeAck takes the acknowledgment of a segment; false if that is the end of the segment's being worked on.
func (c *Conn) takeAck(s packet.TCP) bool {
	ack := s.Acknowledgment
	if c.state == SynReceived {
		if ack != c.options.ISN+1 && (before(ack, c.options.ISN+1) || before(c.highest, ack)) {
			c.send(packet.TCP{Sequence: ack, Flags: packet.TCPReset})
			return false
		}
		c.advance(ack)
		c.open(s)
	}
	if before(c.highest, ack) || before(ack+uint32(max(c.widest, sendBuffer)), c.unacked) { // never sent, or too old (RFC 5961 section 5)
		c.acknowledge()
		return false
	}
	c.takeAcknowledgment(s)
	if !c.closing || c.unacked != c.finSequence()+1 {
		return true
	}
	switch c.state { // our FIN has arrived
	case FinWait1:
		c.state, c.endAt = FinWait2, c.now.Add(orphanTime)
	case Closing:
		c.waitTime()
	case LastAck:
		c.end(nil)
		return false
	}
	return true
}

// waitTime goes over to TIME-WAIT.
func (c *Conn) waitTime() {
	c.state, c.endAt, c.resendAt, c.probeAt = TimeWait, c.now.Add(timeWait), time.Time{}, time.Time{}
}

// takeText takes a segment's data and FIN, and acknowledges them.
func (c *Conn) takeText(s packet.TCP) {
	fin := s.Flags.Has(packet.TCPFin)
	if len(s.Payload) == 0 && !fin {
		return
	}
	switch c.state {
	case Established, FinWait1, FinWait2:
	default:
		return // the other side has said already that no more comes
	}
	if c.state == FinWait2 {
		c.endAt = c.now.Add(orphanTime)
	}
	had := len(c.read)
	c.keep(piece{s.Sequence, s.Payload, fin})
	c.joinPieces()
	if len(c.read) > had {
		c.tell(Readable, nil)
	}
	c.acknowledge()
	if c.finished {
		c.takeFIN()
	}
}

// keep puts what lies in the window of a piece among the pieces.
func (c *Conn) keep(p piece) {
	if skip := int(int32(c.expected - p.sequence)); skip > 0 {
		if skip > len(p.data) || skip == len(p.data) && !p.fin {
			return // it came before
		}
		p.sequence, p.data = p.sequence+uint32(skip), p.data[skip:]
	}
	end := c.expected + uint32(c.room())
	if over := int(int32(p.end() - end)); over > 0 {
		if over > len(p.data) {
			return
		}
		p.data, p.fin = p.data[:len(p.data)-over], false
	}
	if len(p.data) == 0 && !p.fin || len(c.pieces) >= mostPieces {
		return
	}
	p.data = slices.Clone(p.data)
	c.pieces = append(c.pieces, p)
	c.sortPieces()
}

// joinPieces reads on as far as there is no gap.
func (c *Conn) joinPieces() {
	for len(c.pieces) > 0 && !before(c.expected, c.pieces[0].sequence) {
		p := c.pieces[0]
		c.pieces = c.pieces[1:]
		if skip := int(c.expected - p.sequence); skip <= len(p.data) {
			c.read = append(c.read, p.data[skip:]...)
			c.expected = p.end()
			if p.fin {
				c.expected++
				c.finished, c.pieces = true, nil
			}
		}
	}
}

// takeFIN takes note that the other side sends no more.
func (c *Conn) takeFIN() {
	c.finished = false
	switch c.state {
	case Established:
		c.state = CloseWait
	case FinWait1:
		c.state = Closing
	case FinWait2:
		c.waitTime()
	}
	c.tell(PeerClosed, nil)
}
