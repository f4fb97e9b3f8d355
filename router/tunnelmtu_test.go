package router

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"ruthere/debuglog"
	"ruthere/packet"
)

// newTunnelledRig is a router with a tunnel and a network behind it.
func newTunnelledRig(t *testing.T, lines ...string) *rig {
	b := newRoutedRig(t, debuglog.IOS15)
	b.typed(0, slices.Concat(tunnelLines, lines, []string{"exit", "ip route 10.60.0.0 255.255.0.0 Tunnel0", "end"})...)
	b.pass(5 * time.Second)
	b.sent = nil
	return b
}

// passThrough has a host inside send a packet into the tunnel and returns what leaves: as the outer packet's length, with DF, or the
// MTU of the ICMP error.
func passThrough(t *testing.T, b *rig, length int, df bool) (left []string) {
	t.Helper()
	b.pass(time.Second) // between two ICMP errors
	b.sent = nil
	p := packet.IPv4{Src: netip.MustParseAddr("192.168.1.10"), Dst: netip.MustParseAddr("10.60.0.9"), TTL: 9, Protocol: 99,
		DontFragment: df, Payload: make([]byte, length-packet.IPv4HeaderLen)}
	b.do(PacketIn{Interface: "FastEthernet0/1", Data: p.Append(nil)})
	for _, sent := range b.sent {
		q, err := packet.ParseIPv4(sent.Data)
		if err != nil {
			t.Fatal(err)
		}
		mark := ""
		if q.DontFragment {
			mark = " DF"
		}
		if q.Protocol != packet.ProtocolICMP {
			left = append(left, fmt.Sprint(len(sent.Data), mark))
			continue
		}
		m, err := packet.ParseICMP(q.Payload)
		if err != nil || m.Type != packet.ICMPUnreachable || m.Code != packet.CodeFragmentationNeeded {
			t.Fatalf("%+v, %v", m, err)
		}
		left = append(left, fmt.Sprint("MTU ", m.Sequence))
	}
	return left
}

// A packet that is too long for a tunnel is taken apart before it goes in, or refused if it must not be; `ip mtu` lets longer ones in,
// and then it is the packets around it that are taken apart.
func TestPacketsTooLongForTunnel(t *testing.T) {
	for _, c := range []struct {
		lines  []string
		length int
		df     bool
		left   []string
	}{
		{nil, 1476, false, []string{"1500"}},
		{nil, 1476, true, []string{"1500"}},
		{nil, 1477, false, []string{"1500", "45"}},
		{nil, 1477, true, []string{"MTU 1476"}},
		{[]string{"tunnel key 1"}, 1473, true, []string{"MTU 1472"}},
		{[]string{"tunnel mode ipip"}, 1481, true, []string{"MTU 1480"}},
		{[]string{"ip mtu 1400"}, 1401, true, []string{"MTU 1400"}},
		{[]string{"ip mtu 1400"}, 1401, false, []string{"1420", "49"}},
		{[]string{"ip mtu 1500"}, 1500, true, []string{"1500", "44"}},
		{[]string{"ip mtu 1500"}, 1501, true, []string{"MTU 1500"}},
		{[]string{"exit", "interface FastEthernet0/0", "ip mtu 1300"}, 1277, true, []string{"MTU 1276"}},
		{[]string{"tunnel path-mtu-discovery"}, 1476, true, []string{"1500 DF"}},
		{[]string{"tunnel path-mtu-discovery"}, 1476, false, []string{"1500"}},
		{[]string{"tunnel path-mtu-discovery"}, 1477, true, []string{"MTU 1476"}},
		{[]string{"tunnel path-mtu-discovery", "ip mtu 1500"}, 1500, true, []string{"MTU 1476"}},
		{[]string{"tunnel path-mtu-discovery", "ip mtu 1500"}, 1500, false, []string{"1500", "44"}},
	} {
		if left := passThrough(t, newTunnelledRig(t, c.lines...), c.length, c.df); !slices.Equal(left, c.left) {
			t.Errorf("%q, %d bytes, DF %v: %q left, want %q", c.lines, c.length, c.df, left, c.left)
		}
	}
}

