package packet_test

import (
	"bytes"
	"encoding/hex"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ruthere/packet"
)

var tcpTable = []struct {
	name string
	hex  string
	want packet.TCP
}{
	{"SYN", "2af80017010203040000000060021020d7ab000002040218",
		packet.TCP{SrcPort: 11000, DstPort: 23, Sequence: 0x01020304, Flags: packet.TCPSyn, Window: 4128, MSS: 536}},
	{"its answer", "00172af8000000050102030560121020d3f90000020405b4", packet.TCP{SrcPort: 23, DstPort: 11000, Sequence: 5,
		Acknowledgment: 0x01020305, Flags: packet.TCPSyn | packet.TCPAck, Window: 4128, MSS: 1460}},
	{"data of odd length", "2af8001701020305000000065018102027490000616263", packet.TCP{SrcPort: 11000, DstPort: 23, Sequence: 0x01020305,
		Acknowledgment: 6, Flags: packet.TCPPush | packet.TCPAck, Window: 4128, Payload: []byte("abc")}},
	{"reset", "00172af8000000060000000050040000ffe90000", packet.TCP{SrcPort: 23, DstPort: 11000, Sequence: 6, Flags: packet.TCPReset}},
}

func parseTCPError(b []byte) error { _, err := packet.ParseTCP(b, router, peer); return err }

func TestTCP(t *testing.T) {
	for _, tt := range tcpTable {
		t.Run(tt.name, func(t *testing.T) {
			wire := unhex(t, tt.hex)
			got, err := packet.ParseTCP(wire, router, peer)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got, sameAddr); diff != "" {
				t.Errorf("ParseTCP (-want +got):\n%s", diff)
			}
			checkBytes(t, func(b []byte) []byte { return tt.want.Append(b, router, peer) }, wire)
			checkCuts(t, wire, parseTCPError)
			checkFlips(t, wire, parseTCPError)
		})
	}
}

// What takes a place in the sequence space: data, SYN and FIN.
func TestTCPLen(t *testing.T) {
	for _, c := range []struct {
		packet.TCP
		want uint32
	}{
		{packet.TCP{Flags: packet.TCPAck}, 0},
		{packet.TCP{Flags: packet.TCPSyn | packet.TCPAck}, 1},
		{packet.TCP{Flags: packet.TCPFin, Payload: []byte("abc")}, 4},
	} {
		if got := c.Len(); got != c.want {
			t.Errorf("%+v: %d, want %d", c.TCP, got, c.want)
		}
	}
}

// `ip tcp adjust-mss` changes a SYN that announces more, wherever in its options, and nothing else.
func TestClampMSS(t *testing.T) {
	for _, c := range []struct {
		name, segment, want string
		most                uint16
	}{
		{"SYN", "2af80017010203040000000060021020d40f0000020405b4", "2af80017010203040000000060021020d7ab000002040218", 536},
		{"at an odd place", "000100020000000300000000700200645086000001020405b4010100",
			"00010002000000030000000070020064dc8600000102040528010100", 1320},
		{"it announces less", tcpTable[0].hex, tcpTable[0].hex, 1460},
		{"no SYN", tcpTable[2].hex, tcpTable[2].hex, 100},
		{"no option", "000100020000000000000000500200000000000000", "000100020000000000000000500200000000000000", 100},
		{"cut short", "2af800170102", "2af800170102", 100},
	} {
		p := packet.IPv4{Src: router, Dst: peer, Protocol: packet.ProtocolTCP, Payload: unhex(t, c.segment)}
		before := bytes.Clone(p.Payload)
		got := p.ClampMSS(c.most)
		if hex.EncodeToString(got.Payload) != c.want {
			t.Errorf("%s:\n got %x\nwant %s", c.name, got.Payload, c.want)
		}
		if !bytes.Equal(p.Payload, before) {
			t.Errorf("%s: the packet that was given has changed", c.name)
		}
	}
}

func TestTCPRandomSegmentsSurvive(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 9293))
	for range 2000 {
		want := packet.TCP{SrcPort: uint16(r.Uint32()), DstPort: uint16(r.Uint32()), Sequence: r.Uint32(), Acknowledgment: r.Uint32(),
			Flags: packet.TCPFlags(r.Uint32()), Window: uint16(r.Uint32()), MSS: uint16(r.IntN(2) * r.IntN(9000)),
			Payload: randomBytes(r, r.IntN(50))}
		src, dst := randomAddr(r), randomAddr(r)
		got, err := packet.ParseTCP(want.Append(nil, src, dst), src, dst)
		if err != nil {
			t.Fatalf("%+v: %v", want, err)
		}
		if diff := cmp.Diff(want, got, sameAddr); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
		clamped := want.Packet(src, dst, 64).ClampMSS(500)
		if got, err = packet.ParseTCP(clamped.Payload, src, dst); err != nil || want.Flags.Has(packet.TCPSyn) && got.MSS > 500 {
			t.Fatalf("%+v clamped: MSS %d, error %v", want, got.MSS, err)
		}
	}
}

func FuzzParseTCP(f *testing.F) {
	for _, tt := range tcpTable {
		f.Add(unhex(f, tt.hex))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		packet.IPv4{Protocol: packet.ProtocolTCP, Payload: b}.ClampMSS(100) // must not panic
		s, err := packet.ParseTCP(b, router, peer)
		if err != nil {
			return
		}
		again, err := packet.ParseTCP(s.Append(nil, router, peer), router, peer)
		if err != nil {
			t.Fatalf("own segment refused: %v", err)
		}
		if diff := cmp.Diff(s, again, sameAddr); diff != "" {
			t.Fatalf("(-first +second):\n%s", diff)
		}
	})
}
