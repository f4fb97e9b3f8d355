package pki_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ocsp"

	"ruthere/crypto/pki"
)

// A delegate is a key that an authority lets sign answers, or that it does not.
func delegate(t testing.TB, a *pki.Authority, from time.Time, usages ...x509.ExtKeyUsage) (*x509.Certificate, *rsa.PrivateKey) {
	t.Helper()
	k := key(t, 5, 1024)
	der, err := x509.CreateCertificate(rand.Reader, &x509.Certificate{SerialNumber: big.NewInt(77), Subject: pkix.Name{CommonName: "OCSP"},
		NotBefore: from, NotAfter: from.Add(48 * time.Hour), KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: usages},
		a.Certificate.Certificate, &k.PublicKey, a.Key)
	if err != nil {
		t.Fatal(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return c, k
}

// Who may answer, about what, and when: all else is no answer.
func TestOnlineStatus(t *testing.T) {
	a := authority(t, "cn=CA,o=lab", "sha256", 1024)
	other, err := pki.NewAuthority(name(t, "cn=Other"), key(t, 6, 1024), a.Hash, noon, year)
	if err != nil {
		t.Fatal(err)
	}
	of := grant(t, a, "cn=r1", key(t, 2, 1024), noon)
	signing := x509.ExtKeyUsageOCSPSigning
	good := ocsp.Response{Status: ocsp.Good, SerialNumber: of.SerialNumber, ThisUpdate: noon, NextUpdate: noon.Add(time.Hour)}
	type signer struct {
		certificate *x509.Certificate
		key         *rsa.PrivateKey
	}
	by := func(c *x509.Certificate, k *rsa.PrivateKey) signer { return signer{c, k} }
	self := by(nil, a.Key)
	for _, c := range []struct {
		what string
		by   signer
		edit func(r *ocsp.Response)
		now  time.Time // zero: noon
		want string    // "": it is taken
	}{
		{what: "the issuer says good", by: self},
		{what: "the issuer shows itself", by: by(a.Certificate.Certificate, a.Key)},
		{what: "revoked", by: self, edit: func(r *ocsp.Response) { r.Status, r.RevokedAt = ocsp.Revoked, noon }},
		{what: "unknown", by: self, edit: func(r *ocsp.Response) { r.Status = ocsp.Unknown }, want: "does not know the certificate"},
		{what: "somebody whom it lets sign", by: by(delegate(t, a, noon, signing))},
		{what: "somebody whom it lets do something else", by: by(delegate(t, a, noon, x509.ExtKeyUsageServerAuth)),
			want: "a key that may not sign"},
		{what: "somebody whom it lets do nothing in particular", by: by(delegate(t, a, noon)), want: "a key that may not sign"},
		{what: "a signer whose time is over", by: by(delegate(t, a, noon.AddDate(0, 0, -3), signing)), want: "expired"},
		{what: "a signer of another authority", by: by(delegate(t, other, noon, signing)), want: "no trusted issuer"},
		{what: "another key of no certificate", by: by(nil, other.Key), want: "signature is wrong"},
		{what: "another number", by: self, edit: func(r *ocsp.Response) { r.SerialNumber = big.NewInt(99) }, want: "no response matching"},
		{what: "early", by: self, now: noon.Add(-time.Hour), want: "holds from"},
		{what: "late", by: self, now: noon.Add(2 * time.Hour), want: "held until"},
		{what: "a clock a little off", by: self, now: noon.Add(-2 * time.Minute)},
		{what: "fresh, and with newer news at any time", by: self, now: time.Now(), // which is when the library says that it was made
			edit: func(r *ocsp.Response) { r.NextUpdate = time.Time{} }},
		{what: "old, and with newer news at any time", by: self, now: time.Now().Add(10 * time.Minute), want: "newer news",
			edit: func(r *ocsp.Response) { r.NextUpdate = time.Time{} }},
		{what: "SHA-256 of the issuer", by: self, edit: func(r *ocsp.Response) { r.IssuerHash = crypto.SHA256 }},
		{what: "a critical extension", by: self, edit: func(r *ocsp.Response) {
			r.ExtraExtensions = []pkix.Extension{{Id: []int{1, 2, 3}, Critical: true, Value: []byte{5, 0}}}
		}, want: "critical extension"},
	} {
		t.Run(c.what, func(t *testing.T) {
			r := good
			if c.edit != nil {
				c.edit(&r)
			}
			der := answered(t, a, c.by.certificate, c.by.key, r)
			if c.now.IsZero() {
				c.now = noon
			}
			said, err := pki.ParseStatus(der, of, a.Certificate, c.now)
			switch {
			case c.want == "" && (err != nil || said.Revoked != (r.Status == ocsp.Revoked)):
				t.Errorf("%+v, %v", said, err)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
	der := answered(t, a, nil, a.Key, good)
	if _, err := pki.ParseStatus(der, grant(t, other, "cn=r1", key(t, 2, 1024), noon), other.Certificate, noon); err == nil {
		t.Error("an answer counts for a certificate of the same number and another issuer")
	}
	for i := range der {
		forged := append([]byte(nil), der...)
		forged[i] ^= 0x20
		if said, err := pki.ParseStatus(forged, of, a.Certificate, noon); err == nil && (said.Revoked || len(said.Nonce) > 0) {
			t.Fatalf("byte %d is another one, and it is taken as something else", i)
		}
	}
	for _, refusal := range [][]byte{ocsp.TryLaterErrorResponse, ocsp.UnauthorizedErrorResponse, {}, {0x30, 0x80}} {
		if _, err := pki.ParseStatus(refusal, of, a.Certificate, noon); err == nil {
			t.Errorf("% x is taken", refusal)
		}
	}
	if _, err := pki.ParseStatus(make([]byte, pki.MostStatus+1), of, a.Certificate, noon); err == nil {
		t.Error("an answer of any length is read")
	}
}

// answered is an answer about a certificate of an authority.
func answered(t testing.TB, a *pki.Authority, signer *x509.Certificate, k *rsa.PrivateKey, r ocsp.Response) []byte {
	t.Helper()
	name := a.Certificate.Certificate
	if r.Certificate = signer; signer != nil {
		name = signer
	}
	der, err := ocsp.CreateResponse(a.Certificate.Certificate, name, r, k)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

// OpenSSL as the responder reads our question and answers it: of what is good, what is revoked, and what it does not know; with the
// authority's key and with one that it lets sign; with our nonce in it, if there was one.
func TestOpenSSLResponds(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed")
	}
	now := time.Now().Truncate(time.Second) // OpenSSL's answers are of the time it is
	a, err := pki.NewAuthority(name(t, "cn=CA,o=lab"), key(t, 1, 1024), hash(t, "sha256"), now.Add(-time.Hour), 3*year)
	if err != nil {
		t.Fatal(err)
	}
	a.Lifetime = year
	signer, signerKey := delegate(t, a, now.Add(-time.Minute), x509.ExtKeyUsageOCSPSigning)
	var certificates []*pki.Certificate
	index := ""
	for i, status := range []string{"V\t400101000000Z\t", "R\t400101000000Z\t200101000000Z", ""} {
		c := grant(t, a, fmt.Sprintf("cn=r%d", i), key(t, 2, 1024), now.Add(-time.Hour))
		certificates = append(certificates, c)
		if status != "" {
			index += fmt.Sprintf("%s\t%s\tunknown\t/CN=r%d\n", status, c.Serial(), i)
		}
	}
	dir := t.TempDir()
	for name, data := range map[string][]byte{"ca.pem": asPEM("CERTIFICATE", a.Certificate.Raw),
		"ca.key":     asPEM("PRIVATE KEY", pkcs8(t, a.Key)),
		"signer.pem": asPEM("CERTIFICATE", signer.Raw),
		"signer.key": asPEM("PRIVATE KEY", pkcs8(t, signerKey)), "index.txt": []byte(index)} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, by := range []string{"ca", "signer"} {
		for i, want := range []string{"good", "revoked", "the responder does not know the certificate"} {
			for _, nonce := range [][]byte{nil, []byte("sixteen bytes...")} {
				question, err := pki.AskStatus(certificates[i], a.Certificate, nonce)
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(dir, "question.der"), question, 0o600); err != nil {
					t.Fatal(err)
				}
				words := []string{"ocsp", "-index", "index.txt", "-CA", "ca.pem", "-rsigner", by + ".pem", "-rkey", by + ".key", "-ndays", "1",
					"-reqin", "question.der", "-respout", "answer.der"}
				c := exec.Command("openssl", words...)
				c.Dir = dir
				if text, err := c.CombinedOutput(); err != nil {
					t.Fatalf("%s%v", text, err)
				}
				answer, err := os.ReadFile(filepath.Join(dir, "answer.der"))
				if err != nil {
					t.Fatal(err)
				}
				said, err := pki.ParseStatus(answer, certificates[i], a.Certificate, now)
				got := "good"
				switch {
				case err != nil:
					got = err.Error()
				case said.Revoked:
					got = "revoked"
				}
				if got != want || err == nil && string(said.Nonce) != string(nonce) {
					t.Errorf("signed by %s, nonce %q: %s, want %s; %+v", by, nonce, got, want, said)
				}
			}
		}
	}
}

// FuzzStatus: whatever a responder answers is read or refused.
func FuzzStatus(f *testing.F) {
	a := authority(f, "cn=CA,o=lab", "sha1", 1024)
	of := grant(f, a, "cn=r1", key(f, 2, 1024), noon)
	r := ocsp.Response{Status: ocsp.Good, SerialNumber: of.SerialNumber, ThisUpdate: noon, NextUpdate: noon.Add(time.Hour)}
	f.Add(answered(f, a, nil, a.Key, r))
	f.Add(ocsp.TryLaterErrorResponse)
	f.Fuzz(func(t *testing.T, der []byte) {
		if said, err := pki.ParseStatus(der, of, a.Certificate, noon); err == nil && said.ThisUpdate.After(noon.Add(time.Hour)) {
			t.Error("an answer of another time")
		}
	})
}
