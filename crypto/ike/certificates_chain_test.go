package ike

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/pki"
)

// A peer of a subordinate authority is judged up to that authority, or on by another trustpoint, as `chain-validation` says; what was
// revoked is asked about as the trustpoint says by which a certificate is judged.
func TestChainValidation(t *testing.T) {
	peer := grant(middle, wish{subject: "cn=left", number: leftKey, bits: testBits})
	const revoked, invalid = "%PKI-3-CERTIFICATE_REVOKED", "%PKI-3-CERTIFICATE_INVALID: Certificate chain validation has failed."
	for _, c := range []struct {
		name    string
		chain   string
		parent  *pki.Certificate // of the trustpoint ROOT; nil: there is none
		methods []string         // of ROOT
		lists   map[string][]byte
		asked   string
		said    string // "": a tunnel
	}{
		{name: "up to the authority", parent: testRoot.Certificate, methods: []string{config.CheckList}, asked: "SUB"},
		{name: "on to the root", chain: "continue ROOT", parent: testRoot.Certificate, methods: []string{config.CheckList}, asked: "SUB ROOT"},
		{name: "on to whoever is the root", chain: "continue", parent: testRoot.Certificate, methods: []string{config.CheckList},
			asked: "SUB ROOT"},
		{name: "on to a root that asks nobody", chain: "continue ROOT", parent: testRoot.Certificate, methods: []string{config.None},
			asked: "SUB"},
		{name: "the root has revoked the authority", chain: "continue ROOT", parent: testRoot.Certificate, methods: []string{config.CheckList},
			lists: map[string][]byte{"ROOT": revocations(testRoot, middle.Certificate)}, asked: "SUB ROOT", said: revoked},
		{name: "the root has, and nobody looks", parent: testRoot.Certificate, methods: []string{config.CheckList},
			lists: map[string][]byte{"ROOT": revocations(testRoot, middle.Certificate)}, asked: "SUB"},
		{name: "the authority has revoked the peer", chain: "continue ROOT", parent: testRoot.Certificate, methods: []string{config.None},
			lists: map[string][]byte{"SUB": revocations(middle, peer)}, asked: "SUB", said: revoked},
		{name: "a root that is not there", chain: "continue ROOT", said: invalid},
		{name: "a root of another name", chain: "continue OTHER", parent: testRoot.Certificate, methods: []string{config.None}, said: invalid},
		{name: "another key of the root's name", chain: "continue ROOT", parent: fake.Certificate, methods: []string{config.None}, said: invalid},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := certifiedNet(t, 0, func(left, right *config.Config) {
				trusting(left, peer, leftKey, nil)
				sub := enrolled("SUB", middle.Certificate, nil, rightKey, testBits)
				sub.ChainValidation, sub.Revocation = c.chain, []string{config.CheckList}
				own := enrolled("OWN", testRoot.Certificate, rightCert, rightKey, testBits)
				own.Match = []config.CertificateMatch{{Map: "NOBODY"}} // it is not for peers
				right.PKI.Trustpoints = []*config.Trustpoint{sub}
				if c.parent != nil {
					root := enrolled("ROOT", c.parent, nil, rightKey, testBits)
					root.Revocation, root.Match = c.methods, own.Match
					right.PKI.Trustpoints = append(right.PKI.Trustpoints, root)
				}
				if c.chain != "continue" {
					right.PKI.Trustpoints = append(right.PKI.Trustpoints, own)
				} else {
					right.PKI.Trustpoints[1].KeyPair = own.KeyPair
					right.PKI.Trustpoints[1].Store(own.Certificates[slices.IndexFunc(own.Certificates,
						func(s config.StoredCertificate) bool { return s.Kind == config.OwnCertificate })])
				}
			})
			var asked []string
			right := n.rigs[1]
			right.lists = func(w RevocationWanted) []byte {
				asked = append(asked, w.Trustpoint)
				if list := c.lists[w.Trustpoint]; list != nil {
					return list
				}
				if bytes.Equal(w.Issuer.Raw, middle.Certificate.Raw) {
					return revocations(middle)
				}
				return revocations(testRoot)
			}
			n.trigger(0)
			n.run(5 * time.Second)
			if got := strings.Join(asked, " "); right.up() != (c.said == "") || got != c.asked {
				t.Errorf("a tunnel: %t; asked for were lists of %q, want %q\n%s", right.up(), got, c.asked, strings.Join(right.lines, "\n"))
			}
			if c.said != "" {
				right.said(t, c.said)
			}
		})
	}
}
