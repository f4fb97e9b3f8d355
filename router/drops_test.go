package router

import (
	"net/netip"
	"testing"

	"ruthere/debuglog"
	"ruthere/packet"
)

// Each way to lose a packet is counted under its reason, and nothing else is.
func TestDropsAreCounted(t *testing.T) {
	const startup = `hostname R
interface FastEthernet0/0
 ip address 10.0.0.1 255.255.255.0
 ip access-group IN in
 crypto map M
interface FastEthernet0/1
 ip address 10.1.0.1 255.255.255.0
 ip access-group OUT out
 ip mtu 600
crypto isakmp policy 1
 authentication pre-share
crypto isakmp key k address 10.0.0.2
crypto ipsec transform-set T esp-aes esp-sha-hmac
crypto map M 1 ipsec-isakmp
 set peer 10.0.0.2
 set transform-set T
 match address 101
ip route 10.9.0.0 255.255.0.0 Null0
ip route 192.168.2.0 255.255.255.0 10.0.0.2
access-list 101 permit ip 192.168.1.0 0.0.0.255 192.168.2.0 0.0.0.255
ip access-list extended IN
 deny ip host 10.0.0.66 any
 permit ip any any
ip access-list extended OUT
 deny ip any host 10.1.0.66
 permit ip any any
end
`
	esp := func(spi byte) []byte { return []byte{0x10, 0, 0, spi, 0, 0, 0, 1, 0, 0, 0, 0} }
	from := func(src, dst string, ttl uint8, protocol uint8, size int) PacketIn {
		p := packet.IPv4{Src: netip.MustParseAddr(src), Dst: netip.MustParseAddr(dst), TTL: ttl, Protocol: protocol, DontFragment: true,
			Payload: make([]byte, size)}
		return PacketIn{Interface: "FastEthernet0/0", Data: p.Append(nil)}
	}
	for _, tt := range []struct {
		reason string
		in     PacketIn
	}{
		{"malformed", PacketIn{Interface: "FastEthernet0/0", Data: []byte{0x45, 0}}},
		{"access-list", from("10.0.0.66", "10.1.0.2", 9, packet.ProtocolUDP, 20)},
		{"access-list", from("10.0.0.9", "10.1.0.66", 9, packet.ProtocolUDP, 20)},
		{"not-ipsec", from("192.168.2.9", "192.168.1.9", 9, packet.ProtocolUDP, 20)},
		{"unroutable", from("10.0.0.9", "172.16.0.1", 9, packet.ProtocolUDP, 20)},
		{"unroutable", from("10.0.0.9", "10.9.0.1", 9, packet.ProtocolUDP, 20)},
		{"ttl", from("10.0.0.9", "10.1.0.2", 1, packet.ProtocolUDP, 20)},
		{"mtu", from("10.0.0.9", "10.1.0.2", 9, packet.ProtocolUDP, 700)},
		{"no-sa", from("192.168.1.9", "192.168.2.9", 9, packet.ProtocolUDP, 20)},
		{"unknown-spi", PacketIn{Interface: "FastEthernet0/0", Data: packet.IPv4{Src: netip.MustParseAddr("10.0.0.2"),
			Dst: netip.MustParseAddr("10.0.0.1"), TTL: 9, Protocol: packet.ProtocolESP, Payload: esp(7)}.Append(nil)}},
		{"", from("10.0.0.9", "10.1.0.2", 9, packet.ProtocolUDP, 20)},
	} {
		d := newRig(t, debuglog.IOS15, startup)
		for _, name := range []string{"FastEthernet0/0", "FastEthernet0/1"} {
			d.do(LinkChange{Interface: name, Up: true})
		}
		d.do(tt.in)
		for _, drop := range d.router.Drops() {
			if want := map[bool]uint64{true: 1}[drop.Reason == tt.reason]; drop.Packets != want {
				t.Errorf("%+v: %d dropped for %s, want %d", tt.in, drop.Packets, drop.Reason, want)
			}
		}
	}
}
