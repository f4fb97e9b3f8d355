package routing

import (
	"net/netip"
	"slices"
)

// judge finds out whether a route can be used, and on how many others it leans.
func (t *Table) judge(c *candidate) {
	rank := t.rankOf(c)
	if rank == c.rank {
		return
	}
	c.rank = rank
	if c.Permanent && !c.held && rank < unusable {
		t.permanent = append(t.permanent, c)
	}
	t.refresh(c.entry)
}

func (t *Table) rankOf(c *candidate) int {
	if c.Track != 0 && !t.tracks[c.Track].holds {
		c.held = false
		return unusable
	}
	rank := unusable
	switch {
	case c.held:
		return 0
	case c.Interface != "":
		if t.interfaces[c.Interface].holds {
			rank = 0
		}
	case c.NextHop.Is4():
		t.vrf(c.Lookup).entries.covering(c.NextHop, func(e *entry) bool {
			if e != c.entry { // a route is never found by itself
				rank = min(rank, e.rank+1)
			}
			return true
		})
	}
	return min(rank, unusable)
}

// refresh finds out what is in use of an entry, and has what leans on it follow.
func (t *Table) refresh(e *entry) {
	if !e.touched {
		e.touched, e.before = true, e.used
		t.touched = append(t.touched, e)
	}
	was, rank := e.inUse(), unusable
	used := Entry{VRF: e.used.VRF, Prefix: e.used.Prefix}
	for _, c := range e.candidates {
		rank = min(rank, c.rank)
		switch {
		case c.rank >= unusable:
		case len(used.Routes) == 0:
			used.Source, used.Distance, used.Routes = c.Source, c.Distance, []Route{c.Route}
		case c.Source == Static && used.Source == Static && c.Distance == used.Distance:
			used.Routes = append(used.Routes, c.Route)
		}
	}
	e.used = used
	t.generation++
	switch is := e.inUse(); {
	case is && !was:
		t.size++
	case was && !is:
		t.size--
	}
	if rank != e.rank {
		e.least = min(e.least, rank)
		if e.rank = rank; !e.waits {
			e.waits = true
			t.uncertain = append(t.uncertain, e)
		}
	}
}

// A Change is an entry that is another one now. Before or After has no routes if there was, or is, none.
type Change struct{ Before, After Entry }

// Settle has everything follow that leans on what was changed since it was last called, and says what came of it, by VRF and
// prefix. Ranks grow until they are unusable where routes only lean on one another, so it comes to an end, and to the same end
// whatever the order was.
func (t *Table) Settle() (changes []Change) {
	for t.spread(); t.holdPermanent(); t.spread() {
	}
	for _, e := range t.touched {
		if !slices.Equal(e.before.Routes, e.used.Routes) {
			changes = append(changes, Change{e.before, e.used})
		}
		e.touched, e.before = false, Entry{}
		if len(e.candidates) == 0 {
			t.drop(e)
		}
	}
	t.touched = t.touched[:0]
	slices.SortFunc(changes, func(a, b Change) int { return compareEntries(a.After, b.After) })
	return changes
}

// spread has routes follow the entries that they lean on.
func (t *Table) spread() {
	for len(t.uncertain) > 0 {
		e := t.uncertain[0]
		t.uncertain = t.uncertain[1:]
		least := e.least
		e.waits, e.least = false, e.rank
		t.vrf(e.used.VRF).nextHops.within(e.used.Prefix, func(w *watched) {
			for _, c := range w.users {
				if c.rank > least { // else it leans on a better one
					t.judge(c)
				}
			}
		})
	}
	t.uncertain = nil
}

// holdPermanent holds the permanent routes that turned out to be usable; false if there was nothing to hold.
func (t *Table) holdPermanent() (held bool) {
	list := t.permanent
	t.permanent = nil
	for _, c := range list {
		if !c.held && c.rank < unusable {
			c.held, held = true, true
			t.judge(c)
		}
	}
	return held
}

