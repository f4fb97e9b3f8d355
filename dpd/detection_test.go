package dpd_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"ruthere/dpd"
)

// Whatever the interval, the retry, the mode, the round trip, the traffic and the losses: while of five exchanges in a
// row one gets through, nobody is declared dead; and whatever the moment at which a peer then dies, it is declared dead
// within Interval and five Retry of its last sign of life (on-demand: rounded up to the next packet), and not before
// five questions had their time.
func TestLifeAndDeath(t *testing.T) {
	const cases = 20_000
	lostFour, asked := 0, 0
	for seed := range uint64(cases) {
		p := newPeer(t, seed)
		p.live()
		if p.mostLost == dpd.MaxMisses-1 {
			lostFour++
		}
		if p.m.Probing() {
			asked++
		}
		p.die()
		if t.Failed() {
			t.Fatalf("seed %d: %+v, round trip %v, a packet every %v, %d %% lost", seed, p.cfg, p.roundTrip, p.space, p.loss)
		}
	}
	t.Logf("of %d peers, %d had four exchanges lost in a row, %d died with a question open", cases, lostFour, asked)
	if lostFour < cases/3 || asked < cases/10 {
		t.Error("the losses were too mild: the test shows too little")
	}
}

// A peer answers its monitor's questions, over a wire that loses some, until it dies.
type peer struct {
	t   *testing.T
	r   *rand.Rand
	cfg dpd.Config
	m   *dpd.Monitor
	now time.Time

	roundTrip time.Duration
	space     time.Duration // between packets for the peer
	loss      int           // percent of exchanges
	packet    time.Time     // when the next one leaves
	answers   []answer      // under way

	dead, noAnswer bool // it is; and what it had answered does not arrive
	lost, mostLost int  // exchanges in a row
	heard          time.Time
	died           time.Time // when the monitor said so
}

type answer struct {
	at       time.Time
	sequence uint32
}

// newPeer draws a case. The first ones are the corners of what can be configured.
func newPeer(t *testing.T, seed uint64) *peer {
	r := rand.New(rand.NewPCG(seed, 3706))
	cfg := dpd.Config{
		Interval: dpd.MinInterval + time.Duration(r.IntN(3591))*time.Second,
		Retry:    dpd.MinRetry + time.Duration(r.IntN(59))*time.Second,
		Periodic: r.IntN(2) == 0,
	}
	if seed < 400 {
		cfg.Interval = []time.Duration{dpd.MinInterval, dpd.MaxInterval}[seed&1]
		cfg.Retry = []time.Duration{dpd.MinRetry, dpd.MaxRetry}[seed>>1&1]
		cfg.Periodic = seed>>2&1 == 0
	}
	p := &peer{t: t, r: r, cfg: cfg, now: epoch, heard: epoch, loss: r.IntN(101),
		roundTrip: time.Duration(r.Int64N(int64(cfg.Retry))), space: 1 + time.Duration(r.Int64N(int64(cfg.Interval)))}
	p.packet = epoch.Add(p.space)
	p.m = dpd.New(cfg, epoch, r.Uint32(), r.Float64)
	return p
}

// live lets some cycles pass, up to any moment of the last, and for every other peer up to any moment of a series of
// questions.
func (p *peer) live() {
	p.run(p.now.Add(time.Duration(p.r.Int64N(int64(10 * dpd.WorstCase(p.cfg))))))
	if next, ok := p.m.NextProbe(); ok && p.r.IntN(2) == 0 {
		p.run(next.Add(time.Duration(p.r.Int64N(int64(dpd.MaxMisses * p.cfg.Retry)))))
	}
	if !p.died.IsZero() {
		p.t.Errorf("declared dead after %v, %v after the last sign of life", p.died.Sub(epoch), p.died.Sub(p.heard))
	}
}

// die ends the answers, those under way or only those to come.
func (p *peer) die() {
	p.dead, p.noAnswer = true, p.r.IntN(2) == 0
	earliest, latest := p.cfg.Interval, dpd.WorstCase(p.cfg)
	if p.cfg.Periodic {
		earliest = p.cfg.Interval * 97 / 100
	} else {
		latest += p.space
	}
	p.run(p.now.Add(p.roundTrip + latest))
	switch took := p.died.Sub(p.heard); {
	case p.died.IsZero():
		p.t.Errorf("not declared dead within %v", latest)
	case took > latest || took < earliest+dpd.MaxMisses*p.cfg.Retry:
		p.t.Errorf("declared dead %v after the last sign of life, want %v to %v", took, earliest+dpd.MaxMisses*p.cfg.Retry, latest)
	}
}

// run lets time pass. What arrives comes before the timer, as the monitor wants it.
func (p *peer) run(until time.Time) {
	for p.died.IsZero() {
		next := p.packet
		if len(p.answers) > 0 && p.answers[0].at.Before(next) {
			next = p.answers[0].at
		}
		if at, running := p.m.Deadline(); running && at.Before(next) {
			next = at
		}
		if next.After(until) {
			p.now = until
			return
		}
		p.now = next
		p.arrive()
		p.act(p.m.Expire(p.now))
		if !p.packet.After(p.now) {
			p.act(p.m.Sending(p.now))
			p.packet = p.packet.Add(p.space)
		}
	}
}

func (p *peer) arrive() {
	for len(p.answers) > 0 && !p.answers[0].at.After(p.now) {
		a := p.answers[0]
		p.answers = p.answers[1:]
		if !p.noAnswer && p.m.Ack(p.now, a.sequence) == dpd.Current {
			p.heard = p.now
		}
	}
}

// act carries a question to the peer, if neither it nor its answer is lost.
func (p *peer) act(action dpd.Action) {
	switch {
	case action == dpd.Dead:
		p.died = p.now
	case action == dpd.None || p.dead:
	case p.lost < dpd.MaxMisses-1 && p.r.IntN(100) < p.loss:
		p.lost++
		p.mostLost = max(p.mostLost, p.lost)
	default:
		p.lost = 0
		p.answers = append(p.answers, answer{p.now.Add(p.roundTrip), p.m.Sequence()})
	}
}
