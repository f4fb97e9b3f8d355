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
	at     int
	moved  time.Time
	why    string
	proven bool // SAs have come up with the peer since
}

// A request is what IPsec wants of IKE: SAs for one flow of a crypto map entry.
type request struct {
	entry    entryKey
	selector ipsec.Selector
	iface    string
	vrf      string // front-door
	local    netip.Addr
	peer     netip.Addr // to ask, if it must be this one; else the entry's current peer
	lookup   string     // the name that is being looked up for it; "" for none
	count    int
	expires  time.Time
	sa       *SA // that works on it
}

// Acquire asks for SAs because a packet met a crypto map entry and there are none.
// Asked again for a flow that is being worked on, it does nothing.
func (e *Engine) Acquire(now time.Time, entry *config.CryptoMapEntry, iface *config.Interface, want ipsec.Selector, out *Out) {
	key := entryKey{entry.Map, entry.Sequence}
	for _, r := range e.requests {
		if r.entry == key && r.selector == want {
			return
		}
	}
	r := &request{entry: key, selector: want, iface: iface.Name, vrf: iface.VRF, local: e.config.LocalAddress(iface), expires: now.Add(requestInterval)}
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
	if p := entry.Peers[e.CurrentPeer(entry)]; p.Dynamic && !r.peer.IsValid() && !e.listed(p.Host) {
		r.lookup = p.Host
		out.lookup(Lookup{p.Host})
		return
	}
	e.propose(now, r, entry, e.peerFor(r, entry), out)
}

// propose asks one peer for the SAs of a request.
func (e *Engine) propose(now time.Time, r *request, entry *config.CryptoMapEntry, peer netip.Addr, out *Out) {
	out.about(peer)
	out.Log(debuglog.SARequest(e.describe(r, entry, peer)))
	out.Log(debuglog.ReceivedKEMessage(1, 1))
	sa := e.usable(endpoints{r.vrf, r.local, peer})
	if sa == nil {
		e.begin(now, r, r.vrf, e.config.ProfileOf(entry), netip.AddrPortFrom(r.local, Port), netip.AddrPortFrom(peer, Port), out)
		return
	}
	s := &step{Engine: e, now: now, sa: sa, out: out}
	s.say(debuglog.SetNewNode(s.conn(), 0, state.QMIdle))
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
			peer := e.peerFor(r, entry)
			out.about(peer)
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

// drop ends a request: its SAs are there, or it came to nothing. Then the next packet
// of the flow asks anew.
func (e *Engine) drop(r *request) {
	e.requests = slices.DeleteFunc(e.requests, func(other *request) bool { return other == r })
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
	return max(0, slices.IndexFunc(entry.Peers, func(p config.Peer) bool { return p.Default }))
}

// peerFor is the address of the peer a request goes to. A name is looked up each time.
func (e *Engine) peerFor(r *request, entry *config.CryptoMapEntry) netip.Addr {
	if r.peer.IsValid() {
		return r.peer
	}
	return e.Address(entry.Peers[e.CurrentPeer(entry)])
}

// Address is a peer's address; for a dynamic one, what its name stands for now.
func (e *Engine) Address(p config.Peer) netip.Addr {
	if !p.Dynamic {
		return p.Addr
	}
	for _, h := range e.config.Hosts {
		if h.Name == p.Host {
			return h.Addr
		}
	}
	return e.names[p.Host]
}

// listed says whether the configuration itself knows a name: `ip host`.
func (e *Engine) listed(name string) bool {
	return slices.ContainsFunc(e.config.Hosts, func(h config.Host) bool { return h.Name == name })
}

// Resolved answers a Lookup; an invalid address says that the name has none. A peer
// that cannot be found is passed over like one that does not answer.
func (e *Engine) Resolved(now time.Time, name string, addr netip.Addr, out *Out) {
	e.names[name] = addr
	for _, r := range slices.Clone(e.requests) {
		if r.lookup != name {
			continue
		}
		r.lookup = ""
		entry := e.config.MapEntry(r.entry.name, r.entry.sequence)
		switch {
		case entry == nil || !entry.Complete():
			e.drop(r)
		case addr.IsValid():
			e.propose(now, r, entry, addr, out)
		case len(entry.Peers) > 1:
			e.turn(now, entry, "name not found")
			e.post(func(now time.Time, out *Out) { e.ask(now, r, out) })
		}
	}
	e.settle(now, out)
}

// turn makes an entry's next peer the current one.
func (e *Engine) turn(now time.Time, entry *config.CryptoMapEntry, why string) {
	e.cursors[entryKey{entry.Map, entry.Sequence}] = &cursor{at: (e.CurrentPeer(entry) + 1) % len(entry.Peers), moved: now, why: why}
}

// FailingOver says that an entry has turned to another peer with which no SAs have
// come up yet: what is sent meanwhile is worth keeping.
func (e *Engine) FailingOver(entry *config.CryptoMapEntry) bool {
	c := e.cursors[entryKey{entry.Map, entry.Sequence}]
	return c != nil && !c.proven
}

// proved notes that SAs came up with an entry's current peer.
func (e *Engine) proved(key entryKey) {
	if c := e.cursors[key]; c != nil {
		c.proven = true
	}
}

// advancePeer turns every entry whose current peer is this SA's to the next one, and
// puts what waited for the SA to it.
func (s *step) advancePeer(why string) {
	for _, entry := range s.config.CryptoMaps {
		if len(entry.Peers) < 2 || s.Address(entry.Peers[s.CurrentPeer(entry)]) != s.sa.remote.Addr() {
			continue
		}
		s.turn(s.now, entry, why)
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
