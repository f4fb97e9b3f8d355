package ike

import (
	"slices"

	"ruthere/config"
	"ruthere/crypto/ipsec"
)

// Protecting is the pair of SAs that a crypto map entry's traffic leaves through, or
// nil: the newest with the peer in use, else with one of the other peers.
func (e *Engine) Protecting(entry *config.CryptoMapEntry, want ipsec.Selector) *ipsec.Pair {
	key, first := entryKey{entry.Map, entry.Sequence}, e.CurrentPeer(entry)
	for i := range entry.Peers {
		peer := entry.Peers[(first+i)%len(entry.Peers)]
		if pair := e.newestPair(key, ipsec.Flow{Selector: want, Remote: e.Address(peer)}); pair != nil {
			return pair
		}
	}
	return nil
}

// newestPair is an entry's newest pair of a flow that the peer is known to have, else its
// newest.
func (e *Engine) newestPair(key entryKey, flow ipsec.Flow) (unproven *ipsec.Pair) {
	latest := e.IPsec.Outbound(flow)
	if latest == nil || !e.unproven[latest] && e.owners[latest].entry == key {
		return latest
	}
	for _, p := range slices.Backward(e.IPsec.ByFlow(flow)) {
		switch {
		case e.owners[p].entry != key:
		case !e.unproven[p]:
			return p
		case unproven == nil:
			unproven = p
		}
	}
	return unproven
}
