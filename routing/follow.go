package routing

import (
	"cmp"
	"net/netip"
	"slices"
)

// Follow has a group of routes be these, in this order. Groups are numbered: of routes as good as one another those of a lower
// group come first. Prefixes that are not of IPv4, or have bits behind their length, are left out.
func (t *Table) Follow(group int, routes []Route) {
	if slices.ContainsFunc(routes, Route.isInvalid) {
		routes = slices.DeleteFunc(slices.Clone(routes), Route.isInvalid)
	}
	had := t.groups[group]
	first := 0 // that is another one
	for first < len(had) && first < len(routes) && had[first].Route == routes[first] {
		first++
	}
	left, right := len(had), len(routes) // behind the last ones that are others
	for left > first && right > first && had[left-1].Route == routes[right-1] {
		left, right = left-1, right-1
	}
	if left == first && right == first {
		return
	}
	now, moved := match(had[first:left], routes[first:right])
	for _, c := range had[first:left] {
		if !c.stays {
			t.withdraw(c)
		}
		c.stays = false
	}
	t.groups[group] = slices.Concat(had[:first], now, had[left:])
	for n, c := range t.groups[group][first:] {
		c.group, c.place = group, first+n
	}
	for _, c := range now {
		switch {
		case c.entry == nil:
			t.announce(c)
		case moved:
			slices.SortFunc(c.entry.candidates, compareCandidates)
			t.refresh(c.entry)
		}
	}
}

func (r Route) isInvalid() bool {
	return !r.Prefix.IsValid() || !r.Prefix.Addr().Is4() || r.Prefix != r.Prefix.Masked()
}

// match finds the candidates of routes, or makes them; moved says that those that there were have another order now.
func match(had []*candidate, routes []Route) (now []*candidate, moved bool) {
	before := make(map[Route][]*candidate, len(had))
	for _, c := range had {
		before[c.Route] = append(before[c.Route], c)
	}
	last := -1
	for _, r := range routes {
		c := &candidate{Route: r, rank: unusable}
		if same := before[r]; len(same) > 0 {
			c, before[r] = same[0], same[1:]
			c.stays = true
			moved, last = moved || c.place < last, c.place
		}
		now = append(now, c)
	}
	return now, moved
}

func compareCandidates(a, b *candidate) int {
	return cmp.Or(cmp.Compare(a.Distance, b.Distance), cmp.Compare(a.group, b.group), cmp.Compare(a.place, b.place))
}

// announce takes a route in.
func (t *Table) announce(c *candidate) {
	at := t.vrf(c.VRF).entries.put(c.Prefix)
	if *at == nil {
		*at = &entry{rank: unusable, least: unusable, used: Entry{VRF: c.VRF, Prefix: c.Prefix}}
	}
	c.entry = *at
	where, _ := slices.BinarySearchFunc(c.entry.candidates, c, compareCandidates)
	c.entry.candidates = slices.Insert(c.entry.candidates, where, c)
	if c.Interface != "" {
		f := t.interfaces[c.Interface]
		if f == nil {
			f = &fact{holds: t.world.IsUp(c.Interface)}
			t.interfaces[c.Interface] = f
		}
		f.users = append(f.users, c)
	} else if c.NextHop.Is4() {
		at := t.vrf(c.Lookup).nextHops.put(netip.PrefixFrom(c.NextHop, 32))
		if *at == nil {
			*at = &watched{}
		}
		(*at).users = append((*at).users, c)
	}
	if c.Track != 0 {
		f := t.tracks[c.Track]
		if f == nil {
			f = &fact{holds: t.world.Allows(c.Track)}
			t.tracks[c.Track] = f
		}
		f.users = append(f.users, c)
	}
	t.judge(c)
}

// withdraw takes a route out.
func (t *Table) withdraw(c *candidate) {
	is := func(have *candidate) bool { return have == c }
	c.entry.candidates = slices.DeleteFunc(c.entry.candidates, is)
	t.refresh(c.entry)
	if c.Interface != "" {
		f := t.interfaces[c.Interface]
		if f.users = slices.DeleteFunc(f.users, is); len(f.users) == 0 {
			delete(t.interfaces, c.Interface)
		}
	} else if c.NextHop.Is4() {
		to := netip.PrefixFrom(c.NextHop, 32)
		w, _ := t.vrf(c.Lookup).nextHops.get(to)
		if w.users = slices.DeleteFunc(w.users, is); len(w.users) == 0 {
			t.vrf(c.Lookup).nextHops.remove(to)
		}
	}
	if c.Track != 0 {
		f := t.tracks[c.Track]
		if f.users = slices.DeleteFunc(f.users, is); len(f.users) == 0 {
			delete(t.tracks, c.Track)
		}
	}
	c.rank = unusable
}

// Look has the table look at an interface again.
func (t *Table) Look(iface string) {
	if f := t.interfaces[iface]; f != nil {
		t.turn(f, t.world.IsUp(iface))
	}
}

// LookAtTrack has the table look at a tracked object again.
func (t *Table) LookAtTrack(number int) {
	if f := t.tracks[number]; f != nil {
		t.turn(f, t.world.Allows(number))
	}
}

// LookAtAll has the table look at everything again.
func (t *Table) LookAtAll() {
	for name := range t.interfaces { // the order does not matter: nothing follows before Settle
		t.Look(name)
	}
	for number := range t.tracks {
		t.LookAtTrack(number)
	}
}

func (t *Table) turn(f *fact, holds bool) {
	if f.holds == holds {
		return
	}
	f.holds = holds
	t.generation++
	for _, c := range f.users {
		t.judge(c)
	}
}

// A Member is a route of a group, and whether it is in use.
type Member struct {
	Route
	InUse bool
}

// Group is the routes of a group, in their order.
func (t *Table) Group(number int) (list []Member) {
	for _, c := range t.groups[number] {
		used := c.entry.used
		list = append(list, Member{c.Route, c.rank < unusable && used.Source == c.Source && used.Distance == c.Distance})
	}
	return list
}
