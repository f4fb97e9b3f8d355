package ike

import (
	"net/netip"
	"time"

	"ruthere/debuglog"
)

// A first message of main mode costs whoever sends it nothing, not even a true address.
// So the SAs that peers began and that were never established, those that failed and
// wait for their purge among them, are counted, and beyond a limit no more are made:
// `crypto call admission limit ike in-negotiation-sa`. SAs this side begins do not count.

// complaintSpacing is the time between two messages about refused first messages.
const complaintSpacing = time.Minute

// Admission counts requests for SAs since the counters were last cleared.
type Admission struct {
	Accepted, Refused uint64 // begun by peers: phase 1
	Begun             uint64 // by this side
	PairsAccepted     uint64 // of IPsec SAs that came up: begun by peers
	PairsBegun        uint64 // and by this side
}

// Admission returns the counts of requests; unfinished is how many peers have under way.
func (e *Engine) Admission() (counts Admission, unfinished int) { return e.admission, e.unfinished }

// ClearAdmission begins to count anew.
func (e *Engine) ClearAdmission() { e.admission = Admission{} }

// admitSA says whether another SA may be begun by a peer; if not, the log says so.
func (e *Engine) admitSA(now time.Time, from, to netip.Addr, out *Out) bool {
	if e.unfinished < e.config.ISAKMP.InNegotiationLimit {
		e.admission.Accepted++
		return true
	}
	e.admission.Refused++
	if now.Sub(e.denied) >= complaintSpacing {
		e.denied = now
		out.Log(from, debuglog.IKEDeniedSARequest(from, to))
	}
	return false
}

// countUnfinished notes an SA that a peer begins.
func (e *Engine) countUnfinished(sa *SA) {
	sa.counted = true
	e.unfinished++
}

// discountUnfinished notes that an SA was established, or is forgotten.
func (e *Engine) discountUnfinished(sa *SA) {
	if sa.counted {
		sa.counted = false
		e.unfinished--
	}
}
