package packet_test

import (
	"bytes"
	"math/rand/v2"
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ruthere/packet"
)

var udpTable = []struct {
	name string
	hex  string
	want packet.UDP
}{
	{"even length", "01f401f4000cee7c4450443f", packet.UDP{SrcPort: packet.PortISAKMP, DstPort: packet.PortISAKMP, Payload: []byte("DPD?")}},
	{"odd length: NAT keepalive", "11941194000958d1ff", packet.UDP{SrcPort: packet.PortNAT, DstPort: packet.PortNAT, Payload: []byte{0xff}}},
	{"no payload", "0001000200087af9", packet.UDP{SrcPort: 1, DstPort: 2}},
	{"checksum that computes to zero", "01f401f4000affff7710", packet.UDP{SrcPort: 500, DstPort: 500, Payload: []byte{0x77, 0x10}}},
}

func parseUDPError(b []byte) error { _, err := packet.ParseUDP(b, router, peer); return err }

func TestUDP(t *testing.T) {
	for _, tt := range udpTable {
		t.Run(tt.name, func(t *testing.T) {
			wire := unhex(t, tt.hex)
			got, err := packet.ParseUDP(wire, router, peer)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got, sameAddr); diff != "" {
				t.Errorf("ParseUDP (-want +got):\n%s", diff)
			}
			checkBytes(t, func(b []byte) []byte { return tt.want.Append(b, router, peer) }, wire)
			checkCuts(t, wire, parseUDPError)
			checkFlips(t, wire, parseUDPError)
		})
	}
}

func TestUDPChecksumCoversAddresses(t *testing.T) {
	wire := unhex(t, udpTable[0].hex)
	_, err := packet.ParseUDP(wire, router, doc2)
	wantError(t, err, packet.ErrChecksum)
	_, err = packet.ParseUDP(wire, doc1, peer)
	wantError(t, err, packet.ErrChecksum)
}

func TestUDPZeroChecksumIsNotChecked(t *testing.T) {
	wire := unhex(t, "11941194000c0000"+"3a7b69bf")
	got, err := packet.ParseUDP(wire, doc1, doc2)
	if err != nil || !bytes.Equal(got.Payload, wire[8:]) {
		t.Errorf("payload %x, error %v", got.Payload, err)
	}
	checkCuts(t, wire, parseUDPError)
}

func TestUDPLength(t *testing.T) {
	wantError(t, parseUDPError(unhex(t, "01f401f400070000")), packet.ErrHeader) // shorter than its own header
	wantError(t, parseUDPError(unhex(t, "01f401f400090000")), packet.ErrShort)
	got, err := packet.ParseUDP(append(unhex(t, udpTable[0].hex), 0, 0, 0), router, peer)
	if err != nil || string(got.Payload) != "DPD?" {
		t.Errorf("with trailing bytes: payload %q, error %v; want DPD?", got.Payload, err)
	}
	tooLong := packet.UDP{Payload: make([]byte, packet.MaxUDPPayload+1)}
	if got := tooLong.Append(nil, router, peer); len(got) != 0 {
		t.Errorf("payload too long: appended %d bytes", len(got))
	}
}

func TestUDPRandomDatagramsSurvive(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 768))
	for range 2000 {
		src, dst := randomAddr(r), randomAddr(r)
		if r.IntN(4) == 0 {
			src = netip.AddrFrom16([16]byte(randomBytes(r, 16)))
		}
		want := packet.UDP{SrcPort: uint16(r.Uint32()), DstPort: uint16(r.Uint32()), Payload: randomBytes(r, r.IntN(100))}
		wire := want.Append(nil, src, dst)
		got, err := packet.ParseUDP(wire, src, dst)
		if err != nil {
			t.Fatalf("%+v: %v", want, err)
		}
		if diff := cmp.Diff(want, got, sameAddr); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
		if wire[6] == 0 && wire[7] == 0 {
			t.Fatalf("checksum zero on the wire: %x", wire)
		}
	}
}

func FuzzParseUDP(f *testing.F) {
	for _, tt := range udpTable {
		f.Add(unhex(f, tt.hex))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		u, err := packet.ParseUDP(b, router, peer)
		if err != nil {
			return
		}
		again, err := packet.ParseUDP(u.Append(nil, router, peer), router, peer)
		if err != nil {
			t.Fatalf("own datagram refused: %v", err)
		}
		if diff := cmp.Diff(u, again, sameAddr); diff != "" {
			t.Fatalf("(-first +second):\n%s", diff)
		}
	})
}
