package ike

import (
	"cmp"
	"net/netip"
	"slices"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike/state"
	"ruthere/crypto/ipsec"
	"ruthere/debuglog"
	"ruthere/event"
)

// The peers of a crypto map entry in their order, and the turn to the next one.

// A cursor says which of an entry's peers is in use, and why.
type cursor struct {
	at     int
	moved  time.Time
	why    debuglog.Reason
	proven bool // SAs have come up with the peer since
}

// CurrentPeer is the index of the peer that an entry uses now.
func (e *Engine) CurrentPeer(entry *config.CryptoMapEntry) int {
	if c := e.cursors[entryKey{entry.Map, entry.Sequence}]; c != nil && len(entry.Peers) > 0 {
		return c.at % len(entry.Peers)
	}
	return defaultPeer(entry)
}

// defaultPeer is the index of the peer an entry begins with.
func defaultPeer(entry *config.CryptoMapEntry) int {
	return max(0, markedDefault(entry))
}

// markedDefault is the index of the peer that `set peer ... default` has made the default one; -1 = none.
func markedDefault(entry *config.CryptoMapEntry) int {
	return slices.IndexFunc(entry.Peers, func(p config.Peer) bool { return p.Default })
}

// turnToDefault turns an entry back to its default peer. One that has none stays with its current peer.
func (e *Engine) turnToDefault(now time.Time, entry *config.CryptoMapEntry, why debuglog.Reason, out *Out) {
	if at := markedDefault(entry); at >= 0 && at != e.CurrentPeer(entry) {
		e.turnTo(now, entry, at, why, out)
	}
}

// peerFor is the address of the peer a request goes to. A name is looked up each time.
func (e *Engine) peerFor(r *request, entry *config.CryptoMapEntry) netip.Addr {
	if r.peer.IsValid() {
		return r.peer
	}
	return e.Address(entry.Peers[e.CurrentPeer(entry)])
}

// turnToNext makes an entry's next peer the current one.
func (e *Engine) turnToNext(now time.Time, entry *config.CryptoMapEntry, why debuglog.Reason, out *Out) {
	e.turnTo(now, entry, (e.CurrentPeer(entry)+1)%len(entry.Peers), why, out)
}

// turnTo makes another of an entry's peers the current one.
func (e *Engine) turnTo(now time.Time, entry *config.CryptoMapEntry, to int, why debuglog.Reason, out *Out) {
	from := e.CurrentPeer(entry)
	e.cursors[entryKey{entry.Map, entry.Sequence}] = &cursor{at: to, moved: now, why: why}
	if out.Events && to != from {
		out.add(Event{event.Peer{State: event.Current, Map: entry.Map, Sequence: entry.Sequence,
			From: entry.Peers[from].String(), To: entry.Peers[to].String(), Reason: cmp.Or(reasonWords[why], event.HeardLast)}})
	}
}

// FailingOver says that an entry has turned to another peer with which no SAs have
// come up yet: what is sent meanwhile is worth keeping.
func (e *Engine) FailingOver(entry *config.CryptoMapEntry) bool {
	c := e.cursors[entryKey{entry.Map, entry.Sequence}]
	return c != nil && !c.proven
}

// noteProven notes that SAs came up with an entry's current peer.
func (e *Engine) noteProven(key entryKey) {
	if c := e.cursors[key]; c != nil {
		c.proven = true
	}
}

// followPeer makes the peer that negotiated an entry's SAs the current one: the one that was heard last (command reference, `set peer`).
func (x *exchange) followPeer() {
	q := x.node.quick
	entry := x.config.MapEntry(q.entry.name, q.entry.sequence)
	if q.initiator || entry == nil || x.dynamic.byKey[q.entry] != nil || len(entry.Peers) < 2 {
		return
	}
	at := slices.IndexFunc(entry.Peers, func(p config.Peer) bool { return x.Address(p) == x.sa.remote.Addr() })
	if at >= 0 && at != x.CurrentPeer(entry) {
		x.turnTo(x.now, entry, at, debuglog.ReasonNone, x.out)
	}
}

// isHeardOtherwise says whether an entry's traffic with an SA's peer passes from another local end: of two lines one is dead, not the peer.
func (c *change) isHeardOtherwise(entry *config.CryptoMapEntry) bool {
	return slices.ContainsFunc(c.IPsec.ByPeer(c.sa.remote.Addr()), func(p *ipsec.Pair) bool {
		of := c.owners[p]
		return of.up && of.entry == entryKey{entry.Map, entry.Sequence} && c.endsOf(p) != c.sa.bothEnds()
	})
}

// advancePeer turns every entry whose current peer is this SA's to the next one, and
// puts what waited for the SA to it. An SA that a peer began and did not prove turns nothing:
// anybody can begin one in its name. Nor does one that had nothing to ask its peer with: the next peer would be asked as
// little, at once, and so on in a ring without an end.
func (c *change) advancePeer(why debuglog.Reason) {
	if c.sa.Established.IsZero() && (c.sa.role == state.Responder || c.sa.lastSent == nil) {
		return
	}
	for _, entry := range c.config.CryptoMaps {
		if len(entry.Peers) < 2 || c.Address(entry.Peers[c.CurrentPeer(entry)]) != c.sa.remote.Addr() ||
			c.isHeardOtherwise(entry) {
			continue
		}
		c.turnToNext(c.now, entry, why, c.out)
	}
	for _, n := range c.larvalNodes((*request).hasTimedOut) {
		r := n.wants
		if entry := c.entryOf(r.entry); entry == nil || len(entry.Peers) < 2 {
			continue // nobody else to ask: the request waits for its timer
		}
		c.queueMessage(func(now time.Time, out *Out) {
			switch {
			case c.isOpen(r):
			case r.hasTimedOut(): // with the peer that is given up
				c.requests = append(c.requests, r)
			default:
				return
			}
			r.expires, r.count = now.Add(requestInterval), 0
			c.askIKE(now, r, out)
		})
	}
}
