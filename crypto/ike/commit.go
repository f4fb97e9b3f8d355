package ike

import (
	"time"

	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
	"ruthere/debuglog"
)

// The commit bit, RFC 2408 section 3.1: a responder that sets it in message 2 of quick mode is not ready when the initiator is, and
// says with CONNECTED, under the message ID of the quick mode, when it is. We set it never. An initiator does not need it: it waits
// for message 3 anyhow.

// commitTime bounds the wait for CONNECTED. Nothing authenticates the bit, so anybody on the way could set it; a tunnel must not hang
// on it.
const commitTime = 5 * time.Second

// noteCommitBit sees whether the peer's answer has the bit.
func (x *exchange) noteCommitBit(m *received) {
	x.node.quick.committed = x.node.quick.initiator && m.header.Flags&isakmp.FlagCommit != 0
}

// awaitConnected keeps the predecessor in use, if there is one, until the peer says CONNECTED or uses the new pair itself.
func (x *exchange) awaitConnected() {
	if q := x.node.quick; q.committed {
		x.unproven[q.pair] = true
		x.expiries.setPlan(q.pair, expiryProof, x.now.Add(commitTime))
	}
}

// isConnected takes an informational message under the message ID of a quick mode whose peer has set the bit; false for any other.
func (c *change) isConnected(m *received) bool {
	n := c.sa.nodeWith(m.header.MessageID)
	if n == nil || n.quick == nil || !n.quick.committed || n.quick.pair == nil {
		return false
	}
	id := n.id
	if !c.readPhase2(m, oakley.PhaseTwoIV(c.sa.suite.Hash, c.sa.iv, id, c.sa.suite.Cipher.BlockSize())) {
		return true
	}
	if !m.hashAgrees(oakley.InformationalHash(c.sa.keys.Authenticator, id, m.hashedPart())) {
		c.refuseHash()
		return true
	}
	n.quick.committed = false // heard again, it is a replay
	c.followMessage(m)
	c.log.ProcessingPayload(debuglog.PayloadHash, id)
	for _, p := range m.payloads {
		notify, ok := p.Value.(*isakmp.Notify)
		if !ok {
			continue
		}
		c.log.ProcessingNotify(uint16(notify.Type), int(notify.Protocol), shownSPI(notify), id, c.sa.pointer)
		if notify.Type == isakmp.NotifyConnected {
			delete(c.unproven, n.quick.pair)
		}
	}
	c.noteLife(debuglog.SignNotify)
	return true
}
