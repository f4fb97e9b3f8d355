package tcp

import (
	"slices"
	"time"

	"ruthere/packet"
)

// openTo begins a connection to the other side.
func (c *Conn) openTo(now time.Time, out *Out) {
	c.within(now, out, func() {
		c.state = SynSent
		c.sendSYN()
	})
}

// sendSYN sends the first segment, of either side.
func (c *Conn) sendSYN() {
	s := packet.TCP{Sequence: c.options.ISN, Flags: packet.TCPSyn, Window: uint16(c.options.Window), MSS: uint16(c.options.MSS)}
	if c.state == SynReceived {
		s.Acknowledgment, s.Flags = c.expected, packet.TCPSyn|packet.TCPAck
	}
	c.noteSent(c.options.ISN)
	c.next, c.highest = c.options.ISN+1, c.options.ISN+1
	c.send(s)
}

// finSequence is where the FIN stands.
func (c *Conn) finSequence() uint32 { return c.base + uint32(len(c.buffer)) }

// transmit sends what may be sent: data as far as the windows of both the other side and the network allow, then the FIN.
func (c *Conn) transmit() {
	switch c.state {
	case Closed, SynSent, SynReceived, FinWait2, TimeWait:
		return
	}
	for {
		sent := int(c.next - c.base)
		left := len(c.buffer) - sent
		n := min(left, c.segment, c.usableWindow())
		if n <= 0 || n < c.segment && n < left && n < c.widest/2 && c.next != c.unacked {
			break // nothing, or so little that it pays to wait (RFC 9293 section 3.8.6.2.1)
		}
		c.sendData(sent, n)
	}
	if c.closing && c.next == c.finSequence() && int(c.next-c.unacked) < c.window {
		c.sendFIN()
	}
	c.watchWindow()
}

// usableWindow is how many bytes may be sent now.
func (c *Conn) usableWindow() int {
	return min(c.window, c.congestion) - int(c.next-c.unacked)
}

// sendData sends n bytes from an offset into the buffer on.
func (c *Conn) sendData(from, n int) {
	s := packet.TCP{Sequence: c.next, Acknowledgment: c.expected, Flags: packet.TCPAck, Payload: slices.Clone(c.buffer[from : from+n])}
	if from+n == len(c.buffer) {
		s.Flags |= packet.TCPPush
	}
	c.noteSent(c.next)
	c.next += uint32(n)
	c.noteHighest()
	c.send(s)
}

func (c *Conn) sendFIN() {
	c.noteSent(c.next)
	s := packet.TCP{Sequence: c.next, Acknowledgment: c.expected, Flags: packet.TCPFin | packet.TCPAck}
	c.next++
	c.noteHighest()
	c.send(s)
}

func (c *Conn) noteHighest() {
	if before(c.highest, c.next) {
		c.highest = c.next
	}
}

// noteSent times what is sent, and waits for its acknowledgment. What is sent again is not timed (Karn's algorithm).
func (c *Conn) noteSent(sequence uint32) {
	if c.resendAt.IsZero() {
		c.resendAt = c.now.Add(c.rto)
	}
	if c.measuredAt.IsZero() && c.tries == 0 && !before(sequence, c.highest) {
		c.measured, c.measuredAt = sequence, c.now
	}
}

// watchWindow probes a window that is closed while something waits, until it opens (RFC 9293 section 3.8.6.1).
func (c *Conn) watchWindow() {
	blocked := c.window == 0 && c.next == c.unacked && (len(c.buffer) > 0 || c.closing)
	switch {
	case !blocked:
		c.probeAt = time.Time{}
	case c.probeAt.IsZero():
		c.probeInterval = max(c.rto, leastRTO)
		c.probeAt, c.probes = c.now.Add(c.probeInterval), 0
	}
}

