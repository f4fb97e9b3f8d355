package ike

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// Main mode with signatures leads to a tunnel that lives like another, in the payloads and the words of the device.
func TestSignatures(t *testing.T) {
	for _, release := range releases {
		for initiator := range 2 {
			n := newNet(t, release, certified)
			n.trigger(initiator)
			n.mirrored()
			left, right := n.rigs[0], n.rigs[1]
			for i, b := range n.rigs {
				b.said(t, "auth RSA sig", "processing KE payload", "processing NONCE payload", "processing CERT_REQ payload. message ID = 0",
					"peer wants a CT_X509_SIGNATURE cert", "peer wants cert issued by cn=Root,o=lab", "Choosing trustpoint TP as issuer",
					"vendor ID")
				b.said(t, "constructing CERT_REQ for issuer cn=Root,o=lab", "sending packet to "+n.rigs[1-i].addr.String())
				b.said(t, "next-payload : 6", "constructing CERT payload for ", "using the TP trustpoint's keypair to sign",
					"sending packet to "+n.rigs[1-i].addr.String())
				b.said(t, "processing CERT payload. message ID = 0", "processing a CT_X509_SIGNATURE cert", "peer's pubkey isn't cached",
					"processing SIG payload. message ID = 0", "SA has been authenticated with "+n.rigs[1-i].addr.String())
				if count(b.lines, "found peer pre-shared key")+count(b.lines, "local preshared key") > 0 {
					t.Errorf("%v: rig %d speaks of a key", release, i)
				}
			}
			left.said(t, "My ID configured as IPv4 Addr, but Addr not in Cert!", "Using FQDN as My ID", "using id type ID_FQDN",
				"FQDN name    : left.lab.example", "constructing CERT payload for hostname=left.lab.example")
			right.said(t, "using id type ID_IPV4_ADDR", "constructing CERT payload for cn=right,ou=vpn,o=lab")
			right.said(t, "Cert presented by peer contains no OU field.")
			if got := right.engine.SAs(n.now)[0]; got.PeerID != "left.lab.example" || !got.Signs {
				t.Errorf("%v: the peer is known as %q, by signature: %t", release, got.PeerID, got.Signs)
			}
			if count(right.lines, "pre-shared key authentication") > 0 || count(right.lines, "RSA signature authentication using") != 1 {
				t.Errorf("%v: how it authenticates is not said", release)
			}
			n.run(time.Minute)
			n.rigs[0].said(t, "DPD/R_U_THERE_ACK received from peer 10.2.80.209")
			n.clear(0, func(e *Engine, out *Out) { e.ClearSession(n.now, Filter{}, out) })
			n.run(2 * time.Minute)
			n.empty(release.String())
		}
	}
}

// What the messages of main mode hold.
func TestPayloadsOfSignatures(t *testing.T) {
	n := newNet(t, debuglog.IOS15, certified)
	n.trigger(0)
	const ke, nonce, request, vendor, natd = isakmp.PayloadKE, isakmp.PayloadNonce, isakmp.PayloadCertificateRequest,
		isakmp.PayloadVendorID, isakmp.PayloadNATD
	for i, b := range n.rigs {
		if got, want := payloadsOf(t, phase1Of(b)[1]), []isakmp.PayloadType{ke, nonce, request, vendor, natd}; !slices.Equal(got, want) {
			t.Errorf("message %d is %v, want %v", 3+i, got, want)
		}
	}
}

