package nhrp

import (
	"cmp"
	"net/netip"
	"slices"
	"time"
)

// A Kind is how an entry of the cache came to be.
type Kind uint8

const (
	Static     Kind = iota // configured
	Dynamic                // learned
	Incomplete             // asked for, and not answered so far
)

// String is the kind as the device writes it.
func (k Kind) String() string { return [...]string{"static", "dynamic", "incomplete"}[k] }

// An Entry of the cache says where packets go to an address, or to all of a prefix.
type Entry struct {
	Interface  string
	Target     netip.Prefix
	NextHop    netip.Addr // protocol address of who has it; invalid while Incomplete
	NBMA       netip.Addr // where it is
	Claimed    netip.Addr // what it says itself to be at, if that is something else: it is behind translation
	Kind       Kind
	Router     bool // it is a router
	Unique     bool
	Registered bool // by itself, with us
	Implicit   bool // from a question of its
	Local      bool // ours: others were told of it
	Shortcut   bool // a route leads there
	Used       bool // a short time ago
	Hits       int  // packets that asked for it while Incomplete
	Created    time.Time
	Expires    time.Time // zero: never
	Requesters []Requester
}

// A Requester was told of an address of ours.
type Requester struct {
	Protocol, NBMA netip.Addr
	RequestID      uint32
}

// IsComplete says whether it is known where packets go.
func (e *Entry) IsComplete() bool { return e.NBMA.IsValid() && e.Kind != Incomplete }

// IsNextHop says whether packets to others go by way of it.
func (e *Entry) IsNextHop() bool {
	return e.Kind == Dynamic && !e.Local && !e.Shortcut && e.Target.IsSingleIP() && e.Target.Addr() == e.NextHop
}

// A cached is an entry with what makes it end.
type cached struct {
	timer
	Entry
	asked    netip.Addr // of what it is the answer
	lastUsed time.Time
	renews   bool // the next deadline is that of its renewal
}

// view is the entry as it is shown at an instant.
func (c *cached) view(now time.Time) Entry {
	e := c.Entry
	e.Used = !c.lastUsed.IsZero() && now.Sub(c.lastUsed) < usedTime
	e.Requesters = slices.Clone(c.Requesters)
	return e
}

// renewalTime is how long before its end an entry is asked for again.
func (n *network) renewalTime() time.Duration { return min(renewal, n.HoldTime/3) }

// isRenewed says whether an entry is asked for again before it ends: one that somebody else was asked for.
func (c *cached) isRenewed() bool {
	return c.Kind == Dynamic && !c.Registered && !c.Local
}

func host(a netip.Addr) netip.Prefix { return netip.PrefixFrom(a, a.BitLen()) }

// entryOf is the entry of an address itself, or nil.
func (n *network) entryOf(a netip.Addr) *cached { return n.cache[host(a)] }

// put puts an entry in the place of one of the same target. Without room it is not put: nil.
func (a *Agent) put(now time.Time, n *network, e Entry, hold time.Duration, out *Out) *cached {
	c := n.cache[e.Target]
	if c == nil {
		if len(n.cache) >= mostEntries {
			return nil
		}
		c = &cached{timer: a.newTimer()}
		c.fire = func(now time.Time, w Routes, out *Out) { a.entryDue(now, w, n, c, out) }
		c.Created = now
		n.cache[e.Target] = c
	}
	was := c.Entry
	e.Interface, e.Created, e.Requesters = n.Name, c.Created, was.Requesters
	if was.Kind == Incomplete && e.Kind != Incomplete {
		e.Created = now
	}
	c.Entry = e
	c.renews = false
	switch {
	case hold == 0:
		c.Expires = time.Time{}
		a.queue.Remove(&c.timer)
	default:
		c.Expires = now.Add(hold)
		due := c.Expires
		if window := n.renewalTime(); c.isRenewed() && hold > window {
			due, c.renews = c.Expires.Add(-window), true
		}
		a.queue.Set(&c.timer, due)
	}
	if was.NBMA != e.NBMA || was.NextHop != e.NextHop || was.Kind != e.Kind || !was.Target.IsValid() {
		out.add(Cached{Entry: c.view(now)})
	}
	if was.Shortcut != e.Shortcut || e.Shortcut && was.NextHop != e.NextHop {
		out.add(RoutesChanged{})
	}
	return c
}

// remove takes an entry out.
func (a *Agent) remove(now time.Time, n *network, c *cached, out *Out) {
	if n.cache[c.Target] != c {
		return
	}
	a.queue.Remove(&c.timer)
	delete(n.cache, c.Target)
	out.add(Cached{Entry: c.view(now), Removed: true})
	if c.Shortcut {
		out.add(RoutesChanged{})
	}
}

// entryDue asks for an entry again that is in use, or ends it.
func (a *Agent) entryDue(now time.Time, w Routes, n *network, c *cached, out *Out) {
	if !c.renews {
		a.remove(now, n, c, out)
		return
	}
	c.renews = false
	a.queue.Set(&c.timer, c.Expires)
	if !c.lastUsed.IsZero() && now.Sub(c.lastUsed) <= n.renewalTime() {
		a.ask(now, w, n, c.asked, out)
	}
}

// use notes that a packet goes where an entry says. One that would end soon is asked for again.
func (a *Agent) use(now time.Time, w Routes, n *network, c *cached, out *Out) {
	c.lastUsed = now
	if c.isRenewed() && !c.renews && c.Expires.Sub(now) < n.renewalTime() {
		a.ask(now, w, n, c.asked, out)
	}
}

// sorted are the entries of an interface by address.
func (n *network) sorted() []*cached {
	list := make([]*cached, 0, len(n.cache))
	for _, c := range n.cache {
		list = append(list, c)
	}
	slices.SortFunc(list, func(a, b *cached) int {
		return cmp.Or(a.Target.Addr().Compare(b.Target.Addr()), cmp.Compare(a.Target.Bits(), b.Target.Bits()))
	})
	return list
}

// follow has the static entries be those of the configuration.
func (a *Agent) followMaps(now time.Time, n *network, out *Out) {
	wanted := map[netip.Prefix]netip.Addr{}
	for _, s := range n.Servers {
		if s.NBMA.IsValid() {
			wanted[host(s.Protocol)] = s.NBMA
		}
	}
	for _, m := range n.Maps {
		wanted[host(m.Protocol)] = m.NBMA
	}
	if n.Network == 0 {
		clear(wanted)
	}
	for _, c := range n.sorted() {
		if c.Kind == Static && wanted[c.Target] != c.NBMA {
			a.remove(now, n, c, out)
		}
	}
	for _, s := range n.Servers {
		a.putStatic(now, n, host(s.Protocol), wanted, out)
	}
	for _, m := range n.Maps {
		a.putStatic(now, n, host(m.Protocol), wanted, out)
	}
}

func (a *Agent) putStatic(now time.Time, n *network, target netip.Prefix, wanted map[netip.Prefix]netip.Addr, out *Out) {
	if nbma, ok := wanted[target]; ok {
		a.put(now, n, Entry{Target: target, NextHop: target.Addr(), NBMA: nbma, Kind: Static}, 0, out)
	}
}
