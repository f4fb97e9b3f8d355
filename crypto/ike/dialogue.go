package ike

import (
	"crypto/sha256"
	"time"
)

// A dialogue is how the messages of one exchange under an ISAKMP SA follow each other: each is encrypted with what the one before
// it left, and the last one is repeated until it is answered.
type dialogue struct {
	iv              []byte // for the next message
	lastSent        []byte
	lastReceived    [sha256.Size]byte
	retransmit      time.Time // zero: never
	retransmissions int
}

// dialogue is that of the node's exchange; nil while it has none that goes on.
func (n *node) dialogue() *dialogue {
	switch {
	case n.quick != nil:
		return &n.quick.dialogue
	case n.transaction != nil:
		return &n.transaction.dialogue
	}
	return nil
}

// mustRetransmit says whether the time of the node's last message has come.
func (n *node) mustRetransmit(now time.Time) bool {
	d := n.dialogue()
	return !n.deleted && d != nil && !d.retransmit.IsZero() && !now.Before(d.retransmit)
}
