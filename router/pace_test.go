package router

import (
	"testing"
	"time"

	"ruthere/crypto/ike"
	"ruthere/crypto/oakley"
	"ruthere/debuglog"
)

// What is spent is the sum of what the work takes; each output leaves when the work before it is
// done, and none before the input.
func TestPaceAddsUp(t *testing.T) {
	boot := time.Date(2004, 3, 25, 15, 17, 0, 0, time.UTC)
	r := New(Options{Release: debuglog.IOS15, Clock: boot, Pace: Pace{Line: time.Millisecond, Packet: 3 * time.Millisecond}})
	r.Boot(boot, &Out{})
	var out Out
	r.Step(boot, Attach{Kind: "con"}, &out)
	if out.Spent != 0 {
		t.Errorf("a boot and an open console take %v", out.Spent)
	}
	out = Out{}
	r.beginStep(boot.Add(time.Second), &out)
	for range 4 {
		r.Log(debuglog.ISAKMPOnOff(true))
	}
	r.spendTime(r.pace.Packet)
	r.out.add(PacketOut{})
	if out.Spent != 7*time.Millisecond || r.now != boot.Add(time.Second+out.Spent) {
		t.Errorf("four lines and a packet took %v, until %v", out.Spent, r.now)
	}
	last := time.Duration(0)
	for i := range out.Items {
		if out.Lag(i) < last {
			t.Errorf("item %d leaves after %v, the one before it after %v", i, out.Lag(i), last)
		}
		last = out.Lag(i)
	}
	if last != out.Spent {
		t.Errorf("the last item leaves after %v", last)
	}
}

// Diffie-Hellman takes longer in larger groups, and twice as long for both values.
func TestPaceOfGroups(t *testing.T) {
	p := Pace{Power: 20 * time.Millisecond}
	for _, c := range []struct {
		group oakley.Group
		want  time.Duration
	}{{oakley.Group1, 11250 * time.Microsecond}, {oakley.Group2, 20 * time.Millisecond}, {oakley.Group5, 45 * time.Millisecond},
		{oakley.Group14, 80 * time.Millisecond}, {oakley.Group19, 30 * time.Millisecond}, {oakley.Group20, 101250 * time.Microsecond}} {
		if got := p.jobTime(ike.Job{Group: c.group}); got != c.want {
			t.Errorf("group %d: %v, want %v", c.group, got, c.want)
		}
		if got := p.jobTime(ike.Job{Group: c.group, Peer: []byte{1}}); got != 2*c.want {
			t.Errorf("group %d, both values: %v", c.group, got)
		}
	}
}