// drop takes an entry out that no route is for.
func (t *Table) drop(e *entry) {
	v := t.vrf(e.used.VRF)
	v.entries.remove(e.used.Prefix)
	if v.entries.root == nil && v.nextHops.root == nil {
		delete(t.vrfs, e.used.VRF)
	}
}

// A Way is where a packet goes next.
type Way struct {
	Interface string
	NextHop   netip.Addr // the neighbour's address
}

// An Outcome is what came of looking for a way.
type Outcome uint8

const (
	Found   Outcome = iota
	NoRoute         // there is none
	IsDown          // a permanent route leads to an interface that is down
	Loops           // next hops lead to one another, or the chain is longer than MostRounds
)

// Lookup finds the way from src to dst: by the longest prefix, and from next hop to next hop until an interface is known. Of
// equally good routes each pair of addresses always takes the same, so that its packets stay in order; an invalid src counts as
// 0.0.0.0.
func (t *Table) Lookup(vrf string, src, dst netip.Addr) (Way, Outcome) {
	if !dst.Is4() {
		return Way{}, NoRoute
	}
	e := t.longest(vrf, dst, nil)
	if e == nil {
		return Way{}, NoRoute
	}
	flow := hashOf(src, dst)
	return t.resolve(e, e.choose(flow), dst, flow)
}

// EntryFor is what is in use for an address: the entry of the longest prefix that it is in.
func (t *Table) EntryFor(vrf string, to netip.Addr) (Entry, bool) {
	if to.Is4() {
		if e := t.longest(vrf, to, nil); e != nil {
			return e.used, true
		}
	}
	return Entry{}, false
}

// Resolve is where route n of an entry in use leads; its NextHop is invalid if that is up to the packet's destination.
func (t *Table) Resolve(in Entry, n int) (Way, Outcome) {
	v := t.vrfs[in.VRF]
	if v == nil {
		return Way{}, NoRoute
	}
	e, ok := v.entries.get(in.Prefix)
	if !ok || n >= len(e.used.Routes) {
		return Way{}, NoRoute
	}
	return t.resolve(e, &e.used.Routes[n], netip.Addr{}, 0)
}

func (t *Table) resolve(e *entry, r *Route, to netip.Addr, flow uint32) (Way, Outcome) {
	for range MostRounds {
		if r.Interface != "" {
			break
		}
		to = r.NextHop
		if e = t.longest(r.Lookup, to, e); e == nil {
			return Way{}, NoRoute
		}
		r = e.choose(flow)
	}
	if r.Interface == "" {
		return Way{}, Loops
	}
	if r.NextHop.IsValid() {
		to = r.NextHop
	}
	if !t.interfaces[r.Interface].holds {
		return Way{}, IsDown
	}
	return Way{r.Interface, to}, Found
}

// longest is the entry in use of the longest prefix that an address is in, other than except; nil if there is none.
func (t *Table) longest(vrf string, to netip.Addr, except *entry) (best *entry) {
	v := t.vrfs[vrf]
	if v == nil || !to.Is4() {
		return nil
	}
	key := bitsOf(to)
	for n := v.entries.root; n != nil && n.covers(key); n = n.child[bitAt(key, n.len)] {
		if n.held && n.value != except && n.value.inUse() {
			best = n.value
		}
		if n.len == 32 {
			break
		}
	}
	return best
}

// choose is the route of an entry that the packets of a flow take.
func (e *entry) choose(flow uint32) *Route {
	if n := uint32(len(e.used.Routes)); n > 1 {
		return &e.used.Routes[flow%n]
	}
	return &e.used.Routes[0]
}

// hashOf mixes two addresses so that neighbouring ones part. Both directions of a flow may take different ways.
func hashOf(src, dst netip.Addr) uint32 {
	h := uint32(0)
	if src.Is4() {
		h = bitsOf(src) * 0x9E3779B1
	}
	h = (h ^ h>>15 ^ bitsOf(dst)) * 0x85EBCA77
	h = (h ^ h>>13) * 0xC2B2AE3D
	return h ^ h>>16
}
