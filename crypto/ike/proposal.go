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

type selector = ipsec.Selector

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

// transformIDs maps the words of a transform set to RFC 2407's numbers.
var (
	espCiphers = map[string]struct {
		id     uint8
		cipher ipsec.Cipher
	}{
		"esp-des": {isakmp.ESP_DES, ipsec.DES}, "esp-3des": {isakmp.ESP_3DES, ipsec.TripleDES},
		"esp-aes": {isakmp.ESP_AES, ipsec.AES}, "esp-null": {isakmp.ESP_NULL, ipsec.Null},
		"esp-gcm": {isakmp.ESP_AES_GCM16, ipsec.AESGCM},
	}
	espAuths = map[string]struct {
		id   uint16
		auth ipsec.Auth
	}{
		"esp-md5-hmac": {isakmp.HMAC_MD5, ipsec.HMACMD5}, "esp-sha-hmac": {isakmp.HMAC_SHA, ipsec.HMACSHA1},
		"esp-sha256-hmac": {isakmp.HMAC_SHA2_256, ipsec.HMACSHA256}, "esp-sha384-hmac": {isakmp.HMAC_SHA2_384, ipsec.HMACSHA384},
		"esp-sha512-hmac": {isakmp.HMAC_SHA2_512, ipsec.HMACSHA512},
	}
)

// transformOf is a transform set as the data path sees it. Sets with transforms that
// have no meaning here (AH, compression) have none.
func transformOf(t *config.TransformSet) (ipsec.Transform, bool) {
	cipher, ok := espCiphers[t.ESPCipher().Name]
	if !ok {
		return ipsec.Transform{}, false
	}
	out := ipsec.Transform{Cipher: cipher.cipher, KeyBits: t.ESPCipher().KeyBits, Auth: espAuths[t.ESPAuth().Name].auth}
	if t.Transport {
		out.Mode = ipsec.Transport
	}
	return out, out.Check() == nil
}

// encapsulation is the number of a mode on the wire, with UDP once a NAT was found.
func (s *step) encapsulation(transport bool) uint16 {
	base := uint16(isakmp.EncapsulationTunnel)
	udp, draft := uint16(isakmp.EncapsulationUDPTunnel), uint16(isakmp.EncapsulationUDPTunnelDraft)
	if transport {
		base, udp, draft = isakmp.EncapsulationTransport, isakmp.EncapsulationUDPTransport, isakmp.EncapsulationUDPTransportDraft
	}
	switch {
	case !s.sa.nat.found():
		return base
	case s.sa.nat.version == isakmp.VendorRFC3947 || s.sa.nat.version == isakmp.VendorNATTDraft07:
		return udp
	}
	return draft
}

// ipsecOffer offers an entry's transform sets in their order, one proposal each.
func (s *step) ipsecOffer(e *config.CryptoMapEntry, spi uint32) *isakmp.SecurityAssociation {
	offer := &isakmp.SecurityAssociation{DOI: isakmp.DOIIPsec, Situation: isakmp.SituationIdentityOnly}
	for _, name := range e.TransformSets {
		set := s.config.IPsec.TransformSet(name)
		if set == nil {
			continue
		}
		if _, ok := transformOf(set); !ok {
			continue
		}
		offer.Proposals = append(offer.Proposals, isakmp.Proposal{
			Number: uint8(len(offer.Proposals) + 1), Protocol: isakmp.ProtocolESP,
			SPI:        binary.BigEndian.AppendUint32(nil, spi),
			Transforms: []isakmp.Transform{{Number: 1, ID: espCiphers[set.ESPCipher().Name].id, Attributes: s.ipsecAttributes(e, set)}},
		})
	}
	return offer
}

