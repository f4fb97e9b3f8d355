package ike

import (
	"crypto/sha256"
	"time"

	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
	"ruthere/debuglog"
)

// openQuickMode takes the first message of a quick mode the peer begins. Nothing is
// kept of it before its HASH agrees.
func (c *change) openQuickMode(m *received, digest [sha256.Size]byte) {
	id := m.header.MessageID
	if c.sa.spent.holdsID(id) {
		return
	}
	if !c.readPhase2(m, oakley.PhaseTwoIV(c.sa.suite.Hash, c.sa.iv, id, c.sa.suite.Cipher.BlockSize())) {
		return
	}
	if !m.hashAgrees(oakley.QuickModeHash1(c.sa.keys.Authenticator, id, m.hashedPart())) {
		c.refuseHash()
		return
	}
	c.sa.spent.addExchange(id)
	c.followMessage(m)
	x := c.exchangeUnder(c.openNode(id, state.QMIdle))
	x.node.quick = &quickMode{dialogue: dialogue{iv: m.nextIV, lastReceived: digest}}
	c.arithmeticDone(debuglog.EngineHash)
	c.log.ProcessingPayload(debuglog.PayloadHash, id)
	x.fire(state.QMExchange, m)
}

// quickModeHashAgrees checks HASH(2) or HASH(3) of a running quick mode.
func (x *exchange) quickModeHashAgrees(m *received) bool {
	q, id := x.node.quick, x.node.id
	want := oakley.QuickModeHash3(x.sa.keys.Authenticator, id, q.nonceI, q.nonceR)
	if q.initiator {
		want = oakley.QuickModeHash2(x.sa.keys.Authenticator, id, q.nonceI, m.hashedPart())
	}
	if m.hashAgrees(want) {
		return true
	}
	x.refuseHash()
	return false
}

// sendQuickMode encrypts and sends a message of the node's exchange.
func (x *exchange) sendQuickMode(payloads []isakmp.Payload, repeat bool) error {
	x.arithmeticDone(debuglog.EngineHash)
	m := isakmp.Message{Header: x.newHeader(isakmp.QuickMode, x.node.id), Payloads: payloads}
	data, iv, err := x.sealMessage(m, x.node.quick.iv)
	if err != nil {
		return err
	}
	x.node.quick.iv = iv
	q := x.node.quick
	q.lastSent, q.retransmissions, q.retransmit = data, 0, time.Time{}
	if repeat {
		q.retransmit = x.now.Add(retransmitInterval)
	}
	x.transmit(data)
	return nil
}

// repeatPhase2Answer answers a quick mode message that was heard before.
func (x *exchange) repeatPhase2Answer() {
	x.log.DuplicatePhase2Packet()
	if x.node.quick.lastSent != nil {
		x.log.RetransmitPhase2Due(x.node.id)
		x.transmit(x.node.quick.lastSent)
	}
}

// retransmitPhase2 repeats the node's last message, or gives the SA up: its peer does not answer on it.
func (x *exchange) retransmitPhase2() {
	if x.sa.isGone() {
		return // with another quick mode, in this same instant
	}
	q := x.node.quick
	x.log.RetransmitPhase2Due(x.node.id)
	if q.retransmissions >= maxRetransmissions || x.sa.errors >= maxRetransmissions {
		x.deleteSA(debuglog.ReasonRetransmission2) // with it goes the responder's pair, which the peer never confirmed
		return
	}
	q.retransmissions++
	x.log.NodeErrorCounter(debuglog.CountRetransmission2, q.retransmissions, maxRetransmissions)
	x.countError(debuglog.CountRetransmission2)
	x.log.RetransmittingPhase2(x.node.id)
	x.transmit(q.lastSent)
	q.retransmit = x.now.Add(retransmitInterval)
}
