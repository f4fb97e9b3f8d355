package ike

import (
	"bytes"
	"slices"
	"testing"

	"ruthere/config"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// fragmenting has both ends send and take fragments, and the left one show so many authorities that its proof needs some.
func fragmenting(left, right *config.Config) {
	certifiedAggressively(left, right)
	left.ISAKMP.Profiles[0].Aggressive = false
	left.ISAKMP.Fragmentation, right.ISAKMP.Fragmentation = true, true
	chain := left.PKI.Trustpoints[0]
	own := grant(middle, wish{subject: "cn=left.of.the.two.routers.lab.example,ou=those that send long messages,o=lab",
		number: leftKey, bits: testBits})
	chain.Certificates = nil
	chain.Store(config.StoredCertificate{Kind: config.CACertificate, Serial: "1", DER: testRoot.Certificate.Raw})
	chain.Store(config.StoredCertificate{Kind: config.CACertificate, Serial: "2", DER: middle.Certificate.Raw})
	chain.Store(config.StoredCertificate{Kind: config.OwnCertificate, Serial: own.Serial(), DER: own.Raw})
}

// isFragment says whether a datagram is one.
func isFragment(d Datagram) bool {
	h, err := isakmp.ParseHeader(d.Data)
	return err == nil && h.Next == isakmp.PayloadFragment
}

// A message that is too long leaves in fragments, whoever begins, and is put together; one that is not, and one to a peer that does not
// take them, leaves whole.
func TestFragments(t *testing.T) {
	for _, release := range releases {
		for initiator := range 2 {
			for _, both := range []bool{true, false} {
				n := newNet(t, release, func(left, right *config.Config) {
					fragmenting(left, right)
					right.ISAKMP.Fragmentation = both
				})
				n.trigger(initiator)
				n.mirrored()
				left := n.rigs[0]
				if got := slices.ContainsFunc(left.sent, isFragment); got != both {
					t.Errorf("%v: fragments are sent: %t, want %t", release, got, both)
				}
				for _, d := range left.sent {
					if both && len(d.Data) > fragmentedFrom {
						t.Errorf("%v: a datagram of %d bytes", release, len(d.Data))
					}
				}
				if slices.ContainsFunc(n.rigs[1].sent, isFragment) {
					t.Errorf("%v: what is short leaves in fragments", release)
				}
				if both {
					left.said(t, "Support for IKE Fragmentation enabled")
				}
			}
		}
	}
}

// Fragments come in any order, twice, or not at all: then all of them are sent again.
func TestFragmentsOverBadWires(t *testing.T) {
	for name, wire := range map[string]func(n *testnet, held []Datagram) (delivered bool){
		"in the other order": func(n *testnet, held []Datagram) bool {
			for _, d := range slices.Backward(held) {
				n.deliver(d)
			}
			return true
		},
		"twice": func(n *testnet, held []Datagram) bool {
			for _, d := range append(held, held...) {
				n.deliver(d)
			}
			return true
		},
		"one is lost": func(n *testnet, held []Datagram) bool { n.deliver(held[0]); return false },
	} {
		n := newNet(t, debuglog.IOS15, fragmenting)
		var held []Datagram
		done := false
		n.drop = func(d Datagram) bool {
			if !isFragment(d) || done {
				return false
			}
			held = append(held, d)
			m, err := isakmp.ParseMessage(d.Data)
			if err != nil {
				t.Fatal(err)
			}
			if m.Payloads[0].Value.(*isakmp.Fragment).Last {
				done = true
				wire(n, held)
			}
			return true
		}
		n.trigger(0)
		n.run(retransmitInterval + duplicateDelay)
		if !n.rigs[0].up() || !n.rigs[1].up() {
			t.Errorf("%s: no tunnel", name)
		}
		if len(held) < 2 {
			t.Errorf("%s: %d fragments", name, len(held))
		}
	}
}

// Fragments are kept of few messages, and few of each; who is not known has none kept. What holds together is no reason to believe it.
func TestFragmentsAreBounded(t *testing.T) {
	n := newNet(t, debuglog.IOS15, fragmenting)
	right := n.rigs[1]
	n.drop = func(Datagram) bool { return true }
	n.trigger(0)
	first := slices.Clone(n.rigs[0].sent[0].Data)
	n.clear(0, func(e *Engine, out *Out) { e.ClearISAKMP(n.now, 0, out) })
	fragment := func(h isakmp.Header, f isakmp.Fragment) []byte {
		return isakmp.Message{Header: isakmp.Header{Initiator: h.Initiator, Responder: h.Responder, Exchange: isakmp.MainMode},
			Payloads: []isakmp.Payload{isakmp.New(&f)}}.Append(nil)
	}
	n.forge(right, leftAddr, fragment(isakmp.Header{Initiator: isakmp.Cookie{9}}, isakmp.Fragment{ID: 1, Number: 1, Data: []byte{1}}))
	if len(right.engine.sas) != 0 {
		t.Error("a fragment of nobody's makes an SA")
	}
	for i := range byte(2 * mostFragmentedSAs) {
		right.engine.config.ISAKMP.InNegotiationLimit = 1000
		cookie := isakmp.Cookie{7, i}
		n.forge(right, leftAddr, append(cookie[:], first[len(cookie):]...))
		sa := right.engine.byCookie[cookieKey{cookie, "", leftAddr}]
		if sa == nil {
			t.Fatal("a first message makes no SA")
		}
		h := isakmp.Header{Initiator: sa.cookieI, Responder: sa.cookieR}
		for number := range mostFragments + 4 {
			n.forge(right, leftAddr, fragment(h, isakmp.Fragment{ID: 1, Number: uint8(number + 2), Data: make([]byte, 4000)}))
		}
		if sa.fragments == nil || sa.fragments.size > mostFragmented {
			t.Fatalf("fragments of an SA: %+v", sa.fragments)
		}
	}
	if got := len(right.engine.fragmented); got > mostFragmentedSAs {
		t.Errorf("fragments of %d messages are kept", got)
	}
	n.run(5 * 60 * 1e9)
	if len(right.engine.fragmented) != 0 {
		t.Errorf("fragments of %d messages stay", len(right.engine.fragmented))
	}
}

// Somebody else's fragment spoils a message at most once: it is not believed, and the message is taken when it is repeated.
func TestForgedFragment(t *testing.T) {
	n := newNet(t, debuglog.IOS15, fragmenting)
	done := false
	n.drop = func(d Datagram) bool {
		if isFragment(d) && !done {
			done = true
			m, err := isakmp.ParseMessage(d.Data)
			if err != nil {
				t.Fatal(err)
			}
			forged := *m.Payloads[0].Value.(*isakmp.Fragment)
			forged.Data = bytes.Repeat([]byte{0xAA}, len(forged.Data))
			m.Payloads = []isakmp.Payload{isakmp.New(&forged)}
			n.forge(n.rigs[1], leftAddr, m.Append(nil))
		}
		return false
	}
	n.trigger(0)
	n.run(2 * retransmitInterval)
	n.mirrored()
}
