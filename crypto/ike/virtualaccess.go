package ike

import (
	"net/netip"
	"slices"

	"ruthere/config"
	"ruthere/crypto/ipsec"
)

// A peer whose ISAKMP profile has a `virtual-template` gets an interface of its own, cloned from the template: the far end of its
// tunnel. The engine makes the crypto map entries, one for each flow that the peer asks for, and numbers the interface; AccessNews
// has the router make it. All of it lives as long as the IPsec SAs, and none of it is there before the peer has proved by message 3 of
// quick mode that it is.

// mostAccessFlows is how many flows one peer may have on its interface, if the profile does not say less.
const mostAccessFlows = 64

// AccessNews tells of the interface that a peer has by a virtual template: which entries its crypto map has now. The first one tells of
// the profile; without any the interface is to go.
type AccessNews struct {
	Interface     string
	Template      *config.Interface // as it was when the peer began
	Local, Remote netip.Addr
	Entries       []*config.CryptoMapEntry
}

// A virtualAccess is what the engine knows of such an interface.
type virtualAccess struct {
	number   int
	template *config.Interface // as it was
	ends     endpoints
	client   *client // nil: of no client
	head     *config.CryptoMapEntry
	entries  []*accessEntry // by number
	told     bool           // the router has the interface
}

func (a *virtualAccess) name() string { return config.VirtualAccessName(a.number) }

// An accessEntry is one flow of it.
type accessEntry struct {
	*config.CryptoMapEntry
	of   *virtualAccess
	flow ipsec.Selector
}

func (a *accessEntry) key() entryKey { return entryKey{a.Map, a.Sequence} }

// virtualAccesses are those that have SAs.
type virtualAccesses struct {
	numbers numbering
	byKey   map[entryKey]*accessEntry
	byEnds  map[endpoints][]*virtualAccess // by age
}

func newVirtualAccesses() virtualAccesses {
	return virtualAccesses{numbering{next: 1}, map[entryKey]*accessEntry{}, map[endpoints][]*virtualAccess{}}
}

// accessEntryFor is the entry that the SA's peer has, or would have, for what it wants to protect, by the template of its
// profile; nil if that is not for it.
func (x *exchange) accessEntryFor(want selector) *accessEntry {
	profile := x.sa.profile
	template := x.config.Interface(config.VirtualTemplateName(profile.VirtualTemplate))
	if template == nil || !template.ClonesTunnels() || template.FrontDoor() != x.sa.vrf || !x.mayProtect(want) {
		return nil
	}
	if source, ok := x.config.TunnelSource(template.Tunnel); template.Tunnel.Source != "" && (!ok || source != x.sa.local.Addr()) {
		return nil
	}
	head := x.config.MapEntry(template.CryptoMap, FirstTemporary)
	if head == nil || head.Profile != "" && head.Profile != profile.Name {
		return nil
	}
	of := x.accessOf(x.sa)
	if of == nil {
		of = &virtualAccess{number: x.accesses.numbers.lowestFree(), template: template, ends: x.sa.bothEnds(), client: x.sa.client, head: head}
	}
	if a := of.entryFor(want); a != nil {
		return a
	}
	if n := len(of.entries); n >= mostAccessFlows || n >= head.FlowLimit && head.FlowLimit > 0 {
		return nil
	}
	return &accessEntry{x.makeAccessEntry(head, of, want), of, want}
}

func (x *exchange) makeAccessEntry(head *config.CryptoMapEntry, of *virtualAccess, want selector) *config.CryptoMapEntry {
	made := *head
	made.Profile = x.sa.profile.Name
	made.Peers, made.Permits = []config.Peer{{Addr: of.ends.remote}}, listOf(want)
	made.Tunnel = &config.ProtectedTunnel{VRF: of.ends.vrf, Local: of.ends.local, Remote: of.ends.remote, VTI: true,
		Template: of.template.Name}
	made.ReverseRoute = nil
	if of.client != nil && want.Remote.Bits() > 0 {
		made.ReverseRoute = &config.ReverseRoute{} // nobody types one: a client is reached by its interface
	}
	of.place(&made)
	return &made
}

// place gives an entry its place in the interface's crypto map: the lowest number that is free.
func (a *virtualAccess) place(entry *config.CryptoMapEntry) {
	entry.Map, entry.Sequence, entry.Tunnel.Interface = a.name()+"-head-0", FirstTemporary+1, a.name()
	for _, other := range a.entries {
		if other.Sequence == entry.Sequence {
			entry.Sequence++
		}
	}
}

