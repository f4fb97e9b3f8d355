package packet_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"math/rand/v2"
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var (
	router = netip.MustParseAddr("10.1.32.14")
	peer   = netip.MustParseAddr("10.2.80.209")
	doc1   = netip.MustParseAddr("192.0.2.1")
	doc2   = netip.MustParseAddr("198.51.100.2")

	sameAddr = cmp.Options{cmpopts.EquateComparable(netip.Addr{}), cmpopts.EquateEmpty()}
)

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// checkBytes compares an encoding, appended behind a prefix that must stay, with what is expected.
func checkBytes(t *testing.T, appendTo func([]byte) []byte, want []byte) {
	t.Helper()
	prefix := []byte("before")
	got := appendTo(bytes.Clone(prefix))
	if !bytes.HasPrefix(got, prefix) {
		t.Fatalf("Append lost what was before: %x", got)
	}
	if got = got[len(prefix):]; !bytes.Equal(got, want) {
		t.Errorf("Append:\n got %x\nwant %x", got, want)
	}
}

// checkCuts requires an error for a packet cut at any length.
func checkCuts(t *testing.T, whole []byte, parse func([]byte) error) {
	t.Helper()
	for n := range whole {
		if parse(whole[:n:n]) == nil {
			t.Errorf("cut to %d of %d bytes: no error", n, len(whole))
		}
	}
}

// checkFlips requires an error for a packet with any one bit changed.
func checkFlips(t *testing.T, whole []byte, parse func([]byte) error) {
	t.Helper()
	for i := range whole {
		for bit := range 8 {
			changed := bytes.Clone(whole)
			changed[i] ^= 1 << bit
			if parse(changed) == nil {
				t.Errorf("bit %d of byte %d changed: no error", bit, i)
			}
		}
	}
}

func wantError(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("error is %v, want %v", err, want)
	}
}

func randomBytes(r *rand.Rand, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

func randomAddr(r *rand.Rand) netip.Addr {
	return netip.AddrFrom4([4]byte(randomBytes(r, 4)))
}