// In aggressive mode three messages carry all of it.
func TestAggressiveModeWithSignatures(t *testing.T) {
	for _, release := range releases {
		for _, dn := range []bool{false, true} {
			n := newNet(t, release, func(left, right *config.Config) {
				certifiedAggressively(left, right)
				if dn {
					left.ISAKMP.Identity = config.IdentityDN
				}
			})
			n.call()
			n.mirrored()
			left, right := n.rigs[0], n.rigs[1]
			left.said(t, "constructing CERT_REQ for issuer cn=Root,o=lab", "(I) AG_INIT_EXCH", "processing NONCE payload",
				"processing CERT_REQ payload", "processing CERT payload", "processing SIG payload", "SA has been authenticated",
				"constructing CERT payload", "using the TP trustpoint's keypair to sign", "Old State = IKE_I_AM1  New State = IKE_P1_COMPLETE")
			right.said(t, "processing CERT_REQ payload", "Old State = IKE_READY  New State = IKE_R_AM_AAA_AWAIT", "constructing CERT payload",
				"using the TP trustpoint's keypair to sign", "(R) AG_INIT_EXCH", "Old State = IKE_R_AM_AAA_AWAIT  New State = IKE_R_AM2",
				"processing CERT payload", "processing SIG payload", "SA has been authenticated", "Old State = IKE_R_AM2  New State = IKE_P1_COMPLETE")
			const sa, ke, nonce, id, cert, sig, request, vendor, natd = isakmp.PayloadSA, isakmp.PayloadKE, isakmp.PayloadNonce, isakmp.PayloadID,
				isakmp.PayloadCertificate, isakmp.PayloadSignature, isakmp.PayloadCertificateRequest, isakmp.PayloadVendorID, isakmp.PayloadNATD
			first := []isakmp.PayloadType{sa, vendor, ke, nonce, id, request, vendor}
			if got, want := payloadsOf(t, phase1Of(left)[0]), first; !slices.Equal(got, want) {
				t.Errorf("%v: message 1 is %v, want %v", release, got, want)
			}
			answer := []isakmp.PayloadType{sa, vendor, ke, id, nonce, cert, sig, request, natd}
			if got, want := payloadsOf(t, phase1Of(right)[0]), answer; !slices.Equal(got, want) {
				t.Errorf("%v: message 2 is %v, want %v", release, got, want)
			}
			want := "left.lab.example"
			if dn {
				want = "hostname=left.lab.example"
			}
			if got := right.engine.SAs(n.now)[0].PeerID; got != want {
				t.Errorf("%v: the peer is known as %q, want %q", release, got, want)
			}
			n.clear(0, func(e *Engine, out *Out) { e.ClearSession(n.now, Filter{}, out) })
			n.run(2 * time.Minute)
			n.empty(release.String())
		}
	}
}

