package router

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ruthere/debuglog"
	"ruthere/packet"
)

const routedConfig = `hostname R1
ip cef
interface FastEthernet0/0
 ip address 10.0.1.1 255.255.255.0
interface FastEthernet0/1
 ip address 192.168.1.1 255.255.255.0
ip route 0.0.0.0 0.0.0.0 10.0.1.2
ip route 10.2.0.0 255.255.0.0 10.0.1.2
ip route 10.2.0.0 255.255.0.0 10.0.1.3
ip route 10.2.0.0 255.255.0.0 10.0.1.4 200
ip route 172.16.1.0 255.255.255.0 10.0.1.2
ip route 172.16.2.0 255.255.255.0 10.2.9.9
ip route 172.30.0.0 255.255.0.0 Null0
ip route 10.7.0.0 255.255.0.0 FastEthernet0/9
`

func newRoutedRig(t *testing.T, release debuglog.Release) *rig {
	b := newRig(t, release, routedConfig)
	b.do(LinkChange{Interface: "FastEthernet0/0", Up: true})
	b.do(LinkChange{Interface: "FastEthernet0/1", Up: true})
	b.pass(5 * time.Second)
	b.typed(0, "enable", "terminal length 0")
	b.new(0)
	return b
}

// The table without its legend, which is the manual's.
func shownTable(b *rig, command string) string {
	text := b.typed(0, command)
	_, table, _ := strings.Cut(text, "Gateway of last resort is ")
	return strings.TrimSuffix(table, "R1#")
}

func TestRoutingTableOf12_4(t *testing.T) {
	b := newRoutedRig(t, debuglog.IOS124)
	want := `10.0.1.2 to network 0.0.0.0

     10.0.0.0/8 is variably subnetted, 2 subnets, 2 masks
C       10.0.1.0/24 is directly connected, FastEthernet0/0
S       10.2.0.0/16 [1/0] via 10.0.1.2
                    [1/0] via 10.0.1.3
     172.16.0.0/24 is subnetted, 2 subnets
S       172.16.1.0 [1/0] via 10.0.1.2
S       172.16.2.0 [1/0] via 10.2.9.9
S    172.30.0.0/16 is directly connected, Null0
C    192.168.1.0/24 is directly connected, FastEthernet0/1
S*   0.0.0.0/0 [1/0] via 10.0.1.2
`
	if diff := cmp.Diff(want, shownTable(b, "show ip route")); diff != "" {
		t.Error(diff)
	}
}

func TestRoutingTableOf15(t *testing.T) {
	b := newRoutedRig(t, debuglog.IOS15)
	want := `10.0.1.2 to network 0.0.0.0

S*    0.0.0.0/0 [1/0] via 10.0.1.2
      10.0.0.0/8 is variably subnetted, 3 subnets, 3 masks
C        10.0.1.0/24 is directly connected, FastEthernet0/0
L        10.0.1.1/32 is directly connected, FastEthernet0/0
S        10.2.0.0/16 [1/0] via 10.0.1.2
                     [1/0] via 10.0.1.3
      172.16.0.0/24 is subnetted, 2 subnets
S        172.16.1.0 [1/0] via 10.0.1.2
S        172.16.2.0 [1/0] via 10.2.9.9
S     172.30.0.0/16 is directly connected, Null0
      192.168.1.0/24 is variably subnetted, 2 subnets, 2 masks
C        192.168.1.0/24 is directly connected, FastEthernet0/1
L        192.168.1.1/32 is directly connected, FastEthernet0/1
`
	if diff := cmp.Diff(want, shownTable(b, "show ip route")); diff != "" {
		t.Error(diff)
	}
	entry := b.typed(0, "show ip route 10.2.3.4")
	for _, line := range []string{"Routing entry for 10.2.0.0/16\n", "  * 10.0.1.2\n", "    10.0.1.3\n"} {
		if !strings.Contains(entry, line) {
			t.Errorf("no %q in\n%s", line, entry)
		}
	}
	// A route goes with what it leans on.
	b.do(LinkChange{Interface: "FastEthernet0/0"})
	table := shownTable(b, "show ip route static")
	if want := "not set\n\nS     172.30.0.0/16 is directly connected, Null0\n"; table != want {
		t.Errorf("without FastEthernet0/0:\n%s", table)
	}
}

