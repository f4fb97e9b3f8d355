// Package routing is the routing tables of a router, one for each VRF: routes in, and what is known of interfaces and tracked
// objects; out come the entries in use, where packets go, and what has changed. It has no clock and sends nothing.
//
// A route is usable while its interface is up, or while another entry of the table leads to its next hop; and as long as its
// tracked object is up. Of the usable routes to a prefix those of the least administrative distance are in use. A change touches
// the routes that it is about and those that lean on them, and nothing else.
package routing

import (
	"cmp"
	"net/netip"
	"slices"
)

// A Source is where a route comes from. Of several to one prefix, an interface's own is always in use.
type Source uint8

const (
	Connected Source = iota // the subnet of an interface
	Local                   // an address of the router itself
	Static
	NHRP // found by the Next Hop Resolution Protocol
)

// A Route is one way to a prefix. It can be compared.
type Route struct {
	VRF       string // whose table it is in; "" = the global one
	Prefix    netip.Prefix
	Source    Source
	Distance  int        // 0 of connected ones, else 1..255
	NextHop   netip.Addr // invalid when it is on the interface's own wire
	Interface string     // by which packets leave; "" = by the one that leads to NextHop
	Lookup    string     // the VRF in which NextHop is looked for
	Track     int        // the tracked object without which it is not used; 0 = none
	Permanent bool       // once usable, it stays, whatever becomes of its interface
	Tag       int
	Name      string
}

// A World is what routes depend on. The table asks of what it has not heard of, and when it is told to look.
type World interface {
	IsUp(iface string) bool
	Allows(track int) bool
}

// MostRounds bounds how many routes lean on one another: a route's next hop is found by a second route, whose next hop is found by
// a third. A longer chain is not used.
const MostRounds = 8

// unusable is the rank of what cannot be used.
const unusable = MostRounds + 1

// A Table is the routing tables of all VRFs. New makes it.
type Table struct {
	world      World
	vrfs       map[string]*vrfTable
	groups     map[int][]*candidate
	interfaces map[string]*fact
	tracks     map[int]*fact
	size       int // entries in use

	generation uint64
	uncertain  []*entry     // whose rank has changed, and what leans on them is to follow
	touched    []*entry     // since Settle, with what they were before
	permanent  []*candidate // that have come to be usable since Settle, perhaps not for good
}

// A vrfTable is the entries of one VRF, and the next hops that are looked for there.
type vrfTable struct {
	entries  trie[*entry]
	nextHops trie[*watched]
}

// A fact is whether an interface is up, or an object allows its routes; and who depends on it.
type fact struct {
	holds bool
	users []*candidate
}

// A watched address is the next hop of routes.
type watched struct{ users []*candidate }

// A candidate is a route with what is known of it.
type candidate struct {
	Route
	group, place int  // where it stands among those of its distance
	rank         int  // how many other routes it leans on, at least; unusable: it cannot be used
	held         bool // it is permanent, and was usable once
	stays        bool // while the routes of its group are compared
	entry        *entry
}

// An entry is all routes to one prefix of a VRF, by distance and place.
type entry struct {
	candidates []*candidate
	rank       int  // the least of theirs
	least      int  // the least that it was since the routes that lean on it were told
	waits      bool // it is among the uncertain
	used       Entry
	touched    bool
	before     Entry
}

// An Entry is what is in use for a prefix: the routes of the least distance. Routes is empty if there are none.
type Entry struct {
	VRF      string
	Prefix   netip.Prefix
	Source   Source
	Distance int
	Routes   []Route
}

// New makes an empty table.
func New(w World) *Table {
	return &Table{world: w, vrfs: map[string]*vrfTable{}, groups: map[int][]*candidate{}, interfaces: map[string]*fact{},
		tracks: map[int]*fact{}}
}

func (t *Table) vrf(name string) *vrfTable {
	v := t.vrfs[name]
	if v == nil {
		v = &vrfTable{}
		t.vrfs[name] = v
	}
	return v
}

// Generation grows with every change of what is in use: what was looked up holds as long as it is the same.
func (t *Table) Generation() uint64 { return t.generation }

// Len is how many entries are in use.
func (t *Table) Len() int { return t.size }

// Entry is what is in use for exactly a prefix.
func (t *Table) Entry(vrf string, prefix netip.Prefix) (Entry, bool) {
	v := t.vrfs[vrf]
	if v == nil || !prefix.Addr().Is4() {
		return Entry{}, false
	}
	e, ok := v.entries.get(prefix)
	if !ok || !e.inUse() {
		return Entry{}, false
	}
	return e.used, true
}

// Best is what is in use for the longest prefix that an address is in.
func (t *Table) Best(vrf string, to netip.Addr) (Entry, bool) {
	e := t.longest(vrf, to, nil)
	if e == nil {
		return Entry{}, false
	}
	return e.used, true
}

// Entries are all that are in use, by VRF and prefix.
func (t *Table) Entries() (all []Entry) {
	for _, v := range t.vrfs {
		if v.entries.root == nil {
			continue
		}
		v.entries.root.each(func(e *entry) {
			if e.inUse() {
				all = append(all, e.used)
			}
		})
	}
	slices.SortFunc(all, compareEntries)
	return all
}

func compareEntries(a, b Entry) int {
	return cmp.Or(cmp.Compare(a.VRF, b.VRF), a.Prefix.Addr().Compare(b.Prefix.Addr()), cmp.Compare(a.Prefix.Bits(), b.Prefix.Bits()))
}

func (e *entry) inUse() bool { return len(e.used.Routes) > 0 }
