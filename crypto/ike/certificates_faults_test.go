package ike

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ocsp"

	"ruthere/config"
	"ruthere/crypto/ike/state"
	"ruthere/crypto/pki"
)

// trusting has an end show a certificate, and the other one judge it with the root, as a trustpoint says that is changed by edit.
func trusting(c *config.Config, own *pki.Certificate, number int, edit func(t *config.Trustpoint)) {
	t := enrolled("TP", testRoot.Certificate, own, number, testBits)
	if edit != nil {
		edit(t)
	}
	c.PKI.Trustpoints = []*config.Trustpoint{t}
}

// A badCertificate is why the right end does not take the left one's certificate.
type badCertificate struct {
	name  string
	edit  func(left, right *config.Config)
	lists func(RevocationWanted) []byte
	clock time.Time // what the right end's shows; zero: the right time
	said  []string  // in order
}

func checkingLists(t *config.Trustpoint) { t.Revocation = []string{config.CheckList} }

var badCertificates = []badCertificate{
	{name: "clock not set", clock: time.Date(2002, 3, 1, 0, 1, 0, 0, time.UTC),
		said: []string{"%PKI-3-CERTIFICATE_INVALID_NOT_YET_VALID: Certificate chain validation has failed.  The certificate (SN: 02) is not " +
			"yet valid   Validity period starts on 00:00:00 UTC Mar 24 2004"}},
	{name: "expired", clock: planted.Add(aYear + time.Hour),
		said: []string{"%PKI-3-CERTIFICATE_INVALID_EXPIRED: Certificate chain validation has failed.  The certificate (SN: 02) has expired.    " +
			"Validity period ended on 00:00:00 UTC Mar 24 2005"}},
	{name: "an authority that is not trusted", edit: func(left, _ *config.Config) {
		trusting(left, grant(fake, wish{subject: "cn=left", number: leftKey, bits: testBits}), leftKey, nil)
	}, said: []string{"%PKI-3-CERTIFICATE_INVALID: Certificate chain validation has failed."}},
	{name: "the authority in between is not sent", edit: func(left, _ *config.Config) {
		trusting(left, grant(middle, wish{subject: "cn=left", number: leftKey, bits: testBits}), leftKey, nil)
	}, said: []string{"%PKI-3-CERTIFICATE_INVALID: Certificate chain validation has failed."}},
	{name: "revoked", edit: func(_, right *config.Config) { trusting(right, rightCert, rightKey, checkingLists) },
		lists: func(RevocationWanted) []byte { return revocations(testRoot, leftCert) },
		said: []string{"processing SIG payload",
			"%PKI-3-CERTIFICATE_REVOKED: Certificate chain validation has failed.  The certificate (SN: 02) is revoked"}},
	{name: "no list of what was revoked", edit: func(_, right *config.Config) { trusting(right, rightCert, rightKey, checkingLists) },
		lists: func(RevocationWanted) []byte { return nil }, said: []string{"is bad: CA request failed!"}},
	{name: "a list of somebody else", edit: func(_, right *config.Config) { trusting(right, rightCert, rightKey, checkingLists) },
		lists: func(RevocationWanted) []byte { return revocations(fake) }, said: []string{"is bad: CA request failed!"}},
	{name: "nobody answers for OCSP", edit: func(_, right *config.Config) {
		trusting(right, rightCert, rightKey, func(t *config.Trustpoint) { t.Revocation = []string{config.CheckOCSP} })
	}, lists: func(RevocationWanted) []byte { return nil }, said: []string{"is bad: CA request failed!"}},
	{name: "revoked, a responder says", edit: func(_, right *config.Config) {
		trusting(right, rightCert, rightKey, func(t *config.Trustpoint) { t.Revocation = []string{config.CheckOCSP, config.None} })
	}, lists: func(RevocationWanted) []byte { return responder(testRoot, ocsp.Revoked, leftCert) },
		said: []string{"%PKI-3-CERTIFICATE_REVOKED: Certificate chain validation has failed.  The certificate (SN: 02) is revoked"}},
	{name: "no responder, and the list has it", edit: func(_, right *config.Config) {
		trusting(right, rightCert, rightKey, func(t *config.Trustpoint) { t.Revocation = []string{config.CheckOCSP, config.CheckList} })
	}, lists: func(w RevocationWanted) []byte {
		if w.Method == config.CheckOCSP {
			return nil
		}
		return revocations(testRoot, leftCert)
	}, said: []string{"%PKI-3-CERTIFICATE_REVOKED: Certificate chain validation has failed.  The certificate (SN: 02) is revoked"}},
	{name: "expired, and another map allows that", clock: planted.Add(aYear + time.Hour), edit: func(_, right *config.Config) {
		trusting(right, rightCert, rightKey, func(t *config.Trustpoint) {
			t.Match = []config.CertificateMatch{{Map: "ALL"}, {Map: "NONE", AllowExpired: true}}
		})
		right.AddCertificateMap("ALL", 10)
	}, said: []string{"%PKI-3-CERTIFICATE_INVALID_EXPIRED: Certificate chain validation has failed.  The certificate (SN: 02) has expired."}},
	{name: "another name", edit: func(_, right *config.Config) {
		trusting(right, rightCert, rightKey, func(t *config.Trustpoint) { t.Match = []config.CertificateMatch{{Map: "OURS"}} })
		right.AddCertificateMap("OURS", 10)
		right.CertificateMap("OURS", 10).Rules = []config.CertificateRule{{Field: config.FieldSubject, Test: "co", Value: "ou = vpn"}}
	}, said: []string{"%PKI-3-CERTIFICATE_INVALID_UNAUTHORIZED: Certificate chain validation has failed.  Unauthorized"}},
}

