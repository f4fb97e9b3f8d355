package tcp

import "time"

// deadline is when tick has something to do.
func (c *Conn) deadline() (at time.Time, ok bool) {
	for _, t := range []time.Time{c.resendAt, c.probeAt, c.endAt} {
		if !t.IsZero() && (!ok || t.Before(at)) {
			at, ok = t, true
		}
	}
	return at, ok
}

// tick does what is due.
func (c *Conn) tick(now time.Time, out *Out) {
	c.within(now, out, func() {
		due := func(t time.Time) bool { return !t.IsZero() && !t.After(now) }
		switch {
		case due(c.endAt):
			c.expire()
		case due(c.resendAt):
			c.resend()
		case due(c.probeAt):
			c.probe()
		}
	})
}

// expire ends a state that may last only so long.
func (c *Conn) expire() {
	if c.state == SynSent || c.state == SynReceived {
		c.end(ErrTimeout)
		return
	}
	c.end(nil)
}

// resend sends again what has had no answer for too long (RFC 6298 section 5), from the first on.
func (c *Conn) resend() {
	opening := c.state == SynSent || c.state == SynReceived
	if c.tries++; !opening && c.tries > mostTries {
		c.end(ErrTimeout)
		return
	}
	c.rto = min(2*c.rto, mostRTO)
	c.resendAt, c.measuredAt = time.Time{}, time.Time{}
	c.recovering, c.repeated = false, 0
	if opening {
		c.sendSYN()
	} else {
		if c.tries == 1 {
			c.shrink()
		}
		c.congestion = c.segment
		c.next = c.unacked
		c.transmit()
		if c.resendAt.IsZero() && c.highest != c.unacked { // the window has closed meanwhile
			c.watchWindow()
		}
	}
}
