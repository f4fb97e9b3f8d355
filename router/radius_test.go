package router

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	wire "layeh.com/radius"
	"layeh.com/radius/rfc2865"

	"ruthere/debuglog"
	"ruthere/packet"
	"ruthere/radius"
)

const radiusConfig = `hostname R1
aaa new-model
aaa authentication login default group radius local
aaa authentication enable default group radius enable
aaa authorization exec default group radius local
username bob privilege 15 password 0 builder
enable secret 5 $1$abcd$WYi4yEAF3tyU1gQ3SPjl81
interface GigabitEthernet0/0
 ip address 10.0.0.254 255.255.255.0
 no shutdown
radius-server host 10.0.0.1 auth-port 1812 acct-port 1813 timeout 2 retransmit 1 key chave
`

// A radiusServer is one that a rig's router asks: users, their passwords and their levels.
type radiusServer struct {
	rig    *rig
	users  map[string]string
	levels map[string]string
	silent bool
	asked  []string // users, as the router named them
}

// serve answers what the router has asked since the last time.
func (s *radiusServer) serve() {
	s.rig.t.Helper()
	sent := s.rig.sent
	s.rig.sent = nil
	for _, out := range sent {
		p, err := packet.ParseIPv4(out.Data)
		if err != nil || p.Protocol != packet.ProtocolUDP {
			continue
		}
		u, err := packet.ParseUDP(p.Payload, p.Src, p.Dst)
		if err != nil || u.DstPort != 1812 {
			continue
		}
		q, err := wire.Parse(u.Payload, []byte("chave"))
		if err != nil {
			s.rig.t.Fatal(err)
		}
		name := rfc2865.UserName_GetString(q)
		if s.asked = append(s.asked, name); s.silent {
			continue
		}
		a := q.Response(wire.CodeAccessReject)
		if word, known := s.users[name]; known && word == rfc2865.UserPassword_GetString(q) {
			a = q.Response(wire.CodeAccessAccept)
			if pair := s.levels[name]; pair != "" {
				v, _ := wire.NewVendorSpecific(9, append([]byte{1, byte(len(pair) + 2)}, pair...))
				a.Add(rfc2865.VendorSpecific_Type, v)
			}
		}
		data, err := a.Encode()
		if err != nil {
			s.rig.t.Fatal(err)
		}
		reply := packet.UDP{SrcPort: 1812, DstPort: u.SrcPort, Payload: data}
		s.rig.do(PacketIn{Interface: "GigabitEthernet0/0", Data: reply.Packet(p.Dst, p.Src, 64).Append(nil)})
	}
}

func newRadiusRig(t *testing.T) (*rig, *radiusServer) {
	d := newRig(t, debuglog.IOS15, radiusConfig+"line vty 0 4\n transport input telnet ssh\nend\n")
	d.do(LinkChange{Interface: "GigabitEthernet0/0", Up: true})
	d.pass(10 * time.Second)
	d.do(Neighbour{Interface: "GigabitEthernet0/0", Addr: netip.MustParseAddr("10.0.0.1"), Hardware: "5254.0012.3456"})
	d.sent = nil
	return d, &radiusServer{rig: d, users: map[string]string{"alice": "wonderland", "carol": "singer", "$enab15$": "up"},
		levels: map[string]string{"carol": "shell:priv-lvl=15"}}
}

// A server decides who gets in, and at which level; what it refuses no other method lets in.
func TestServerJudgesLogins(t *testing.T) {
	for _, c := range []struct{ user, password, want string }{
		{"alice", "wonderland", "R1>"},
		{"carol", "singer", "R1#"},
		{"bob", "builder", "% Authentication failed"}, // the router knows him, the server does not
		{"alice", "wrong", "% Authentication failed"},
	} {
		d, s := newRadiusRig(t)
		d.telnet(1, "192.0.2.7")
		d.typed(1, c.user, c.password)
		s.serve()
		d.pass(3 * time.Second)
		if got := d.new(1); !strings.Contains(got, c.want) {
			t.Errorf("%s with %s sees %q, want %q", c.user, c.password, got, c.want)
		}
	}
}