// What a route to Null0 matches ends there, though the default route leads on, and its sender
// is told, unless Null0 is not to tell.
func TestNull0Discards(t *testing.T) {
	b := newRoutedRig(t, debuglog.IOS15)
	echo := packet.IPv4{Src: netip.MustParseAddr("192.168.1.9"), Dst: netip.MustParseAddr("172.30.5.5"), TTL: 9, Protocol: packet.ProtocolICMP,
		Payload: packet.ICMP{Type: packet.ICMPEcho}.Append(nil)}
	send := func() (sent []PacketOut) {
		b.pass(time.Second)
		var out Out
		b.router.Step(b.now, PacketIn{Interface: "FastEthernet0/1", Data: echo.Append(nil)}, &out)
		for _, o := range out.Items {
			if p, ok := o.(PacketOut); ok {
				sent = append(sent, p)
			}
		}
		return sent
	}
	sent := send()
	if len(sent) != 1 || sent[0].Interface != "FastEthernet0/1" {
		t.Fatalf("sent %v, want one unreachable back", sent)
	}
	p, _ := packet.ParseIPv4(sent[0].Data)
	if m, err := packet.ParseICMP(p.Payload); err != nil || m.Type != packet.ICMPUnreachable || m.Code != packet.CodeHostUnreachable {
		t.Errorf("sent %+v, %v", m, err)
	}
	b.typed(0, "configure terminal", "interface Null0", "no ip unreachables", "end")
	if sent := send(); len(sent) != 0 {
		t.Errorf("sent %v with no ip unreachables on Null0", sent)
	}
}

func TestRefusedAddresses(t *testing.T) {
	b := newRoutedRig(t, debuglog.IOS15)
	b.typed(0, "configure terminal")
	for _, c := range []struct{ line, want string }{
		{"ip route 10.6.0.0 255.255.0.0 10.0.1.1", "%Invalid next hop address (it's this router)"},
		{"interface FastEthernet0/2", ""},
		{"ip address 224.1.1.1 255.255.255.0", "Not a valid host address - 224.1.1.1"},
		{"ip address 0.1.1.1 255.0.0.0", "Not a valid host address - 0.1.1.1"},
	} {
		if got := b.typed(0, c.line); c.want != "" && !strings.Contains(got, c.want) {
			t.Errorf("%s: %s", c.line, got)
		}
	}
}

// Without routing the router is a host: what is not for it goes no further, and what it
// sends itself goes to its default gateway.
func TestNoIPRouting(t *testing.T) {
	b := newRoutedRig(t, debuglog.IOS15)
	b.typed(0, "configure terminal", "no ip routing", "ip default-gateway 10.0.1.9", "end")
	var out Out
	through := packet.IPv4{Src: netip.MustParseAddr("192.168.1.9"), Dst: netip.MustParseAddr("10.0.1.2"), TTL: 9, Protocol: packet.ProtocolUDP}
	b.router.Step(b.now, PacketIn{Interface: "FastEthernet0/1", Data: through.Append(nil)}, &out)
	if len(out.Items) > 0 {
		t.Errorf("passed on: %v", out.Items)
	}
	if hop, ok := b.router.findRoute("", netip.MustParseAddr("172.30.1.1")); !ok || hop.via != netip.MustParseAddr("10.0.1.9") {
		t.Errorf("own packets go to %v, %v", hop, ok)
	}
	if got := b.typed(0, "show ip route"); !strings.Contains(got, "Default gateway is 10.0.1.9\n\nHost               Gateway") {
		t.Error(got)
	}
}

