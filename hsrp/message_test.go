package hsrp

import (
	"encoding/hex"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"
)

// What is on the wire, beside what it says.
var messages = []struct {
	name    string
	message Message
	hex     string
}{
	{"version 1, RFC 2281 section 5.1", Message{Version: 1, State: Active, Hello: 3 * time.Second, Hold: 10 * time.Second, Priority: 110,
		Group: 1, Text: "cisco", Address: netip.MustParseAddr("192.0.2.1")},
		"00 00 10 03 0a 6e 01 00 63 69 73 63 6f 00 00 00 c0 00 02 01"},
	{"a coup of a listening router", Message{Version: 1, Op: Coup, State: Listen, Hello: 3 * time.Second, Hold: 10 * time.Second,
		Priority: 255, Group: 255, Text: "eight888", Address: netip.MustParseAddr("192.0.2.1")},
		"00 01 02 03 0a ff ff 00 65 69 67 68 74 38 38 38 c0 00 02 01"},
	{"version 2", Message{Version: 2, Op: Resign, State: Active, Hello: 250 * time.Millisecond, Hold: 800 * time.Millisecond, Priority: 100,
		Group: 4095, Text: "cisco", Address: netip.MustParseAddr("192.0.2.1"), Identifier: [6]byte{2, 0, 0, 0, 0, 9}},
		"01 28 02 02 06 04 0f ff 02 00 00 00 00 09 00 00 00 64 00 00 00 fa 00 00 03 20 c0 00 02 01 00 00 00 00 00 00 00 00 00 00 00 00 " +
			"03 08 63 69 73 63 6f 00 00 00"},
	{"nobody knows the address", Message{Version: 2, State: Speak, Hello: 3 * time.Second, Hold: 10 * time.Second, Priority: 100, Text: "x"},
		"01 28 02 00 04 04 00 00 00 00 00 00 00 00 00 00 00 64 00 00 0b b8 00 00 27 10 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 " +
			"03 08 78 00 00 00 00 00 00 00"},
}

func TestMessages(t *testing.T) {
	for _, m := range messages {
		wire, err := hex.DecodeString(strings.ReplaceAll(m.hex, " ", ""))
		if err != nil {
			t.Fatal(err)
		}
		if got := m.message.Append(nil); !reflect.DeepEqual(got, wire) {
			t.Errorf("%s is written as\n% x, and should be\n% x", m.name, got, wire)
		}
		if got, err := Parse(wire); err != nil || !reflect.DeepEqual(got, m.message) {
			t.Errorf("%s reads as\n%+v, %v\nand should as\n%+v", m.name, got, err, m.message)
		}
		for n := range wire {
			if _, err := Parse(wire[:n]); err == nil && n != 42 { // version 2 may end behind the group's state
				t.Errorf("%s, cut to %d bytes, is a message", m.name, n)
			}
		}
	}
}

func TestBadMessages(t *testing.T) {
	for _, bad := range []string{
		"00 03 00 01 00 0a 02 00 00 01 00 00 00 00 00 00 00 00 00 00", // advertises an interface
		"00 00 03 03 0a 6e 01 00 63 69 73 63 6f 00 00 00 c0 00 02 01", // no state 3
		"01 28 02 00 07 04 0f ff 02 00 00 00 00 09 00 00 00 64 00 00 00 fa 00 00 03 20 c0 00 02 01 00 00 00 00 00 00 00 00 00 00 00 00",
		"01 28 02 00 06 06 0f ff 02 00 00 00 00 09 00 00 00 64 00 00 00 fa 00 00 03 20 c0 00 02 01 00 00 00 00 00 00 00 00 00 00 00 00", // IPv6
		"02 04 00 00 00 01",
	} {
		wire, err := hex.DecodeString(strings.ReplaceAll(bad, " ", ""))
		if err != nil {
			t.Fatal(err)
		}
		if m, err := Parse(wire); err == nil {
			t.Errorf("%s reads as %+v", bad, m)
		}
	}
}

// A digest proves the key, and every byte of the message but its own.
func TestDigest(t *testing.T) {
	sender := netip.MustParseAddr("192.0.2.2")
	for _, m := range messages {
		wire := m.message.Sign("secret", 7, sender)
		got, err := Parse(wire)
		if err != nil || got.Digest == nil || got.Digest.KeyID != 7 || got.Digest.Sender != sender || got.Text != "" {
			t.Fatalf("%s reads as %+v, %v", m.name, got, err)
		}
		if !got.Proves("secret", wire) || got.Proves("Secret", wire) || got.Proves("", wire) {
			t.Errorf("%s: the digest does not tell keys apart", m.name)
		}
		for i := range wire {
			wire[i] ^= 1
			if changed, err := Parse(wire); err == nil && changed.Proves("secret", wire) {
				t.Errorf("%s: byte %d may be changed", m.name, i)
			}
			wire[i] ^= 1
		}
		if got.Proves("secret", append(wire, 9, 0)) {
			t.Errorf("%s: something may stand behind the digest", m.name)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, m := range messages {
		f.Add(m.message.Append(nil))
		f.Add(m.message.Sign("k", 1, m.message.Address))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := Parse(data)
		if err != nil {
			return
		}
		m.Proves("k", data)
		again, err := Parse(m.Append(nil))
		sum := again.Digest
		if again.Digest = m.Digest; err != nil || again.Group != m.Group || again.State != m.State || again.Address != m.Address ||
			(sum == nil) != (m.Digest == nil) {
			t.Errorf("%+v is written and read as %+v, %v", m, again, err)
		}
	})
}