// A certificate that is not taken ends phase 1 with a line that says why, in every release, in either mode, whoever of the two begins;
// and nothing stays. The lines of all are in testdata/certificates-*.txt.
func TestBadCertificates(t *testing.T) {
	for _, release := range releases {
		var all strings.Builder
		for _, bad := range badCertificates {
			for initiator := range 2 {
				for _, aggressive := range []bool{false, true} {
					if aggressive && initiator == 1 {
						continue // below
					}
					what := fmt.Sprintf("%s, rig %d begins, aggressive %t", bad.name, initiator, aggressive)
					n := newNet(t, release, func(left, right *config.Config) {
						certified(left, right)
						if aggressive {
							certifiedAggressively(left, right)
						}
						if bad.edit != nil {
							bad.edit(left, right)
						}
					})
					right := n.rigs[1]
					right.lists = bad.lists
					if !bad.clock.IsZero() {
						right.engine.Calendar = func(time.Time) time.Time { return bad.clock }
					}
					n.trigger(initiator)
					n.run(phase2Delay)
					if right.up() {
						t.Errorf("%v, %s: a tunnel", release, what)
					}
					right.said(t, append(slices.Clone(bad.said), "FSM action returned error: 2", "New State = IKE_DEST_SA")...)
					mode := "Main"
					if aggressive {
						mode = "Aggressive"
					}
					right.said(t, "%CRYPTO-5-IKMP_INVAL_CERT: Certificate received from 10.1.32.14 is bad: ",
						"%CRYPTO-6-IKMP_MODE_FAILURE: Processing of "+mode+" mode failed with peer at 10.1.32.14")
					fmt.Fprintf(&all, "=== %s\n", what)
					hidden := mask{}
					isFirst := func(l string) bool { return strings.Contains(l, "processing CERT payload") }
					for _, line := range right.lines[slices.IndexFunc(right.lines, isFirst):] {
						fmt.Fprintln(&all, hidden.line(line))
					}
					n.drop = func(Datagram) bool { return true }
					n.clear(0, func(e *Engine, out *Out) { e.ClearSession(n.now, Filter{}, out) })
					n.run(5 * time.Minute)
					n.empty(what)
				}
			}
		}
		golden(t, "certificates-"+release.String()+".txt", all.String())
	}
}

