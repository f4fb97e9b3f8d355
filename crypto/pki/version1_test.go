package pki_test

import (
	"testing"
	"time"

	"ruthere/crypto/pki"
)

// openedPEM is the certificate in what OpenSSL printed.
func openedPEM(t *testing.T, said string, err error) *pki.Certificate {
	t.Helper()
	der, readErr := pki.ParsePasted(said)
	if err != nil || readErr != nil {
		t.Fatalf("%v, %v\n%s", err, readErr, said)
	}
	c, err := pki.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// A user whose certificate is of version 1, which says nothing of who may issue, is no authority: what they issue is refused, as OpenSSL
// refuses it.
func TestUsersOfVersion1IssueNothing(t *testing.T) {
	year2000 := time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC)
	root, err := pki.NewAuthority(name(t, "cn=CA"), key(t, 1, 1024), hash(t, "sha256"), year2000, 90*year)
	if err != nil {
		t.Fatal(err)
	}
	signed := func(subject string, number int, issuer *pki.Certificate, issuerKey int) *pki.Certificate {
		r := &pki.Request{Subject: name(t, subject)}
		if err := r.Make(hash(t, "sha256"), key(t, number, 1024)); err != nil {
			t.Fatal(err)
		}
		said, err := openssl(t, map[string][]byte{"r.pem": asPEM("CERTIFICATE REQUEST", r.Raw), "ca.pem": asPEM("CERTIFICATE", issuer.Raw),
			"ca.key": asPEM("PRIVATE KEY", pkcs8(t, key(t, issuerKey, 1024)))}, "x509", "-req", "-in", "r.pem", "-CA", "ca.pem", "-CAkey", "ca.key",
			"-set_serial", "5", "-days", "365")
		return openedPEM(t, said, err)
	}
	user := signed("cn=user", 2, root.Certificate, 1)
	forged := signed("cn=gateway", 3, user, 2)
	if user.Version != 1 || user.MayIssue() || !root.Certificate.MayIssue() {
		t.Fatalf("a user's certificate of version %d may issue: %v", user.Version, user.MayIssue())
	}
	trust := pki.Trust{Anchors: []*pki.Certificate{root.Certificate}, Now: forged.NotBefore.Add(time.Minute)}
	if _, err := trust.Verify(user, nil); err != nil {
		t.Error(err)
	}
	if _, err := trust.Verify(forged, []*pki.Certificate{user}); pki.FaultOf(err) != pki.NotAuthority {
		t.Errorf("what the user has issued: %v", err)
	}
	files := map[string][]byte{"ca.pem": asPEM("CERTIFICATE", root.Certificate.Raw), "user.pem": asPEM("CERTIFICATE", user.Raw),
		"forged.pem": asPEM("CERTIFICATE", forged.Raw)}
	if said, err := openssl(t, files, "verify", "-auth_level", "0", "-CAfile", "ca.pem", "-untrusted", "user.pem", "forged.pem"); err == nil {
		t.Errorf("OpenSSL takes it: %s", said)
	}
}
