package explain_test

import (
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	"ruthere/explain"
)

// rawCapture is a capture (link type: raw IP) of some packets.
func rawCapture(packets ...[]byte) []byte {
	b := binary.LittleEndian.AppendUint32(nil, 0xa1b2c3d4)
	b = append(b, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 101, 0, 0, 0)
	for i, p := range packets {
		b = binary.LittleEndian.AppendUint32(b, uint32(1700000000+i))
		b = binary.LittleEndian.AppendUint32(b, 0)
		b = binary.LittleEndian.AppendUint32(b, uint32(len(p)))
		b = binary.LittleEndian.AppendUint32(b, uint32(len(p)))
		b = append(b, p...)
	}
	return b
}

// recordsOf are the records of a capture, and what stands before them.
func recordsOf(capture []byte) (head []byte, records [][]byte) {
	head, capture = capture[:24], capture[24:]
	for len(capture) >= 16 {
		n := 16 + int(binary.LittleEndian.Uint32(capture[8:]))
		records, capture = append(records, capture[:n]), capture[n:]
	}
	return head, records
}

// stopped is the healthy capture up to a message, which is sent again three times and then once more.
func stopped(t *testing.T, after string, again bool) []byte {
	t.Helper()
	whole := read(t, "packets/main-aes128-sha1-modp2048.pcap")
	r := diagnosePackets(t, whole, string(read(t, "packets/main-aes128-sha1-modp2048.keys")))
	at := 0
	for _, m := range r.Negotiations[0].Messages {
		if m.Name == after {
			at = m.At.Number
		}
	}
	if at == 0 {
		t.Fatalf("there is no %s", after)
	}
	head, records := recordsOf(whole)
	list := slices.Clone(records[:at])
	for range 4 {
		if again {
			list = append(list, records[at-1])
		}
	}
	return append(slices.Clone(head), slices.Concat(list...)...)
}

// A capture that stops says as much as stands in it: of what was sent again for want of an answer, the usual causes; of one
// that just ends, nothing.
func TestCapturesThatStop(t *testing.T) {
	keys := string(read(t, "packets/main-aes128-sha1-modp2048.keys"))
	for _, c := range []struct{ after, again, once string }{
		{"main 1", "no-answer likely at main 1;", "not-shown certain at main 2;"},
		{"main 2", "answers-lost possible at main 3;", "not-shown certain at main 3;"},
		{"main 3", "answers-lost possible at main 4;", "not-shown certain at main 4;"},
		{"main 4", "answers-lost possible at main 5;", "not-shown certain at main 5;"},
		{"main 5", "wrong-pre-shared-key likely at main 5;", "not-shown certain at main 6;"},
		{"main 6", "", ""},
		{"quick 1", "quick-mode-unanswered possible at quick 1;", "not-shown certain at quick 2;"},
		{"quick 3", "", ""},
	} {
		for _, with := range []string{"", keys} {
			for again, want := range map[bool]string{true: c.again, false: c.once} {
				if got := claim(diagnosePackets(t, stopped(t, c.after, again), with)); got != want {
					t.Errorf("after %s, again %t, keys %t: got %q, want %q", c.after, again, with != "", got, want)
				}
			}
		}
	}
}

// datagram is one of UDP port 500 in a packet of IP.
func datagram(version byte, payload []byte) []byte {
	udp := append([]byte{1, 0xf4, 1, 0xf4, 0, byte(8 + len(payload)), 0, 0}, payload...)
	if version == 6 {
		return append(append([]byte{0x60, 0, 0, 0, 0, byte(len(udp)), 17, 64}, make([]byte, 32)...), udp...)
	}
	head := []byte{0x45, 0, 0, byte(20 + len(udp)), 0, 0, 0, 0, 64, 17, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2}
	sum := uint32(0)
	for i := 0; i < len(head); i += 2 {
		sum += uint32(binary.BigEndian.Uint16(head[i:]))
	}
	binary.BigEndian.PutUint16(head[10:], ^uint16(sum>>16+sum&0xffff))
	return append(head, udp...)
}

// Of packets that are not read the report says what they are.
func TestCapturesThatAreNotRead(t *testing.T) {
	second := make([]byte, 28)
	copy(second, []byte{1, 2, 3, 4, 5, 6, 7, 8})
	second[16], second[17], second[18], second[27] = 33, 0x20, 34, 28
	for version, want := range map[byte]string{6: "1 packet of IKE or ESP over IPv6, which is not read", 4: "this is IKEv2"} {
		r := diagnosePackets(t, rawCapture(datagram(version, second)), "")
		var b strings.Builder
		if err := r.Print(&b); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), want) || !r.Failed() || len(r.Findings) != 1 || r.Findings[0].Cause != explain.NotShown {
			t.Errorf("got %s\nwant %s", b.String(), want)
		}
	}
}
