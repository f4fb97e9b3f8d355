package ike

import (
	"testing"

	"ruthere/config"
	"ruthere/crypto/ipsec"
)

// A peer that sends with an SPI nobody has is told so if there is an ISAKMP SA to say it
// on, and drops the SAs that are no good; without one the log says that it cannot be told.
func TestInvalidSPI(t *testing.T) {
	for _, release := range releases {
		n := newNet(t, release, nil)
		n.clear(1, func(e *Engine, out *Out) {
			e.InvalidSPI(n.now, "", rightAddr, leftAddr, ipsec.SPIs{ESP: 0x01020304}, out)
		})
		n.rigs[1].said(t, "ignoring request to send delete notify (no ISAKMP sa) src 10.2.80.209 dst 10.1.32.14 for SPI 0x01020304")

		n.trigger(0)
		left, right := n.rigs[0].engine, n.rigs[1].engine
		pair := right.IPsec.Pairs()[0]
		n.clear(1, func(e *Engine, out *Out) {
			e.InvalidSPI(n.now, "", rightAddr, leftAddr, ipsec.SPIs{ESP: pair.In.SPI + 1}, out)
		})
		if left.IPsec.Len() != 1 {
			t.Errorf("%v: an SPI that the peer does not use took its SAs", release)
		}
		right.removePair(pair, "", &Out{}) // the SAs went without a word
		n.clear(1, func(e *Engine, out *Out) {
			e.InvalidSPI(n.now, "", rightAddr, leftAddr, ipsec.SPIs{ESP: pair.In.SPI}, out)
		})
		if left.IPsec.Len() != 0 {
			t.Errorf("%v: the peer keeps SAs that it was told are no good", release)
		}
	}
}

// With invalid-spi-recovery an ISAKMP SA is negotiated for it, and the peer drops what it still had; a
// stranger is not called, and without the command nobody.
func TestInvalidSPIRecovery(t *testing.T) {
	for _, release := range releases {
		for _, recovers := range []bool{false, true} {
			n := newNet(t, release, func(_, right *config.Config) { right.ISAKMP.InvalidSPIRecovery = recovers })
			n.trigger(0)
			left, right := n.rigs[0].engine, n.rigs[1].engine
			spi := right.IPsec.Pairs()[0].In.SPI
			n.clear(0, func(e *Engine, out *Out) { e.ClearISAKMP(n.now, 0, out) }) // IPsec SAs stay
			n.clear(1, func(e *Engine, out *Out) { e.Forget(n.now, out) })
			n.clear(1, func(e *Engine, out *Out) { e.InvalidSPI(n.now, "", rightAddr, thirdAddr, ipsec.SPIs{ESP: spi}, out) })
			if right.Established() != 0 || left.IPsec.Len() != 1 {
				t.Fatalf("%v: the test does not begin with SAs at one end", release)
			}
			n.clear(1, func(e *Engine, out *Out) { e.InvalidSPI(n.now, "", rightAddr, leftAddr, ipsec.SPIs{ESP: spi}, out) })
			if got := left.IPsec.Len() == 0 && right.Established() == 1; got != recovers {
				t.Errorf("%v: with recovery %v the left end has %d pairs, and the right one %d ISAKMP SAs",
					release, recovers, left.IPsec.Len(), right.Established())
			}
		}
	}
}
