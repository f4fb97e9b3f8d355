package router

import (
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"

	"ruthere/crypto/ipsec"
	"ruthere/debuglog"
	"ruthere/packet"
)

// What becomes of packets with AH, whole and in pieces, that are as they should be or not: each that is lost is counted under its
// reason, and none gets further.
func TestPacketsWithAH(t *testing.T) {
	const startup = `hostname R
interface FastEthernet0/0
 ip address 10.0.0.1 255.255.255.0
interface FastEthernet0/1
 ip address 10.1.0.1 255.255.0.0
end
`
	near, far := netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("10.0.0.2")
	selector := ipsec.Selector{Local: netip.MustParsePrefix("10.1.0.0/16"), Remote: netip.MustParsePrefix("10.2.0.0/16")}
	for _, transform := range []ipsec.Transform{{AH: ipsec.HMACSHA1}, {AH: ipsec.HMACMD5, Cipher: ipsec.AES, Auth: ipsec.HMACSHA1}} {
		bundle := func(spis ipsec.SPIs) *ipsec.SA {
			if !transform.HasESP() {
				spis.ESP = 0
			}
			keys := make([]byte, 200)
			sa, err := ipsec.NewBundle(spis, transform, ipsec.Keys{ESP: keys, AH: keys})
			if err != nil {
				t.Fatal(err)
			}
			sa.Local, sa.Remote, sa.Selector = near, far, selector
			return sa
		}
		seal := func(sender *ipsec.SA, src string, size int) packet.IPv4 {
			inner := packet.IPv4{Src: netip.MustParseAddr(src), Dst: netip.MustParseAddr("10.1.0.9"), TTL: 9, Protocol: packet.ProtocolUDP,
				Payload: make([]byte, size)}
			p, err := sender.SealPacket(packet.IPv4{Src: far, Dst: near, TTL: 200, ID: 99}, inner.Append(nil), packet.ProtocolIPinIP,
				rand.NewChaCha8([32]byte{1}))
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		for name, c := range map[string]struct {
			packets func(sender *ipsec.SA) []packet.IPv4
			reason  string // of a drop; "" = it is passed on
			says    string
		}{
			"as it should be": {func(s *ipsec.SA) []packet.IPv4 { return []packet.IPv4{seal(s, "10.2.0.9", 20)} }, "", ""},
			"in pieces": {func(s *ipsec.SA) []packet.IPv4 {
				pieces, _ := seal(s, "10.2.0.9", 1000).Fragments(576)
				return pieces
			}, "", ""},
			"from another address": {func(s *ipsec.SA) []packet.IPv4 {
				p := seal(s, "10.2.0.9", 20)
				p.Src = netip.MustParseAddr("10.0.0.3")
				return []packet.IPv4{p}
			}, "unauthentic", ""},
			"twice": {func(s *ipsec.SA) []packet.IPv4 {
				p := seal(s, "10.2.0.9", 20)
				return []packet.IPv4{p, p}
			}, "replay", "%CRYPTO-4-PKT_REPLAY_ERR: decrypt: replay check failed"},
			"of what the SA is not for": {func(s *ipsec.SA) []packet.IPv4 { return []packet.IPv4{seal(s, "10.3.0.9", 20)} }, "unauthentic", ""},
			"of an SPI that nobody has": {func(*ipsec.SA) []packet.IPv4 {
				return []packet.IPv4{seal(bundle(ipsec.SPIs{ESP: 5000, AH: 5001}), "10.2.0.9", 20)}
			}, "unknown-spi", "invalid spi for destaddr=10.0.0.1, prot=51, spi=0x00001389(5001)"},
			"of ESP's SPI": {func(*ipsec.SA) []packet.IPv4 {
				return []packet.IPv4{seal(bundle(ipsec.SPIs{ESP: 5000, AH: 4000}), "10.2.0.9", 20)}
			}, "unknown-spi", "prot=51"},
			"too short": {func(*ipsec.SA) []packet.IPv4 {
				return []packet.IPv4{{Src: far, Dst: near, TTL: 9, Protocol: packet.ProtocolAH, Payload: make([]byte, 7)}}
			}, "malformed", ""},
		} {
			d := newRig(t, debuglog.IOS15, startup)
			for _, i := range []string{"FastEthernet0/0", "FastEthernet0/1"} {
				d.do(LinkChange{Interface: i, Up: true})
			}
			spis := ipsec.SPIs{ESP: 4000, AH: 4001}
			if _, err := d.router.engine.IPsec.Add(bundle(spis), bundle(spis)); err != nil {
				t.Fatal(err)
			}
			before := d.router.ipTraffic.Forwarded
			for _, p := range c.packets(bundle(spis)) {
				d.do(PacketIn{Interface: "FastEthernet0/0", Data: p.Append(nil)})
			}
			for _, drop := range d.router.Drops() {
				if want := map[bool]uint64{true: 1}[drop.Reason == c.reason]; drop.Packets != want {
					t.Errorf("%s %s: %d dropped for %s, want %d", transform, name, drop.Packets, drop.Reason, want)
				}
			}
			if passed := d.router.ipTraffic.Forwarded > before; passed != (c.reason == "" || c.reason == "replay") {
				t.Errorf("%s %s: passed on: %v", transform, name, passed)
			}
			if log := strings.Join(d.said(), "\n"); !strings.Contains(log, c.says) {
				t.Errorf("%s %s: the log lacks %q:\n%s", transform, name, c.says, log)
			}
		}
	}
}
