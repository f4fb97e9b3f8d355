package nhrp

import (
	"net/netip"
	"slices"
	"time"

	"ruthere/deadline"
	"ruthere/packet"
)

// An Agent is NHRP on all interfaces of a router. The zero value has none.
type Agent struct {
	networks []*network // in the order of the configuration
	queue    deadline.Queue[*timer]
	timers   uint64 // made so far
	routes   bool   // local entries are to be looked at: the routes are others
	asked    uint32 // the last request's number
	enrolled uint32 // the last registration's
}

// A network is one interface with what is known there.
type network struct {
	Interface
	cache      map[netip.Prefix]*cached
	servers    []*server
	questions  map[uint32]*question // under way, by number
	redirected map[redirection]time.Time
	translated netip.Addr // the NBMA address under which a server sees us, if that is not ours
	traffic    Traffic
	windowEnds time.Time
	inWindow   int
}

// A timer is something that is due at a time.
type timer struct {
	rank  uint64
	place int32
	fire  func(now time.Time, w Routes, out *Out)
}

func (t *timer) Rank() uint64  { return t.rank }
func (t *timer) Place() *int32 { return &t.place }

func (a *Agent) newTimer() timer {
	a.timers++
	return timer{rank: a.timers}
}

// Traffic is how many packets of each type have passed an interface.
type Traffic struct {
	Sent, Received [packet.TrafficIndication + 1]int // by type
	Suppressed     int                               // not sent: there were too many
}

// network is what is known of an interface, or nil.
func (a *Agent) network(name string) *network {
	if at := slices.IndexFunc(a.networks, func(n *network) bool { return n.Name == name }); at >= 0 {
		return a.networks[at]
	}
	return nil
}

// IsEmpty says whether no interface has NHRP.
func (a *Agent) IsEmpty() bool { return len(a.networks) == 0 }

// Follow takes the interfaces as they are now.
func (a *Agent) Follow(now time.Time, interfaces []Interface, out *Out) {
	before := a.networks
	a.networks = nil
	for _, i := range interfaces {
		at := slices.IndexFunc(before, func(n *network) bool { return n.Name == i.Name })
		if at >= 0 {
			a.networks = append(a.networks, before[at])
			continue
		}
		a.networks = append(a.networks, &network{Interface: Interface{Name: i.Name}, cache: map[netip.Prefix]*cached{},
			questions: map[uint32]*question{}, redirected: map[redirection]time.Time{}})
	}
	for _, n := range before {
		if !slices.Contains(a.networks, n) {
			a.followOne(now, n, &Interface{Name: n.Name}, out)
		}
	}
	for at := range interfaces {
		a.followOne(now, a.networks[at], &interfaces[at], out)
	}
}

func (a *Agent) followOne(now time.Time, n *network, i *Interface, out *Out) {
	was := n.Interface
	if i.begunAnew(&was) {
		a.forget(now, n, out)
	} else if n.isOn() {
		a.leaveServers(now, n, i.Servers, out)
	}
	n.Interface = i.clone()
	a.followMaps(now, n, out)
	a.followServers(now, n, was.Registration != i.Registration || was.HoldTime != i.HoldTime)
	if was.Shortcut != n.Shortcut {
		for _, c := range n.sorted() {
			if c.Shortcut {
				a.remove(now, n, c, out)
			}
		}
	}
}

// forget ends all that was learned on an interface.
func (a *Agent) forget(now time.Time, n *network, out *Out) {
	for _, c := range n.sorted() {
		if c.Kind != Static {
			a.remove(now, n, c, out)
		}
	}
	for _, q := range n.waiting() {
		a.end(n, q)
	}
	for _, s := range n.servers {
		a.queue.Remove(&s.timer)
		a.serverMoved(now, n, s, false, out)
	}
	clear(n.redirected)
	n.servers, n.translated = nil, netip.Addr{}
}

// Deadline is when Tick wants to be called, if nothing arrives before.
func (a *Agent) Deadline() (at time.Time, ok bool) {
	_, at, ok = a.queue.First()
	return at, ok
}

// Tick does what is due.
func (a *Agent) Tick(now time.Time, w Routes, out *Out) {
	for {
		t, at, ok := a.queue.First()
		if !ok || at.After(now) {
			return
		}
		a.queue.Remove(t)
		t.fire(now, w, out)
	}
}

// Resolve says to which NBMA address a packet goes by a multipoint interface: to a destination by way of a next hop. While nobody knows,
// the packet goes to a server; ok is false without one.
func (a *Agent) Resolve(now time.Time, w Routes, name string, via, to netip.Addr, out *Out) (nbma netip.Addr, ok bool) {
	n := a.network(name)
	if n == nil || !n.isOn() {
		return nbma, false
	}
	c := n.entryOf(via)
	if c != nil && c.IsComplete() {
		a.use(now, w, n, c, out)
		a.useShortcut(now, w, n, to, out)
		return c.NBMA, true
	}
	if c == nil && !n.ServerOnly {
		c = a.put(now, n, Entry{Target: host(via), Kind: Incomplete}, negativeTime, out)
		a.ask(now, w, n, via, out)
	}
	if c != nil {
		c.Hits++
	}
	return n.serverFor(via)
}

// useShortcut notes that a packet goes to a destination, of the shortcuts that lead there.
func (a *Agent) useShortcut(now time.Time, w Routes, n *network, to netip.Addr, out *Out) {
	if !n.Shortcut {
		return
	}
	if r, ok := w.Find(n.VRF, to); ok && r.Prefix.Bits() > 0 {
		if c := n.cache[r.Prefix]; c != nil && c.Shortcut {
			a.use(now, w, n, c, out)
		}
	}
}

// MulticastTargets are the NBMA addresses that get a copy of a multicast packet that leaves by an interface, in order.
func (a *Agent) MulticastTargets(name string) (list []netip.Addr) {
	for _, m := range a.Multicasts(name) {
		list = append(list, m.NBMA)
	}
	return list
}
