package ike

import (
	"bytes"
	"testing"
	"time"

	"golang.org/x/crypto/ocsp"

	"ruthere/config"
)

// Lists and responders that are right let the peer in; so does `none` behind what cannot be had. A method is asked about each
// certificate of the chain, and the next one about those of which it says nothing.
func TestGoodLists(t *testing.T) {
	between := grant(middle, wish{subject: "cn=left", number: leftKey, bits: testBits})
	for _, release := range releases {
		for _, c := range []struct {
			name    string
			methods []string
			lists   func(RevocationWanted) []byte
			want    int
		}{
			{"none", []string{config.None}, nil, 0},
			{"crl", []string{config.CheckList}, func(w RevocationWanted) []byte {
				if w.Issuer == middle.Certificate || bytes.Equal(w.Issuer.Raw, middle.Certificate.Raw) {
					return revocations(middle, rightCert)
				}
				return revocations(testRoot)
			}, 2},
			{"crl none, not to be had", []string{config.CheckList, config.None}, func(RevocationWanted) []byte { return nil }, 2},
			{"ocsp none", []string{config.CheckOCSP, config.None}, nil, 0},
			{"ocsp", []string{config.CheckOCSP}, func(w RevocationWanted) []byte {
				if bytes.Equal(w.Issuer.Raw, middle.Certificate.Raw) {
					return responder(middle, ocsp.Good, between)
				}
				return responder(testRoot, ocsp.Good, middle.Certificate)
			}, 2},
			{"ocsp crl, and the responder of one of the two does not know", []string{config.CheckOCSP, config.CheckList},
				func(w RevocationWanted) []byte {
					switch isLower := bytes.Equal(w.Issuer.Raw, middle.Certificate.Raw); {
					case w.Method == config.CheckList:
						return revocations(middle)
					case isLower:
						return responder(middle, ocsp.Unknown, between)
					}
					return responder(testRoot, ocsp.Good, middle.Certificate)
				}, 3},
			{"crl ocsp none, and nobody answers in time", []string{config.CheckList, config.CheckOCSP, config.None}, nil, 4},
			{"crl none, and nobody answers in time", []string{config.CheckList, config.None}, nil, 2},
		} {
			n := certifiedNet(t, release, func(left, right *config.Config) {
				trusting(left, between, leftKey, func(t *config.Trustpoint) {
					t.Store(config.StoredCertificate{Kind: config.CACertificate, Serial: "9", DER: middle.Certificate.Raw})
				})
				trusting(right, rightCert, rightKey, func(t *config.Trustpoint) { t.Revocation = c.methods })
			})
			asked := 0
			if right := n.rigs[1]; c.lists != nil {
				right.lists = func(w RevocationWanted) []byte {
					asked++
					if w.Trustpoint != "TP" {
						t.Errorf("%s: a list for trustpoint %q", c.name, w.Trustpoint)
					}
					return c.lists(w)
				}
			} else {
				asked = c.want
			}
			n.trigger(0)
			n.run(2*listTimeout + time.Second)
			if !n.rigs[1].up() || asked != c.want {
				t.Errorf("%v, %s: a tunnel: %t; %d lists were asked for, want %d", release, c.name, n.rigs[1].up(), asked, c.want)
			}
			n.clear(0, func(e *Engine, out *Out) { e.ClearSession(n.now, Filter{}, out) })
			n.run(2 * time.Minute)
			n.empty(c.name)
		}
	}
}

// What `match certificate ... skip revocation-check` takes is not asked about, and everything else is.
func TestSkippedRevocationCheck(t *testing.T) {
	for name, want := range map[string]int{"left": 0, "somebody": 1} {
		n := certifiedNet(t, 0, func(_, right *config.Config) {
			trusting(right, rightCert, rightKey, func(t *config.Trustpoint) {
				t.Revocation = []string{config.CheckList}
				t.Match = []config.CertificateMatch{{Map: "KNOWN", SkipRevocation: true}, {Map: "ALL"}}
			})
			right.AddCertificateMap("ALL", 10)
			right.AddCertificateMap("KNOWN", 10)
			right.CertificateMap("KNOWN", 10).Rules = []config.CertificateRule{{Field: config.FieldUnstructured, Test: "co", Value: name}}
		})
		asked := 0
		n.rigs[1].lists = func(RevocationWanted) []byte { asked++; return revocations(testRoot) }
		n.trigger(0)
		n.run(time.Second)
		if n.mirrored(); asked != want {
			t.Errorf("of %s: %d lists are asked for, want %d", name, asked, want)
		}
	}
}

// An answer for a list that comes when its SA is gone, or has been waited for long enough, changes nothing.
func TestLateLists(t *testing.T) {
	n := certifiedNet(t, 0, func(_, right *config.Config) { trusting(right, rightCert, rightKey, checkingLists) })
	right := n.rigs[1]
	var asked []uint64
	right.lists = nil
	n.trigger(0)
	for id := range right.engine.jobs {
		asked = append(asked, id)
	}
	if len(asked) != 1 {
		t.Fatalf("%d lists are waited for, want one", len(asked))
	}
	n.run(listTimeout + time.Second)
	right.said(t, "is bad: CA request failed!")
	n.clear(1, func(e *Engine, out *Out) { e.RevocationFetched(n.now, asked[0], revocations(testRoot), out) })
	if right.up() {
		t.Error("a tunnel by a late list")
	}
}
