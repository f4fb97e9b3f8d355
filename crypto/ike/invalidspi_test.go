package ike

import (
	"testing"
)

// A peer that sends with an SPI nobody has is told so if there is an ISAKMP SA to say it
// on, and drops the SAs that are no good; without one the log says that it cannot be told.
func TestInvalidSPI(t *testing.T) {
	for _, release := range releases {
		n := newNet(t, release, nil)
		n.clear(1, func(e *Engine, out *Out) { e.InvalidSPI(n.now, "", rightAddr, leftAddr, 0x01020304, out) })
		n.rigs[1].said(t, "ignoring request to send delete notify (no ISAKMP sa) src 10.2.80.209 dst 10.1.32.14 for SPI 0x01020304")

		n.trigger(0)
		left, right := n.rigs[0].engine, n.rigs[1].engine
		pair := right.IPsec.Pairs()[0]
		n.clear(1, func(e *Engine, out *Out) { e.InvalidSPI(n.now, "", rightAddr, leftAddr, pair.In.SPI+1, out) })
		if left.IPsec.Len() != 1 {
			t.Errorf("%v: an SPI that the peer does not use took its SAs", release)
		}
		right.removePair(pair, "", &Out{}) // the SAs went without a word
		n.clear(1, func(e *Engine, out *Out) { e.InvalidSPI(n.now, "", rightAddr, leftAddr, pair.In.SPI, out) })
		if left.IPsec.Len() != 0 {
			t.Errorf("%v: the peer keeps SAs that it was told are no good", release)
		}
	}
}
