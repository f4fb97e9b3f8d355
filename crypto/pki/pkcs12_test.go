package pki_test

import (
	"encoding/asn1"
	"math/rand/v2"
	"strings"
	"testing"

	"ruthere/crypto/pki"
)

// OpenSSL reads the archives that are written, and we those of OpenSSL, old and new ways of encryption alike.
func TestPKCS12(t *testing.T) {
	f := plant(t, "sha256")
	a := pki.Archive{Key: key(t, 2, 1024), Own: f.own,
		Authorities: []*pki.Certificate{f.middle.Certificate, f.root.Certificate}}
	der, err := pki.EncodePKCS12(a, "c1sco", rand.NewChaCha8([32]byte{9}))
	if err != nil {
		t.Fatal(err)
	}
	said, err := openssl(t, map[string][]byte{"a.p12": der}, "pkcs12", "-in", "a.p12",
		"-passin", "pass:c1sco", "-nodes", "-legacy", "-info")
	if err != nil || strings.Count(said, "BEGIN CERTIFICATE") != 3 || !strings.Contains(said, "BEGIN PRIVATE KEY") {
		t.Errorf("%s%v", said, err)
	}
	files := map[string][]byte{"key.pem": asPEM("PRIVATE KEY", pkcs8(t, a.Key)), "c.pem": asPEM("CERTIFICATE", f.own.Raw),
		"ca.pem": asPEM("CERTIFICATE", f.middle.Certificate.Raw, f.root.Certificate.Raw)}
	for name, words := range map[string][]string{"own": nil,
		"today":  {"-certpbe", "AES-256-CBC", "-keypbe", "AES-256-CBC", "-macalg", "sha256"},
		"legacy": {"-legacy"}} {
		theirs := string(der)
		if name != "own" {
			if theirs, err = openssl(t, files, append([]string{"pkcs12", "-export", "-inkey", "key.pem", "-in", "c.pem", "-certfile",
				"ca.pem", "-passout", "pass:c1sco"}, words...)...); err != nil {
				t.Fatal(theirs)
			}
		}
		b, err := pki.DecodePKCS12([]byte(theirs), "c1sco")
		if err != nil || !b.Key.Equal(a.Key) || len(b.Authorities) != 2 || b.Own.Serial() != f.own.Serial() {
			t.Errorf("%s: %+v, %v", name, b, err)
		}
		if _, err := pki.DecodePKCS12([]byte(theirs), "wrong"); err == nil || !strings.Contains(err.Error(), "password") {
			t.Errorf("%s with another password: %v", name, err)
		}
	}
}

// A file that asks for more work than anybody writes is refused before it is done.
func TestIterationsAreBounded(t *testing.T) {
	type macData struct {
		Digest     struct{ Value []byte }
		Salt       []byte
		Iterations int64
	}
	for _, n := range []int64{1 << 21, 1 << 40, 1 << 62} {
		der, err := asn1.Marshal(struct {
			Version int
			Content []byte
			MAC     macData
		}{3, []byte{4, 0}, macData{Salt: []byte("salt"), Iterations: n}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := pki.DecodePKCS12(der, "secret"); err == nil || !strings.Contains(err.Error(), "steps: at most 1048576") {
			t.Errorf("%d iterations: %v", n, err)
		}
	}
}

// Private keys are read as they are written, by us and by OpenSSL, with the passphrase only.
func TestPrivateKeysInPEM(t *testing.T) {
	k := key(t, 2, 1024)
	for _, triple := range []bool{false, true} {
		text, err := pki.EncodeKey(k, triple, "an0ther-pass", rand.NewChaCha8([32]byte{9}))
		if err != nil {
			t.Fatal(err)
		}
		if read, err := pki.DecodeKey(text, "an0ther-pass"); err != nil || !read.Equal(k) {
			t.Error(err)
		}
		if _, err := pki.DecodeKey(text, "wrong"); err == nil {
			t.Error("another passphrase opens it")
		}
		if said, err := openssl(t, map[string][]byte{"k.pem": []byte(text)}, "rsa", "-in", "k.pem", "-passin", "pass:an0ther-pass", "-check",
			"-noout", "-provider", "legacy", "-provider", "default"); err != nil || !strings.Contains(said, "RSA key ok") {
			t.Errorf("%s%v", said, err)
		}
	}
	plain := string(asPEM("PRIVATE KEY", pkcs8(t, k)))
	for text, ok := range map[string]bool{plain: true, "": false, "hello": false, plain[:len(plain)/2]: false,
		string(asPEM("CERTIFICATE", []byte("x"))): false, strings.Repeat("A", 1<<20): false} {
		if _, err := pki.DecodeKey(text, ""); (err == nil) != ok {
			t.Errorf("%.40q: %v", text, err)
		}
	}
}
