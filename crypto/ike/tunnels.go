package ike

import (
	"net/netip"
	"slices"
	"time"

	"ruthere/config"
	"ruthere/crypto/ipsec"
	"ruthere/debuglog"
)

// The SAs of a protected tunnel are asked for as soon as the tunnel could work, and again whenever they are lost: no packet has to
// meet a crypto map first.

// TunnelNews tells that the SAs of a protected tunnel came up, or that the last ones went.
type TunnelNews struct {
	Interface string // the first of those that share them
	Up        bool
}

// OpenTunnel has the engine see to it that a tunnel's entry has SAs from now on.
func (e *Engine) OpenTunnel(now time.Time, entry *config.CryptoMapEntry, out *Out) {
	key := entryKey{entry.Map, entry.Sequence}
	if entry.ResponderOnly {
		return
	}
	e.tunnels[key] = true
	e.askForTunnel(now, key, out)
	e.settleQueue(now, out)
}

// IsTunnelOpen says whether the engine sees to it.
func (e *Engine) IsTunnelOpen(entry *config.CryptoMapEntry) bool {
	return e.tunnels[entryKey{entry.Map, entry.Sequence}]
}

// HasPeer says whether phase 1 with a peer is done: it is who it says.
func (e *Engine) HasPeer(vrf string, local, remote netip.Addr) bool {
	return slices.ContainsFunc(e.byPeer[endpoints{vrf, local, remote}], (*SA).isEstablished)
}

// CloseTunnel has it ask no more. The SAs that there are stay.
func (e *Engine) CloseTunnel(entry *config.CryptoMapEntry) {
	key := entryKey{entry.Map, entry.Sequence}
	if !e.tunnels[key] {
		return
	}
	delete(e.tunnels, key)
	e.dropRequestsOf(key, func(*request) bool { return true })
}

// dropRequestsOf ends those of an entry's requests that are meant. Unlike dropRequests it asks nothing about their peers: thousands of
// tunnels come up together.
func (e *Engine) dropRequestsOf(key entryKey, meant func(*request) bool) {
	for _, r := range slices.Clone(e.requests) {
		if r.entry == key && meant(r) {
			e.dropRequest(r)
		}
	}
}

// TunnelSelector is what the SAs of a tunnel's entry are for: the one line of its access list, which can always be said to a peer.
func TunnelSelector(entry *config.CryptoMapEntry) ipsec.Selector {
	s, _ := SelectorOf(entry.Permits.Entries[0])
	return s
}

// IsTunnelUp says whether traffic may flow through the SAs of a tunnel's entry.
func (e *Engine) IsTunnelUp(entry *config.CryptoMapEntry) bool {
	return entry.Tunnel != nil && e.hasPairUp(entryKey{entry.Map, entry.Sequence}, endsOfTunnel(entry))
}

// TunnelOf is the entry of the tunnels that a pair belongs to, or nil.
func (e *Engine) TunnelOf(p *ipsec.Pair) *config.CryptoMapEntry {
	if entry := e.entryOf(e.owners[p].entry); entry != nil && entry.Tunnel != nil {
		return entry
	}
	return nil
}

// askForTunnel asks for the SAs of a tunnel that are wanted, not there, and not asked for.
func (e *Engine) askForTunnel(now time.Time, key entryKey, out *Out) {
	entry := e.entryOf(key)
	if entry == nil {
		delete(e.tunnels, key)
		return
	}
	iface := e.config.Interface(entry.Tunnel.Interface)
	if iface == nil || !entry.Complete() || !e.On() || e.IsTunnelUp(entry) {
		return
	}
	e.Acquire(now, entry, iface, TunnelSelector(entry), out)
}

// askAgainForTunnel asks once more, after what is under way now, if an entry is that of a tunnel which wants its SAs.
func (e *Engine) askAgainForTunnel(key entryKey) {
	if e.tunnels[key] {
		e.queueMessage(func(now time.Time, out *Out) {
			if e.tunnels[key] {
				e.askForTunnel(now, key, out)
			}
		})
	}
}

// askUnderAnotherSA puts a tunnel's request anew whose quick mode has ended because the peer took away the ISAKMP SA: it deletes the
// IPsec SAs first, which we ask for at once, and then that. Once a request: a peer that always does so is asked by the timer.
func (c *change) askUnderAnotherSA(q *quickMode) {
	r := q.request
	if r == nil || r.isPutAnew || c.sa.reason != debuglog.ReasonDeletedByPeer || !c.tunnels[r.entry] || !c.isOpen(r) {
		return
	}
	r.isPutAnew = true
	c.queueMessage(func(now time.Time, out *Out) {
		if c.isOpen(r) {
			c.askIKE(now, r, out)
		}
	})
}

// dropAnswered drops what was asked for a tunnel that has its SAs now because its peer asked as well: each end does so when it could
// work, and a tunnel needs them once only.
func (e *Engine) dropAnswered(key entryKey) {
	if entry := e.entryOf(key); entry == nil || entry.Tunnel == nil {
		return
	}
	e.dropRequestsOf(key, func(r *request) bool { return r.renews == nil })
}

// tellTunnel tells how it stands with the SAs of an entry, if it is that of a tunnel.
func (e *Engine) tellTunnel(key entryKey, out *Out) {
	if entry := e.entryOf(key); entry != nil && entry.Tunnel != nil && entry.Tunnel.Template == "" {
		out.add(TunnelNews{Interface: entry.Tunnel.Interface, Up: e.IsTunnelUp(entry)})
	}
}

// hasPairUp says whether traffic may flow through a pair of an entry between two ends.
func (e *Engine) hasPairUp(key entryKey, ends endpoints) bool {
	return slices.ContainsFunc(e.IPsec.ByPeer(ends.remote), func(p *ipsec.Pair) bool { return e.owners[p].entry == key && e.owners[p].up })
}

// protectsTunnel says whether an entry is for the tunnel that a peer speaks of. What it wants to protect has to be that, and not a
// part of it: a static VTI has one pair of SAs, for anything.
func (x *exchange) protectsTunnel(entry *config.CryptoMapEntry, want selector) bool {
	return endsOfTunnel(entry) == x.sa.bothEnds() && protects(entry, want)
}

// protects says whether a tunnel's SAs are for a flow.
func protects(entry *config.CryptoMapEntry, flow ipsec.Selector) bool {
	return TunnelSelector(entry).Equal(flow)
}

func endsOfTunnel(entry *config.CryptoMapEntry) endpoints {
	return endpoints{entry.Tunnel.VRF, entry.Tunnel.Local, entry.Tunnel.Remote}
}

// outsideOf is the interface by whose address an interface's SAs end: of a tunnel that of its source.
func (e *Engine) outsideOf(i *config.Interface) *config.Interface {
	if !i.IsProtected() {
		return i
	}
	local := e.config.LocalAddress(i)
	for _, other := range e.config.Interfaces {
		if other.VRF == i.Tunnel.VRF && slices.ContainsFunc(other.Addresses(), func(p netip.Prefix) bool { return p.Addr() == local }) {
			return other
		}
	}
	return i
}
