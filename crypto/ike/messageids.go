package ike

import (
	"slices"

	"ruthere/crypto/isakmp"
)

// spentIDs are the message IDs that either side has used on an SA. RFC 2409 section 5.7
// wants them unique, and nodes are purged after a minute: without a longer memory, an
// old message sent again, or one of our own sent back to us, would decrypt, hash well,
// and pass for a sign of life.
//
// Quick modes and deletes are few and are all remembered. Of the probes of dead peer
// detection, which come every few seconds and carry sequence numbers besides, the last
// ones are, so that a hundred thousand SAs stay affordable.
type spentIDs struct {
	exchanges, probes ring
}

const (
	maxExchanges = 1024
	maxProbes    = 256 // twenty minutes of probes every ten seconds, both ways
)

func (s *spentIDs) holdsID(id uint32) bool {
	return slices.Contains(s.exchanges.ids, id) || slices.Contains(s.probes.ids, id)
}

func (s *spentIDs) addExchange(id uint32) { s.exchanges.addID(id, maxExchanges) }
func (s *spentIDs) addProbe(id uint32)    { s.probes.addID(id, maxProbes) }

// spendMessageID notes the ID of an informational message of the peer's.
func (c *change) spendMessageID(m *received) {
	if m.carriesNotify(isakmp.NotifyRUThere) || m.carriesNotify(isakmp.NotifyRUThereAck) ||
		m.carriesNotify(isakmp.NotifyKeepalive) || m.carriesNotify(isakmp.NotifyKeepaliveAck) {
		c.sa.spent.addProbe(m.header.MessageID)
		return
	}
	c.sa.spent.addExchange(m.header.MessageID)
}

// A ring keeps the newest of its ids.
type ring struct {
	ids  []uint32
	next int // the oldest, once the ring is full
}

func (r *ring) addID(id uint32, most int) {
	if len(r.ids) < most {
		r.ids = append(r.ids, id)
		return
	}
	r.ids[r.next] = id
	r.next = (r.next + 1) % most
}
