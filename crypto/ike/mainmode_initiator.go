package ike

import (
	"slices"

	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// mainModeInitiator is RFC 2409 section 5.4, as the initiator walks it:
//
//	HDR, SA                -->
//	                       <--  HDR, SA
//	HDR, KE, Ni            -->
//	                       <--  HDR, KE, Nr
//	HDR*, IDii, HASH_I     -->
//	                       <--  HDR*, IDir, HASH_R
//
// With signatures CERT and SIG_I or SIG_R stand for the hashes; CERTREQ is in messages 3 and 4.
var mainModeInitiator = []phase1Row{
	{from: state.Ready, on: state.SARequestMM, to: state.InitMM1, do: alone((*change).offerPolicies), after: alone((*change).sendMM1)},

	{from: state.InitMM1, on: state.MMExchange, need: payloads{isakmp.PayloadSA}, to: state.InitMM2, then: state.ProcessMainMode},
	{from: state.InitMM2, on: state.ProcessMainMode, to: state.InitMM2, shown: state.MMSASetup,
		do: given((*change).checkAnswer), then: state.ProcessComplete},
	{from: state.InitMM2, on: state.ProcessComplete, to: state.InitMM3,
		first: askAlone((*change).makeOwnValue), do: solved((*change).sendMM3)},

	{from: state.InitMM3, on: state.MMExchange, need: payloads{isakmp.PayloadKE, isakmp.PayloadNonce},
		to: state.InitMM4, then: state.ProcessMainMode},
	{from: state.InitMM4, on: state.ProcessMainMode, to: state.InitMM4, shown: state.MMKeyExch,
		first: askGiven((*change).startSharedSecret), do: givenSolved((*change).finishKeyExchange), then: state.ProcessComplete},
	{from: state.InitMM4, on: state.ProcessComplete, to: state.InitMM5,
		first: askAlone((*change).prepareMM5), do: solved((*change).sendMM5)},

	{from: state.InitMM5, on: state.MMExchange, when: (*change).provesBySignature, need: signed, to: state.InitMM6,
		first: askGiven((*change).askResponderProof), more: judged, do: given((*change).acceptMainMode), then: state.ProcessMainMode},
	{from: state.InitMM5, on: state.MMExchange, need: payloads{isakmp.PayloadID, isakmp.PayloadHash},
		to: state.InitMM6, do: given((*change).authenticateResponder), then: state.ProcessMainMode},
	{from: state.InitMM6, on: state.ProcessMainMode, to: state.InitMM6, then: state.ProcessComplete},
	{from: state.InitMM6, on: state.ProcessComplete, to: state.P1Complete, shown: state.QMIdle,
		do: alone((*change).establish), then: state.Phase1Complete},
	{from: state.P1Complete, on: state.Phase1Complete, to: state.P1Complete, quiet: true, do: alone((*change).startPhase2)},
}

// offerPolicies makes the SA payload of message 1: every policy, by priority.
func (c *change) offerPolicies() error {
	offer := c.policyOffer()
	if len(offer.Proposals[0].Transforms) == 0 {
		return &refusal{"no policy to offer", (*change).endWithoutOffer}
	}
	c.sayNATVendors()
	c.sa.offer = isakmp.New(offer).Body
	return nil
}

func (c *change) sendMM1() error {
	c.log.BeginningMainMode()
	offer := isakmp.Payload{Type: isakmp.PayloadSA, Body: c.sa.offer}
	return c.sendPhase1(slices.Concat([]isakmp.Payload{offer}, c.natVendorIDs(), c.fragmentationVendorID()), false)
}

// checkAnswer holds the responder's choice against what was offered.
func (c *change) checkAnswer(m *received) error {
	c.log.ProcessingPayload(debuglog.PayloadSA, 0)
	c.readVendorIDs(m)
	if c.findKey() {
		c.log.LocalPreSharedKeyFound()
	} else if !c.canSign(c.sa.profile) {
		return &refusal{"the key went while main mode ran", (*change).endWithoutOffer}
	}
	c.sayScanned()
	if err := c.choosePolicy(m); err != nil {
		return err
	}
	c.readVendorIDs(m)
	return nil
}

func (c *change) makeOwnValue() (*Job, error) { return c.ownKeyJob(nil) }

func (c *change) sendMM3(a Answer) error {
	c.arithmeticDone(debuglog.EngineDH)
	c.sa.keI, c.sa.nonceI = a.Public, c.randomBytes("nonce", nonceLen)
	return c.sendPhase1(c.keyExchangePayloads(), false)
}

func (c *change) prepareMM5() (*Job, error) {
	c.announceContact()
	c.floatPort()
	return c.prepareProof(isakmp.PayloadHash)
}

func (c *change) sendMM5(a Answer) error {
	return c.sendPhase1(append(c.ownProof(a), c.contactPayloads()...), true)
}

func (c *change) askResponderProof(m *received) (*Job, error) {
	return c.askMainModeProof(m, state.Responder)
}

func (c *change) authenticateResponder(m *received) error {
	return c.authenticatePeer(m, state.Responder)
}
