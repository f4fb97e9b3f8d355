package ipsec_test

import (
	"math/rand/v2"
	"net/netip"
	"testing"

	"ruthere/crypto/ipsec"
	"ruthere/packet"
)

var (
	ourNet   = netip.MustParsePrefix("10.1.1.0/24")
	theirNet = netip.MustParsePrefix("10.2.2.0/24")
	anywhere = netip.MustParsePrefix("0.0.0.0/0")
	ourHost  = netip.MustParseAddr("10.1.1.5")
	peerHost = netip.MustParseAddr("10.2.2.7")
)

func TestSelectorMatches(t *testing.T) {
	web := ipsec.Fields{Src: ourHost, Dst: peerHost, Protocol: packet.ProtocolTCP, SrcPort: 40000, DstPort: 80}
	nets := ipsec.Selector{Local: ourNet, Remote: theirNet}
	with := func(change func(*ipsec.Selector)) ipsec.Selector { s := nets; change(&s); return s }
	for _, tt := range []struct {
		name     string
		selector ipsec.Selector
		want     bool
	}{
		{"networks", nets, true},
		{"anything", ipsec.Selector{Local: anywhere, Remote: anywhere}, true},
		{"other direction", nets.Mirror(), false},
		{"protocol", with(func(s *ipsec.Selector) { s.Protocol = packet.ProtocolTCP }), true},
		{"other protocol", with(func(s *ipsec.Selector) { s.Protocol = packet.ProtocolUDP }), false},
		{"remote port", with(func(s *ipsec.Selector) { s.Protocol, s.RemotePort = packet.ProtocolTCP, 80 }), true},
		{"other remote port", with(func(s *ipsec.Selector) { s.RemotePort = 81 }), false},
		{"local port", with(func(s *ipsec.Selector) { s.LocalPort = 40000 }), true},
		{"other local port", with(func(s *ipsec.Selector) { s.LocalPort = 80 }), false},
		{"other local network", with(func(s *ipsec.Selector) { s.Local = theirNet }), false},
		{"other remote network", with(func(s *ipsec.Selector) { s.Remote = ourNet }), false},
		{"zero", ipsec.Selector{}, false},
	} {
		if got := tt.selector.Matches(web); got != tt.want {
			t.Errorf("%s: matches is %v", tt.name, got)
		}
		if got := tt.selector.Mirror().Matches(web.Mirror()); got != tt.want {
			t.Errorf("%s: seen from the other side, matches is %v", tt.name, got)
		}
	}
}

func TestFieldsOf(t *testing.T) {
	udp := packet.UDP{SrcPort: 1000, DstPort: 2000}.Append(nil, ourHost, peerHost)
	for _, tt := range []struct {
		name     string
		packet   packet.IPv4
		src, dst uint16
	}{
		{"UDP", packet.IPv4{Protocol: packet.ProtocolUDP, Payload: udp}, 1000, 2000},
		{"TCP", packet.IPv4{Protocol: packet.ProtocolTCP, Payload: []byte{0, 22, 1, 0}}, 22, 256},
		{"first fragment", packet.IPv4{Protocol: packet.ProtocolUDP, Payload: udp, MoreFragments: true}, 1000, 2000},
		{"later fragment", packet.IPv4{Protocol: packet.ProtocolUDP, Payload: udp, FragmentOffset: 8}, 0, 0},
		{"too short", packet.IPv4{Protocol: packet.ProtocolTCP, Payload: udp[:3]}, 0, 0},
		{"GRE has none", packet.IPv4{Protocol: packet.ProtocolGRE, Payload: udp}, 0, 0},
	} {
		tt.packet.Src, tt.packet.Dst = ourHost, peerHost
		want := ipsec.Fields{Src: ourHost, Dst: peerHost, Protocol: tt.packet.Protocol, SrcPort: tt.src, DstPort: tt.dst}
		if got := ipsec.FieldsOf(tt.packet); got != want {
			t.Errorf("%s: fields %+v, want %+v", tt.name, got, want)
		}
	}
}

func TestSelectorIdent(t *testing.T) {
	s := ipsec.Selector{
		Local:    netip.MustParsePrefix("10.1.1.77/20"),
		Remote:   netip.MustParsePrefix("10.2.80.209/32"),
		Protocol: packet.ProtocolGRE, RemotePort: 5,
	}
	if got := s.String(); got != "10.1.0.0/255.255.240.0/47/0 -> 10.2.80.209/255.255.255.255/47/5" {
		t.Errorf("idents are %s", got)
	}
	all := ipsec.Selector{Local: anywhere, Remote: netip.MustParsePrefix("2001:db8::1/32")}
	if got := all.String(); got != "0.0.0.0/0.0.0.0/0/0 -> 2001:db8::/32/0/0" {
		t.Errorf("idents are %s", got)
	}
	_ = ipsec.Selector{}.String() // must not panic
}

func TestSelectorEqual(t *testing.T) {
	a := ipsec.Selector{Local: netip.MustParsePrefix("10.1.1.9/24"), Remote: theirNet}
	b := ipsec.Selector{Local: ourNet, Remote: theirNet}
	if !a.Equal(b) || a.Equal(b.Mirror()) || !a.Mirror().Mirror().Equal(b) {
		t.Errorf("%v and %v", a, b)
	}
	b.Protocol = packet.ProtocolGRE
	if a.Equal(b) {
		t.Errorf("%v and %v are equal", a, b)
	}
}

// randomSelector draws from a small world, so that selectors and packets meet often.
func randomSelector(r *rand.Rand) ipsec.Selector {
	prefix := func() netip.Prefix {
		return netip.PrefixFrom(randomHost(r), []int{0, 8, 30, 31, 32}[r.IntN(5)]).Masked()
	}
	return ipsec.Selector{
		Local: prefix(), Remote: prefix(), Protocol: uint8(r.IntN(3)),
		LocalPort: uint16(r.IntN(3)), RemotePort: uint16(r.IntN(3)),
	}
}

func randomFields(r *rand.Rand) ipsec.Fields {
	return ipsec.Fields{
		Src: randomHost(r), Dst: randomHost(r), Protocol: uint8(1 + r.IntN(2)),
		SrcPort: uint16(1 + r.IntN(2)), DstPort: uint16(1 + r.IntN(2)),
	}
}

func randomHost(r *rand.Rand) netip.Addr {
	return netip.AddrFrom4([4]byte{10, 0, 0, byte(r.IntN(8))})
}

// Contains means that whatever the inner selector matches, the outer one does.
func TestSelectorContains(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2407))
	contained := 0
	for range 20000 {
		outer, inner := randomSelector(r), randomSelector(r)
		if !outer.Contains(outer) {
			t.Fatalf("%v does not contain itself", outer)
		}
		if outer.Contains(inner) && inner.Contains(outer) && !outer.Equal(inner) {
			t.Fatalf("%v and %v contain each other", outer, inner)
		}
		if !outer.Contains(inner) {
			continue
		}
		contained++
		for range 20 {
			if f := randomFields(r); inner.Matches(f) && !outer.Matches(f) {
				t.Fatalf("%v is said to contain %v, but not %+v", outer, inner, f)
			}
		}
	}
	if contained < 100 {
		t.Errorf("only %d of the random selectors contain each other", contained)
	}
	narrow := ipsec.Selector{Local: ourNet, Remote: theirNet, Protocol: packet.ProtocolTCP, RemotePort: 80}
	wide := ipsec.Selector{Local: anywhere, Remote: theirNet}
	if !wide.Contains(narrow) || narrow.Contains(wide) {
		t.Error("wide and narrow are mixed up")
	}
}
