package ike

import (
	"slices"
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
	methods = map[config.Authentication]uint16{config.PreShare: isakmp.AuthPreSharedKey, config.RSASig: isakmp.AuthRSASignature,
		config.RSAEncr: isakmp.AuthRSAEncryption}
)

func suiteOf(p *config.Policy) oakley.Suite {
	return oakley.Suite{Cipher: ciphers[p.Encryption], KeyBits: p.KeyBits, Hash: hashes[p.Hash], Group: oakley.Group(p.Group)}
}

// An ikeTransform is a phase 1 transform as numbers.
type ikeTransform struct {
	encryption, keyBits, hash, group, auth uint64
	lifetime                               time.Duration
	basicLifetime                          bool
	unusable                               bool // it has attributes that mean nothing here
}

func readTransform(t isakmp.Transform) ikeTransform {
	var r ikeTransform
	seconds := false
	for _, a := range t.Attributes {
		v, fits := a.Uint()
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
			r.unusable = r.unusable || v != isakmp.LifeSeconds && v != isakmp.LifeKilobytes
		case isakmp.AttrLifeDuration:
			r.unusable = r.unusable || !fits || v == 0
			if seconds {
				r.lifetime = time.Duration(min(v, 1<<31)) * time.Second
				r.basicLifetime = a.Basic
			}
		default: // a PRF, a group of the peer's own, what is private: an echo would promise it
			r.unusable = true
		}
	}
	if r.encryption == uint64(oakley.AES) && r.keyBits == 0 {
		r.keyBits = 128 // RFC 3602 section 5.3 leaves the default to the reader
	}
	return r
}

// mismatchWith says why a transform does not meet a policy, in the device's words and
// order; false when it does.
func (t ikeTransform) mismatchWith(p *config.Policy, haveKey, haveCertificate, asksXAuth bool) (why debuglog.Mismatch, is bool) {
	switch { // after which the user is asked
	case asksXAuth && t.auth == isakmp.AuthXAUTHInitPreShared:
		t.auth = isakmp.AuthPreSharedKey
	case asksXAuth && t.auth == isakmp.AuthXAUTHInitRSA:
		t.auth = isakmp.AuthRSASignature
	}
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
	case p.Authentication == config.RSAEncr, p.Authentication == config.RSASig && !haveCertificate:
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

// defaultSuitePriority is where 12.4 shows the suite that a policy has of which nothing was typed.
const defaultSuitePriority = 65535

// choosePolicy walks the offered transforms in the initiator's order and, for each,
// the own policies by priority; the first pair that agrees is taken. The initiator
// does the same with the single transform that came back.
func (c *change) choosePolicy(m *received) error {
	payload, _ := m.firstPayload(isakmp.PayloadSA)
	sa := payload.Value.(*isakmp.SecurityAssociation)
	var differs debuglog.Mismatch // what made the last transform none of ours
	refused := false
	policies := c.policies()
	groupFits, haveCertificate := c.groupsThatFit(m), c.canSign(c.sa.profile)
	if c.release == debuglog.IOS124 { // its default suite is looked at last
		policies = append(slices.Clip(policies), config.NewPolicy(defaultSuitePriority))
	}
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
			for _, p := range policies {
				c.log.CheckingTransform(int(t.Number), p.Priority)
				c.sayTransform(t)
				if why, is := offered.mismatchWith(p, c.sa.psk != "", haveCertificate, c.asksXAuth() || c.sa.easyVPN != ""); is {
					c.log.OfferedMismatch(why)
					c.log.AttsNotAcceptable(next)
					if p.Priority < defaultSuitePriority {
						differs, refused = why, true
					}
					continue
				}
				if !groupFits(oakley.Group(p.Group)) {
					c.log.OfferedMismatch(debuglog.GroupMismatch)
					c.log.AttsNotAcceptable(next)
					differs, refused = debuglog.GroupMismatch, true
					continue
				}
				if offered.unusable {
					c.log.AttsNotAcceptable(next)
					continue
				}
				c.log.AttsAcceptable(next)
				c.settlePolicy(p, proposal, t, offered)
				return nil
			}
		}
	}
	c.log.NoOffersAccepted()
	if c.sa.role == state.Initiator && refused {
		c.log.Say(debuglog.IKESANotOffered(c.sa.remote.Addr(), differs))
	}
	return &refusal{"no policy agrees with the offer", (*change).endWithoutPolicy}
}

