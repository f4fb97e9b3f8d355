package ike

import (
	"slices"
	"testing"

	"ruthere/config"
	"ruthere/crypto/ipsec"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// Whatever an authenticated peer offers, or answers, in the SA payload of quick mode: what is agreed to is a transform set as a whole,
// the answer is one choice of the offer, and neither pairs nor SPIs are left when nothing passes.
func FuzzQuickModeOffers(f *testing.F) {
	const ah, esp = isakmp.ProtocolAH, isakmp.ProtocolESP
	for _, proposals := range [][]isakmp.Proposal{
		{proposalOf(1, ah, "sha"), proposalOf(1, esp, "aes")}, {proposalOf(1, esp, "aes", "des"), proposalOf(1, ah, "md5", "sha")},
		{proposalOf(1, ah, "md5", "sha")}, {proposalOf(1, esp, "des"), proposalOf(2, esp, "aes")},
		{proposalOf(7, ah, "sha"), proposalOf(7, ah, "sha")},
		{proposalOf(1, ah, "sha"), proposalOf(2, esp, "aes"), proposalOf(1, esp, "aes")},
	} {
		body := isakmp.New(&isakmp.SecurityAssociation{DOI: isakmp.DOIIPsec, Situation: isakmp.SituationIdentityOnly, Proposals: proposals}).Body
		f.Add(body, true)
		f.Add(body, false)
	}
	sets := []string{bundleWords, "esp-aes esp-md5-hmac", "ah-sha-hmac"}
	f.Fuzz(func(t *testing.T, body []byte, offers bool) {
		n := newNet(t, debuglog.IOS15, func(left, right *config.Config) { withSets(left, sets...); withSets(right, sets...) })
		message, receiver := 1, n.rigs[1].engine
		if !offers {
			message, receiver = 2, n.rigs[0].engine
		}
		n.alter(message, func(payloads []isakmp.Payload) []isakmp.Payload {
			payloads = slices.Clone(payloads)
			for i := range payloads {
				if payloads[i].Type == isakmp.PayloadSA {
					payloads[i] = isakmp.Payload{Type: isakmp.PayloadSA, Body: body, Value: &isakmp.Raw{Type: isakmp.PayloadSA, Data: body}}
				}
			}
			return payloads
		})
		n.trigger(0)
		if receiver.Established() != 1 {
			return // a message that cannot be read may cost the SA nothing; one that cannot be written never came
		}
		wanted := 0
		for _, p := range receiver.IPsec.Pairs() {
			if !slices.Contains(sets, p.In.Words()) || p.In.Transform != p.Out.Transform {
				t.Errorf("%x: agreed to %s and %s", body, p.In.Words(), p.Out.Words())
			}
			wanted += protocolsOf(p.In.Transform)
		}
		checkChoice(t, receiver, body)
		if !offers && receiver.IPsec.SPIs() != wanted && receiver.IPsec.Len() > 0 {
			t.Errorf("%x: %d SPIs for %d SAs", body, receiver.IPsec.SPIs(), wanted)
		}
		n.drop = func(Datagram) bool { return true }
		for i := range n.rigs {
			n.clear(i, func(e *Engine, out *Out) { e.ClearSession(n.now, Filter{}, out) })
		}
		if left, right := n.rigs[0].engine.IPsec, n.rigs[1].engine.IPsec; left.SPIs()+right.SPIs() != 0 {
			t.Errorf("%x: %d and %d SPIs are left", body, left.SPIs(), right.SPIs())
		}
	})
}

// checkChoice holds what a quick mode settled on against the SA payload it came of.
func checkChoice(t *testing.T, e *Engine, body []byte) {
	payloads, err := isakmp.ParsePayloads(isakmp.PayloadSA, append([]byte{0, 0, byte((len(body) + 4) >> 8), byte(len(body) + 4)}, body...),
		isakmp.TrailingRefused)
	for _, node := range e.allSAs()[0].nodes {
		q := node.quick
		if q == nil || len(q.agreed.proposals) == 0 {
			continue
		}
		if err != nil {
			t.Fatalf("%x cannot be read, and something is agreed to", body)
		}
		offered := payloads[0].Value.(*isakmp.SecurityAssociation).Proposals
		number, seen := q.agreed.proposals[0].Number, map[isakmp.ProtocolID]bool{}
		for _, p := range q.agreed.proposals {
			if p.Number != number || len(p.Transforms) != 1 || seen[p.Protocol] {
				t.Errorf("%x: agreed to %+v", body, q.agreed.proposals)
			}
			seen[p.Protocol] = true
		}
		for _, p := range offered {
			if p.Number == number && !seen[p.Protocol] {
				t.Errorf("%x: a part of number %d is left out", body, number)
			}
		}
		if q.out != peerSPIs(q.agreed.proposals) || q.out == (ipsec.SPIs{}) {
			t.Errorf("%x: SPIs %+v", body, q.out)
		}
	}
}
