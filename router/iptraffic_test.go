package router

import (
	"net/netip"
	"strings"
	"testing"

	"ruthere/debuglog"
	"ruthere/packet"
)

// Broadcasts, groups and what means nobody are not passed on, whoever they come from, and nobody is told.
func TestOnlyUnicastIsForwarded(t *testing.T) {
	for _, c := range []struct {
		from, to string
		forwards bool
	}{
		{"192.168.1.10", "10.9.9.9", true},
		{"192.168.1.10", "255.255.255.255", false},
		{"192.168.1.10", "224.0.0.5", false},
		{"192.168.1.10", "239.1.2.3", false},
		{"192.168.1.10", "240.0.0.1", false},
		{"192.168.1.10", "127.0.0.1", false},
		{"192.168.1.10", "0.0.0.0", false},
		{"192.168.1.10", "10.0.1.255", false}, // of a connected network
		{"192.168.1.10", "10.0.1.0", false},
		{"192.168.1.10", "10.2.0.255", true}, // of who knows what network
		{"127.0.0.1", "10.9.9.9", false},
		{"0.0.0.0", "10.9.9.9", false},
		{"255.255.255.255", "10.9.9.9", false},
		{"224.0.0.1", "10.9.9.9", false},
	} {
		b := newRoutedRig(t, debuglog.IOS124)
		m := packet.ICMP{Type: packet.ICMPEcho, Data: []byte("anybody there?")}
		p := packet.IPv4{Src: netip.MustParseAddr(c.from), Dst: netip.MustParseAddr(c.to), TTL: 64, Protocol: packet.ProtocolICMP,
			Payload: m.Append(nil)}
		var out Out
		b.router.Step(b.now, PacketIn{Interface: "FastEthernet0/1", Data: p.Append(nil)}, &out)
		want := map[bool]int{true: 1}[c.forwards]
		if got := len(out.Items); got != want {
			t.Errorf("%s to %s: %d outputs, want %d", c.from, c.to, got, want)
		}
	}
}

// What `show ip traffic` says is what was sent and heard.
func TestIPTrafficIsCounted(t *testing.T) {
	b := newRoutedRig(t, debuglog.IOS124)
	in := func(to string, ttl uint8, protocol uint8, payload []byte) {
		p := packet.IPv4{Src: netip.MustParseAddr("192.168.1.10"), Dst: netip.MustParseAddr(to), TTL: ttl, Protocol: protocol, Payload: payload}
		b.do(PacketIn{Interface: "FastEthernet0/1", Data: p.Append(nil)})
	}
	echo := packet.ICMP{Type: packet.ICMPEcho, Data: []byte("hello")}
	in("192.168.1.1", 64, packet.ProtocolICMP, echo.Append(nil))
	in("10.9.9.9", 64, packet.ProtocolICMP, echo.Append(nil))
	in("10.9.9.9", 1, packet.ProtocolICMP, echo.Append(nil))
	udp := packet.UDP{SrcPort: 4000, DstPort: 4001, Payload: []byte("who is there?")}
	in("192.168.1.1", 64, packet.ProtocolUDP, udp.Packet(netip.MustParseAddr("192.168.1.10"), netip.MustParseAddr("192.168.1.1"), 64).Payload)
	b.do(PacketIn{Interface: "FastEthernet0/1", Data: []byte("no packet")})
	text := b.typed(0, "show ip traffic")
	for _, want := range []string{"Rcvd:  5 total, 2 local destination", "1 format errors, 0 checksum errors, 1 bad hop count",
		"Sent:  3 generated, 1 forwarded", "        1 echo, 0 echo reply", "1 unreachable, 0 echo, 1 echo reply", "1 time exceeded",
		"Rcvd: 1 total, 0 checksum errors, 1 no port", "Sent: 0 total, 0 forwarded"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}
