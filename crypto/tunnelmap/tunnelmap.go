// Package tunnelmap makes the crypto maps of protected tunnels (`tunnel protection ipsec profile`): nobody types them, and they
// are not in the running-config, but `show crypto map` prints them and the IKE engine negotiates by them.
package tunnelmap

import (
	"net/netip"
	"slices"

	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/debuglog"
)

// FirstSequence is that of the entry which tells of the profile; those of tunnels follow.
const FirstSequence = 65536

// Maps makes the crypto maps of one router. It remembers what it has made, so that a typed line makes anew only what it changes.
type Maps struct {
	Release debuglog.Release
	// FarEnds are the other ends of a multipoint tunnel as they are known, each once. nil: there are none.
	FarEnds func(tunnel string) []netip.Addr

	interfaces map[*config.Interface]*config.Interface // as typed, and as in force
	entries    map[entryKey]*config.CryptoMapEntry
	protecting map[string]*config.CryptoMapEntry // by the tunnel's name
	toFarEnds  map[farEnd]*config.CryptoMapEntry // of multipoint tunnels
	clashing   []string                          // tunnels without SAs of their own
	newClashes []string                          // of these, those that had them before the last change
	sequences  map[numbered]int                  // kept, so that another tunnel that goes does not renumber a map that several share
	clones     []clone                           // by the numbers of their interfaces
}

// A numbered flow has one number in a map for as long as it is there. Another profile makes it another one, so that its SAs go: what
// the tunnel has now was not negotiated by it.
type numbered struct {
	name                   string
	flow                   flow
	profile, isakmpProfile string
}

// An entryKey is all that an entry is made from.
type entryKey struct {
	name          string
	sequence      int
	profile       *config.CryptoMapEntry
	isakmpProfile string
	tunnel        config.ProtectedTunnel
}

// Derive is the configuration by which the router works: c, and the crypto maps of its tunnels. It is c itself if no tunnel is
// protected, and else a copy that nobody may print.
func (m *Maps) Derive(c *config.Config) *config.Config {
	if !slices.ContainsFunc(c.Interfaces, func(i *config.Interface) bool { return isInUse(i) || i.ClonesTunnels() }) && len(m.clones) == 0 {
		*m = Maps{Release: m.Release, FarEnds: m.FarEnds}
		return c
	}
	b := builder{c: c, maps: m, interfaces: slices.Clone(c.Interfaces), entries: slices.Clone(c.CryptoMaps),
		made: map[entryKey]*config.CryptoMapEntry{}, forced: map[*config.Interface]*config.Interface{},
		sequences: map[numbered]int{}, last: map[string]int{}, owners: map[flow]*config.CryptoMapEntry{},
		protecting: map[string]*config.CryptoMapEntry{}, toFarEnds: map[farEnd]*config.CryptoMapEntry{}, known: map[string]bool{}}
	for n, number := range m.sequences {
		b.last[n.name] = max(b.last[n.name], number)
	}
	for n, i := range b.interfaces {
		switch {
		case isInUse(i):
			b.interfaces[n] = b.protect(i)
		case i.ClonesTunnels():
			b.interfaces[n] = b.prepare(i)
		}
	}
	b.addClones()
	m.newClashes = slices.DeleteFunc(slices.Clone(b.clashing), func(name string) bool { return slices.Contains(m.clashing, name) })
	m.interfaces, m.entries, m.sequences, m.protecting, m.toFarEnds, m.clashing = b.forced, b.made, b.sequences, b.protecting, b.toFarEnds,
		b.clashing
	d := c.WithMaps(b.interfaces, b.entries)
	if b.wantsDefault {
		d.IPsec.TransformSets = append(slices.Clip(d.IPsec.TransformSets), &config.DefaultTransformSet)
	}
	return d
}

