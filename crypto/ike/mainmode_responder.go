package ike

import (
	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// mainModeResponder is RFC 2409 section 5.4, as the responder walks it.
var mainModeResponder = []transition{
	{from: state.Ready, on: state.MMExchange, need: payloads{isakmp.PayloadSA},
		to: state.RespMM1, then: state.ProcessMainMode},
	{from: state.RespMM1, on: state.ProcessMainMode, to: state.RespMM1, column: state.MMSASetup,
		do: (*step).checkOffer, then: state.ProcessComplete},
	{from: state.RespMM1, on: state.ProcessComplete, to: state.RespMM2, do: (*step).sendMM2},

	{from: state.RespMM2, on: state.MMExchange, need: payloads{isakmp.PayloadKE, isakmp.PayloadNonce},
		to: state.RespMM3, then: state.ProcessMainMode},
	{from: state.RespMM3, on: state.ProcessMainMode, to: state.RespMM3, column: state.MMKeyExch,
		first: (*step).startSharedSecret, do: (*step).finishKeyExchange, then: state.ProcessComplete},
	{from: state.RespMM3, on: state.ProcessComplete, to: state.RespMM4, do: (*step).sendMM4},

	{from: state.RespMM4, on: state.MMExchange, need: payloads{isakmp.PayloadID, isakmp.PayloadHash},
		to: state.RespMM5, then: state.ProcessMainMode},
	{from: state.RespMM5, on: state.ProcessMainMode, to: state.RespMM5,
		do: (*step).authenticateInitiator, then: state.ProcessComplete},
	{from: state.RespMM5, on: state.ProcessComplete, to: state.P1Complete, column: state.QMIdle,
		do: (*step).sendMM6, then: state.Phase1Complete},
}

// checkOffer chooses one of the initiator's transforms.
func (s *step) checkOffer() error {
	s.say(debuglog.ProcessingPayload(s.conn(), "SA", 0))
	s.vendorIDs()
	offer, _ := s.payload(isakmp.PayloadSA)
	s.sa.offer = offer.Body
	if s.findKey() {
		s.say(debuglog.LocalPreSharedKeyFound(s.conn()))
	}
	s.say(debuglog.ScanningProfiles(s.conn()))
	if err := s.choosePolicy(); err != nil {
		return err
	}
	s.vendorIDs()
	return nil
}

func (s *step) sendMM2() error {
	payloads := []isakmp.Payload{isakmp.New(s.policyAnswer())}
	if v, ok := s.sa.nat.vendor(); ok {
		s.say(natVendorLine(s.conn(), v))
		payloads = append(payloads, vendorPayload(v))
	}
	return s.sendMainMode(payloads, false)
}

func (s *step) sendMM4() error {
	return s.sendMainMode(s.keyExchange(), false)
}

func (s *step) authenticateInitiator() error { return s.authenticate(state.Initiator) }

func (s *step) sendMM6() error {
	if err := s.sendMainMode(s.authentication(), true); err != nil {
		return err
	}
	return s.establish()
}
