package dpd_test

import (
	"testing"
	"time"

	"ruthere/dpd"
)

func TestConfigCheck(t *testing.T) {
	for _, tt := range []struct {
		interval, retry float64
		ok              bool
	}{
		{10, 2, true}, {3600, 60, true}, {0, 0, true}, {10, 0, true},
		{9.9, 2, false}, {3601, 2, false}, {-1, 2, false},
		{10, 1.9, false}, {10, 61, false}, {10, -1, false},
	} {
		if err := periodic(tt.interval, tt.retry).Check(); (err == nil) != tt.ok {
			t.Errorf("interval %g, retry %g: error %v", tt.interval, tt.retry, err)
		}
	}
}

func TestWorstCase(t *testing.T) {
	if got := dpd.WorstCase(dpd.Config{Interval: 10 * time.Second}); got != 20*time.Second {
		t.Errorf("keepalive 10: %v, want 20s", got)
	}
	if got := dpd.WorstCase(periodic(3600, 60)); got != 3900*time.Second {
		t.Errorf("keepalive 3600 60: %v, want 1h5m", got)
	}
}

func TestReconfigure(t *testing.T) {
	waiting := func(cfg dpd.Config) *dpd.Monitor { return dpd.New(cfg, epoch, 0, nil) }
	probing := func(cfg dpd.Config) *dpd.Monitor {
		m := dpd.New(cfg, epoch, 0, nil)
		runSilent(m, at(12)) // probe at 10, reprobe at 12
		return m
	}

	t.Run("shorter interval counts from the last sign of life", func(t *testing.T) {
		m := waiting(periodic(100, 2))
		m.Reconfigure(at(5), periodic(20, 2))
		wantDeadline(t, "20 s after 0", m, at(20))
	})
	t.Run("shorter interval that has passed is due at once", func(t *testing.T) {
		m := waiting(periodic(100, 2))
		m.Reconfigure(at(50), periodic(20, 2))
		wantDeadline(t, "not in the past", m, at(50))
		wantAction(t, "due", m.Expire(at(50)), dpd.Probe)
	})
	t.Run("longer interval", func(t *testing.T) {
		m := waiting(periodic(10, 2))
		m.Reconfigure(at(9), periodic(30, 2))
		wantDeadline(t, "30 s after 0", m, at(30))
	})
	t.Run("on-demand to periodic", func(t *testing.T) {
		m := waiting(onDemand(10, 2))
		m.Reconfigure(at(86400), periodic(10, 2))
		wantAction(t, "silent for a day", m.Expire(at(86400)), dpd.Probe)
	})
	t.Run("periodic to on-demand", func(t *testing.T) {
		m := waiting(periodic(10, 2))
		m.Reconfigure(at(5), onDemand(10, 2))
		wantNoDeadline(t, "no traffic", m)
		wantAction(t, "traffic", m.Sending(at(10)), dpd.Probe)
	})
	t.Run("a series goes on, with the new retry after the present wait", func(t *testing.T) {
		m := probing(periodic(10, 2))
		m.Reconfigure(at(13), onDemand(10, 5))
		wantTimeline(t, runSilent(m, at(1000)),
			"14 reprobe #0 misses 2", "19 reprobe #0 misses 3", "24 reprobe #0 misses 4", "29 dead #0 misses 5")
	})
	t.Run("off ends a series", func(t *testing.T) {
		m := probing(periodic(10, 2))
		m.Reconfigure(at(13), dpd.Config{})
		wantNoDeadline(t, "off", m)
		if m.Misses() != 0 || m.Probing() {
			t.Errorf("misses %d, probing %v", m.Misses(), m.Probing())
		}
		m.Reconfigure(at(14), periodic(10, 2))
		wantTimeline(t, runSilent(m, at(14)), "14 probe #1 misses 0")
	})
}

func TestConfigInForceHasDefaults(t *testing.T) {
	m := dpd.New(dpd.Config{Interval: 10 * time.Second}, epoch, 0, nil)
	if got := m.Config(); got != onDemand(10, 2) {
		t.Errorf("config in force is %+v", got)
	}
}
