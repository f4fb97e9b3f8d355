package tunnelmap

import (
	"slices"

	"ruthere/config"
)

// Tunnels that are cloned from a virtual template come and go with their peers. They are in the configuration in force only.

// A clone is the interface of a peer, and its crypto map: what tells of the profile, then an entry for each flow.
type clone struct {
	iface   *config.Interface
	entries []*config.CryptoMapEntry
}

// HasClone says whether there is a clone of that name.
func (m *Maps) HasClone(name string) bool { return m.cloneOf(name) != nil }

// AddClone adds the interface that was cloned for a peer. It has no crypto map before SetClone.
func (m *Maps) AddClone(i *config.Interface) {
	at, _ := slices.BinarySearchFunc(m.clones, i, func(have clone, want *config.Interface) int {
		return config.CompareInterfaces(have.iface, want)
	})
	m.clones = slices.Insert(m.clones, at, clone{iface: i})
}

// SetClone gives a clone its crypto map: entries, the first of which tells of the profile. Without any its tunnel is down.
func (m *Maps) SetClone(name string, entries []*config.CryptoMapEntry) {
	c := m.cloneOf(name)
	if c == nil {
		return
	}
	changed := *c.iface
	if c.entries = entries; len(entries) > 0 {
		changed.CryptoMap = entries[0].Map
	}
	c.iface = &changed
}

// DropClone takes the interface of a peer away.
func (m *Maps) DropClone(name string) {
	m.clones = slices.DeleteFunc(m.clones, func(c clone) bool { return c.iface.Name == name })
}

// EntriesOf are the entries that protect a tunnel: one, or of a clone one for each flow; none if it is not protected, cannot work, or
// clashes with another.
func (m *Maps) EntriesOf(tunnel string) []*config.CryptoMapEntry {
	if c := m.cloneOf(tunnel); c != nil && len(c.entries) > 0 {
		return c.entries[1:]
	}
	if entry := m.protecting[tunnel]; entry != nil {
		return []*config.CryptoMapEntry{entry}
	}
	return nil
}

func (m *Maps) cloneOf(name string) *clone {
	if !config.IsVirtualAccess(name) {
		return nil
	}
	at, found := slices.BinarySearchFunc(m.clones, &config.Interface{Name: name}, func(have clone, want *config.Interface) int {
		return config.CompareInterfaces(have.iface, want)
	})
	if !found {
		return nil
	}
	return &m.clones[at]
}

// prepare is a virtual template as it is in force: its crypto map tells what its clones will be protected with.
func (b *builder) prepare(i *config.Interface) *config.Interface {
	profile := b.profileOf(i)
	if profile == nil {
		return i
	}
	name := i.Name + "-head-0"
	b.addEntry(entryKey{name: name, sequence: FirstSequence, profile: profile, isakmpProfile: i.Tunnel.Protection.ISAKMPProfile})
	return b.inForce(i, name, profile)
}

// addClones puts the clones behind all other interfaces. One of that name that was loaded gives way.
func (b *builder) addClones() {
	if len(b.maps.clones) == 0 {
		return
	}
	b.interfaces = slices.DeleteFunc(b.interfaces, func(i *config.Interface) bool { return b.maps.HasClone(i.Name) })
	for _, c := range b.maps.clones {
		b.interfaces = append(b.interfaces, c.iface)
		b.entries = append(b.entries, c.entries...)
		for _, e := range c.entries {
			b.wantsDefault = b.wantsDefault || slices.Contains(e.TransformSets, config.DefaultTransformSet.Name) &&
				b.c.IPsec.TransformSet(config.DefaultTransformSet.Name) == nil
		}
	}
}
