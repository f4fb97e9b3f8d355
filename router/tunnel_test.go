package router

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"ruthere/debuglog"
	"ruthere/packet"
)

var tunnelLines = []string{"configure terminal", "interface Tunnel0", "ip address 10.99.0.1 255.255.255.0",
	"tunnel source FastEthernet0/0", "tunnel destination 10.0.1.2"}

// A tunnel is down when it is made, and up a second after it can work.
func TestTunnelComesUp(t *testing.T) {
	for _, release := range []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE} {
		b := newRoutedRig(t, release)
		b.said()
		b.typed(0, append(tunnelLines, "end")...)
		b.pass(5 * time.Second)
		var states []string
		for _, l := range b.said() {
			if strings.Contains(l, "Tunnel0") {
				states = append(states, l)
			}
		}
		const line = "%LINEPROTO-5-UPDOWN: Line protocol on Interface Tunnel0, changed state to "
		if want := []string{line + "down", line + "up"}; !slices.Equal(states, want) {
			t.Errorf("%v: logged %q", release, states)
		}
		if got := b.typed(0, "show ip interface brief Tunnel0"); !strings.Contains(got, "up                    up") {
			t.Error(got)
		}
	}
}

// Nothing leaves in clear that is to be protected, and what needs SAs is down without them.
func TestTunnelsThatWantProtectionAreDown(t *testing.T) {
	for _, line := range []string{"tunnel mode ipsec ipv4\ntunnel protection ipsec profile P", "tunnel mode ipsec ipv4",
		"tunnel protection ipsec profile P ikev2-profile V2",
		"tunnel destination 10.0.1.1", "tunnel source FastEthernet0/9", "tunnel vrf RED", "no tunnel destination"} {
		b := newRoutedRig(t, debuglog.IOS15)
		b.typed(0, "configure terminal", "crypto ipsec profile P", "end")
		b.typed(0, slices.Concat(tunnelLines, strings.Split(line, "\n"), []string{"end"})...)
		b.pass(5 * time.Second)
		b.sent = nil
		if got := b.typed(0, "show ip interface brief Tunnel0"); !strings.Contains(got, "up                    down") {
			t.Errorf("%s: %s", line, got)
		}
		if got := b.typed(0, "show ip route"); strings.Contains(got, "10.99.0") {
			t.Errorf("%s: %s", line, got)
		}
		b.typed(0, "ping 10.99.0.2 repeat 1 timeout 0")
		for _, p := range b.sent {
			if ip, err := packet.ParseIPv4(p.Data); err == nil && ip.Protocol == packet.ProtocolGRE {
				t.Errorf("%s: a packet left by the tunnel", line)
			}
		}
	}
}

// What keeps a tunnel down is told since 15.3, and as `| json`.
func TestLinestateTellsWhy(t *testing.T) {
	for _, c := range []struct {
		lines []string
		why   string
	}{
		{nil, ""},
		{[]string{"no tunnel source"}, "no IPv4 tunnel source address"},
		{[]string{"tunnel source FastEthernet0/9"}, "no IPv4 tunnel source address"},
		{[]string{"no tunnel destination"}, "no IPv4 tunnel destination address"},
		{[]string{"tunnel source 10.0.1.9"}, "tunnel source interface down"},
		{[]string{"tunnel destination 172.16.0.1", "exit", "ip route 172.16.0.1 255.255.255.255 Null0"}, "no output interface"},
		{[]string{"tunnel mode gre ipv6"}, "linestate mode reg down"},
		{[]string{"tunnel mode ipsec ipv4", "tunnel protection ipsec profile P"}, "linestate protection reg down"},
		{[]string{"tunnel protection ipsec profile P"}, ""},
		{[]string{"shutdown"}, "administratively down"},
	} {
		for _, release := range []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE} {
			b := newRoutedRig(t, release)
			b.typed(0, slices.Concat(tunnelLines, c.lines, []string{"end"})...)
			b.pass(5 * time.Second)
			want := "Tunnel linestate evaluation up\n"
			if c.why != "" {
				want = "Tunnel linestate evaluation down - " + c.why + "\n"
			}
			if got := b.typed(0, "show interfaces Tunnel0"); strings.Contains(got, want) != (release != debuglog.IOS124) {
				t.Errorf("%v, %q: %s", release, c.lines, got)
			}
			if got := b.typed(0, "show interfaces Tunnel0 | json"); strings.Contains(got, `"down_because": "`+c.why) != (c.why != "") {
				t.Errorf("%v, %q: %s", release, c.lines, got)
			}
		}
	}
}

