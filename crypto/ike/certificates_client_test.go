package ike

import (
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// certifiedClient has the left end be a client of the right one that proves itself by a certificate, whose OU is its group.
func certifiedClient(left, right *config.Config) {
	own := grant(testRoot, wish{subject: "cn=alice's laptop,ou=" + groupName, number: 22, bits: testBits})
	serving(nil)(left, right)
	group := right.ISAKMP.Group(groupName)
	certified(left, right)
	left.ISAKMP.Peers, group.Key = nil, ""
	trusting(left, own, 22, nil)
}

// With certificates users are asked too: the group is the certificate's OU, and needs no key.
func TestXAuthAfterSignatures(t *testing.T) {
	for _, release := range releases {
		for password, right := range map[string]bool{"secret1": true, "guess": false} {
			r := &remote{n: newNet(t, release, certifiedClient), user: "alice", answers: []string{password}, ivs: map[uint32][]byte{}}
			r.n.rigs[1].users = map[string]string{"alice": "secret1"}
			r.n.drop = r.take
			r.n.trigger(0)
			r.n.run(5 * time.Second)
			st := r.served()
			if st.Group != groupName || !st.Signs || !st.XAuth {
				t.Errorf("%v: group %q, by signature %t, asked %t", release, st.Group, st.Signs, st.XAuth)
			}
			r.server().said(t, "processing CERT payload", "SA has been authenticated", "Need XAUTH")
			if r.requestAll(); right != (len(r.got) > 0) {
				t.Errorf("%v: with password %s the client was told %d things", release, password, len(r.got))
			}
		}
	}
}

// An answer of XAUTH may leave its identifier at 0, as strongSwan's does; with another one it is not taken.
func TestIdentifierOfXAuth(t *testing.T) {
	for identifier, taken := range map[uint16]bool{0: true, 1: false} {
		r := dial(t, debuglog.IOS15, nil)
		sa := r.server().engine.allSAs()[0]
		n := sa.nodes[len(sa.nodes)-1]
		if n.transaction.identifier == identifier {
			t.Fatal("the identifier that was drawn is the one that is tried")
		}
		r.send(n.id, isakmp.ConfigurationReply, identifier, isakmp.VariableAttribute(isakmp.XAuthUserName, []byte("alice")),
			isakmp.VariableAttribute(isakmp.XAuthUserPassword, []byte("secret1")))
		r.n.run(time.Second)
		if got := len(r.statuses) > 0; got != taken {
			t.Errorf("an answer with identifier %d is taken: %t, want %t", identifier, got, taken)
		}
	}
}

// An offer of signatures with XAUTH (65005) meets a policy of signatures, if users are asked here.
func TestOfferOfXAuthRSA(t *testing.T) {
	p := config.NewPolicy(1)
	attributes := policyAttributes(p)
	for i, a := range attributes {
		if a.Type == isakmp.AttrAuthentication {
			attributes[i] = isakmp.BasicAttribute(isakmp.AttrAuthentication, isakmp.AuthXAUTHInitRSA)
		}
	}
	offered := readTransform(isakmp.Transform{Attributes: attributes})
	for asks, want := range map[bool]bool{true: false, false: true} {
		if _, is := offered.mismatchWith(p, false, true, asks); is != want {
			t.Errorf("where users are asked: %t, the offer is refused: %t", asks, is)
		}
	}
}
