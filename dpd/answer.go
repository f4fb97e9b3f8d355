package dpd

import "time"

// A RateLimit bounds how many R_U_THERE of one peer are answered: RFC 3706 lets a peer ask as often as it likes, and
// each answer costs an encryption and a packet. The zero value allows everything.
//
// It is a token bucket: it starts full, each Allow takes one token, one comes back per spacing.
type RateLimit struct {
	spacing time.Duration
	burst   int
	tokens  int
	filled  time.Time // when tokens was last brought up to date
}

// NewRateLimit allows burst answers at once and one per spacing in the long run. A burst below one means one; a
// spacing of zero or less allows everything.
func NewRateLimit(spacing time.Duration, burst int) RateLimit {
	burst = max(burst, 1)
	return RateLimit{spacing: spacing, burst: burst, tokens: burst}
}

// Allow must be called for each R_U_THERE that would be answered; false means to stay silent.
func (l *RateLimit) Allow(now time.Time) bool {
	if l.spacing <= 0 {
		return true
	}
	l.fill(now)
	if l.tokens == 0 {
		return false
	}
	if l.tokens == l.burst {
		l.filled = now // a full bucket gathers nothing; its clock starts with the first token taken
	}
	l.tokens--
	return true
}

func (l *RateLimit) fill(now time.Time) {
	elapsed := now.Sub(l.filled)
	if l.tokens == l.burst || elapsed < l.spacing {
		return
	}
	earned := elapsed / l.spacing
	if earned >= time.Duration(l.burst-l.tokens) {
		l.tokens = l.burst
		return
	}
	l.tokens += int(earned)
	l.filled = l.filled.Add(earned * l.spacing)
}

// A PeerSequence remembers the sequence numbers of a peer's own R_U_THERE, to tell a fresh question from a replayed one
// (RFC 3706 section 7). The zero value has seen none.
type PeerSequence struct {
	newest uint32
	seen   bool
}

// Fresh must be called for each authenticated R_U_THERE. Only a number ahead of all earlier ones is fresh, and only a
// fresh one is a sign of life for Monitor.Heard. A repeat deserves its answer (ours may have been lost), but whoever
// recorded it can send it too.
func (p *PeerSequence) Fresh(sequence uint32) bool {
	if p.seen && int32(sequence-p.newest) <= 0 {
		return false
	}
	p.newest, p.seen = sequence, true
	return true
}
