package tracking

import (
	"net/netip"
	"testing"
	"time"

	"ruthere/config"
)

// A world whose facts tests turn.
type facts struct {
	up        map[string]bool
	reachable bool
	late      bool
	routed    bool
}

func (f *facts) LineProtocol(iface string) bool { return f.up[iface] }
func (f *facts) Routing(iface string) bool      { return f.up[iface] }
func (f *facts) Operation(int) (ok, reachable bool) {
	return f.reachable && !f.late, f.reachable
}
func (f *facts) Route(string, netip.Prefix) (int, bool) { return 0, f.routed }

var begin = time.Unix(0, 0)

// settle looks and makes until nothing changes.
func settle(t *Table, now time.Time, w World) (changes []Change) {
	for {
		found := t.Look(now, w)
		if len(found) == 0 {
			return changes
		}
		t.Make(now, found)
		changes = append(changes, found...)
	}
}

func (t *Table) isUp(number int) bool {
	up, _ := t.State(number)
	return up
}

// Delays hold a change back, and one that was only short is forgotten.
func TestDelays(t *testing.T) {
	w := &facts{up: map[string]bool{"E0": true}}
	var table Table
	table.Follow(begin, []config.TrackedObject{{Number: 1, Interface: "E0", UpAfter: 5 * time.Second, DownAfter: 10 * time.Second}},
		time.Second)
	for _, step := range []struct {
		at   int // seconds
		link bool
		want bool
	}{{0, true, false}, {4, true, false}, {5, true, true}, {20, false, true}, {29, false, true}, {29, true, true}, {31, true, true},
		{40, false, true}, {50, false, false}} {
		w.up["E0"] = step.link
		settle(&table, begin.Add(time.Duration(step.at)*time.Second), w)
		if got := table.isUp(1); got != step.want {
			t.Errorf("after %d s: up is %v", step.at, got)
		}
	}
}

// Lists are made of other objects, also of lists.
func TestLists(t *testing.T) {
	w := &facts{up: map[string]bool{}}
	var table Table
	member := func(n, weight int, not bool) config.TrackMember {
		return config.TrackMember{Number: n, Weight: weight, Not: not}
	}
	table.Follow(begin, []config.TrackedObject{
		{Number: 1, Interface: "A"}, {Number: 2, Interface: "B"}, {Number: 3, Interface: "C"},
		{Number: 10, Kind: config.TrackAnd, Members: []config.TrackMember{member(1, 1, false), member(2, 1, true)}},
		{Number: 11, Kind: config.TrackOr, Members: []config.TrackMember{member(1, 1, false), member(3, 1, false)}},
		{Number: 12, Kind: config.TrackPercentage, UpAt: 60, DownAt: 30,
			Members: []config.TrackMember{member(1, 1, false), member(2, 1, false), member(3, 1, false)}},
		{Number: 13, Kind: config.TrackWeight, UpAt: 20, DownAt: 10, Members: []config.TrackMember{member(1, 15, false), member(2, 10, false)}},
		{Number: 14, Kind: config.TrackAnd, Members: []config.TrackMember{member(10, 1, false), member(11, 1, false)}},
		{Number: 15, Kind: config.TrackAnd, Members: []config.TrackMember{member(99, 1, false)}},
	}, time.Second)
	for i, c := range []struct {
		up   string
		want string // of 10 to 15
	}{
		{"A", "110010"}, // 1 of 3 is 33 %, between the thresholds
		{"AB", "011100"},
		{"B", "001000"}, // of three one is between the thresholds, and a weight of 10 is down at 10
		{"", "000000"},
		{"ABC", "011100"},
		{"AC", "111110"}, // 15 lies between 10 and 20
	} {
		w.up = map[string]bool{}
		for _, name := range c.up {
			w.up[string(name)] = true
		}
		settle(&table, begin.Add(time.Duration(i+1)*time.Minute), w)
		got := ""
		for n := 10; n <= 15; n++ {
			got += map[bool]string{true: "1", false: "0"}[table.isUp(n)]
		}
		if got != c.want {
			t.Errorf("with %q up: %s, want %s", c.up, got, c.want)
		}
	}
}

// An answer that is late is reachable and not OK.
func TestOperations(t *testing.T) {
	w := &facts{reachable: true, late: true}
	var table Table
	table.Follow(begin, []config.TrackedObject{{Number: 1, Kind: config.TrackState}, {Number: 2, Kind: config.TrackReachability}}, time.Second)
	settle(&table, begin, w)
	if table.isUp(1) || !table.isUp(2) {
		t.Error("late: state is up, or reachability is not")
	}
}

// An object that takes away what it watches changes no more than once a second.
func TestAnObjectOfItsOwnConsequences(t *testing.T) {
	var table Table
	w := &facts{}
	table.Follow(begin, []config.TrackedObject{{Number: 1, Interface: "A"}}, time.Second)
	n := 0
	for now := begin; now.Before(begin.Add(10 * time.Second)); now = now.Add(10 * time.Millisecond) {
		w.up = map[string]bool{"A": !table.isUp(1)}
		for _, c := range settle(&table, now, w) {
			w.up["A"] = !c.Up
			n++
		}
	}
	if n != 10 {
		t.Errorf("%d changes in ten seconds", n)
	}
}

// Routes are looked for at intervals only; what is defined anew in the same words stays as it was.
func TestRoutesAndRedefinition(t *testing.T) {
	w := &facts{routed: true}
	var table Table
	objects := []config.TrackedObject{{Number: 7, Kind: config.TrackRoute, Prefix: netip.MustParsePrefix("10.0.0.0/8")}}
	table.Follow(begin, objects, 15*time.Second)
	settle(&table, begin, w)
	w.routed = false
	settle(&table, begin.Add(14*time.Second), w)
	if !table.isUp(7) {
		t.Error("down before anybody looked")
	}
	if at, ok := table.Deadline(); !ok || !at.Equal(begin.Add(15*time.Second)) {
		t.Errorf("looks next at %v", at)
	}
	objects[0].UpAfter = time.Second
	table.Follow(begin.Add(14*time.Second), objects, 15*time.Second)
	if !table.isUp(7) {
		t.Error("a delay made it another object")
	}
	settle(&table, begin.Add(15*time.Second), w)
	if table.isUp(7) {
		t.Error("up without its route")
	}
}
