package ike

import (
	"time"

	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
	"ruthere/dpd"
	"ruthere/event"
)

// The messages of dead peer detection that come, and the answers to them: RFC 3706 section 5.

// Our own answers to a peer's R_U_THERE are limited to this rate: RFC 3706 section 6.
const (
	answerSpacing = 100 * time.Millisecond
	answerBurst   = 20
)

// processAck takes an R_U_THERE_ACK. Only one with both cookies and the number that
// was asked with is a sign of life: RFC 3706 sections 5.4 and 6.
func (c *change) processAck(i *informational, n *isakmp.Notify) {
	seq, ok := c.sequenceOf(n)
	if !ok {
		c.log.Say(debuglog.IKEBadMessage(c.sa.remote.Addr()))
		return
	}
	c.log.DPDAckReceived(c.sa.remote.Addr(), seq)
	if c.sa.monitor == nil {
		return
	}
	if verdict := c.sa.monitor.Ack(c.now, seq); verdict != dpd.Current {
		c.log.DPDAckIgnored(seq, c.sa.monitor.Sequence())
		return
	}
	c.sa.lastSign, c.sa.errors = debuglog.SignRUThereAck, 0
	c.tellDPD(event.Answered, debuglog.SignRUThereAck)
	c.sa.scheduleDPD()
	c.log.DPDAnswered(c.sa.remote.Addr(), seq, i.node.id, c.untilDPD())
}

// processProbe takes the peer's R_U_THERE; it is answered once the message is dealt with.
func (c *change) processProbe(n *isakmp.Notify) {
	seq, ok := c.sequenceOf(n)
	if !ok {
		c.log.Say(debuglog.IKEBadMessage(c.sa.remote.Addr()))
		return
	}
	if c.sa.asked.Fresh(seq) {
		c.noteLife(debuglog.SignRUThere)
	}
}

// sequenceOf is the number of an R_U_THERE or its answer, if it is about this SA.
func (c *change) sequenceOf(n *isakmp.Notify) (seq uint32, ok bool) {
	seq, ok = n.Sequence()
	return seq, ok && string(n.SPI) == string(c.sa.cookieI[:])+string(c.sa.cookieR[:])
}

// A probed is the number of an R_U_THERE that wants an answer: what state.KeepAlive brings.
type probed uint32

func (probed) message() *received { return nil }

// answerLife answers the questions of a message, as often as the limit allows: the peer's
// R_U_THERE, then its IOS keepalives.
func (c *change) answerLife(i *informational) error {
	for _, p := range i.payloads {
		n, ok := p.Value.(*isakmp.Notify)
		if !ok || n.Type != isakmp.NotifyRUThere {
			continue
		}
		seq, ok := c.sequenceOf(n)
		if !ok {
			continue
		}
		c.log.DPDReceived(c.sa.remote.Addr(), seq)
		if c.sa.answers.Allow(c.now) {
			c.fire(state.KeepAlive, probed(seq))
		}
	}
	return c.answerIOSKeepalives(i)
}

// sendAck answers an R_U_THERE with its number.
func (c *change) sendAck(seq probed) error {
	n := isakmp.RUThereAck(c.sa.cookieI, c.sa.cookieR, uint32(seq))
	return c.sendInformational(isakmp.New(n), func(id uint32) {
		c.log.SendingRUThereAck(uint64(c.sa.pointer), id, uint32(seq))
	})
}
