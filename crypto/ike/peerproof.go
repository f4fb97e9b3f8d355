package ike

import (
	"bytes"
	"errors"
	"net/netip"
	"slices"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
	"ruthere/crypto/pki"
	"ruthere/debuglog"
)

// How a peer's signature and certificates are judged: the signature first, for it says whether the rest is worth looking at; then the
// chain; then, if a trustpoint wants that, whether something of it was revoked.

const (
	mostCertificates = 8 // of a message

	// mostWrongProofs is how many signatures are checked in vain before this side's message is repeated: whoever alters the peer's
	// messages gets no more work out of this router.
	mostWrongProofs = 5
)

// unauthorized is the fault of a certificate that no trustpoint's `match certificate` takes.
const unauthorized pki.Fault = "of a peer that no trustpoint takes"

// askPeerProof reads what the peer proves itself with in a message, and has it judged. Its ID payload has that body.
func (c *change) askPeerProof(m *received, peer state.Role, id *isakmp.Identification, body []byte) (*Job, error) {
	own, others := c.readCertificates(m)
	if own == nil {
		return nil, &refusal{"the peer's certificate cannot be read", (*change).endWithWrongSignature}
	}
	c.matchCertificate(id, own)
	sig, _ := m.firstPayload(isakmp.PayloadSignature)
	proof := &Proof{Hash: c.phase1Hash(peer, body), Signature: sig.Value.(*isakmp.Signature).Data, Own: own, Others: others,
		Now: c.calendar(), Anchors: c.anchorsFor(own)}
	return &Job{Proof: proof}, nil
}

// askMainModeProof reads who the peer is, and has its proof judged.
func (c *change) askMainModeProof(m *received, peer state.Role) (*Job, error) {
	id, body := c.readIdentity(m)
	c.sayProfile(id)
	return c.askPeerProof(m, peer, id, body)
}

// acceptMainMode goes on with a peer that has proven itself in main mode.
func (c *change) acceptMainMode(m *received) error {
	c.readLateVendorIDs(m)
	id, _ := m.firstPayload(isakmp.PayloadID)
	c.sa.peerID = identityText(id.Value.(*isakmp.Identification))
	c.acceptPeer(m)
	return nil
}

// calendar is what the router's clock shows.
func (c *change) calendar() time.Time {
	if c.Calendar == nil {
		return c.now
	}
	return c.Calendar(c.now)
}

// readCertificates reads the certificates of a message: the first is the peer's own; nil if it is none that means something here.
func (c *change) readCertificates(m *received) (own *pki.Certificate, others []*pki.Certificate) {
	read := 0
	for _, p := range m.payloads {
		payload, ok := p.Value.(*isakmp.Certificate)
		if !ok || read == mostCertificates {
			continue
		}
		read++
		c.log.ProcessingPayload(debuglog.PayloadCert, 0)
		c.log.ProcessingCert(payload.Encoding.String())
		if payload.Encoding != isakmp.CertificateSignature {
			continue
		}
		certificate, err := pki.ParseCertificate(payload.Data)
		switch fits := err == nil && certificate.Key.N.BitLen() <= oakley.MostSignatureBits; {
		case read == 1 && !fits:
			c.log.NoDNInCert()
			return nil, nil
		case read == 1:
			own = certificate
		case fits:
			others = append(others, certificate)
		}
	}
	return own, others
}

// matchCertificate finds the profile of a peer that shows a certificate: by its identity, the certificate's group, or a certificate map.
func (c *change) matchCertificate(id *isakmp.Identification, own *pki.Certificate) {
	c.log.PublicKeyNotCached()
	group := own.SubjectName.First("ou")
	identities := []config.Identity{identityOf(id)}
	if group == "" {
		c.log.NoOUInCert()
	} else {
		identities = append(identities, config.Identity{Kind: config.IdentityKeyID, Name: group})
	}
	p := c.config.ProfileOfPeer(c.sa.vrf, c.sa.local.Addr(), identities, func(name string) bool { return c.mapTakes(name, own) })
	c.settleProfile(p)
	if c.sa.role == state.Responder && c.config.ISAKMP.Group(group) != nil {
		c.sa.group = debuglog.Visible(group)
	}
}

// anchorsFor are the authorities by which a peer's certificate is judged: those of the trustpoints that count for its profile and whose
// certificate maps take it.
func (c *change) anchorsFor(own *pki.Certificate) (anchors []Anchor) {
	for _, one := range c.credentialsOf(c.sa.profile) {
		taken := slices.IndexFunc(one.Match, func(m config.CertificateMatch) bool { return c.mapTakes(m.Map, own) })
		if len(one.Match) > 0 && taken < 0 {
			continue
		}
		for _, authority := range one.authorities {
			anchor := c.anchorOf(one, authority, nil)
			anchor.AllowExpired = taken >= 0 && one.Match[taken].AllowExpired
			anchors = append(anchors, anchor)
		}
	}
	return anchors
}

