package router

import (
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/files"
	"ruthere/packet"
	"ruthere/shell"
)

// packetRig is a router with its console and, on each interface, neighbours that answer
// pings and note what came by.
type packetRig struct {
	t      *testing.T
	now    time.Time
	router *Router
	silent map[string]bool // interfaces on which nobody answers
	sent   []string        // interface, source and target of each packet that left
	said   []string        // source and payload of each UDP packet that left
	screen strings.Builder
}

func newPacketRig(t *testing.T, startup string) *packetRig {
	t.Helper()
	b := &packetRig{t: t, now: time.Date(2026, 3, 25, 15, 0, 0, 0, time.UTC), silent: map[string]bool{}}
	b.router = New(Options{Release: debuglog.IOS15, AnyInterface: true, Files: []files.File{files.Startup(startup)},
		Random: streams(map[string]*rand.ChaCha8{}), Clock: b.now})
	var out Out
	b.router.Boot(b.now, &out)
	for _, c := range b.router.Complaints() {
		t.Fatalf("line %d %q: %s", c.Line, c.Text, c.Message)
	}
	b.follow(out)
	for _, i := range b.router.Wanted() {
		b.step(LinkChange{Interface: i.Name, Up: true})
	}
	b.step(Attach{Terminal: 0, Kind: config.LineConsole})
	b.typed("enable")
	return b
}

// step gives the router an input, then lets what it waits for come to its end.
func (b *packetRig) step(in Input) {
	b.stepOnce(in)
	for range 100 {
		at, _, ok := b.router.Deadline()
		if !ok || at.Sub(b.now) > 20*time.Second {
			return
		}
		if at.After(b.now) {
			b.now = at
		}
		b.stepOnce(Tick{})
	}
}

func (b *packetRig) stepOnce(in Input) {
	var out Out
	b.router.Step(b.now, in, &out)
	b.follow(out)
}

func (b *packetRig) follow(out Out) {
	for _, item := range out.Items {
		switch item := item.(type) {
		case TerminalText:
			b.screen.WriteString(item.Text)
		case PacketOut:
			b.carry(item)
		}
	}
}

// carry brings a packet to its interface's neighbours, who answer an echo.
func (b *packetRig) carry(out PacketOut) {
	p, err := packet.ParseIPv4(out.Data)
	if err != nil {
		b.t.Fatal(err)
	}
	b.sent = append(b.sent, out.Interface+" "+p.Src.String()+" > "+p.Dst.String())
	if u, err := packet.ParseUDP(p.Payload, p.Src, p.Dst); err == nil && p.Protocol == packet.ProtocolUDP {
		b.said = append(b.said, p.Src.String()+" "+string(u.Payload))
	}
	m, err := packet.ParseICMP(p.Payload)
	if err != nil || m.Type != packet.ICMPEcho || b.silent[out.Interface] {
		return
	}
	b.stepOnce(PacketIn{Interface: out.Interface, Data: packet.IPv4{Src: p.Dst, Dst: p.Src, TTL: 64, Protocol: packet.ProtocolICMP,
		Payload: m.Reply().Append(nil)}.Append(nil)})
}

// typed types lines at the console and returns what they show.
func (b *packetRig) typed(lines ...string) string {
	b.screen.Reset()
	for _, line := range lines {
		b.step(Typed{Terminal: 0, Text: line, End: shell.Return})
	}
	return b.screen.String()
}

// echo is a ping that a host sends through the router.
func echo(src, dst string) []byte {
	m := packet.ICMP{Type: packet.ICMPEcho, ID: 7, Sequence: 1}
	return packet.IPv4{Src: netip.MustParseAddr(src), Dst: netip.MustParseAddr(dst), TTL: 64, Protocol: packet.ProtocolICMP,
		Payload: m.Append(nil)}.Append(nil)
}

// twins has the same addresses in two VRFs and in the global table.
const twins = `
hostname R1
ip vrf RED
 rd 65000:1
vrf definition BLUE
 address-family ipv4
 exit-address-family
interface GigabitEthernet0/0
 ip address 10.0.0.1 255.255.255.0
interface GigabitEthernet0/1
 ip vrf forwarding RED
 ip address 10.0.0.1 255.255.255.0
interface GigabitEthernet0/2
 ip vrf forwarding RED
 ip address 10.1.0.1 255.255.255.0
interface GigabitEthernet0/3
 vrf forwarding BLUE
 ip address 10.0.0.1 255.255.255.0
ip route 10.9.0.0 255.255.0.0 10.0.0.3
ip route vrf RED 10.9.0.0 255.255.0.0 10.0.0.2
ip route vrf BLUE 10.9.0.0 255.255.0.0 10.0.0.2 global
`

