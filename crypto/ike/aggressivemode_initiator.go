package ike

import (
	"slices"

	"ruthere/config"
	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
	"ruthere/debuglog"
)

// aggressiveModeInitiator is aggressive mode as the initiator walks it: one arrow for each message it sends.
var aggressiveModeInitiator = []phase1Row{
	{from: state.Ready, on: state.SARequestAM, to: state.InitAM1, shown: state.AGInitExch,
		first: askAlone((*change).openAggressively), do: solved((*change).makeAM1), after: alone((*change).sendAM1)},
	{from: state.InitAM1, on: state.AMExchange, when: (*change).provesBySignature, need: payloads{isakmp.PayloadSA, isakmp.PayloadKE,
		isakmp.PayloadNonce, isakmp.PayloadID, isakmp.PayloadCertificate, isakmp.PayloadSignature}, to: state.P1Complete, shown: state.QMIdle,
		first: askGiven((*change).checkAM2), more: []sequel[*change]{answered((*change).askAM2Proof), answered((*change).takeVerdict),
			answered((*change).takeRevocations), answered((*change).signAM3)}, do: givenSolved((*change).sendSignedAM3), then: state.Phase1Complete},
	{from: state.InitAM1, on: state.AMExchange, need: payloads{isakmp.PayloadSA, isakmp.PayloadKE, isakmp.PayloadNonce, isakmp.PayloadID,
		isakmp.PayloadHash}, to: state.P1Complete, shown: state.QMIdle,
		first: askGiven((*change).checkAM2), do: givenSolved((*change).sendAM3), then: state.Phase1Complete},
}

// openAggressively settles the group and the kind of proof, which are those of the first policy that could be offered, and asks for
// this side's value.
func (c *change) openAggressively() (*Job, error) {
	for _, p := range c.policies() {
		if c.canOffer(p) && oakley.Group(p.Group).Supported() {
			c.sa.suite.Group, c.sa.signs = oakley.Group(p.Group), p.Authentication == config.RSASig
			return c.ownKeyJob(nil)
		}
	}
	return nil, &refusal{"no policy to offer", (*change).endWithoutOffer}
}

// makeAM1 makes what message 1 is made of.
func (c *change) makeAM1(a Answer) error {
	c.arithmeticDone(debuglog.EngineDH)
	c.sa.keI, c.sa.nonceI = a.Public, c.randomBytes("nonce", nonceLen)
	c.sa.offer = isakmp.New(c.policyOffer()).Body
	c.sayNATVendors()
	next := isakmp.PayloadVendorID
	if c.sa.signs {
		next = isakmp.PayloadCertificateRequest
	}
	c.sa.idI = c.presentIdentity(next).Body
	return nil
}

func (c *change) sendAM1() error {
	c.log.BeginningAggressiveMode()
	payloads := append([]isakmp.Payload{{Type: isakmp.PayloadSA, Body: c.sa.offer}}, c.natVendorIDs()...)
	payloads = append(payloads, isakmp.New(&isakmp.KeyExchange{Data: c.sa.keI}), isakmp.New(&isakmp.Nonce{Data: c.sa.nonceI}),
		isakmp.Payload{Type: isakmp.PayloadID, Body: c.sa.idI})
	if c.sa.signs {
		payloads = append(payloads, c.certificateRequests()...)
	}
	return c.sendPhase1(slices.Concat(payloads, c.ownVendorIDs(), c.fragmentationVendorID()), false)
}

// checkAM2 holds the responder's choice and its identity against what this side knows, and asks for the shared secret.
func (c *change) checkAM2(m *received) (*Job, error) {
	c.log.ProcessingPayload(debuglog.PayloadSA, 0)
	id, body := c.readIdentity(m)
	c.sayProfile(id)
	c.readVendorIDs(m)
	if !c.sa.signs && !c.findKeyOf(identityOf(id)) {
		return nil, &refusal{"the responder has no key here", (*change).refuseStranger}
	}
	c.sayScanned()
	if err := c.choosePolicy(m); err != nil {
		return nil, err
	}
	c.sa.idR, c.sa.peerID = body, identityText(id)
	return c.startSharedSecret(m)
}

// sendAM3 makes the keys, judges the responder's proof, and gives this side's own. With that phase 1 is complete here.
func (c *change) sendAM3(m *received, a Answer) error {
	if err := c.makeKeys(m, a); err != nil {
		return err
	}
	if err := c.judgeHash(m, state.Responder, c.sa.idR); err != nil {
		return err
	}
	c.acceptAM2(m)
	return c.finishAggressively([]isakmp.Payload{c.ownHash(c.sa.idI)})
}

// acceptAM2 goes on with a responder that has proven itself.
func (c *change) acceptAM2(m *received) {
	c.checkNATDiscovery(m)
	c.acceptPeer(m)
	c.announceContact()
	c.floatPort()
}

// finishAggressively sends message 3 with this side's proof.
func (c *change) finishAggressively(proof []isakmp.Payload) error {
	payloads := append(append(proof, c.natDiscoveryPayloads()...), c.contactPayloads()...)
	if err := c.sendPhase1(payloads, true); err != nil {
		return err
	}
	c.sa.shown = state.AGAuth
	return c.establish()
}

// askAM2Proof makes the keys and has the responder's signature judged.
func (c *change) askAM2Proof(m *received, a Answer) (*Job, error) {
	if err := c.makeKeys(m, a); err != nil {
		return nil, err
	}
	id, _ := m.firstPayload(isakmp.PayloadID)
	return c.askPeerProof(m, state.Responder, id.Value.(*isakmp.Identification), c.sa.idR)
}

// signAM3 asks for this side's signature.
func (c *change) signAM3(m *received, _ Answer) (*Job, error) {
	c.acceptAM2(m)
	c.sa.proof = nil
	return c.askSignature(c.sa.idI)
}

func (c *change) sendSignedAM3(_ *received, a Answer) error {
	return c.finishAggressively(c.ownProof(a))
}
