package ike

import (
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// mainModeResponder is RFC 2409 section 5.4, as the responder walks it.
var mainModeResponder = []transition{
	{from: debuglog.Ready, on: debuglog.FromPeerMMExchange, need: payloads{isakmp.PayloadSA},
		to: debuglog.RespMM1, then: debuglog.InternalProcessMainMode},
	{from: debuglog.RespMM1, on: debuglog.InternalProcessMainMode, to: debuglog.RespMM1, column: debuglog.MMSASetup,
		do: (*step).checkOffer, then: debuglog.InternalProcessComplete},
	{from: debuglog.RespMM1, on: debuglog.InternalProcessComplete, to: debuglog.RespMM2, do: (*step).sendMM2},

	{from: debuglog.RespMM2, on: debuglog.FromPeerMMExchange, need: payloads{isakmp.PayloadKE, isakmp.PayloadNonce},
		to: debuglog.RespMM3, then: debuglog.InternalProcessMainMode},
	{from: debuglog.RespMM3, on: debuglog.InternalProcessMainMode, to: debuglog.RespMM3, column: debuglog.MMKeyExch,
		first: (*step).startSharedSecret, do: (*step).finishKeyExchange, then: debuglog.InternalProcessComplete},
	{from: debuglog.RespMM3, on: debuglog.InternalProcessComplete, to: debuglog.RespMM4, do: (*step).sendMM4},

	{from: debuglog.RespMM4, on: debuglog.FromPeerMMExchange, need: payloads{isakmp.PayloadID, isakmp.PayloadHash},
		to: debuglog.RespMM5, then: debuglog.InternalProcessMainMode},
	{from: debuglog.RespMM5, on: debuglog.InternalProcessMainMode, to: debuglog.RespMM5,
		do: (*step).authenticateInitiator, then: debuglog.InternalProcessComplete},
	{from: debuglog.RespMM5, on: debuglog.InternalProcessComplete, to: debuglog.P1Complete, column: debuglog.QMIdle,
		do: (*step).sendMM6, then: debuglog.InternalPhase1Complete},
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

func (s *step) authenticateInitiator() error { return s.authenticate(debuglog.Initiator) }

func (s *step) sendMM6() error {
	if err := s.sendMainMode(s.authentication(), true); err != nil {
		return err
	}
	return s.establish()
}
