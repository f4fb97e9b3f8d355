package ike

import (
	"time"

	"ruthere/config"
	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
	"ruthere/debuglog"
)

// ciphers and hashes map the words of an ISAKMP policy to RFC 2409's numbers.
var (
	ciphers = map[config.Encryption]oakley.Cipher{config.DES: oakley.DES, config.TripleDES: oakley.TripleDES, config.AES: oakley.AES}
	hashes  = map[config.HashName]oakley.Hash{config.MD5: oakley.MD5, config.SHA: oakley.SHA1, config.SHA256: oakley.SHA256,
		config.SHA384: oakley.SHA384, config.SHA512: oakley.SHA512}
	methods = map[config.Authentication]uint16{config.PreShare: isakmp.AuthPreSharedKey, config.RSASig: isakmp.AuthRSASignature, config.RSAEncr: isakmp.AuthRSAEncryption}
)

func suiteOf(p *config.Policy) oakley.Suite {
	return oakley.Suite{Cipher: ciphers[p.Encryption], KeyBits: p.KeyBits, Hash: hashes[p.Hash], Group: oakley.Group(p.Group)}
}

// policyOffer is the SA payload of message 1: one proposal, and one transform for
// each policy this side could carry out, with the attributes in IOS's order.
func (s *step) policyOffer() *isakmp.SecurityAssociation {
	proposal := isakmp.Proposal{Number: 1, Protocol: isakmp.ProtocolISAKMP}
	for _, p := range s.config.ISAKMP.Policies {
		if p.Authentication != config.PreShare {
			continue // no certificates here
		}
		number := uint8(len(proposal.Transforms) + 1)
		proposal.Transforms = append(proposal.Transforms, isakmp.Transform{Number: number, ID: isakmp.KEY_IKE, Attributes: policyAttributes(p)})
	}
	return &isakmp.SecurityAssociation{DOI: isakmp.DOIIPsec, Situation: isakmp.SituationIdentityOnly, Proposals: []isakmp.Proposal{proposal}}
}

func policyAttributes(p *config.Policy) []isakmp.Attribute {
	a := []isakmp.Attribute{isakmp.BasicAttribute(isakmp.AttrEncryption, uint16(ciphers[p.Encryption]))}
	if p.Encryption == config.AES {
		a = append(a, isakmp.BasicAttribute(isakmp.AttrKeyLength, uint16(p.KeyBits)))
	}
	return append(a,
		isakmp.BasicAttribute(isakmp.AttrHash, uint16(hashes[p.Hash])),
		isakmp.BasicAttribute(isakmp.AttrGroup, uint16(p.Group)),
		isakmp.BasicAttribute(isakmp.AttrAuthentication, methods[p.Authentication]),
		isakmp.BasicAttribute(isakmp.AttrLifeType, isakmp.LifeSeconds),
		isakmp.Uint32Attribute(isakmp.AttrLifeDuration, uint32(p.Lifetime/time.Second)))
}

// An ikeTransform is a phase 1 transform as numbers.
type ikeTransform struct {
	encryption, keyBits, hash, group, auth uint64
	lifetime                               time.Duration
	basicLifetime                          bool
}

func readTransform(t isakmp.Transform) ikeTransform {
	var r ikeTransform
	seconds := false
	for _, a := range t.Attributes {
		v, _ := a.Uint()
		switch a.Type {
		case isakmp.AttrEncryption:
			r.encryption = v
		case isakmp.AttrKeyLength:
			r.keyBits = v
		case isakmp.AttrHash:
			r.hash = v
		case isakmp.AttrGroup:
			r.group = v
		case isakmp.AttrAuthentication:
			r.auth = v
		case isakmp.AttrLifeType:
			seconds = v == isakmp.LifeSeconds
		case isakmp.AttrLifeDuration:
			if seconds {
				r.lifetime = time.Duration(min(v, 1<<31)) * time.Second
				r.basicLifetime = a.Basic
			}
		}
	}
	if r.encryption == uint64(oakley.AES) && r.keyBits == 0 {
		r.keyBits = 128 // RFC 3602 section 5.3 leaves the default to the reader
	}
	return r
}

// mismatch says why a transform does not meet a policy, in the device's words and
// order; false when it does.
func (t ikeTransform) mismatch(p *config.Policy, haveKey bool) (why debuglog.Mismatch, is bool) {
	switch {
	case t.encryption != uint64(ciphers[p.Encryption]):
		return debuglog.EncryptionMismatch, true
	case t.hash != uint64(hashes[p.Hash]):
		return debuglog.HashMismatch, true
	case t.auth != uint64(methods[p.Authentication]):
		if t.auth == isakmp.AuthPreSharedKey {
			return debuglog.PresharedMismatch, true
		}
		return debuglog.AuthMismatch, true
	case p.Authentication == config.PreShare && !haveKey:
		return debuglog.PresharedMismatch, true
	case t.group != uint64(p.Group):
		return debuglog.GroupMismatch, true
	case p.Encryption == config.AES && t.keyBits != uint64(p.KeyBits):
		return debuglog.KeyLengthMismatch, true
	}
	return 0, false
}

// attributeNames are RFC 2409's names of what may differ, as log messages write them.
var attributeNames = map[debuglog.Mismatch]string{
	debuglog.EncryptionMismatch: "ENCRYPTION_ALGORITHM", debuglog.HashMismatch: "HASH_ALGORITHM", debuglog.AuthMismatch: "AUTHENTICATION_METHOD",
	debuglog.PresharedMismatch: "AUTHENTICATION_METHOD", debuglog.GroupMismatch: "GROUP_DESCRIPTION", debuglog.KeyLengthMismatch: "KEY_LENGTH",
}

