package ike

import (
	"slices"
	"testing"

	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
	"ruthere/debuglog"
)

// alter has a hand-made peer send a message of quick mode: number 1 or 2, with other payloads than
// the rig's own after its HASH.
func (n *testnet) alter(number int, change func(body []isakmp.Payload) []isakmp.Payload) {
	seen, done := 0, false
	n.drop = func(d Datagram) bool {
		h, err := isakmp.ParseHeader(d.Data)
		if err != nil || h.Exchange != isakmp.QuickMode || done {
			return false
		}
		if seen++; seen != number {
			return false
		}
		done = true
		to := n.rigs[0]
		if d.Remote.Addr() == rightAddr {
			to = n.rigs[1]
		}
		n.forge(to, d.Local.Addr(), to.alteredQuickMode(h, d.Data, change))
		return true
	}
}

// alteredQuickMode opens a message with what its receiver knows, and closes it again.
func (b *rig) alteredQuickMode(h isakmp.Header, data []byte, change func([]isakmp.Payload) []isakmp.Payload) []byte {
	sa := b.engine.allSAs()[0]
	iv := oakley.PhaseTwoIV(sa.suite.Hash, sa.iv, h.MessageID, sa.suite.Cipher.BlockSize())
	known := sa.nodeWith(h.MessageID)
	if known != nil {
		iv = known.quick.iv
	}
	plain, _, err := oakley.Decrypt(sa.keys.Block, iv, data[isakmp.HeaderLen:])
	if err != nil {
		b.t.Fatal(err)
	}
	payloads, err := isakmp.ParsePayloads(h.Next, plain, isakmp.PaddingAllowed)
	if err != nil {
		b.t.Fatal(err)
	}
	body := change(payloads[1:])
	hash := oakley.QuickModeHash1(sa.keys.Authenticator, h.MessageID, isakmp.AppendPayloads(nil, body))
	if known != nil {
		hash = oakley.QuickModeHash2(sa.keys.Authenticator, h.MessageID, known.quick.nonceI, isakmp.AppendPayloads(nil, body))
	}
	out := Out{Events: true}
	m := isakmp.Message{Header: h, Payloads: append([]isakmp.Payload{isakmp.New(&isakmp.Hash{Data: hash})}, body...)}
	sealed, _, err := b.engine.changeSA(sa.Established, sa, &out).sealMessage(m, iv)
	if err != nil {
		b.t.Fatal(err)
	}
	return sealed
}

// offerOf is the SA payload of a message, to be changed.
func offerOf(body []isakmp.Payload) *isakmp.SecurityAssociation {
	return body[0].Value.(*isakmp.SecurityAssociation)
}

// withOffer is a message's payloads with another SA payload.
func withOffer(body []isakmp.Payload, offer *isakmp.SecurityAssociation) []isakmp.Payload {
	return append([]isakmp.Payload{isakmp.New(offer)}, body[1:]...)
}

// An untouched message is taken, or the tests here would show nothing.
func TestAlteredMessagesAreRead(t *testing.T) {
	for _, number := range []int{1, 2} {
		n := newNet(t, debuglog.IOS15, nil)
		n.alter(number, func(body []isakmp.Payload) []isakmp.Payload { return withOffer(body, offerOf(body)) })
		n.trigger(0)
		if n.rigs[number%2].engine.IPsec.Len() != 1 { // the receiver's
			t.Errorf("message %d, made by hand, is not taken", number)
		}
	}
}

// RFC 2409 section 5.5: the identities of message 1 come back in message 2.
func TestMessage2WithoutIdentities(t *testing.T) {
	for _, release := range releases {
		for name, keep := range map[string]int{"no identities": 0, "one identity": 1} {
			n := newNet(t, release, nil)
			n.alter(2, func(body []isakmp.Payload) (rest []isakmp.Payload) {
				ids := 0
				for _, p := range body {
					if p.Type == isakmp.PayloadID {
						if ids++; ids > keep {
							continue
						}
					}
					rest = append(rest, p)
				}
				return rest
			})
			n.trigger(0)
			if n.rigs[0].engine.IPsec.Len() != 0 {
				t.Errorf("%v: message 2 with %s is taken", release, name)
			}
		}
	}
}

// alterProof has somebody who knows what the receiver knows send message number (5 or 6 of main mode) with other payloads before the
// message itself, so many times, and lose the message itself.
func (n *testnet) alterProof(receiver, times int, change func(payloads []isakmp.Payload)) {
	done := false
	n.drop = func(d Datagram) bool {
		h, err := isakmp.ParseHeader(d.Data)
		to := n.rigs[receiver]
		if err != nil || done || h.Exchange != isakmp.MainMode || h.Flags&isakmp.FlagEncryption == 0 || d.Remote.Addr() != to.addr {
			return false
		}
		done = true
		sa := to.engine.allSAs()[0]
		plain, _, err := oakley.Decrypt(sa.keys.Block, sa.iv, d.Data[isakmp.HeaderLen:])
		if err != nil {
			n.t.Fatal(err)
		}
		for i := range times {
			payloads, err := isakmp.ParsePayloads(h.Next, plain, isakmp.PaddingAllowed)
			if err != nil {
				n.t.Fatal(err)
			}
			change(payloads)
			payloads = append(payloads, isakmp.New(&isakmp.VendorID{Data: []byte{byte(i), 1, 2, 3}})) // or it would be a repetition
			var out Out
			sealed, _, err := to.engine.changeSA(n.now, sa, &out).sealMessage(isakmp.Message{Header: h, Payloads: payloads}, sa.iv)
			if err != nil {
				n.t.Fatal(err)
			}
			n.forge(to, d.Local.Addr(), sealed)
		}
		return true
	}
}

// at is the index of the first payload of a type.
func at(payloads []isakmp.Payload, t isakmp.PayloadType) int {
	return slices.IndexFunc(payloads, func(p isakmp.Payload) bool { return p.Type == t })
}

// Message 5 or 6 of main mode with a HASH that is not right comes before the message itself: it is not
// believed, and the message itself still is, when its sender repeats it.
func TestWrongHashThenTheRightOne(t *testing.T) {
	for _, release := range releases {
		for number, receiver := range map[int]int{5: 1, 6: 0} {
			n := newNet(t, release, nil)
			n.alterProof(receiver, 1, func(p []isakmp.Payload) { p[at(p, isakmp.PayloadHash)].Body[0] ^= 1 })
			n.trigger(0)
			if count(n.rigs[receiver].lines, "Hash payload is incorrect") != 1 {
				t.Errorf("%v: the wrong HASH of message %d is not noticed", release, number)
			}
			n.run(retransmitInterval + duplicateDelay)
			if n.rigs[0].engine.IPsec.Len() != 1 || n.rigs[1].engine.IPsec.Len() != 1 {
				t.Errorf("%v: after message %d with a wrong HASH, the right one is not taken", release, number)
			}
		}
	}
}