// Of equal ways the addresses decide, both of them: a flow stays on one, and many use all.
func TestEqualWaysByBothAddresses(t *testing.T) {
	b := newRoutedRig(t, debuglog.IOS15)
	used := map[netip.Addr]int{}
	for n := range 64 {
		src, dst := netip.AddrFrom4([4]byte{192, 168, 1, byte(n)}), netip.MustParseAddr("10.2.3.4")
		hop, _ := b.router.findWay("", src, dst)
		if again, _ := b.router.findWay("", src, dst); again != hop {
			t.Errorf("%s went to %s and to %s", src, hop.via, again.via)
		}
		used[hop.via]++
	}
	if a, c := used[netip.MustParseAddr("10.0.1.2")], used[netip.MustParseAddr("10.0.1.3")]; a+c != 64 || a < 20 || c < 20 {
		t.Errorf("64 sources to one destination: %v", used)
	}
}

// A permanent route stays when its interface goes, with what is floating beside it kept out; packets by it end.
func TestPermanentRoutes(t *testing.T) {
	b := newRoutedRig(t, debuglog.IOS15)
	b.typed(0, "configure terminal", "ip route 198.18.0.0 255.255.0.0 10.0.1.2 permanent",
		"ip route 198.18.0.0 255.255.0.0 192.168.1.2 9", "end")
	b.do(LinkChange{Interface: "FastEthernet0/0"})
	table := shownTable(b, "show ip route static")
	if want := "S     198.18.0.0/16 [1/0] via 10.0.1.2\n"; !strings.Contains(table, want) {
		t.Errorf("no %q in\n%s", want, table)
	}
	if hop, ok := b.router.findRoute("", netip.MustParseAddr("198.18.1.1")); ok {
		t.Errorf("packets go to %v", hop)
	}
	if text := b.typed(0, "show ip static route"); !strings.Contains(text, "M  198.18.0.0/16 [1/0] via 10.0.1.2 [A, P]\n"+
		"M  198.18.0.0/16 [9/0] via 192.168.1.2 [N]\n") {
		t.Error(text)
	}
}

// `debug ip routing` has lines of its own for a closer route and for the default path, and names the table of a VRF.
func TestDebugOfRouteChanges(t *testing.T) {
	b := newRoutedRig(t, debuglog.IOS124)
	b.typed(0, "configure terminal", "ip vrf RED", "rd 1:1", "exit", "interface Loopback5", "ip vrf forwarding RED",
		"ip address 10.5.5.1 255.255.255.0", "exit", "ip route 198.18.0.0 255.255.0.0 10.0.1.2 9", "end", "debug ip routing")
	b.new(0)
	got := b.typed(0, "configure terminal", "ip route 198.18.0.0 255.255.0.0 10.0.1.3", "ip route vrf RED 198.18.0.0 255.255.0.0 10.5.5.2",
		"no ip route 0.0.0.0 0.0.0.0", "ip route 0.0.0.0 0.0.0.0 10.0.1.9")
	var lines []string
	for line := range strings.Lines(got) {
		if _, said, ok := strings.Cut(line, ": RT"); ok {
			lines = append(lines, "RT"+said)
		}
	}
	want := `RT: closer admin distance for 198.18.0.0, flushing 1 routes
RT: add 198.18.0.0/16 via 10.0.1.3, static metric [1/0]
RT: NET-RED 198.18.0.0/16
RT(RED): add 198.18.0.0/16 via 10.5.5.2, static metric [1/0]
RT(RED): NET-RED 198.18.0.0/16
RT: del 0.0.0.0/0 via 10.0.1.2, static metric [1/0]
RT: delete network route to 0.0.0.0/0
RT: default path has been cleared
RT: add 0.0.0.0/0 via 10.0.1.9, static metric [1/0]
RT: NET-RED 0.0.0.0/0
RT: default path is now 0.0.0.0 via 10.0.1.9
RT: new default network 0.0.0.0
`
	if diff := cmp.Diff(want, strings.ReplaceAll(strings.Join(lines, ""), "\r", "")); diff != "" {
		t.Error(diff)
	}
}
