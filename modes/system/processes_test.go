package system

import (
	"slices"
	"testing"
	"time"

	"ruthere/debuglog"
	"ruthere/modes"
)

// The table has a router's processes, and its figures follow from what the router did and holds.
func TestProcesses(t *testing.T) {
	find := func(w workload, name string) process {
		for _, p := range processes(w) {
			if p.name == name {
				return p
			}
		}
		t.Fatalf("no process %q", name)
		return process{}
	}
	idle := workload{up: time.Minute}
	if all := processes(idle); len(all) < 100 || all[0].name != "Chunk Manager" {
		t.Errorf("%d processes, the first %q", len(all), all[0].name)
	}
	for _, r := range []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE} {
		var names []string
		for _, p := range processes(workload{release: r}) {
			names = append(names, p.name)
		}
		if xe := slices.Contains(names, "IOSD ipc task"); xe != (r == debuglog.IOSXE) || len(names) < 100 || !slices.Contains(names, "Exec") {
			t.Errorf("%v has %d processes: %q", r, len(names), names)
		}
	}
	later := workload{up: time.Hour, isakmpSAs: 3, routes: 10, usage: modes.Usage{FiveSeconds: 10}}
	if a, b := find(idle, "Load Meter"), find(later, "Load Meter"); a.invoked != 13 || b.invoked != 721 {
		t.Errorf("Load Meter ran %d times in a minute, %d in an hour; want 12 a minute", a.invoked, b.invoked)
	}
	if a, b := find(idle, "Crypto IKMP"), find(later, "Crypto IKMP"); b.held != a.held+27_000 {
		t.Errorf("Crypto IKMP holds %d bytes, with three SAs %d", a.held, b.held)
	}
	sum := 0.0
	for _, p := range processes(later) {
		sum += p.percent
	}
	if sum > 10.0001 || sum < 9 {
		t.Errorf("the processes use %.2f %% of 10 %%", sum)
	}
}
