package dpd_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"ruthere/dpd"
)

// What the chapter's examples come to.
func TestEstimate(t *testing.T) {
	for _, c := range []struct {
		name string
		of   dpd.Watch
		want dpd.Estimate
	}{
		{"periodic, idle", dpd.Watch{Config: periodic(10, 2)},
			dpd.Estimate{Best: seconds(10), Mean: seconds(14.875), Worst: seconds(19.8), Questions: 1 / 9.75}},
		{"the advice for high availability", dpd.Watch{Config: periodic(10, 5)},
			dpd.Estimate{Best: seconds(25), Mean: seconds(29.875), Worst: seconds(34.8), Questions: 1 / 9.75}},
		{"periodic, a packet a second", dpd.Watch{Config: periodic(10, 2), Gap: time.Second},
			dpd.Estimate{Best: seconds(18.7), Mean: seconds(19.25), Worst: seconds(19.8)}},
		{"on demand, a packet a second", dpd.Watch{Config: onDemand(10, 2), Gap: time.Second},
			dpd.Estimate{Best: seconds(19), Mean: seconds(19.5), Worst: seconds(20)}},
		{"on demand, a packet every four seconds", dpd.Watch{Config: onDemand(10, 2), Gap: 4 * time.Second},
			dpd.Estimate{Best: seconds(18), Mean: seconds(20), Worst: seconds(22)}},
		{"on demand, a packet a minute", dpd.Watch{Config: onDemand(10, 2), Gap: time.Minute},
			dpd.Estimate{Best: seconds(10), Mean: seconds(40), Worst: seconds(70), Questions: 1. / 60}},
		{"on demand, idle", dpd.Watch{Config: onDemand(10, 2)}, dpd.Estimate{Never: true}},
		{"off", dpd.Watch{Gap: time.Second}, dpd.Estimate{Never: true}},
	} {
		got := c.of.Estimate()
		if got.Never != c.want.Never || math.Abs(got.Questions-c.want.Questions) > 1e-9 || apart(got.Best, c.want.Best) > time.Microsecond ||
			apart(got.Mean, c.want.Mean) > time.Microsecond || apart(got.Worst, c.want.Worst) > time.Microsecond {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

func apart(a, b time.Duration) time.Duration { return (a - b).Abs() }

// Whatever the interval, the retry, the mode and the traffic: monitors whose peers die at any moment take as long as the
// estimate says, on average within 3 % of it, and ask as often.
func TestEstimateIsWhatMonitorsDo(t *testing.T) {
	for seed := range uint64(120) {
		r := rand.New(rand.NewPCG(seed, 2409))
		w := dpd.Watch{Config: onDemand(float64(10+r.IntN(120)), float64(2+r.IntN(20)))}
		w.Periodic = r.IntN(2) == 0
		if !w.Periodic || r.IntN(4) > 0 {
			w.Gap = time.Duration((0.05 + 3*r.Float64()) * float64(w.Interval))
		}
		want := w.Estimate()
		var sum time.Duration
		asked, lived := 0, time.Duration(0)
		const deaths = 1500
		for range deaths {
			questions, life, took := watchOne(t, w, r)
			asked, lived, sum = asked+questions, lived+life, sum+took
			if took < want.Best || took > want.Worst {
				t.Fatalf("%+v: noticed after %v, want %v to %v", w, took, want.Best, want.Worst)
			}
		}
		if mean := sum / deaths; apart(mean, want.Mean) > want.Mean*3/100 {
			t.Errorf("%+v: noticed after %v on average, want %v", w, mean, want.Mean)
		}
		if got := float64(asked) / lived.Seconds(); math.Abs(got-want.Questions) > 0.03*want.Questions {
			t.Errorf("%+v: %v questions a second, want %v", w, got, want.Questions)
		}
	}
}

// watchOne lets a peer live for three gaps (without traffic, for 30 intervals) and die at any moment of the next. It returns
// how many questions it was asked in the last two of them, how long those are, and how long its death stayed unnoticed.
func watchOne(t *testing.T, w dpd.Watch, r *rand.Rand) (questions int, life, took time.Duration) {
	gap := w.Gap
	if gap == 0 {
		gap = 10 * w.Interval
	}
	start, end := epoch.Add(gap), epoch.Add(3*gap)
	death := end.Add(time.Duration(r.Int64N(int64(gap))))
	m := dpd.New(w.Config, epoch, 1, r.Float64)
	packet := start
	for {
		now := packet
		if at, running := m.Deadline(); running && at.Before(now) {
			now = at
		}
		if now.Sub(death) > 10*w.Estimate().Worst {
			t.Fatalf("%+v: a death was not noticed", w)
		}
		action, alive, traffic := m.Expire(now), now.Before(death), w.Gap > 0 && now.Equal(packet)
		if now.Equal(packet) {
			packet = packet.Add(gap)
		}
		if traffic && action == dpd.None {
			action = m.Sending(now)
		}
		switch {
		case action == dpd.Dead:
			return questions, end.Sub(start), now.Sub(death)
		case action == dpd.Probe && alive:
			if !now.Before(start) && now.Before(end) {
				questions++
			}
			m.Ack(now, m.Sequence())
		}
		if traffic && alive {
			m.Heard(now) // the answer to the packet
		}
	}
}