// EntryOf is the entry that protects a tunnel; nil if it is not protected, cannot work, or clashes with another.
func (m *Maps) EntryOf(tunnel string) *config.CryptoMapEntry { return m.protecting[tunnel] }

// NewClashes are the tunnels that have no SAs since the last change, because those between their ends are another's, in the order of
// the configuration.
func (m *Maps) NewClashes() []string { return m.newClashes }

func isInUse(i *config.Interface) bool { return i.IsProtected() && !i.Shutdown && i.TunnelWorks() }

// A flow is what one pair of IPsec SAs can protect only once.
type flow struct {
	vrf           string
	local, remote netip.Addr
	vti           bool
	protocol      int
}

// A builder makes the maps of one configuration.
type builder struct {
	c            *config.Config
	maps         *Maps
	interfaces   []*config.Interface
	entries      []*config.CryptoMapEntry
	made         map[entryKey]*config.CryptoMapEntry
	forced       map[*config.Interface]*config.Interface
	last         map[string]int // the highest sequence number given, by map
	sequences    map[numbered]int
	owners       map[flow]*config.CryptoMapEntry
	protecting   map[string]*config.CryptoMapEntry
	toFarEnds    map[farEnd]*config.CryptoMapEntry
	known        map[string]bool // maps whose first entry is made
	clashing     []string
	wantsDefault bool
}

// protect is a protected tunnel's interface as it is in force. It has no crypto map where its profile is not there, or where another
// tunnel without `shared` has the same two ends.
func (b *builder) protect(i *config.Interface) *config.Interface {
	profile := b.profileOf(i)
	if profile == nil {
		return i
	}
	name := i.Name + "-head-0"
	if i.Tunnel.Protection.Shared {
		name = profile.Map + "-head-1"
	}
	if !b.known[name] {
		b.known[name] = true
		b.addEntry(entryKey{name: name, sequence: FirstSequence, profile: profile})
	}
	if i.Tunnel.IsMultipoint() {
		b.addFarEnds(i, name, profile)
	} else if local, remote, ok := b.c.TunnelEnds(i.Tunnel); ok && !b.addTunnel(i, name, profile, local, remote) {
		b.clashing = append(b.clashing, i.Name)
		return i
	}
	return b.inForce(i, name, profile)
}

// addTunnel adds the entry of a tunnel between two ends, if there is none yet; ok is false if another map has it.
func (b *builder) addTunnel(i *config.Interface, name string, profile *config.CryptoMapEntry, local, remote netip.Addr) (ok bool) {
	f := flow{i.Tunnel.VRF, local, remote, i.Tunnel.IsVTI(), protocolOf(i.Tunnel)}
	if of := b.owners[f]; of != nil {
		if of.Map == name {
			b.protects(i, remote, of)
		}
		return of.Map == name
	}
	n := numbered{name, f, profile.Map, i.Tunnel.Protection.ISAKMPProfile}
	sequence := b.maps.sequences[n]
	if sequence == 0 {
		sequence = max(b.last[name], FirstSequence) + 1
		b.last[name] = sequence
	}
	b.sequences[n] = sequence
	e := b.addEntry(entryKey{name: name, sequence: sequence, profile: profile, isakmpProfile: i.Tunnel.Protection.ISAKMPProfile,
		tunnel: config.ProtectedTunnel{Interface: i.Name, VRF: f.vrf, Local: local, Remote: remote, VTI: f.vti, Protocol: f.protocol}})
	b.owners[f] = e
	b.protects(i, remote, e)
	return true
}

// protects notes that an entry protects a tunnel, towards an end of it.
func (b *builder) protects(i *config.Interface, remote netip.Addr, e *config.CryptoMapEntry) {
	if i.Tunnel.IsMultipoint() {
		b.toFarEnds[farEnd{i.Name, remote}] = e
		return
	}
	b.protecting[i.Name] = e
}

