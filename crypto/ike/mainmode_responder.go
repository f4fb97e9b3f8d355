package ike

import (
	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// mainModeResponder is RFC 2409 section 5.4, as the responder walks it.
var mainModeResponder = []phase1Row{
	{from: state.Ready, on: state.MMExchange, need: payloads{isakmp.PayloadSA}, to: state.RespMM1, then: state.ProcessMainMode},
	{from: state.RespMM1, on: state.ProcessMainMode, to: state.RespMM1, shown: state.MMSASetup,
		do: given((*change).checkOffer), then: state.ProcessComplete},
	{from: state.RespMM1, on: state.ProcessComplete, to: state.RespMM2, do: alone((*change).sendMM2)},

	{from: state.RespMM2, on: state.MMExchange, need: payloads{isakmp.PayloadKE, isakmp.PayloadNonce},
		to: state.RespMM3, then: state.ProcessMainMode},
	{from: state.RespMM3, on: state.ProcessMainMode, to: state.RespMM3, shown: state.MMKeyExch,
		first: askGiven((*change).startSharedSecret), do: givenSolved((*change).finishKeyExchange), then: state.ProcessComplete},
	{from: state.RespMM3, on: state.ProcessComplete, to: state.RespMM4, do: alone((*change).sendMM4)},

	{from: state.RespMM4, on: state.MMExchange, when: (*change).provesBySignature, need: signed, to: state.RespMM5,
		then: state.ProcessMainMode},
	{from: state.RespMM5, on: state.MMExchange, when: (*change).provesBySignature, need: signed, // the one before had a wrong SIG
		to: state.RespMM5, then: state.ProcessMainMode},
	{from: state.RespMM4, on: state.MMExchange, need: payloads{isakmp.PayloadID, isakmp.PayloadHash},
		to: state.RespMM5, then: state.ProcessMainMode},
	{from: state.RespMM5, on: state.MMExchange, need: payloads{isakmp.PayloadID, isakmp.PayloadHash}, // the one before had a wrong HASH
		to: state.RespMM5, then: state.ProcessMainMode},
	{from: state.RespMM5, on: state.ProcessMainMode, when: (*change).provesBySignature, to: state.RespMM5,
		first: askGiven((*change).askInitiatorProof), more: judged, do: given((*change).acceptMainMode), then: state.ProcessComplete},
	{from: state.RespMM5, on: state.ProcessMainMode, to: state.RespMM5,
		do: given((*change).authenticateInitiator), then: state.ProcessComplete},
	{from: state.RespMM5, on: state.ProcessComplete, to: state.P1Complete, shown: state.QMIdle,
		first: askAlone((*change).prepareMM6), do: solved((*change).sendMM6), then: state.Phase1Complete},
}

// checkOffer chooses one of the initiator's transforms.
func (c *change) checkOffer(m *received) error {
	c.log.ProcessingPayload(debuglog.PayloadSA, 0)
	c.readVendorIDs(m)
	offer, _ := m.firstPayload(isakmp.PayloadSA)
	c.sa.offer = offer.Body
	if c.findKey() {
		c.log.LocalPreSharedKeyFound()
	}
	c.sayScanned()
	if err := c.choosePolicy(m); err != nil {
		return err
	}
	c.readVendorIDs(m)
	return nil
}

func (c *change) sendMM2() error {
	payloads := []isakmp.Payload{isakmp.New(c.policyAnswer())}
	if v, ok := c.sa.nat.bestVendor(); ok {
		c.log.ConstructedNATT(natVersions[v])
		payloads = append(payloads, vendorPayload(v))
	}
	return c.sendPhase1(append(payloads, c.fragmentationVendorID()...), false)
}

func (c *change) sendMM4() error {
	return c.sendPhase1(c.keyExchangePayloads(), false)
}

func (c *change) authenticateInitiator(m *received) error {
	return c.authenticatePeer(m, state.Initiator)
}

func (c *change) askInitiatorProof(m *received) (*Job, error) {
	return c.askMainModeProof(m, state.Initiator)
}

func (c *change) prepareMM6() (*Job, error) { return c.prepareProof(isakmp.PayloadHash) }

func (c *change) sendMM6(a Answer) error {
	if err := c.sendPhase1(c.ownProof(a), true); err != nil {
		return err
	}
	return c.establish()
}
