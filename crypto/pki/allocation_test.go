package pki_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"ruthere/crypto/pki"
)

// What reading may take of memory, in bytes: so much at once (a private key is used, and signatures are checked), and so much for
// each byte that was received.
const (
	allocatedAtOnce  = 32 << 10
	allocatedPerByte = 64
)

func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	least := ^uint64(0)
	for range 2 { // what is made once and for all is not counted
		runtime.ReadMemStats(&before)
		f()
		runtime.ReadMemStats(&after)
		least = min(least, after.TotalAlloc-before.TotalAlloc)
	}
	return least
}

// Nothing that comes from outside makes a reader take more memory than a fixed bound for each byte of it.
func TestAllocationIsBounded(t *testing.T) {
	a := authority(t, "cn=CA,o=lab", "sha256", 1024)
	good := messagesOf(t, a)
	readers := map[string]func([]byte){
		"certificate":  func(b []byte) { _, _ = pki.ParseCertificate(b) },
		"request":      func(b []byte) { _, _ = pki.ParseRequest(b) },
		"name":         func(b []byte) { _, _ = pki.DecodeName(b) },
		"message":      func(b []byte) { _, _ = pki.OpenMessage(b) },
		"SCEP":         func(b []byte) { _, _ = pki.OpenSCEP(b, a.Certificate, a.Key) },
		"envelope":     func(b []byte) { _, _ = pki.OpenEnvelope(b, a.Certificate, a.Key) },
		"list":         func(b []byte) { _, _ = pki.ParseRevocationList(b, a.Certificate, noon) },
		"status":       func(b []byte) { _, _ = pki.ParseStatus(b, a.Certificate, a.Certificate, noon) },
		"PKCS #12":     func(b []byte) { _, _ = pki.DecodePKCS12(b, "secret") },
		"pasted":       func(b []byte) { _, _ = pki.ParsePasted(string(b)) },
		"hexadecimal":  func(b []byte) { _, _ = pki.ParseHexLines(strings.Split(string(b), "\n")) },
		"name as text": func(b []byte) { _, _ = pki.ParseName(string(b)) },
		"private key":  func(b []byte) { _, _ = pki.DecodeKey(string(b), "secret") },
	}
	worst, at := 0.0, ""
	for name, read := range readers {
		for kind, b := range hostile(good) {
			took := allocated(func() { read(b) })
			if limit := uint64(allocatedAtOnce + allocatedPerByte*len(b)); took > limit {
				t.Errorf("%s of %s: %d bytes make it take %d, at most %d", name, kind, len(b), took, limit)
			}
			if ratio := float64(took) / float64(len(b)); len(b) > 10000 && ratio > worst {
				worst, at = ratio, name+" of "+kind
			}
		}
	}
	t.Logf("at worst %.1f bytes for each: %s", worst, at)
}

// messagesOf are messages as they should be.
func messagesOf(t *testing.T, a *pki.Authority) map[string][]byte {
	des, _ := pki.EncryptionNamed("DES3")
	m := pki.Message{Type: pki.CertificateRequest, Transaction: "T", SenderNonce: make([]byte, 16), Content: []byte("content"), Digest: a.Hash}
	scep, err := m.Seal(des, a.Certificate, a.Certificate, a.Key, rand.NewChaCha8([32]byte{}))
	if err != nil {
		t.Fatal(err)
	}
	list, err := a.RevocationList(noon, noon.Add(year))
	if err != nil {
		t.Fatal(err)
	}
	return map[string][]byte{"a certificate": a.Certificate.Raw, "a SCEP message": scep, "a list": list}
}

// hostile are messages, messages with other lengths in them, and what is nested or repeated as often as there is room for.
func hostile(good map[string][]byte) map[string][]byte {
	const size = 30000
	all := map[string][]byte{
		"zeros": make([]byte, size), "a long promise": {0x30, 0x84, 0x7F, 0xFF, 0xFF, 0xFF, 0x02, 0x01, 0x01},
		"an endless promise": {0x30, 0x88, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}, "text": bytes.Repeat([]byte("cn=a,"), size/5),
		"digits": bytes.Repeat([]byte("30 "), size/3), "lines": bytes.Repeat([]byte("\n"), size), "nothing": {0x30, 0},
		"indefinite": bytes.Repeat([]byte{0x30, 0x80}, size/2), "sets": wrapped(0x31, bytes.Repeat([]byte{0x31, 0}, size/2)),
		"sequences": wrapped(0x30, bytes.Repeat([]byte{0x30, 0}, size/2)), "names": wrapped(0x30, bytes.Repeat(
			append([]byte{0x31, 0x0A, 0x30, 8}, 6, 3, 0x55, 4, 3, 0x0C, 1, 'a'), size/12)),
	}
	nested := []byte{5, 0}
	for len(nested) < size {
		nested = wrapped(0x30, nested)
	}
	all["nested"] = nested
	random := rand.New(rand.NewPCG(1, 2))
	for name, b := range good {
		all[name] = b
		all[name+" in hexadecimal"] = []byte(hex.EncodeToString(b))
		all[name+" pasted"] = []byte("-----BEGIN CERTIFICATE-----\n" + base64.StdEncoding.EncodeToString(b) + "\n-----END CERTIFICATE-----\n")
		for i := range 40 {
			changed := bytes.Clone(b)
			changed[random.IntN(len(changed))] = []byte{0xFF, 0x84, 0x80, 0x30}[i%4]
			all[name+" changed "+string(rune('A'+i))] = changed
		}
	}
	return all
}

func wrapped(tag byte, body []byte) []byte {
	n := len(body)
	if n < 128 {
		return append([]byte{tag, byte(n)}, body...)
	}
	return append([]byte{tag, 0x82, byte(n >> 8), byte(n)}, body...)
}
