package dpd_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"ruthere/dpd"
)

var (
	sweepIntervals = []float64{10, 11, 30, 60, 599, 3600}
	sweepRetries   = []float64{2, 3, 7, 30, 60}
)

// sweep runs f for every combination of configurations worth trying.
func sweep(f func(cfg dpd.Config)) {
	for _, interval := range sweepIntervals {
		for _, retry := range sweepRetries {
			f(periodic(interval, retry))
			f(onDemand(interval, retry))
		}
	}
}

// play drives a monitor as a router with steady traffic would: an owner on time, a packet for the peer every second,
// and a peer that answers each probe after delay when answers says so for the n-th of them. It returns when the peer
// is dead or until is reached, with the times of the first unanswered probe and of death.
func play(m *dpd.Monitor, until time.Time, delay time.Duration, answers func(n int, now time.Time) bool) (unanswered, died time.Time) {
	var answerAt time.Time
	probes := 0
	act := func(now time.Time, action dpd.Action) {
		switch action {
		case dpd.Probe:
			unanswered = now
		case dpd.Dead:
			died = now
			return
		case dpd.None:
			return
		}
		if answers(probes, now) {
			answerAt = now.Add(delay)
		}
		probes++
	}
	packetAt := epoch.Add(time.Second)
	for died.IsZero() {
		now := packetAt
		if !answerAt.IsZero() && !answerAt.After(now) {
			now = answerAt
		}
		if deadline, running := m.Deadline(); running && deadline.Before(now) {
			now = deadline
		}
		if now.After(until) {
			break
		}
		if now.Equal(answerAt) {
			m.Ack(now, m.Sequence())
			answerAt = time.Time{}
		}
		act(now, m.Expire(now))
		if now.Equal(packetAt) {
			act(now, m.Sending(now))
			packetAt = packetAt.Add(time.Second)
		}
	}
	return unanswered, died
}

// A peer that falls silent at any point of the cycle dies 5 retries after the first unanswered probe, and within
// WorstCase of its last sign of life (on-demand: rounded up to the next packet).
func TestDeathAtEveryPhase(t *testing.T) {
	const phases = 8
	sweep(func(cfg dpd.Config) {
		for phase := range phases {
			spread := func() float64 { return float64(phase) / phases }
			m := dpd.New(cfg, epoch, 7, spread)
			silent := epoch.Add(cfg.Interval + cfg.Interval*time.Duration(phase)/phases)
			answers := func(_ int, now time.Time) bool { return now.Before(silent) }
			unanswered, died := play(m, epoch.Add(4*cfg.Interval+10*cfg.Retry), 30*time.Millisecond, answers)
			if died.IsZero() {
				t.Errorf("%+v, silent from %v: never dead", cfg, silent.Sub(epoch))
				continue
			}
			if took := died.Sub(unanswered); took != 5*cfg.Retry {
				t.Errorf("%+v: death %v after the first unanswered probe, want %v", cfg, took, 5*cfg.Retry)
			}
			limit := dpd.WorstCase(cfg)
			if !cfg.Periodic {
				limit += time.Second
			}
			if took := died.Sub(m.LastHeard()); took > limit {
				t.Errorf("%+v: death %v after the last sign of life, want at most %v", cfg, took, limit)
			}
		}
	})
}

// A peer lives as long as one exchange in five gets through, whichever of the five it is.
func TestLossesDoNotKill(t *testing.T) {
	sweep(func(cfg dpd.Config) {
		for through := range dpd.MaxMisses {
			m := dpd.New(cfg, epoch, 0, nil)
			answers := func(n int, _ time.Time) bool { return n%(through+1) == through } // after that many losses
			delay := cfg.Retry - time.Millisecond
			if _, died := play(m, epoch.Add(6*dpd.WorstCase(cfg)), delay, answers); !died.IsZero() {
				t.Errorf("%+v: dead at %v although exchange %d got through", cfg, died.Sub(epoch), through)
			}
			if m.Sequence() < 3 {
				t.Errorf("%+v: only %d probes, the test shows nothing", cfg, m.Sequence()+1)
			}
		}
	})
}

// Random histories with an owner who is early, on time or late keep every promise of the package.
func TestRandomHistories(t *testing.T) {
	deaths := 0
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 3706))
		cfg := dpd.Config{
			Interval: time.Duration(10+r.IntN(3591)) * time.Second,
			Retry:    time.Duration(2+r.IntN(59)) * time.Second,
			Periodic: r.IntN(2) == 0,
		}
		h := &history{t: t, r: r, cfg: cfg, now: epoch, life: epoch, late: seed%4 == 0, first: r.Uint32()}
		h.m = dpd.New(cfg, epoch, h.first, r.Float64)
		for range 100 {
			h.step()
			h.check()
			if t.Failed() {
				t.Fatalf("seed %d, %+v, at %v", seed, cfg, h.now.Sub(epoch))
			}
		}
		if h.dead {
			deaths++
		}
	}
	if deaths < 40 || deaths > 360 {
		t.Errorf("%d of 400 histories end in death: the mixture of events shows too little", deaths)
	}
}

