package config

import (
	"net/netip"
	"slices"
)

// A Keyring is one `crypto keyring`: keys for peers that are reached in one VRF.
type Keyring struct {
	Name         string
	VRF          string // front-door VRF of the peers; "" = the global table
	Description  string
	LocalAddress LocalAddress
	Keys         []PreSharedKey
}

// A LocalAddress restricts a keyring or a profile to one local address or VRF of this router. The zero value
// restricts nothing.
type LocalAddress struct {
	Interface string     // its address, whatever that is
	Addr      netip.Addr // set when Interface is not
	VRF       string     // as typed after it; "" when it was not
}

// IsZero says whether there is no restriction.
func (l LocalAddress) IsZero() bool { return l == LocalAddress{} }

// A Profile is one `crypto isakmp profile`: what holds for the peers it matches.
type Profile struct {
	Name         string
	Description  string
	VRF          string   // inside VRF, of the traffic protected; "" = the front-door VRF
	Keyrings     []string // in the order tried
	SelfIdentity string   // IdentityAddress, IdentityFQDN, IdentityUserFQDN; "" = the global one
	FQDN         string   // with IdentityFQDN; "" = the router's name in its domain
	UserFQDN     string   // with IdentityUserFQDN
	Matches      []IdentityMatch
	Keepalive    *Keepalive // Periodic does not count; nil = the global one
	LocalAddress LocalAddress
	Clients      ClientSettings
	ClientGroup  string   // client configuration group: of clients that present none; "" = none
	Aggressive   bool     // initiate mode aggressive
	Trustpoints  []string // ca trust-point, in the order typed; none = all
	Certificates []string // match certificate: maps, in the order typed
	Inert        Inert    // client and the like, in the order typed

	VirtualTemplate int // 1..4095; 0 = none. The peers' tunnels are cloned from that interface
}

// What a profile may present as this router's identity, besides IdentityAddress.
const (
	IdentityFQDN     = "fqdn"
	IdentityUserFQDN = "user-fqdn"
)

// An IdentityMatch is one `match identity` line: which identities of peers are meant.
type IdentityMatch struct {
	Kind   string       // MatchAddress and the others
	Prefix netip.Prefix // MatchAddress: the identities that match
	VRF    string       // MatchAddress: front-door VRF of the peer; "" = the global table
	Text   string       // the other kinds: what has to be presented
}

// Kinds of IdentityMatch, as typed.
const (
	MatchAddress    = "address"
	MatchHost       = "host"
	MatchHostDomain = "host domain"
	MatchUser       = "user"
	MatchUserDomain = "user domain"
	MatchGroup      = "group"
)

func (k *Keyring) clone() *Keyring {
	l := *k
	l.Keys = slices.Clone(k.Keys)
	return &l
}

func (p *Profile) clone() *Profile {
	q := *p
	q.Keyrings, q.Matches, q.Inert = slices.Clone(p.Keyrings), slices.Clone(p.Matches), p.Inert.Clone()
	q.Trustpoints, q.Certificates = slices.Clone(p.Trustpoints), slices.Clone(p.Certificates)
	if p.Keepalive != nil {
		k := *p.Keepalive
		q.Keepalive = &k
	}
	return &q
}

// Keyring returns the keyring of that name, or nil.
func (i *ISAKMP) Keyring(name string) *Keyring {
	for _, k := range i.Keyrings {
		if k.Name == name {
			return k
		}
	}
	return nil
}

// AddKeyring returns the keyring of that name, made if there was none.
func (i *ISAKMP) AddKeyring(name string) *Keyring {
	if k := i.Keyring(name); k != nil {
		return k
	}
	k := &Keyring{Name: name}
	i.Keyrings = append(i.Keyrings, k)
	return k
}

// Profile returns the profile of that name, or nil.
func (i *ISAKMP) Profile(name string) *Profile {
	for _, p := range i.Profiles {
		if p.Name == name {
			return p
		}
	}
	return nil
}

// AddProfile returns the profile of that name and whether it was made now.
func (i *ISAKMP) AddProfile(name string) (p *Profile, created bool) {
	if p := i.Profile(name); p != nil {
		return p, false
	}
	p = &Profile{Name: name}
	i.Profiles = append(i.Profiles, p)
	return p, true
}

