package ike

import (
	"slices"

	"ruthere/config"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// A first message of phase 1 costs whoever sends it nothing, not even a true address.
// So the SAs that peers began and that were never established, those that failed and
// wait for their purge among them, are counted, and beyond a limit no more are made:
// `crypto call admission limit ike in-negotiation-sa`. SAs this side begins do not count.
//
// Who forges offers must not shut others out. Strangers, for whom there is no key, have little
// room and never take that of peers with one. Peers that crypto maps name have half of the room
// for themselves, and no address has more than a quarter. In aggressive mode the first message brings an identity, by which the key
// is found, and costs this side an exchange of keys. The identities of peers are in clear in their own first messages, for
// everybody to see: so no identity has more than a quarter either, and few exchanges of keys are under way at a time, before
// which those of main mode and of established SAs would have to wait.

// An applicant is who begins an SA: a first message as far as it counts before anything is made for it.
type applicant struct {
	datagram Datagram
	identity config.Identity // what it calls itself in aggressive mode; zero in main mode
	exchange isakmp.ExchangeType
}

// opening are the payloads without which a first message opens nothing: no memory is spent on one that lacks them.
var opening = map[isakmp.ExchangeType]payloads{
	isakmp.MainMode:       {isakmp.PayloadSA},
	isakmp.AggressiveMode: {isakmp.PayloadSA, isakmp.PayloadKE, isakmp.PayloadNonce, isakmp.PayloadID},
}

// readApplication reads a first message; false if its payloads do not parse or some are missing.
func readApplication(h isakmp.Header, d Datagram) (a applicant, ok bool) {
	read, err := isakmp.ParsePayloads(h.Next, d.Data[isakmp.HeaderLen:], isakmp.TrailingRefused)
	m := &received{payloads: read}
	if err != nil || m.missingPayload(opening[h.Exchange]) != 0 {
		return applicant{}, false
	}
	a = applicant{datagram: d, exchange: h.Exchange}
	if h.Exchange == isakmp.AggressiveMode {
		id, _ := m.firstPayload(isakmp.PayloadID)
		a.identity = identityOf(id.Value.(*isakmp.Identification))
	}
	return a, true
}

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

// maxOpenings is for how many first messages of aggressive mode the arithmetic is done at a time.
const maxOpenings = 16

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
func (e *Engine) admitSA(a applicant, out *Out) bool {
	d := a.datagram
	if e.hasRoomFor(a) {
		e.admission.Accepted++
		return true
	}
	e.admission.Refused++
	out.Log(d.Remote.Addr(), debuglog.IKEDeniedSARequest(d.Remote.Addr(), d.Local.Addr()))
	return false
}

func (e *Engine) hasRoomFor(a applicant) bool {
	d, limit := a.datagram, e.config.ISAKMP.InNegotiationLimit
	known, share := e.unfinished[keyed]+e.unfinished[named], max(limit/4, 4)
	ends := endpoints{d.VRF, d.Local.Addr(), d.Remote.Addr()}
	of := e.standingOf(a)
	switch {
	case of == stranger:
		return e.allUnfinished() < limit && e.unfinished[stranger] < maxStrangers
	case known >= limit || e.known[ends] >= share || e.claims[a.identity] >= share,
		a.exchange == isakmp.AggressiveMode && e.openings >= maxOpenings:
		return false
	case of == keyed:
		return e.unfinished[keyed] < limit-limit/2 || !e.namesPeers()
	}
	return true
}

// standingOf is the standing of who begins an SA.
func (e *Engine) standingOf(a applicant) standing {
	d := a.datagram
	local, from := d.Local.Addr(), d.Remote.Addr()
	var ok bool
	if a.exchange == isakmp.AggressiveMode {
		_, _, ok = e.keyOfIdentity(e.config.ProfileOfIdentity(d.VRF, local, a.identity), d.VRF, local, from, a.identity)
	} else {
		_, ok = e.keyAt(e.config.ProfileAt(d.VRF, local, from), d.VRF, local, from)
	}
	if !ok && !e.canSign(nil) { // whoever has a certificate may come from anywhere
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
func (e *Engine) countUnfinished(sa *SA, a applicant) {
	sa.counted, sa.standing = true, e.standingOf(a)
	e.unfinished[sa.standing]++
	if sa.standing != stranger && !a.identity.IsZero() {
		sa.claimed = a.identity
		e.claims[sa.claimed]++
	}
}

// discountUnfinished notes that an SA was established, or is forgotten.
func (e *Engine) discountUnfinished(sa *SA) {
	if !sa.counted {
		return
	}
	sa.counted = false
	e.unfinished[sa.standing]--
	if sa.claimed.IsZero() {
		return
	}
	if e.claims[sa.claimed]--; e.claims[sa.claimed] == 0 {
		delete(e.claims, sa.claimed)
	}
	sa.claimed = config.Identity{}
}
