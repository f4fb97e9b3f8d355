package ike

import (
	"time"

	"ruthere/crypto/ipsec"
	"ruthere/deadline"
)

// What becomes of a pair of IPsec SAs in time.
const (
	expirySoft  = iota // time to negotiate a successor
	expiryHard         // the lifetime in seconds is over, or a successor has taken over
	expiryIdle         // nothing may have passed for the idle time
	expiryProof        // a peer that is slow to install its SAs has had time enough
	expiryKinds
)

// expiries orders what is to happen to pairs by time, equal times by age.
type expiries struct {
	queue deadline.Queue[*expiry]
	index map[*ipsec.Pair]*[expiryKinds]*expiry
	age   uint64
}

type expiry struct {
	at      time.Time
	kind    int
	age     uint64
	pair    *ipsec.Pair
	packets uint64 // that had passed when an idle check was planned
	place   int32
}

// Rank and Place order plans by time, equal ones by age.
func (x *expiry) Rank() uint64  { return x.age }
func (x *expiry) Place() *int32 { return &x.place }

// setPlan plans something for a pair, in place of what was planned of that kind.
func (e *expiries) setPlan(p *ipsec.Pair, kind int, at time.Time) {
	if e.index == nil {
		e.index = map[*ipsec.Pair]*[expiryKinds]*expiry{}
	}
	plans := e.index[p]
	if plans == nil {
		plans = &[expiryKinds]*expiry{}
		e.index[p] = plans
	}
	if old := plans[kind]; old != nil {
		e.queue.Remove(old)
	}
	e.age++
	plans[kind] = &expiry{at: at, kind: kind, age: e.age, pair: p, packets: packetsOf(p)}
	e.queue.Set(plans[kind], at)
}

// plannedAt is when something is planned for a pair.
func (e *expiries) plannedAt(p *ipsec.Pair, kind int) (time.Time, bool) {
	if plans := e.index[p]; plans != nil && plans[kind] != nil {
		return plans[kind].at, true
	}
	return time.Time{}, false
}

// dropPlans forgets all that is planned for a pair.
func (e *expiries) dropPlans(p *ipsec.Pair) {
	if plans := e.index[p]; plans != nil {
		for _, x := range plans {
			if x != nil {
				e.queue.Remove(x)
			}
		}
		delete(e.index, p)
	}
}

// popDue takes out a plan that is due by now.
func (e *expiries) popDue(now time.Time) (*expiry, bool) {
	x, at, ok := e.queue.First()
	if !ok || at.After(now) {
		return nil, false
	}
	e.queue.Remove(x)
	e.index[x.pair][x.kind] = nil
	return x, true
}

// packetsOf counts the packets that went through a pair, both ways.
func packetsOf(p *ipsec.Pair) uint64 { return p.In.Packets + p.Out.Packets }