// Since 15 the tunnels are told that follow the same source interface; a source that is an address follows none.
func TestSourceTrackingIsShown(t *testing.T) {
	for _, release := range []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE} {
		b := newRoutedRig(t, release)
		b.typed(0, append(slices.Clone(tunnelLines), "interface Tunnel1", "tunnel source FastEthernet0/0", "interface Tunnel2",
			"tunnel source 10.0.1.1", "end")...)
		const block = "destination 10.0.1.2\n   Tunnel Subblocks:\n      src-track:\n" +
			"         Tunnel0 source tracking subblock associated with FastEthernet0/0\n" +
			"          Set of tunnels with source FastEthernet0/0, 2 members (includes iterators), on interface <OK>\n" +
			"  Tunnel protocol/transport GRE/IP\n"
		if got := b.typed(0, "show interfaces Tunnel0"); strings.Contains(got, block) != (release != debuglog.IOS124) {
			t.Errorf("%v: %s", release, got)
		}
		if got := b.typed(0, "show interfaces Tunnel2"); strings.Contains(got, "Subblocks") {
			t.Errorf("%v: %s", release, got)
		}
	}
}

// What is carried is what was sent, with the header that the lines ask for.
func TestTunnelHeaders(t *testing.T) {
	for _, c := range []struct {
		lines        []string
		protocol     uint8
		ttl, tos     uint8
		header       int
		keyed, check bool
	}{
		{nil, packet.ProtocolGRE, 255, 0, 4, false, false},
		{[]string{"tunnel key 0"}, packet.ProtocolGRE, 255, 0, 8, true, false},
		{[]string{"tunnel key 4294967295", "tunnel checksum", "tunnel sequence-datagrams"}, packet.ProtocolGRE, 255, 0, 16, true, true},
		{[]string{"tunnel ttl 9", "tunnel tos 8"}, packet.ProtocolGRE, 9, 8, 4, false, false},
		{[]string{"tunnel mode ipip"}, packet.ProtocolIPinIP, 255, 0, 0, false, false},
	} {
		b := newRoutedRig(t, debuglog.IOS15)
		b.typed(0, slices.Concat(tunnelLines, c.lines, []string{"end"})...)
		b.pass(5 * time.Second)
		b.sent = nil
		b.typed(0, "ping 10.99.0.2 repeat 1 timeout 0")
		if len(b.sent) != 1 {
			t.Fatalf("%q: %d packets", c.lines, len(b.sent))
		}
		p, err := packet.ParseIPv4(b.sent[0].Data)
		if err != nil || p.Protocol != c.protocol || p.TTL != c.ttl || p.TOS != c.tos || p.Dst != netip.MustParseAddr("10.0.1.2") {
			t.Fatalf("%q: %v %v", c.lines, p, err)
		}
		inner := p.Payload
		if c.protocol == packet.ProtocolGRE {
			g, err := packet.ParseGRE(p.Payload)
			if err != nil || g.HeaderLen() != c.header || g.Keyed != c.keyed || g.Checksummed != c.check || g.Protocol != packet.EtherTypeIPv4 {
				t.Fatalf("%q: %+v %v", c.lines, g, err)
			}
			inner = g.Payload
		}
		if q, err := packet.ParseIPv4(inner); err != nil || q.Dst != netip.MustParseAddr("10.99.0.2") || len(inner) != 100 {
			t.Errorf("%q: carries %v %v", c.lines, q, err)
		}
	}
}
