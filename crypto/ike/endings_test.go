package ike

import (
	"fmt"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
)

// empty fails if anything is left of any SA.
func (n *testnet) empty(what string) {
	n.t.Helper()
	for i, b := range n.rigs {
		for _, left := range b.engine.Census() {
			if left.N != 0 {
				n.t.Errorf("%s: rig %d still has %d %s", what, i, left.N, left.Name)
			}
		}
	}
}

// An answer to arithmetic that comes after its SA was cleared raises nothing.
func TestClearedWhileComputing(t *testing.T) {
	for held := range 4 {
		n := newNet(t, debuglog.IOS15, withPFS)
		left := n.rigs[0]
		var jobs []Job
		out := Out{Events: true}
		want, _ := SelectorOf(left.engine.config.AccessList("101").Entries[0])
		left.engine.Acquire(n.now, left.engine.config.MapEntry("green", 1), left.engine.config.Interface("FastEthernet0/0"), want, &out)
		for len(out.Items) > 0 && len(jobs) <= held {
			item := out.Items[0]
			out.Items = out.Items[1:]
			if job, ok := item.(Job); ok {
				if jobs = append(jobs, job); len(jobs) <= held {
					left.engine.Answer(n.now, job.Compute(), &out)
				}
				continue
			}
			if d, ok := item.(Datagram); ok { // to the right and back, by hand
				n.busy = true
				back := Out{Events: true}
				n.rigs[1].engine.Receive(n.now, Datagram{Local: d.Remote, Remote: d.Local, Data: d.Data}, &back)
				n.follow(n.rigs[1], &back)
				n.busy = false
				for _, answer := range n.wire {
					left.engine.Receive(n.now, Datagram{Local: answer.Remote, Remote: answer.Local, Data: answer.Data}, &out)
				}
				n.wire = nil
			}
		}
		if len(jobs) != held+1 {
			t.Fatalf("%d jobs were asked for, want %d", len(jobs), held+1)
		}
		left.engine.ClearISAKMP(n.now, 0, &Out{})
		late := Out{Events: true}
		left.engine.Answer(n.now, jobs[held].Compute(), &late)
		if len(late.Items) > 0 {
			t.Errorf("job %d, answered after the clear, led to %v", held, late.Items)
		}
		n.drop = func(Datagram) bool { return true }
		n.run(3 * time.Minute)
		n.empty(fmt.Sprintf("cleared while job %d ran", held))
	}
}

// However SAs end, nothing of them is left when the purge timers have run.
func TestNothingIsLeftBehind(t *testing.T) {
	silence := func(Datagram) bool { return true }
	endings := []struct {
		what string
		do   func(n *testnet)
	}{
		{"clear crypto session", func(n *testnet) {
			n.clear(0, func(e *Engine, out *Out) { e.ClearSession(n.now, Filter{}, out) })
		}},
		{"clear crypto isakmp, then sa", func(n *testnet) {
			n.clear(0, func(e *Engine, out *Out) { e.ClearISAKMP(n.now, 0, out) })
			for i := range n.rigs {
				n.clear(i, func(e *Engine, out *Out) { e.ClearIPsec(n.now, IPsecFilter{}, out) })
			}
		}},
		{"lifetimes", func(n *testnet) { n.run(25 * time.Hour) }},
		{"death of the peer", func(n *testnet) { n.drop = silence }},
		{"clear in the middle of quick mode", func(n *testnet) {
			n.clear(0, func(e *Engine, out *Out) { e.ClearIPsec(n.now, IPsecFilter{}, out) })
			seen := 0
			n.drop = func(Datagram) bool { seen++; return seen > 2 } // message 3 does not arrive
			n.trigger(0)
			n.drop = silence
			for i := range n.rigs {
				n.clear(i, func(e *Engine, out *Out) { e.ClearSession(n.now, Filter{}, out) })
			}
		}},
	}
	for _, release := range releases {
		for _, ending := range endings {
			n := newNet(t, release, nil)
			n.trigger(0)
			ending.do(n)
			n.run(3 * time.Minute)
			n.empty(fmt.Sprintf("%v, %s", release, ending.what))
		}
	}
}

// A quick mode that its SA's end cut off gives its SPI back, and a pair that was never
// confirmed goes with it.
func TestQuickModeEndsWithItsSA(t *testing.T) {
	for lost := 2; lost <= 3; lost++ { // message 2, message 3
		n := newNet(t, debuglog.IOS15, nil)
		n.trigger(0)
		n.clear(0, func(e *Engine, out *Out) { e.ClearIPsec(n.now, IPsecFilter{}, out) })
		seen := 0
		n.drop = func(Datagram) bool { seen++; return seen >= lost }
		n.trigger(0)
		n.clear(1, func(e *Engine, out *Out) { e.ClearISAKMP(n.now, 0, out) })
		if got := n.rigs[1].engine.IPsec.Len(); got != 0 {
			t.Errorf("message %d lost: the responder keeps %d pairs nobody confirmed", lost, got)
		}
	}
}

// An engine that forgets holds nothing, however far a tunnel has come.
func TestForgetsWhereverItIs(t *testing.T) {
	for _, release := range releases {
		for _, edit := range []func(left, right *config.Config){nil, withPFS} {
			for steps := range 20 {
				for i := range 2 {
					n := slowly(t, release, edit, steps)
					n.do(i, func(e *Engine, out *Out) { e.Forget(n.now, out) })
					for _, left := range n.rigs[i].engine.Census() {
						if left.N != 0 && left.Name != "jobs" { // whose answers come, and are for nobody
							t.Errorf("%v: after %d steps rig %d still has %d %s", release, steps, i, left.N, left.Name)
						}
					}
				}
			}
		}
	}
}