// An answer in aggressive mode whose certificate is not taken may be anybody's who saw message 1: it ends nothing, and the right answer
// is taken when it comes.
func TestBadAnswerInAggressiveMode(t *testing.T) {
	for _, release := range releases {
		n := newNet(t, release, func(left, right *config.Config) {
			certifiedAggressively(left, right)
			trusting(right, grant(fake, wish{subject: "cn=right", number: rightKey, bits: testBits}), rightKey, func(t *config.Trustpoint) {
				t.Store(config.StoredCertificate{Kind: config.CACertificate, Serial: "9", DER: testRoot.Certificate.Raw})
			})
		})
		left, right := n.rigs[0], n.rigs[1]
		n.call()
		left.said(t, "%PKI-3-CERTIFICATE_INVALID: Certificate chain validation has failed.",
			"%CRYPTO-5-IKMP_INVAL_CERT: Certificate received from 10.2.80.209 is bad: certificate invalid",
			"%CRYPTO-6-IKMP_MODE_FAILURE: Processing of Aggressive mode failed with peer at 10.2.80.209")
		if at := left.engine.allSAs()[0].phase; at != state.InitAM1 {
			t.Fatalf("%v: after a bad answer the initiator is in %v", release, at)
		}
		n.clear(1, func(e *Engine, out *Out) { e.ClearISAKMP(n.now, 0, out) })
		trusting(right.engine.config, rightCert, rightKey, nil)
		right.engine.trust = credentials{}
		n.run(retransmitInterval + time.Second)
		if !left.up() || !right.up() {
			t.Errorf("%v: the right answer is not taken:\n%s", release, strings.Join(left.lines, "\n"))
		}
	}
}

// Of several maps of a name one has to match, with all of its rules.
func TestCertificateMaps(t *testing.T) {
	n := newNet(t, 0, certified)
	e := n.rigs[0].engine
	cert := grant(testRoot, wish{subject: "cn=R1,ou=VPN users,o=Lab", addr: leftAddr, number: leftKey, bits: testBits})
	e.config.AddCertificateMap("M", 10)
	e.config.AddCertificateMap("M", 20)
	e.config.CertificateMap("M", 10).Rules = []config.CertificateRule{{Field: config.FieldSubject, Test: "co", Value: "ou=sales"}}
	e.config.CertificateMap("M", 20).Rules = []config.CertificateRule{{Field: config.FieldSubject, Test: "co", Value: "ou=vpn"},
		{Field: config.FieldIssuer, Test: "co", Value: "o=lab"}}
	if !e.mapTakes("M", cert) || e.mapTakes("M", leftCert) || e.mapTakes("NONE", cert) {
		t.Error("a map matches if one of its sequence numbers does, with all of its rules; one that is not there matches nothing")
	}
}

// An expired certificate is taken where the map that takes it allows that.
func TestExpiredCertificateAllowed(t *testing.T) {
	n := certifiedNet(t, 0, func(_, right *config.Config) {
		trusting(right, rightCert, rightKey, func(t *config.Trustpoint) { t.Match = []config.CertificateMatch{{Map: "ALL", AllowExpired: true}} })
		right.AddCertificateMap("ALL", 10)
	})
	n.rigs[1].engine.Calendar = func(time.Time) time.Time { return planted.Add(aYear + time.Hour) }
	n.trigger(0)
	n.mirrored()
}

// A peer's profile is found by a certificate map, and by the OU as its group; and counts from then on.
func TestProfileByCertificate(t *testing.T) {
	for _, release := range releases {
		for _, how := range []string{"map", "group", "neither"} {
			n := certifiedNet(t, release, func(left, _ *config.Config) {
				p, _ := left.ISAKMP.AddProfile("P")
				left.AddCertificateMap("M", 10)
				left.CertificateMap("M", 10).Rules = []config.CertificateRule{{Field: config.FieldSubject, Test: "co", Value: "cn=right"}}
				switch how {
				case "map":
					p.Certificates = []string{"M"}
				case "group":
					p.Matches = []config.IdentityMatch{{Kind: config.MatchGroup, Text: "vpn"}}
				}
			})
			n.trigger(1)
			n.mirrored()
			want := "peer matches P profile"
			if how == "neither" {
				want = "peer matches *none* of the profiles"
			}
			n.rigs[0].said(t, "processing ID payload", "peer matches *none* of the profiles", "processing CERT payload",
				"peer's pubkey isn't cached", want)
			if got := n.rigs[0].engine.SAs(n.now)[0].Profile; (got == "P") != (how != "neither") {
				t.Errorf("%v, by %s: profile %q", release, how, got)
			}
		}
	}
}