func (a *virtualAccess) entryFor(want selector) *accessEntry {
	for _, entry := range a.entries {
		if entry.flow == want {
			return entry
		}
	}
	return nil
}

// accessOf is the interface that an SA's peer has already; of several peers behind one translator that one's.
func (e *Engine) accessOf(sa *SA) *virtualAccess {
	for _, a := range e.accesses.byEnds[sa.bothEnds()] {
		if a.client == sa.client && (a.client != nil || e.isHeardFrom(a, sa.remote.Port())) {
			return a
		}
	}
	return nil
}

// isHeardFrom says whether the peer of an interface may speak from a port: only translators have others than IKE's.
func (e *Engine) isHeardFrom(a *virtualAccess, port uint16) bool {
	return slices.ContainsFunc(e.pairsBetween(a.ends), func(p *ipsec.Pair) bool {
		of := e.owners[p]
		entry := e.accesses.byKey[of.entry]
		return entry != nil && entry.of == a && (!of.mayMove || of.port == port)
	})
}

// keepAccess has the entry that a quick mode met be one of the interface's. Another quick mode may have made it meanwhile, or taken
// its number.
func (x *exchange) keepAccess() {
	q := x.node.quick
	made := q.access
	if made == nil || q.entry != made.key() || x.accesses.byKey[made.key()] == made {
		return
	}
	if of := x.accessOf(x.sa); of != nil {
		made.of = of
	}
	a := made.of
	if kept := a.entryFor(made.flow); kept != nil {
		made = kept
	} else {
		x.addAccessEntry(made)
	}
	q.access, q.entry, q.iface = made, made.key(), a.name()
}

func (e *Engine) addAccessEntry(made *accessEntry) {
	a, all := made.of, &e.accesses
	if len(a.entries) == 0 {
		a.number = all.numbers.lowestFree()
		all.numbers.use(a.number)
		head := *a.head
		a.head = &head
		head.Map = a.name() + "-head-0"
		all.byEnds[a.ends] = append(all.byEnds[a.ends], a)
	}
	a.place(made.CryptoMapEntry)
	a.entries = append(a.entries, made)
	slices.SortFunc(a.entries, func(x, y *accessEntry) int { return x.Sequence - y.Sequence })
	all.byKey[made.key()] = made
}

// reapAccess forgets an entry when no SAs belong to it any more, and with the last one the interface.
func (e *Engine) reapAccess(key entryKey, out *Out) {
	entry := e.accesses.byKey[key]
	if entry == nil || slices.ContainsFunc(e.pairsBetween(entry.of.ends), func(p *ipsec.Pair) bool { return e.owners[p].entry == key }) {
		return
	}
	a := entry.of
	delete(e.accesses.byKey, key)
	a.entries = slices.DeleteFunc(a.entries, func(other *accessEntry) bool { return other == entry })
	if len(a.entries) == 0 {
		e.accesses.numbers.giveBack(a.number)
		rest := slices.DeleteFunc(e.accesses.byEnds[a.ends], func(other *virtualAccess) bool { return other == a })
		if e.accesses.byEnds[a.ends] = rest; len(rest) == 0 {
			delete(e.accesses.byEnds, a.ends)
		}
	}
	if a.told {
		out.add(e.accessNews(a))
	}
}

// tellAccess tells of the interface that an entry is of, if there is one.
func (e *Engine) tellAccess(key entryKey, out *Out) {
	if entry := e.accesses.byKey[key]; entry != nil {
		entry.of.told = true
		out.add(e.accessNews(entry.of))
	}
}

func (e *Engine) accessNews(a *virtualAccess) AccessNews {
	news := AccessNews{Interface: a.name(), Template: a.template, Local: a.ends.local, Remote: a.ends.remote}
	for _, entry := range a.entries {
		if e.hasPairUp(entry.key(), a.ends) {
			news.Entries = append(news.Entries, entry.CryptoMapEntry)
		}
	}
	if len(news.Entries) > 0 {
		news.Entries = slices.Insert(news.Entries, 0, a.head)
	}
	return news
}

// coversAccess says whether a configuration still has what a peer's interface was made from.
func coversAccess(c *config.Config, t *config.ProtectedTunnel) bool {
	template := c.Interface(t.Template)
	return template != nil && template.ClonesTunnels() && c.HasAddress(t.VRF, t.Local)
}

// isOfAccess says whether an SA is that of the peer which has an interface.
func (e *Engine) isOfAccess(a *virtualAccess, sa SAStatus) bool {
	return sa.of == a.client && (a.client != nil || e.isHeardFrom(a, sa.Remote.Port()))
}
