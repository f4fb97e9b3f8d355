package pki_test

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"ruthere/crypto/pki"
)

// OpenSSL opens what is signed and enveloped here, with every encryption and hash.
func TestOpenSSLOpensMessages(t *testing.T) {
	random := rand.NewChaCha8([32]byte{7})
	a := authority(t, "cn=CA", "sha256", 2048)
	own := grant(t, a, "cn=r1", key(t, 2, 1024), noon)
	for _, encryption := range []string{"DES", "DES3", "AES", "AES256"} {
		e, _ := pki.EncryptionNamed(encryption)
		sealed, err := pki.Envelope([]byte("a request"), e, a.Certificate, random)
		if err != nil {
			t.Fatal(err)
		}
		pem := asPEM("PRIVATE KEY", pkcs8(t, a.Key))
		said, err := openssl(t, map[string][]byte{"m.der": sealed, "key.pem": pem, "c.pem": asPEM("CERTIFICATE", a.Certificate.Raw)},
			"smime", "-decrypt", "-inform", "DER", "-in", "m.der", "-inkey", "key.pem", "-recip", "c.pem",
			"-provider", "default", "-provider", "legacy")
		if err != nil || said != "a request" {
			t.Errorf("%s: %q, %v", encryption, said, err)
		}
	}
	for _, word := range []string{"md5", "sha1", "sha256", "sha512"} {
		signed, err := pki.SignMessage([]byte("signed data"), nil, hash(t, word), own, key(t, 2, 1024))
		if err != nil {
			t.Fatal(err)
		}
		said, err := openssl(t, map[string][]byte{"m.der": signed, "ca.pem": asPEM("CERTIFICATE", a.Certificate.Raw)},
			"smime", "-verify", "-inform", "DER", "-in", "m.der", "-CAfile", "ca.pem", "-attime", seconds(noon.AddDate(0, 1, 0)), "-purpose", "any",
			"-auth_level", "0", "-binary")
		if err != nil || !strings.Contains(said, "signed data") || !strings.Contains(said, "Verification successful") {
			t.Errorf("%s: %s%v", word, said, err)
		}
	}
}

// We open what OpenSSL has signed and enveloped.
func TestMessagesOfOpenSSLAreOpened(t *testing.T) {
	a := authority(t, "cn=CA", "sha256", 2048)
	files := map[string][]byte{"data": []byte("from there"), "key.pem": asPEM("PRIVATE KEY", pkcs8(t, a.Key)),
		"c.pem": asPEM("CERTIFICATE", a.Certificate.Raw)}
	for _, cipher := range []string{"-des3", "-aes128", "-aes256"} {
		der, err := openssl(t, files, "smime", "-encrypt", "-binary", cipher, "-outform", "DER", "-in", "data", "c.pem")
		if err != nil {
			t.Fatal(der)
		}
		plain, err := pki.OpenEnvelope([]byte(der), a.Certificate, a.Key)
		if err != nil || string(plain) != "from there" {
			t.Errorf("%s: %q, %v", cipher, plain, err)
		}
	}
	der, err := openssl(t, files, "smime", "-sign", "-binary", "-nodetach", "-outform", "DER",
		"-in", "data", "-signer", "c.pem", "-inkey", "key.pem")
	if err != nil {
		t.Fatal(der)
	}
	b, err := pki.OpenMessage([]byte(der))
	if err != nil || string(b.Data) != "from there" || b.Signer == nil || !bytes.Equal(b.Signer.Raw, a.Certificate.Raw) {
		t.Errorf("%+v, %v", b, err)
	}
}

// An enrolment over SCEP: a request, its grant, and what must not be taken.
func TestSCEPMessages(t *testing.T) {
	random := rand.NewChaCha8([32]byte{8})
	a := authority(t, "cn=CA", "md5", 1024)
	k := key(t, 2, 1024)
	r := &pki.Request{Subject: name(t, "cn=r1"), Usage: pki.RouterUsage}
	if err := r.Make(hash(t, "md5"), k); err != nil {
		t.Fatal(err)
	}
	self, err := pki.SelfSigned(r.Subject, k, hash(t, "md5"), noon)
	if err != nil {
		t.Fatal(err)
	}
	transaction, err := pki.Transaction(&k.PublicKey)
	if err != nil || len(transaction) != 32 {
		t.Fatal(transaction, err)
	}
	des, _ := pki.EncryptionNamed("DES")
	ask := pki.Message{Type: pki.CertificateRequest, Transaction: transaction, SenderNonce: []byte("0123456789abcdef"), Content: r.Raw,
		Digest: hash(t, "md5")}
	sent, err := ask.Seal(des, a.Certificate, self, k, random)
	if err != nil {
		t.Fatal(err)
	}
	got, err := pki.OpenSCEP(sent, a.Certificate, a.Key)
	if err != nil || got.Type != pki.CertificateRequest || got.Transaction != transaction || !bytes.Equal(got.Content, r.Raw) {
		t.Fatalf("%+v, %v", got, err)
	}
	asked, err := pki.ParseRequest(got.Content)
	if err != nil {
		t.Fatal(err)
	}
	c, err := a.Issue(asked, noon)
	if err != nil {
		t.Fatal(err)
	}
	reply := got.Reply(pki.Granted, []byte("fedcba9876543210"))
	if reply.Content, err = pki.BundleCertificates(c, a.Certificate); err != nil {
		t.Fatal(err)
	}
	back, err := reply.Seal(des, got.Signer, a.Certificate, a.Key, random)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := pki.OpenSCEP(back, self, k)
	if err != nil || answer.Status != pki.Granted || !bytes.Equal(answer.RecipientNonce, ask.SenderNonce) {
		t.Fatalf("%+v, %v", answer, err)
	}
	b, err := pki.OpenMessage(answer.Content)
	if err != nil || len(b.Certificates) != 2 || !b.Certificates[0].Key.Equal(&k.PublicKey) {
		t.Fatalf("%+v, %v", b, err)
	}
	if _, err := pki.OpenSCEP(sent, c, k); err == nil {
		t.Error("a message for somebody else is opened")
	}
	for at := len(sent) - 300; at < len(sent); at += 7 {
		forged := bytes.Clone(sent)
		forged[at] ^= 0x20
		if m, err := pki.OpenSCEP(forged, a.Certificate, a.Key); err == nil && (m.Transaction != transaction || !bytes.Equal(m.Content, r.Raw)) {
			t.Errorf("a message with byte %d changed says %+v", at, m)
		}
	}
}
