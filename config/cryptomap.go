package config

import (
	"cmp"
	"net/netip"
	"slices"
	"time"
)

// A CryptoMapEntry is one `crypto map NAME SEQ ipsec-isakmp` or `ipsec-manual`.
type CryptoMapEntry struct {
	Map               string
	Sequence          int // 1..65535; lower is tried first
	Description       string
	Peers             []Peer
	TransformSets     []string      // in order of preference
	PFSGroup          int           // 0 = none
	AccessList        string        // match address; "" = none
	LifetimeSeconds   int           // 0 = the global value
	LifetimeKilobytes int           // 0 = the global value; NoVolumeLimit = volume does not count
	IdleTime          time.Duration // 0 = the global value
	IdleDefault       bool          // SAs gone for idleness bring the default peer back
	PerHost           bool          // SAs for each pair of hosts, in place of what the access list says
	ReplayWindow      int           // packets; 0 = the global value, or NoReplayCheck
	Profile           string        // set isakmp-profile; "" = the crypto map's
	ResponderOnly     bool          // of an IPsec profile
	FlowLimit         int           // of an IPsec profile: the flows of a peer on its Virtual-Access interface; 0 = as many as are taken
	Manual            *ManualKeys   // of an `ipsec-manual` entry; nil for what IKE negotiates
	Inert             Inert

	ReverseRoute  *ReverseRoute // what it protects at the far end is put into the routing table; nil = it is not
	RouteDistance int           // of these routes; 0 = 1
	RouteTag      int           // 0 = none
	RouteGateway  netip.Addr    // invalid = the peer

	Dynamic  string          // it stands for the entries that peers make from the template of this name; "" = it is an entry itself
	Discover bool            // of such: its peers would be found by probing
	Permits  *AccessList     // made from a template: what was negotiated, in place of AccessList
	Template *CryptoMapEntry // made from it; nil for all others
	EasyVPN  string          // the client of this name made it; "" = it was typed, or made from a template
	Wakes    bool            // such a client is not connected: what the entry would protect brings it up

	IPsecProfile string           // the entry was made for tunnels with this protection; "" for all others
	Tunnel       *ProtectedTunnel // of such: what it protects; nil for the first of a map, which only tells of the profile

	edition *edition
}

// A ProtectedTunnel is the tunnel, or several of the same two ends, that a crypto map entry protects.
type ProtectedTunnel struct {
	Interface     string // the first of them
	VRF           string // front-door
	Local, Remote netip.Addr
	VTI           bool // any packet; else those between the two ends, of
	Protocol      int  // 47 (GRE) or 4 (IPIP)

	Template string // the virtual template that Interface was cloned from for its peer; "" for all others
}

// NoVolumeLimit is the LifetimeKilobytes of an entry whose SAs end by time only.
const NoVolumeLimit = -1

// MapSettings are what all entries of one crypto map share.
type MapSettings struct {
	Map     string
	Profile string // crypto map M isakmp-profile P; "" = none
	Clients ClientSettings
	Local   string // crypto map M local-address I: the interface whose address its peers see; "" = that which it is on
}

// A Peer is one `set peer`.
type Peer struct {
	Addr    netip.Addr // invalid while Host is not known
	Host    string     // the name it was given by and is printed as; "" for an address
	Dynamic bool       // the name is looked up whenever the peer is needed
	Default bool       // always tried first
}

// String is the peer as the configuration prints it.
func (p Peer) String() string {
	if p.Host != "" {
		return p.Host
	}
	return p.Addr.String()
}

// Complete says whether the entry has what it needs to protect anything.
func (e *CryptoMapEntry) Complete() bool {
	return len(e.Peers) > 0 && (e.AccessList != "" || e.Permits != nil) && len(e.TransformSets) > 0
}

// Protects is the access list of what an entry protects; nil if there is none of its name.
func (c *Config) Protects(e *CryptoMapEntry) *AccessList {
	if e.Permits != nil {
		return e.Permits
	}
	return c.AccessList(e.AccessList)
}

