package ntp

import (
	"encoding/hex"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// Messages and their bytes: a client's question, a server's answer, and one that is signed.
var wire = []struct {
	name string
	hex  string
	want Message
	key  uint32
}{
	{"question of version 3", "db000606 00000000 00000000 00000000 0000000000000000 0000000000000000 0000000000000000 c02adf8000000000",
		Message{Leap: 3, Version: 3, Mode: Client, Stratum: StratumUnknown, Poll: 6, Precision: 6, Transmit: 0xC02ADF8000000000}, 0},
	{"answer of version 4", "240206f6 00000100 00000080 7f7f0101 c02adf8080000000 c02adf8000000000 c02adf8000400000 c02adf8000400001",
		Message{Version: 4, Mode: Server, Stratum: 2, Poll: 6, Precision: -10, RootDelay: 0x100, RootDispersion: 0x80,
			ReferenceID: [4]byte{127, 127, 1, 1}, Reference: 0xC02ADF8080000000, Origin: 0xC02ADF8000000000, Receive: 0xC02ADF8000400000,
			Transmit: 0xC02ADF8000400001}, 0},
	{"of stratum 1, signed", "1c0106ee 00000000 00000000 4c4f434c c02adf8000000000 0000000000000000 0000000000000000 c02adf8000000000" +
		" 0000002a 196f7a1515a98fa1b7676c66b54ca9d2",
		Message{Version: 3, Mode: Server, Stratum: 1, Poll: 6, Precision: -18, ReferenceID: localReference,
			Reference: 0xC02ADF8000000000, Transmit: 0xC02ADF8000000000}, 42},
}

func bytesOf(t testing.TB, text string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(text, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestMessages(t *testing.T) {
	for _, w := range wire {
		b := bytesOf(t, w.hex)
		m, proof, err := Parse(b)
		if err != nil || m != w.want || proof.KeyID != w.key {
			t.Errorf("%s: %+v, key %d, %v", w.name, m, proof.KeyID, err)
		}
		again := m.Append(nil)
		if w.key != 0 {
			again = Sign(again, w.key, []byte("secret"))
		}
		if got := hex.EncodeToString(again); got != strings.ReplaceAll(w.hex, " ", "") {
			t.Errorf("%s: appended as %s", w.name, got)
		}
		if w.key != 0 && (!proof.Proves([]byte("secret")) || proof.Proves([]byte("Secret"))) {
			t.Errorf("%s: the key is not told from others", w.name)
		}
	}
}

// A message that ends early is none, unless it ends where the authenticator or its key begins.
func TestCutMessages(t *testing.T) {
	whole := bytesOf(t, wire[2].hex)
	for n := range whole {
		_, proof, err := Parse(whole[:n])
		if wants := n == headerLength || n == headerLength+keyLength; (err == nil) != wants {
			t.Errorf("%d bytes: %v", n, err)
		}
		if err == nil && proof.Proves([]byte("secret")) {
			t.Errorf("%d bytes prove that their sender has the key", n)
		}
	}
	for i := range whole {
		if i >= headerLength && i < headerLength+keyLength {
			continue // the number of the key is not signed
		}
		b := append([]byte{}, whole...)
		b[i] ^= 4
		if _, proof, err := Parse(b); err == nil && proof.Proves([]byte("secret")) {
			t.Errorf("byte %d changed, and the digest still fits", i)
		}
	}
}

// Extension fields (RFC 7822) are passed over, those that are none refused.
func TestExtensionFields(t *testing.T) {
	header := bytesOf(t, wire[1].hex)
	field := append([]byte{0, 1, 0, 28}, make([]byte, 24)...)
	for _, c := range []struct {
		name string
		tail []byte
		ok   bool
	}{
		{"one", field, true},
		{"two", append(append([]byte{}, field...), field...), true},
		{"one and an authenticator", append(append([]byte{}, field...), make([]byte, authenticatorLength)...), true},
		{"longer than what is there", append([]byte{0, 1, 0, 200}, make([]byte, 24)...), false},
		{"of no length", append([]byte{0, 1, 0, 0}, make([]byte, 24)...), false},
	} {
		if _, _, err := Parse(append(append([]byte{}, header...), c.tail...)); (err == nil) != c.ok {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func randomMessage(r *rand.Rand) Message {
	return Message{Leap: uint8(r.IntN(4)), Version: uint8(1 + r.IntN(4)), Mode: Mode(1 + r.IntN(5)), Stratum: uint8(1 + r.IntN(16)),
		Poll: int8(r.Uint32()), Precision: int8(r.Uint32()), RootDelay: Short(r.Uint32()), RootDispersion: Short(r.Uint32()),
		ReferenceID: [4]byte{byte(r.Uint32()), byte(r.Uint32())}, Reference: Timestamp(r.Uint64()), Origin: Timestamp(r.Uint64()),
		Receive: Timestamp(r.Uint64()), Transmit: Timestamp(r.Uint64())}
}

func TestRandomMessagesComeBack(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		m := randomMessage(r)
		if got, _, err := Parse(m.Append(nil)); err != nil || got != m {
			t.Fatalf("%+v came back as %+v, %v", m, got, err)
		}
	}
}

func TestTimestamps(t *testing.T) {
	for _, c := range []struct {
		at   string
		want Timestamp
	}{
		{"1970-01-01T00:00:00Z", 0x83AA7E8000000000},
		{"1993-07-05T07:10:22.5Z", 0xAFE2525E80000000},
		{"2036-02-07T06:28:16Z", 0},
		{"2036-02-07T06:28:17Z", 1 << 32},
	} {
		at, err := time.Parse(time.RFC3339Nano, c.at)
		if err != nil {
			t.Fatal(err)
		}
		got := TimestampOf(at)
		if got != c.want {
			t.Errorf("%s is %X, want %X", c.at, got, c.want)
		}
		if back := got.Time(); got != 0 && back.Sub(at).Abs() > time.Nanosecond {
			t.Errorf("%s comes back as %s", c.at, back)
		}
	}
	if got := Timestamp(0xAFE2525E70597B34).Time().Format("15:04:05.000 Mon Jan 2 2006"); got != "07:10:22.438 Mon Jul 5 1993" {
		t.Errorf("the manual's example is %s", got)
	}
	if got := Timestamp(0).Time().Format("15:04:05.000 Mon Jan 2 2006"); got != "00:00:00.000 Mon Jan 1 1900" {
		t.Errorf("no time is %s", got)
	}
	r := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		d := time.Duration(r.Int64N(int64(60*365*24*time.Hour))) * time.Duration(1-2*r.IntN(2))
		a := time.Date(2020, 1, 1, 0, 0, 0, r.IntN(1e9), time.UTC)
		if got := TimestampOf(a.Add(d)).Sub(TimestampOf(a)); (got - d).Abs() > time.Nanosecond {
			t.Fatalf("%s apart, and the timestamps %s", d, got)
		}
		if s := min(max(d, -d), 17*time.Hour); (ShortOf(s).Duration() - s).Abs() > time.Second>>16+1 {
			t.Fatalf("%s as a short span is %s", s, ShortOf(s).Duration())
		}
	}
}

// Whatever bytes come: they are read or refused, what is read is written as it was, and a system lives on.
func FuzzParse(f *testing.F) {
	for _, w := range wire {
		f.Add(bytesOf(f, w.hex))
	}
	f.Add(append(bytesOf(f, wire[1].hex), 0, 0, 0, 0))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, proof, err := Parse(b)
		if err != nil {
			return
		}
		again, _, err := Parse(m.Append(nil))
		if err != nil || again != m {
			t.Errorf("%+v comes back as %+v, %v", m, again, err)
		}
		if proof.Proves([]byte("a key that nobody has")) {
			t.Error("proved")
		}
		w := newWorld(time.Millisecond)
		w.run(10 * time.Minute)
		for _, s := range w.nodes() {
			s.hear(b)
		}
		if st := w.client.Status(w.now); st.Stratum == 0 || st.Stratum > StratumUnknown {
			t.Errorf("stratum %d", st.Stratum)
		}
	})
}
