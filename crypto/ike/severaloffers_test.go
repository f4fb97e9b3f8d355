package ike

import (
	"fmt"
	"strings"
	"testing"

	"ruthere/config"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// numbers are the proposals of an offer with their transforms: 1:1,2 2:1.
func numbers(offer *isakmp.SecurityAssociation) string {
	var words []string
	for _, p := range offer.Proposals {
		var inside []string
		for _, t := range p.Transforms {
			inside = append(inside, fmt.Sprint(t.Number))
		}
		words = append(words, fmt.Sprintf("%d:%s", p.Number, strings.Join(inside, ",")))
	}
	return strings.Join(words, " ")
}

// readNumbers keeps the numbers in both SA payloads of quick mode.
func (n *testnet) readNumbers(offer, answer *string) {
	n.alter(1, func(body []isakmp.Payload) []isakmp.Payload {
		*offer = numbers(offerOf(body))
		n.alter(1, func(body []isakmp.Payload) []isakmp.Payload { // the first from here on
			*answer = numbers(offerOf(body))
			return body
		})
		return body
	})
}

// withSets gives an entry transform sets of these words, in their order.
func withSets(c *config.Config, sets ...string) {
	c.IPsec.TransformSets = nil
	var names []string
	for i, words := range sets {
		names = append(names, fmt.Sprint("Set", i))
		c.IPsec.TransformSets = append(c.IPsec.TransformSets, &config.TransformSet{Name: names[i], Transforms: transforms(words)})
	}
	c.MapEntry("green", 1).TransformSets = names
}

// Each transform set is one proposal with one transform; the answer is one of them, under the
// number it was offered with: the first in the initiator's order that the responder has.
func TestSeveralTransformSets(t *testing.T) {
	aes, des, null := "esp-aes esp-sha-hmac", "esp-3des esp-sha-hmac", "esp-null esp-sha256-hmac"
	ah, bundle := "ah-sha-hmac", "ah-md5-hmac esp-aes esp-sha-hmac"
	for _, c := range []struct {
		left, right   []string
		offer, answer string
		agreed        string
	}{
		{[]string{aes, des, null}, []string{null}, "1:1 2:1 3:1", "3:1", null},
		{[]string{aes, des, null}, []string{null, des}, "1:1 2:1 3:1", "2:1", des},
		{[]string{null, aes}, []string{aes, null}, "1:1 2:1", "1:1", null},
		{[]string{"comp-lzs", des, aes}, []string{aes}, "1:1 2:1", "2:1", aes}, // what cannot be done has no number
		{[]string{bundle, aes, ah}, []string{aes}, "1:1 1:1 2:1 3:1", "2:1", aes},
		{[]string{bundle, aes, ah}, []string{ah}, "1:1 1:1 2:1 3:1", "3:1", ah},
		{[]string{bundle, aes, ah}, []string{ah, bundle}, "1:1 1:1 2:1 3:1", "1:1 1:1", bundle},
		{[]string{aes, ah}, []string{bundle}, "1:1 2:1", "", ""}, // both together is not one of them
		{[]string{bundle}, []string{aes, ah}, "1:1 1:1", "", ""},
		{[]string{aes}, []string{des, null}, "1:1", "", ""},
	} {
		n := newNet(t, debuglog.IOS15, func(left, right *config.Config) { withSets(left, c.left...); withSets(right, c.right...) })
		var offer, answer string
		n.readNumbers(&offer, &answer)
		n.trigger(0)
		if offer != c.offer || answer != c.answer {
			t.Errorf("%q to %q: offered %s, answered %s; want %s and %s", c.left, c.right, offer, answer, c.offer, c.answer)
		}
		for _, r := range n.rigs {
			pairs := r.engine.IPsec.Pairs()
			if len(pairs) > 1 || (len(pairs) == 1) != (c.answer != "") || len(pairs) > 0 && pairs[0].Out.Words() != c.agreed {
				t.Errorf("%q to %q: %d pairs, want one of %q, or none for none", c.left, c.right, len(pairs), c.agreed)
			}
		}
	}
}

// Other initiators put several transforms into a proposal: exactly one is answered, as it came.
func TestSeveralTransformsInAProposal(t *testing.T) {
	for _, c := range []struct {
		name   string
		offer  [][][2]uint8 // per proposal its transforms: number and cipher
		answer string
	}{
		{"the last of three", [][][2]uint8{{{1, isakmp.ESP_3DES}, {2, isakmp.ESP_DES}, {3, isakmp.ESP_AES}}}, "1:3"},
		{"the first of two alike", [][][2]uint8{{{4, isakmp.ESP_AES}, {9, isakmp.ESP_AES}}}, "1:4"},
		{"in the second proposal", [][][2]uint8{{{1, isakmp.ESP_3DES}, {2, 250}}, {{1, isakmp.ESP_DES}, {2, isakmp.ESP_AES}}}, "2:2"},
		{"none", [][][2]uint8{{{1, isakmp.ESP_3DES}, {2, 250}}}, ""},
	} {
		n := newNet(t, debuglog.IOS15, nil)
		n.alter(1, func(body []isakmp.Payload) []isakmp.Payload {
			offer := *offerOf(body)
			proposal := offer.Proposals[0]
			transform := proposal.Transforms[0]
			offer.Proposals = nil
			for i, list := range c.offer {
				proposal.Number, proposal.Transforms = uint8(i+1), nil
				for _, row := range list {
					transform.Number, transform.ID = row[0], row[1]
					proposal.Transforms = append(proposal.Transforms, transform)
				}
				offer.Proposals = append(offer.Proposals, proposal)
			}
			return withOffer(body, &offer)
		})
		n.trigger(0)
		var answer string
		for _, node := range n.rigs[1].engine.allSAs()[0].nodes {
			if node.quick != nil && len(node.quick.agreed.proposals) > 0 {
				answer = numbers(&isakmp.SecurityAssociation{Proposals: node.quick.agreed.proposals})
			}
		}
		if answer != c.answer {
			t.Errorf("%s: answered %q, want %q", c.name, answer, c.answer)
		}
	}
}
