package ike

import (
	"slices"
	"testing"

	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// Attributes that nobody here can honour; each makes the transform that has it unacceptable.
func TestAttributesThatCannotBeHonoured(t *testing.T) {
	phase2 := map[string][]isakmp.Attribute{
		"extended sequence numbers":   {isakmp.BasicAttribute(11, 1)},
		"key rounds":                  {isakmp.BasicAttribute(isakmp.IPsecKeyRounds, 12)},
		"a private one":               {isakmp.BasicAttribute(32001, 1)},
		"a long private one":          {{Type: 32002, Value: []byte("a text")}},
		"a third type of lifetime":    {isakmp.BasicAttribute(isakmp.IPsecLifeType, 3), isakmp.BasicAttribute(isakmp.IPsecLifeDuration, 60)},
		"no lifetime at all":          {isakmp.BasicAttribute(isakmp.IPsecLifeType, 1), isakmp.BasicAttribute(isakmp.IPsecLifeDuration, 0)},
		"a lifetime without a type":   {isakmp.BasicAttribute(isakmp.IPsecLifeDuration, 60)},
		"a type without a lifetime":   {isakmp.BasicAttribute(isakmp.IPsecLifeType, 1)},
		"another authentication, too": {isakmp.BasicAttribute(isakmp.IPsecAuthentication, isakmp.HMAC_MD5)},
		"another encapsulation, too":  {isakmp.BasicAttribute(isakmp.IPsecEncapsulation, isakmp.EncapsulationTransport)},
		"a number of nine bytes":      {{Type: isakmp.IPsecGroup, Value: []byte{1, 0, 0, 0, 0, 0, 0, 0, 0}}},
	}
	for name, extra := range phase2 {
		for _, number := range []int{1, 2} {
			n := newNet(t, debuglog.IOS15, nil)
			n.alter(number, func(body []isakmp.Payload) []isakmp.Payload {
				offer := *offerOf(body)
				offer.Proposals = slices.Clone(offer.Proposals)
				transform := offer.Proposals[0].Transforms[0]
				transform.Attributes = append(slices.Clone(transform.Attributes), extra...)
				offer.Proposals[0].Transforms = []isakmp.Transform{transform}
				return withOffer(body, &offer)
			})
			n.trigger(0)
			if n.rigs[number%2].engine.IPsec.Len() != 0 {
				t.Errorf("a transform with %s is taken in message %d of quick mode", name, number)
			}
		}
	}
	phase1 := map[string]isakmp.Attribute{
		"a PRF":                 isakmp.BasicAttribute(isakmp.AttrPRF, 1),
		"a prime":               {Type: isakmp.AttrGroupPrime, Value: []byte{0, 0, 0, 23}},
		"a private one":         isakmp.BasicAttribute(16384, 1),
		"a third life type":     isakmp.BasicAttribute(isakmp.AttrLifeType, 3),
		"a lifetime of nothing": isakmp.BasicAttribute(isakmp.AttrLifeDuration, 0),
	}
	for name, extra := range phase1 {
		n := newNet(t, debuglog.IOS15, nil)
		m, err := isakmp.ParseMessage(firstMessage(isakmp.Cookie{7}))
		if err != nil {
			t.Fatal(err)
		}
		offer := *m.Payloads[0].Value.(*isakmp.SecurityAssociation)
		transform := &offer.Proposals[0].Transforms[0]
		transform.Attributes = append(transform.Attributes, extra)
		m.Payloads = withOffer(m.Payloads, &offer)
		n.drop = func(Datagram) bool { return true }
		n.forge(n.rigs[1], leftAddr, m.Append(nil))
		if count(n.rigs[1].lines, "no offers accepted") != 1 {
			t.Errorf("a transform with %s is taken in main mode", name)
		}
	}
}
