package ike

import (
	"encoding/hex"
	"slices"
	"testing"
	"time"

	"ruthere/config"
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

// A lifetime goes in two bytes while it fits, as on the device, in both phases; both ends say which.
func TestLifetimesOnTheWire(t *testing.T) {
	for seconds, want := range map[int]struct{ hex, line, atts string }{
		60:    {"800c003c", "life duration (basic) of 60", "Basic life_in_seconds:60"},
		6000:  {"800c1770", "life duration (basic) of 6000", "Basic life_in_seconds:6000"},
		65535: {"800cffff", "life duration (basic) of 65535", "Basic life_in_seconds:65535"},
		65536: {"000c000400010000", "life duration (VPI) of  0x0 0x1 0x0 0x0 ", "Fill atts in sa life_in_seconds:65536"},
		86400: {"000c000400015180", "life duration (VPI) of  0x0 0x1 0x51 0x80 ", "Fill atts in sa life_in_seconds:86400"},
	} {
		for _, release := range releases {
			n := newNet(t, release, func(left, right *config.Config) {
				for _, c := range []*config.Config{left, right} {
					c.ISAKMP.Policies[0].Lifetime = time.Duration(seconds) * time.Second
				}
			})
			n.trigger(0)
			m, err := isakmp.ParseMessage(n.rigs[0].sent[0].Data)
			if err != nil {
				t.Fatal(err)
			}
			attributes := m.Payloads[0].Value.(*isakmp.SecurityAssociation).Proposals[0].Transforms[0].Attributes
			last := attributes[len(attributes)-1:]
			if got := hex.EncodeToString(isakmp.AppendAttributes(nil, last)); got != want.hex {
				t.Errorf("%v: %d s is offered as %s, want %s", release, seconds, got, want.hex)
			}
			for i, b := range n.rigs {
				if count(b.lines, want.line) != 1 || release != debuglog.IOS124 && count(b.lines, want.atts) != 1 {
					t.Errorf("%v: rig %d does not say %q and %q of %d s once", release, i, want.line, want.atts, seconds)
				}
			}
		}
	}
	for _, unit := range []uint16{isakmp.LifeSeconds, isakmp.LifeKilobytes} {
		if short, long := ipsecLife(unit, 65535)[1], ipsecLife(unit, 65536)[1]; !short.Basic || long.Basic {
			t.Errorf("phase 2, unit %d: %v and %v", unit, short, long)
		}
	}
}
