package pki_test

import (
	"math/rand/v2"
	"testing"

	"ruthere/crypto/pki"
)

// What comes from outside is read or refused; what is read can be shown.
func FuzzCertificate(f *testing.F) {
	a := authority(f, "cn=CA,o=lab", "sha1", 1024)
	f.Add(a.Certificate.Raw)
	f.Add(grant(f, a, "cn=r1,serialNumber=7+hostname=r1", key(f, 2, 1024), noon).Raw)
	f.Add([]byte{0x30, 0x80})
	f.Fuzz(func(t *testing.T, der []byte) {
		c, err := pki.ParseCertificate(der)
		if err != nil {
			return
		}
		_ = c.Serial() + c.FingerprintMD5() + c.FingerprintSHA1() + c.SubjectName.String() + c.IssuerName.String()
		for _, field := range []string{"subject-name", "name", "alt-subject-name", "serial-number", "expires-on"} {
			pki.Matches([]pki.Rule{{Field: field, Test: "co", Value: "cn = r1"}}, c)
		}
		_, _ = pki.Trust{Anchors: []*pki.Certificate{a.Certificate}, Now: noon}.Verify(c, []*pki.Certificate{c})
	})
}

func FuzzRequest(f *testing.F) {
	r := &pki.Request{Subject: name(f, "cn=r1"), Challenge: "secret", Names: []string{"r1.example"}, Usage: pki.RouterUsage}
	if err := r.Make(hash(f, "sha1"), key(f, 2, 1024)); err != nil {
		f.Fatal(err)
	}
	f.Add(r.Raw)
	f.Fuzz(func(t *testing.T, der []byte) {
		if r, err := pki.ParseRequest(der); err == nil && r.Key == nil {
			t.Error("a request without a key")
		}
	})
}

func FuzzMessage(f *testing.F) {
	a := authority(f, "cn=CA", "sha256", 1024)
	des, _ := pki.EncryptionNamed("DES3")
	m := pki.Message{Type: pki.CertificateRequest, Transaction: "T", SenderNonce: make([]byte, 16), Content: []byte("content"), Digest: a.Hash}
	sent, err := m.Seal(des, a.Certificate, a.Certificate, a.Key, rand.NewChaCha8([32]byte{}))
	if err != nil {
		f.Fatal(err)
	}
	list, err := a.RevocationList(noon, noon.Add(year))
	if err != nil {
		f.Fatal(err)
	}
	bundle, err := pki.BundleList(list)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sent)
	f.Add(bundle)
	f.Add(list)
	f.Fuzz(func(t *testing.T, der []byte) {
		_, _ = pki.OpenSCEP(der, a.Certificate, a.Key)
		_, _ = pki.ParseRevocationList(der, a.Certificate, noon)
		if b, err := pki.OpenMessage(der); err == nil && b.Signer != nil && len(b.Certificates) == 0 {
			t.Error("a signer without a certificate")
		}
	})
}
