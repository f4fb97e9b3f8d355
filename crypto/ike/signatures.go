package ike

import (
	"ruthere/config"
	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
	"ruthere/debuglog"
)

// Phase 1 with RSA signatures, RFC 2409 section 5.1: how this side proves itself. SIG_I and SIG_R stand where HASH_I and HASH_R
// stand with a pre-shared key, and are signatures of these; certificates go before them.

// signed are the payloads with which a peer proves itself in main mode, and judged what is done about them one after the other.
var (
	signed = payloads{isakmp.PayloadID, isakmp.PayloadCertificate, isakmp.PayloadSignature}
	judged = []sequel[*change]{answered((*change).takeVerdict), answered((*change).takeRevocations)}
)

// Numbers of methods in RFC 2409 appendix A, as the log has them.
const (
	byPreSharedKey = isakmp.AuthPreSharedKey
	bySignature    = isakmp.AuthRSASignature
)

// provesBySignature says whether the SA's peers sign.
func (c *change) provesBySignature(input) bool { return c.sa.signs }

// prepareProof makes what proves this side in a message, up to the signature, which it asks for. With a pre-shared key there is
// nothing to ask for. Message 3 of aggressive mode has no identity: message 1 had it.
func (c *change) prepareProof(next isakmp.PayloadType) (*Job, error) {
	if !c.sa.signs {
		id := c.presentIdentity(next)
		c.sa.proof = []isakmp.Payload{id, c.ownHash(id.Body)}
		return nil, nil
	}
	id := c.presentIdentity(isakmp.PayloadCertificate)
	c.sa.proof = []isakmp.Payload{id}
	return c.askSignature(id.Body)
}

// askSignature asks for the signature over this side's ID payload, which has that body, and puts certificates before it.
func (c *change) askSignature(id []byte) (*Job, error) {
	one := c.credential()
	key, ok := c.privateKey(one)
	hash := c.phase1Hash(c.sa.role, id)
	if !ok || key.Size() < len(hash)+oakley.SignaturePadding {
		return nil, &refusal{"the key of this router's certificate is not there", (*change).endWithoutSignature}
	}
	for _, certificate := range one.chain() {
		c.log.ConstructingCert(certificate.SubjectName.String())
		c.sa.proof = append(c.sa.proof, isakmp.New(&isakmp.Certificate{Encoding: isakmp.CertificateSignature, Data: certificate.Raw}))
	}
	const buffer = 1024
	if len(isakmp.AppendPayloads(nil, c.sa.proof))+key.Size() > buffer {
		c.log.GrowingSendBuffer()
	}
	c.log.UsingKeypair(one.Name)
	return &Job{Signing: &Signing{Key: key, Hash: hash}}, nil
}

// ownProof is what prepareProof has made, with the signature that it asked for.
func (c *change) ownProof(a Answer) []isakmp.Payload {
	if c.sa.signs {
		c.sa.proof = append(c.sa.proof, isakmp.New(&isakmp.Signature{Data: a.Signature}))
	}
	return c.sa.proof
}

// endWithoutSignature is how phase 1 ends when this side's key is not there, or cannot sign.
func (c *change) endWithoutSignature(on state.Event, m *received) {
	c.log.Say(debuglog.IKEQueryKey())
	c.abandonPhase1(on, m, debuglog.ReasonBadCertificate)
}

// signedIdentity is what this router calls itself by a certificate. An address that the certificate does not hold is not believed by
// everybody, so that the device says its name instead; `dn` is the certificate's subject.
func (c *change) signedIdentity(self config.Identity) config.Identity {
	one := c.credential()
	if one == nil {
		return self
	}
	addr := self.Addr
	if !addr.IsValid() {
		addr = c.sa.local.Addr()
	}
	switch {
	case self.Kind == config.IdentityDN:
		return config.Identity{Kind: config.IdentityDN, Name: string(one.own.RawSubject)}
	case self.Kind == config.IdentityAddress && !holdsAddress(one.own, addr):
		c.log.AddressNotInCert()
		return config.Identity{Kind: config.IdentityFQDN, Name: c.config.FQDN()}
	}
	return self
}
