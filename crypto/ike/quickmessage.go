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
func (s *step) openQuickMode(digest [sha256.Size]byte) {
	if s.sa.spent.has(s.header.MessageID) {
		return
	}
	iv := oakley.PhaseTwoIV(s.sa.suite.Hash, s.sa.iv, s.header.MessageID, s.sa.suite.Cipher.BlockSize())
	if !s.openPhase2(iv) {
		return
	}
	if !s.hashAgrees(oakley.QuickModeHash1(s.sa.keys.Authenticator, s.header.MessageID, s.rest())) {
		s.say(debuglog.HashPayloadIncorrect(s.conn()))
		s.badMessage(s.now, s.sa.remote.Addr(), s.out)
		return
	}
	s.sa.spent.exchange(s.header.MessageID)
	s.node = s.setNode(s.sa, s.header.MessageID, s.out)
	s.node.iv = s.nextIV
	s.node.quick = &quickMode{lastReceived: digest}
	s.say(debuglog.EngineDid(s.conn(), debuglog.EngineHash), debuglog.ProcessingPayload(s.conn(), "HASH", s.node.id))
	s.fireNode(state.QMExchange)
}

// quickModeHashAgrees checks HASH(2) or HASH(3) of a running quick mode.
func (s *step) quickModeHashAgrees() bool {
	q, id := s.node.quick, s.node.id
	want := oakley.QuickModeHash3(s.sa.keys.Authenticator, id, q.nonceI, q.nonceR)
	if q.initiator {
		want = oakley.QuickModeHash2(s.sa.keys.Authenticator, id, q.nonceI, s.rest())
	}
	if s.hashAgrees(want) {
		return true
	}
	s.say(debuglog.HashPayloadIncorrect(s.conn()))
	s.badMessage(s.now, s.sa.remote.Addr(), s.out)
	return false
}

// sendQuickMode encrypts and sends a message of the node's exchange.
func (s *step) sendQuickMode(payloads []isakmp.Payload, repeat bool) error {
	s.say(debuglog.EngineDid(s.conn(), debuglog.EngineHash))
	m := isakmp.Message{Header: s.newHeader(isakmp.QuickMode, s.node.id), Payloads: payloads}
	data, iv, err := s.seal(m, s.node.iv)
	if err != nil {
		return err
	}
	s.node.iv = iv
	q := s.node.quick
	q.lastSent, q.retransmissions, q.retransmit = data, 0, time.Time{}
	if repeat {
		q.retransmit = s.now.Add(retransmitInterval)
	}
	s.transmit(data)
	return nil
}

// duplicatePhase2 answers a quick mode message that was heard before.
func (s *step) duplicatePhase2() {
	s.say(debuglog.DuplicatePhase2Packet(s.conn()))
	if s.node.quick.lastSent != nil {
		s.say(debuglog.RetransmitPhase2Due(s.conn(), s.node.id))
		s.transmit(s.node.quick.lastSent)
	}
}

// retransmitPhase2 repeats the node's last message, or gives the exchange up.
func (s *step) retransmitPhase2() {
	q := s.node.quick
	s.say(debuglog.RetransmitPhase2Due(s.conn(), s.node.id))
	if q.retransmissions == maxRetransmissions {
		s.say(debuglog.QuickModeTimerExpired(s.conn()))
		s.deleteNode(s.node, true, "Death by retransmission P2")
		if q.pair != nil {
			s.dropPair(s.now, q.pair, s.out) // the peer never said that it has it, too
		}
		if q.request != nil {
			s.drop(q.request)
		}
		return
	}
	q.retransmissions++
	s.say(debuglog.NodeErrorCounter(s.conn(), "retransmit phase 2", q.retransmissions, maxRetransmissions),
		debuglog.ErrorCounter(s.conn(), "retransmit phase 2", q.retransmissions, maxRetransmissions),
		debuglog.RetransmittingPhase2(s.conn(), s.node.id))
	s.transmit(q.lastSent)
	q.retransmit = s.now.Add(retransmitInterval)
}
