package ike

import (
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
var mainModeInitiator = []transition{
	{from: debuglog.Ready, on: debuglog.FromIPsecSARequestMM, to: debuglog.InitMM1, do: (*step).offerPolicies, after: (*step).sendMM1},

	{from: debuglog.InitMM1, on: debuglog.FromPeerMMExchange, need: payloads{isakmp.PayloadSA},
		to: debuglog.InitMM2, then: debuglog.InternalProcessMainMode},
	{from: debuglog.InitMM2, on: debuglog.InternalProcessMainMode, to: debuglog.InitMM2, column: debuglog.MMSASetup,
		do: (*step).checkAnswer, then: debuglog.InternalProcessComplete},
	{from: debuglog.InitMM2, on: debuglog.InternalProcessComplete, to: debuglog.InitMM3,
		first: (*step).makeOwnValue, do: (*step).sendMM3},

	{from: debuglog.InitMM3, on: debuglog.FromPeerMMExchange, need: payloads{isakmp.PayloadKE, isakmp.PayloadNonce},
		to: debuglog.InitMM4, then: debuglog.InternalProcessMainMode},
	{from: debuglog.InitMM4, on: debuglog.InternalProcessMainMode, to: debuglog.InitMM4, column: debuglog.MMKeyExch,
		first: (*step).startSharedSecret, do: (*step).finishKeyExchange, then: debuglog.InternalProcessComplete},
	{from: debuglog.InitMM4, on: debuglog.InternalProcessComplete, to: debuglog.InitMM5, do: (*step).sendMM5},

	{from: debuglog.InitMM5, on: debuglog.FromPeerMMExchange, need: payloads{isakmp.PayloadID, isakmp.PayloadHash},
		to: debuglog.InitMM6, do: (*step).authenticateResponder, then: debuglog.InternalProcessMainMode},
	{from: debuglog.InitMM6, on: debuglog.InternalProcessMainMode, to: debuglog.InitMM6, then: debuglog.InternalProcessComplete},
	{from: debuglog.InitMM6, on: debuglog.InternalProcessComplete, to: debuglog.P1Complete, column: debuglog.QMIdle,
		do: (*step).establish, then: debuglog.InternalPhase1Complete},
	{from: debuglog.P1Complete, on: debuglog.InternalPhase1Complete, to: debuglog.P1Complete, do: (*step).startPhase2},
}

// offerPolicies makes the SA payload of message 1: every policy, by priority.
func (s *step) offerPolicies() error {
	offer := s.policyOffer()
	if len(offer.Proposals[0].Transforms) == 0 {
		return &refusal{"no policy to offer", (*step).nothingToOffer}
	}
	s.say(natVendorLines(s.conn())...)
	payload := isakmp.New(offer)
	s.sa.offer = payload.Body
	s.message = []isakmp.Payload{payload}
	return nil
}

func (s *step) sendMM1() error {
	s.say(debuglog.BeginningMainMode(s.conn()))
	return s.sendMainMode(append(s.message, natVendorIDs()...), false)
}

// checkAnswer holds the responder's choice against what was offered.
func (s *step) checkAnswer() error {
	s.say(debuglog.ProcessingPayload(s.conn(), "SA", 0))
	s.vendorIDs()
	if !s.findKey() {
		return &refusal{"the key went while main mode ran", (*step).nothingToOffer}
	}
	s.say(debuglog.LocalPreSharedKeyFound(s.conn()), debuglog.ScanningProfiles(s.conn()))
	if err := s.choosePolicy(); err != nil {
		return err
	}
	s.vendorIDs()
	return nil
}

func (s *step) makeOwnValue() (*Job, error) { return s.ownKey(nil) }

func (s *step) sendMM3() error {
	s.say(debuglog.EngineDid(s.conn(), debuglog.EngineDH))
	s.sa.keI, s.sa.nonceI = s.answer.Public, s.bytes("nonce", nonceLen)
	return s.sendMainMode(s.keyExchange(), false)
}

func (s *step) sendMM5() error {
	payloads := []isakmp.Payload{}
	first := len(s.siblings(s.sa)) == 0
	if first {
		s.say(debuglog.SendInitialContact(s.conn()))
	}
	s.floatPort()
	payloads = append(payloads, s.authentication()...)
	if first {
		payloads = append(payloads, isakmp.New(s.initialContact()))
	}
	return s.sendMainMode(payloads, true)
}

func (s *step) authenticateResponder() error { return s.authenticate(debuglog.Responder) }
