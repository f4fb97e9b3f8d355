package lab

import (
	"slices"
	"testing"
	"time"
)

// A wire with jitter keeps the order of packets, unless it may not; and the same seed gives the same instants.
func TestJitter(t *testing.T) {
	arrivals := func(reorders bool) (list []time.Time) {
		w := newWire("seed", Link{Name: "wire", Jitter: 5 * time.Millisecond, Reorder: reorders}, make([]port, 2))
		for i := range 1000 {
			list = append(list, w.jitter.arrival(w.chance, DefaultClock.Add(time.Duration(i)*time.Millisecond), 0, 1))
		}
		return list
	}
	kept := arrivals(false)
	if !slices.IsSortedFunc(kept, time.Time.Compare) {
		t.Error("packets pass each other")
	}
	if slices.IsSortedFunc(arrivals(true), time.Time.Compare) {
		t.Error("no packet passes another")
	}
	if !slices.Equal(kept, arrivals(false)) {
		t.Error("the same seed gives other instants")
	}
	for i, at := range kept {
		if late := at.Sub(DefaultClock.Add(time.Duration(i) * time.Millisecond)); late < 0 || late > 5*time.Millisecond {
			t.Fatalf("packet %d is %v late", i, late)
		}
	}
}

// A link's own rate, queue and MTU do what those of faults do, each way by itself.
func TestLinesOfATopology(t *testing.T) {
	w := newWire("seed", Link{Name: "wire", Rate: 8000, Queue: 1, MTU: 100}, make([]port, 2))
	p := &w.ways[0][1]
	for i, want := range []*activeFault{nil, nil, &wiresRate} {
		if f := w.decideFate(DefaultClock, p, make([]byte, 100), letter{}); f.lost != want {
			t.Errorf("packet %d: lost to %v", i, f.lost)
		}
	}
	if f := w.decideFate(DefaultClock, p, make([]byte, 101), letter{}); f.lost != &wiresMTU {
		t.Errorf("a long packet: %+v", f)
	}
	if back := w.decideFate(DefaultClock, &w.ways[1][0], make([]byte, 100), letter{}); back.lost != nil || back.delay != 100*time.Millisecond {
		t.Errorf("the other way is another line: %+v", back)
	}
}

// Only a translator can be rebound, and a sentence that names another thing is refused.
func TestRebindNamesATranslator(t *testing.T) {
	top, err := ParseTopology("nat.yaml", []byte(shipped(t, "nat.yaml")), nil)
	if err != nil {
		t.Fatal(err)
	}
	l, err := New(top, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Fault("rebind Head"); err == nil || err.Error() != `there is no translator "Head" here; there is Home` {
		t.Errorf("%v", err)
	}
	if name, err := l.Fault("rebind home as restart"); err != nil || name != "restart" {
		t.Errorf("%s: %v", name, err)
	}
	if _, err := l.Command("translations Head"); err == nil {
		t.Error("a router has translations")
	}
}
