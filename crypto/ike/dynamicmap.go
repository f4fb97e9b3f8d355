package ike

import (
	"iter"
	"net/netip"
	"slices"

	"ruthere/config"
	"ruthere/crypto/ipsec"
)

// A peer that no crypto map entry names may still be answered, if the map refers to a template (`crypto dynamic-map`) that its
// quick mode agrees with. The engine then makes an entry for the peer and its proxies, which lives as long as their SAs.

// FirstTemporary is the sequence number of the first entry that is made from a template; those that are configured end below.
const FirstTemporary = 65536

// A temporaryEntry is an entry that was made from a template.
type temporaryEntry struct {
	*config.CryptoMapEntry
	reference int // the sequence number of the entry that refers to the template
	flow      ipsec.Selector
	vrf       string // front-door
	local     netip.Addr
	place     int // in the list of all
}

func (t *temporaryEntry) listPlace() *int { return &t.place }

// dynamicEntries are the temporary entries, older first, and by what they protect at the far end.
type dynamicEntries struct {
	list    agedList[*temporaryEntry]
	byKey   map[entryKey]*temporaryEntry
	numbers map[string]*numbering            // by map
	byHost  map[netip.Addr][]*temporaryEntry // whose remote proxy is this one host
	wider   []*temporaryEntry                // all others
}

func newDynamicEntries() dynamicEntries {
	return dynamicEntries{byKey: map[entryKey]*temporaryEntry{}, numbers: map[string]*numbering{},
		byHost: map[netip.Addr][]*temporaryEntry{}}
}

func (d *dynamicEntries) add(t *temporaryEntry) {
	d.list.add(t)
	d.numbersOf(t.Map).use(t.Sequence)
	d.byKey[entryKey{t.Map, t.Sequence}] = t
	if t.flow.Remote.IsSingleIP() {
		host := t.flow.Remote.Addr()
		d.byHost[host] = append(d.byHost[host], t)
		return
	}
	d.wider = append(d.wider, t)
}

func (d *dynamicEntries) remove(t *temporaryEntry) {
	same := func(other *temporaryEntry) bool { return other == t }
	d.list.remove(t)
	delete(d.byKey, entryKey{t.Map, t.Sequence})
	d.numbersOf(t.Map).giveBack(t.Sequence)
	if !t.flow.Remote.IsSingleIP() {
		d.wider = slices.DeleteFunc(d.wider, same)
		return
	}
	host := t.flow.Remote.Addr()
	if d.byHost[host] = slices.DeleteFunc(d.byHost[host], same); len(d.byHost[host]) == 0 {
		delete(d.byHost, host)
	}
}

// towards goes through the entries that may protect what goes to an address: those of the host, then the wider ones, older
// first of each. It is asked for each packet, and copies nothing.
func (d *dynamicEntries) towards(to netip.Addr) iter.Seq[*temporaryEntry] {
	return func(yield func(*temporaryEntry) bool) {
		for _, t := range d.byHost[to] {
			if !yield(t) {
				return
			}
		}
		for _, t := range d.wider {
			if !yield(t) {
				return
			}
		}
	}
}

// entryOf is the crypto map entry of a key, a configured or a temporary one; nil if there is none any more.
func (e *Engine) entryOf(key entryKey) *config.CryptoMapEntry {
	if t := e.dynamic.byKey[key]; t != nil {
		return t.CryptoMapEntry
	}
	if a := e.accesses.byKey[key]; a != nil {
		return a.CryptoMapEntry
	}
	return e.config.MapEntry(key.name, key.sequence)
}

// MapEntries lists the entries of a crypto map in the order they are tried, what was made from templates in the place of the
// entry that refers to them.
func (e *Engine) MapEntries(name string) (list []*config.CryptoMapEntry) {
	for _, entry := range e.config.CryptoMap(name) {
		if entry.Dynamic == "" {
			list = append(list, entry)
			continue
		}
		for t := range e.dynamic.list.all {
			if t.Map == name && t.reference == entry.Sequence {
				list = append(list, t.CryptoMapEntry)
			}
		}
	}
	return list
}

// Temporary lists the entries that were made for a crypto map from templates, by their numbers.
func (e *Engine) Temporary(name string) (list []*config.CryptoMapEntry) {
	for t := range e.dynamic.list.all {
		if t.Map == name {
			list = append(list, t.CryptoMapEntry)
		}
	}
	slices.SortFunc(list, func(a, b *config.CryptoMapEntry) int { return a.Sequence - b.Sequence })
	return list
}

// TemporaryFor finds the entry made for a reference of a crypto map on an interface that protects a flow, and the line of its list. Of
// several for the same proxies it is that whose peer was heard last: a client that came back with another address has its old entry
// for a while.
func (e *Engine) TemporaryFor(reference *config.CryptoMapEntry, on *config.Interface, flow config.Flow) (
	*config.CryptoMapEntry, config.Entry, bool) {
	var best *temporaryEntry
	var line config.Entry
	local := e.config.LocalAddress(on)
	for t := range e.dynamic.towards(flow.Dst) {
		if t.Map != reference.Map || t.reference != reference.Sequence || t.vrf != on.FrontDoor() || t.local != local ||
			best != nil && best.flow != t.flow {
			continue
		}
		if ace, ok := t.Permits.Lookup(flow); ok && (best == nil || e.isHeardAfter(t, best)) {
			best, line = t, ace
		}
	}
	if best == nil {
		return nil, line, false
	}
	return best.CryptoMapEntry, line, true
}

// isHeardAfter says whether traffic takes an entry rather than another one for the same proxies.
func (e *Engine) isHeardAfter(t, other *temporaryEntry) bool {
	a, b := e.pairOfTemporary(t), e.pairOfTemporary(other)
	return a != nil && (b == nil || e.goesBefore(a, b))
}

