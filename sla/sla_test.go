package sla

import (
	"testing"
	"time"

	"ruthere/config"
)

var begin = time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC)

func echo(s config.Schedule) config.Operation {
	return config.Operation{Number: 1, Kind: "icmp-echo", Target: "10.0.0.1", Frequency: 10 * time.Second, Timeout: 2 * time.Second,
		Threshold: time.Second, Schedule: s}
}

// runs plays an engine to an instant and tells after how many seconds it sent.
func runs(e *Engine, until time.Duration, answer func(p Probe, at time.Time)) (seconds []int) {
	for {
		at, ok := e.Deadline()
		if !ok || at.After(begin.Add(until)) {
			return seconds
		}
		probes, _ := e.Run(at)
		for _, p := range probes {
			seconds = append(seconds, int(at.Sub(begin).Seconds()))
			answer(p, at)
		}
	}
}

func silent(Probe, time.Time) {}

func TestSchedules(t *testing.T) {
	for name, c := range map[string]struct {
		schedule config.Schedule
		until    time.Duration
		want     []int
	}{
		"none":            {config.Schedule{}, time.Hour, nil},
		"pending":         {config.Schedule{Set: true, Pending: true}, time.Hour, nil},
		"now and forever": {config.Schedule{Set: true}, 35 * time.Second, []int{0, 10, 20, 30}},
		"a life of 25 s":  {config.Schedule{Set: true, Life: 25 * time.Second}, time.Hour, []int{0, 10, 20}},
		"after a while":   {config.Schedule{Set: true, After: 5 * time.Second, Life: 15 * time.Second}, time.Hour, []int{5, 15}},
		"by the clock":    {config.Schedule{Set: true, At: "09:01:00", Life: 15 * time.Second}, time.Hour, []int{60, 70}},
		"tomorrow":        {config.Schedule{Set: true, At: "08:59:50", Life: 5 * time.Second}, 30 * time.Hour, []int{86390}},
		"every day":       {config.Schedule{Set: true, Life: 5 * time.Second, Recurring: true}, 50 * time.Hour, []int{0, 86400, 172800}},
	} {
		var e Engine
		e.Follow(begin, begin, []config.Operation{echo(c.schedule)})
		got := runs(&e, c.until, silent)
		if len(got) != len(c.want) {
			t.Errorf("%s: sent at %v, want %v", name, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: sent at %v, want %v", name, got, c.want)
				break
			}
		}
	}
}

func TestResults(t *testing.T) {
	var e Engine
	e.Follow(begin, begin, []config.Operation{echo(config.Schedule{Set: true})})
	n := 0
	runs(&e, 55*time.Second, func(p Probe, at time.Time) {
		switch n++; n {
		case 1:
			e.Answered(at, 1, p.Sequence, 5*time.Millisecond)
			e.Answered(at, 1, p.Sequence, 5*time.Millisecond) // twice
		case 2:
			e.Answered(at, 1, p.Sequence, 1500*time.Millisecond)
		case 3:
			e.Answered(at, 1, p.Sequence-1, time.Millisecond) // the one before
		case 4:
			e.Failed(at, 1, p.Sequence)
		}
	})
	s := e.Statuses(begin.Add(55 * time.Second))[0]
	if s.Successes != 2 || s.OverThresholds != 1 || s.Failures != 4 || s.Code != Timeout || s.State != Active {
		t.Errorf("%+v", s)
	}
	e.Follow(begin.Add(55*time.Second), begin, []config.Operation{echo(config.Schedule{Set: true})})
	if e.Latest(1) != Timeout {
		t.Error("the same operation began anew")
	}
	if !e.Restart(begin.Add(55*time.Second), 1) || e.Latest(1) != Unknown {
		t.Error("a restart forgets what was")
	}
	if e.Restart(begin, 2) {
		t.Error("an operation that is not there was restarted")
	}
}

// A time-out longer than the frequency leaves the one before under way.
func TestBusy(t *testing.T) {
	var e Engine
	o := echo(config.Schedule{Set: true})
	o.Frequency = time.Second
	e.Follow(begin, begin, []config.Operation{o})
	if got := runs(&e, 1500*time.Millisecond, silent); len(got) != 1 || e.Latest(1) != Busy {
		t.Errorf("sent at %v, %v", got, e.Latest(1))
	}
}
