package ike

import (
	"crypto/rsa"
	"math/big"
	"math/rand/v2"
	"net/netip"
	"testing"
	"time"

	"golang.org/x/crypto/ocsp"

	"ruthere/config"
	"ruthere/crypto/keypair"
	"ruthere/crypto/pki"
	"ruthere/debuglog"
)

// The certificates of these tests: a root, an authority below it, and what they issue for the two ends, valid for a year from a day
// before the tests' first day on.

var planted = time.Date(2004, 3, 24, 0, 0, 0, 0, time.UTC)

const aYear = 365 * 24 * time.Hour

// keys are made once: one of each number and size.
var keys = map[[2]int]*rsa.PrivateKey{}

func key(number, bits int) *rsa.PrivateKey {
	at := [2]int{number, bits}
	if keys[at] == nil {
		made, err := keypair.Make(rand.NewChaCha8([32]byte{byte(number)}), bits)
		if err != nil {
			panic(err)
		}
		keys[at] = made
	}
	return keys[at]
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// An authority of these tests, by its number, which is that of its key.
func root(number int, name string, bits int) *pki.Authority {
	sha1, _ := pki.HashNamed("sha1")
	a := must(pki.NewAuthority(must(pki.ParseName(name)), key(number, bits), sha1, planted, 3*aYear))
	a.Lifetime = aYear
	return a
}

// below is an authority that another one has made one.
func below(above *pki.Authority, number int, name string, bits int) *pki.Authority {
	c := must(above.IssueAuthority(must(pki.ParseName(name)), &key(number, bits).PublicKey, planted))
	return &pki.Authority{Certificate: c, Key: key(number, bits), Hash: above.Hash, Last: big.NewInt(1), Lifetime: aYear}
}

// A wish is what a certificate is to say.
type wish struct {
	subject string
	addr    netip.Addr
	number  int // of its key
	bits    int
	at      time.Time
}

func grant(a *pki.Authority, w wish) *pki.Certificate {
	r := &pki.Request{Subject: must(pki.ParseName(w.subject)), Usage: pki.RouterUsage}
	if w.addr.IsValid() {
		r.Addresses = []netip.Addr{w.addr}
	}
	if err := r.Make(a.Hash, key(w.number, w.bits)); err != nil {
		panic(err)
	}
	if w.at.IsZero() {
		w.at = planted
	}
	return must(a.Issue(must(pki.ParseRequest(r.Raw)), w.at))
}

// labels are the names of keys by the keys' numbers and sizes.
var labels = map[string]*rsa.PrivateKey{}

// enrolled is a trustpoint with the certificates of an authority and of a router; nil: it has none.
func enrolled(name string, authority, own *pki.Certificate, number, bits int) *config.Trustpoint {
	label := name + big.NewInt(int64(number*10000+bits)).String()
	labels[label] = key(number, bits)
	t := &config.Trustpoint{Name: name, KeyPair: label, Revocation: []string{config.None},
		Certificates: []config.StoredCertificate{{Kind: config.CACertificate, DER: authority.Raw}}}
	if own != nil {
		t.Store(config.StoredCertificate{Kind: config.OwnCertificate, Serial: own.Serial(), DER: own.Raw})
	}
	return t
}

// holdsKeys is Engine.PrivateKey of these tests' engines.
func holdsKeys(label string) (*rsa.PrivateKey, bool) {
	k, ok := labels[label]
	return k, ok
}

// The sizes of keys in most of these tests, and the numbers of those that the two ends have.
const (
	testBits = 1024
	leftKey  = 11
	rightKey = 12
)

var (
	testRoot  = root(1, "cn=Root,o=lab", testBits)
	leftCert  = grant(testRoot, wish{subject: "hostname=left.lab.example", number: leftKey, bits: testBits})
	rightCert = grant(testRoot, wish{subject: "cn=right,ou=vpn,o=lab", addr: rightAddr, number: rightKey, bits: testBits})
	middle    = below(testRoot, 3, "cn=Middle,o=lab", testBits)
	fake      = root(4, "cn=Root,o=lab", testBits) // of the same name, with another key
)

// certified has both ends prove themselves by certificates of the same root, and no key.
func certified(left, right *config.Config) {
	left.Hostname, left.DomainName, right.Hostname, right.DomainName = "left", "lab.example", "right", "lab.example"
	for i, c := range []*config.Config{left, right} {
		c.ISAKMP.Keys = nil
		c.ISAKMP.Policies[0].Authentication = config.RSASig
		own, number := []*pki.Certificate{leftCert, rightCert}[i], []int{leftKey, rightKey}[i]
		c.PKI.Trustpoints = []*config.Trustpoint{enrolled("TP", testRoot.Certificate, own, number, testBits)}
	}
}

// certifiedAggressively has the left end call in aggressive mode besides.
func certifiedAggressively(left, right *config.Config) {
	certified(left, right)
	p, _ := left.ISAKMP.AddProfile("CALL")
	p.Aggressive, p.Matches = true, []config.IdentityMatch{{Kind: config.MatchAddress, Prefix: netip.PrefixFrom(rightAddr, 32)}}
	left.MapEntry("green", 1).Profile = "CALL"
}

// certifiedNet is a net of which an end has another trustpoint than certified gives it.
func certifiedNet(t testing.TB, release debuglog.Release, edit func(left, right *config.Config)) *testnet {
	return newNet(t, release, func(left, right *config.Config) {
		certified(left, right)
		if edit != nil {
			edit(left, right)
		}
	})
}

// revocations is a list of what an authority has revoked, that holds for a year.
func revocations(a *pki.Authority, revoked ...*pki.Certificate) []byte {
	issuing := *a
	issuing.Revoked = nil
	for _, c := range revoked {
		issuing.Revoked = append(issuing.Revoked, pki.Revocation{Serial: c.SerialNumber, At: planted})
	}
	return must(issuing.RevocationList(planted, planted.Add(aYear)))
}

// responder is what the responder of an authority says of one of its certificates.
func responder(a *pki.Authority, status int, of *pki.Certificate) []byte {
	return must(ocsp.CreateResponse(a.Certificate.Certificate, a.Certificate.Certificate, ocsp.Response{Status: status,
		SerialNumber: of.SerialNumber, ThisUpdate: planted, NextUpdate: planted.Add(aYear), RevokedAt: planted}, a.Key))
}
