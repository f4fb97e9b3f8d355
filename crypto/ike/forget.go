package ike

import (
	"slices"
	"time"
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
		e.forgetSA(now, sa, out)
	}
	e.settleQueue(now, out)
}
