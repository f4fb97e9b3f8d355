package pki_test

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"ruthere/crypto/pki"
)

// Certificates that are broken in one byte anywhere: what OpenSSL refuses is refused here. Bytes that both take are no part of
// what is signed, and there is none of them.
func TestBrokenCertificates(t *testing.T) {
	a := authority(t, "cn=CA,o=lab", "sha256", 1024)
	own := grant(t, a, "cn=r1.lab.example", key(t, 2, 1024), noon)
	random := rand.New(rand.NewPCG(1, 2))
	taken := func(der []byte) bool {
		c, err := pki.ParseCertificate(der)
		if err != nil {
			return false
		}
		_, err = pki.Trust{Anchors: []*pki.Certificate{a.Certificate}, Now: noon.Add(time.Hour)}.Verify(c, nil)
		return err == nil
	}
	if !taken(own.Raw) {
		t.Fatal("the certificate itself is refused")
	}
	for at := range own.Raw {
		broken := bytes.Clone(own.Raw)
		broken[at] ^= byte(1 + random.IntN(255))
		if taken(broken) {
			t.Errorf("byte %d changed from %02x to %02x: taken", at, own.Raw[at], broken[at])
		}
	}
	for _, cut := range []int{0, 1, 4, len(own.Raw) / 2, len(own.Raw) - 1} {
		if taken(own.Raw[:cut]) {
			t.Errorf("cut at %d: taken", cut)
		}
	}
	if taken(append(bytes.Clone(own.Raw), 0)) {
		t.Error("with a byte behind it: taken")
	}
}

// A few of them are shown to OpenSSL as well: it refuses them all.
func TestOpenSSLRefusesBrokenCertificates(t *testing.T) {
	a := authority(t, "cn=CA,o=lab", "sha256", 1024)
	own := grant(t, a, "cn=r1.lab.example", key(t, 2, 1024), noon)
	for at := 5; at < len(own.Raw); at += 71 {
		broken := bytes.Clone(own.Raw)
		broken[at] ^= 4
		said, err := openssl(t, map[string][]byte{"c.pem": asPEM("CERTIFICATE", broken), "ca.pem": asPEM("CERTIFICATE", a.Certificate.Raw)},
			"verify", "-auth_level", "0", "-attime", seconds(noon.Add(time.Hour)), "-CAfile", "ca.pem", "c.pem")
		if err == nil || strings.Contains(said, "c.pem: OK") {
			t.Errorf("byte %d: OpenSSL takes it", at)
		}
	}
}
