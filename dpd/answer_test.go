package dpd_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"ruthere/dpd"
)

func TestRateLimit(t *testing.T) {
	l := dpd.NewRateLimit(time.Second, 3)
	for _, tt := range []struct {
		at      float64
		want    bool
		because string
	}{
		{100, true, "full"},
		{100, true, "second of the burst"},
		{100, true, "third of the burst"},
		{100, false, "empty"},
		{100.9, false, "not yet"},
		{101, true, "one came back"},
		{101.5, false, "but only one"},
		{102.5, true, "the next, half a second ago"},
		{103, true, "half seconds are not lost"},
		{103.1, false, "empty again"},
		{1000, true, "full after a long time"},
		{1000, true, "with a burst"},
		{1000, true, "of three"},
		{1000, false, "not more"},
		{999, false, "an earlier time is harmless"},
	} {
		if got := l.Allow(at(tt.at)); got != tt.want {
			t.Errorf("at %g s: allowed is %v, want %v: %s", tt.at, got, tt.want, tt.because)
		}
	}
}

// Whatever the pattern of questions, any window of time sees at most the burst plus one answer per spacing.
func TestRateLimitBound(t *testing.T) {
	const spacing, burst = 250 * time.Millisecond, 4
	r := rand.New(rand.NewPCG(1, 1))
	l := dpd.NewRateLimit(spacing, burst)
	var allowed []time.Time
	for now := epoch; len(allowed) < 500; now = now.Add(time.Duration(r.Int64N(int64(spacing)))) {
		if r.IntN(50) == 0 {
			now = now.Add(10 * spacing)
		}
		if l.Allow(now) {
			allowed = append(allowed, now)
		}
	}
	for i, first := range allowed {
		for j, last := range allowed[i:] {
			if limit := burst + int(last.Sub(first)/spacing); j+1 > limit {
				t.Fatalf("%d answers within %v, want at most %d", j+1, last.Sub(first), limit)
			}
		}
	}
}

func TestRateLimitZeroValueAllowsAll(t *testing.T) {
	var l dpd.RateLimit
	for range 100 {
		if !l.Allow(epoch) {
			t.Fatal("refused")
		}
	}
}

func TestRateLimitAllowsAtLeastOne(t *testing.T) {
	l := dpd.NewRateLimit(time.Second, 0)
	if !l.Allow(epoch) || l.Allow(epoch) {
		t.Error("a burst of zero is not one")
	}
}

func TestPeerSequence(t *testing.T) {
	for _, start := range []uint32{0, 1000, math.MaxUint32 - 1, 1 << 31} {
		var p dpd.PeerSequence
		for _, tt := range []struct {
			offset  uint32
			want    bool
			because string
		}{
			{0, true, "the first, whatever it is"},
			{0, false, "a repeat"},
			{1, true, "the next"},
			{5, true, "some were lost"},
			{4, false, "an old one"},
			{5, false, "a repeat"},
			{6, true, "the next"},
			{6 + 1<<31, false, "half the circle away is not ahead"},
		} {
			if got := p.Fresh(start + tt.offset); got != tt.want {
				t.Errorf("start %d, offset %d: fresh is %v, want %v: %s", start, tt.offset, got, tt.want, tt.because)
			}
		}
	}
}
