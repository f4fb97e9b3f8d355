package ike

import (
	"net/netip"
	"slices"
	"time"

	"ruthere/config"
	"ruthere/crypto/ipsec"
	"ruthere/debuglog"
	"ruthere/event"
)

// SAs belong to a crypto map entry on an interface that is not shut down, to a peer it names and to
// flows its access list permits. When a change takes one of these away they go, and the peer is told.
//
// Keys, policies, transform sets, PFS and lifetimes are what the next negotiation uses: as the
// command reference says of transform sets and lifetimes, changing them leaves what is up. So does
// a link that is lost: dead peer detection finds out, if it does not come back.

// changesCoverage says whether a change may take away what SAs belong to.
func changesCoverage(before, after *config.Config) bool {
	return before.ISAKMP.Enabled != after.ISAKMP.Enabled || changed(before.CryptoMaps, after.CryptoMaps) ||
		changed(before.DynamicMaps, after.DynamicMaps) ||
		changed(before.Interfaces, after.Interfaces) || changed(before.AccessLists, after.AccessLists) ||
		!slices.Equal(before.MapSettings, after.MapSettings)
}

func changed[T comparable](before, after []T) bool {
	old, now := config.Changed(before, after)
	return len(old)+len(now) > 0
}

// dropUnconfigured ends what belonged to the configuration before, and does not any more. What
// never belonged to it, such as the ISAKMP SA of a peer that only has a key, stays while its local end is there.
func (e *Engine) dropUnconfigured(now time.Time, before *config.Config, out *Out) {
	after := e.config
	for _, pair := range e.IPsec.Pairs() {
		if key, ends := e.owners[pair].entry, e.endsOf(pair); !e.owners[pair].manual && e.covers(before, key, ends, pair.Out.Selector) &&
			!e.covers(after, key, ends, pair.Out.Selector) {
			e.dropPair(pair, event.Unconfigured, out)
		}
	}
	e.settleQueue(now, out) // the peer hears of its IPsec SAs while there is an ISAKMP SA to say it on
	had, has := e.namedEnds(before), e.namedEnds(after)
	for _, sa := range e.allSAs() {
		ends := sa.bothEnds()
		lost := sa.easyVPN == "" && isLocalEnd(before, ends) && !isLocalEnd(after, ends)
		if !sa.isGone() && (had[ends] && !has[ends] || lost) {
			e.changeSA(now, sa, out).deleteSA(debuglog.ReasonUnconfigured)
		}
	}
	e.dropRequests(func(r *request, to netip.Addr) bool {
		return !e.covers(after, r.entry, endpoints{r.vrf, r.local, to}, r.selector)
	})
	e.settleQueue(now, out)
	old, _ := config.Changed(before.CryptoMaps, after.CryptoMaps)
	for _, entry := range old {
		if after.MapEntry(entry.Map, entry.Sequence) == nil {
			delete(e.cursors, entryKey{entry.Map, entry.Sequence})
		}
	}
}

// covers says whether a configuration has a crypto map entry, in use where these ends are, for a flow.
func (e *Engine) covers(c *config.Config, key entryKey, ends endpoints, flow ipsec.Selector) bool {
	if t := e.dynamic.byKey[key]; t != nil {
		return e.coversTemporary(c, t)
	}
	if a := e.accesses.byKey[key]; a != nil {
		return coversAccess(c, a.Tunnel)
	}
	entry := c.MapEntry(key.name, key.sequence)
	if entry != nil && entry.Tunnel != nil {
		return endsOfTunnel(entry) == ends && protects(entry, flow)
	}
	return entry != nil && entry.Complete() && permitsAll(c, entry, flow) && isApplied(c, entry, ends.vrf, ends.local) &&
		(e.namesPeer(entry, ends.remote) || slices.ContainsFunc(entry.Peers, func(p config.Peer) bool { return p.Dynamic }))
}

// isApplied says whether an entry's map is on an interface that is not shut down, with that address.
func isApplied(c *config.Config, entry *config.CryptoMapEntry, vrf string, local netip.Addr) bool {
	return slices.ContainsFunc(c.InterfacesWithMap(entry.Map), func(i *config.Interface) bool {
		return !i.Shutdown && i.VRF == vrf && c.LocalAddress(i) == local
	})
}

// isLocalEnd says whether peers can speak with the local one of these ends: an interface with a crypto map has it.
func isLocalEnd(c *config.Config, ends endpoints) bool {
	return slices.ContainsFunc(c.Interfaces, func(i *config.Interface) bool {
		return i.CryptoMap != "" && !i.Shutdown && i.FrontDoor() == ends.vrf && c.LocalAddress(i) == ends.local
	})
}

// namedEnds are the ends between which a configuration wants ISAKMP SAs: for looking up only.
func (e *Engine) namedEnds(c *config.Config) map[endpoints]bool {
	named := map[endpoints]bool{}
	if !c.ISAKMP.Enabled {
		return named
	}
	for _, i := range c.Interfaces {
		if i.CryptoMap == "" || i.Shutdown {
			continue
		}
		if i.IsProtected() {
			continue
		}
		for _, entry := range c.CryptoMap(i.CryptoMap) {
			for _, p := range entry.Peers {
				if entry.Complete() && entry.Manual == nil {
					named[endpoints{i.VRF, c.LocalAddress(i), e.Address(p)}] = true
				}
			}
		}
	}
	for _, entry := range c.CryptoMaps {
		if entry.Tunnel != nil && (entry.Tunnel.Template == "" || coversAccess(c, entry.Tunnel)) {
			named[endsOfTunnel(entry)] = true
		}
	}
	for t := range e.dynamic.list.all {
		if e.coversTemporary(c, t) {
			named[endpoints{t.vrf, t.local, t.Peers[0].Addr}] = true
		}
	}
	return named
}
