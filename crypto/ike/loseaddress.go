package ike

import (
	"net/netip"
	"slices"
	"time"

	"ruthere/crypto/ipsec"
	"ruthere/debuglog"
)

// LoseAddress ends everything that has a local address in a front-door VRF, without a word to the peers: the address is another
// router's now (`crypto map ... redundancy`), from which they would hear of it.
func (e *Engine) LoseAddress(now time.Time, vrf string, local netip.Addr, out *Out) {
	e.dropRequests(func(r *request, _ netip.Addr) bool { return r.vrf == vrf && r.local == local })
	for _, pair := range slices.Clone(e.IPsec.Pairs()) {
		ends := e.endsOf(pair)
		if ends.vrf != vrf || ends.local != local || e.isManual(pair) {
			continue
		}
		id, port := e.peerName(pair)
		e.removePairs([]*ipsec.Pair{pair}, ends, port, id, "", out)
	}
	for _, sa := range e.allSAs() {
		if sa.vrf == vrf && sa.local.Addr() == local {
			e.forgetSA(now, sa, out)
		}
	}
	e.settleQueue(now, out)
}

// isManual says whether a pair has its keys from the configuration: such a pair is there whoever has the address.
func (e *Engine) isManual(pair *ipsec.Pair) bool {
	return slices.ContainsFunc(e.manual, func(m manualPair) bool { return m.pair == pair })
}

// forgetSA ends an SA that the peer is not told of.
func (e *Engine) forgetSA(now time.Time, sa *SA, out *Out) {
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
