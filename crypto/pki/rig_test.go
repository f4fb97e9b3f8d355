package pki_test

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ruthere/crypto/keypair"
	"ruthere/crypto/pki"
)

var noon = time.Date(2026, 3, 25, 12, 0, 0, 0, time.UTC)

const year = 365 * 24 * time.Hour

// keys are made once: a key of each number and size.
var keys = map[[2]int]*rsa.PrivateKey{}

func key(t testing.TB, number, bits int) *rsa.PrivateKey {
	t.Helper()
	at := [2]int{number, bits}
	if keys[at] == nil {
		k, err := keypair.Make(rand.NewChaCha8([32]byte{byte(number)}), bits)
		if err != nil {
			t.Fatal(err)
		}
		keys[at] = k
	}
	return keys[at]
}

func name(t testing.TB, text string) pki.Name {
	t.Helper()
	n, err := pki.ParseName(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func hash(t testing.TB, word string) pki.Hash {
	t.Helper()
	h, ok := pki.HashNamed(word)
	if !ok {
		t.Fatalf("no hash %q", word)
	}
	return h
}

// authority is a root of a name.
func authority(t testing.TB, text, word string, bits int) *pki.Authority {
	t.Helper()
	a, err := pki.NewAuthority(name(t, text), key(t, 1, bits), hash(t, word), noon, 3*year)
	if err != nil {
		t.Fatal(err)
	}
	a.Lifetime = year
	return a
}

// grant has an authority issue a certificate for a router's key.
func grant(t testing.TB, a *pki.Authority, subject string, k *rsa.PrivateKey, at time.Time) *pki.Certificate {
	t.Helper()
	r := &pki.Request{Subject: name(t, subject), Usage: pki.RouterUsage}
	if err := r.Make(a.Hash, k); err != nil {
		t.Fatal(err)
	}
	asked, err := pki.ParseRequest(r.Raw)
	if err != nil {
		t.Fatal(err)
	}
	c, err := a.Issue(asked, at)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// openssl runs it with files that are written for it, and returns what it says.
func openssl(t testing.TB, files map[string][]byte, words ...string) (string, error) {
	t.Helper()
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed")
	}
	dir := t.TempDir()
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c := exec.Command("openssl", words...)
	c.Dir = dir
	out, err := c.CombinedOutput()
	return string(out), err
}

func asPEM(kind string, ders ...[]byte) []byte {
	var b strings.Builder
	for _, der := range ders {
		_ = pem.Encode(&b, &pem.Block{Type: kind, Bytes: der})
	}
	return []byte(b.String())
}

func pkcs8(t testing.TB, k *rsa.PrivateKey) []byte {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		t.Fatal(err)
	}
	return der
}