func TestOverlappingVRFs(t *testing.T) {
	b := newPacketRig(t, twins)
	b.silent["GigabitEthernet0/3"] = true
	for _, test := range []struct{ line, rate, left string }{
		{"ping 10.0.0.2 repeat 1", "100 percent (1/1)", "GigabitEthernet0/0 10.0.0.1 > 10.0.0.2"},
		{"ping vrf RED 10.0.0.2 repeat 1", "100 percent (1/1)", "GigabitEthernet0/1 10.0.0.1 > 10.0.0.2"},
		{"ping vrf BLUE 10.0.0.2 repeat 1", "0 percent (0/1)", "GigabitEthernet0/3 10.0.0.1 > 10.0.0.2"},
		{"ping vrf RED 10.9.0.1 source 10.1.0.1 repeat 1", "100 percent (1/1)", "GigabitEthernet0/1 10.1.0.1 > 10.9.0.1"},
		{"ping vrf RED 10.0.0.1 repeat 1", "100 percent (1/1)", ""}, // itself
		{"ping 10.1.0.1 repeat 1", "0 percent (0/1)", ""},           // RED's alone
		{"ping vrf BLUE 10.9.0.1 repeat 1", "0 percent (0/1)", "GigabitEthernet0/0 10.0.0.1 > 10.9.0.1"},
		{"ping vrf GREEN 10.0.0.2", "% VRF GREEN does not exist", ""},
		{"ping 10.0.0.2 source 10.1.0.1", "% Invalid source address- IP address not on any of our up interfaces", ""},
	} {
		b.sent = nil
		if got := b.typed(test.line); !strings.Contains(got, test.rate) {
			t.Errorf("%s: no %q in\n%s", test.line, test.rate, got)
		}
		if left := strings.Join(b.sent, "\n"); left != test.left {
			t.Errorf("%s: what left: %q, want %q", test.line, left, test.left)
		}
	}
}

// A packet stays in the VRF of the interface it came by.
func TestForwardingInVRFs(t *testing.T) {
	b := newPacketRig(t, twins)
	for _, test := range []struct{ by, src, dst, left string }{
		{"GigabitEthernet0/2", "10.1.0.9", "10.0.0.9", "GigabitEthernet0/1 10.1.0.9 > 10.0.0.9"},
		{"GigabitEthernet0/2", "10.1.0.9", "10.9.0.9", "GigabitEthernet0/1 10.1.0.9 > 10.9.0.9"},
		{"GigabitEthernet0/0", "10.0.0.9", "10.9.0.9", "GigabitEthernet0/0 10.0.0.9 > 10.9.0.9"},
		{"GigabitEthernet0/3", "10.0.0.9", "10.9.0.9", "GigabitEthernet0/0 10.0.0.9 > 10.9.0.9"},
		{"GigabitEthernet0/0", "10.0.0.9", "10.1.0.9", "GigabitEthernet0/0 10.0.0.1 > 10.0.0.9"}, // unreachable
		{"GigabitEthernet0/0", "10.0.0.9", "10.1.0.1", "GigabitEthernet0/0 10.0.0.1 > 10.0.0.9"}, // not ours there
		{"GigabitEthernet0/3", "10.0.0.9", "10.0.0.1", "GigabitEthernet0/3 10.0.0.1 > 10.0.0.9"}, // ours: the reply
	} {
		b.silent[strings.Fields(test.left)[0]] = true
		b.sent = nil
		b.now = b.now.Add(time.Second) // errors are sent twice a second at most
		b.step(PacketIn{Interface: test.by, Data: echo(test.src, test.dst)})
		if left := strings.Join(b.sent, "\n"); left != test.left {
			t.Errorf("%s > %s by %s: what left: %q, want %q", test.src, test.dst, test.by, left, test.left)
		}
	}
}

func TestVRFTranscript(t *testing.T) {
	b := newPacketRig(t, twins)
	want := strings.ReplaceAll(`  Name                             Default RD            Protocols   Interfaces
  RED                              65000:1               ipv4        Gi0/1
                                                                     Gi0/2
  BLUE                             <not set>             ipv4        Gi0/3
Routing Table: BLUE

Gateway of last resort is not set

      10.0.0.0/8 is variably subnetted, 3 subnets, 3 masks
C        10.0.0.0/24 is directly connected, GigabitEthernet0/3
L        10.0.0.1/32 is directly connected, GigabitEthernet0/3
S        10.9.0.0/16 [1/0] via 10.0.0.2
% IP routing table GREEN does not exist
Enter configuration commands, one per line.  End with CNTL/Z.
% Interface GigabitEthernet0/2 IPv4 disabled and address(es) removed due to disabling VRF RED
% Interface GigabitEthernet0/0 IPv4 disabled and address(es) removed due to enabling VRF BLUE
% 10.0.0.0 overlaps with GigabitEthernet0/3
% A profile is deemed incomplete until it has match identity statements
% VRF RED is in use by crypto isakmp profile P1
% IPv4 and IPv6 addresses from all interfaces in VRF BLUE have been removed

IKEv1 PROFILE P1
Ref Count = 1
   Identities matched are:
    ip-address 192.0.2.9 255.255.255.255·
   Certificate maps matched are:
   keyring(s): <none>
   trustpoint(s): <all>
`, "·", " ")
	got := b.typed("show vrf", "show ip route vrf BLUE", "show ip route vrf GREEN", "configure terminal",
		"interface gi0/2", "no ip vrf forwarding", "interface gi0/0", "vrf forwarding BLUE", "ip address 10.0.0.9 255.255.255.0",
		"crypto isakmp profile P1", "vrf RED", "match identity address 192.0.2.9", "no ip vrf RED", "no vrf definition BLUE",
		"do show crypto isakmp profile", "end")
	if at, behind := strings.Index(got, "Codes:"), strings.Index(got, "Gateway"); at > 0 && behind > at {
		got = got[:at] + got[behind:] // the legend of show ip route
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
