package capture_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"net/netip"
	"reflect"
	"testing"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"

	"ruthere/capture"
	"ruthere/packet"
)

func ipv4(random *rand.Rand) []byte {
	data := make([]byte, random.IntN(60))
	for i := range data {
		data[i] = byte(random.Uint32())
	}
	a, b := netip.AddrFrom4([4]byte{10, 0, 0, byte(random.Uint32())}), netip.AddrFrom4([4]byte{10, 0, 1, 1})
	return packet.UDP{SrcPort: 500, DstPort: uint16(random.Uint32()), Payload: data}.Packet(a, b, 64).Append(nil)
}

// What a recorder writes is read: in pcapng with names, nanoseconds, directions and comments, in the classic format to the
// microsecond. A file that ends anywhere yields what is whole before its end, and an error unless it ends between packets.
func TestReadWhatIsWritten(t *testing.T) {
	names := []string{"Router:FastEthernet0/0", "Peer:GigabitEthernet0/1 VLAN 10", "Inside"}
	for seed := range uint64(60) {
		random := rand.New(rand.NewPCG(seed, 2))
		var ng, classic memory
		long, short := capture.Record(&ng, capture.PCAPNG, "test"), capture.Record(&classic, capture.PCAP, "test")
		var want []capture.Packet
		for range 1 + random.IntN(6) {
			p := capture.Packet{At: time.Unix(random.Int64N(1<<32), random.Int64N(1e6)*1000).UTC(), Interface: names[random.IntN(len(names))],
				Direction: capture.Direction(random.IntN(3)), Data: ipv4(random)}
			if random.IntN(2) == 0 {
				p.Comments = []string{"a comment", "another"}
			}
			want = append(want, p)
			long.WritePacket(p)
			short.WritePacket(p)
		}
		got, others, err := capture.Read(ng.Bytes())
		if err != nil || others != 0 || !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d: read %v, %d others, %v; wrote %v", seed, got, others, err, want)
		}
		got, _, err = capture.Read(classic.Bytes())
		for i := range want {
			want[i] = capture.Packet{At: want[i].At, Data: want[i].Data}
		}
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d, classic: read %v, %v; wrote %v", seed, got, err, want)
		}
		for _, file := range [][]byte{ng.Bytes(), classic.Bytes()} {
			whole, cutErrors := 0, 0
			for end := range file {
				some, _, err := capture.Read(file[:end])
				if len(some) < whole || len(some) > len(want) {
					t.Fatalf("%d packets in %d bytes, %d in fewer", len(some), end, whole)
				}
				if whole = len(some); err != nil {
					cutErrors++
				}
			}
			if cutErrors < len(file)*3/4 {
				t.Errorf("%d of %d files that are cut off are complained of", cutErrors, len(file))
			}
		}
	}
}

// Files of others: Ethernet with and without a tag and with padding, Linux's cooked links, BSD's loopback; big-endian; nanoseconds.
func TestReadOtherLinks(t *testing.T) {
	ip := ipv4(rand.New(rand.NewPCG(1, 1)))
	ethernet := func(kind ...byte) []byte {
		return append(append(make([]byte, 12), kind...), append(bytes.Clone(ip), 0, 0, 0)...)
	}
	for _, one := range []struct {
		link layers.LinkType
		data []byte
	}{
		{layers.LinkTypeRaw, ip}, {layers.LinkTypeIPv4, ip},
		{layers.LinkTypeNull, append([]byte{2, 0, 0, 0}, ip...)},
		{layers.LinkTypeEthernet, ethernet(8, 0)},
		{layers.LinkTypeEthernet, ethernet(0x81, 0, 0, 10, 8, 0)},
		{layers.LinkTypeLinuxSLL, append(append(make([]byte, 14), 8, 0), ip...)},
	} {
		at := time.Unix(1_000_000, 123_456_789).UTC()
		info := gopacket.CaptureInfo{Timestamp: at, CaptureLength: len(one.data), Length: len(one.data)}
		arp := append(make([]byte, 12), 8, 6, 0, 1, 8, 0)
		var file bytes.Buffer
		w := pcapgo.NewWriterNanos(&file)
		if err := errors.Join(w.WriteFileHeader(65536, one.link), w.WritePacket(info, one.data)); err != nil {
			t.Fatal(err)
		}
		got, _, err := capture.Read(file.Bytes())
		if err != nil || len(got) != 1 || !bytes.Equal(got[0].Data, ip) || !got[0].At.Equal(at) {
			t.Errorf("link %v: %v, %v", one.link, got, err)
		}
		if one.link != layers.LinkTypeEthernet {
			continue
		}
		info.CaptureLength, info.Length = len(arp), len(arp)
		if err := w.WritePacket(info, arp); err != nil {
			t.Fatal(err)
		}
		if got, others, err := capture.Read(file.Bytes()); err != nil || len(got) != 1 || others != 1 {
			t.Errorf("with ARP: %d packets, %d others, %v", len(got), others, err)
		}
	}
	big := binary.BigEndian.AppendUint32(nil, 0xa1b2c3d4)
	big = append(append(big, 0, 2, 0, 4), make([]byte, 8)...)
	big = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(big, 65535), 101)
	for _, n := range []uint32{5, 7, uint32(len(ip)), 2000} {
		big = binary.BigEndian.AppendUint32(big, n)
	}
	got, _, err := capture.Read(append(big, ip...))
	if err != nil || len(got) != 1 || !got[0].At.Equal(time.Unix(5, 7000)) || got[0].Length != 2000 {
		t.Errorf("big-endian: %v, %v", got, err)
	}
	for _, text := range []string{"", "short", "a text that is long enough to be a file"} {
		if _, _, err := capture.Read([]byte(text)); !errors.Is(err, capture.ErrFormat) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// Any bytes are read or refused.
func FuzzRead(f *testing.F) {
	for _, format := range []capture.Format{capture.PCAPNG, capture.PCAP} {
		var sink memory
		r := capture.Record(&sink, format, "test")
		r.WritePacket(capture.Packet{Interface: "R", Data: ipv4(rand.New(rand.NewPCG(3, 3))), Comments: []string{"x"}})
		f.Add(sink.Bytes())
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		packets, _, _ := capture.Read(file)
		for _, p := range packets {
			if len(p.Data) < 20 || len(p.Data) > len(file) {
				t.Fatalf("a packet of %d bytes in a file of %d", len(p.Data), len(file))
			}
		}
	})
}
