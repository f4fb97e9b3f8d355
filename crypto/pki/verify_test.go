package pki_test

import (
	"crypto/x509"
	"math/big"
	"strings"
	"testing"
	"time"

	"ruthere/crypto/pki"
)

// A tree is a root, an authority below it, and a router's certificate of that one.
type tree struct {
	root, middle *pki.Authority
	own          *pki.Certificate
}

func plant(t testing.TB, word string) *tree {
	t.Helper()
	f := &tree{root: authority(t, "cn=Root,o=lab", word, 1024)}
	c, err := f.root.IssueAuthority(name(t, "cn=Middle,o=lab"), &key(t, 3, 1024).PublicKey, noon)
	if err != nil {
		t.Fatal(err)
	}
	f.middle = &pki.Authority{Certificate: c, Key: key(t, 3, 1024), Hash: hash(t, word), Last: big.NewInt(6), Lifetime: year}
	f.own = grant(t, f.middle, "cn=r1.lab.example", key(t, 2, 1024), noon)
	return f
}

// What is right is taken, what is wrong is refused for its reason, and OpenSSL judges the same.
func TestVerify(t *testing.T) {
	hour := noon.Add(time.Hour)
	for _, c := range []struct {
		name    string
		change  func(t *testing.T, f *tree) (own *pki.Certificate, others []*pki.Certificate)
		at      time.Time
		want    pki.Fault
		openssl string // what it says; "" = OK
	}{
		{"root, subordinate authority, router", func(_ *testing.T, f *tree) (*pki.Certificate, []*pki.Certificate) {
			return f.own, []*pki.Certificate{f.middle.Certificate}
		}, hour, "", ""},
		{"of the root itself", func(t *testing.T, f *tree) (*pki.Certificate, []*pki.Certificate) {
			return grant(t, f.root, "cn=r2", key(t, 2, 1024), noon), nil
		}, hour, "", ""},
		{"the authority in between is missing", func(_ *testing.T, f *tree) (*pki.Certificate, []*pki.Certificate) { return f.own, nil }, hour,
			pki.NoIssuer, "unable to get local issuer certificate"},
		{"before its time", func(_ *testing.T, f *tree) (*pki.Certificate, []*pki.Certificate) {
			return f.own, []*pki.Certificate{f.middle.Certificate}
		}, noon.Add(-time.Minute), pki.NotYetValid, "not yet valid"},
		{"after its time", func(_ *testing.T, f *tree) (*pki.Certificate, []*pki.Certificate) {
			return f.own, []*pki.Certificate{f.middle.Certificate}
		}, noon.Add(year + time.Minute), pki.Expired, "expired"},
		{"another root of the same name", func(t *testing.T, f *tree) (*pki.Certificate, []*pki.Certificate) {
			other, err := pki.NewAuthority(name(t, "cn=Root,o=lab"), key(t, 4, 1024), hash(t, "sha256"), noon, year)
			if err != nil {
				t.Fatal(err)
			}
			other.Lifetime = year
			return grant(t, other, "cn=r1", key(t, 2, 1024), noon), []*pki.Certificate{other.Certificate}
		}, hour, pki.BadSignature, "self-signed certificate in certificate chain"},
		{"a router as authority", func(t *testing.T, f *tree) (*pki.Certificate, []*pki.Certificate) {
			r := grant(t, f.root, "cn=r9", key(t, 4, 1024), noon)
			fake := &pki.Authority{Certificate: r, Key: key(t, 4, 1024), Hash: hash(t, "sha256"), Last: big.NewInt(1), Lifetime: year}
			return grant(t, fake, "cn=r1", key(t, 2, 1024), noon), []*pki.Certificate{r}
		}, hour, pki.NotAuthority, "invalid CA certificate"},
		{"a byte of the signature changed", func(t *testing.T, f *tree) (*pki.Certificate, []*pki.Certificate) {
			der := append([]byte(nil), f.own.Raw...)
			der[len(der)-1] ^= 1
			bad, err := pki.ParseCertificate(der)
			if err != nil {
				t.Fatal(err)
			}
			return bad, []*pki.Certificate{f.middle.Certificate}
		}, hour, pki.BadSignature, "signature failure"},
		{"a key that may only encrypt", func(t *testing.T, f *tree) (*pki.Certificate, []*pki.Certificate) {
			r := &pki.Request{Subject: name(t, "cn=r1"), Usage: x509.KeyUsageKeyEncipherment}
			if err := r.Make(hash(t, "sha256"), key(t, 2, 1024)); err != nil {
				t.Fatal(err)
			}
			c, err := f.root.Issue(r, noon)
			if err != nil {
				t.Fatal(err)
			}
			return c, nil
		}, hour, pki.BadUsage, ""}, // OpenSSL asks for a purpose that it does not know
	} {
		t.Run(c.name, func(t *testing.T) {
			f := plant(t, "sha256")
			own, others := c.change(t, f)
			chain, err := pki.Trust{Anchors: []*pki.Certificate{f.root.Certificate}, Now: c.at}.Verify(own, others)
			if pki.FaultOf(err) != c.want || (err == nil) != (c.want == "") {
				t.Fatalf("%v, want %q", err, c.want)
			}
			if err == nil && !chain[len(chain)-1].SelfIssued() {
				t.Errorf("a chain of %d that ends nowhere", len(chain))
			}
			files := map[string][]byte{"ca.pem": asPEM("CERTIFICATE", f.root.Certificate.Raw), "own.pem": asPEM("CERTIFICATE", own.Raw)}
			for _, o := range others {
				files["others.pem"] = append(files["others.pem"], asPEM("CERTIFICATE", o.Raw)...)
			}
			files["others.pem"] = append(files["others.pem"], '\n')
			words := []string{"verify", "-auth_level", "0", "-attime", seconds(c.at), "-CAfile", "ca.pem", "own.pem"}
			if len(others) > 0 {
				words = append(words[:len(words)-1], "-untrusted", "others.pem", "own.pem")
			}
			said, err := openssl(t, files, words...)
			if (err == nil) != (c.openssl == "") || !strings.Contains(said, c.openssl) {
				t.Errorf("OpenSSL says %s%v, want %q", said, err, c.openssl)
			}
		})
	}
}

