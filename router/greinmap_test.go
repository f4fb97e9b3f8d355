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

// greMapLines have a crypto map outside make ESP of a tunnel's packets.
var greMapLines = []string{"configure terminal", "crypto isakmp policy 10", "authentication pre-share", "exit",
	"crypto isakmp key secret address 10.0.1.2", "crypto ipsec transform-set T esp-aes esp-sha-hmac", "exit",
	"access-list 147 permit gre host 10.0.1.1 host 10.0.1.2", "crypto map OUT 10 ipsec-isakmp", "set peer 10.0.1.2", "set transform-set T",
	"match address 147", "interface FastEthernet0/0", "crypto map OUT", "end"}

// GRE in a crypto map: without SAs a packet asks for them and is lost; in clear none leaves, and none is taken in. Tunnels that the
// access list does not have are as ever.
func TestGREInACryptoMap(t *testing.T) {
	for _, release := range []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE} {
		for _, c := range []struct {
			lines []string // of the tunnel
			clear bool
		}{
			{nil, false},
			{[]string{"tunnel key 5", "tunnel checksum"}, false},
			{[]string{"tunnel mode ipip"}, true},
			{[]string{"tunnel destination 10.0.1.3"}, true},
		} {
			b := newRoutedRig(t, release)
			b.typed(0, greMapLines...)
			b.typed(0, slices.Concat(tunnelLines, c.lines, []string{"end"})...)
			b.pass(5 * time.Second)
			if got := b.typed(0, "show ip interface brief Tunnel0"); !strings.Contains(got, "up                    up") {
				t.Errorf("%v, %q: %s", release, c.lines, got)
			}
			b.sent = nil
			b.typed(0, "ping 10.99.0.2 repeat 1 timeout 0")
			asked, clear := 0, 0
			for _, p := range b.sent {
				switch ip, err := packet.ParseIPv4(p.Data); {
				case err != nil:
					t.Fatal(err)
				case ip.Protocol == packet.ProtocolUDP:
					asked++
				default:
					clear++
				}
			}
			if want := map[bool]int{true: 1}[c.clear]; clear != want || asked != 1-want {
				t.Errorf("%v, %q: %d packets left in clear, and %d asked for SAs", release, c.lines, clear, asked)
			}
		}
	}
}

// What comes in clear is refused and told, whoever it says to be for, but for what the map does not protect.
func TestGREInACryptoMapTakesNoneInClear(t *testing.T) {
	for _, c := range []struct {
		protocol uint8
		src      string
		refused  bool
	}{
		{packet.ProtocolGRE, "10.0.1.2", true},
		{packet.ProtocolGRE, "10.0.1.3", false},
		{packet.ProtocolICMP, "10.0.1.2", false},
	} {
		b := newRoutedRig(t, debuglog.IOS15)
		b.typed(0, greMapLines...)
		b.typed(0, append(tunnelLines, "end")...)
		b.pass(5 * time.Second)
		b.said()
		p := packet.IPv4{Src: netip.MustParseAddr(c.src), Dst: netip.MustParseAddr("10.0.1.1"), TTL: 9, Protocol: c.protocol,
			Payload: packet.GRE{Protocol: packet.EtherTypeIPv4, Payload: make([]byte, 40)}.Append(nil)}
		b.do(PacketIn{Interface: "FastEthernet0/0", Data: p.Append(nil)})
		if told := slices.ContainsFunc(b.said(), func(l string) bool {
			return strings.Contains(l, "%CRYPTO-4-RECVD_PKT_NOT_IPSEC")
		}); told != c.refused {
			t.Errorf("%+v: refused %v", c, told)
		}
	}
}
