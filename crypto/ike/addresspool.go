package ike

import (
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
	of        map[netip.Addr]*lease
	mayBeFree map[netip.Addr]netip.Addr // by the first of a range: all below are taken
}

func newLeases() leases {
	return leases{of: map[netip.Addr]*lease{}, mayBeFree: map[netip.Addr]netip.Addr{}}
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
		at := r.First
		if hint := e.leases.mayBeFree[r.First]; hint.IsValid() && at.Less(hint) {
			at = hint
		}
		for e.leases.of[at] != nil && r.Contains(at) {
			at = at.Next()
		}
		e.leases.mayBeFree[r.First] = at
		if r.Contains(at) {
			cl.lease = &lease{pool: pool.Name, addr: at, of: cl}
			e.leases.of[at] = cl.lease
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
		if hint := e.leases.mayBeFree[r.First]; r.Contains(l.addr) && hint.IsValid() && l.addr.Less(hint) {
			e.leases.mayBeFree[r.First] = l.addr
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
