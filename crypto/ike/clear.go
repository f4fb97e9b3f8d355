package ike

import (
	"net/netip"
	"slices"
	"time"

	"ruthere/crypto/ipsec"
	"ruthere/debuglog"
)

// Filter says which sessions `clear crypto session` and `show crypto session` are
// about; zero fields match everything.
type Filter struct {
	Local, Remote         netip.Addr
	LocalPort, RemotePort uint16
	FVRF, IVRF            string // front-door and inside VRF
}

// Matches says whether a session with these ends, in these VRFs, is meant.
func (f Filter) Matches(fvrf, ivrf string, local, remote netip.AddrPort) bool {
	return (f.FVRF == "" || f.FVRF == fvrf) && (f.IVRF == "" || f.IVRF == ivrf) &&
		(!f.Local.IsValid() || f.Local == local.Addr()) && (f.LocalPort == 0 || f.LocalPort == local.Port()) &&
		(!f.Remote.IsValid() || f.Remote == remote.Addr()) && (f.RemotePort == 0 || f.RemotePort == remote.Port())
}

// ClearISAKMP deletes ISAKMP SAs: `clear crypto isakmp [connection id]`. Connection 0
// means all of them. IPsec SAs stay up.
func (e *Engine) ClearISAKMP(now time.Time, conn int, out *Out) {
	for _, sa := range e.allSAs() {
		if !sa.isGone() && (conn == 0 || e.shownConn(sa) == conn) {
			e.changeSA(now, sa, out).deleteSA(debuglog.ReasonNotGiven)
		}
	}
	if conn == 0 {
		e.dropIdleRequests(func(*request, netip.Addr) bool { return true })
	}
	e.settleQueue(now, out)
}

// ClearIPsec deletes IPsec SAs: `clear crypto sa [peer A]`.
func (e *Engine) ClearIPsec(now time.Time, peer netip.Addr, out *Out) {
	for _, pair := range e.IPsec.Pairs() {
		if !peer.IsValid() || pair.Out.Remote == peer {
			e.dropPair(pair, out)
		}
	}
	e.settleQueue(now, out)
}

// dropIdleRequests forgets the meant requests that nothing works on, and that only wait for their
// timer after a negotiation failed: the next packet of the flow asks anew.
func (e *Engine) dropIdleRequests(meant func(r *request, to netip.Addr) bool) {
	for _, r := range slices.Clone(e.requests) {
		entry := e.config.MapEntry(r.entry.name, r.entry.sequence)
		if entry == nil || !entry.Complete() || !e.isWorkedOn(r) && meant(r, e.peerFor(r, entry)) {
			e.dropRequest(r)
		}
	}
}

// isWorkedOn says whether an SA has a request waiting on it, or a quick mode for it.
func (e *Engine) isWorkedOn(r *request) bool {
	for _, sa := range e.allSAs() {
		if sa.isGone() {
			continue
		}
		quick := func(n *node) bool { return n.quick != nil && n.quick.request == r && !n.deleted }
		if slices.Contains(sa.pending, r) || slices.ContainsFunc(sa.nodes, quick) {
			return true
		}
	}
	return false
}

// ClearSession deletes the IPsec and ISAKMP SAs of sessions: `clear crypto session`.
// It works whether or not the peer can be reached: deletes are sent, none is awaited.
func (e *Engine) ClearSession(now time.Time, f Filter, out *Out) {
	for _, pair := range e.IPsec.Pairs() {
		local, remote := e.endsWithPorts(pair)
		if of := e.owners[pair]; f.Matches(of.vrf, of.ivrf, local, remote) {
			e.dropPair(pair, out)
		}
	}
	e.settleQueue(now, out) // the peer hears of its IPsec SAs while there is an ISAKMP SA to say it on
	for _, sa := range e.allSAs() {
		if !sa.isGone() && f.Matches(sa.vrf, e.insideVRF(sa), sa.local, sa.remote) {
			e.changeSA(now, sa, out).deleteSA(debuglog.ReasonNotGiven)
		}
	}
	e.dropIdleRequests(func(r *request, to netip.Addr) bool {
		return f.Matches(r.vrf, "", netip.AddrPortFrom(r.local, Port), netip.AddrPortFrom(to, Port))
	})
	e.settleQueue(now, out)
}

// Established is the number of ISAKMP SAs that are up.
func (e *Engine) Established() (n int) {
	for _, sa := range e.allSAs() {
		if sa.isEstablished() {
			n++
		}
	}
	return n
}

// endsWithPorts are the endpoints of a pair with the ports IKE uses for it.
func (e *Engine) endsWithPorts(pair *ipsec.Pair) (local, remote netip.AddrPort) {
	lp, rp := uint16(Port), uint16(Port)
	if sa := e.usableSA(e.endsOf(pair)); sa != nil {
		lp, rp = sa.local.Port(), sa.remote.Port()
	}
	return netip.AddrPortFrom(pair.Out.Local, lp), netip.AddrPortFrom(pair.Out.Remote, rp)
}
