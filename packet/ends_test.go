package packet

import (
	"bytes"
	"net/netip"
	"testing"
)

// Whatever the ends become, the packet is the one that these ends would have sent.
func TestWithEndsIsAsIfSentByThem(t *testing.T) {
	a, b := netip.MustParseAddrPort("192.168.1.10:500"), netip.MustParseAddrPort("203.0.113.1:4500")
	c, d := netip.MustParseAddrPort("198.51.100.7:1024"), netip.MustParseAddrPort("255.255.255.254:65535")
	build := map[string]func(src, dst netip.AddrPort) IPv4{
		"UDP": func(src, dst netip.AddrPort) IPv4 {
			return UDP{SrcPort: src.Port(), DstPort: dst.Port(), Payload: []byte("odd")}.Packet(src.Addr(), dst.Addr(), 64)
		},
		"TCP": func(src, dst netip.AddrPort) IPv4 {
			return TCP{SrcPort: src.Port(), DstPort: dst.Port(), Flags: TCPSyn, MSS: 1460, Payload: []byte("x")}.Packet(src.Addr(), dst.Addr(), 64)
		},
		"echo": func(src, dst netip.AddrPort) IPv4 {
			m := ICMP{Type: ICMPEcho, ID: src.Port(), Sequence: 7, Data: []byte("data")}
			return IPv4{Src: src.Addr(), Dst: dst.Addr(), Protocol: ProtocolICMP, TTL: 3, Payload: m.Append(nil)}
		},
		"reply": func(src, dst netip.AddrPort) IPv4 {
			m := ICMP{Type: ICMPEchoReply, ID: dst.Port(), Sequence: 7, Data: []byte("data")}
			return IPv4{Src: src.Addr(), Dst: dst.Addr(), Protocol: ProtocolICMP, TTL: 3, Payload: m.Append(nil)}
		},
		"ESP": func(src, dst netip.AddrPort) IPv4 {
			return IPv4{Src: src.Addr(), Dst: dst.Addr(), Protocol: ProtocolESP, TTL: 3, Payload: []byte("sealed")}
		},
	}
	for name, one := range build {
		for _, to := range [][2]netip.AddrPort{{a, b}, {c, b}, {c, d}, {d, a}} {
			before := one(a, b).Append(nil)
			got, want := WithEnds(before, to[0], to[1]), one(to[0], to[1]).Append(nil)
			if !bytes.Equal(got, want) {
				t.Errorf("%s to %v:\n got %x\nwant %x", name, to, got, want)
			}
			if !bytes.Equal(WithEnds(got, a, b), before) {
				t.Errorf("%s to %v and back is another packet", name, to)
			}
			src, dst, _, ok := Ends(got)
			if !ok || src.Addr() != to[0].Addr() || dst.Addr() != to[1].Addr() {
				t.Errorf("%s: ends %v %v", name, src, dst)
			}
		}
	}
}

// What an ICMP error quotes of a packet can be changed like a packet: eight bytes behind the header are enough.
func TestWithEndsOfQuoted(t *testing.T) {
	a, b := netip.MustParseAddrPort("192.168.1.10:500"), netip.MustParseAddrPort("203.0.113.1:4500")
	for _, p := range []IPv4{UDP{SrcPort: 500, DstPort: 4500}.Packet(a.Addr(), b.Addr(), 9),
		TCP{SrcPort: 500, DstPort: 4500, Payload: make([]byte, 99)}.Packet(a.Addr(), b.Addr(), 9)} {
		c := netip.MustParseAddrPort("198.51.100.7:1024")
		quoted := WithEnds(quote(p.Append(nil)), c, b)
		src, dst, _, ok := Ends(quoted)
		if !ok || src != c || dst != b || len(quoted) != IPv4HeaderLen+8 {
			t.Errorf("%v %v %v: %x", src, dst, ok, quoted)
		}
		if sum(quoted[:IPv4HeaderLen], 0) != 0xffff {
			t.Error("the quoted header has a wrong checksum")
		}
	}
}

// A wrong checksum stays wrong, and none stays none.
func TestWithEndsDoesNotMend(t *testing.T) {
	a, b := netip.MustParseAddrPort("192.168.1.10:500"), netip.MustParseAddrPort("203.0.113.1:4500")
	p := UDP{SrcPort: 500, DstPort: 4500, Payload: []byte("text")}.Packet(a.Addr(), b.Addr(), 9)
	p.Payload[9] ^= 1
	c := netip.MustParseAddrPort("198.51.100.7:1024")
	got, err := ParseIPv4(WithEnds(p.Append(nil), c, b))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ParseUDP(got.Payload, got.Src, got.Dst); err == nil {
		t.Error("a wrong checksum is right now")
	}
	p.Payload[6], p.Payload[7] = 0, 0
	got, _ = ParseIPv4(WithEnds(p.Append(nil), c, b))
	if got.Payload[6] != 0 || got.Payload[7] != 0 {
		t.Error("there is a checksum where there was none")
	}
}

// Nothing that is read makes it fail.
func FuzzWithEnds(f *testing.F) {
	a := netip.MustParseAddrPort("192.168.1.10:500")
	f.Add(UDP{SrcPort: 1}.Packet(a.Addr(), a.Addr(), 9).Append(nil))
	f.Fuzz(func(t *testing.T, b []byte) {
		if src, dst, _, ok := Ends(b); ok && !bytes.Equal(WithEnds(WithEnds(b, a, a), src, dst)[12:20], b[12:20]) {
			t.Error("there and back is elsewhere")
		}
	})
}
