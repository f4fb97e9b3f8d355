package ike

import (
	"slices"

	"ruthere/config"
	"ruthere/debuglog"
)

// A first message of main mode costs whoever sends it nothing, not even a true address.
// So the SAs that peers began and that were never established, those that failed and
// wait for their purge among them, are counted, and beyond a limit no more are made:
// `crypto call admission limit ike in-negotiation-sa`. SAs this side begins do not count.
//
// Who forges offers must not shut others out. Strangers, for whom there is no key, have little
// room and never take that of peers with one. Peers that crypto maps name have half of the room
// for themselves, and no address has more than a quarter.

// A standing is what this router knows of an address that begins an SA.
type standing uint8

const (
	stranger standing = iota // there is no key for it
	keyed                    // there is, perhaps for many addresses
	named                    // a crypto map entry names it as its peer
	standings
)

// maxStrangers is how many SAs there are at most of addresses without a key.
const maxStrangers = 64

// Admission counts requests for SAs since the counters were last cleared.
type Admission struct {
	Accepted, Refused uint64 // begun by peers: phase 1
	Begun             uint64 // by this side
	PairsAccepted     uint64 // of IPsec SAs that came up: begun by peers
	PairsBegun        uint64 // and by this side
}

// Admission returns the counts of requests; unfinished is how many peers have under way.
func (e *Engine) Admission() (counts Admission, unfinished int) {
	return e.admission, e.allUnfinished()
}

func (e *Engine) allUnfinished() (n int) {
	for _, of := range e.unfinished {
		n += of
	}
	return n
}

// ClearAdmission begins to count anew.
func (e *Engine) ClearAdmission() { e.admission = Admission{} }

// admitSA says whether another SA may be begun by a peer; if not, the log says so.
func (e *Engine) admitSA(d Datagram, out *Out) bool {
	if e.hasRoomFor(d) {
		e.admission.Accepted++
		return true
	}
	e.admission.Refused++
	out.Log(d.Remote.Addr(), debuglog.IKEDeniedSARequest(d.Remote.Addr(), d.Local.Addr()))
	return false
}

func (e *Engine) hasRoomFor(d Datagram) bool {
	limit := e.config.ISAKMP.InNegotiationLimit
	known := e.unfinished[keyed] + e.unfinished[named]
	ends := endpoints{d.VRF, d.Local.Addr(), d.Remote.Addr()}
	switch e.standingOf(d) {
	case stranger:
		return e.allUnfinished() < limit && e.unfinished[stranger] < maxStrangers
	case keyed:
		return known < limit && (e.unfinished[keyed] < limit-limit/2 || !e.namesPeers()) && e.known[ends] < max(limit/4, 4)
	}
	return known < limit && e.known[ends] < max(limit/4, 4)
}

// standingOf is the standing of an address that begins an SA.
func (e *Engine) standingOf(d Datagram) standing {
	from := d.Remote.Addr()
	profile := e.config.ProfileAt(d.VRF, d.Local.Addr(), from)
	if _, ok := e.config.KeyAt(profile, d.VRF, d.Local.Addr(), from); !ok {
		return stranger
	}
	for _, entry := range e.config.CryptoMaps {
		if e.namesPeer(entry, from) {
			return named
		}
	}
	return keyed
}

// namesPeers says whether any crypto map entry names a peer.
func (e *Engine) namesPeers() bool {
	return slices.ContainsFunc(e.config.CryptoMaps, func(entry *config.CryptoMapEntry) bool { return len(entry.Peers) > 0 })
}

// countUnfinished notes an SA that a peer begins.
func (e *Engine) countUnfinished(sa *SA, of standing) {
	sa.counted, sa.standing = true, of
	e.unfinished[of]++
}

// discountUnfinished notes that an SA was established, or is forgotten.
func (e *Engine) discountUnfinished(sa *SA) {
	if sa.counted {
		sa.counted = false
		e.unfinished[sa.standing]--
	}
}
