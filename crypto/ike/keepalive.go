package ike

import (
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// Before RFC 3706 IOS had keepalives of its own: a notification of type 32768, answered
// by one of type 32769. The numbers are public; what else such a notification carries
// is not, so these carry nothing. They are spoken only with an IOS router that does not
// offer DPD, and cannot be told apart one from another: any answer is a sign of life.

// A liveness protocol is how a peer is asked whether it is there.
type liveness uint8

const (
	noLiveness    liveness = iota
	livenessDPD            // RFC 3706
	livenessHello          // IOS keepalives
)

// liveness is what both ends of an SA speak.
func (e *Engine) liveness(sa *SA) liveness {
	switch {
	case sa.peerDPD && !e.withoutDPD:
		return livenessDPD
	case sa.peerIsIOS:
		return livenessHello
	}
	return noLiveness
}

// WithoutDPD makes the engine one from before RFC 3706, for labs: it neither offers
// dead peer detection nor asks with it.
func (e *Engine) WithoutDPD() { e.withoutDPD = true }

// sendHello asks the peer with an IOS keepalive, or answers one.
func (s *step) sendHello(t isakmp.NotifyType) error {
	n := &isakmp.Notify{DOI: isakmp.DOIIPsec, Protocol: isakmp.ProtocolISAKMP, Type: t}
	return s.sendInformational(isakmp.New(n), func(id uint32) {
		s.say(debuglog.SendingNotify(s.conn(), debuglog.NotifyName(uint16(t)), 1, uint64(s.sa.pointer), id))
	})
}

// hello takes an IOS keepalive: a sign of life that wants an answer.
func (s *step) hello() {
	s.heard("KEEP_ALIVE")
	s.hellos++
}

// answerHellos answers the keepalives of a message, as often as the limit allows.
func (s *step) answerHellos() error {
	for ; s.hellos > 0; s.hellos-- {
		if !s.sa.answers.Allow(s.now) {
			continue
		}
		if err := s.sendHello(isakmp.NotifyKeepaliveAck); err != nil {
			return err
		}
	}
	return nil
}
