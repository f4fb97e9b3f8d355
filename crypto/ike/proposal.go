package ike

import (
	"encoding/binary"
	"net/netip"

	"ruthere/config"
	"ruthere/crypto/ipsec"
	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
	"ruthere/debuglog"
)

// proposalRefused says why a quick mode offer is not acceptable: debuglog.ErrorProxies,
// debuglog.ErrorTransform, or 0 for what IPsec was not asked about.
type proposalRefused struct{ code int }

func (r *proposalRefused) Error() string { return "the proposal is not acceptable" }

// agreement is what quick mode settled on.
type agreement struct {
	proposal  isakmp.Proposal // with the one transform, as it came
	transform ipsec.Transform
	group     int
	seconds   uint32
	kilobytes uint32
}

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

// ipsecOffer offers an entry's transform sets in their order, one proposal each.
func (c *change) ipsecOffer(e *config.CryptoMapEntry, spi uint32) *isakmp.SecurityAssociation {
	offer := &isakmp.SecurityAssociation{DOI: isakmp.DOIIPsec, Situation: isakmp.SituationIdentityOnly}
	for _, name := range e.TransformSets {
		set := c.config.IPsec.TransformSet(name)
		if set == nil {
			continue
		}
		if _, ok := transformOf(set); !ok {
			continue
		}
		offer.Proposals = append(offer.Proposals, isakmp.Proposal{
			Number: uint8(len(offer.Proposals) + 1), Protocol: isakmp.ProtocolESP,
			SPI:        binary.BigEndian.AppendUint32(nil, spi),
			Transforms: []isakmp.Transform{{Number: 1, ID: espCiphers[set.ESPCipher().Name].id, Attributes: c.ipsecAttributes(e, set)}},
		})
	}
	return offer
}

// ipsecAttributes are a transform's attributes in IOS's order.
func (c *change) ipsecAttributes(e *config.CryptoMapEntry, set *config.TransformSet) []isakmp.Attribute {
	seconds, kilobytes := c.config.SALifetime(e)
	a := []isakmp.Attribute{
		isakmp.BasicAttribute(isakmp.IPsecEncapsulation, c.encapsulationNumber(set.Transport)),
	}
	a = append(a, ipsecLife(isakmp.LifeSeconds, uint32(seconds))...)
	if kilobytes > 0 {
		a = append(a, ipsecLife(isakmp.LifeKilobytes, uint32(kilobytes))...)
	}
	if auth, ok := espAuths[set.ESPAuth().Name]; ok {
		a = append(a, isakmp.BasicAttribute(isakmp.IPsecAuthentication, auth.id))
	}
	if bits := set.ESPCipher().KeyBits; bits > 0 {
		a = append(a, isakmp.BasicAttribute(isakmp.IPsecKeyLength, uint16(bits)))
	}
	if e.PFSGroup > 0 {
		a = append(a, isakmp.BasicAttribute(isakmp.IPsecGroup, uint16(e.PFSGroup)))
	}
	return a
}

// agreesWith says whether an offered transform is one of a set, for an entry.
func (c *change) agreesWith(t espTransform, set *config.TransformSet, e *config.CryptoMapEntry) bool {
	if _, ok := transformOf(set); !ok {
		return false
	}
	cipher := espCiphers[set.ESPCipher().Name]
	keyBits := uint64(set.ESPCipher().KeyBits)
	if keyBits == 0 && (cipher.id == isakmp.ESP_AES || cipher.id == isakmp.ESP_AES_GCM16) {
		keyBits = 128
	}
	return !t.unusable && cipher.id == t.id && keyBits == t.keyBits &&
		uint64(espAuths[set.ESPAuth().Name].id) == t.auth &&
		t.encapsulation == uint64(c.encapsulationNumber(set.Transport)) &&
		(e.PFSGroup == 0 || uint64(e.PFSGroup) == t.group) &&
		(t.group == 0 || oakley.Group(t.group).Supported())
}

// chooseTransform walks the offer in the peer's order; the first transform that
// agrees with a transform set of one of the entries is taken. ISAKMP finds each one
// acceptable, and IPsec judges: no entry means that the proxies met none.
func (x *exchange) chooseTransform(m *received, entries []*config.CryptoMapEntry, responder bool) error {
	payload, _ := m.firstPayload(isakmp.PayloadSA)
	x.log.ProcessingPayload(debuglog.PayloadSA, x.node.id)
	refused := &proposalRefused{debuglog.ErrorTransform}
	proposals := payload.Value.(*isakmp.SecurityAssociation).Proposals
	if !responder && (len(proposals) != 1 || len(proposals[0].Transforms) != 1) {
		return refused // RFC 2408 section 4.2: the answer is a choice
	}
	for i, proposal := range proposals {
		if proposal.Protocol != isakmp.ProtocolESP || len(proposal.SPI) != 4 || isConjunct(proposals, i) {
			continue
		}
		x.log.CheckingProposal(int(proposal.Number))
		for _, t := range proposal.Transforms {
			x.sayESPTransform(t)
			x.log.ProposalAcceptable()
			words := x.sayProposed(t)
			switch {
			case len(entries) == 0:
				refused.code = debuglog.ErrorProxies
				x.log.Say(debuglog.NoMatchingMap(), debuglog.ProxyNotSupported())
			case x.settleTransform(entries, proposal, t, responder):
				x.log.Say(debuglog.MapAccepted(x.node.quick.entry.name, x.node.quick.entry.sequence))
				return nil
			default:
				x.log.Say(debuglog.TransformNotSupported(words))
			}
			x.log.PolicyInvalidatedProposal(refused.code)
		}
	}
	return refused
}

