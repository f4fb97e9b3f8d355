package packet_test

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ruthere/packet"
)

// An R_U_THERE on its way to the peer with a TTL of 1, and the part of it that an error quotes.
const (
	probeHex  = "45000026000340000111f4e20a01200e0a0250d101f401f4001271f630313233343536373839"
	quotedHex = "45000026000340000111f4e20a01200e0a0250d101f401f4001271f6"
)

func icmpTable(t testing.TB) []struct {
	name string
	hex  string
	want packet.ICMP
} {
	probe := unhex(t, probeHex)
	echo := packet.ICMP{Type: packet.ICMPEcho, ID: 0x1d, Sequence: 1, Data: []byte{0xab, 0xcd, 0xab, 0xcd}}
	return []struct {
		name string
		hex  string
		want packet.ICMP
	}{
		{"echo", "0800a046001d0001abcdabcd", echo},
		{"reply, odd length", "00003b7f001d0001616263", packet.ICMP{Type: packet.ICMPEchoReply, ID: 0x1d, Sequence: 1, Data: []byte("abc")}},
		{"port unreachable", "0303870c00000000" + quotedHex, packet.Unreachable(packet.CodePortUnreachable, 0, probe)},
		{"fragmentation needed", "0304819300000578" + quotedHex, packet.Unreachable(packet.CodeFragmentationNeeded, 1400, probe)},
		{"time exceeded", "0b007f0f00000000" + quotedHex, packet.TimeExceeded(probe)},
	}
}

func parseICMPError(b []byte) error { _, err := packet.ParseICMP(b); return err }

func TestICMP(t *testing.T) {
	for _, tt := range icmpTable(t) {
		t.Run(tt.name, func(t *testing.T) {
			wire := unhex(t, tt.hex)
			got, err := packet.ParseICMP(wire)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got, sameAddr); diff != "" {
				t.Errorf("ParseICMP (-want +got):\n%s", diff)
			}
			checkBytes(t, tt.want.Append, wire)
			checkFlips(t, wire, parseICMPError)
			checkCuts(t, wire[:packet.ICMPHeaderLen], parseICMPError)
		})
	}
}

func TestICMPReply(t *testing.T) {
	echo := packet.ICMP{Type: packet.ICMPEcho, ID: 3, Sequence: 4, Data: []byte("data")}
	want := packet.ICMP{Type: packet.ICMPEchoReply, ID: 3, Sequence: 4, Data: []byte("data")}
	if diff := cmp.Diff(want, echo.Reply()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestICMPErrorsAreTold(t *testing.T) {
	for kind, want := range map[uint8]bool{
		packet.ICMPEcho: false, packet.ICMPEchoReply: false,
		packet.ICMPUnreachable: true, packet.ICMPTimeExceeded: true, packet.ICMPRedirect: true,
	} {
		if got := (packet.ICMP{Type: kind}).IsError(); got != want {
			t.Errorf("type %d: IsError is %v", kind, got)
		}
	}
}

func TestICMPQuoteTellsWhatFailed(t *testing.T) {
	quoted, err := packet.ParseQuoted(packet.TimeExceeded(unhex(t, probeHex)).Data)
	if err != nil {
		t.Fatal(err)
	}
	if quoted.Dst != peer || quoted.Protocol != packet.ProtocolUDP || len(quoted.Payload) != 8 {
		t.Errorf("quoted packet is %+v", quoted)
	}
	checkCuts(t, unhex(t, quotedHex)[:packet.IPv4HeaderLen], func(b []byte) error { _, err := packet.ParseQuoted(b); return err })
}

// A header of 60 bytes of which 28 came back.
func TestICMPQuoteWithoutItsOptions(t *testing.T) {
	quoted := unhex(t, quotedHex)
	quoted[0] = 0x4f
	quoted[3] = 80
	_, err := packet.ParseQuoted(quoted)
	wantError(t, err, packet.ErrShort)
}

func TestICMPQuoteOfShortPackets(t *testing.T) {
	probe := unhex(t, probeHex)
	for n := range probe {
		if got, want := len(packet.TimeExceeded(probe[:n]).Data), min(n, 28); got != want {
			t.Errorf("quote of %d bytes has %d, want %d", n, got, want)
		}
	}
}

func TestICMPRandomMessagesSurvive(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 792))
	for range 2000 {
		want := packet.ICMP{
			Type: uint8(r.Uint32()), Code: uint8(r.Uint32()), ID: uint16(r.Uint32()), Sequence: uint16(r.Uint32()),
			Data: randomBytes(r, r.IntN(100)),
		}
		got, err := packet.ParseICMP(want.Append(nil))
		if err != nil {
			t.Fatalf("%+v: %v", want, err)
		}
		if diff := cmp.Diff(want, got, sameAddr); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	}
}

func FuzzParseICMP(f *testing.F) {
	for _, tt := range icmpTable(f) {
		f.Add(unhex(f, tt.hex))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := packet.ParseICMP(b)
		if err != nil {
			return
		}
		again, err := packet.ParseICMP(m.Append(nil))
		if err != nil {
			t.Fatalf("own message refused: %v", err)
		}
		if diff := cmp.Diff(m, again, sameAddr); diff != "" {
			t.Fatalf("(-first +second):\n%s", diff)
		}
		packet.ParseQuoted(m.Data) // must not panic
	})
}
