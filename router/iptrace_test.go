package router

import (
	"net/netip"
	"strings"
	"testing"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/packet"
)

const tracedRouter = `hostname R1
no service timestamps debug
no service timestamps log
access-list 100 permit icmp any any
interface FastEthernet0/0
 ip address 10.1.1.1 255.255.255.0
end
`

// tracing is a router with one interface up and some debugs on.
func tracing(t *testing.T, release debuglog.Release, debugs ...string) *rig {
	d := newRig(t, release, tracedRouter)
	d.do(LinkChange{Interface: "FastEthernet0/0", Up: true})
	d.typed(0, "enable")
	for _, debug := range debugs {
		if got := d.typed(0, "debug "+debug); !strings.Contains(got, "debugging is on") {
			t.Fatalf("debug %s: %s", debug, got)
		}
	}
	return d
}

// told is what a screen shows of debugs, without prompts and empty lines.
func (d *rig) told() string {
	var lines []string
	for line := range strings.Lines(d.new(0)) {
		if line = strings.TrimRight(line, "\r\n"); line != "" && !strings.HasPrefix(line, "R1") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

func packetFrom(src, dst string, ttl, protocol uint8, payload []byte) PacketIn {
	return PacketIn{Interface: "FastEthernet0/0", Data: packet.IPv4{Src: netip.MustParseAddr(src), Dst: netip.MustParseAddr(dst), TTL: ttl,
		Protocol: protocol, Payload: payload}.Append(nil)}
}

func echoRequest() []byte { return packet.ICMP{Type: packet.ICMPEcho, ID: 7, Sequence: 1}.Append(nil) }

// TestTracedPackets: each line is there because that packet came, left, or did not.
func TestTracedPackets(t *testing.T) {
	udp := packet.UDP{SrcPort: 4000, DstPort: 9}.Append(nil, netip.MustParseAddr("10.1.1.2"), netip.MustParseAddr("10.1.1.1"))
	for _, tt := range []struct {
		debug string
		in    PacketIn
		want  string
	}{
		{"ip packet", packetFrom("10.1.1.2", "10.1.1.1", 9, packet.ProtocolICMP, echoRequest()),
			`IP: tableid=0, s=10.1.1.2 (FastEthernet0/0), d=10.1.1.1 (FastEthernet0/0), routed via RIB
IP: s=10.1.1.2 (FastEthernet0/0), d=10.1.1.1 (FastEthernet0/0), len 28, rcvd 3
IP: tableid=0, s=10.1.1.1 (local), d=10.1.1.2 (FastEthernet0/0), routed via FIB
IP: s=10.1.1.1 (local), d=10.1.1.2 (FastEthernet0/0), len 28, sending`},
		{"ip packet 100 detail", packetFrom("10.1.1.2", "10.1.1.1", 9, packet.ProtocolUDP, udp), // the port is closed: ICMP answers
			`IP: tableid=0, s=10.1.1.1 (local), d=10.1.1.2 (FastEthernet0/0), routed via FIB
IP: s=10.1.1.1 (local), d=10.1.1.2 (FastEthernet0/0), len 56, sending
    ICMP type=3, code=3`},
		{"ip packet", packetFrom("10.9.9.9", "10.1.1.1", 9, packet.ProtocolICMP, echoRequest()),
			`IP: tableid=0, s=10.9.9.9 (FastEthernet0/0), d=10.1.1.1 (FastEthernet0/0), routed via RIB
IP: s=10.9.9.9 (FastEthernet0/0), d=10.1.1.1 (FastEthernet0/0), len 28, rcvd 3
IP: s=10.1.1.1 (local), d=10.9.9.9, len 28, unroutable`},
		{"ip packet", packetFrom("10.1.1.2", "10.1.1.3", 9, packet.ProtocolICMP, echoRequest()), ""}, // passed on
		{"ip icmp", packetFrom("10.1.1.2", "10.1.1.1", 9, packet.ProtocolICMP, echoRequest()),
			"ICMP: echo reply sent, src 10.1.1.1, dst 10.1.1.2"},
		{"ip icmp", packetFrom("10.1.1.2", "10.1.1.1", 9, packet.ProtocolUDP, udp),
			"ICMP: dst (10.1.1.1) port unreachable sent to 10.1.1.2"},
		{"ip icmp", packetFrom("10.1.1.2", "10.8.8.8", 9, packet.ProtocolICMP, echoRequest()),
			"ICMP: dst (10.8.8.8) host unreachable sent to 10.1.1.2"},
		{"ip icmp", packetFrom("10.1.1.2", "10.1.1.3", 1, packet.ProtocolICMP, echoRequest()),
			"ICMP: time exceeded (time to live) sent to 10.1.1.2 (dest was 10.1.1.3)"},
	} {
		d := tracing(t, debuglog.IOS124, tt.debug)
		d.new(0)
		d.do(tt.in)
		if got := d.told(); got != tt.want {
			t.Errorf("debug %s:\n got %s\nwant %s", tt.debug, got, tt.want)
		}
		d.typed(0, "undebug all")
		d.do(tt.in)
		if got := d.told(); strings.Contains(got, "ICMP:") || strings.Contains(got, "IP:") {
			t.Errorf("debug %s speaks when all is off: %s", tt.debug, got)
		}
	}
}

func TestTracedARP(t *testing.T) {
	d := tracing(t, debuglog.IOS15, "arp")
	d.new(0)
	in := Neighbour{Interface: "FastEthernet0/0", Addr: netip.MustParseAddr("10.1.1.2"), Hardware: "5254.0012.3456"}
	hardware := d.router.hardwareAddress("FastEthernet0/0")
	d.do(in)
	if got, want := d.told(), `IP ARP: creating incomplete entry for IP address: 10.1.1.2 interface FastEthernet0/0
IP ARP: sent req src 10.1.1.1 `+hardware+`, dst 10.1.1.2 0000.0000.0000 FastEthernet0/0
IP ARP: rcvd rep src 10.1.1.2 5254.0012.3456, dst 10.1.1.1 FastEthernet0/0`; got != want {
		t.Errorf("answered:\n got %s\nwant %s", got, want)
	}
	in.Asked = netip.MustParseAddr("10.1.1.1")
	d.do(in)
	if got, want := d.told(), `IP ARP: rcvd req src 10.1.1.2 5254.0012.3456, dst 10.1.1.1 FastEthernet0/0
IP ARP: sent rep src 10.1.1.1 `+hardware+`, dst 10.1.1.2 5254.0012.3456 FastEthernet0/0`; got != want {
		t.Errorf("asked:\n got %s\nwant %s", got, want)
	}
}

// TestTracedRoutes: routes come and go with typed lines, and with the link that they lean on.
func TestTracedRoutes(t *testing.T) {
	d := tracing(t, debuglog.IOS15, "ip routing")
	d.new(0)
	told := d.typed(0, "configure terminal", "ip route 10.6.0.0 255.255.0.0 10.1.1.2")
	d.do(LinkChange{Interface: "FastEthernet0/0", Up: false})
	want := []string{
		"RT: add 10.6.0.0/16 via 10.1.1.2, static metric [1/0]",
		"RT: del 10.1.1.0/24 via 0.0.0.0, connected metric [0/0]",
		"RT: delete subnet route to 10.1.1.0/24",
		"RT: del 10.1.1.1/32 via 0.0.0.0, connected metric [0/0]",
		"RT: delete subnet route to 10.1.1.1/32",
		"RT: del 10.6.0.0/16 via 10.1.1.2, static metric [1/0]",
		"RT: delete subnet route to 10.6.0.0/16",
		"RT: interface FastEthernet0/0 removed from routing table",
	}
	if got, want := only(told+d.new(0), "RT: "), strings.Join(want, "\n"); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

// TestTracedLogins: a login by SSH is told of as its messages come.
func TestTracedLogins(t *testing.T) {
	d := newRig(t, debuglog.IOS15, `hostname R1
no service timestamps debug
aaa new-model
aaa authentication login default local
username admin privilege 15 secret s3cret
ip domain-name lab
line vty 0 4
 transport input ssh
end
`)
	d.router.switches.On(debuglog.SSH)
	d.router.switches.On(debuglog.AAAAuthentication)
	d.new(0)
	d.do(Connect{Terminal: 1, Transport: config.TransportSSH, From: netip.MustParseAddr("10.0.0.9")})
	d.do(Authenticate{Terminal: 1, User: "admin", Password: "wrong"})
	d.do(Authenticate{Terminal: 1, User: "admin", Password: "s3cret"})
	d.do(Enter{Terminal: 1, Width: 80, Height: 24})
	d.do(Detach{Terminal: 1})
	if got, want := only(d.new(0), "SSH", "AAA"), `SSH0: starting SSH control process
SSH2:kex: client->server enc: mac: 
SSH2:kex: server->client enc: mac: 
AAA/BIND(00000002): Bind i/f  
AAA/AUTHEN/LOGIN (00000002): Pick method list 'default' 
SSH2 0: password authentication failed for admin
SSH2 0: authentication successful for admin
SSH2 0: channel open request
SSH2 0: pty-req request
SSH2 0: shell request
SSH2 0: shell message received
SSH0: Session terminated normally`; got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

// only keeps the lines that begin with one of the words.
func only(text string, words ...string) string {
	var lines []string
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		for _, word := range words {
			if strings.HasPrefix(line, word) {
				lines = append(lines, line)
			}
		}
	}
	return strings.Join(lines, "\n")
}

// TestDebugAll: everything can be switched on and off, and is shown while it is on.
func TestDebugAll(t *testing.T) {
	for _, release := range []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE} {
		d := tracing(t, release)
		d.typed(0, "debug all", "yes")
		shown := d.typed(0, "terminal length 0", "show debugging")
		for sw, silent := range debuglog.SilentDebugs {
			title, _, _ := strings.Cut("  "+sw.Confirmation(true), "\n")
			if strings.Contains(shown, title+"\n") != silent.In(release) && !otherwiseShown(sw, silent, release) {
				t.Errorf("%s: %q is shown, or is not, against its list", release, title)
			}
		}
		if got := d.typed(0, "u all", "show debugging"); strings.Contains(got, "debugging is on") {
			t.Errorf("%s: still on: %s", release, got)
		}
	}
}

// otherwiseShown says whether another debug of the release has the same title.
func otherwiseShown(as debuglog.Switch, d debuglog.SilentDebug, r debuglog.Release) bool {
	for sw, other := range debuglog.SilentDebugs {
		if sw != as && other.Title == d.Title && other.In(r) {
			return true
		}
	}
	return false
}

// TestDebugWords: a debug answers on and off with its title, abbreviated too.
func TestDebugWords(t *testing.T) {
	d := tracing(t, debuglog.IOS124)
	for _, tt := range [][2]string{
		{"deb ip pack det", "IP packet debugging is on (detailed)"},
		{"debug ip packet 101 detail", "IP packet debugging is on (detailed) for access list 101"},
		{"no debug ip packet", "IP packet debugging is off"},
		{"deb ip ospf adj", "OSPF adjacency events debugging is on"},
		{"debug ppp nego", "PPP protocol negotiation debugging is on"},
		{"undebug ppp nego", "PPP protocol negotiation debugging is off"},
		{"debug ip dhcp server packet", "DHCP server packet debugging is on."},
		{"debug arp", "ARP packet debugging is on"},
		{"debug ip ssh", "Incoming SSH debugging is on"},
		{"u all", debuglog.AllOffText},
	} {
		if got := d.typed(0, tt[0]); !strings.Contains(got, "\n"+tt[1]+"\n") {
			t.Errorf("%s: got %q, want %q", tt[0], got, tt[1])
		}
	}
}
