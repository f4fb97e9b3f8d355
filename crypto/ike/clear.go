package ike

import (
	"net/netip"
	"time"

	"ruthere/crypto/ipsec"
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

// clearReason is the reason shown for SAs an operator cleared.
const clearReason = "No reason"

// ClearISAKMP deletes ISAKMP SAs: `clear crypto isakmp [connection id]`. Connection 0
// means all of them. IPsec SAs stay up.
func (e *Engine) ClearISAKMP(now time.Time, conn int, out *Out) {
	for _, sa := range e.all() {
		if !sa.gone() && (conn == 0 || e.shownConn(sa) == conn) {
			(&step{Engine: e, now: now, sa: sa, out: out}).remove(clearReason)
		}
	}
	e.settle(now, out)
}

// ClearIPsec deletes IPsec SAs: `clear crypto sa [peer A]`.
func (e *Engine) ClearIPsec(now time.Time, peer netip.Addr, out *Out) {
	for _, pair := range e.IPsec.Pairs() {
		if !peer.IsValid() || pair.Out.Remote == peer {
			e.dropPair(now, pair, out)
		}
	}
	e.settle(now, out)
}

// ClearSession deletes the IPsec and ISAKMP SAs of sessions: `clear crypto session`.
// It works whether or not the peer can be reached: deletes are sent, none is awaited.
func (e *Engine) ClearSession(now time.Time, f Filter, out *Out) {
	for _, pair := range e.IPsec.Pairs() {
		local, remote := e.ends(pair)
		if of := e.owners[pair]; f.Matches(of.vrf, of.ivrf, local, remote) {
			e.dropPair(now, pair, out)
		}
	}
	e.settle(now, out) // the peer hears of its IPsec SAs while there is an ISAKMP SA to say it on
	for _, sa := range e.all() {
		if !sa.gone() && f.Matches(sa.vrf, e.inside(sa), sa.local, sa.remote) {
			(&step{Engine: e, now: now, sa: sa, out: out}).remove(clearReason)
		}
	}
	e.settle(now, out)
}

// Established is the number of ISAKMP SAs that are up.
func (e *Engine) Established() (n int) {
	for _, sa := range e.all() {
		if sa.established() {
			n++
		}
	}
	return n
}

// ends are the endpoints of a pair with the ports IKE uses for it.
func (e *Engine) ends(pair *ipsec.Pair) (local, remote netip.AddrPort) {
	lp, rp := uint16(Port), uint16(Port)
	if sa := e.usable(e.endsOf(pair)); sa != nil {
		lp, rp = sa.local.Port(), sa.remote.Port()
	}
	return netip.AddrPortFrom(pair.Out.Local, lp), netip.AddrPortFrom(pair.Out.Remote, rp)
}
