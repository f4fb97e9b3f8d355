package router

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"ruthere/debuglog"
	"ruthere/ntp"
	"ruthere/packet"
)

const timeClient = `hostname R1
interface GigabitEthernet0/0
 ip address 10.0.0.1 255.255.255.0
interface Loopback0
 ip address 1.1.1.1 255.255.255.255
interface Loopback1
 ip address 2.2.2.2 255.255.255.255
`

// A timeRig is a router with time servers in its network, all of one clock, which is ahead of what the router's showed at boot.
type timeRig struct {
	*rig
	ahead time.Duration
	deaf  bool // nobody answers
	asked []packet.IPv4
}

func newTimeRig(t *testing.T, release debuglog.Release, lines string, ahead time.Duration) *timeRig {
	d := &timeRig{rig: newRig(t, release, timeClient+lines), ahead: ahead}
	d.do(LinkChange{Interface: "GigabitEthernet0/0", Up: true})
	d.typed(0, "enable", "terminal length 0")
	d.new(0)
	return d
}

// pass lets time pass; servers answer at once.
func (d *timeRig) pass(t time.Duration) {
	for end := d.now.Add(t); d.now.Before(end); {
		d.rig.pass(min(100*time.Millisecond, end.Sub(d.now)))
		sent := d.sent
		d.sent = nil
		for _, s := range sent {
			d.answer(s)
		}
	}
}

func (d *timeRig) answer(s PacketOut) {
	p, err := packet.ParseIPv4(s.Data)
	if err != nil {
		d.t.Fatal(err)
	}
	u, err := packet.ParseUDP(p.Payload, p.Src, p.Dst)
	if err != nil || u.DstPort != ntp.Port {
		return
	}
	d.asked = append(d.asked, p)
	m, _, err := ntp.Parse(u.Payload)
	if err != nil || d.deaf {
		return
	}
	now := ntp.TimestampOf(d.now.Add(d.ahead))
	r := ntp.Responder{Stratum: 2, Precision: -20, ReferenceID: [4]byte{192, 0, 2, 1}, Reference: now}
	d.deliver(p.Dst, p.Src, packet.UDP{SrcPort: ntp.Port, DstPort: u.SrcPort, Payload: r.Answer(m, now).Append(nil)})
}

func (d *timeRig) deliver(from, to netip.Addr, u packet.UDP) {
	d.do(PacketIn{Interface: "GigabitEthernet0/0", Data: u.Packet(from, to, 64).Append(nil)})
}

func (d *timeRig) wantIn(command string, want ...string) {
	d.t.Helper()
	got := d.typed(0, command)
	for _, w := range want {
		if !strings.Contains(got, w) {
			d.t.Errorf("%s does not say %q:\n%s", command, w, got)
		}
	}
}

// The clock jumps, forward and back, and no timer does: a user is idle for as long as before, a reload comes when it was to come.
func TestTimersDoNotFollowTheClock(t *testing.T) {
	for _, ahead := range []time.Duration{5 * time.Hour, -5 * time.Hour, 40 * 365 * 24 * time.Hour} {
		d := newTimeRig(t, debuglog.IOS15, "ntp server 10.0.0.9 iburst\nline con 0\n exec-timeout 5 0\n", ahead)
		d.typed(0, "reload in 30", "")
		d.new(0)
		d.pass(4 * time.Minute)
		d.wantIn("show clock detail", "\n"+d.now.Add(ahead).Format("15:04:"), "Time source is NTP")
		d.pass(4 * time.Minute)
		if got := d.new(0); strings.Contains(got, "now available") {
			t.Errorf("%s: the login ends early: %q", ahead, got)
		}
		d.wantIn("show reload", "(in 22 minutes)")
		d.pass(5*time.Minute + time.Second)
		if got := d.new(0); !strings.Contains(got, "now available") {
			t.Errorf("%s: the login does not end: %q", ahead, got)
		}
		if up := d.router.Config().Hostname; up != "R1" {
			t.Fatal(up)
		}
	}
}

// What was changed before the clock was set back and saved after it is saved.
func TestSavedThoughTheClockWentBack(t *testing.T) {
	d := newTimeRig(t, debuglog.IOS15, "ntp server 10.0.0.9 iburst\n", -time.Hour)
	d.typed(0, "configure terminal", "hostname R2", "end")
	if d.pass(time.Minute); !d.router.Unsaved() {
		t.Error("a change is taken for saved")
	}
	d.typed(0, "write memory")
	if d.router.Unsaved() {
		t.Error("what was saved is taken for not saved")
	}
}

// Within 128 ms the clock is moved by one in 2000: it never goes back, and gets there.
func TestClockIsMovedSlowly(t *testing.T) {
	for _, ahead := range []time.Duration{100 * time.Millisecond, -100 * time.Millisecond} {
		d := newTimeRig(t, debuglog.IOS15, "ntp server 10.0.0.9 iburst\n", ahead)
		d.do(Tick{})
		before, _ := d.router.Clock()
		began := d.now
		for d.now.Sub(began) < 5*time.Minute {
			d.pass(time.Second)
			d.do(Tick{})
			now, _ := d.router.Clock()
			if moved := now.Sub(before) - time.Second; moved.Abs() > time.Millisecond {
				t.Fatalf("the clock moves by %s in a second", moved)
			}
			before = now
		}
		if off := before.Sub(d.now.Add(ahead)); off.Abs() > 2*time.Millisecond {
			t.Errorf("the clock is still %s off", off)
		}
	}
}

// The mark before the time: * until the clock is synchronised, . when it is no more, none in between and after clock set.
func TestClockMarks(t *testing.T) {
	d := newTimeRig(t, debuglog.IOS124, "line con 0\n exec-timeout 0 0\nntp logging\nntp server 10.0.0.9 iburst\n", time.Hour)
	d.wantIn("show clock detail", "\n*15:00:0", "No time source")
	d.pass(time.Minute)
	d.wantIn("show clock detail", "\n16:01:0", "Time source is NTP")
	d.typed(0, "clock set 12:00:00 1 January 2001")
	d.wantIn("show clock detail", "\n12:00:00.000", "Time source is user configuration")
	d.wantIn("show ntp status", "Clock is unsynchronized")
	d.pass(time.Minute)
	d.wantIn("show clock detail", "\n16:02:0", "Time source is NTP")
	d.deaf = true
	d.pass(10 * time.Minute)
	d.wantIn("show clock detail", "\n.16:12:0", "Time source is NTP")
	d.deaf = false
	d.pass(6 * time.Minute)
	d.wantIn("show clock detail", "\n16:18:0")
	d.typed(0, "configure terminal", "no ntp server 10.0.0.9", "end")
	d.wantIn("show clock detail", "\n.16:18:0")
	var heard []string
	for _, l := range d.said() {
		if name, _, _ := strings.Cut(l, ":"); strings.HasPrefix(name, "%NTP-") {
			heard = append(heard, name[1:])
		}
	}
	const reach, sync, lost, gone = "NTP-6-PEERREACH", "NTP-5-PEERSYNC", "NTP-4-UNSYNC", "NTP-4-PEERUNREACH"
	want := []string{reach, reach, sync, lost, reach, reach, sync, lost, gone, reach, sync, lost}
	if !slices.Equal(heard, want) {
		t.Errorf("logged %v, want %v", heard, want)
	}
}
