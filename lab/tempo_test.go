package lab

import (
	"testing"
	"time"
)

var wallStart = time.Date(2026, time.November, 28, 12, 0, 0, 0, time.UTC)

// Where a lab is after ten seconds of the wall clock, and how long it may be left alone if something
// is due a minute after the tempo began.
func TestTempo(t *testing.T) {
	at := DefaultClock
	for _, c := range []struct {
		rate    Rate
		reached time.Duration // -1: without a bound
		wait    time.Duration // -1: for ever
	}{
		{Paused, 0, -1},
		{RealTime, 10 * time.Second, 50 * time.Second},
		{0.5, 5 * time.Second, 110 * time.Second},
		{10, 100 * time.Second, 0},
		{3, 30 * time.Second, 10 * time.Second},
		{7, 70 * time.Second, 0},
		{fastest, 1e7 * time.Second, 0},
		{FullSpeed, -1, 0},
	} {
		tempo := NewTempo(c.rate, wallStart, at)
		wall := wallStart.Add(10 * time.Second)
		reached, bounded := tempo.Reached(wall)
		if bounded != (c.reached >= 0) || bounded && !reached.Equal(at.Add(c.reached)) {
			t.Errorf("%v: reached %v %v", c.rate, reached.Sub(at), bounded)
		}
		wait, ok := tempo.Wait(wall, at.Add(time.Minute))
		if ok != (c.wait >= 0) || ok && wait != c.wait {
			t.Errorf("%v: waits %v %v", c.rate, wait, ok)
		}
	}
}

// After the wait that a tempo tells of, what was waited for has been reached: a driver never finds
// that it woke too early. Far instants are no overflow.
func TestTempoWakesInTime(t *testing.T) {
	for _, rate := range []Rate{0.001, 0.3, 1, 3, 7, 9.99, 1000, fastest} {
		tempo := NewTempo(rate, wallStart, DefaultClock)
		for _, due := range []time.Duration{1, 3, time.Millisecond + 1, time.Minute + 7, 1000 * time.Hour, 200 * 365 * 24 * time.Hour} {
			wait, _ := tempo.Wait(wallStart, DefaultClock.Add(due))
			if reached, _ := tempo.Reached(wallStart.Add(wait)); due < 1000*time.Hour && reached.Before(DefaultClock.Add(due)) {
				t.Errorf("%v: %v is due, after %v it is %v", rate, due, wait, reached.Sub(DefaultClock))
			} else if wait < 0 {
				t.Errorf("%v: waits %v", rate, wait)
			}
		}
	}
}

func TestRates(t *testing.T) {
	for text, want := range map[string]string{"x10": "x10", "10": "x10", "x0.5": "x0.5", "max": "max", "x1": "x1", "1e3": "x1000"} {
		if r, err := ParseRate(text); err != nil || r.String() != want {
			t.Errorf("%s: %v %v", text, r, err)
		}
	}
	for _, text := range []string{"", "x", "0", "x0", "-1", "fast", "x1e9", "NaN", "Inf", "xInf"} {
		if r, err := ParseRate(text); err == nil {
			t.Errorf("%s: %v", text, r)
		}
	}
}
