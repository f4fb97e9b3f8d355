package ike

import (
	"crypto/rsa"
	"math/big"
	"strings"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
	"ruthere/crypto/pki"
	"ruthere/debuglog"
)

// Message 5 or 6 with a signature, an identity or a certificate that is not right comes before the message itself: it is not believed,
// and the message itself is, when its sender repeats it. No more than mostWrongProofs are looked at meanwhile.
func TestWrongSignatureThenTheRightOne(t *testing.T) {
	changes := map[string]func(payloads []isakmp.Payload){
		"another signature": func(p []isakmp.Payload) { p[at(p, isakmp.PayloadSignature)].Body[0] ^= 1 },
		"another identity": func(p []isakmp.Payload) {
			p[at(p, isakmp.PayloadID)] = isakmp.New(isakmp.FQDNIdentification("somebody.example", 17, 500))
		},
		"somebody else's certificate": func(p []isakmp.Payload) {
			other := grant(testRoot, wish{subject: "cn=other", number: 20, bits: testBits})
			p[at(p, isakmp.PayloadCertificate)] = isakmp.New(&isakmp.Certificate{Encoding: isakmp.CertificateSignature, Data: other.Raw})
		},
		"no certificate": func(p []isakmp.Payload) {
			p[at(p, isakmp.PayloadCertificate)] = isakmp.New(&isakmp.Certificate{Encoding: isakmp.CertificateSignature, Data: []byte{0x30, 0}})
		},
	}
	for _, release := range releases {
		for what, change := range changes {
			for receiver := range 2 {
				for _, times := range []int{1, 3 * mostWrongProofs} {
					n := newNet(t, release, certified)
					n.alterProof(receiver, times, change)
					n.trigger(0)
					b := n.rigs[receiver]
					if got, want := count(b.lines, "Signature payload is incorrect"), min(times, mostWrongProofs); got != want {
						t.Errorf("%v, %s: %d wrong signatures are looked at, want %d", release, what, got, want)
					}
					if count(b.lines, "%CRYPTO-6-IKMP_AUTH_FAIL: Authentication method 3 failed with host ") != 1 {
						t.Errorf("%v, %s: said\n%s", release, what, strings.Join(b.lines, "\n"))
					}
					n.run(retransmitInterval + duplicateDelay)
					n.mirrored()
				}
			}
		}
	}
}

// A certificate that is right, of somebody else's key, is of no use: neither with a signature of one's own key nor without.
func TestStolenCertificate(t *testing.T) {
	thief := key(21, testBits)
	n := newNet(t, debuglog.IOS15, certified)
	n.alterProof(1, 1, func(p []isakmp.Payload) {
		sa := n.rigs[1].engine.allSAs()[0]
		hash := oakley.HashI(sa.suite.Hash, sa.keys.SKEYID, sa.keI, sa.keR, sa.cookieI, sa.cookieR, sa.offer, p[0].Body)
		p[at(p, isakmp.PayloadSignature)] = isakmp.New(&isakmp.Signature{Data: must(oakley.SignHash(thief, hash))})
	})
	n.trigger(0)
	if n.rigs[1].up() || count(n.rigs[1].lines, "Signature payload is incorrect") != 1 {
		t.Errorf("said\n%s", strings.Join(n.rigs[1].lines, "\n"))
	}
}

// Any one datagram may be lost, or come twice.
func TestSignaturesOverBadWires(t *testing.T) {
	for _, release := range releases {
		for _, edit := range []func(left, right *config.Config){certified, certifiedAggressively} {
			for at := range messages {
				for _, twice := range []bool{false, true} {
					n, seen := newNet(t, release, edit), 0
					n.drop = func(d Datagram) bool {
						if seen++; seen != at+1 {
							return false
						}
						if twice {
							n.deliver(d)
						}
						return !twice
					}
					n.call()
					n.run(2 * retransmitInterval) // in aggressive mode what is lost of quick mode was sent before phase 1 was repeated
					n.mirrored()
				}
			}
		}
	}
}