func (e *CryptoMapEntry) clone() *CryptoMapEntry {
	f := *e
	f.Peers = slices.Clone(e.Peers)
	f.TransformSets = slices.Clone(e.TransformSets)
	f.Inert = e.Inert.Clone()
	if e.Manual != nil {
		m := *e.Manual
		f.Manual = &m
	}
	if e.ReverseRoute != nil {
		r := *e.ReverseRoute
		f.ReverseRoute = &r
	}
	return &f
}

// MapEntry returns the entry of that map and sequence number, or nil.
func (c *Config) MapEntry(name string, seq int) *CryptoMapEntry {
	e := c.index.entries.findEntry(c.CryptoMaps, keyOfEntry, mapEntryKey{name, seq})
	return editable(c, c.CryptoMaps, &c.index.entries, keyOfEntry, e, func(e *CryptoMapEntry) **edition { return &e.edition },
		(*CryptoMapEntry).clone)
}

// CryptoMap returns the entries of one map in the order they are tried.
func (c *Config) CryptoMap(name string) []*CryptoMapEntry {
	var out []*CryptoMapEntry
	for _, e := range c.CryptoMaps {
		if e.Map == name {
			out = append(out, e)
		}
	}
	return out
}

// AddMapEntry returns the entry of that map and sequence number and whether it was
// made now.
func (c *Config) AddMapEntry(name string, seq int) (e *CryptoMapEntry, created bool) {
	if e := c.MapEntry(name, seq); e != nil {
		return e, false
	}
	c.index.entries.buildIndex(c.CryptoMaps, keyOfEntry)
	e = &CryptoMapEntry{Map: name, Sequence: seq, edition: c.edition}
	at := len(c.CryptoMaps)
	before := c.CryptoMaps
	if at > 0 && before[at-1].Map == name && before[at-1].Sequence < seq {
		before = nil // as configurations are written, it comes last
	}
	for i, other := range before {
		if other.Map == name && other.Sequence > seq {
			at = i
			break
		}
		if other.Map == name {
			at = i + 1
		}
	}
	c.CryptoMaps = slices.Insert(c.CryptoMaps, at, e)
	c.index.entries.noteAdded(c.CryptoMaps, keyOfEntry(e), e)
	return e, true
}

// InterfacesWithMap lists the interfaces a crypto map is applied to.
func (c *Config) InterfacesWithMap(name string) []*Interface {
	var out []*Interface
	for _, i := range c.Interfaces {
		if i.CryptoMap == name && name != "" {
			out = append(out, i)
		}
	}
	return out
}

// SALifetime gives the limits that hold for the entry's SAs: its own, else the
// global ones. Kilobytes is 0 when volume does not count.
func (c *Config) SALifetime(e *CryptoMapEntry) (seconds, kilobytes int) {
	kilobytes = cmp.Or(e.LifetimeKilobytes, c.IPsec.LifetimeKilobytes)
	if kilobytes == NoVolumeLimit {
		kilobytes = 0
	}
	return cmp.Or(e.LifetimeSeconds, c.IPsec.LifetimeSeconds), kilobytes
}

// IdleTime is how long the entry's SAs may go without traffic: its own limit, else the
// global one; 0 = for ever.
func (c *Config) IdleTime(e *CryptoMapEntry) time.Duration {
	return cmp.Or(e.IdleTime, c.IPsec.IdleTime)
}

// ReplayWindow is how many packets the replay window of the entry's new SAs has: its own
// number, else the global one; 0 = there is no replay check.
func (c *Config) ReplayWindow(e *CryptoMapEntry) int {
	size := c.IPsec.ReplayWindow
	if c.IPsec.NoReplayCheck {
		size = 0
	}
	if e != nil && e.ReplayWindow != 0 {
		size = max(e.ReplayWindow, 0)
	}
	return size
}

