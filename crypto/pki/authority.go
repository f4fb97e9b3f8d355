package pki

import (
	"crypto/rsa"
	"crypto/sha1"
	"crypto/x509"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"time"
)

// An Authority issues certificates and revocation lists: what `crypto pki server` makes of a router.
type Authority struct {
	Certificate *Certificate
	Key         *rsa.PrivateKey
	Hash        Hash
	Last        *big.Int // the serial number that was issued last
	Lifetime    time.Duration
	CDP         string // where its revocation list is; "" = not said in certificates
	Revoked     []Revocation
}

// A Revocation is a certificate that is not valid any more.
type Revocation struct {
	Serial *big.Int
	At     time.Time
}

// Limits of what an authority issues.
const mostLifetime = 100 * 365 * 24 * time.Hour

// NewAuthority makes a root: a certificate that its own key has signed, with serial number 1, valid from now on.
func NewAuthority(name Name, key *rsa.PrivateKey, h Hash, now time.Time, lifetime time.Duration) (*Authority, error) {
	a := &Authority{Key: key, Hash: h, Last: big.NewInt(1)}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: now, NotAfter: end(now, lifetime), IsCA: true,
		BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		SubjectKeyId: keyID(&key.PublicKey), AuthorityKeyId: keyID(&key.PublicKey)}
	der, err := a.issue(template, name, name, &key.PublicKey)
	if err != nil {
		return nil, err
	}
	a.Certificate, err = ParseCertificate(der)
	return a, err
}

// Issue grants a request: a certificate with the next serial number, valid from now on for the authority's lifetime, but not
// longer than the authority's own certificate. The subject is as it was asked for.
func (a *Authority) Issue(r *Request, now time.Time) (*Certificate, error) {
	usage := r.Usage
	if usage == 0 {
		usage = RouterUsage
	}
	template := a.template(now, r.Key)
	template.KeyUsage = usage & RouterUsage
	if template.KeyUsage == 0 {
		return nil, errors.New("the request asks for usages of a key that this authority does not grant")
	}
	template.DNSNames = r.Names
	for _, address := range r.Addresses {
		template.IPAddresses = append(template.IPAddresses, address.AsSlice())
	}
	return a.sign(template, r.Subject, r.Key)
}

// IssueAuthority makes a subordinate authority's certificate.
func (a *Authority) IssueAuthority(subject Name, key *rsa.PublicKey, now time.Time) (*Certificate, error) {
	template := a.template(now, key)
	template.IsCA, template.BasicConstraintsValid = true, true
	template.KeyUsage = x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign | x509.KeyUsageCRLSign
	return a.sign(template, subject, key)
}

func (a *Authority) template(now time.Time, key *rsa.PublicKey) *x509.Certificate {
	last := end(now, a.Lifetime)
	if last.After(a.Certificate.NotAfter) {
		last = a.Certificate.NotAfter
	}
	t := &x509.Certificate{SerialNumber: new(big.Int).Add(a.Last, big.NewInt(1)), NotBefore: now, NotAfter: last,
		SubjectKeyId: keyID(key), AuthorityKeyId: a.Certificate.SubjectKeyId}
	if a.CDP != "" {
		t.CRLDistributionPoints = []string{a.CDP}
	}
	return t
}

func (a *Authority) sign(template *x509.Certificate, subject Name, key *rsa.PublicKey) (*Certificate, error) {
	if template.NotBefore.After(template.NotAfter) {
		return nil, fmt.Errorf("the authority's own certificate has expired on %s", template.NotAfter.UTC().Format(time.DateOnly))
	}
	der, err := a.issue(template, a.Certificate.SubjectName, subject, key)
	if err != nil {
		return nil, err
	}
	c, err := ParseCertificate(der)
	if err == nil {
		a.Last = template.SerialNumber
	}
	return c, err
}

// issue writes a certificate. crypto/x509 makes it, extensions and all, but signs neither with MD5 nor with SHA-1: so its
// signature is made anew around the same content, whose inner algorithm is put right first.
func (a *Authority) issue(template *x509.Certificate, issuer, subject Name, key *rsa.PublicKey) ([]byte, error) {
	var err error
	if template.RawSubject, err = subject.Encode(); err != nil {
		return nil, err
	}
	parent := &x509.Certificate{SubjectKeyId: template.AuthorityKeyId, PublicKey: &a.Key.PublicKey}
	if parent.RawSubject, err = issuer.Encode(); err != nil {
		return nil, err
	}
	return signTemplate(template, parent, key, a.Key, a.Hash)
}

// Revoke puts a serial number on the list. It is an error if it never was issued or is on it.
func (a *Authority) Revoke(serial *big.Int, now time.Time) error {
	switch {
	case serial.Sign() <= 0 || serial.Cmp(a.Last) > 0:
		return fmt.Errorf("a certificate with serial number %s was never issued", SerialText(serial))
	case slices.ContainsFunc(a.Revoked, func(r Revocation) bool { return r.Serial.Cmp(serial) == 0 }):
		return fmt.Errorf("the certificate with serial number %s is revoked already", SerialText(serial))
	}
	a.Revoked = append(a.Revoked, Revocation{serial, now})
	return nil
}

// RevocationList writes the list (RFC 5280 section 5), which holds until the next is due.
func (a *Authority) RevocationList(now, next time.Time) ([]byte, error) {
	list := revocationContent{Algorithm: a.Hash.algorithm(), ThisUpdate: now.UTC().Truncate(time.Second),
		NextUpdate: next.UTC().Truncate(time.Second)}
	list.Issuer.FullBytes = a.Certificate.RawSubject
	for _, r := range a.Revoked {
		list.Revoked = append(list.Revoked, revokedEntry{Serial: r.Serial, At: r.At.UTC().Truncate(time.Second)})
	}
	return signRevocationList(list, a.Hash, a.Key)
}

// end is the end of a lifetime, which the form of the date bounds.
func end(now time.Time, lifetime time.Duration) time.Time {
	return now.Add(min(lifetime, mostLifetime))
}

// keyID is the SHA-1 of a public key: method 1 of RFC 5280 section 4.2.1.2.
func keyID(key *rsa.PublicKey) []byte {
	sum := sha1.Sum(x509.MarshalPKCS1PublicKey(key))
	return sum[:]
}