// What a router calls itself, and with whose certificate, by what is configured and what was asked for.
func TestWhatIsShown(t *testing.T) {
	other := root(5, "cn=Other,o=lab", testBits)
	ofOther := grant(other, wish{subject: "cn=left of other", number: leftKey, bits: testBits})
	withAddress := grant(testRoot, wish{subject: "cn=left with address", addr: leftAddr, number: leftKey, bits: testBits})
	both := func(left *config.Config) {
		left.PKI.Trustpoints = append([]*config.Trustpoint{enrolled("OTHER", other.Certificate, ofOther, leftKey, testBits)},
			left.PKI.Trustpoints...)
	}
	for _, c := range []struct {
		name string
		edit func(left, right *config.Config)
		want []string
	}{
		{"the authority that the peer asks for", func(left, _ *config.Config) { both(left) },
			[]string{"Choosing trustpoint TP as issuer", "constructing CERT payload for hostname=left.lab.example", "keypair to sign"}},
		{"both are asked for", func(left, right *config.Config) {
			both(left)
			right.PKI.Trustpoints = append(right.PKI.Trustpoints, enrolled("OTHER", other.Certificate, nil, 0, testBits))
		}, []string{"peer wants cert issued by cn=Root,o=lab", "Choosing trustpoint TP as issuer", "peer wants cert issued by cn=Other,o=lab",
			"constructing CERT payload for hostname=left.lab.example"}},
		{"the trustpoints of the profile, in its order", func(left, right *config.Config) {
			both(left)
			right.PKI.Trustpoints = append(right.PKI.Trustpoints, enrolled("OTHER", other.Certificate, nil, 0, testBits))
			p, _ := left.ISAKMP.AddProfile("P")
			p.Trustpoints, p.Matches = []string{"TP"}, []config.IdentityMatch{{Kind: config.MatchAddress, Prefix: netip.PrefixFrom(rightAddr, 32)}}
			left.MapEntry("green", 1).Profile = "P"
		}, []string{"constructing CERT_REQ for issuer cn=Root,o=lab", "constructing CERT payload for hostname=left.lab.example"}},
		{"an address that is in the certificate", func(left, _ *config.Config) {
			left.PKI.Trustpoints = []*config.Trustpoint{enrolled("TP", testRoot.Certificate, withAddress, leftKey, testBits)}
		}, []string{"using id type ID_IPV4_ADDR"}},
		{"identity hostname", func(left, _ *config.Config) { left.ISAKMP.Identity = config.IdentityHostname }, []string{"using id type ID_FQDN",
			"FQDN name    : left.lab.example"}},
		{"identity dn", func(left, _ *config.Config) { left.ISAKMP.Identity = config.IdentityDN }, []string{"using id type ID_DER_ASN1_DN",
			"type         : 9"}},
		{"self-identity of the profile", func(left, _ *config.Config) {
			left.ISAKMP.Identity = config.IdentityDN
			p, _ := left.ISAKMP.AddProfile("P")
			p.SelfIdentity, p.UserFQDN = config.IdentityUserFQDN, "user@lab.example"
			left.MapEntry("green", 1).Profile = "P"
		}, []string{"using id type ID_USER_FQDN"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := certifiedNet(t, debuglog.IOS15, c.edit)
			n.trigger(0)
			n.mirrored()
			n.rigs[0].said(t, c.want...)
		})
	}
}

// Where there are both a key and a certificate, the policies decide.
func TestKeyAndCertificate(t *testing.T) {
	for _, release := range releases {
		for _, first := range []config.Authentication{config.PreShare, config.RSASig} {
			n := certifiedNet(t, release, func(left, right *config.Config) {
				for _, c := range []*config.Config{left, right} {
					c.ISAKMP.Keys = []config.PreSharedKey{{Key: "k", Prefix: anyPrefix}}
					c.ISAKMP.Policies[0].Authentication = first
					p := c.ISAKMP.AddPolicy(2)
					p.Encryption, p.KeyBits, p.Group, p.Authentication = config.AES, 128, 19, config.RSASig
					if first == config.RSASig {
						p.Authentication = config.PreShare
					}
				}
			})
			n.trigger(0)
			n.mirrored()
			if got := n.rigs[0].engine.SAs(n.now)[0].Signs; got != (first == config.RSASig) {
				t.Errorf("%v: with %v first, signatures are used: %t", release, first, got)
			}
		}
	}
}

// Phase 1 is renewed with signatures too, and IPsec SAs outlive it.
func TestSignaturesAreRenewed(t *testing.T) {
	n := certifiedNet(t, debuglog.IOS15, func(left, right *config.Config) {
		left.ISAKMP.Policies[0].Lifetime, right.ISAKMP.Policies[0].Lifetime = 600*time.Second, 600*time.Second
	})
	n.trigger(0)
	n.talk(0, 25*time.Minute)
	if got := count(n.rigs[0].lines, "SA has been authenticated with"); got < 3 {
		t.Errorf("authenticated %d times in 25 minutes of lifetimes of 10", got)
	}
}

// Through a translator: the identity's port is 0 by then, and signed as such.
func TestSignaturesThroughNAT(t *testing.T) {
	for _, edit := range []func(left, right *config.Config){certified, certifiedAggressively} {
		n := newNet(t, debuglog.IOS15, edit)
		n.nat = 1000
		n.call()
		if !n.rigs[0].up() || !n.rigs[1].up() {
			t.Errorf("no tunnel:\n%s", strings.Join(n.rigs[1].lines, "\n"))
		}
	}
}