// ipsecAttributes are a transform's attributes in IOS's order.
func (s *step) ipsecAttributes(e *config.CryptoMapEntry, set *config.TransformSet) []isakmp.Attribute {
	seconds, kilobytes := s.config.SALifetime(e)
	a := []isakmp.Attribute{
		isakmp.BasicAttribute(isakmp.IPsecEncapsulation, s.encapsulation(set.Transport)),
		isakmp.BasicAttribute(isakmp.IPsecLifeType, isakmp.LifeSeconds),
		lifeDuration(uint32(seconds)),
	}
	if kilobytes > 0 {
		a = append(a, isakmp.BasicAttribute(isakmp.IPsecLifeType, isakmp.LifeKilobytes), lifeDuration(uint32(kilobytes)))
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

// lifeDuration is two bytes when the number fits, else four, as IOS sends it.
func lifeDuration(v uint32) isakmp.Attribute {
	if v <= 0xffff {
		return isakmp.BasicAttribute(isakmp.IPsecLifeDuration, uint16(v))
	}
	return isakmp.Uint32Attribute(isakmp.IPsecLifeDuration, v)
}

// An espTransform is a phase 2 transform as numbers.
type espTransform struct {
	id                   uint8
	encapsulation        uint64
	auth, keyBits, group uint64
	seconds, kilobytes   uint64
}

func readESP(t isakmp.Transform) espTransform {
	r := espTransform{id: t.ID}
	var lifeType uint64
	for _, a := range t.Attributes {
		v, _ := a.Uint()
		switch a.Type {
		case isakmp.IPsecEncapsulation:
			r.encapsulation = v
		case isakmp.IPsecAuthentication:
			r.auth = v
		case isakmp.IPsecKeyLength:
			r.keyBits = v
		case isakmp.IPsecGroup:
			r.group = v
		case isakmp.IPsecLifeType:
			lifeType = v
		case isakmp.IPsecLifeDuration:
			if lifeType == isakmp.LifeSeconds {
				r.seconds = v
			} else if lifeType == isakmp.LifeKilobytes {
				r.kilobytes = v
			}
		}
	}
	if (r.id == isakmp.ESP_AES || r.id == isakmp.ESP_AES_GCM16) && r.keyBits == 0 {
		r.keyBits = 128
	}
	return r
}

// agrees says whether an offered transform is one of a set, for an entry.
func (s *step) agrees(t espTransform, set *config.TransformSet, e *config.CryptoMapEntry) bool {
	cipher := espCiphers[set.ESPCipher().Name]
	keyBits := uint64(set.ESPCipher().KeyBits)
	if keyBits == 0 && (cipher.id == isakmp.ESP_AES || cipher.id == isakmp.ESP_AES_GCM16) {
		keyBits = 128
	}
	return cipher.id == t.id && keyBits == t.keyBits &&
		uint64(espAuths[set.ESPAuth().Name].id) == t.auth &&
		t.encapsulation == uint64(s.encapsulation(set.Transport)) &&
		(e.PFSGroup == 0 || uint64(e.PFSGroup) == t.group) &&
		(t.group == 0 || oakley.Group(t.group).Supported())
}

// chooseTransform walks the offer in the peer's order; the first transform that
// agrees with a transform set of one of the entries is taken. ISAKMP finds each one
// acceptable, and IPsec judges: no entry means that the proxies met none.
func (s *step) chooseTransform(entries []*config.CryptoMapEntry, responder bool) error {
	payload, _ := s.payload(isakmp.PayloadSA)
	s.say(debuglog.ProcessingPayload(s.conn(), "SA", s.node.id))
	refused := &proposalRefused{debuglog.ErrorTransform}
	for _, proposal := range payload.Value.(*isakmp.SecurityAssociation).Proposals {
		if proposal.Protocol != isakmp.ProtocolESP || len(proposal.SPI) != 4 {
			continue
		}
		s.say(debuglog.CheckingProposal(s.conn(), int(proposal.Number)))
		for _, t := range proposal.Transforms {
			s.sayESPTransform(t)
			s.say(debuglog.ProposalAcceptable(s.conn()))
			words := s.sayProposed(t)
			switch {
			case len(entries) == 0:
				refused.code = debuglog.ErrorProxies
				s.say(debuglog.NoMatchingMap(), debuglog.ProxyNotSupported())
			case s.settle2(entries, proposal, t, responder):
				s.say(debuglog.MapAccepted(s.node.quick.entry.name, s.node.quick.entry.sequence))
				return nil
			default:
				s.say(debuglog.TransformNotSupported(words))
			}
			s.say(debuglog.PolicyInvalidatedProposal(s.conn(), refused.code))
		}
	}
	return refused
}

// settle2 takes a transform if an entry has a set for it.
func (s *step) settle2(entries []*config.CryptoMapEntry, proposal isakmp.Proposal, t isakmp.Transform, responder bool) bool {
	offered := readESP(t)
	for _, e := range entries {
		for _, name := range e.TransformSets {
			set := s.config.IPsec.TransformSet(name)
			if set == nil || !s.agrees(offered, set, e) {
				continue
			}
			q := s.node.quick
			proposal.Transforms = []isakmp.Transform{t}
			transform, _ := transformOf(set)
			if s.sa.nat.found() {
				transform.Mode = map[bool]ipsec.Mode{false: ipsec.UDPTunnel, true: ipsec.UDPTransport}[set.Transport]
			}
			q.spiOut = binary.BigEndian.Uint32(proposal.SPI)
			q.agreed = agreement{proposal: proposal, transform: transform, group: int(offered.group)}
			q.agreed.seconds, q.agreed.kilobytes = s.lifetimes(e, offered)
			if responder {
				q.entry = entryKey{e.Map, e.Sequence}
			}
			return true
		}
	}
	return false
}

// lifetimes are the shorter of what is offered and what is configured.
func (s *step) lifetimes(e *config.CryptoMapEntry, t espTransform) (seconds, kilobytes uint32) {
	own, ownKB := s.config.SALifetime(e)
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
func (s *step) ipsecAnswer() *isakmp.SecurityAssociation {
	p := s.node.quick.agreed.proposal
	p.SPI = binary.BigEndian.AppendUint32(nil, s.node.quick.spiIn)
	return &isakmp.SecurityAssociation{DOI: isakmp.DOIIPsec, Situation: isakmp.SituationIdentityOnly, Proposals: []isakmp.Proposal{p}}
}

// sayESPTransform prints a phase 2 transform's attributes in the order they came.
func (s *step) sayESPTransform(t isakmp.Transform) {
	s.say(debuglog.Transform(s.conn(), int(t.Number), uint16(t.ID))...)
	for _, a := range t.Attributes {
		wide, _ := a.Uint()
		v := uint16(wide)
		switch a.Type {
		case isakmp.IPsecEncapsulation:
			s.say(debuglog.EncapsAttribute(s.conn(), v))
		case isakmp.IPsecLifeType:
			s.say(debuglog.SALifeTypeAttribute(s.conn(), v))
		case isakmp.IPsecLifeDuration:
			if a.Basic {
				s.say(debuglog.SALifeDurationBasic(s.conn(), v))
			} else {
				s.say(debuglog.SALifeDurationVPI(s.conn(), a.Value))
			}
		case isakmp.IPsecAuthentication:
			s.say(debuglog.AuthenticatorAttribute(s.conn(), v))
		case isakmp.IPsecKeyLength:
			s.say(debuglog.SAKeyLengthAttribute(s.conn(), v))
		case isakmp.IPsecGroup:
			s.say(debuglog.SAGroupAttribute(s.conn(), v))
		}
	}
}

// proxy is an ID payload of quick mode: RFC 2407 section 4.6.2.
func proxy(p netip.Prefix, protocol uint8, port uint16) isakmp.Payload {
	if p.IsSingleIP() {
		return isakmp.New(isakmp.AddressIdentification(p.Addr(), protocol, port))
	}
	return isakmp.New(isakmp.SubnetIdentification(p, protocol, port))
}

// proxies are the message's ID payloads: the initiator's, then the responder's.
func (s *step) proxies() (ids []isakmp.Payload) {
	for _, p := range s.message {
		if p.Type == isakmp.PayloadID {
			ids = append(ids, p)
		}
	}
	return ids
}

// sayRest goes through the payloads behind the SA payload of quick mode.
func (s *step) sayRest() {
	s.say(debuglog.ProcessingPayload(s.conn(), "NONCE", s.node.id))
	if _, ok := s.payload(isakmp.PayloadKE); ok {
		s.say(debuglog.ProcessingPayload(s.conn(), "KE", s.node.id))
	}
	for range s.proxies() {
		s.say(debuglog.ProcessingPayload(s.conn(), "ID", s.node.id))
	}
}

// peerSelector is what the initiating peer wants to protect, seen from here. Without
// ID payloads it is the traffic between the two ends: RFC 2409 section 5.5.
func (s *step) peerSelector() (selector, bool) {
	own := selector{Local: netip.PrefixFrom(s.sa.remote.Addr(), 32), Remote: netip.PrefixFrom(s.sa.local.Addr(), 32)}
	sel, ok := selectorOf(s.proxies(), own)
	return sel.Mirror(), ok
}

// selectorOf reads the initiator's and the responder's ID payload as the initiator
// sees them; without any it is missing.
func selectorOf(ids []isakmp.Payload, missing selector) (selector, bool) {
	if len(ids) == 0 {
		return missing, true
	}
	if len(ids) != 2 {
		return selector{}, false
	}
	a, b := ids[0].Value.(*isakmp.Identification), ids[1].Value.(*isakmp.Identification)
	local, okLocal := a.Prefix()
	remote, okRemote := b.Prefix()
	if !okLocal || !okRemote || a.Protocol != b.Protocol {
		return selector{}, false
	}
	return selector{Local: local.Masked(), Remote: remote.Masked(), Protocol: a.Protocol, LocalPort: a.Port, RemotePort: b.Port}, true
}

// install makes the two SAs and puts them in the database.
func (s *step) install() error {
	q, sa := s.node.quick, s.sa
	keys := func(spi uint32) []byte {
		var dh []byte
		if q.group != 0 {
			dh = q.shared
		}
		return oakley.KeyMaterial(sa.suite.Hash, sa.keys.SKEYIDd, dh, isakmp.ProtocolESP,
			binary.BigEndian.AppendUint32(nil, spi), q.nonceI, q.nonceR, q.agreed.transform.KeyLen())
	}
	s.say(debuglog.EngineDid(s.conn(), debuglog.EngineQMKeys))
	var both [2]*ipsec.SA
	for i, spi := range []uint32{q.spiIn, q.spiOut} {
		one, err := ipsec.NewSA(spi, q.agreed.transform, keys(spi))
		if err != nil {
			return err
		}
		one.Local, one.Remote, one.Selector = sa.local.Addr(), sa.remote.Addr(), q.local
		one.Lifetime = ipsec.Lifetime{Seconds: q.agreed.seconds, Kilobytes: q.agreed.kilobytes}
		one.Established = s.now
		both[i] = one
		s.say(debuglog.EngineDid(s.conn(), debuglog.EngineIPsecSA))
	}
	return s.addPair(both[0], both[1])
}

// interfaceAt is the interface with a crypto map whose address this is in a VRF.
func (e *Engine) interfaceAt(vrf string, local netip.Addr) *config.Interface {
	for _, i := range e.config.Interfaces {
		if i.CryptoMap != "" && i.VRF == vrf && i.Address.IsValid() && i.Address.Addr() == local {
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

// protects says whether an entry's access list permits all of a selector.
func (e *Engine) protects(entry *config.CryptoMapEntry, want selector) bool {
	list := e.config.AccessList(entry.AccessList)
	if list == nil {
		return false
	}
	for _, ace := range list.Entries {
		if s, ok := SelectorOf(ace); ok && ace.Permit && s.Contains(want) {
			return true
		}
	}
	return false
}

// SelectorOf is an access list entry as the proxies of quick mode; ok is false for
// remarks and for wildcards that are no prefix.
func SelectorOf(ace config.Entry) (s ipsec.Selector, ok bool) {
	if ace.Remark != "" || !ace.Src.Addr.IsValid() || !ace.Dst.Addr.IsValid() {
		return s, false
	}
	local, okLocal := ace.Src.Prefix()
	remote, okRemote := ace.Dst.Prefix()
	s = ipsec.Selector{Local: local, Remote: remote}
	if ace.Protocol != config.AnyProtocol {
		s.Protocol = uint8(ace.Protocol)
	}
	if ace.Src.Port.Op == "eq" {
		s.LocalPort = ace.Src.Port.From
	}
	if ace.Dst.Port.Op == "eq" {
		s.RemotePort = ace.Dst.Port.From
	}
	return s, okLocal && okRemote
}
