package dpd_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ruthere/dpd"
)

// epoch is when the chapter's router says "IKE_DPD is enabled, initializing timers".
var epoch = time.Date(2004, time.March, 25, 15, 17, 14, 131e6, time.UTC)

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

func at(s float64) time.Time { return epoch.Add(seconds(s)) }

func periodic(interval, retry float64) dpd.Config {
	return dpd.Config{Interval: seconds(interval), Retry: seconds(retry), Periodic: true}
}

func onDemand(interval, retry float64) dpd.Config {
	return dpd.Config{Interval: seconds(interval), Retry: seconds(retry)}
}

// say is one line of a timeline: seconds since the epoch, the action, the number the probe carries, the error counter.
func say(m *dpd.Monitor, now time.Time, action dpd.Action) string {
	return fmt.Sprintf("%g %v #%d misses %d", now.Sub(epoch).Seconds(), action, m.Sequence(), m.Misses())
}

// runSilent plays a peer that never says anything, with an owner that is always on time, and writes the timeline.
func runSilent(m *dpd.Monitor, until time.Time) (timeline []string) {
	for {
		deadline, running := m.Deadline()
		if !running || deadline.After(until) {
			return timeline
		}
		action := m.Expire(deadline)
		timeline = append(timeline, say(m, deadline, action))
	}
}

func wantTimeline(t *testing.T, got []string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("timeline (-want +got):\n%s", diff)
	}
}

func wantAction(t *testing.T, because string, got, want dpd.Action) {
	t.Helper()
	if got != want {
		t.Errorf("%s: action is %v, want %v", because, got, want)
	}
}

func wantVerdict(t *testing.T, because string, got, want dpd.AckVerdict) {
	t.Helper()
	if got != want {
		t.Errorf("%s: verdict is %v, want %v", because, got, want)
	}
}

func wantNoDeadline(t *testing.T, because string, m *dpd.Monitor) {
	t.Helper()
	if deadline, running := m.Deadline(); running {
		t.Errorf("%s: a timer runs until %v", because, deadline.Sub(epoch))
	}
}

func wantDeadline(t *testing.T, because string, m *dpd.Monitor, want time.Time) {
	t.Helper()
	got, running := m.Deadline()
	if !running || !got.Equal(want) {
		t.Errorf("%s: deadline %v (running: %v), want %v", because, got.Sub(epoch), running, want.Sub(epoch))
	}
}

// The chapter: "The router sends one DPD R_U_THERE message and four retransmissions before it finally deletes the IPsec
// and IKE SAs", with `crypto isakmp keepalive 10 periodic`.
func TestChapterTimeline(t *testing.T) {
	m := dpd.New(dpd.Config{Interval: 10 * time.Second, Periodic: true}, epoch, 0, nil)
	wantTimeline(t, runSilent(m, at(1000)),
		"10 probe #0 misses 0",
		"12 reprobe #0 misses 1",
		"14 reprobe #0 misses 2",
		"16 reprobe #0 misses 3",
		"18 reprobe #0 misses 4",
		"20 dead #0 misses 5",
	)
	wantNoDeadline(t, "dead", m)
}

// In the chapter the tenth probe, 98 s after phase 1, is answered with sequence 0x9: numbers count from zero, one per
// probe, and the cycle is a little shorter than the configured 10 s.
func TestChapterSequence(t *testing.T) {
	m := dpd.New(periodic(10, 2), epoch, 0, func() float64 { return 0.1 })
	var now time.Time
	for range 10 {
		now, _ = m.Deadline()
		wantAction(t, "every cycle asks once", m.Expire(now), dpd.Probe)
		wantVerdict(t, "the peer lives", m.Ack(now.Add(16*time.Millisecond), m.Sequence()), dpd.Current)
	}
	if m.Sequence() != 9 {
		t.Errorf("sequence is %#x, want 0x9", m.Sequence())
	}
	if elapsed := now.Sub(epoch); elapsed < 97*time.Second || elapsed > 98500*time.Millisecond {
		t.Errorf("ten cycles took %v, want about 97.976 s", elapsed)
	}
}

func TestPeriodIsTwoToThreePercentShort(t *testing.T) {
	for spread, want := range map[float64]float64{0: 98, 0.5: 97.5, 1: 97} {
		m := dpd.New(periodic(100, 2), epoch, 0, func() float64 { return spread })
		wantDeadline(t, fmt.Sprint("spread ", spread), m, at(want))
	}
}

func TestSpreadIsAskedOncePerCycle(t *testing.T) {
	asked := 0
	m := dpd.New(periodic(10, 2), epoch, 0, func() float64 { asked++; return 0 })
	for i := range 1000 {
		m.Heard(at(float64(i) / 1000)) // traffic must not eat the random stream
	}
	runSilent(m, at(1000))
	if asked != 2 { // New and one Probe
		t.Errorf("spread was asked %d times, want 2", asked)
	}
}

func TestHeardPostponesTheProbe(t *testing.T) {
	m := dpd.New(periodic(10, 2), epoch, 0, nil)
	m.Heard(at(7))
	wantAction(t, "the old deadline has moved", m.Expire(at(10)), dpd.None)
	wantDeadline(t, "an interval after the sign of life", m, at(17))
	m.Heard(at(3))
	wantDeadline(t, "an earlier time is harmless", m, at(17))
	if !m.LastHeard().Equal(at(7)) {
		t.Errorf("last heard %v, want 7s", m.LastHeard().Sub(epoch))
	}
}

