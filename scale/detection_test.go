package scale

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/crypto/isakmp"
	"ruthere/dpd"
)

// A watch is a net of one peer that may die, with what the test knows of it.
type watch struct {
	*net
	t      *testing.T
	dead   bool        // nothing comes through any more
	heard  time.Time   // when the peer's last message reached the router
	probes int         // that left since
	row    int         // the most probes ever in a row without an answer
	diedAt time.Time   // when the router noticed; zero: it has not
	loss   func() bool // of an informational message
}

func newWatch(t *testing.T, k config.Keepalive) *watch {
	w := &watch{net: newNet(t, 19, k), t: t, loss: func() bool { return false }}
	w.lose = w.carried
	w.down = func(int) { w.diedAt = w.now }
	return w
}

// carried decides what the wire loses, and keeps the books.
func (w *watch) carried(d ike.Datagram) bool {
	fromPeer := d.Remote.Addr() == routerAddr
	h, _ := isakmp.ParseHeader(d.Data)
	if !fromPeer && h.Exchange == isakmp.Informational {
		w.probes++
		w.row = max(w.row, w.probes)
	}
	if w.dead || h.Exchange == isakmp.Informational && w.loss() {
		return true
	}
	if fromPeer {
		w.heard, w.probes = w.now, 0
	}
	return false
}

// up brings the tunnel up, anew if it was down.
func (w *watch) up() {
	w.dead, w.diedAt = false, time.Time{}
	w.loss = func() bool { return false }
	w.run(2 * time.Minute) // what is left of the last tunnel goes
	w.connect(0, w.config.CryptoMaps[0])
}

// send is a packet on its way out through the tunnel.
func (w *watch) send() {
	if pair := w.pair(0); pair != nil {
		w.toRouter(func(out *ike.Out) { w.router.Sending(w.now, pair, out) })
	}
}

func keepalives(f func(k config.Keepalive)) {
	for _, interval := range []int{10, 30, 600, 3600} {
		for _, retry := range []int{2, 5, 60} {
			for _, periodic := range []bool{true, false} {
				f(config.Keepalive{Interval: time.Duration(interval) * time.Second, Retry: time.Duration(retry) * time.Second, Periodic: periodic})
			}
		}
	}
}

func name(k config.Keepalive) string {
	mode := "on-demand"
	if k.Periodic {
		mode = "periodic"
	}
	return fmt.Sprintf("%d %d %s", k.Interval/time.Second, k.Retry/time.Second, mode)
}

func worstCase(k config.Keepalive) time.Duration {
	return dpd.WorstCase(dpd.Config{Interval: k.Interval, Retry: k.Retry, Periodic: k.Periodic})
}

// phases are moments of death: every sixteenth of a cycle, and some at random in the first four cycles.
func phases(interval time.Duration) (list []time.Duration) {
	random := rand.New(rand.NewPCG(1, uint64(interval)))
	for i := range 17 {
		list = append(list, interval*time.Duration(i)/16)
	}
	for range 15 {
		list = append(list, time.Duration(random.Int64N(int64(4*interval))))
	}
	return list
}

// Periodic, a death is noticed between 97 % of the interval plus five retries and the whole interval plus five retries
// after the last sign of life, whatever the moment.
func TestDeathIsNoticedPeriodic(t *testing.T) {
	keepalives(func(k config.Keepalive) {
		if !k.Periodic {
			return
		}
		t.Run(name(k), func(t *testing.T) {
			w := newWatch(t, k)
			for _, phase := range phases(k.Interval) {
				w.up()
				w.run(phase)
				w.dead = true
				w.run(k.Interval + 5*k.Retry)
				took := w.diedAt.Sub(w.heard)
				if w.diedAt.IsZero() || took > worstCase(k) || took < k.Interval*97/100+5*k.Retry {
					t.Fatalf("died %v after the SA came up: noticed %v after the last sign of life, want %v to %v",
						phase, took, k.Interval*97/100+5*k.Retry, worstCase(k))
				}
				if w.probes != 6 {
					t.Fatalf("%d messages went to the dead, want five probes and a delete", w.probes)
				}
			}
		})
	})
}

// On-demand with steady traffic, the bound is that of dpd.WorstCase and the space between two packets.
func TestDeathIsNoticedUnderSteadyTraffic(t *testing.T) {
	keepalives(func(k config.Keepalive) {
		if k.Periodic {
			return
		}
		t.Run(name(k), func(t *testing.T) {
			w := newWatch(t, k)
			const space = time.Second
			for _, phase := range phases(k.Interval) {
				w.up()
				for passed := time.Duration(0); passed < phase; passed += space {
					w.send()
					w.run(space)
				}
				w.run(phase % space)
				w.dead = true
				for end := w.heard.Add(worstCase(k) + space); w.now.Before(end) && w.diedAt.IsZero(); w.run(space) {
					w.send()
				}
				if took := w.diedAt.Sub(w.heard); w.diedAt.IsZero() || took > worstCase(k)+space || took < worstCase(k) {
					t.Fatalf("died %v after the SA came up: noticed %v after the last sign of life, want %v to a second more", phase, took, worstCase(k))
				}
			}
		})
	})
}

// On-demand, a peer that nobody talks to is not asked. The first packet that meets a silence of an interval begins the
// asking, and death is exactly five retries away.
func TestDeathIsNoticedAfterTheFirstPacket(t *testing.T) {
	keepalives(func(k config.Keepalive) {
		if k.Periodic {
			return
		}
		t.Run(name(k), func(t *testing.T) {
			w := newWatch(t, k)
			for _, wait := range phases(k.Interval) {
				w.up()
				w.dead = true
				heard := w.heard
				w.run(wait)
				w.send()
				first := w.now
				if wait < k.Interval {
					w.run(k.Interval)
					if w.probes > 0 || !w.diedAt.IsZero() {
						t.Fatalf("a packet after %v of silence made %d probes leave", wait, w.probes)
					}
					w.send()
					first = w.now
				}
				w.run(5 * k.Retry)
				if took := w.diedAt.Sub(first); w.diedAt.IsZero() || took != 5*k.Retry {
					t.Fatalf("silent since %v, first packet %v later: noticed %v after it, want %v", heard, first.Sub(heard), took, 5*k.Retry)
				}
			}
		})
	})
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