// SSH asks the same servers.
func TestServerJudgesSSH(t *testing.T) {
	d, s := newRadiusRig(t)
	d.connect(1, "ssh", "192.0.2.7")
	d.do(Authenticate{Terminal: 1, User: "carol", Password: "singer"})
	s.serve()
	if !d.answer.OK {
		t.Fatalf("she is refused: %+v", d.answer)
	}
	d.do(Enter{Terminal: 1, Height: 24, Width: 80})
	if got := d.new(1); !strings.Contains(got, "R1#") {
		t.Errorf("the screen shows %q, want level 15", got)
	}
}

// Where no server answers the next method decides, when the time of all is up, and the log says why it took so long.
func TestSilentServer(t *testing.T) {
	d, s := newRadiusRig(t)
	s.silent = true
	d.said()
	d.telnet(1, "192.0.2.7")
	d.typed(1, "bob", "builder")
	began := d.now
	for range 10 {
		s.serve()
		d.pass(time.Second)
		if strings.Contains(d.screen(1).String(), "R1#") {
			break
		}
	}
	if took := d.now.Sub(began); took != 4*time.Second {
		t.Errorf("it took %v, want 2 x 2 s", took)
	}
	if len(s.asked) != 2 {
		t.Errorf("the server was asked %v, want twice", s.asked)
	}
	d.wantLog("%RADIUS-4-RADIUS_DEAD: RADIUS server 10.0.0.1:1812,1813 is not responding.",
		"%RADIUS-3-ALLDEADSERVER: Group radius: No active radius servers found. Id 1.")
}

// The password of a level is that of a user named for it.
func TestServerJudgesEnable(t *testing.T) {
	d, s := newRadiusRig(t)
	d.telnet(1, "192.0.2.7")
	d.typed(1, "alice", "wonderland")
	s.serve()
	d.pass(time.Second)
	for _, c := range []struct{ password, want string }{{"down", "% Access denied"}, {"up", "R1#"}} {
		d.typed(1, "enable", c.password)
		s.serve()
		d.pass(time.Second)
		if got := d.new(1); !strings.Contains(got, c.want) {
			t.Errorf("with %s: %q, want %q", c.password, got, c.want)
		}
	}
	if got := strings.Join(s.asked, " "); got != "alice $enab15$ $enab15$" {
		t.Errorf("asked about %s", got)
	}
}

func TestTrialOfServers(t *testing.T) {
	d, s := newRadiusRig(t)
	d.telnet(1, "192.0.2.7")
	d.typed(1, "carol", "singer")
	s.serve()
	d.pass(time.Second)
	for _, c := range []struct{ line, want string }{
		{"test aaa group radius alice wonderland legacy",
			"Attempting authentication test to server-group radius using radius\nUser was successfully authenticated.\n\n"},
		{"test aaa group radius alice wrong legacy",
			"Attempting authentication test to server-group radius using radius\nUser authentication request was rejected by server.\n\n"},
		{"test aaa group NONE alice wrong legacy",
			"Attempting authentication test to server-group NONE using radius\nNo authoritative response from any server.\n"},
		{"test aaa group radius alice wonderland new-code",
			"User successfully authenticated\n\nUSER ATTRIBUTES\n\nusername             0   \"alice\"\n"},
	} {
		got := d.typed(1, c.line)
		s.serve()
		d.pass(time.Second)
		got += d.new(1)
		if !strings.Contains(got, c.want) {
			t.Errorf("%s\n got %q\nwant %q", c.line, got, c.want)
		}
	}
}

// What `debug radius` would say of an answer is made only where somebody reads it.
func TestQuietAboutRADIUS(t *testing.T) {
	d, _ := newRadiusRig(t)
	a := wire.New(wire.CodeAccessAccept, []byte("chave"))
	if err := rfc2865.ReplyMessage_SetString(a, "hello"); err != nil {
		t.Fatal(err)
	}
	data, err := a.Encode()
	if err != nil {
		t.Fatal(err)
	}
	outputs := []radius.Output{radius.Received{Packet: data}}
	d.router.out = &Out{}
	if n := testing.AllocsPerRun(100, func() { d.router.carryOutRADIUS(outputs) }); n > 0 {
		t.Errorf("%v allocations for lines that nobody reads", n)
	}
	d.router.switches.On(debuglog.RADIUS)
	d.router.carryOutRADIUS(outputs)
	if said := strings.Join(d.router.LogPage().Messages, "\n"); len(d.router.out.Items) == 0 && said == "" {
		t.Error("debug radius says nothing")
	}
}
