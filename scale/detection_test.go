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
	for _, interval := range []int{10, 11, 30, 60, 600, 3599, 3600} {
		for _, retry := range []int{2, 3, 5, 59, 60} {
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

// phases are moments of death: every second of a short cycle or every sixtieth of a long one, both ends of it to the
// nanosecond, and some at random in the first four cycles.
func phases(interval time.Duration) (list []time.Duration) {
	random := rand.New(rand.NewPCG(1, uint64(interval)))
	step := max(interval/60, time.Second)
	for at := time.Duration(0); at <= interval; at += step {
		list = append(list, at)
	}
	list = append(list, 1, interval*97/100-1, interval*97/100, interval*98/100, interval-1, interval+1)
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
