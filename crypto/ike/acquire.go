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

// A request is what IPsec wants of IKE: SAs for one flow of a crypto map entry.
type request struct {
	entry    entryKey
	selector ipsec.Selector
	iface    string
	vrf      string // front-door
	local    netip.Addr
	peer     netip.Addr // to ask, if it must be this one; else the entry's current peer
	renews   *owner     // what it is a successor for; nil: it is none
	lookup   string     // the name that is being looked up for it; "" for none
	count    int
	expires  time.Time
	sa       *SA // that worked on it last; nil: none has

	isPutAnew bool // at once, because the ISAKMP SA went under which it was worked on
}

// Acquire asks for SAs because a packet met a crypto map entry and there are none.
// Asked again for a flow that is being worked on from the same local end, it does nothing.
func (e *Engine) Acquire(now time.Time, entry *config.CryptoMapEntry, iface *config.Interface, want ipsec.Selector, out *Out) {
	if entry.Manual != nil {
		return // nobody can be asked
	}
	key := entryKey{entry.Map, entry.Sequence}
	if entry.Wakes {
		out.add(EasyVPNNews{Name: entry.EasyVPN, Kind: EasyVPNWanted})
		return
	}
	if e.isRequested(key, iface, want) {
		return
	}
	r := &request{entry: key, selector: want, iface: iface.Name, vrf: iface.FrontDoor(), local: e.config.LocalAddress(iface),
		expires: now.Add(requestInterval)}
	e.requests = append(e.requests, r)
	e.askIKE(now, r, out)
	e.settleQueue(now, out)
}

// isRequested says whether an entry's SAs for a flow have been asked for, from the local end that an interface has.
func (e *Engine) isRequested(key entryKey, iface *config.Interface, want ipsec.Selector) bool {
	local := e.config.LocalAddress(iface)
	return slices.ContainsFunc(e.requests, func(r *request) bool {
		return r.entry == key && r.selector == want && r.vrf == iface.FrontDoor() && r.local == local
	})
}

// askIKE puts a request to IKE, towards the entry's current peer.
func (e *Engine) askIKE(now time.Time, r *request, out *Out) {
	entry := e.entryOf(r.entry)
	if entry == nil || !entry.Complete() {
		e.dropRequest(r)
		return
	}
	if p := entry.Peers[e.CurrentPeer(entry)]; p.Dynamic && !r.peer.IsValid() && !e.knowsHost(p.Host) {
		r.lookup = p.Host
		out.add(Lookup{p.Host})
		return
	}
	e.askPeerFor(now, r, entry, e.peerFor(r, entry), out)
}

// askPeerFor asks one peer for the SAs of a request. An entry that has nothing to offer asks
// nobody, and says so each time that it would.
func (e *Engine) askPeerFor(now time.Time, r *request, entry *config.CryptoMapEntry, peer netip.Addr, out *Out) {
	if !e.hasTransform(entry) {
		out.Log(peer, debuglog.NoTransformToOffer(entry.Map, entry.Sequence))
		return
	}
	for _, q := range e.describeRequest(r, entry, peer) {
		out.Log(peer, debuglog.SARequest(q))
	}
	out.Log(peer, debuglog.ReceivedKEMessage(1, 1))
	sa := e.usableSA(endpoints{r.vrf, r.local, peer})
	if r.renews != nil && r.renews.client != nil {
		sa = e.saOwning(*r.renews, endpoints{r.vrf, r.local, peer})
	}
	if sa == nil {
		e.beginPhase1(now, r, r.vrf, e.config.ProfileOf(entry), netip.AddrPortFrom(r.local, Port), netip.AddrPortFrom(peer, Port), out)
		return
	}
	c := e.changeSA(now, sa, out)
	n := c.openLarvalNode(r)
	if !sa.isEstablished() {
		c.log.StillBudding(r.local, peer)
		c.log.Say(debuglog.ErrorProcessingSARequest(), debuglog.ErrorProcessingKMI(0, 2))
		return
	}
	c.log.OutstandingRequests(r.local, sa.local.Port(), peer, sa.remote.Port())
	c.log.SittingIdle()
	c.beginQuickMode(n)
}

// describeRequest is a request as the IPsec side's lines show it: one for each protocol.
func (e *Engine) describeRequest(r *request, entry *config.CryptoMapEntry, peer netip.Addr) []debuglog.Request {
	local, remote := proxiesOf(r.selector)
	seconds, kilobytes := e.config.SALifetime(entry)
	q := debuglog.Request{Local: r.local, Remote: peer, LocalProxy: local, RemoteProxy: remote,
		Seconds: uint32(seconds), Kilobytes: uint32(kilobytes)}
	set := e.config.TransformSetOf(entry, entry.TransformSets[0])
	if set == nil {
		return []debuglog.Request{q}
	}
	if set.Transport {
		q.Mode = debuglog.Transport
	}
	transform, _ := transformOf(set)
	ah, esp := q, q
	ah.Header, ah.Transform = true, transform.Header().Words()
	esp.Transform, esp.KeySize = transform.ESP().Words(), aesBits(transform)
	switch {
	case transform.AH == ipsec.None:
		return []debuglog.Request{esp}
	case !transform.HasESP():
		return []debuglog.Request{ah}
	}
	return []debuglog.Request{ah, esp}
}

// aesBits is the size of an AES key, 0 for the other ciphers.
func aesBits(t ipsec.Transform) int {
	if t.Cipher == ipsec.AES {
		return cmp.Or(t.KeyBits, 128)
	}
	return 0
}

// nextRequest is the request whose timer fires first, of equal ones the oldest; nil if there is none.
func (e *Engine) nextRequest() (first *request) {
	for _, r := range e.requests {
		if first == nil || r.expires.Before(first.expires) {
			first = r
		}
	}
	return first
}

// expireRequest asks again for what did not come, once. The second time the request ends, and
// the next packet of the flow asks anew. What the peer has asked for meanwhile has come.
func (e *Engine) expireRequest(now time.Time, r *request, out *Out) {
	entry, iface := e.entryOf(r.entry), e.config.Interface(r.iface)
	if entry != nil && iface != nil && r.renews == nil && e.Protecting(entry, iface, r.selector) != nil {
		e.dropRequest(r)
		return
	}
	r.count++
	if entry != nil && entry.Complete() {
		peer := e.peerFor(r, entry)
		out.Log(peer, debuglog.RequestTimerFired(e.describeRequest(r, entry, peer)[0], r.count))
	}
	if r.count >= maxRequests {
		e.dropRequest(r)
		return
	}
	r.expires = now.Add(requestInterval)
	e.askIKE(now, r, out)
}

// isOpen says that a request waits for its SAs; hasTimedOut that it asked in vain for the last time.
func (e *Engine) isOpen(r *request) bool { return slices.Contains(e.requests, r) }
func (r *request) hasTimedOut() bool     { return r.count >= maxRequests }

// dropRequest ends a request: its SAs are there, it timed out, an operator cleared it, or the
// configuration does not want it any more. A negotiation that failed is none of these: the flow
// is asked for again when the timer of its request fires, not at its next packet.
func (e *Engine) dropRequest(r *request) {
	e.requests = slices.DeleteFunc(e.requests, func(other *request) bool { return other == r })
	e.askAgainForTunnel(r.entry)
}
