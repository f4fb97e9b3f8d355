package router

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

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

// Who may ask: everybody, or who is in a list; nobody where NTP is off.
func TestWhoMayAskForTheTime(t *testing.T) {
	const lists = "access-list 1 permit 10.0.0.9\naccess-list 2 permit 10.0.0.8\naccess-list 3 permit any\n"
	for _, c := range []struct {
		lines    string
		answered string
	}{
		{"", ""},
		{"ntp server 10.0.0.7\n", "time"},
		{"ntp master\n", "time"},
		{"ntp master\ninterface GigabitEthernet0/0\n ntp disable\n", ""},
		{"ntp master\nntp access-group peer 1\n", "time"},
		{"ntp master\nntp access-group peer 2\n", ""},
		{"ntp master\nntp access-group serve 1\n", "time"},
		{"ntp master\nntp access-group serve-only 1\n", "time"},
		{"ntp master\nntp access-group query-only 1\n", ""},
		{"ntp master\nntp access-group peer 2\nntp access-group serve-only 3\n", "time"},
		{"ntp master\nntp access-group query-only 3\nntp access-group serve 2\n", ""},
		{"ntp master\nntp access-group query-only 1\nntp access-group serve 3\n", "time"},
		{"ntp master\nntp access-group serve 2 kod\n", "DENY"},
		{"ntp master\nntp access-group serve 1 kod\n", "time"},
		{"ntp master\nntp access-group peer 99\n", "time"}, // a list that is not there
	} {
		d := newTimeRig(t, debuglog.IOS15, lists+c.lines, 0)
		d.sent = nil
		m := ntp.Message{Leap: ntp.LeapUnknown, Version: 4, Mode: ntp.Client, Stratum: ntp.StratumUnknown, Transmit: 12345}
		from, to := netip.MustParseAddr("10.0.0.9"), netip.MustParseAddr("10.0.0.1")
		d.deliver(from, to, packet.UDP{SrcPort: 40000, DstPort: ntp.Port, Payload: m.Append(nil)})
		answered := ""
		for _, s := range d.sent {
			p, err := packet.ParseIPv4(s.Data)
			if err != nil || p.Protocol != packet.ProtocolUDP {
				continue
			}
			u, err := packet.ParseUDP(p.Payload, p.Src, p.Dst)
			if a, _, parsed := ntp.Parse(u.Payload); err == nil && parsed == nil && u.DstPort == 40000 {
				answered = "time"
				if a.ReferenceID == [4]byte{'D', 'E', 'N', 'Y'} {
					answered = "DENY"
				}
				if a.Mode != ntp.Server || a.Origin != m.Transmit || p.Src != to {
					t.Errorf("%q: %+v is no answer to %+v", c.lines, a, m)
				}
			}
		}
		if answered != c.answered {
			t.Errorf("%q: answered %q", c.lines, answered)
		}
	}
}

// From which address a server is asked.
func TestSourceOfQuestions(t *testing.T) {
	for _, c := range []struct{ lines, want string }{
		{"ntp server 10.0.0.9\n", "10.0.0.1"},
		{"ntp source Loopback0\nntp server 10.0.0.9\n", "1.1.1.1"},
		{"ntp source Loopback0\nntp server 10.0.0.9 source Loopback1\n", "2.2.2.2"},
		{"ntp source Loopback9\nntp server 10.0.0.9\n", "10.0.0.1"},
		{"vrf definition RED\n address-family ipv4\ninterface GigabitEthernet0/0\n vrf forwarding RED\n ip address 10.0.0.1 255.255.255.0\n" +
			"ntp source Loopback0\nntp server vrf RED 10.0.0.9\n", "10.0.0.1"},
	} {
		d := newTimeRig(t, debuglog.IOS15, c.lines, 0)
		if d.pass(10 * time.Second); len(d.asked) != 1 || d.asked[0].Src.String() != c.want {
			t.Errorf("%q: asked %v", c.lines, d.asked)
		}
	}
}

