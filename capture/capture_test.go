package capture_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"

	"ruthere/capture"
	"ruthere/crypto/ipsec"
	"ruthere/crypto/isakmp"
	"ruthere/packet"
)

// memory is a sink that keeps everything.
type memory struct {
	bytes.Buffer
	tables map[string]string
	closed bool
}

func (m *memory) Close() error { m.closed = true; return nil }

func (m *memory) AppendTable(name, lines string) error {
	if m.tables == nil {
		m.tables = map[string]string{}
	}
	m.tables[name] += lines
	return nil
}

// readBack reads a file with a reader that is not ours.
func readBack(t *testing.T, file []byte) (packets []capture.Packet, reader *pcapgo.NgReader) {
	t.Helper()
	reader, err := pcapgo.NewNgReader(bytes.NewReader(file), pcapgo.NgReaderOptions{WantMixedLinkType: true})
	if err != nil {
		t.Fatal(err)
	}
	for {
		data, info, options, err := reader.ReadPacketDataWithOptions()
		if errors.Is(err, io.EOF) {
			return packets, reader
		} else if err != nil {
			t.Fatal(err)
		}
		of, err := reader.Interface(info.InterfaceIndex)
		if err != nil {
			t.Fatal(err)
		}
		p := capture.Packet{At: info.Timestamp, Interface: of.Name, Data: data, Comments: options.Comments}
		if info.Length != len(data) {
			p.Length = info.Length
		}
		if options.Flags != nil {
			p.Direction = capture.Direction(options.Flags.Direction)
		}
		packets = append(packets, p)
	}
}

// Any packets that are written are read back, with names, nanoseconds, directions and comments.
func TestPacketsReadBack(t *testing.T) {
	names := []string{"Router:FastEthernet0/0", "Peer:GigabitEthernet0/1 VLAN 10", "Inside"}
	for seed := range uint64(200) {
		random := rand.New(rand.NewPCG(seed, 1))
		var sink memory
		r := capture.Record(&sink, capture.PCAPNG, "test")
		var want []capture.Packet
		for range random.IntN(20) {
			p := capture.Packet{
				At:        time.Unix(random.Int64N(1<<33), random.Int64N(1e9)).UTC(),
				Interface: names[random.IntN(len(names))], Direction: capture.Direction(random.IntN(3)),
				Data: make([]byte, random.IntN(70)),
			}
			for i := range p.Data {
				p.Data[i] = byte(random.Uint32())
			}
			for range random.IntN(3) {
				p.Comments = append(p.Comments, strings.Repeat("word ", 1+random.IntN(9)))
			}
			if random.IntN(4) == 0 {
				r.AddKey(espKey(random.Uint32(), ipsec.Transform{Cipher: ipsec.AES, Auth: ipsec.HMACSHA1}))
			}
			want = append(want, p)
			r.WritePacket(p)
		}
		if err := r.Close(); err != nil || !sink.closed || r.Packets() != len(want) {
			t.Fatalf("closed with %v, %d packets", err, r.Packets())
		}
		if got, _ := readBack(t, sink.Bytes()); !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d: read %v, wrote %v", seed, got, want)
		}
	}
}

// The head of a file says who wrote it, and of each interface its name and that stamps count nanoseconds.
func TestSectionAndInterfaces(t *testing.T) {
	var sink memory
	r := capture.Record(&sink, capture.PCAPNG, "ruthere")
	r.WritePacket(capture.Packet{At: time.Unix(1, 1), Interface: "Router:FastEthernet0/0", Data: []byte{0x45}})
	_, reader := readBack(t, sink.Bytes())
	if s := reader.SectionInfo(); s.Application != "ruthere" || s.Hardware == "" || s.OS == "" {
		t.Errorf("section: %+v", s)
	}
	of, err := reader.Interface(0)
	if err != nil || of.Name != "Router:FastEthernet0/0" || of.TimestampResolution != 9 || of.LinkType != layers.LinkTypeRaw {
		t.Errorf("interface: %+v, %v", of, err)
	}
}

