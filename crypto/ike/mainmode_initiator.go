package ike

import (
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
var mainModeInitiator = []transition{
	{from: state.Ready, on: state.SARequestMM, to: state.InitMM1, do: (*step).offerPolicies, after: (*step).sendMM1},

	{from: state.InitMM1, on: state.MMExchange, need: payloads{isakmp.PayloadSA},
		to: state.InitMM2, then: state.ProcessMainMode},
	{from: state.InitMM2, on: state.ProcessMainMode, to: state.InitMM2, column: state.MMSASetup,
		do: (*step).checkAnswer, then: state.ProcessComplete},
	{from: state.InitMM2, on: state.ProcessComplete, to: state.InitMM3,
		first: (*step).makeOwnValue, do: (*step).sendMM3},

	{from: state.InitMM3, on: state.MMExchange, need: payloads{isakmp.PayloadKE, isakmp.PayloadNonce},
		to: state.InitMM4, then: state.ProcessMainMode},
	{from: state.InitMM4, on: state.ProcessMainMode, to: state.InitMM4, column: state.MMKeyExch,
		first: (*step).startSharedSecret, do: (*step).finishKeyExchange, then: state.ProcessComplete},
	{from: state.InitMM4, on: state.ProcessComplete, to: state.InitMM5, do: (*step).sendMM5},

	{from: state.InitMM5, on: state.MMExchange, need: payloads{isakmp.PayloadID, isakmp.PayloadHash},
		to: state.InitMM6, do: (*step).authenticateResponder, then: state.ProcessMainMode},
	{from: state.InitMM6, on: state.ProcessMainMode, to: state.InitMM6, then: state.ProcessComplete},
	{from: state.InitMM6, on: state.ProcessComplete, to: state.P1Complete, column: state.QMIdle,
		do: (*step).establish, then: state.Phase1Complete},
	{from: state.P1Complete, on: state.Phase1Complete, to: state.P1Complete, do: (*step).startPhase2},
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

func (s *step) authenticateResponder() error { return s.authenticate(state.Responder) }