// A server may have a name: that of `ip host`, or one that a name server knows, now or later.
func TestTimeServersByName(t *testing.T) {
	d := newTimeRig(t, debuglog.IOS15, "ip host clock 10.0.0.9\nntp server Clock\n", 0)
	if d.pass(10 * time.Second); len(d.asked) != 1 || d.asked[0].Dst.String() != "10.0.0.9" {
		t.Errorf("asked %v", d.asked)
	}
	d = newTimeRig(t, debuglog.IOS15, "ip name-server 10.0.0.5\nntp server time.example\n", 0)
	d.wantIn("show ntp associations", "\n ~time.example    .INIT.")
	for range 400 {
		d.rig.pass(time.Second)
		sent := d.sent
		d.sent = nil
		for _, s := range sent {
			if d.now.Sub(d.router.boot) > 2*time.Minute {
				d.answerName(s, "10.0.0.9")
			}
			d.answer(s)
		}
	}
	if len(d.asked) == 0 || d.asked[0].Dst.String() != "10.0.0.9" {
		t.Errorf("asked %v", d.asked)
	}
	d.wantIn("show ntp associations", "\n*~10.0.0.9        192.0.2.1        2")
	d.wantIn("show running-config | include ntp", "ntp server time.example\n")
}

// answerName answers a question to a name server.
func (d *timeRig) answerName(s PacketOut, addr string) {
	p, _ := packet.ParseIPv4(s.Data)
	u, err := packet.ParseUDP(p.Payload, p.Src, p.Dst)
	var m dnsmessage.Message
	if err != nil || u.DstPort != 53 || m.Unpack(u.Payload) != nil {
		return
	}
	m.Response = true
	m.Answers = []dnsmessage.Resource{{Header: dnsmessage.ResourceHeader{Name: m.Questions[0].Name, Type: dnsmessage.TypeA,
		Class: dnsmessage.ClassINET}, Body: &dnsmessage.AResource{A: netip.MustParseAddr(addr).As4()}}}
	data, err := m.Pack()
	if err != nil {
		d.t.Fatal(err)
	}
	d.deliver(p.Dst, p.Src, packet.UDP{SrcPort: 53, DstPort: u.SrcPort, Payload: data})
}

// A key is shown as type 7 however it was typed, and works however it was typed.
func TestKeysOfTime(t *testing.T) {
	d := newTimeRig(t, debuglog.IOS15, "ntp authentication-key 1 md5 s3cret\nntp authentication-key 2 md5 0822455D0A16 7\n"+
		"ntp authentication-key 3 md5 00 7\nntp trusted-key 1\nntp trusted-key 2\nntp trusted-key 3\nntp master\n", 0)
	got := d.typed(0, "show running-config | include ntp")
	if strings.Contains(got, "s3cret") || !strings.Contains(got, "ntp authentication-key 2 md5 0822455D0A16 7\n") ||
		strings.Count(got, " 7\n") != 3 {
		t.Errorf("shown as\n%s", got)
	}
	m := ntp.Message{Version: 3, Mode: ntp.Client, Stratum: ntp.StratumUnknown, Transmit: 1}
	for _, c := range []struct {
		id     uint32
		key    string
		signed bool
	}{{1, "s3cret", true}, {2, "cisco", true}, {1, "cisco", false}, {3, "", false}, {4, "", false}} {
		d.sent = nil
		d.deliver(netip.MustParseAddr("10.0.0.9"), netip.MustParseAddr("10.0.0.1"), packet.UDP{SrcPort: ntp.Port, DstPort: ntp.Port,
			Payload: ntp.Sign(m.Append(nil), c.id, []byte(c.key))})
		if len(d.sent) != 1 {
			t.Fatalf("key %d: sent %v", c.id, d.sent)
		}
		p, _ := packet.ParseIPv4(d.sent[0].Data)
		u, _ := packet.ParseUDP(p.Payload, p.Src, p.Dst)
		_, proof, err := ntp.Parse(u.Payload)
		if err != nil || proof.Proves([]byte(c.key)) != c.signed || proof.Refusal == c.signed {
			t.Errorf("key %d %q: signed %t, refused %t", c.id, c.key, proof.Proves([]byte(c.key)), proof.Refusal)
		}
	}
}
