package packet

import (
	"bytes"
	"encoding/hex"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestGRE(t *testing.T) {
	for _, c := range []struct {
		what string
		gre  GRE
		hex  string
	}{
		{"RFC 2784 without options", GRE{Protocol: EtherTypeIPv4, Payload: []byte{1, 2}}, "00000800" + "0102"},
		{"a key", GRE{Protocol: EtherTypeIPv4, Keyed: true, Key: 100, Payload: []byte{1, 2}}, "20000800" + "00000064" + "0102"},
		{"a sequence number", GRE{Protocol: EtherTypeIPv4, Sequenced: true, Sequence: 7, Payload: []byte{}}, "10000800" + "00000007"},
		{"a checksum", GRE{Protocol: EtherTypeIPv4, Checksummed: true, Payload: []byte{1, 2}}, "80000800" + "76fd0000" + "0102"},
		{"all of them", GRE{Protocol: EtherTypeIPv4, Checksummed: true, Keyed: true, Key: 1, Sequenced: true, Sequence: 2, Payload: []byte{}},
			"b0000800" + "47fc0000" + "00000001" + "00000002"},
		{"a keepalive's answer", GRE{Payload: []byte{}}, "00000000"},
	} {
		if got := hex.EncodeToString(c.gre.Append(nil)); got != c.hex {
			t.Errorf("%s: is written %s, want %s", c.what, got, c.hex)
		}
		b, _ := hex.DecodeString(c.hex)
		got, err := ParseGRE(b)
		if diff := cmp.Diff(c.gre, got); diff != "" || err != nil {
			t.Errorf("%s: is read %v (-want +got):\n%s", c.what, err, diff)
		}
	}
}

func TestGRERefused(t *testing.T) {
	for _, c := range []struct {
		what, hex string
		want      error
	}{
		{"nothing", "", ErrShort},
		{"three bytes", "000008", ErrShort},
		{"a key that is cut", "200008000000", ErrShort},
		{"version 1, of PPTP", "00010800", ErrHeader},
		{"routing of RFC 1701", "40000800", ErrHeader},
		{"a strict source route", "08000800", ErrHeader},
		{"a wrong checksum", "8000080076fc00000102", ErrChecksum},
	} {
		b, _ := hex.DecodeString(c.hex)
		if _, err := ParseGRE(b); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.what, err, c.want)
		}
	}
	if _, err := ParseGRE([]byte{0x03, 0xf8, 8, 0}); err != nil {
		t.Errorf("bits 6 to 12 are ignored (RFC 2784 section 2.3): %v", err)
	}
}

func FuzzGRE(f *testing.F) {
	f.Add([]byte{0, 0, 8, 0, 1})
	f.Add([]byte{0x30, 0, 8, 0, 0, 0, 0, 1, 0, 0, 0, 2})
	f.Fuzz(func(t *testing.T, b []byte) {
		g, err := ParseGRE(b)
		if err != nil {
			return
		}
		if g.HeaderLen()+len(g.Payload) != len(b) {
			t.Errorf("%d bytes of %d", g.HeaderLen()+len(g.Payload), len(b))
		}
		again, err := ParseGRE(g.Append(nil))
		if err != nil || !bytes.Equal(again.Payload, g.Payload) || again.Key != g.Key || again.Sequence != g.Sequence {
			t.Errorf("%v, then %v (%v)", g, again, err)
		}
	})
}
