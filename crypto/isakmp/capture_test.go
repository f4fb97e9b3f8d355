package isakmp

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"
)

// nonESPMarker goes before ISAKMP messages on port 4500, RFC 3948 section 2.2.
var nonESPMarker = make([]byte, 4)

// recordedTunnels returns, by file name, the ISAKMP messages of each recorded
// tunnel between two strongSwan daemons.
func recordedTunnels(t testing.TB) map[string][][]byte {
	t.Helper()
	files, err := filepath.Glob("../testdata/golden/*.pcap")
	if err != nil || len(files) == 0 {
		t.Fatalf("no recorded tunnels: %v", err)
	}
	tunnels := make(map[string][][]byte)
	for _, file := range files {
		capture, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		tunnels[filepath.Base(file)] = isakmpMessages(t, capture)
	}
	return tunnels
}

// isakmpMessages reads a classic little-endian pcap of Ethernet, IPv4 and UDP.
func isakmpMessages(t testing.TB, capture []byte) [][]byte {
	t.Helper()
	const fileHeader, recordHeader, ethernet, udp = 24, 16, 14, 8
	if len(capture) < fileHeader || binary.LittleEndian.Uint32(capture) != 0xa1b2c3d4 {
		t.Fatal("not a little-endian pcap")
	}
	var messages [][]byte
	for b := capture[fileHeader:]; len(b) > 0; {
		n := int(binary.LittleEndian.Uint32(b[8:]))
		ip := b[recordHeader+ethernet : recordHeader+n]
		b = b[recordHeader+n:]
		datagram := ip[4*int(ip[0]&15):]
		message := datagram[udp:binary.BigEndian.Uint16(datagram[4:])]
		if binary.BigEndian.Uint16(datagram) == 4500 {
			var marked bool
			if message, marked = bytes.CutPrefix(message, nonESPMarker); !marked {
				continue // ESP, or a NAT keepalive
			}
		}
		messages = append(messages, message)
	}
	return messages
}
