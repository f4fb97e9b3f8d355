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
	proposals []isakmp.Proposal // one for each protocol, with the one transform, as they came
	transform ipsec.Transform
	group     int
	seconds   uint32
	kilobytes uint32
}

// agreesWith says whether offered transforms, one for each protocol, are those of a set, for an entry.
func (c *change) agreesWith(offered []offeredTransform, set *config.TransformSet, e *config.CryptoMapEntry) bool {
	own, ok := c.transformOf(set)
	if !ok || len(offered) != protocolsOf(own) {
		return false
	}
	for _, t := range offered {
		switch {
		case t.unusable || !partAgrees(t, own, set) || t.encapsulation != uint64(c.encapsulationNumber(set.Transport)):
			return false
		case e.PFSGroup != 0 && uint64(e.PFSGroup) != t.group || t.group != 0 && !oakley.Group(t.group).Supported():
			return false
		case t.group != offered[0].group: // there is one key exchange for all of them
			return false
		}
	}
	return true
}

// protocolsOf is how many SAs a transform takes for one direction.
func protocolsOf(t ipsec.Transform) int {
	if t.HasESP() && t.AH != ipsec.None {
		return 2
	}
	return 1
}

// partAgrees says whether the transform of one protocol is that of a set.
func partAgrees(t offeredTransform, own ipsec.Transform, set *config.TransformSet) bool {
	if t.protocol == isakmp.ProtocolAH {
		ah := ahAuths[set.Header().Name]
		return own.AH != ipsec.None && ah.id == t.id && uint64(ah.attribute) == t.auth && t.keyBits == 0
	}
	cipher := espCiphers[set.ESPCipher().Name]
	keyBits := uint64(set.ESPCipher().KeyBits)
	if keyBits == 0 && (cipher.id == isakmp.ESP_AES || cipher.id == isakmp.ESP_AES_GCM16) {
		keyBits = 128
	}
	return own.HasESP() && cipher.id == t.id && keyBits == t.keyBits && uint64(espAuths[set.ESPAuth().Name].id) == t.auth
}

// chooseTransform walks the offer in the peer's order; the first choice that
// agrees with a transform set of one of the entries is taken. ISAKMP finds each one
// acceptable, and IPsec judges: no entry means that the proxies met none.
func (x *exchange) chooseTransform(m *received, entries []*config.CryptoMapEntry, responder bool) error {
	payload, _ := m.firstPayload(isakmp.PayloadSA)
	x.log.ProcessingPayload(debuglog.PayloadSA, x.node.id)
	refused := &proposalRefused{debuglog.ErrorTransform}
	proposals := payload.Value.(*isakmp.SecurityAssociation).Proposals
	if !responder && !isOneChoice(proposals) {
		return refused // RFC 2408 section 4.2: the answer is a choice
	}
	for _, together := range byNumber(proposals) {
		for n := range combinations(together) {
			choice := combination(together, n)
			x.sayChoice(choice, n == 0)
			words := x.sayProposed(choice)
			switch {
			case len(entries) == 0:
				refused.code = debuglog.ErrorProxies
				x.log.Say(debuglog.NoMatchingMap(), debuglog.ProxyNotSupported())
			case x.settleTransform(entries, choice, responder):
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

// settleTransform takes a choice if an entry has a set for it.
func (x *exchange) settleTransform(entries []*config.CryptoMapEntry, choice []isakmp.Proposal, responder bool) bool {
	offered := make([]offeredTransform, len(choice))
	for i, p := range choice {
		offered[i] = readIPsecTransform(p.Protocol, p.Transforms[0])
	}
	for _, e := range entries {
		for _, name := range e.TransformSets {
			set := x.config.TransformSetOf(e, name)
			if set == nil || !x.agreesWith(offered, set, e) {
				continue
			}
			q := x.node.quick
			q.out = peerSPIs(choice)
			q.agreed = agreement{proposals: choice, group: int(offered[0].group)}
			q.agreed.transform, _ = x.transformOf(set)
			q.agreed.seconds, q.agreed.kilobytes = x.shorterLifetimes(e, offered)
			if responder {
				q.entry = entryKey{e.Map, e.Sequence}
				if e.Tunnel != nil {
					q.iface = e.Tunnel.Interface
				}
				x.meetTemporary(e, name)
			}
			return true
		}
	}
	return false
}

// shorterLifetimes are the shorter of what is offered and what is configured. Both protocols have one life.
func (x *exchange) shorterLifetimes(e *config.CryptoMapEntry, offered []offeredTransform) (seconds, kilobytes uint32) {
	own, ownKB := x.config.SALifetime(e)
	seconds, kilobytes = uint32(own), uint32(ownKB)
	for _, t := range offered {
		if t.seconds > 0 && t.seconds < uint64(seconds) {
			seconds = uint32(t.seconds)
		}
		if t.kilobytes > 0 && (kilobytes == 0 || t.kilobytes < uint64(kilobytes)) {
			kilobytes = uint32(t.kilobytes)
		}
	}
	return seconds, kilobytes
}

// ipsecAnswer is the SA payload of message 2: the chosen transforms as they came, with
// our SPIs.
func (x *exchange) ipsecAnswer() *isakmp.SecurityAssociation {
	q := x.node.quick
	answer := &isakmp.SecurityAssociation{DOI: isakmp.DOIIPsec, Situation: isakmp.SituationIdentityOnly}
	for _, p := range q.agreed.proposals {
		p.SPI = binary.BigEndian.AppendUint32(nil, spiFor(p.Protocol, q.in))
		answer.Proposals = append(answer.Proposals, p)
	}
	return answer
}

// sayChoice prints a combination of transforms. A proposal alone is named with its first one only.
func (x *exchange) sayChoice(choice []isakmp.Proposal, first bool) {
	for _, p := range choice {
		if first || len(choice) > 1 {
			x.log.CheckingProposal(int(p.Number))
		}
		x.sayIPsecTransform(p.Protocol, p.Transforms[0])
		x.log.ProposalAcceptable()
	}
}

// sayIPsecTransform prints a phase 2 transform's attributes in the order they came.
func (c *change) sayIPsecTransform(protocol isakmp.ProtocolID, t isakmp.Transform) {
	if protocol == isakmp.ProtocolAH {
		c.log.HeaderTransform(int(t.Number), uint16(t.ID))
	} else {
		c.log.Transform(int(t.Number), uint16(t.ID))
	}
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

// interfaceAt is the interface with a crypto map whose address this is in a VRF. Tunnels have their source from another one.
func (e *Engine) interfaceAt(vrf string, local netip.Addr) *config.Interface {
	for _, i := range e.config.Interfaces {
		if i.CryptoMap != "" && !i.IsProtected() && i.VRF == vrf && local.IsValid() && e.config.LocalAddress(i) == local {
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