// anchorOf is an authority of a trustpoint, and those above it where `chain-validation continue` says so: of the trustpoint that it names,
// or of any. Below are the trustpoints that lead there.
func (c *change) anchorOf(one *credential, authority *pki.Certificate, below []string) Anchor {
	a := Anchor{Trustpoint: one.Name, Authority: authority}
	parent, continues := one.Continues()
	if !continues {
		return a
	}
	a.Continues, below = true, append(slices.Clone(below), one.Name)
	for _, above := range c.credentialsOf(nil) {
		if slices.Contains(below, above.Name) || parent != "" && parent != above.Name {
			continue
		}
		for _, authority := range above.authorities {
			if bytes.Equal(authority.RawSubject, a.Authority.RawIssuer) {
				a.Above = append(a.Above, c.anchorOf(above, authority, below))
			}
		}
	}
	return a
}

// takeVerdict takes what became of the peer's proof, and asks whether something of its chain was revoked, if that is wanted.
func (c *change) takeVerdict(m *received, a Answer) (*Job, error) {
	var judged *pki.Judgement
	switch {
	case errors.As(a.Fault, &judged):
		return nil, c.refuseCertificate(judged)
	case a.Fault != nil:
		return nil, &refusal{a.Fault.Error(), (*change).endWithWrongSignature}
	case a.Chain == nil:
		return nil, nil // a pre-shared key proves it
	}
	c.log.ProcessingPayload(debuglog.PayloadSignature, 0)
	c.sa.chain = a.Chain
	return c.askRevocations(a)
}

// refuseCertificate is the end of a negotiation with a peer whose certificate is not taken.
func (c *change) refuseCertificate(j *pki.Judgement) error {
	return &refusal{j.Error(), func(c *change, on state.Event, m *received) {
		c.sayFault(j)
		c.log.Say(debuglog.IKEInvalidCert(c.sa.remote.Addr(), j.Fault == pki.NoList))
		if c.sa.phase != state.InitAM1 {
			c.abandonPhase1(on, m, debuglog.ReasonBadCertificate)
			return
		}
		c.log.Say(debuglog.IKEModeFailure(debuglog.AggressiveMode, c.sa.remote.Addr())) // anybody who saw message 1 may have written message 2
		c.forgetAnswer(m)
		c.sa.timers[timerRetransmit] = c.now.Add(retransmitInterval)
	}}
}

// sayFault says what is wrong with a certificate.
func (c *change) sayFault(j *pki.Judgement) {
	const layout = "15:04:05 MST Jan 2 2006"
	serial := j.Certificate.Serial()
	switch j.Fault {
	case pki.NotYetValid:
		c.log.Say(debuglog.CertNotYetValid(serial, c.config.Clock.Local(j.Certificate.NotBefore).Format(layout)))
	case pki.Expired:
		c.log.Say(debuglog.CertExpired(serial, c.config.Clock.Local(j.Certificate.NotAfter).Format(layout)))
	case pki.Revoked:
		c.log.Say(debuglog.CertRevoked(serial))
	case unauthorized:
		c.log.Say(debuglog.CertUnauthorized())
	case pki.NoList: // whoever fetches it says why
	default:
		c.log.Say(debuglog.CertInvalid())
	}
}

// endWithWrongSignature is what follows from a signature that is not right: as from a wrong hash, nothing is believed and the state
// stays, for a message that is right may still come.
func (c *change) endWithWrongSignature(_ state.Event, m *received) {
	c.log.ProcessingPayload(debuglog.PayloadSignature, 0)
	c.log.SignatureIncorrect()
	c.sa.wrongProofs++
	c.sa.profile = m.formerProfile
	c.disbelieve(m, bySignature)
}

// isTiredOfProofs says whether too many signatures were checked in vain since this side's last message.
func (c *change) isTiredOfProofs() bool { return c.sa.wrongProofs >= mostWrongProofs }

// holdsAddress says whether a certificate names an address.
func holdsAddress(certificate *pki.Certificate, addr netip.Addr) bool {
	for _, ip := range certificate.IPAddresses {
		if has, ok := netip.AddrFromSlice(ip); ok && has.Unmap() == addr.Unmap() {
			return true
		}
	}
	return false
}