func TestHeardEndsARunningSeries(t *testing.T) {
	for misses := range dpd.MaxMisses {
		m := dpd.New(periodic(10, 2), epoch, 40, nil)
		last := 10 + 2*float64(misses)
		runSilent(m, at(last))
		if m.Misses() != misses || !m.Probing() {
			t.Fatalf("misses %d, probing %v; want %d, true", m.Misses(), m.Probing(), misses)
		}
		m.Heard(at(last + 1))
		if m.Misses() != 0 || m.Probing() {
			t.Errorf("after %d misses and a sign of life: misses %d, probing %v", misses, m.Misses(), m.Probing())
		}
		wantTimeline(t, runSilent(m, at(last+13)),
			fmt.Sprintf("%g probe #41 misses 0", last+11),
			fmt.Sprintf("%g reprobe #41 misses 1", last+13),
		)
	}
}

func TestDeathIsFinal(t *testing.T) {
	m := dpd.New(periodic(10, 2), epoch, 0, nil)
	runSilent(m, at(20))
	m.Heard(at(20))
	wantVerdict(t, "too late", m.Ack(at(20), 0), dpd.Stale)
	wantAction(t, "no traffic revives it", m.Sending(at(100)), dpd.None)
	m.Reconfigure(at(100), periodic(20, 2))
	wantAction(t, "nothing is due", m.Expire(at(1000)), dpd.None)
	wantNoDeadline(t, "dead", m)
	if _, due := m.NextProbe(); due || m.Probing() {
		t.Error("a dead peer is still probed")
	}
}

// "If a router has no traffic to send, it never sends a DPD message."
func TestOnDemandIsSilentWithoutTraffic(t *testing.T) {
	m := dpd.New(onDemand(10, 2), epoch, 0, nil)
	wantNoDeadline(t, "idle", m)
	wantAction(t, "not even after a day", m.Expire(at(86400)), dpd.None)
}

// "If the router has traffic to send to the peer, and the peer does not respond, the router will initiate a DPD message."
func TestOnDemandAsksWhenTrafficMeetsSilence(t *testing.T) {
	m := dpd.New(onDemand(10, 3), epoch, 0, nil)
	m.Heard(at(5))
	wantAction(t, "heard 9.999 s ago", m.Sending(at(14.999)), dpd.None)
	if next, ok := m.NextProbe(); !ok || !next.Equal(at(15)) {
		t.Errorf("next probe possible at %v (%v), want 15s", next.Sub(epoch), ok)
	}
	wantAction(t, "heard 10 s ago", m.Sending(at(15)), dpd.Probe)
	wantAction(t, "one series at a time", m.Sending(at(16)), dpd.None)
	wantTimeline(t, runSilent(m, at(1000)),
		"18 reprobe #0 misses 1",
		"21 reprobe #0 misses 2",
		"24 reprobe #0 misses 3",
		"27 reprobe #0 misses 4",
		"30 dead #0 misses 5",
	)
}

func TestOnDemandReturnsToSilence(t *testing.T) {
	m := dpd.New(onDemand(10, 2), epoch, 0, nil)
	wantAction(t, "long silence", m.Sending(at(60)), dpd.Probe)
	wantVerdict(t, "answered", m.Ack(at(60.1), 0), dpd.Current)
	wantNoDeadline(t, "idle again", m)
	wantAction(t, "heard just now", m.Sending(at(70)), dpd.None)
	wantAction(t, "silent for 10 s again", m.Sending(at(70.1)), dpd.Probe)
}

func TestPeriodicIgnoresTraffic(t *testing.T) {
	m := dpd.New(periodic(10, 2), epoch, 0, nil)
	wantAction(t, "the timer decides", m.Sending(at(11)), dpd.None)
	wantAction(t, "the timer decides", m.Expire(at(11)), dpd.Probe)
}

func TestOffNeverAsks(t *testing.T) {
	for _, cfg := range []dpd.Config{{}, {Periodic: true}, {Interval: -time.Second, Periodic: true}} {
		m := dpd.New(cfg, epoch, 0, nil)
		wantNoDeadline(t, "off", m)
		wantAction(t, "off", m.Sending(at(1e6)), dpd.None)
		wantAction(t, "off", m.Expire(at(1e6)), dpd.None)
		if _, due := m.NextProbe(); due || dpd.WorstCase(cfg) != 0 {
			t.Errorf("%+v: still promises something", cfg)
		}
	}
}

func TestLateOwnerGivesThePeerItsTime(t *testing.T) {
	m := dpd.New(periodic(10, 2), epoch, 0, nil)
	wantAction(t, "five seconds late", m.Expire(at(15)), dpd.Probe)
	wantTimeline(t, runSilent(m, at(17)), "17 reprobe #0 misses 1")
	wantAction(t, "a minute late, still one miss only", m.Expire(at(77)), dpd.Reprobe)
	wantTimeline(t, runSilent(m, at(1000)),
		"79 reprobe #0 misses 3",
		"81 reprobe #0 misses 4",
		"83 dead #0 misses 5",
	)
}

func TestNextProbeWhileProbing(t *testing.T) {
	m := dpd.New(periodic(10, 2), epoch, 0, nil)
	runSilent(m, at(16))
	if next, due := m.NextProbe(); !due || !next.Equal(at(18)) {
		t.Errorf("next probe %v (%v), want 18s", next.Sub(epoch), due)
	}
	runSilent(m, at(18))
	if _, due := m.NextProbe(); due {
		t.Error("the last repeat is out, but another is announced")
	}
}

func TestActionsAndVerdictsHaveNames(t *testing.T) {
	for v, want := range map[fmt.Stringer]string{
		dpd.None: "none", dpd.Probe: "probe", dpd.Reprobe: "reprobe", dpd.Dead: "dead", dpd.Action(99): "unknown action",
		dpd.Current: "current", dpd.Stale: "stale", dpd.Unexpected: "unexpected", dpd.AckVerdict(99): "unknown verdict",
	} {
		if v.String() != want {
			t.Errorf("String is %q, want %q", v, want)
		}
	}
}