// KeyFor returns the key for a peer at addr, reached in front-door VRF fvrf: from the
// keyrings of the profile if there is one, else from all keyrings of that VRF, else
// from the global keys, which are for the global table only. Within each of these the
// longest mask wins. Keyrings bound to a local address are all considered: see KeyAt.
func (c *Config) KeyFor(p *Profile, fvrf string, addr netip.Addr) (PreSharedKey, bool) {
	return c.KeyAt(p, fvrf, netip.Addr{}, addr)
}

// KeyAt is KeyFor with the local address known: keyrings bound to another local address are
// passed over. With an invalid local none is.
func (c *Config) KeyAt(p *Profile, fvrf string, local, addr netip.Addr) (PreSharedKey, bool) {
	key, ok := c.anyKeyAt(p, fvrf, local, addr)
	return key, ok && !key.Encrypted
}

func (c *Config) anyKeyAt(p *Profile, fvrf string, local, addr netip.Addr) (PreSharedKey, bool) {
	var named, all []PreSharedKey
	for _, k := range c.ISAKMP.Keyrings {
		if k.VRF != fvrf || !c.boundTo(k.LocalAddress, fvrf, local) {
			continue
		}
		all = append(all, k.Keys...)
		if p != nil && slices.Contains(p.Keyrings, k.Name) {
			named = append(named, k.Keys...)
		}
	}
	if key, ok := longestMask(named, addr); ok {
		return key, true
	}
	if key, ok := longestMask(all, addr); ok || fvrf != "" {
		return key, ok
	}
	return c.ISAKMP.KeyFor(addr)
}

// KeyringAt is the name of the keyring of profile p that KeyAt's key is from; "" if it is
// from none of the profile's.
func (c *Config) KeyringAt(p *Profile, fvrf string, local, addr netip.Addr) string {
	key, ok := c.KeyAt(p, fvrf, local, addr)
	if !ok || p == nil {
		return ""
	}
	for _, k := range c.ISAKMP.Keyrings {
		if k.VRF == fvrf && c.boundTo(k.LocalAddress, fvrf, local) && slices.Contains(p.Keyrings, k.Name) && slices.Contains(k.Keys, key) {
			return k.Name
		}
	}
	return ""
}

// boundTo says whether a restriction admits a local address.
func (c *Config) boundTo(l LocalAddress, fvrf string, local netip.Addr) bool {
	switch {
	case l.IsZero() || !local.IsValid():
		return true
	case l.Interface != "":
		i := c.Interface(l.Interface)
		return i != nil && c.AddressOf(i).Addr() == local && i.VRF == fvrf
	}
	return l.Addr == local && (l.VRF == "" || l.VRF == fvrf)
}

// ProfileFor returns the first profile, in order of creation, with a `match identity
// address` that contains a peer in front-door VRF fvrf; nil if there is none.
func (c *Config) ProfileFor(fvrf string, peer netip.Addr) *Profile {
	return c.ProfileAt(fvrf, netip.Addr{}, peer)
}

// ProfileAt is ProfileFor with the local address known: profiles bound to another local address
// are passed over. With an invalid local none is.
func (c *Config) ProfileAt(fvrf string, local, peer netip.Addr) *Profile {
	for _, p := range c.ISAKMP.Profiles {
		if !c.boundTo(p.LocalAddress, fvrf, local) {
			continue
		}
		for _, m := range p.Matches {
			if m.Kind == MatchAddress && m.VRF == fvrf && m.Prefix.Contains(peer) {
				return p
			}
		}
	}
	return nil
}

// KeepaliveFor is how DPD asks after the peers of a profile, which may be nil: as the
// profile says, in the mode of the global command; else as the global command says.
// Nil means that it does not ask.
func (c *Config) KeepaliveFor(p *Profile) *Keepalive {
	global := c.ISAKMP.Keepalive
	if p == nil || p.Keepalive == nil {
		return global
	}
	k := *p.Keepalive
	k.Periodic = global != nil && global.Periodic
	return &k
}

// SameKeepalives says whether two configurations ask all peers alike whether they are there.
func SameKeepalives(before, after *Config) bool {
	same := func(a, b *Keepalive) bool { return a == b || a != nil && b != nil && *a == *b }
	return same(before.ISAKMP.Keepalive, after.ISAKMP.Keepalive) && slices.EqualFunc(before.ISAKMP.Profiles, after.ISAKMP.Profiles,
		func(p, q *Profile) bool { return p.Name == q.Name && same(p.Keepalive, q.Keepalive) })
}
