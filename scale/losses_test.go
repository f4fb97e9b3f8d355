package scale

import (
	"math/rand/v2"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/dpd"
)

// Both kinds of misfortune together, at random: an interval, a retry and a mode of the whole ranges, an exchange of five
// that gets through, and then a death at any moment, with a question open or not.
func TestDeathAfterLosses(t *testing.T) {
	cases := 3000
	if testing.Short() {
		cases = 100
	}
	asked := 0
	for seed := range uint64(cases) {
		random := rand.New(rand.NewPCG(seed, 3706))
		k := config.Keepalive{Interval: time.Duration(10+random.IntN(3591)) * time.Second,
			Retry: time.Duration(2+random.IntN(59)) * time.Second, Periodic: random.IntN(2) == 0}
		w := newWatch(t, k)
		w.up()
		w.loss = losses([]string{"probes", "answers", "at random"}[random.IntN(3)], random)
		space := k.Interval / time.Duration(1+random.IntN(40))
		w.traffic(time.Duration(random.Int64N(int64(6*worstCase(k)))), space)
		for seed%2 == 0 && w.probes == 0 {
			w.traffic(time.Second, time.Second)
		}
		if !w.diedAt.IsZero() {
			t.Fatalf("seed %d, %s: declared dead alive, %v after the last sign of life", seed, name(k), w.diedAt.Sub(w.heard))
		}
		if w.probes > 0 {
			asked++
		}
		w.dead = true
		limit := worstCase(k)
		if !k.Periodic {
			limit += space
		}
		w.traffic(limit, space)
		if took := w.diedAt.Sub(w.heard); w.diedAt.IsZero() || took > limit || took < k.Interval*97/100+5*k.Retry {
			t.Fatalf("seed %d, %s: noticed %v after the last sign of life, want %v to %v", seed, name(k), took, k.Interval*97/100+5*k.Retry, limit)
		}
	}
	if asked < cases/3 {
		t.Errorf("%d of %d died with a question open: the wire was too good", asked, cases)
	}
}

// traffic lets time pass until the tunnel is down, with a packet on its way out every now and then.
func (w *watch) traffic(d, space time.Duration) {
	end := w.now.Add(d)
	for w.diedAt.IsZero() && w.now.Before(end) {
		w.send()
		w.run(min(space, end.Sub(w.now)))
	}
}

// losses lets one exchange of at most five through, in different ways of being unlucky. An exchange is lost with its
// probe or with its answer.
func losses(kind string, random *rand.Rand) func() bool {
	missed, ackIsNext, loseAck := 0, false, false
	return func() bool {
		if ackIsNext {
			ackIsNext = false
			if loseAck {
				missed++
				return true
			}
			missed = 0
			return false
		}
		lost := missed < dpd.MaxMisses-1 && (kind != "at random" || random.IntN(5) > 0)
		loseAck = lost && (kind == "answers" || kind == "at random" && random.IntN(2) == 0)
		if lost && !loseAck {
			missed++
			return true
		}
		ackIsNext = true
		return false
	}
}

// As long as one exchange in five gets through, nobody is declared dead.
func TestNoFalseDeath(t *testing.T) {
	keepalives(func(k config.Keepalive) {
		for _, kind := range []string{"probes", "answers", "at random"} {
			t.Run(name(k)+", lost: "+kind, func(t *testing.T) {
				w := newWatch(t, k)
				w.up()
				w.loss = losses(kind, rand.New(rand.NewPCG(2, uint64(k.Interval+k.Retry))))
				start := w.now
				for w.now.Sub(start) < 30*worstCase(k) {
					w.send()
					w.run(k.Interval / 10)
				}
				if !w.diedAt.IsZero() {
					t.Errorf("declared dead after %v, %v after the last sign of life", w.diedAt.Sub(start), w.diedAt.Sub(w.heard))
				}
				if w.row != dpd.MaxMisses {
					t.Errorf("at most %d probes left in a row, want %d: the wire was too good", w.row, dpd.MaxMisses)
				}
			})
		}
	})
}

// Five lost exchanges in a row are a death: the bound of TestNoFalseDeath cannot be better.
func TestFiveLossesAreADeath(t *testing.T) {
	keepalives(func(k config.Keepalive) {
		w := newWatch(t, k)
		w.up()
		lost := 0
		w.loss = func() bool { lost++; return lost <= 5 }
		for w.now.Sub(w.heard) < worstCase(k)+k.Interval/10 && w.diedAt.IsZero() {
			w.send()
			w.run(k.Interval / 10)
		}
		if w.diedAt.IsZero() {
			t.Errorf("%s: five lost exchanges were survived", name(k))
		}
	})
}
