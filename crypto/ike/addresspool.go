package ike

import (
	"container/heap"
	"net/netip"
	"slices"

	"ruthere/config"
)

// A lease is an address of a pool that a client has.
type lease struct {
	pool string
	addr netip.Addr
	of   *client
}

// leases are those that are out: each pool gives its lowest free address.
type leases struct {
	of     map[netip.Addr]*lease
	ranges map[netip.Addr]*lending // by the first address of a range
}

// A lending is what is known of a range: all from next on were never given, and of those before it these have come back.
type lending struct {
	next     netip.Addr
	returned lowestFirst[netip.Addr]
}

func newLeases() leases {
	return leases{of: map[netip.Addr]*lease{}, ranges: map[netip.Addr]*lending{}}
}

// lowestFree takes the lowest free address out of a range; ok is false if there is none. Those that a client has from before the
// range was configured as it is are passed over.
func (l *leases) lowestFree(r config.AddressRange) (a netip.Addr, ok bool) {
	known := l.ranges[r.First]
	if known == nil {
		known = &lending{next: r.First, returned: lowestFirst[netip.Addr]{compare: netip.Addr.Compare}}
		l.ranges[r.First] = known
	}
	for known.returned.Len() > 0 && r.Contains(known.returned.list[0]) { // else the range has shrunk, and may grow again
		if a = heap.Pop(&known.returned).(netip.Addr); l.of[a] == nil {
			return a, true
		}
	}
	for ; r.Contains(known.next); known.next = known.next.Next() {
		if a = known.next; l.of[a] == nil {
			known.next = a.Next()
			return a, true
		}
	}
	return netip.Addr{}, false
}

// takeLease gives a client an address of a pool, if there is one. One that it has it keeps.
func (e *Engine) takeLease(cl *client, pool *config.AddressPool) *lease {
	if cl.lease != nil {
		return cl.lease
	}
	if pool == nil {
		return nil
	}
	for _, r := range pool.Ranges {
		if a, ok := e.leases.lowestFree(r); ok {
			cl.lease = &lease{pool: pool.Name, addr: a, of: cl}
			e.leases.of[a] = cl.lease
			return cl.lease
		}
	}
	return nil
}

// returnLease takes an address back.
func (e *Engine) returnLease(l *lease) {
	if l == nil {
		return
	}
	delete(e.leases.of, l.addr)
	pool := e.config.Pool(l.pool)
	if pool == nil {
		return
	}
	for _, r := range pool.Ranges {
		if known := e.leases.ranges[r.First]; known != nil && !l.addr.Less(r.First) && l.addr.Less(known.next) {
			heap.Push(&known.returned, l.addr)
		}
	}
}

// A LeaseStatus is an address of a pool that a client has.
type LeaseStatus struct {
	Addr netip.Addr
	User string
}

// Leases lists the addresses of a range that clients have, lowest first.
func (e *Engine) Leases(r config.AddressRange) (list []LeaseStatus) {
	for a := range e.leases.of {
		if r.Contains(a) {
			list = append(list, LeaseStatus{a, e.leases.of[a].of.user})
		}
	}
	slices.SortFunc(list, func(a, b LeaseStatus) int { return a.Addr.Compare(b.Addr) })
	return list
}
