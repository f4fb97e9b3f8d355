package ntp

import "time"

// Bounds of RFC 5905 section 11.3 and appendix A.1.1.
const (
	stepThreshold  = 128 * time.Millisecond // beyond it a clock is set, within it corrected in little steps
	stepPatience   = 900 * time.Second      // how long a synchronised clock waits before it believes that
	panicThreshold = 1000 * time.Second     // `ntp panic update` refuses more
	pollLimit      = 30
	pollGate       = 4 // times the jitter: what counts as a quiet clock
)

// A LoopState is that of the clock discipline.
type LoopState uint8

const (
	NeverSet LoopState = iota
	Spike              // an offset came that was not believed yet
	Normal
)

// A correction is what is to be done about an offset.
type correction uint8

const (
	ignoreOffset correction = iota
	stepClock
	slewClock
)

// A discipline decides what becomes of offsets, and how often to ask.
type discipline struct {
	state LoopState
	quiet int  // counts up while offsets stay within the jitter, and down
	poll  int8 // power of two of seconds
}

// correct decides about an offset, since the last one that was followed.
func (d *discipline) correct(offset, jitter, since time.Duration, panics bool) correction {
	size := max(offset, -offset)
	switch {
	case panics && size > panicThreshold:
		return ignoreOffset
	case size <= stepThreshold:
		d.adjustPoll(size, jitter)
		d.state = Normal
		return slewClock
	case d.state == Normal:
		d.state = Spike
		return ignoreOffset
	case d.state == Spike && since < stepPatience:
		return ignoreOffset
	}
	*d = discipline{state: Normal, poll: LeastPoll}
	return stepClock
}

// adjustPoll asks less often while the clock is quiet (RFC 5905 section 13, the jiggle counter).
func (d *discipline) adjustPoll(size, jitter time.Duration) {
	if size <= pollGate*jitter {
		d.quiet = min(d.quiet+int(d.poll), pollLimit)
		if d.quiet == pollLimit && d.poll < MostPoll {
			d.quiet, d.poll = 0, d.poll+1
		}
		return
	}
	d.quiet = max(d.quiet-2*int(d.poll), -pollLimit)
	if d.quiet == -pollLimit && d.poll > LeastPoll {
		d.quiet, d.poll = 0, d.poll-1
	}
}
