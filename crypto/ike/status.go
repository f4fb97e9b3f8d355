package ike

import (
	"net/netip"
	"time"

	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
	"ruthere/debuglog"
)

// SAStatus is one row of `show crypto isakmp sa`.
type SAStatus struct {
	Conn          int // as shown; 0 while there is none
	Engine        int // the crypto engine's own number for it
	Local, Remote netip.AddrPort
	Initiator     bool
	State         state.Shown
	Deleted       bool
	Established   time.Time // zero before
	Suite         oakley.Suite
	Remaining     time.Duration // of the lifetime
	DPD, NAT      bool
	Keepalives    bool // IOS keepalives, with a peer that does not offer DPD
	PeerID        string
	Signs         bool   // phase 1 was by RSA signatures, not by a pre-shared key
	FVRF, IVRF    string // front-door and inside VRF; "" = the global table

	InitiatorCookie, ResponderCookie isakmp.Cookie
	Profile                          string // ISAKMP profile; "" for none
	ClientStatus
	XAuth, Configured bool // its user was asked, or is; it was given an address
}

// Dst is the responder's address and Src the initiator's, on both routers.
func (s SAStatus) Dst() netip.Addr {
	if s.Initiator {
		return s.Remote.Addr()
	}
	return s.Local.Addr()
}

func (s SAStatus) Src() netip.Addr {
	if s.Initiator {
		return s.Local.Addr()
	}
	return s.Remote.Addr()
}

// SAs lists the ISAKMP SAs, newest first as the device does.
func (e *Engine) SAs(now time.Time) []SAStatus {
	all := e.allSAs()
	out := make([]SAStatus, 0, len(all))
	for i := len(all) - 1; i >= 0; i-- {
		out = append(out, e.statusOf(now, all[i]))
	}
	return out
}

func (e *Engine) statusOf(now time.Time, sa *SA) SAStatus {
	st := SAStatus{
		Conn: e.shownConn(sa), Engine: sa.conn, Local: sa.local, Remote: sa.remote,
		Initiator: sa.role == state.Initiator, State: sa.shown, Deleted: sa.isGone(),
		Established: sa.Established, Suite: sa.suite, DPD: sa.monitor != nil && e.livenessWith(sa) == LivenessDPD,
		Keepalives: sa.monitor != nil && e.livenessWith(sa) == LivenessIOS, NAT: sa.nat.isFound(), PeerID: sa.peerID, Signs: sa.signs,
		FVRF: sa.vrf, IVRF: e.insideVRF(sa), InitiatorCookie: sa.cookieI, ResponderCookie: sa.cookieR,
	}
	st.ClientStatus = sa.clientStatus()
	st.XAuth, st.Configured = sa.xauth != nil, st.Assigned.IsValid()
	if sa.profile != nil {
		st.Profile = sa.profile.Name
	}
	if !sa.Established.IsZero() && !sa.isGone() {
		st.Remaining = max(0, sa.Established.Add(sa.lifetime).Sub(now))
	}
	return st
}

func (e *Engine) shownConn(sa *SA) int { return sa.connection().Number(e.release) }

// Release is the dialect the engine speaks.
func (e *Engine) Release() debuglog.Release { return e.release }
