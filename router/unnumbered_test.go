package router

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"ruthere/debuglog"
	"ruthere/packet"
)

var unnumberedLines = []string{"configure terminal", "interface Loopback0", "ip address 10.50.0.1 255.255.255.255", "interface Tunnel0",
	"ip unnumbered Loopback0", "tunnel source FastEthernet0/0", "tunnel destination 10.0.1.2", "exit",
	"ip route 10.60.0.0 255.255.0.0 Tunnel0", "end"}

// An interface without an address of its own uses that of another one for all that it sends and shows, and has no subnet.
func TestUnnumberedInterfaceUsesAnothersAddress(t *testing.T) {
	for _, release := range []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE} {
		b := newRoutedRig(t, release)
		b.typed(0, unnumberedLines...)
		b.pass(5 * time.Second)
		const using = "  Interface is unnumbered. Using address of Loopback0 (10.50.0.1)\n"
		for command, want := range map[string]string{
			"show interfaces Tunnel0":         "\n" + using,
			"show ip interface Tunnel0":       "up\n" + using + "  Broadcast address is 255.255.255.255\n  MTU is 1476",
			"show protocols":                  "Tunnel0 is up, line protocol is up\n" + using,
			"show ip interface brief Tunnel0": " 10.50.0.1       YES unset  up                    up",
			"show interfaces Tunnel0 | json":  `"unnumbered": "Loopback0"`,
			"show ip route 10.60.0.1":         "directly connected, via Tunnel0",
			"show running-config":             "interface Tunnel0\n ip unnumbered Loopback0\n tunnel source",
		} {
			if got := b.typed(0, command); !strings.Contains(got, want) {
				t.Errorf("%v: %s", release, got)
			}
		}
		for _, c := range [][2]string{{"ping 10.60.0.9 repeat 1 timeout 0", "10.50.0.1"},
			{"ping 10.0.1.2 repeat 1 timeout 0 source Tunnel0", "10.50.0.1"}} {
			b.sent = nil
			b.typed(0, c[0])
			if len(b.sent) != 1 {
				t.Fatalf("%s: %d packets", c[0], len(b.sent))
			}
			p, err := packet.ParseIPv4(b.sent[0].Data)
			if p.Protocol == packet.ProtocolGRE {
				_, p = takeInner(t, b)
			}
			if err != nil || p.Src != netip.MustParseAddr(c[1]) {
				t.Errorf("%v, %s: from %v, %v", release, c[0], p.Src, err)
			}
		}
		b.typed(0, "configure terminal", "interface Loopback0", "no ip address", "end")
		if got := b.typed(0, "show ip interface brief Tunnel0"); !strings.Contains(got, "unassigned") {
			t.Error(got)
		}
	}
}

// An address takes the place of a borrowed one, and the other way round; what shares a wire with others borrows none.
func TestUnnumberedOrAddress(t *testing.T) {
	b := newRoutedRig(t, debuglog.IOS15)
	b.typed(0, unnumberedLines...)
	shown := func() string { return b.typed(0, "do show running-config interface Tunnel0") }
	b.typed(0, "configure terminal", "interface Tunnel0", "ip address 10.99.0.1 255.255.255.0")
	if got := shown(); strings.Contains(got, "unnumbered") || !strings.Contains(got, "ip address 10.99.0.1") {
		t.Error(got)
	}
	b.typed(0, "ip unnumbered Loopback0")
	if got := shown(); !strings.Contains(got, "ip unnumbered Loopback0") || strings.Contains(got, "ip address") {
		t.Error(got)
	}
	b.typed(0, "no ip unnumbered")
	if got := shown(); !strings.Contains(got, "no ip address") {
		t.Error(got)
	}
	got := b.typed(0, "interface FastEthernet0/1", "ip unnumbered Loopback0")
	if !strings.Contains(got, "Point-to-point (non-multi-access) interfaces only") {
		t.Error(got)
	}
}

// A tunnel's source may be an interface that borrows its address.
func TestTunnelSourceIsUnnumbered(t *testing.T) {
	b := newRoutedRig(t, debuglog.IOS15)
	b.typed(0, "configure terminal", "interface Serial0/0/0", "ip unnumbered FastEthernet0/0", "no shutdown", "end")
	b.typed(0, append(slices.Clone(tunnelLines), "tunnel source Serial0/0/0", "end")...)
	b.pass(5 * time.Second)
	b.sent = nil
	b.typed(0, "ping 10.99.0.2 repeat 1 timeout 0")
	if outer, _ := takeInner(t, b); outer.Src != netip.MustParseAddr("10.0.1.1") {
		t.Errorf("from %v", outer.Src)
	}
}