// choosePolicy walks the offered transforms in the initiator's order and, for each,
// the own policies by priority; the first pair that agrees is taken. The initiator
// does the same with the single transform that came back.
func (s *step) choosePolicy() error {
	payload, _ := s.payload(isakmp.PayloadSA)
	sa := payload.Value.(*isakmp.SecurityAssociation)
	differs := "" // the attribute because of which the last transform was none of ours
	for _, proposal := range sa.Proposals {
		if proposal.Protocol != isakmp.ProtocolISAKMP {
			continue
		}
		for i, t := range proposal.Transforms {
			offered := readTransform(t)
			next := 0
			if i+1 < len(proposal.Transforms) {
				next = int(isakmp.PayloadTransform)
			}
			for _, p := range s.config.ISAKMP.Policies {
				s.say(debuglog.CheckingTransform(s.conn(), int(t.Number), p.Priority))
				s.sayTransform(t)
				if why, is := offered.mismatch(p, s.sa.psk != ""); is {
					s.say(debuglog.OfferedMismatch(s.conn(), why), debuglog.AttsNotAcceptable(s.conn(), next))
					differs = attributeNames[why]
					continue
				}
				s.say(debuglog.AttsAcceptable(s.conn(), next))
				s.agree(p, proposal, t, offered)
				return nil
			}
		}
	}
	s.say(debuglog.NoOffersAccepted(s.conn()))
	if s.sa.role == state.Initiator && differs != "" {
		s.say(debuglog.IKESANotOffered(s.sa.remote.Addr(), differs))
	}
	return &refusal{"no policy agrees with the offer", (*step).policyRefused}
}

// agree settles the suite and the lifetime: the shorter of the two sides'.
func (s *step) agree(p *config.Policy, proposal isakmp.Proposal, t isakmp.Transform, offered ikeTransform) {
	s.sa.policy, s.sa.suite, s.sa.lifetime = p, suiteOf(p), p.Lifetime
	proposal.Transforms = []isakmp.Transform{t}
	s.sa.chosen = proposal
	own := p.Lifetime
	if s.sa.role == state.Initiator {
		own = 0
	}
	if offered.lifetime > 0 && (offered.lifetime < p.Lifetime || s.sa.role == state.Initiator) {
		s.sa.lifetime = offered.lifetime
	}
	if own == config.DefaultLifetime {
		own = 0 // shown as 0 when the policy keeps the default
	}
	s.say(debuglog.Lifetimes(s.conn(), inSeconds(own), inSeconds(offered.lifetime), inSeconds(s.sa.lifetime), !offered.basicLifetime)...)
}

// policyAnswer is the SA payload of message 2: the chosen transform as it came.
func (s *step) policyAnswer() *isakmp.SecurityAssociation {
	return &isakmp.SecurityAssociation{DOI: isakmp.DOIIPsec, Situation: isakmp.SituationIdentityOnly,
		Proposals: []isakmp.Proposal{s.sa.chosen}}
}

func inSeconds(d time.Duration) uint32 { return uint32(d / time.Second) }

// sayTransform prints a phase 1 transform's attributes in the order they came.
func (s *step) sayTransform(t isakmp.Transform) {
	for _, a := range t.Attributes {
		wide, _ := a.Uint()
		v := uint16(wide)
		switch a.Type {
		case isakmp.AttrEncryption:
			s.say(debuglog.EncryptionAttribute(s.conn(), v))
		case isakmp.AttrKeyLength:
			s.say(debuglog.KeyLengthAttribute(s.conn(), v))
		case isakmp.AttrHash:
			s.say(debuglog.HashAttribute(s.conn(), v))
		case isakmp.AttrGroup:
			s.say(debuglog.GroupAttribute(s.conn(), v))
		case isakmp.AttrAuthentication:
			s.say(debuglog.AuthAttribute(s.conn(), v))
		case isakmp.AttrLifeType:
			s.say(debuglog.LifeTypeAttribute(s.conn(), v))
		case isakmp.AttrLifeDuration:
			if a.Basic {
				s.say(debuglog.LifeDurationBasic(s.conn(), v))
			} else {
				s.say(debuglog.LifeDurationVPI(s.conn(), a.Value))
			}
		}
	}
}

// policyRefused is how main mode ends when nothing agrees. The responder tells the
// peer in the clear; the initiator, whose offer was answered with something else,
// just stops.
func (s *step) policyRefused(row *transition) {
	s.say(debuglog.Phase1NotAcceptable(s.conn(), s.sa.local.Addr(), s.sa.remote.Addr()))
	if s.sa.role == state.Responder {
		s.say(debuglog.ErrorCounter(s.conn(), "construct_fail_ag_init", 1, maxRetransmissions),
			debuglog.FailedToConstructAG(s.conn()))
		s.sendClearNotify(isakmp.NotifyNoProposalChosen)
	}
	s.abandon(row, "Phase1 SA policy proposal not accepted")
}

// nothingToOffer is how main mode ends before it begins.
func (s *step) nothingToOffer(row *transition) {
	s.say(debuglog.NoCertOrKey(s.conn()), debuglog.CannotStartMainMode(s.conn()))
	s.abandon(row, "Phase1 SA policy proposal not accepted")
}

// abandon drops an SA in the middle of main mode.
func (s *step) abandon(row *transition, reason string) {
	s.say(debuglog.ParanoidKeepalives(s.conn()))
	s.mark(reason)
	s.vendorIDs()
	s.say(debuglog.FSMActionError(s.conn(), 2))
	s.announce(row.on, s.sa.state, s.sa.state)
	s.advancePeer(reason)
	s.fire(state.MMExchange)
	s.say(debuglog.IKEModeFailure("Main", s.sa.remote.Addr()))
}