// profileOf is the IPsec profile that protects a tunnel, or nil. One that wants IKEv2 protects nothing here.
func (b *builder) profileOf(i *config.Interface) *config.CryptoMapEntry {
	name := i.Tunnel.Protection.Profile
	if p := b.c.IPsec.Profile(name); p != nil {
		if p.Inert.Get("set ikev2-profile") != nil {
			return nil
		}
		return p
	}
	if name == config.DefaultIPsecProfile.Map && b.maps.Release != debuglog.IOS124 {
		return &config.DefaultIPsecProfile
	}
	return nil
}

// setsOf are the transform sets of a profile; the default one is put among those in force when it is meant.
func (b *builder) setsOf(profile *config.CryptoMapEntry) []string {
	sets := profile.TransformSets
	if len(sets) == 0 && b.maps.Release != debuglog.IOS124 {
		sets = config.DefaultIPsecProfile.TransformSets
	}
	if slices.Contains(sets, config.DefaultTransformSet.Name) && b.c.IPsec.TransformSet(config.DefaultTransformSet.Name) == nil {
		b.wantsDefault = true
	}
	return sets
}

func (b *builder) addEntry(k entryKey) *config.CryptoMapEntry {
	sets := b.setsOf(k.profile)
	e := b.maps.entries[k]
	if e == nil {
		made := *k.profile
		e = &made
		e.Map, e.Sequence, e.IPsecProfile, e.TransformSets = k.name, k.sequence, k.profile.Map, sets
		if k.isakmpProfile != "" {
			e.Profile = k.isakmpProfile
		}
		if k.tunnel.Local.IsValid() {
			e.Tunnel = &k.tunnel
			e.Peers = []config.Peer{{Addr: k.tunnel.Remote}}
			e.Permits = permits(k.tunnel)
		}
	}
	b.made[k] = e
	b.entries = append(b.entries, e)
	return e
}

// inForce is the interface with its map, and with what its SAs will cost.
func (b *builder) inForce(i *config.Interface, name string, profile *config.CryptoMapEntry) *config.Interface {
	esp := b.overhead(i, b.setsOf(profile))
	made := b.maps.interfaces[i]
	if made == nil || made.CryptoMap != name || made.Tunnel.ESP != esp {
		changed := *i
		changed.CryptoMap, changed.Tunnel.ESP = name, esp
		made = &changed
	}
	b.forced[i] = made
	return made
}

// permits is the one line of the access list of what a tunnel's SAs carry.
func permits(t config.ProtectedTunnel) *config.AccessList {
	list := &config.AccessList{Extended: true}
	ace := config.Entry{Permit: true, Protocol: config.AnyProtocol, Src: config.Any, Dst: config.Any}
	if !t.VTI {
		ace.Protocol, ace.Src, ace.Dst = t.Protocol, config.HostMatch(t.Local), config.HostMatch(t.Remote)
	}
	list.Add(ace)
	return list
}

func protocolOf(t config.Tunnel) int {
	switch {
	case t.IsVTI():
		return 0
	case t.Mode == config.TunnelIPIP:
		return 4
	}
	return 47
}

// worstESP is what 12.4 takes away of a static VTI's MTU, whatever its transform set is.
const worstESP = 73

// overhead is how many bytes longer the first of a profile's transform sets makes a packet, of the longest ones that fit.
func (b *builder) overhead(i *config.Interface, sets []string) int {
	if b.maps.Release == debuglog.IOS124 && i.Tunnel.IsVTI() {
		return worstESP
	}
	for _, name := range sets {
		set := b.c.IPsec.TransformSet(name)
		if set == nil && name == config.DefaultTransformSet.Name {
			set = &config.DefaultTransformSet
		}
		if set == nil {
			continue
		}
		used := *set
		used.Transport = set.Transport && !i.Tunnel.IsVTI()
		if t, ok := ike.TransformOf(&used); ok {
			return config.DefaultMTU - t.PlaintextMTU(config.DefaultMTU)
		}
	}
	return 0
}
