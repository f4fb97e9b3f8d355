package scale

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/dpd"
)

// What `ruthere plan` and `show crypto isakmp keepalive estimate` say is what two engines do: a death at any moment is noticed
// between the best and the worst time, on average within 3 % of the mean one, and as many questions are asked of the living.
func TestEstimateIsWhatEnginesDo(t *testing.T) {
	for _, c := range []struct {
		k   config.Keepalive
		gap time.Duration
	}{
		{tens, 0},
		{config.Keepalive{Interval: 10 * time.Second, Retry: 5 * time.Second, Periodic: true}, 0},
		{config.Keepalive{Interval: 60 * time.Second, Retry: 2 * time.Second, Periodic: true}, 7 * time.Second},
		{tens, 25 * time.Second},
		{config.Keepalive{Interval: 10 * time.Second, Retry: 2 * time.Second}, 4 * time.Second},
		{config.Keepalive{Interval: 30 * time.Second, Retry: 3 * time.Second}, 100 * time.Second},
	} {
		t.Run(name(c.k)+", traffic every "+c.gap.String(), func(t *testing.T) {
			want := dpd.Watch{Config: dpd.Config{Interval: c.k.Interval, Retry: c.k.Retry, Periodic: c.k.Periodic}, Gap: c.gap}.Estimate()
			gap := c.gap
			if gap == 0 {
				gap = 10 * c.k.Interval
			}
			w, random := newWatch(t, c.k), rand.New(rand.NewPCG(3706, uint64(gap)))
			var sum, lived time.Duration
			packets := 0
			const deaths = 400
			for range deaths {
				w.up()
				w.talk(gap, gap, c.gap > 0) // the first gap is not like the others
				w.packets = 0
				w.talk(2*gap, gap, c.gap > 0)
				packets, lived = packets+w.packets, lived+2*gap
				took := w.dieWithin(time.Duration(random.Int64N(int64(gap))), gap, c.gap > 0)
				if took < want.Best || took > want.Worst {
					t.Fatalf("noticed after %v, want %v to %v", took, want.Best, want.Worst)
				}
				sum += took
			}
			if mean := sum / deaths; (mean - want.Mean).Abs() > want.Mean*3/100 {
				t.Errorf("noticed after %v on average, want %v", mean, want.Mean)
			}
			if got := float64(packets) / lived.Seconds(); math.Abs(got-2*want.Questions) > 0.03*2*want.Questions {
				t.Errorf("%.4f packets a second, want %.4f", got, 2*want.Questions)
			}
		})
	}
}

// talk lets time pass and then, with traffic, a packet leave each gap, which the peer answers if it lives.
func (w *watch) talk(d, gap time.Duration, traffic bool) {
	for end := w.now.Add(d); w.now.Before(end); {
		w.run(gap)
		if traffic {
			w.exchange()
		}
	}
}

func (w *watch) exchange() {
	w.send()
	if pair := w.pair(0); pair != nil && !w.dead {
		w.heard = w.now
		w.toRouter(func(out *ike.Out) { w.router.Heard(w.now, pair, out) })
	}
}

// dieWithin has the peer die some time after the last packet, and returns how long the router took to notice.
func (w *watch) dieWithin(after, gap time.Duration, traffic bool) time.Duration {
	died := w.now.Add(after)
	w.run(after)
	w.dead = true
	w.run(gap - after)
	for w.diedAt.IsZero() {
		if traffic {
			w.exchange()
		}
		w.run(gap)
	}
	return w.diedAt.Sub(died)
}
