package config

import (
	"net/netip"
	"slices"
	"strings"
)

// An Identity is what an end of phase 1 calls itself: RFC 2407 section 4.6.2. The zero value is none, or one of a type
// that means nothing here.
type Identity struct {
	Kind string     // IdentityAddress, IdentityFQDN, IdentityUserFQDN, IdentityKeyID, IdentityDN
	Addr netip.Addr // IdentityAddress
	Name string     // the other kinds, as it came: case counts
}

// IdentityKeyID is an identity that names a group. None is configured as one's own.
const IdentityKeyID = "key-id"

// IsZero says whether it is none.
func (id Identity) IsZero() bool { return id == Identity{} }

// IsName says whether it is a name that pre-shared keys are kept for.
func (id Identity) IsName() bool { return id.Kind == IdentityFQDN || id.Kind == IdentityUserFQDN }

// takes says whether a peer in front-door VRF fvrf with that identity is meant.
func (m IdentityMatch) takes(fvrf string, id Identity) bool {
	switch m.Kind {
	case MatchAddress:
		return id.Kind == IdentityAddress && m.VRF == fvrf && m.Prefix.Contains(id.Addr)
	case MatchHost:
		return id.Kind == IdentityFQDN && id.Name == m.Text
	case MatchHostDomain:
		return id.Kind == IdentityFQDN && strings.HasSuffix(id.Name, "."+m.Text)
	case MatchUser:
		return id.Kind == IdentityUserFQDN && id.Name == m.Text
	case MatchUserDomain:
		return id.Kind == IdentityUserFQDN && strings.HasSuffix(id.Name, "@"+m.Text)
	case MatchGroup:
		return id.Kind == IdentityKeyID && id.Name == m.Text
	}
	return false
}

// ProfileOfIdentity returns the first profile, in order of creation, with a `match identity` that takes a peer in front-door VRF
// fvrf that presents an identity at a local address; nil if there is none. Profiles bound to another local address are passed over.
func (c *Config) ProfileOfIdentity(fvrf string, local netip.Addr, id Identity) *Profile {
	return c.ProfileOfPeer(fvrf, local, []Identity{id}, func(string) bool { return false })
}

// ProfileOfPeer is ProfileOfIdentity for a peer that shows a certificate: a profile takes one of its identities, or has a `match
// certificate` whose map takes the certificate.
func (c *Config) ProfileOfPeer(fvrf string, local netip.Addr, ids []Identity, mapTakes func(name string) bool) *Profile {
	for _, p := range c.ISAKMP.Profiles {
		isMeant := func(m IdentityMatch) bool {
			return slices.ContainsFunc(ids, func(id Identity) bool { return m.takes(fvrf, id) })
		}
		if c.boundTo(p.LocalAddress, fvrf, local) && (slices.ContainsFunc(p.Matches, isMeant) || slices.ContainsFunc(p.Certificates, mapTakes)) {
			return p
		}
	}
	return nil
}

// SelfIdentity is what this router calls itself to the peers of a profile, which may be nil. Of an address only the kind is said:
// it is that of the interface; and of IdentityDN, for the name is in a certificate.
func (c *Config) SelfIdentity(p *Profile) Identity {
	if p != nil {
		switch p.SelfIdentity {
		case IdentityAddress:
			return Identity{Kind: IdentityAddress}
		case IdentityFQDN:
			if p.FQDN != "" {
				return Identity{Kind: IdentityFQDN, Name: p.FQDN}
			}
			return Identity{Kind: IdentityFQDN, Name: c.FQDN()}
		case IdentityUserFQDN:
			return Identity{Kind: IdentityUserFQDN, Name: p.UserFQDN}
		}
	}
	switch c.ISAKMP.Identity {
	case IdentityHostname:
		return Identity{Kind: IdentityFQDN, Name: c.FQDN()}
	case IdentityDN:
		return Identity{Kind: IdentityDN}
	}
	return Identity{Kind: IdentityAddress}
}

// FQDN is the router's name in its domain; without a domain the bare name.
func (c *Config) FQDN() string {
	if c.DomainName == "" {
		return c.Hostname
	}
	return c.Hostname + "." + c.DomainName
}

// KeyOfName returns the key that is kept for a name, and the keyring it is from ("" for the global keys). It is looked for where
// KeyAt looks for one of an address, in the same order.
func (c *Config) KeyOfName(p *Profile, fvrf string, local netip.Addr, name string) (key PreSharedKey, keyring string, ok bool) {
	isNamed := func(k PreSharedKey) bool { return k.Host == name && name != "" && !k.Encrypted }
	for _, ofProfile := range []bool{true, false} {
		for _, k := range c.ISAKMP.Keyrings {
			if k.VRF != fvrf || !c.boundTo(k.LocalAddress, fvrf, local) || ofProfile && (p == nil || !slices.Contains(p.Keyrings, k.Name)) {
				continue
			}
			if at := slices.IndexFunc(k.Keys, isNamed); at >= 0 {
				return k.Keys[at], k.Name, true
			}
		}
	}
	if at := slices.IndexFunc(c.ISAKMP.Keys, isNamed); at >= 0 && fvrf == "" {
		return c.ISAKMP.Keys[at], "", true
	}
	return PreSharedKey{}, "", false
}

// HasNamedKeys says whether keys are kept for names at a local address in front-door VRF fvrf.
func (c *Config) HasNamedKeys(fvrf string, local netip.Addr) bool {
	isNamed := func(k PreSharedKey) bool { return k.Host != "" && !k.Encrypted }
	return fvrf == "" && slices.ContainsFunc(c.ISAKMP.Keys, isNamed) ||
		slices.ContainsFunc(c.ISAKMP.Keyrings, func(k *Keyring) bool {
			return k.VRF == fvrf && c.boundTo(k.LocalAddress, fvrf, local) && slices.ContainsFunc(k.Keys, isNamed)
		})
}