// probe sends one byte into a closed window.
func (c *Conn) probe() {
	if c.probes++; c.probes > mostTries {
		c.end(ErrTimeout)
		return
	}
	c.probeInterval = min(2*c.probeInterval, mostRTO)
	c.probeAt = c.now.Add(c.probeInterval)
	s := packet.TCP{Sequence: c.unacked, Acknowledgment: c.expected, Flags: packet.TCPAck}
	if len(c.buffer) > 0 {
		s.Payload = slices.Clone(c.buffer[:1])
	} else {
		s.Flags |= packet.TCPFin
	}
	c.next++
	c.noteHighest()
	c.send(s)
	c.next = c.unacked // nothing is waited for but the window
}

// takeAcknowledgment takes note of what the other side has got, and of its window.
func (c *Conn) takeAcknowledgment(s packet.TCP) {
	ack := s.Acknowledgment
	switch {
	case before(c.unacked, ack):
		c.advance(ack)
	case ack == c.unacked && len(s.Payload) == 0 && c.highest != c.unacked && int(s.Window) == c.window && !s.Flags.Has(packet.TCPFin):
		c.countRepeated()
	}
	if before(c.updatedBy, s.Sequence) || c.updatedBy == s.Sequence && !before(ack, c.updatedAt) {
		c.window, c.updatedBy, c.updatedAt = int(s.Window), s.Sequence, ack
		c.widest = max(c.widest, c.window)
	}
}

// advance moves on to what is acknowledged now.
func (c *Conn) advance(ack uint32) {
	acked := int(ack - c.unacked)
	c.unacked = ack
	if before(c.next, ack) {
		c.next = ack
	}
	if n := min(int(ack-c.base), len(c.buffer)); n > 0 && !before(ack, c.base) {
		c.buffer = c.buffer[n:]
		c.base += uint32(n)
	}
	if !c.measuredAt.IsZero() && before(c.measured, ack) {
		c.measure(c.now.Sub(c.measuredAt))
		c.measuredAt = time.Time{}
	}
	c.grow(acked)
	c.tries = 0
	c.resendAt = time.Time{}
	if c.next != c.unacked {
		c.resendAt = c.now.Add(c.rto)
	}
	if c.wantRoom && len(c.buffer) <= sendBuffer/2 {
		c.wantRoom = false
		c.tell(Writable, nil)
	}
}

// grow opens the window of the network by what was acknowledged (RFC 5681 section 3.1).
func (c *Conn) grow(acked int) {
	c.repeated = 0
	switch {
	case c.recovering && before(c.unacked, c.recovered): // a part only: what follows is lost as well (RFC 6582)
		c.resendFirst()
		return
	case c.recovering:
		c.recovering, c.congestion = false, c.threshold
	case c.congestion < c.threshold:
		c.congestion += min(acked, c.segment)
	default:
		c.congestion += max(c.segment*c.segment/c.congestion, 1)
	}
	c.congestion = min(c.congestion, sendBuffer)
}

// countRepeated counts acknowledgments that say the same again: something was lost, and what came after it was not.
func (c *Conn) countRepeated() {
	if c.repeated++; c.repeated == fastResend && !c.recovering {
		c.recovering, c.recovered = true, c.highest
		c.shrink()
		c.congestion = c.threshold
		c.resendFirst()
	}
}

// shrink halves what the network is thought to carry (RFC 5681 section 3.1, equation 4).
func (c *Conn) shrink() {
	c.threshold = max(int(c.highest-c.unacked)/2, 2*c.segment)
}

// resendFirst sends again what was acknowledged last of all.
func (c *Conn) resendFirst() {
	after := c.next
	c.next = c.unacked
	c.measuredAt = time.Time{}
	if n := min(len(c.buffer), c.segment); n > 0 {
		c.sendData(0, n)
	} else if c.closing {
		c.sendFIN()
	}
	if before(c.next, after) {
		c.next = after
	}
	c.resendAt = c.now.Add(c.rto)
}

// measure takes a round-trip time into the account (RFC 6298 section 2).
func (c *Conn) measure(took time.Duration) {
	if c.smoothed == 0 {
		c.smoothed, c.varies = max(took, 1), took/2
	} else {
		c.varies += ((c.smoothed - took).Abs() - c.varies) / 4
		c.smoothed += (took - c.smoothed) / 8
	}
	c.rto = min(max(c.smoothed+4*c.varies, leastRTO), mostRTO)
}
