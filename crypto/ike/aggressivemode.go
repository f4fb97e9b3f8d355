package ike

import (
	"crypto/sha256"
	"net/netip"

	"ruthere/config"
	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
	"ruthere/debuglog"
)

// Aggressive mode, RFC 2409 section 5.4:
//
//	HDR, SA, KE, Ni, IDii  -->
//	                       <--  HDR, SA, KE, Nr, IDir, HASH_R
//	HDR, HASH_I            -->
//
// It is three messages instead of six, at a price: identities are in clear, the group cannot be negotiated, and whoever is answered
// may guess at the key from HASH_R at leisure. So nobody is answered whose identity has no key. With signatures CERT and SIG_R or
// SIG_I stand for the hashes, and CERTREQ is in messages 1 and 2.

// setAggressive makes a new SA one of aggressive mode.
func (sa *SA) setAggressive() { sa.aggressive, sa.shown = true, state.AGNoState }

func (sa *SA) exchangeType() isakmp.ExchangeType {
	if sa.aggressive {
		return isakmp.AggressiveMode
	}
	return isakmp.MainMode
}

// exchangeEvent is what a message of the SA's phase 1 is to its state machine.
func (sa *SA) exchangeEvent() state.Event {
	if sa.aggressive {
		return state.AMExchange
	}
	return state.MMExchange
}

// noState is how the SA shows when nothing is agreed.
func (sa *SA) noState() state.Shown {
	if sa.aggressive && sa.Established.IsZero() {
		return state.AGNoState
	}
	return state.MMNoState
}

// sendsLast says whether the last message of phase 1 is this side's: message 6 of main mode, message 3 of aggressive mode.
func (sa *SA) sendsLast() bool { return sa.aggressive == (sa.role == state.Initiator) }

// turnAggressive makes a new SA one of aggressive mode, if its peer is to be called in it and there may be a key: an entry of its
// own says so, with a password and an identity; or the profile does.
func (c *change) turnAggressive() bool {
	caller := c.callerOf(c.sa.vrf, c.sa.remote.Addr())
	profile := c.sa.profile != nil && c.sa.profile.Aggressive
	if caller == nil && !profile {
		return false
	}
	if c.config.ISAKMP.NoAggressiveMode {
		c.log.Say(debuglog.AggressiveModeDisabled())
		return false
	}
	if caller != nil {
		c.sa.caller, c.sa.psk, c.sa.easyVPN = caller, caller.Password, caller.EasyVPN
		c.beginAsClient()
	} else if !c.mayHaveKey() && !c.canSign(c.sa.profile) {
		return false
	}
	c.sa.setAggressive()
	return true
}

// mayHaveKey says whether the peer that is called in aggressive mode may have a pre-shared key here: which one, its identity will say.
func (c *change) mayHaveKey() bool {
	local, remote := c.sa.local.Addr(), c.sa.remote.Addr()
	if c.sa.caller != nil {
		return true
	}
	_, ok := c.keyAt(c.sa.profile, c.sa.vrf, local, remote)
	return ok || c.config.HasNamedKeys(c.sa.vrf, local)
}

// callerOf is the entry by which a peer is called in aggressive mode, or nil.
func (e *Engine) callerOf(vrf string, remote netip.Addr) *config.ISAKMPPeer {
	for _, p := range e.config.ISAKMP.Peers {
		if p.VRF == vrf && p.MayCall() && (p.Addr == remote || p.Host != "" && e.Address(config.Peer{Host: p.Host, Dynamic: true}) == remote) {
			return p
		}
	}
	return nil
}

// groupsThatFit says which groups a choice of policy may be of. In aggressive mode the initiator's public value has come with its
// offer, or gone with ours, and is of one group.
func (c *change) groupsThatFit(m *received) func(oakley.Group) bool {
	ke, has := m.firstPayload(isakmp.PayloadKE)
	switch {
	case !c.sa.aggressive || !has:
		return func(oakley.Group) bool { return true }
	case c.sa.role == state.Initiator:
		own := c.sa.suite.Group
		return func(g oakley.Group) bool { return g == own }
	}
	return func(g oakley.Group) bool { return g.PublicLen() == len(ke.Body) }
}

// forgetAnswer puts an initiator back where it was before message 2 came, which cannot be believed: anybody who saw message 1 can
// have written it, and the right one may follow.
func (c *change) forgetAnswer(m *received) {
	sa := c.sa
	sa.profile, sa.cookieR, sa.lastReceived = m.formerProfile, isakmp.Cookie{}, [sha256.Size]byte{}
	sa.suite, sa.lifetime = oakley.Suite{Group: sa.suite.Group}, 0
	sa.keys, sa.iv, sa.conn = oakley.Keys{}, nil, 0
	sa.nat, sa.peerDPD, sa.peerIsIOS, sa.peerID = natDetection{}, false, false, ""
	sa.keR, sa.nonceR, sa.idR, sa.shared = nil, nil, nil, nil
	sa.credential, sa.chain, sa.peerFragments = nil, nil, false
	sa.local, sa.remote = netip.AddrPortFrom(sa.local.Addr(), Port), netip.AddrPortFrom(sa.remote.Addr(), Port)
	c.log.Conn = sa.connection()
}

// refuseStranger ends an SA whose peer has no key here: it is not told, not even that somebody is there.
func (c *change) refuseStranger(on state.Event, m *received) {
	c.dropPhase1(on, m, debuglog.ReasonNoKey)
}
