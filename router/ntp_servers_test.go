package router

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"ruthere/debuglog"
	"ruthere/ntp"
	"ruthere/packet"
)

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
