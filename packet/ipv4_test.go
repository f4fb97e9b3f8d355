package packet_test

import (
	"bytes"
	"math/rand/v2"
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ruthere/packet"
)

var ipv4Table = []struct {
	name string
	hex  string
	want packet.IPv4
}{
	{
		name: "ESP with all the simple fields set",
		hex:  "45c0001c12344000ff32e3d90a01200e0a0250d13a7b69bf00000001",
		want: packet.IPv4{
			Src: router, Dst: peer, Protocol: packet.ProtocolESP, TTL: 255, TOS: 0xc0, ID: 0x1234, DontFragment: true,
			Payload: []byte{0x3a, 0x7b, 0x69, 0xbf, 0, 0, 0, 1},
		},
	},
	{
		name: "first fragment",
		hex:  "4500001c0007200040116e93c0000201c63364023132333435363738",
		want: packet.IPv4{
			Src: doc1, Dst: doc2, Protocol: packet.ProtocolUDP, TTL: 64, ID: 7, MoreFragments: true,
			Payload: []byte("12345678"),
		},
	},
	{
		name: "last fragment",
		hex:  "45000018000700b940118ddec0000201c63364027461696c",
		want: packet.IPv4{
			Src: doc1, Dst: doc2, Protocol: packet.ProtocolUDP, TTL: 64, ID: 7, FragmentOffset: 1480,
			Payload: []byte("tail"),
		},
	},
	{
		name: "no payload, TTL 0",
		hex:  "45000014000000000000baeb00000000ffffffff",
		want: packet.IPv4{Src: netip.IPv4Unspecified(), Dst: netip.MustParseAddr("255.255.255.255")},
	},
}

func parseIPv4Error(b []byte) error { _, err := packet.ParseIPv4(b); return err }

func TestIPv4(t *testing.T) {
	for _, tt := range ipv4Table {
		t.Run(tt.name, func(t *testing.T) {
			wire := unhex(t, tt.hex)
			got, err := packet.ParseIPv4(wire)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got, sameAddr); diff != "" {
				t.Errorf("ParseIPv4 (-want +got):\n%s", diff)
			}
			checkBytes(t, tt.want.Append, wire)
			checkCuts(t, wire, parseIPv4Error)
			checkFlips(t, wire[:packet.IPv4HeaderLen], parseIPv4Error)
		})
	}
}

func TestIPv4OptionsAreSkipped(t *testing.T) {
	wire := unhex(t, "4600001a000900000101389fc0000201c6336402"+"94040000"+"6162") // router alert
	got, err := packet.ParseIPv4(wire)
	if err != nil {
		t.Fatal(err)
	}
	want := packet.IPv4{Src: doc1, Dst: doc2, Protocol: packet.ProtocolICMP, TTL: 1, ID: 9, Payload: []byte("ab")}
	if diff := cmp.Diff(want, got, sameAddr); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	checkCuts(t, wire, parseIPv4Error)
	checkFlips(t, wire[:24], parseIPv4Error) // the checksum covers options
}

func TestIPv4TrailingBytesAreNotPayload(t *testing.T) {
	wire := packet.IPv4{Src: doc1, Dst: doc2, Payload: []byte("x")}.Append(nil)
	padded := append(wire, make([]byte, 46-len(wire))...) // Ethernet's shortest frame
	got, err := packet.ParseIPv4(padded)
	if err != nil || string(got.Payload) != "x" {
		t.Errorf("payload %q, error %v; want x", got.Payload, err)
	}
	if cap(got.Payload) != len(got.Payload) {
		t.Error("appending to the payload would write into the padding")
	}
}

func TestIPv4Refused(t *testing.T) {
	wire := packet.IPv4{Src: doc1, Dst: doc2, Payload: []byte("12345678")}.Append(nil)
	change := func(at int, to ...byte) []byte {
		changed := bytes.Clone(wire)
		copy(changed[at:], to)
		return changed
	}
	for _, tt := range []struct {
		name string
		b    []byte
		want error
	}{
		{"nothing", nil, packet.ErrShort},
		{"IPv6", change(0, 0x65), packet.ErrHeader},
		{"header of 16 bytes", change(0, 0x44), packet.ErrHeader},
		{"header of 60 bytes in 28", change(0, 0x4f, 0, 0, 60), packet.ErrShort},
		{"total length inside the header", change(2, 0, 19), packet.ErrHeader},
		{"total length beyond the end", change(2, 0, 29), packet.ErrShort},
		{"checksum", change(10, wire[10]^1), packet.ErrChecksum},
	} {
		t.Run(tt.name, func(t *testing.T) { wantError(t, parseIPv4Error(tt.b), tt.want) })
	}
}

func TestIPv4WithoutFormOnTheWire(t *testing.T) {
	six := netip.MustParseAddr("2001:db8::1")
	for name, p := range map[string]packet.IPv4{
		"source is IPv6":      {Src: six, Dst: doc2},
		"destination is IPv6": {Src: doc1, Dst: six},
		"payload too long":    {Src: doc1, Dst: doc2, Payload: make([]byte, packet.MaxIPv4Payload+1)},
	} {
		if got := p.Append([]byte("before")); string(got) != "before" {
			t.Errorf("%s: appended %d bytes", name, len(got)-len("before"))
		}
	}
	longest := packet.IPv4{Src: doc1, Dst: doc2, Payload: make([]byte, packet.MaxIPv4Payload)}
	if got, err := packet.ParseIPv4(longest.Append(nil)); err != nil || len(got.Payload) != packet.MaxIPv4Payload {
		t.Errorf("longest packet: %d bytes of payload, error %v", len(got.Payload), err)
	}
}

func TestIPv4MappedAddressIsIPv4(t *testing.T) {
	mapped := packet.IPv4{Src: netip.AddrFrom16(doc1.As16()), Dst: doc2}
	plain := packet.IPv4{Src: doc1, Dst: doc2}
	checkBytes(t, mapped.Append, plain.Append(nil))
}

func TestIPv4RandomPacketsSurvive(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 791))
	for range 2000 {
		want := packet.IPv4{
			Src: randomAddr(r), Dst: randomAddr(r), Protocol: uint8(r.Uint32()), TTL: uint8(r.Uint32()),
			TOS: uint8(r.Uint32()), ID: uint16(r.Uint32()), DontFragment: r.IntN(2) == 0, MoreFragments: r.IntN(2) == 0,
			FragmentOffset: 8 * r.IntN(1<<13), Payload: randomBytes(r, r.IntN(100)),
		}
		got, err := packet.ParseIPv4(want.Append(nil))
		if err != nil {
			t.Fatalf("%+v: %v", want, err)
		}
		if diff := cmp.Diff(want, got, sameAddr); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
		if got.IsFragment() != (want.MoreFragments || want.FragmentOffset > 0) {
			t.Fatalf("IsFragment is %v for %+v", got.IsFragment(), want)
		}
	}
}

func FuzzParseIPv4(f *testing.F) {
	for _, tt := range ipv4Table {
		f.Add(unhex(f, tt.hex))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := packet.ParseIPv4(b)
		if err != nil {
			return
		}
		again, err := packet.ParseIPv4(p.Append(nil))
		if err != nil {
			t.Fatalf("own packet refused: %v", err)
		}
		if diff := cmp.Diff(p, again, sameAddr); diff != "" {
			t.Fatalf("(-first +second):\n%s", diff)
		}
		if quoted, err := packet.ParseQuoted(b); err != nil || !bytes.Equal(quoted.Payload, p.Payload) {
			t.Fatalf("ParseQuoted of a whole packet: %v, error %v", quoted, err)
		}
	})
}
