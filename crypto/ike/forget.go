package ike

import (
	"slices"
	"time"

	"ruthere/debuglog"
)

// Forget loses all SAs, those being negotiated among them, without a word to the peers: as when a
// crypto engine fails. What was asked for is asked for again at the next packet.
func (e *Engine) Forget(now time.Time, out *Out) {
	e.requests = nil
	for _, sa := range e.allSAs() {
		ends := sa.bothEnds()
		if pairs := e.pairsBetween(ends); len(pairs) > 0 {
			e.removePairs(pairs, ends, sa.remote.Port(), sa.peerID, "", out)
		}
	}
	for _, m := range slices.Clone(e.manual) {
		e.dropManual(m.pair, "", out)
	}
	e.followManual(now, out)
	for _, pair := range e.IPsec.Pairs() { // of peers without an ISAKMP SA
		ends := e.endsOf(pair)
		id, port := e.peerName(pair)
		e.removePairs(e.pairsBetween(ends), ends, port, id, "", out)
	}
	for _, sa := range e.allSAs() {
		c := e.changeSA(now, sa, out)
		if !sa.isGone() {
			c.tellEnd(debuglog.ReasonNone)
		}
		for _, n := range sa.nodes {
			c.endNode(n) // its quick mode lets go of an SPI
		}
		c.unlockPeer(sa, out)
		e.purgeSA(sa, out)
	}
	e.settleQueue(now, out)
}