// The forgeries that a tunnel with a key survives, before each message: with certificates too.
func TestForgeriesAgainstSignatures(t *testing.T) {
	for _, edit := range []func(left, right *config.Config){certified, certifiedAggressively} {
		for initiator := range 2 {
			for _, f := range forgeries {
				for at := range 14 {
					n := newNet(t, debuglog.IOS15, edit)
					n.forgeBefore(at, f)
					n.trigger(initiator)
					n.run(65 * time.Second)
					if !n.rigs[0].up() || !n.rigs[1].up() {
						t.Errorf("rig %d begins, before datagram %d: %s: the tunnel is not what it was", initiator, at, f.name)
					}
				}
			}
		}
	}
}

// A key that is longer than is checked, at the end or in the middle of a chain, counts for nothing.
func TestKeysThatAreTooLong(t *testing.T) {
	long := &rsa.PublicKey{N: new(big.Int).SetBit(big.NewInt(1), oakley.MostSignatureBits, 1), E: 65537}
	own := must(testRoot.IssueAuthority(must(pki.ParseName("cn=left")), long, planted))
	n := newNet(t, debuglog.IOS15, certified)
	n.alterProof(1, 1, func(p []isakmp.Payload) {
		p[at(p, isakmp.PayloadCertificate)] = isakmp.New(&isakmp.Certificate{Encoding: isakmp.CertificateSignature, Data: own.Raw})
	})
	n.trigger(0)
	n.rigs[1].said(t, "Unable to get DN from certificate!", "Signature payload is incorrect")
	c := n.rigs[1].engine.changeSA(n.now, n.rigs[1].engine.allSAs()[0], &Out{})
	var m received
	for _, certificate := range []*pki.Certificate{leftCert, own, middle.Certificate} {
		m.payloads = append(m.payloads, isakmp.New(&isakmp.Certificate{Encoding: isakmp.CertificateSignature, Data: certificate.Raw}))
	}
	first, others := c.readCertificates(&m)
	if first == nil || !first.Equal(leftCert.Certificate) || len(others) != 1 || !others[0].Equal(middle.Certificate.Certificate) {
		t.Errorf("of a chain with a long key in it %v and %d others are read", first, len(others))
	}
}

// The signature is checked before the chain, and nothing is trusted without an anchor.
func TestProofIsJudgedInOrder(t *testing.T) {
	hash := make([]byte, 20)
	signature := must(oakley.SignHash(key(leftKey, testBits), hash))
	anchors := []Anchor{{Trustpoint: "TP", Authority: testRoot.Certificate}}
	now := planted.Add(time.Hour)
	another := Anchor{Trustpoint: "X", Authority: root(6, "cn=X", testBits).Certificate}
	named := Anchor{Trustpoint: "X", Authority: fake.Certificate}
	for _, c := range []struct {
		name  string
		proof Proof
		want  string
	}{
		{"right", Proof{hash, signature, leftCert, nil, now, anchors}, ""},
		{"a wrong signature and a wrong chain", Proof{hash, make([]byte, 128), leftCert, nil, now, nil}, oakley.ErrSignature.Error()},
		{"a wrong chain", Proof{hash, signature, leftCert, nil, now, []Anchor{named}}, string(pki.BadSignature)},
		{"no anchor", Proof{hash, signature, leftCert, nil, now, nil}, string(unauthorized)},
		{"another anchor first", Proof{hash, signature, leftCert, nil, now, append([]Anchor{another}, anchors...)}, ""},
	} {
		a := Job{Proof: &c.proof}.Compute()
		got := ""
		if a.Fault != nil {
			got = a.Fault.Error()
		}
		if (c.want == "") != (got == "") || !strings.Contains(got, c.want) || (a.Chain != nil) != (got == "") {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