// settlePolicy settles the suite and the lifetime: the shorter of the two sides'.
func (c *change) settlePolicy(p *config.Policy, proposal isakmp.Proposal, t isakmp.Transform, offered ikeTransform) {
	c.sa.suite, c.sa.lifetime, c.sa.signs = suiteOf(p), p.Lifetime, p.Authentication == config.RSASig
	if c.sa.asClient != nil {
		c.sa.asClient.xauth = offered.auth == isakmp.AuthXAUTHInitPreShared
	}
	proposal.Transforms = []isakmp.Transform{t}
	c.sa.chosen = proposal
	own := p.Lifetime
	if c.sa.role == state.Initiator {
		own = 0
	}
	if offered.lifetime > 0 && (offered.lifetime < p.Lifetime || c.sa.role == state.Initiator) {
		c.sa.lifetime = offered.lifetime
	}
	if own == config.DefaultLifetime {
		own = 0 // shown as 0 when the policy keeps the default
	}
	c.log.Lifetimes(inSeconds(own), inSeconds(offered.lifetime), inSeconds(c.sa.lifetime), !offered.basicLifetime)
}

// policyAnswer is the SA payload of message 2: the chosen transform as it came.
func (c *change) policyAnswer() *isakmp.SecurityAssociation {
	return &isakmp.SecurityAssociation{DOI: isakmp.DOIIPsec, Situation: isakmp.SituationIdentityOnly,
		Proposals: []isakmp.Proposal{c.sa.chosen}}
}

func inSeconds(d time.Duration) uint32 { return uint32(d / time.Second) }

// sayTransform prints a phase 1 transform's attributes in the order they came.
func (c *change) sayTransform(t isakmp.Transform) {
	for _, a := range t.Attributes {
		wide, _ := a.Uint()
		v := uint16(wide)
		switch a.Type {
		case isakmp.AttrEncryption:
			c.log.EncryptionAttribute(v)
		case isakmp.AttrKeyLength:
			c.log.KeyLengthAttribute(v)
		case isakmp.AttrHash:
			c.log.HashAttribute(v)
		case isakmp.AttrGroup:
			c.log.GroupAttribute(v)
		case isakmp.AttrAuthentication:
			c.log.AuthAttribute(v)
		case isakmp.AttrLifeType:
			c.log.LifeTypeAttribute(v)
		case isakmp.AttrLifeDuration:
			if a.Basic {
				c.log.LifeDurationBasic(v)
			} else {
				c.log.LifeDurationVPI(a.Value)
			}
		}
	}
}

// endWithoutPolicy is how phase 1 ends when nothing agrees. The responder tells the
// peer in the clear; the initiator, whose offer was answered with something else,
// just stops.
func (c *change) endWithoutPolicy(on state.Event, m *received) {
	c.log.Phase1NotAcceptable(c.sa.local.Addr(), c.sa.remote.Addr())
	if c.sa.role == state.Responder {
		c.countError(debuglog.CountConstruction)
		c.log.FailedToConstructAG()
		c.sendClearNotify(isakmp.NotifyNoProposalChosen)
	}
	c.abandonPhase1(on, m, debuglog.ReasonPolicyNotAccepted)
}

// endWithoutOffer is how phase 1 ends before it begins.
func (c *change) endWithoutOffer(on state.Event, m *received) {
	c.log.NoCertOrKey()
	if c.sa.aggressive {
		c.log.CannotStartAggressive()
	} else {
		c.log.CannotStartMainMode()
	}
	c.abandonPhase1(on, m, debuglog.ReasonNoKey)
}

// abandonPhase1 drops an SA in the middle of phase 1, on an event and its message, and says so whatever is debugged.
func (c *change) abandonPhase1(on state.Event, m *received, why debuglog.Reason) {
	c.dropPhase1(on, m, why)
	mode := debuglog.MainMode
	if c.sa.aggressive {
		mode = debuglog.AggressiveMode
	}
	c.log.Say(debuglog.IKEModeFailure(mode, c.sa.remote.Addr()))
}

func (c *change) dropPhase1(on state.Event, m *received, why debuglog.Reason) {
	c.log.ParanoidKeepalives()
	c.markDeleted(why)
	c.readVendorIDs(m)
	c.log.FSMActionError(2)
	c.phase1.announceStay(c, on)
	c.advancePeer(why)
	c.fire(c.sa.exchangeEvent(), m)
}
