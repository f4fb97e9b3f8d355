package ike

import (
	"net/netip"
	"slices"
	"time"

	"ruthere/crypto/ipsec"
	"ruthere/debuglog"
	"ruthere/event"
)

// Filter says which sessions `clear crypto session` and `show crypto session` are
// about; zero fields match everything.
type Filter struct {
	Local, Remote         netip.Addr
	LocalPort, RemotePort uint16
	FVRF, IVRF            string // front-door and inside VRF
	User, Group           string // of remote users
}

// Matches says whether a session with these ends, in these VRFs, is meant.
func (f Filter) Matches(fvrf, ivrf string, local, remote netip.AddrPort) bool {
	return (f.FVRF == "" || f.FVRF == fvrf) && (f.IVRF == "" || f.IVRF == ivrf) &&
		(!f.Local.IsValid() || f.Local == local.Addr()) && (f.LocalPort == 0 || f.LocalPort == local.Port()) &&
		(!f.Remote.IsValid() || f.Remote == remote.Addr()) && (f.RemotePort == 0 || f.RemotePort == remote.Port())
}

// MatchesClient says whether a session with this remote user is meant.
func (f Filter) MatchesClient(c ClientStatus) bool {
	return (f.User == "" || f.User == c.User) && (f.Group == "" || f.Group == c.Group)
}

// ClearISAKMP deletes ISAKMP SAs: `clear crypto isakmp [connection id]`. Connection 0
// means all of them. IPsec SAs stay up. What IPsec asked for on these SAs, and has not got, it
// asks for again at the next packet.
func (e *Engine) ClearISAKMP(now time.Time, conn int, out *Out) {
	e.dropRequests(func(r *request, _ netip.Addr) bool { return conn == 0 || r.sa != nil && e.shownConn(r.sa) == conn })
	for _, sa := range e.allSAs() {
		if !sa.isGone() && (conn == 0 || e.shownConn(sa) == conn) {
			e.changeSA(now, sa, out).deleteSA(debuglog.ReasonCleared)
		}
	}
	e.settleQueue(now, out)
}

// IPsecFilter says which IPsec SAs `clear crypto sa` is about; zero fields match everything.
type IPsecFilter struct {
	Peer netip.Addr
	Map  string
	VRF  string // front-door

	SPI         uint32     // of either direction
	Destination netip.Addr // where the packets with that SPI go
}

func (f IPsecFilter) matches(peer netip.Addr, vrf string, of entryKey) bool {
	return (!f.Peer.IsValid() || f.Peer == peer) && (f.VRF == "" || f.VRF == vrf) && (f.Map == "" || f.Map == of.name)
}

// has says whether an SA is the one that SPI and destination name.
func (f IPsecFilter) has(sa *ipsec.SA, destination netip.Addr) bool {
	return (f.SPI == 0 || f.SPI == sa.SPI || sa.AH != nil && f.SPI == sa.AH.SPI) && (!f.Destination.IsValid() || f.Destination == destination)
}

// ClearIPsec deletes IPsec SAs: `clear crypto sa`. An SA goes with that of the other direction; manual ones come back. Those that
// are being negotiated are asked for again at the next packet, unless one SA is meant: they have no SPI.
func (e *Engine) ClearIPsec(now time.Time, f IPsecFilter, out *Out) {
	for _, pair := range e.IPsec.Pairs() {
		of := e.owners[pair]
		if f.matches(pair.Out.Remote, of.vrf, of.entry) && (f.has(pair.In, pair.In.Local) || f.has(pair.Out, pair.Out.Remote)) {
			e.dropPair(pair, event.Operator, out)
		}
	}
	e.followManual(now, out)
	e.dropRequests(func(r *request, to netip.Addr) bool { return f.SPI == 0 && f.matches(to, r.vrf, r.entry) })
	e.settleQueue(now, out)
}

// dropRequests forgets the meant requests, so that the next packet of the flow asks anew: what an
// operator clears need not wait for a timer. to is the peer that was asked.
func (e *Engine) dropRequests(meant func(r *request, to netip.Addr) bool) {
	for _, r := range slices.Clone(e.requests) {
		if meant(r, e.askedPeer(r)) {
			e.dropRequest(r)
		}
	}
}

// askedPeer is the peer a request was put to, or would be; an invalid address if there is none.
func (e *Engine) askedPeer(r *request) (to netip.Addr) {
	if r.sa != nil {
		return r.sa.remote.Addr()
	}
	if entry := e.entryOf(r.entry); entry != nil && entry.Complete() {
		return e.peerFor(r, entry)
	}
	return to
}

// ClearSession deletes the IPsec and ISAKMP SAs of sessions: `clear crypto session`.
// It works whether or not the peer can be reached: deletes are sent, none is awaited.
func (e *Engine) ClearSession(now time.Time, f Filter, out *Out) {
	for _, pair := range e.IPsec.Pairs() {
		local, remote := e.endsWithPorts(pair)
		if of := e.owners[pair]; f.Matches(of.vrf, of.ivrf, local, remote) && f.MatchesClient(of.client.status()) {
			e.dropPair(pair, event.Operator, out)
		}
	}
	e.followManual(now, out)
	e.settleQueue(now, out) // the peer hears of its IPsec SAs while there is an ISAKMP SA to say it on
	for _, sa := range e.allSAs() {
		if !sa.isGone() && f.Matches(sa.vrf, e.insideVRF(sa), sa.local, sa.remote) &&
			f.MatchesClient(sa.clientStatus()) {
			e.changeSA(now, sa, out).deleteSA(debuglog.ReasonCleared)
		}
	}
	e.dropRequests(func(r *request, to netip.Addr) bool {
		return f.MatchesClient(ClientStatus{}) && f.Matches(r.vrf, "", netip.AddrPortFrom(r.local, Port), netip.AddrPortFrom(to, Port))
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
	if sa := e.saOf(pair); sa != nil {
		lp, rp = sa.local.Port(), sa.remote.Port()
	}
	return netip.AddrPortFrom(pair.Out.Local, lp), netip.AddrPortFrom(pair.Out.Remote, rp)
}
