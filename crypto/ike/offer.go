package ike

import (
	"encoding/binary"

	"ruthere/config"
	"ruthere/crypto/ipsec"
	"ruthere/crypto/isakmp"
)

// encapsulationNumber is the number of a mode on the wire, with UDP once a NAT was found.
func (c *change) encapsulationNumber(transport bool) uint16 {
	base := uint16(isakmp.EncapsulationTunnel)
	udp, draft := uint16(isakmp.EncapsulationUDPTunnel), uint16(isakmp.EncapsulationUDPTunnelDraft)
	if transport {
		base, udp, draft = isakmp.EncapsulationTransport, isakmp.EncapsulationUDPTransport, isakmp.EncapsulationUDPTransportDraft
	}
	switch {
	case !c.sa.nat.isFound():
		return base
	case c.sa.nat.version == isakmp.VendorRFC3947 || c.sa.nat.version == isakmp.VendorNATTDraft07:
		return udp
	}
	return draft
}

// offeredSets are an entry's transform sets that can be offered to the SA's peer, in their order.
func (c *change) offeredSets(e *config.CryptoMapEntry) (sets []*config.TransformSet) {
	for _, name := range e.TransformSets {
		if set := c.config.TransformSetOf(e, name); set != nil {
			if _, ok := c.transformOf(set); ok {
				sets = append(sets, set)
			}
		}
	}
	return sets
}

// allocateSPIs chooses the SPIs of what transform sets need: one for each protocol, whichever of the sets is agreed to.
func (x *exchange) allocateSPIs(sets []*config.TransformSet) error {
	for _, set := range sets {
		t, _ := transformOf(set)
		if err := x.allocateFor(t); err != nil {
			return err
		}
	}
	return nil
}

// allocateFor chooses the SPIs that a transform needs and that are not chosen yet.
func (x *exchange) allocateFor(t ipsec.Transform) (err error) {
	in := &x.node.quick.in
	if t.AH != ipsec.None && in.AH == 0 {
		in.AH, err = x.IPsec.AllocateAH(x.random("spi"))
	}
	if t.HasESP() && in.ESP == 0 && err == nil {
		in.ESP, err = x.IPsec.AllocateSPI(x.random("spi"))
	}
	return err
}

// ipsecOffer offers transform sets in their order: one proposal each, or two under one number where both protocols are wanted
// together (RFC 2408 section 4.2), AH first.
func (c *change) ipsecOffer(e *config.CryptoMapEntry, sets []*config.TransformSet, spis ipsec.SPIs) *isakmp.SecurityAssociation {
	offer := &isakmp.SecurityAssociation{DOI: isakmp.DOIIPsec, Situation: isakmp.SituationIdentityOnly}
	for i, set := range sets {
		add := func(protocol isakmp.ProtocolID, spi uint32, t isakmp.Transform) {
			t.Number = 1
			offer.Proposals = append(offer.Proposals, isakmp.Proposal{Number: uint8(i + 1), Protocol: protocol,
				SPI: binary.BigEndian.AppendUint32(nil, spi), Transforms: []isakmp.Transform{t}})
		}
		if ah, has := ahAuths[set.Header().Name]; has {
			add(isakmp.ProtocolAH, spis.AH, isakmp.Transform{ID: ah.id, Attributes: c.headerAttributes(e, set)})
		}
		if cipher, has := espCiphers[set.ESPCipher().Name]; has {
			add(isakmp.ProtocolESP, spis.ESP, isakmp.Transform{ID: cipher.id, Attributes: c.ipsecAttributes(e, set)})
		}
	}
	return offer
}

// commonAttributes are those that a transform of either protocol begins with.
func (c *change) commonAttributes(e *config.CryptoMapEntry, set *config.TransformSet) []isakmp.Attribute {
	seconds, kilobytes := c.config.SALifetime(e)
	a := []isakmp.Attribute{
		isakmp.BasicAttribute(isakmp.IPsecEncapsulation, c.encapsulationNumber(set.Transport)),
	}
	a = append(a, ipsecLife(isakmp.LifeSeconds, uint32(seconds))...)
	if kilobytes > 0 {
		a = append(a, ipsecLife(isakmp.LifeKilobytes, uint32(kilobytes))...)
	}
	return a
}

// ipsecAttributes are the attributes of ESP's transform in IOS's order.
func (c *change) ipsecAttributes(e *config.CryptoMapEntry, set *config.TransformSet) []isakmp.Attribute {
	a := c.commonAttributes(e, set)
	if auth, ok := espAuths[set.ESPAuth().Name]; ok {
		a = append(a, isakmp.BasicAttribute(isakmp.IPsecAuthentication, auth.id))
	}
	if bits := set.ESPCipher().KeyBits; bits > 0 {
		a = append(a, isakmp.BasicAttribute(isakmp.IPsecKeyLength, uint16(bits)))
	}
	return appendGroup(a, e)
}

// headerAttributes are those of AH's, in the same order.
func (c *change) headerAttributes(e *config.CryptoMapEntry, set *config.TransformSet) []isakmp.Attribute {
	a := append(c.commonAttributes(e, set), isakmp.BasicAttribute(isakmp.IPsecAuthentication, ahAuths[set.Header().Name].attribute))
	return appendGroup(a, e)
}

func appendGroup(a []isakmp.Attribute, e *config.CryptoMapEntry) []isakmp.Attribute {
	if e.PFSGroup > 0 {
		a = append(a, isakmp.BasicAttribute(isakmp.IPsecGroup, uint16(e.PFSGroup)))
	}
	return a
}
