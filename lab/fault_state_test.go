package lab

import (
	"strings"
	"testing"
	"time"

	"ruthere/event"
)

// A router that reboots comes back with what was saved: its running-config, unless that is lost.
func TestRebootWithAndWithoutSaving(t *testing.T) {
	for _, c := range []struct{ fault, prompt string }{{"reboot Router", "Renamed>"}, {"reboot Router without saving", "Router>"}} {
		l, _ := tunnelWith(t)
		say(t, l, "Router", "configure terminal", "hostname Renamed", "end")
		order(t, l, c.fault)
		advance(t, l, 20*time.Second)
		if got := l.Prompt("Router", Console); got != c.prompt {
			t.Errorf("after %s: %s", c.fault, got)
		}
	}
}

// SAs that are forgotten are gone on one side, without a DELETE; the next packet brings new ones up.
func TestForgottenSAs(t *testing.T) {
	l, _ := tunnelWith(t)
	if !isUp(t, l) {
		t.Fatal("there is no tunnel")
	}
	order(t, l, "drop DELETE as tellsale", "forget sas of Router")
	a, b := l.machines[0].box.Engine(), l.machines[1].box.Engine()
	if len(a.SAs(l.Now())) != 0 || len(a.IPsec.Pairs()) != 0 || len(b.IPsec.Pairs()) != 1 {
		t.Errorf("Router has %d and %d SAs, Peer %d", len(a.SAs(l.Now())), len(a.IPsec.Pairs()), len(b.IPsec.Pairs()))
	}
	if f := l.faultNamed("tellsale"); f.hits != 0 {
		t.Error("the peer was told")
	}
	say(t, l, "Router", "ping 192.168.2.1 source 192.168.1.1 repeat 10")
	advance(t, l, 30*time.Second)
	if !isUp(t, l) {
		t.Error("the tunnel does not come up again")
	}
}

// A clock that jumps changes what is stamped, and no timer: nobody dies of it.
func TestClockStep(t *testing.T) {
	var logged []string
	l, _ := tunnelWith(t)
	l.options.Event = func(s event.Stamped) {
		if e, ok := s.Event.(event.DPD); ok && e.State == event.Dead {
			logged = append(logged, s.Router)
		}
	}
	before, _ := l.machines[0].box.(interface {
		Now() time.Time
		Booted() time.Time
	})
	was := before.Booted()
	order(t, l, "clock of Router -3h")
	advance(t, l, 10*time.Minute)
	if moved := before.Booted().Sub(was); moved != -3*time.Hour || len(logged) != 0 || !isUp(t, l) {
		t.Errorf("the clock moved by %v; dead: %v", moved, logged)
	}
}

// A cable that is pulled and put back takes both ends' interfaces down and up, or that of the router
// alone on a segment.
func TestFlap(t *testing.T) {
	var seen []string
	l, _ := tunnelWith(t)
	l.options.Event = func(s event.Stamped) {
		if e, ok := s.Event.(event.Interface); ok {
			seen = append(seen, s.Router+" "+string(e.State))
		}
	}
	order(t, l, "flap Peer Gi0/0 for 5s as cable")
	advance(t, l, 20*time.Second)
	if got := strings.Join(seen, ", "); got != "Peer down, Peer up" {
		t.Errorf("told %s", got)
	}
	if table, _ := l.Command("faults"); !strings.Contains(table, "flap Peer Gi0/0 for 5s (over)") {
		t.Errorf("%s", table)
	}
}

// What is forged in the clear is not believed; what somebody with the keys forges is.
func TestForgeries(t *testing.T) {
	for _, c := range []struct {
		fault    string
		believed bool
	}{
		{"forge clear delete isakmp from Peer to Router", false},
		{"forge clear delete esp from Peer to Router", false},
		{"forge clear notify NO-PROPOSAL-CHOSEN from Peer to Router", false},
		{"forge delete esp unknown from Peer to Router", false},
		{"forge delete esp foreign from Peer to Router", false},
		{"forge delete esp from Peer to Router", true},
	} {
		l, hits := tunnelWith(t)
		order(t, l, c.fault)
		l.options.Event = nil
		advance(t, l, time.Second)
		if got := !isUp(t, l); got != c.believed {
			t.Errorf("%s: believed %v; %q", c.fault, got, hits)
		}
	}
}