// A revoked certificate is refused, so is one of which nobody knows; a list of others, too old or too new is none.
func TestRevocation(t *testing.T) {
	f := plant(t, "sha256")
	own := grant(t, f.root, "cn=r1", key(t, 2, 1024), noon)
	judge := func(list *pki.RevocationList, lack bool) pki.Fault {
		_, err := pki.Trust{Anchors: []*pki.Certificate{f.root.Certificate}, Now: noon, LackAllowed: lack,
			List: func(*pki.Certificate, *pki.Certificate) *pki.RevocationList { return list }}.Verify(own, nil)
		return pki.FaultOf(err)
	}
	read := func(at time.Time) (*pki.RevocationList, error) {
		der, err := f.root.RevocationList(noon, noon.Add(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		return pki.ParseRevocationList(der, f.root.Certificate, at)
	}
	empty, err := read(noon)
	if err != nil {
		t.Fatal(err)
	}
	if got := judge(empty, false); got != "" {
		t.Errorf("not revoked: %s", got)
	}
	if got := judge(nil, false); got != pki.NoList {
		t.Errorf("without a list: %q", got)
	}
	if got := judge(nil, true); got != "" {
		t.Errorf("without a list, which is allowed: %s", got)
	}
	if err := f.root.Revoke(own.SerialNumber, noon); err != nil {
		t.Fatal(err)
	}
	if err := f.root.Revoke(own.SerialNumber, noon); err == nil {
		t.Error("revoked twice")
	}
	if err := f.root.Revoke(big.NewInt(99), noon); err == nil {
		t.Error("what was never issued is revoked")
	}
	full, err := read(noon)
	if err != nil {
		t.Fatal(err)
	}
	if got := judge(full, true); got != pki.Revoked {
		t.Errorf("revoked: %q", got)
	}
	if _, err := read(noon.Add(2 * time.Hour)); err == nil || !strings.Contains(err.Error(), "held until") {
		t.Errorf("too old: %v", err)
	}
	if _, err := read(noon.Add(-time.Hour)); err == nil || !strings.Contains(err.Error(), "holds from") {
		t.Errorf("too new: %v", err)
	}
	der, _ := f.root.RevocationList(noon, noon.Add(time.Hour))
	if _, err := pki.ParseRevocationList(der, f.middle.Certificate, noon); err == nil {
		t.Error("another issuer's list is taken")
	}
}

// An authority gives nothing that outlives it, each certificate its own number, and no certificate when it has expired.
func TestAuthority(t *testing.T) {
	a := authority(t, "cn=CA", "sha1", 1024)
	a.Lifetime = 10 * year
	first, second := grant(t, a, "cn=a", key(t, 2, 1024), noon), grant(t, a, "cn=b", key(t, 2, 1024), noon)
	if first.Serial() != "02" || second.Serial() != "03" {
		t.Errorf("serial numbers %s and %s", first.Serial(), second.Serial())
	}
	if !first.NotAfter.Equal(a.Certificate.NotAfter) {
		t.Errorf("valid until %v, its authority until %v", first.NotAfter, a.Certificate.NotAfter)
	}
	r := &pki.Request{Subject: name(t, "cn=late")}
	if err := r.Make(a.Hash, key(t, 2, 1024)); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Issue(r, noon.Add(4*year)); err == nil || !strings.Contains(err.Error(), "expired") {
		t.Errorf("an authority that has expired issues: %v", err)
	}
	if _, err := pki.ParseRequest(append([]byte(nil), r.Raw[:len(r.Raw)-1]...)); err == nil {
		t.Error("half a request is taken")
	}
	forged := append([]byte(nil), r.Raw...)
	forged[len(forged)-1] ^= 1
	if _, err := pki.ParseRequest(forged); err == nil || !strings.Contains(err.Error(), "signature is wrong") {
		t.Errorf("a forged request: %v", err)
	}
}