func espKey(spi uint32, t ipsec.Transform) capture.ESPKey {
	keys := make([]byte, t.KeyLen())
	for i := range keys {
		keys[i] = byte(i)
	}
	return capture.ESPKey{Src: netip.MustParseAddr("10.2.80.1"), Dst: netip.MustParseAddr("10.2.80.209"), SPI: spi, Transform: t, Keys: keys}
}

// transforms are all that an SA can have.
func transforms() (list []ipsec.Transform) {
	for c := ipsec.DES; c <= ipsec.AESGCM; c++ {
		for a := ipsec.None; a <= ipsec.HMACSHA512; a++ {
			if t := (ipsec.Transform{Cipher: c, Auth: a}); t.Check() == nil {
				list = append(list, t)
			}
		}
	}
	return list
}

// The secrets of an SA stand in a block before the packets: ten columns, none empty but the keys of algorithms without
// one; the table beside the file has the first eight.
func TestESPSecrets(t *testing.T) {
	for _, transform := range transforms() {
		var sink memory
		r := capture.Record(&sink, capture.PCAPNG, "test")
		r.AddKey(espKey(0xca6c0f29, transform))
		r.AddKey(espKey(0xca6c0f29, transform)) // as the other end tells it
		r.WritePacket(capture.Packet{Interface: "R", Data: []byte{0x45}})
		blocks := blocksOf(t, sink.Bytes())
		if len(blocks) != 4 || blocks[1].kind != 10 {
			t.Fatalf("%v: blocks %v", transform, blocks)
		}
		secrets := blocks[1].body
		if kind := string([]byte{secrets[3], secrets[2], secrets[1], secrets[0]}); kind != "ESPS" {
			t.Errorf("secrets of type %q", kind)
		}
		length := int(secrets[4]) | int(secrets[5])<<8
		rows, err := csv.NewReader(bytes.NewReader(secrets[8 : 8+length])).ReadAll()
		if err != nil || len(rows) != 1 || len(rows[0]) != 10 {
			t.Fatalf("secrets %v, %v", rows, err)
		}
		table, err := csv.NewReader(strings.NewReader(sink.tables["esp_sa"])).ReadAll()
		if err != nil || len(table) != 1 || !slices.Equal(table[0], rows[0][:8]) {
			t.Errorf("table %v, %v; secrets %v", table, err, rows)
		}
		for i, field := range rows[0] {
			if key := i == 5 || i == 7; field == "" && !(key && rows[0][i-1] == "NULL") {
				t.Errorf("%v: column %d is empty: %v", transform, i, rows[0])
			}
		}
	}
}

type block struct {
	kind uint32
	body []byte
}

// blocksOf takes a file apart, and holds the length on either side of each block.
func blocksOf(t *testing.T, file []byte) (blocks []block) {
	t.Helper()
	word := func(at int) uint32 {
		return uint32(file[at]) | uint32(file[at+1])<<8 | uint32(file[at+2])<<16 | uint32(file[at+3])<<24
	}
	for at := 0; at < len(file); {
		length := int(word(at + 4))
		if length%4 != 0 || at+length > len(file) || int(word(at+length-4)) != length {
			t.Fatalf("block at %d has length %d", at, length)
		}
		blocks = append(blocks, block{word(at), file[at+8 : at+length-4]})
		at += length
	}
	return blocks
}

// Wireshark reads a quoted line of this table, and opens nothing with it.
func TestISAKMPTable(t *testing.T) {
	var sink memory
	r := capture.Record(&sink, capture.PCAP, "test")
	k := capture.ISAKMPKey{Initiator: isakmp.Cookie{0x24, 0xf7, 0xbd, 0xf8, 0x10, 0x36, 0xd8, 0xd8}, Cipher: []byte{0xf0, 0xea}}
	r.AddKey(k)
	r.AddKey(k)
	if want := "24f7bdf81036d8d8,f0ea\n"; sink.tables["ikev1_decryption_table"] != want {
		t.Errorf("table %q, want %q", sink.tables["ikev1_decryption_table"], want)
	}
	if !strings.Contains(sink.tables["preferences"], "esp.enable_encryption_decode: TRUE") {
		t.Errorf("preferences %q", sink.tables["preferences"])
	}
}

