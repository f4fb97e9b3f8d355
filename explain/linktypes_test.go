package explain_test

import (
	"bytes"
	"encoding/binary"
	"testing"

	"ruthere/explain"
	"ruthere/packet"
)

// packetsOf are the IPv4 packets of a capture of Ethernet, little-endian.
func packetsOf(t testing.TB, file []byte) (list [][]byte) {
	t.Helper()
	for b := file[24:]; len(b) > 16; {
		n := binary.LittleEndian.Uint32(b[8:])
		list = append(list, b[16+14:16+n])
		b = b[16+n:]
	}
	return list
}

// pcap writes packets behind a head that each has, as a file of a link type.
func pcap(order binary.AppendByteOrder, link uint32, head []byte, packets [][]byte) []byte {
	b := order.AppendUint32(nil, 0xa1b2c3d4)
	b = order.AppendUint32(append(b, make([]byte, 12)...), 65535)
	b = order.AppendUint32(b, link)
	for _, p := range packets {
		b = append(b, make([]byte, 8)...)
		b = order.AppendUint32(b, uint32(len(head)+len(p)))
		b = order.AppendUint32(b, uint32(len(head)+len(p)))
		b = append(append(b, head...), p...)
	}
	return b
}

// A capture says the same whatever link it is of, and in whichever byte order it was written.
func TestLinkTypes(t *testing.T) {
	packets := packetsOf(t, read(t, "packets/natt-aes128-sha1-modp2048.pcap"))
	mac := make([]byte, 12)
	for name, file := range map[string][]byte{
		"raw":             pcap(binary.LittleEndian, 101, nil, packets),
		"big-endian":      pcap(binary.BigEndian, 101, nil, packets),
		"IPv4":            pcap(binary.BigEndian, 228, nil, packets),
		"802.1Q":          pcap(binary.LittleEndian, 1, append(bytes.Clone(mac), 0x81, 0, 0, 7, 8, 0), packets),
		"two tags":        pcap(binary.LittleEndian, 1, append(bytes.Clone(mac), 0x88, 0xa8, 0, 7, 0x81, 0, 0, 7, 8, 0), packets),
		"Linux cooked":    pcap(binary.LittleEndian, 113, append(make([]byte, 14), 8, 0), packets),
		"Linux cooked v2": pcap(binary.LittleEndian, 276, append([]byte{8, 0}, make([]byte, 18)...), packets),
		"loopback":        pcap(binary.LittleEndian, 0, []byte{2, 0, 0, 0}, packets),
	} {
		r := diagnosePackets(t, file, "")
		if len(r.Negotiations) != 1 || !r.Negotiations[0].Established || r.Failed() || r.Negotiations[0].Port != 4500 {
			t.Errorf("%s: %d negotiations, %s", name, len(r.Negotiations), claim(r))
		}
	}
}

// Of a message in fragments only the first one arrives: that is what is said.
func TestLostFragment(t *testing.T) {
	packets := packetsOf(t, read(t, "packets/main-aes128-sha1-modp2048.pcap"))[:3]
	third, err := packet.ParseIPv4(packets[2])
	if err != nil {
		t.Fatal(err)
	}
	third.DontFragment = false
	pieces, ok := third.Fragments(300)
	if !ok || len(pieces) < 2 {
		t.Fatal("the message does not come to pieces")
	}
	packets[2] = pieces[0].Append(nil)
	if got, want := claim(diagnosePackets(t, pcap(binary.LittleEndian, 101, nil, packets), "")), string(explain.LargeMessageLost)+
		" likely at main 3;"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	all := append(packets, pieces[1].Append(nil))
	if got := claim(diagnosePackets(t, pcap(binary.LittleEndian, 101, nil, all), "")); got != "not-shown certain at main 4;" {
		t.Errorf("with all its fragments: %s", got)
	}
}
