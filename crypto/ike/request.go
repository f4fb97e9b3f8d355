package ike

import (
	"cmp"
	"net/netip"
	"slices"
	"time"

	"ruthere/config"
	"ruthere/crypto/ipsec"
	"ruthere/debuglog"
)

// IPsec asks again after this long without SAs, and gives up the second time.
const (
	requestInterval = 30 * time.Second
	maxRequests     = 2
)

// An entryKey names a crypto map entry across changes of the configuration.
type entryKey struct {
	name     string
	sequence int
}

// A cursor says which of an entry's peers is in use, and why.
type cursor struct {
	at    int
	moved time.Time
	why   string
}

// A request is what IPsec wants of IKE: SAs for one flow of a crypto map entry.
type request struct {
	entry    entryKey
	selector ipsec.Selector
	iface    string
	local    netip.Addr
	count    int
	expires  time.Time
	sa       *SA // that works on it
}

// Acquire asks for SAs because a packet met a crypto map entry and there are none.
// Asked again for a flow that is being worked on, it does nothing.
func (e *Engine) Acquire(now time.Time, entry *config.CryptoMapEntry, iface string, local netip.Addr, want ipsec.Selector, out *Out) {
	key := entryKey{entry.Map, entry.Sequence}
	for _, r := range e.requests {
		if r.entry == key && r.selector == want {
			return
		}
	}
	r := &request{entry: key, selector: want, iface: iface, local: local, expires: now.Add(requestInterval)}
	e.requests = append(e.requests, r)
	e.ask(now, r, out)
	e.settle(now, out)
}

// Requested says whether SAs for a flow have been asked for.
func (e *Engine) Requested(want ipsec.Selector) bool {
	return slices.ContainsFunc(e.requests, func(r *request) bool { return r.selector == want })
}

// ask puts a request to IKE, towards the entry's current peer.
func (e *Engine) ask(now time.Time, r *request, out *Out) {
	entry := e.config.MapEntry(r.entry.name, r.entry.sequence)
	if entry == nil || !entry.Complete() {
		e.drop(r)
		return
	}
	peer := entry.Peers[e.CurrentPeer(entry)].Addr
	out.Log(debuglog.SARequest(e.describe(r, entry, peer)))
	out.Log(debuglog.ReceivedKEMessage(1, 1))
	sa := e.usable(r.local, peer)
	if sa == nil {
		e.begin(now, r, netip.AddrPortFrom(r.local, Port), netip.AddrPortFrom(peer, Port), out)
		return
	}
	s := &step{Engine: e, now: now, sa: sa, out: out}
	s.say(debuglog.SetNewNode(s.conn(), 0, debuglog.QMIdle))
	if !sa.established() {
		s.say(debuglog.StillBudding(s.conn(), r.local, peer), debuglog.ErrorProcessingSARequest(), debuglog.ErrorProcessingKMI(0, 2))
		if !slices.Contains(sa.pending, r) {
			sa.pending = append(sa.pending, r)
		}
		return
	}
	s.say(debuglog.OutstandingRequests(s.conn(), r.local, sa.local.Port(), peer, sa.remote.Port()), debuglog.SittingIdle(s.conn()))
	s.beginQuickMode(r)
}

// describe is a request as the IPsec side's lines show it.
func (e *Engine) describe(r *request, entry *config.CryptoMapEntry, peer netip.Addr) debuglog.Request {
	local, remote := proxiesOf(r.selector)
	seconds, kilobytes := e.config.SALifetime(entry)
	q := debuglog.Request{Local: r.local, Remote: peer, LocalProxy: local, RemoteProxy: remote,
		Mode: "Tunnel", Seconds: uint32(seconds), Kilobytes: uint32(kilobytes)}
	if set := e.config.IPsec.TransformSet(entry.TransformSets[0]); set != nil {
		transform, _ := transformOf(set)
		q.Transform, q.KeySize = transform.Words(), aesBits(transform)
		if set.Transport {
			q.Mode = "Transport"
		}
	}
	return q
}

// aesBits is the size of an AES key, 0 for the other ciphers.
func aesBits(t ipsec.Transform) int {
	if t.Cipher == ipsec.AES {
		return cmp.Or(t.KeyBits, 128)
	}
	return 0
}

// expireRequests asks again for what did not come, once.
func (e *Engine) expireRequests(now time.Time, out *Out) {
	for _, r := range slices.Clone(e.requests) {
		if now.Before(r.expires) {
			continue
		}
		r.count++
		entry := e.config.MapEntry(r.entry.name, r.entry.sequence)
		if entry != nil && entry.Complete() {
			peer := entry.Peers[e.CurrentPeer(entry)].Addr
			out.Log(debuglog.RequestTimerFired(e.describe(r, entry, peer), r.count))
		}
		if r.count >= maxRequests {
			e.drop(r)
			continue
		}
		r.expires = now.Add(requestInterval)
		e.ask(now, r, out)
	}
}

// satisfied ends a request whose SAs are there; drop ends one that came to nothing.
// The next packet of the flow asks anew.
func (e *Engine) satisfied(r *request) { e.drop(r) }

func (e *Engine) drop(r *request) {
	e.requests = slices.DeleteFunc(e.requests, func(other *request) bool { return other == r })
}

// CurrentPeer is the index of the peer that an entry uses now.
func (e *Engine) CurrentPeer(entry *config.CryptoMapEntry) int {
	if c := e.cursors[entryKey{entry.Map, entry.Sequence}]; c != nil && len(entry.Peers) > 0 {
		return c.at % len(entry.Peers)
	}
	return 0
}

// advancePeer turns every entry whose current peer is this SA's to the next one, and
// puts what waited for the SA to it.
func (s *step) advancePeer(why string) {
	for _, entry := range s.config.CryptoMaps {
		if len(entry.Peers) < 2 || entry.Peers[s.CurrentPeer(entry)].Addr != s.sa.remote.Addr() {
			continue
		}
		key := entryKey{entry.Map, entry.Sequence}
		s.cursors[key] = &cursor{at: (s.CurrentPeer(entry) + 1) % len(entry.Peers), moved: s.now, why: why}
	}
	pending := s.sa.pending
	s.sa.pending = nil
	for _, r := range pending {
		if !slices.Contains(s.requests, r) {
			continue
		}
		s.post(func(now time.Time, out *Out) {
			entry := s.config.MapEntry(r.entry.name, r.entry.sequence)
			if entry == nil || len(entry.Peers) < 2 {
				s.drop(r)
				return
			}
			r.expires, r.count = now.Add(requestInterval), 0
			s.ask(now, r, out)
		})
	}
}