// An encrypted message that is in the file already is cut behind its ISAKMP header, on either port; what is in the clear, and
// what differs, is not. The classic format keeps all.
func TestCopiesAreCutShort(t *testing.T) {
	a, b := netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("10.0.0.2")
	message := func(flags isakmp.Flags, marker string, port uint16, ttl, last uint8) []byte {
		h := isakmp.Header{Initiator: isakmp.Cookie{1}, Exchange: isakmp.MainMode, Flags: flags, Length: isakmp.HeaderLen + 16}
		data := append([]byte(marker), h.Append(nil)...)
		data = append(append(data, make([]byte, 15)...), last)
		return packet.UDP{SrcPort: port, DstPort: port, Payload: data}.Packet(a, b, ttl).Append(nil)
	}
	for _, port := range []uint16{packet.PortISAKMP, packet.PortNAT} {
		marker := ""
		if port == packet.PortNAT {
			marker = packet.NonESPMarker
		}
		clear := message(0, marker, port, 255, 1)
		sealed, passedOn := message(isakmp.FlagEncryption, marker, port, 255, 1), message(isakmp.FlagEncryption, marker, port, 254, 1)
		all := [][]byte{clear, clear, sealed, passedOn, message(isakmp.FlagEncryption, marker, port, 255, 2)}
		var ng, classic memory
		long, short := capture.Record(&classic, capture.PCAP, "test"), capture.Record(&ng, capture.PCAPNG, "test")
		for _, data := range all {
			long.WritePacket(capture.Packet{Interface: "R", Data: data})
			short.WritePacket(capture.Packet{Interface: "R", Data: data})
		}
		got, _ := readBack(t, ng.Bytes())
		for i, p := range got {
			copied := i == 3
			if copied != (p.Length != 0) || copied != (len(p.Comments) == 1) || !copied && !bytes.Equal(p.Data, all[i]) {
				t.Errorf("port %d, packet %d: %d of %d bytes, %q", port, i+1, len(p.Data), p.Length, p.Comments)
			}
		}
		if cut := got[3]; len(cut.Data) != len(passedOn)-16 || cut.Length != len(passedOn) || !strings.Contains(cut.Comments[0], "packet 3") {
			t.Errorf("the copy has %d of %d bytes, %q", len(cut.Data), cut.Length, cut.Comments)
		}
		if want := 24 + len(all)*16 + len(slices.Concat(all...)); classic.Len() != want {
			t.Errorf("the classic file has %d bytes, want %d", classic.Len(), want)
		}
	}
}

func TestFormatOf(t *testing.T) {
	for name, want := range map[string]capture.Format{"a.pcapng": capture.PCAPNG, "-": capture.PCAPNG, "b/A.PCAP": capture.PCAP} {
		if got, err := capture.FormatOf(name); err != nil || got != want {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	if _, err := capture.FormatOf("trace.txt"); err == nil || !strings.Contains(err.Error(), ".pcapng") {
		t.Errorf("trace.txt: %v", err)
	}
}

// An error of the sink ends the capture; what comes after is not written.
func TestSinkFails(t *testing.T) {
	r := capture.Record(capture.Plain(failing{}), capture.PCAPNG, "test")
	r.WritePacket(capture.Packet{})
	r.AddKey(espKey(1, ipsec.Transform{Cipher: ipsec.AES}))
	if r.Packets() != 0 || r.Err() == nil || r.Close() == nil {
		t.Errorf("%d packets, %v", r.Packets(), r.Err())
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("no room") }

// Keys are not printed, whatever the verb and whatever they are in.
func TestKeysPrintNothing(t *testing.T) {
	secret := []byte{0xde, 0xad, 0xbe, 0xef, 0xde, 0xad, 0xbe, 0xef}
	esp := espKey(1, ipsec.Transform{Cipher: ipsec.DES})
	esp.Keys = secret
	for _, k := range []capture.Key{capture.ISAKMPKey{Cipher: secret}, esp} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%q", "%d"} {
			text := strings.ToLower(fmt.Sprintf(verb+verb, k, struct{ capture.Key }{k}))
			if strings.Contains(text, "dead") || strings.Contains(text, "222") || !strings.Contains(text, "secret") {
				t.Errorf("%s prints %s", verb, text)
			}
		}
	}
}