// ProfileOf is the ISAKMP profile that the entry negotiates with: its own, else that
// of its crypto map; nil when neither names one that exists.
func (c *Config) ProfileOf(e *CryptoMapEntry) *Profile {
	name := cmp.Or(e.Profile, c.MapProfile(e.Map))
	if name == "" {
		return nil
	}
	return c.ISAKMP.Profile(name)
}

// MapProfile is the profile named for a crypto map as a whole, "" for none.
func (c *Config) MapProfile(name string) string {
	for _, m := range c.MapSettings {
		if m.Map == name {
			return m.Profile
		}
	}
	return ""
}

// SetMapProfile names the profile of a crypto map as a whole; "" takes it away.
func (c *Config) SetMapProfile(name, profile string) {
	c.setMap(name, func(m *MapSettings) { m.Profile = profile })
}

// SetMapLocal names the interface whose address a crypto map's peers see; "" takes it
// away.
func (c *Config) SetMapLocal(name, local string) {
	c.setMap(name, func(m *MapSettings) { m.Local = local })
}

// SetMapXAuth names the list of methods that judges the users behind a crypto map's peers; ""
// takes it away.
func (c *Config) SetMapXAuth(name, list string) {
	c.setMap(name, func(m *MapSettings) { m.Clients.XAuth = list })
}

// SetMapAuthorization names the list of methods that finds the groups of a crypto map's clients; "" takes it away.
func (c *Config) SetMapAuthorization(name, list string) {
	c.setMap(name, func(m *MapSettings) { m.Clients.Authorization = list })
}

// SetMapAddress says whether a crypto map's clients are told an address when they ask, or unasked.
func (c *Config) SetMapAddress(name string, initiate, on bool) {
	c.setMap(name, func(m *MapSettings) {
		if initiate {
			m.Clients.Initiate = on
		} else {
			m.Clients.Respond = on
		}
	})
}

func (c *Config) setMap(name string, change func(*MapSettings)) {
	at := slices.IndexFunc(c.MapSettings, func(m MapSettings) bool { return m.Map == name })
	if at < 0 {
		at = len(c.MapSettings)
		c.MapSettings = append(c.MapSettings, MapSettings{Map: name})
	}
	if change(&c.MapSettings[at]); c.MapSettings[at] == (MapSettings{Map: name}) {
		c.MapSettings = slices.Delete(c.MapSettings, at, at+1)
	}
}

// LocalAddress is the address that the peers of an interface's crypto map see; invalid
// when it has none. With `redundancy` it is the virtual one of a group, whoever is active there.
func (c *Config) LocalAddress(i *Interface) netip.Addr {
	if i.IsProtected() {
		local, _, _ := c.TunnelEnds(i.Tunnel)
		return local
	}
	if i.Redundancy != "" {
		if g := c.RedundancyGroup(i); g != nil {
			return g.Address
		}
		return netip.Addr{}
	}
	for _, m := range c.MapSettings {
		if m.Map == i.CryptoMap && m.Local != "" {
			if i = c.Interface(m.Local); i == nil {
				return netip.Addr{}
			}
		}
	}
	return c.AddressOf(i).Addr()
}

// TransformSetOf is the set of a name as an entry uses it, or nil: a static VTI has tunnel mode, whatever the set says.
func (c *Config) TransformSetOf(e *CryptoMapEntry, name string) *TransformSet {
	set := c.IPsec.TransformSet(name)
	if set == nil || !set.Transport || e.Tunnel == nil || !e.Tunnel.VTI {
		return set
	}
	tunnel := *set
	tunnel.Transport = false
	return &tunnel
}

// InsideVRF is the table that an entry's protected traffic belongs to while its map
// is on interface i: its profile's, else the interface's own. What a tunnel carries is in the tunnel's VRF.
func (c *Config) InsideVRF(e *CryptoMapEntry, i *Interface) string {
	if e.Tunnel != nil {
		return i.VRF
	}
	if p := c.ProfileOf(e); p != nil && p.VRF != "" {
		return p.VRF
	}
	return i.VRF
}
