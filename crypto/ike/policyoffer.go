package ike

import (
	"ruthere/config"
	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
)

// policyOffer is the SA payload of message 1: one proposal, and one transform for
// each policy this side could carry out, with the attributes in IOS's order.
func (c *change) policyOffer() *isakmp.SecurityAssociation {
	proposal := isakmp.Proposal{Number: 1, Protocol: isakmp.ProtocolISAKMP}
	for _, p := range c.policies() {
		if !c.canOffer(p) || c.sa.aggressive && (oakley.Group(p.Group) != c.sa.suite.Group || (p.Authentication == config.RSASig) != c.sa.signs) {
			continue // aggressive mode cannot negotiate the group, and its identity is that of one method
		}
		number := uint8(len(proposal.Transforms) + 1)
		proposal.Transforms = append(proposal.Transforms,
			isakmp.Transform{Number: number, ID: isakmp.KEY_IKE, Attributes: policyAttributes(p)})
	}
	if c.sa.asClient != nil {
		proposal.Transforms = withXAUTH(proposal.Transforms)
	}
	return &isakmp.SecurityAssociation{DOI: isakmp.DOIIPsec, Situation: isakmp.SituationIdentityOnly,
		Proposals: []isakmp.Proposal{proposal}}
}

// canOffer says whether this side could prove itself as a policy wants it.
func (c *change) canOffer(p *config.Policy) bool {
	switch p.Authentication {
	case config.PreShare:
		return c.sa.psk != "" || c.sa.aggressive && c.mayHaveKey()
	case config.RSASig:
		return c.canSign(c.sa.profile)
	}
	return false
}

func policyAttributes(p *config.Policy) []isakmp.Attribute {
	a := []isakmp.Attribute{isakmp.BasicAttribute(isakmp.AttrEncryption, uint16(ciphers[p.Encryption]))}
	if p.Encryption == config.AES {
		a = append(a, isakmp.BasicAttribute(isakmp.AttrKeyLength, uint16(p.KeyBits)))
	}
	a = append(a,
		isakmp.BasicAttribute(isakmp.AttrHash, uint16(hashes[p.Hash])),
		isakmp.BasicAttribute(isakmp.AttrGroup, uint16(p.Group)),
		isakmp.BasicAttribute(isakmp.AttrAuthentication, methods[p.Authentication]))
	return append(a, isakmp.BasicAttribute(isakmp.AttrLifeType, isakmp.LifeSeconds),
		lifeDuration(isakmp.AttrLifeDuration, inSeconds(p.Lifetime)))
}

// ipsecLife is a lifetime of IPsec SAs in a unit, isakmp.LifeSeconds or isakmp.LifeKilobytes.
func ipsecLife(unit uint16, v uint32) []isakmp.Attribute {
	return []isakmp.Attribute{isakmp.BasicAttribute(isakmp.IPsecLifeType, unit), lifeDuration(isakmp.IPsecLifeDuration, v)}
}

// lifeDuration is a lifetime as an attribute of phase 1 or 2, as IOS sends it: two bytes when
// the number fits, else four (RFC 2408 section 3.3).
func lifeDuration(attribute uint16, v uint32) isakmp.Attribute {
	if v <= 0xffff {
		return isakmp.BasicAttribute(attribute, uint16(v))
	}
	return isakmp.Uint32Attribute(attribute, v)
}