// A tunnel in a tunnel has room for what is left by both.
func TestTunnelInTunnelMTU(t *testing.T) {
	b := newTunnelledRig(t, "ip mtu 1400", "interface Tunnel1", "ip address 10.98.0.1 255.255.255.0", "tunnel source Tunnel0",
		"tunnel destination 10.99.0.2", "tunnel key 1")
	b.pass(5 * time.Second)
	if got := b.typed(0, "show interfaces Tunnel1"); !strings.Contains(got, "Tunnel transport MTU 1372 bytes") {
		t.Error(got)
	}
	b.typed(0, "configure terminal", "no ip route 10.60.0.0 255.255.0.0 Tunnel0", "ip route 10.60.0.0 255.255.0.0 Tunnel1", "end")
	for length, want := range map[int]string{1372: "1424", 1373: "MTU 1372"} {
		if left := passThrough(t, b, length, true); len(left) != 1 || left[0] != want {
			t.Errorf("of %d bytes left %q, want %s", length, left, want)
		}
	}
}

// tooBig has a router on the way tell that a tunnel's packet was too long.
func tooBig(b *rig, local, remote string, mtu uint16) {
	quoted := packet.IPv4{Src: netip.MustParseAddr(local), Dst: netip.MustParseAddr(remote), TTL: 9, Protocol: packet.ProtocolGRE,
		DontFragment: true, Payload: packet.GRE{Protocol: packet.EtherTypeIPv4, Payload: make([]byte, 1400)}.Append(nil)}
	m := packet.Unreachable(packet.CodeFragmentationNeeded, mtu, quoted.Append(nil))
	b.do(PacketIn{Interface: "FastEthernet0/0", Data: packet.IPv4{Src: netip.MustParseAddr("203.0.113.7"),
		Dst: netip.MustParseAddr("10.0.1.1"), TTL: 9, Protocol: packet.ProtocolICMP, Payload: m.Append(nil)}.Append(nil)})
}

// What a router on the way tells about a tunnel's packet makes the tunnel shorter, until the ager restores it; not below `min-mtu`, not
// without path MTU discovery, and not for who quotes somebody else's packet.
func TestTunnelPathMTUDiscovery(t *testing.T) {
	for _, c := range []struct {
		lines   []string
		told    uint16
		allowed int // into the tunnel, with DF
		line    string
		restore time.Duration
	}{
		{[]string{"tunnel path-mtu-discovery"}, 1300, 1276, "ager 10 mins, min MTU 92, MTU 1300, expires 00:09:58", 10 * time.Minute},
		{[]string{"tunnel path-mtu-discovery age-timer 30"}, 1300, 1276, "ager 30 mins, min MTU 92, MTU 1300, expires 00:29:58",
			30 * time.Minute},
		{[]string{"tunnel path-mtu-discovery age-timer infinite"}, 1300, 1276, "ager infinite, min MTU 92, MTU 1300, expires never", 0},
		{[]string{"tunnel path-mtu-discovery min-mtu 1000"}, 600, 976, "min MTU 1000, MTU 1000, expires", 10 * time.Minute},
		{[]string{"tunnel path-mtu-discovery", "ip mtu 1200"}, 1300, 1200, "MTU 1300", 0},
		{[]string{"tunnel path-mtu-discovery", "ip mtu 1400"}, 1300, 1276, "MTU 1300", 0},
		{[]string{"tunnel path-mtu-discovery"}, 1500, 1476, "min MTU 92\n", 0},
		{nil, 1300, 1476, "", 0},
	} {
		b := newTunnelledRig(t, c.lines...)
		tooBig(b, "10.0.1.1", "10.0.1.9", 200)
		tooBig(b, "10.0.1.1", "10.0.1.2", c.told)
		tooBig(b, "10.0.1.1", "10.0.1.2", c.told+40) // a longer one does not make it longer
		for length, want := range map[int]string{c.allowed: fmt.Sprint(c.allowed + 24), c.allowed + 1: fmt.Sprint("MTU ", c.allowed)} {
			if left := passThrough(t, b, length, true); len(left) != 1 || strings.TrimSuffix(left[0], " DF") != want {
				t.Errorf("%q, told %d: of %d bytes left %q, want %s", c.lines, c.told, length, left, want)
			}
		}
		got := b.typed(0, "show interfaces Tunnel0")
		if c.line == "" && strings.Contains(got, "Path MTU Discovery") || !strings.Contains(got, c.line) {
			t.Errorf("%q: %s", c.lines, got)
		}
		if got := b.typed(0, "show ip interface Tunnel0"); !strings.Contains(got, fmt.Sprintf("  MTU is %d bytes\n", c.allowed)) {
			t.Errorf("%q: %s", c.lines, got)
		}
		if left := passThrough(t, b, c.allowed+1, false); len(left) != 2 {
			t.Errorf("%q: of %d bytes without DF left %q", c.lines, c.allowed+1, left)
		}
		if c.restore > 0 {
			b.pass(c.restore)
			if left := passThrough(t, b, 1476, true); len(left) != 1 || left[0] != "1500 DF" {
				t.Errorf("%q: after %v left %q", c.lines, c.restore, left)
			}
		}
	}
}