// isConjunct says whether a proposal is one of several under one number: RFC 2408 section 4.2, all
// of them or none. Nobody here can do more than one protocol at a time.
func isConjunct(proposals []isakmp.Proposal, i int) bool {
	for j := range proposals {
		if j != i && proposals[j].Number == proposals[i].Number {
			return true
		}
	}
	return false
}

// settleTransform takes a transform if an entry has a set for it.
func (x *exchange) settleTransform(entries []*config.CryptoMapEntry, proposal isakmp.Proposal, t isakmp.Transform, responder bool) bool {
	offered := readESP(t)
	for _, e := range entries {
		for _, name := range e.TransformSets {
			set := x.config.IPsec.TransformSet(name)
			if set == nil || !x.agreesWith(offered, set, e) {
				continue
			}
			q := x.node.quick
			proposal.Transforms = []isakmp.Transform{t}
			transform, _ := transformOf(set)
			if x.sa.nat.isFound() {
				transform.Mode = map[bool]ipsec.Mode{false: ipsec.UDPTunnel, true: ipsec.UDPTransport}[set.Transport]
			}
			q.spiOut = binary.BigEndian.Uint32(proposal.SPI)
			q.agreed = agreement{proposal: proposal, transform: transform, group: int(offered.group)}
			q.agreed.seconds, q.agreed.kilobytes = x.shorterLifetimes(e, offered)
			if responder {
				q.entry = entryKey{e.Map, e.Sequence}
				x.meetTemporary(e, name)
			}
			return true
		}
	}
	return false
}

// shorterLifetimes are the shorter of what is offered and what is configured.
func (x *exchange) shorterLifetimes(e *config.CryptoMapEntry, t espTransform) (seconds, kilobytes uint32) {
	own, ownKB := x.config.SALifetime(e)
	seconds, kilobytes = uint32(own), uint32(ownKB)
	if t.seconds > 0 && t.seconds < uint64(seconds) {
		seconds = uint32(t.seconds)
	}
	if t.kilobytes > 0 && (kilobytes == 0 || t.kilobytes < uint64(kilobytes)) {
		kilobytes = uint32(t.kilobytes)
	}
	return seconds, kilobytes
}

// ipsecAnswer is the SA payload of message 2: the chosen transform as it came, with
// our SPI.
func (x *exchange) ipsecAnswer() *isakmp.SecurityAssociation {
	p := x.node.quick.agreed.proposal
	p.SPI = binary.BigEndian.AppendUint32(nil, x.node.quick.spiIn)
	return &isakmp.SecurityAssociation{DOI: isakmp.DOIIPsec, Situation: isakmp.SituationIdentityOnly, Proposals: []isakmp.Proposal{p}}
}

// sayESPTransform prints a phase 2 transform's attributes in the order they came.
func (c *change) sayESPTransform(t isakmp.Transform) {
	c.log.Transform(int(t.Number), uint16(t.ID))
	for _, a := range t.Attributes {
		wide, _ := a.Uint()
		v := uint16(wide)
		switch a.Type {
		case isakmp.IPsecEncapsulation:
			c.log.EncapsAttribute(v)
		case isakmp.IPsecLifeType:
			c.log.SALifeTypeAttribute(v)
		case isakmp.IPsecLifeDuration:
			if a.Basic {
				c.log.SALifeDurationBasic(v)
			} else {
				c.log.SALifeDurationVPI(a.Value)
			}
		case isakmp.IPsecAuthentication:
			c.log.AuthenticatorAttribute(v)
		case isakmp.IPsecKeyLength:
			c.log.SAKeyLengthAttribute(v)
		case isakmp.IPsecGroup:
			c.log.SAGroupAttribute(v)
		}
	}
}

// sayRest goes through the payloads after the SA payload of quick mode.
func (x *exchange) sayRest(m *received) {
	x.log.ProcessingPayload(debuglog.PayloadNonce, x.node.id)
	if _, ok := m.firstPayload(isakmp.PayloadKE); ok {
		x.log.ProcessingPayload(debuglog.PayloadKE, x.node.id)
	}
	for range m.proxyPayloads() {
		x.log.ProcessingPayload(debuglog.PayloadID, x.node.id)
	}
	x.sayNATOriginals(m)
}

// interfaceAt is the interface with a crypto map whose address this is in a VRF.
func (e *Engine) interfaceAt(vrf string, local netip.Addr) *config.Interface {
	for _, i := range e.config.Interfaces {
		if i.CryptoMap != "" && i.VRF == vrf && local.IsValid() && e.config.LocalAddress(i) == local {
			return i
		}
	}
	return nil
}

func (e *Engine) namesPeer(entry *config.CryptoMapEntry, addr netip.Addr) bool {
	for _, p := range entry.Peers {
		if e.Address(p) == addr {
			return true
		}
	}
	return false
}