// The name of a tunnel's destination is looked up once, when it is typed, and its address is kept. One that was loaded and that nobody
// knew is looked for in the table of hosts.
func TestTunnelDestinationName(t *testing.T) {
	b := newRoutedRig(t, debuglog.IOS15)
	b.typed(0, "configure terminal", "ip host branch 10.0.1.2", "no ip domain lookup", "end")
	b.typed(0, append(slices.Clone(tunnelLines), "tunnel destination branch", "end")...)
	if got := b.typed(0, "show running-config interface Tunnel0"); !strings.Contains(got, "tunnel destination 10.0.1.2\n") {
		t.Error(got)
	}
	got := b.typed(0, "configure terminal", "interface Tunnel0", "tunnel destination nobody", "end")
	if !strings.Contains(got, "% Unrecognized host or address.") {
		t.Error(got)
	}
	b.typed(0, "configure terminal", "ip domain lookup", "ip name-server 10.0.1.3", "interface Tunnel0")
	b.sent = nil
	b.typed(0, "tunnel destination far.example")
	b.do(PacketIn{Interface: "FastEthernet0/0", Data: nameServerSays(t, b, netip.MustParseAddr("10.0.1.3"))})
	if got := b.typed(0, "end", "show running-config interface Tunnel0"); !strings.Contains(got, "tunnel destination 10.0.1.3\n") {
		t.Error(got)
	}
	b = newRig(t, debuglog.IOS15, routedConfig+"interface Tunnel0\n ip address 10.99.0.1 255.255.255.0\n tunnel source FastEthernet0/0\n"+
		" tunnel destination branch\n")
	b.do(LinkChange{Interface: "FastEthernet0/0", Up: true})
	b.pass(5 * time.Second)
	b.typed(0, "enable")
	if got := b.typed(0, "show interfaces Tunnel0"); !strings.Contains(got, "no IPv4 tunnel destination address") {
		t.Error(got)
	}
	b.typed(0, "configure terminal", "ip host branch 10.0.1.2", "end")
	b.pass(5 * time.Second)
	if got := b.typed(0, "show interfaces Tunnel0"); !strings.Contains(got, "line protocol is up") {
		t.Error(got)
	}
}

// nameServerSays is the answer of a name server to the question that was sent last.
func nameServerSays(t *testing.T, b *rig, addr netip.Addr) []byte {
	t.Helper()
	p, err := packet.ParseIPv4(b.sent[len(b.sent)-1].Data)
	if err != nil {
		t.Fatal(err)
	}
	u, err := packet.ParseUDP(p.Payload, p.Src, p.Dst)
	if err != nil {
		t.Fatal(err)
	}
	var m dnsmessage.Message
	if err := m.Unpack(u.Payload); err != nil {
		t.Fatal(err)
	}
	m.Response = true
	m.Answers = []dnsmessage.Resource{{Header: dnsmessage.ResourceHeader{Name: m.Questions[0].Name, Type: dnsmessage.TypeA,
		Class: dnsmessage.ClassINET, TTL: 60}, Body: &dnsmessage.AResource{A: addr.As4()}}}
	data, err := m.Pack()
	if err != nil {
		t.Fatal(err)
	}
	answer := packet.UDP{SrcPort: u.DstPort, DstPort: u.SrcPort, Payload: data}.Packet(p.Dst, p.Src, 64)
	return answer.Append(nil)
}

// Making, shutting down and switching on a tunnel is told of as on the device; a line protocol that is down already goes down no more.
func TestTunnelStateIsTold(t *testing.T) {
	const protocol, link = "%LINEPROTO-5-UPDOWN: Line protocol on Interface Tunnel0, changed state to ", "Interface Tunnel0, changed state to "
	for _, c := range []struct {
		before, lines []string
		want          []string
	}{
		{nil, tunnelLines[1:], []string{protocol + "down", protocol + "up"}},
		{nil, []string{"interface Tunnel0"}, []string{protocol + "down"}},
		{tunnelLines[1:], []string{"interface Tunnel0", "shutdown"},
			[]string{"%LINK-5-CHANGED: " + link + "administratively down", protocol + "down"}},
		{append(slices.Clone(tunnelLines[1:]), "shutdown"), []string{"interface Tunnel0", "no shutdown"},
			[]string{"%LINK-3-UPDOWN: " + link + "up", protocol + "up"}},
		{[]string{"interface Tunnel0"}, []string{"interface Tunnel0", "shutdown"},
			[]string{"%LINK-5-CHANGED: " + link + "administratively down"}},
		{[]string{"interface Tunnel0", "shutdown"}, []string{"interface Tunnel0", "no shutdown"}, []string{"%LINK-3-UPDOWN: " + link + "up"}},
	} {
		b := newRoutedRig(t, debuglog.IOS15)
		b.typed(0, slices.Concat([]string{"configure terminal"}, c.before, []string{"end"})...)
		b.pass(10 * time.Second)
		b.said()
		b.typed(0, slices.Concat([]string{"configure terminal"}, c.lines, []string{"end"})...)
		b.pass(10 * time.Second)
		said := slices.DeleteFunc(b.said(), func(l string) bool { return strings.Contains(l, "CONFIG_I") })
		if !slices.Equal(said, c.want) {
			t.Errorf("%q, then %q: logged %q", c.before, c.lines, said)
		}
	}
}