// The line prints what is not its default.
func TestTunnelPathMTUDiscoveryLine(t *testing.T) {
	for typed, want := range map[string]string{"": "", " age-timer 10": "", " age-timer 11": " age-timer 11", " min-mtu 92": "",
		" age-timer infinite min-mtu 1200": " age-timer infinite min-mtu 1200", " min-mtu 1200": " min-mtu 1200"} {
		b := newTunnelledRig(t, "tunnel path-mtu-discovery"+typed)
		if got := b.typed(0, "show running-config interface Tunnel0"); !strings.Contains(got, "\n tunnel path-mtu-discovery"+want+"\n") {
			t.Errorf("%q: %s", typed, got)
		}
		b.typed(0, "configure terminal", "interface Tunnel0", "no tunnel path-mtu-discovery", "end")
		if got := b.typed(0, "show running-config interface Tunnel0"); strings.Contains(got, "path-mtu") {
			t.Error(got)
		}
	}
}

// `ip tcp adjust-mss` on a tunnel lowers what SYNs announce that go in or come out.
func TestAdjustMSSOfTunnel(t *testing.T) {
	syn := func(from, to string) packet.IPv4 {
		s := packet.TCP{SrcPort: 1024, DstPort: 80, Flags: packet.TCPSyn, MSS: 1460}
		src, dst := netip.MustParseAddr(from), netip.MustParseAddr(to)
		return packet.IPv4{Src: src, Dst: dst, TTL: 9, Protocol: packet.ProtocolTCP, Payload: s.Append(nil, src, dst)}
	}
	mss := func(p packet.IPv4) int {
		s, err := packet.ParseTCP(p.Payload, p.Src, p.Dst)
		if err != nil {
			t.Fatal(err)
		}
		return int(s.MSS)
	}
	b := newTunnelledRig(t, "ip mtu 1400", "ip tcp adjust-mss 1360")
	b.do(PacketIn{Interface: "FastEthernet0/1", Data: syn("192.168.1.10", "10.60.0.9").Append(nil)})
	if _, inner := takeInner(t, b); mss(inner) != 1360 {
		t.Errorf("a SYN that goes in announces %d", mss(inner))
	}
	g := packet.GRE{Protocol: packet.EtherTypeIPv4, Payload: syn("10.60.0.9", "192.168.1.10").Append(nil)}
	b.do(PacketIn{Interface: "FastEthernet0/0", Data: packet.IPv4{Src: netip.MustParseAddr("10.0.1.2"), Dst: netip.MustParseAddr("10.0.1.1"),
		TTL: 9, Protocol: packet.ProtocolGRE, Payload: g.Append(nil)}.Append(nil)})
	p, err := packet.ParseIPv4(b.sent[len(b.sent)-1].Data)
	if err != nil || p.Protocol != packet.ProtocolTCP || mss(p) != 1360 {
		t.Errorf("a SYN that comes out announces %d, %v", mss(p), err)
	}
}
