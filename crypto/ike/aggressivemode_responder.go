package ike

import (
	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// aggressiveModeResponder is aggressive mode as the responder walks it. The device asks for the key as it would ask a server,
// between messages 1 and 2, also where all keys are its own.
var aggressiveModeResponder = []phase1Row{
	{from: state.Ready, on: state.AMExchange, need: payloads{isakmp.PayloadSA, isakmp.PayloadKE, isakmp.PayloadNonce, isakmp.PayloadID},
		to: state.RespAMAwait, shown: state.AGInitExch, first: askGiven((*change).checkAM1), do: givenSolved((*change).finishAM1),
		then: state.PresharedKeyReply},
	{from: state.RespAMAwait, on: state.PresharedKeyReply, to: state.RespAM2,
		first: askAlone((*change).prepareAM2), do: solved((*change).sendAM2)},
	{from: state.RespAM2, on: state.AMExchange, when: (*change).provesBySignature,
		need: payloads{isakmp.PayloadCertificate, isakmp.PayloadSignature}, to: state.P1Complete, shown: state.QMIdle,
		first: askGiven((*change).askAM3Proof), more: judged, do: given((*change).acceptAM3), then: state.Phase1Complete},
	{from: state.RespAM2, on: state.AMExchange, need: payloads{isakmp.PayloadHash}, to: state.P1Complete, shown: state.QMIdle,
		do: given((*change).checkAM3), then: state.Phase1Complete},
}

// checkAM1 finds the initiator's key by its identity, chooses one of its transforms, and asks for the arithmetic.
func (c *change) checkAM1(m *received) (*Job, error) {
	c.log.ProcessingPayload(debuglog.PayloadSA, 0)
	offer, _ := m.firstPayload(isakmp.PayloadSA)
	c.sa.offer = offer.Body
	id, body := c.readIdentity(m)
	c.sa.initiator, c.sa.idI, c.sa.peerID = id, body, identityText(id)
	c.claimGroup(id)
	c.sayProfile(id)
	c.readVendorIDs(m)
	if !c.findKeyOf(identityOf(id)) && !c.canSign(c.sa.profile) {
		return nil, &refusal{"the initiator has no key here", (*change).refuseStranger}
	}
	if p := c.sa.profile; p != nil {
		c.log.LookingForXAuth(p.Name)
	} else {
		c.sayScanned()
	}
	if err := c.choosePolicy(m); err != nil {
		return nil, err
	}
	return c.startSharedSecret(m)
}

func (c *change) finishAM1(m *received, a Answer) error {
	if err := c.makeKeys(m, a); err != nil {
		return err
	}
	if v, ok := c.sa.nat.bestVendor(); ok {
		c.log.ChosenNATT(natVersions[v])
	}
	return nil
}

// prepareAM2 makes the proof of this side.
func (c *change) prepareAM2() (*Job, error) {
	if v, ok := c.sa.nat.bestVendor(); ok {
		c.log.ConstructedNATT(natVersions[v])
	}
	return c.prepareProof(isakmp.PayloadNonce)
}

// sendAM2 answers, with the proof of this side.
func (c *change) sendAM2(a Answer) error {
	vendors := append(c.ownVendorIDs(), c.fragmentationVendorID()...)
	if v, ok := c.sa.nat.bestVendor(); ok {
		vendors = append(vendors, vendorPayload(v))
	}
	proof := c.ownProof(a)
	payloads := append([]isakmp.Payload{isakmp.New(c.policyAnswer())}, vendors...)
	payloads = append(payloads, isakmp.New(&isakmp.KeyExchange{Data: c.sa.keR}), proof[0], isakmp.New(&isakmp.Nonce{Data: c.sa.nonceR}))
	payloads = append(payloads, proof[1:]...)
	if c.sa.signs {
		payloads = append(payloads, c.certificateRequests()...)
	}
	return c.sendPhase1(append(payloads, c.natDiscoveryPayloads()...), false)
}

// askAM3Proof has the initiator's signature judged.
func (c *change) askAM3Proof(m *received) (*Job, error) {
	return c.askPeerProof(m, state.Initiator, c.sa.initiator, c.sa.idI)
}

// checkAM3 judges the initiator's proof. With that phase 1 is complete.
func (c *change) checkAM3(m *received) error {
	if err := c.judgeHash(m, state.Initiator, c.sa.idI); err != nil {
		return err
	}
	return c.acceptAM3(m)
}

func (c *change) acceptAM3(m *received) error {
	c.checkNATDiscovery(m)
	c.acceptPeer(m)
	c.sa.shown = state.AGAuth
	return c.establish()
}
