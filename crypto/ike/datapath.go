package ike

import (
	"slices"
	"time"

	"ruthere/config"
	"ruthere/crypto/ipsec"
)

// Protecting is the pair of SAs that a crypto map entry's traffic leaves through by an interface, or nil. SAs belong to the local end that
// they were negotiated with: without `crypto map M local-address` each interface has a database of its own, so that traffic that turns to
// another line asks for other SAs there. Of an entry's peers the one that was heard last has the traffic, be it by packets or by
// a negotiation (command reference, `crypto map local-address` and `set peer`).
func (e *Engine) Protecting(entry *config.CryptoMapEntry, on *config.Interface, want ipsec.Selector) (best *ipsec.Pair) {
	key, first, local := entryKey{entry.Map, entry.Sequence}, e.CurrentPeer(entry), e.config.LocalAddress(on)
	for i := range entry.Peers {
		peer := entry.Peers[(first+i)%len(entry.Peers)]
		pair := e.newestPair(key, ipsec.Flow{Selector: want, Local: local, Remote: e.Address(peer)})
		if pair != nil && e.owners[pair].vrf == on.FrontDoor() && (best == nil || e.goesBefore(pair, best)) {
			best = pair
		}
	}
	return best
}

// goesBefore says whether traffic takes a pair rather than that of another peer.
func (e *Engine) goesBefore(pair, other *ipsec.Pair) bool {
	if e.unproven[pair] != e.unproven[other] {
		return e.unproven[other]
	}
	return lastHeard(pair).After(lastHeard(other))
}

// lastHeard is when a pair's peer was heard: by a packet, else when both agreed to it.
func lastHeard(p *ipsec.Pair) time.Time {
	if p.Heard.After(p.Out.Established) {
		return p.Heard
	}
	return p.Out.Established
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