// A history is a monitor with what the outside knows about its peer.
type history struct {
	t    *testing.T
	r    *rand.Rand
	cfg  dpd.Config
	m    *dpd.Monitor
	late bool // the owner is sometimes late

	now     time.Time
	first   uint32
	probes  uint32    // series begun
	life    time.Time // last sign of life
	series  time.Time // begin of the running series, or zero
	repeats int
	dead    bool
}

// step lets something random happen.
func (h *history) step() {
	switch h.r.IntN(12) {
	case 0:
		h.m.Heard(h.now)
		h.alive()
	case 1:
		h.ack(h.m.Sequence() + h.r.Uint32N(5) - 2)
	case 2:
		if h.r.IntN(3) == 0 {
			h.ack(h.m.Sequence())
		}
	case 3:
		h.acted(h.m.Sending(h.now), !h.cfg.Periodic)
	case 4:
		h.acted(h.m.Expire(h.now), h.cfg.Periodic)
	default:
		h.wait()
	}
}

// wait goes to the deadline, or part of the way.
func (h *history) wait() {
	deadline, running := h.m.Deadline()
	if !running {
		h.now = h.now.Add(time.Duration(h.r.Int64N(int64(h.cfg.Interval))))
		return
	}
	left := max(deadline.Sub(h.now), 0)
	switch h.r.IntN(4) {
	case 0:
		h.now = h.now.Add(time.Duration(h.r.Int64N(int64(left) + 1)))
	case 1:
		if h.late {
			left += time.Duration(h.r.Int64N(int64(h.cfg.Retry)))
		}
		fallthrough
	default:
		h.now = h.now.Add(left)
		h.acted(h.m.Expire(h.now), h.cfg.Periodic)
	}
}

func (h *history) ack(sequence uint32) {
	probing := h.m.Probing()
	current := sequence == h.m.Sequence()
	switch h.m.Ack(h.now, sequence) {
	case dpd.Current:
		if !current {
			h.t.Errorf("number %d counts as an answer to %d", sequence, h.m.Sequence())
		}
		h.alive()
	default:
		if probing && current {
			h.t.Errorf("the answer to the outstanding probe %d does not count", sequence)
		}
		if probing != h.m.Probing() {
			h.t.Errorf("wrong number %d ended the series of %d", sequence, h.m.Sequence())
		}
	}
}

func (h *history) alive() {
	if !h.dead {
		h.life, h.series = h.now, time.Time{}
	}
}

// acted checks an action against what was done before.
func (h *history) acted(action dpd.Action, mayProbe bool) {
	switch action {
	case dpd.Probe:
		if !mayProbe || !h.series.IsZero() || h.dead {
			h.t.Error("a series begins at the wrong moment")
		}
		h.series, h.repeats = h.now, 0
		h.probes++
	case dpd.Reprobe:
		h.repeats++
		if h.series.IsZero() || h.repeats > 4 {
			h.t.Errorf("repeat %d, series since %v", h.repeats, h.series)
		}
		if h.now.Sub(h.series) < time.Duration(h.repeats)*h.cfg.Retry {
			h.t.Errorf("repeat %d comes %v after the probe", h.repeats, h.now.Sub(h.series))
		}
	case dpd.Dead:
		h.dead = true
		if h.repeats != 4 {
			h.t.Errorf("dead after %d repeats", h.repeats)
		}
		if took := h.now.Sub(h.series); took < 5*h.cfg.Retry {
			h.t.Errorf("dead only %v after the first unanswered probe", took)
		}
		if took := h.now.Sub(h.life); h.cfg.Periodic && !h.late && took > dpd.WorstCase(h.cfg) {
			h.t.Errorf("dead as late as %v after the last sign of life", took)
		}
	}
	if h.probes > 0 && h.m.Sequence() != h.first+h.probes-1 {
		h.t.Errorf("sequence %d in series %d", h.m.Sequence(), h.probes)
	}
}

// check compares what the monitor shows with what the outside knows.
func (h *history) check() {
	if probing := !h.series.IsZero() && !h.dead; h.m.Probing() != probing {
		h.t.Errorf("probing is %v, want %v", h.m.Probing(), probing)
	}
	if !h.m.LastHeard().Equal(h.life) {
		h.t.Errorf("last heard %v, want %v", h.m.LastHeard().Sub(epoch), h.life.Sub(epoch))
	}
	wantMisses := 0
	switch {
	case h.dead:
		wantMisses = dpd.MaxMisses
	case h.m.Probing():
		wantMisses = h.repeats
	}
	if h.m.Misses() != wantMisses {
		h.t.Errorf("misses %d, want %d", h.m.Misses(), wantMisses)
	}
	deadline, running := h.m.Deadline()
	if wantRunning := !h.dead && (h.cfg.Periodic || h.m.Probing()); running != wantRunning {
		h.t.Errorf("timer running is %v, want %v", running, wantRunning)
	}
	if running && !h.m.Probing() && deadline.Sub(h.life) > h.cfg.Interval {
		h.t.Errorf("next probe only %v after the last sign of life", deadline.Sub(h.life))
	}
}