func (e *Engine) pairOfTemporary(t *temporaryEntry) *ipsec.Pair {
	return e.newestPair(entryKey{t.Map, t.Sequence}, ipsec.Flow{Selector: t.flow, Local: t.local, Remote: t.Peers[0].Addr})
}

// temporariesFor are the entries that a peer and its proxies would have, one for each of a template's entries that takes them:
// those that there are, or new ones, which count from keepTemporary on.
func (x *exchange) temporariesFor(reference *config.CryptoMapEntry, want selector) (candidates []*temporaryEntry) {
	for _, template := range x.config.DynamicMap(reference.Dynamic) {
		if !x.templateTakes(template, reference, want) {
			continue
		}
		t := x.temporaryOf(template, reference, want)
		if t == nil {
			t = x.makeTemporary(template, reference, want)
		}
		candidates = append(candidates, t)
	}
	return candidates
}

// temporaryOf is the entry that this peer has for its proxies by an entry of a template; nil if it has none yet.
func (x *exchange) temporaryOf(template, reference *config.CryptoMapEntry, want selector) *temporaryEntry {
	for t := range x.dynamic.towards(want.Remote.Addr()) {
		if t.Map == reference.Map && t.reference == reference.Sequence && t.Template.Sequence == template.Sequence &&
			t.flow == want && t.Peers[0].Addr == x.sa.remote.Addr() && t.vrf == x.sa.vrf && t.local == x.sa.local.Addr() {
			return t
		}
	}
	return nil
}

// templateTakes says whether an entry of a template is for this peer and for what it wants to protect.
func (x *exchange) templateTakes(template, reference *config.CryptoMapEntry, want selector) bool {
	profile := template.Profile
	if profile == "" {
		profile = x.config.MapProfile(reference.Map)
	}
	switch {
	case len(template.TransformSets) == 0, !x.mayProtect(want),
		len(template.Peers) > 0 && !x.namesPeer(template, x.sa.remote.Addr()),
		template.AccessList != "" && !permitsAll(x.config, template, want),
		profile != "" && profileName(x.sa.profile) != profile:
		return false
	}
	return true
}

func (x *exchange) makeTemporary(template, reference *config.CryptoMapEntry, want selector) *temporaryEntry {
	made := *template
	made.Map, made.Sequence, made.Template = reference.Map, x.dynamic.freeSequence(reference.Map), template
	made.Peers = []config.Peer{{Addr: x.sa.remote.Addr()}}
	made.Permits = listOf(want)
	return &temporaryEntry{CryptoMapEntry: &made, reference: reference.Sequence, flow: want, vrf: x.sa.vrf, local: x.sa.local.Addr()}
}

// freeSequence is the lowest number that no temporary entry of a map has.
func (d *dynamicEntries) freeSequence(name string) int { return d.numbersOf(name).lowestFree() }

func (d *dynamicEntries) numbersOf(name string) *numbering {
	if d.numbers[name] == nil {
		d.numbers[name] = &numbering{next: FirstTemporary}
	}
	return d.numbers[name]
}

// listOf is a selector as an access list without a name.
func listOf(s selector) *config.AccessList {
	match := func(p netip.Prefix, port uint16) config.Match {
		m := config.PrefixMatch(p)
		if port != 0 {
			m.Port = config.PortMatch{Op: "eq", From: port}
		}
		return m
	}
	list := &config.AccessList{Extended: true}
	protocol := config.AnyProtocol
	if s.Protocol != 0 {
		protocol = int(s.Protocol)
	}
	list.Add(config.Entry{Permit: true, Protocol: protocol, Src: match(s.Local, s.LocalPort), Dst: match(s.Remote, s.RemotePort)})
	return list
}

// meetTemporary notes which of the entries that templates would make a quick mode met, and by which transform set.
func (x *exchange) meetTemporary(entry *config.CryptoMapEntry, set string) {
	q := x.node.quick
	q.temporary = nil
	for _, t := range q.candidates {
		if t.CryptoMapEntry == entry {
			q.temporary = t
			if x.dynamic.byKey[entryKey{t.Map, t.Sequence}] != t {
				t.TransformSets = []string{set}
			}
		}
	}
	q.candidates = nil
}

// keepTemporary notes that the entry which a quick mode met is in use, if it was made from a template.
func (x *exchange) keepTemporary() {
	q := x.node.quick
	t := q.temporary
	if t == nil || x.dynamic.byKey[entryKey{t.Map, t.Sequence}] == t {
		return
	}
	t.Sequence = x.dynamic.freeSequence(t.Map) // another peer may have taken the one that it had in mind
	q.entry.sequence = t.Sequence
	x.dynamic.add(t)
}

// reapTemporary forgets an entry made from a template when nothing belongs to it any more.
func (e *Engine) reapTemporary(key entryKey) {
	t := e.dynamic.byKey[key]
	if t == nil {
		return
	}
	for _, p := range e.IPsec.ByPeer(t.Peers[0].Addr) {
		if e.owners[p].entry == key {
			return
		}
	}
	e.dynamic.remove(t)
}

// coversTemporary says whether a configuration still has what a temporary entry was made from.
func (e *Engine) coversTemporary(c *config.Config, t *temporaryEntry) bool {
	reference := c.MapEntry(t.Map, t.reference)
	template := c.DynamicMapEntry(t.Template.Map, t.Template.Sequence)
	return reference != nil && reference.Dynamic == t.Template.Map && template != nil &&
		(template.AccessList == "" || permitsAll(c, template, t.flow)) &&
		(len(template.Peers) == 0 || e.namesPeer(template, t.Peers[0].Addr)) && isApplied(c, reference, t.vrf, t.local)
}
