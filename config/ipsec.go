package config

import (
	"slices"
	"strings"
	"time"
)

// Default limits of an IPsec SA, RFC 2407 leaves them to the implementation.
const (
	DefaultSALifetimeSeconds   = 3600
	DefaultSALifetimeKilobytes = 4608000
	DefaultReplayWindow        = 64
)

// NoReplayCheck is the ReplayWindow of an entry whose SAs take any sequence number.
const NoReplayCheck = -1

// IPsec is the global phase 2 part: the `crypto ipsec` commands.
type IPsec struct {
	LifetimeSeconds   int           // 120..2592000
	LifetimeKilobytes int           // 2560..4294967295; 0 = disabled
	IdleTime          time.Duration // 60..86400 s: SAs without traffic for so long go; 0 = never
	DFBit             DFBit
	Fragmentation     Fragmentation
	UDPEncapsulation  bool // nat-transparency udp-encapsulation: NAT traversal (RFC 3947) is offered and taken
	ReplayWindow      int  // packets: 64, 128, 256, 512 or 1024
	NoReplayCheck     bool // replay disable: SAs take any sequence number
	TransformSets     []*TransformSet
	Profiles          []*CryptoMapEntry // IPsec profiles in order of creation: entries without peers, named by Map
}

// A TransformSet is one `crypto ipsec transform-set`.
type TransformSet struct {
	Name       string
	Transforms []Transform // in the order typed
	Transport  bool        // mode transport; else tunnel
}

// DefaultTransformSet is what routers have from 15 on without having been told, and DefaultIPsecProfile the profile with it.
var (
	DefaultTransformSet = TransformSet{Name: "default", Transforms: []Transform{{Name: "esp-aes"}, {Name: "esp-sha-hmac"}},
		Transport: true}
	DefaultIPsecProfile = CryptoMapEntry{Map: "default", TransformSets: []string{DefaultTransformSet.Name}}
)

// A Transform is one word of a transform set, with its key length if it has one.
type Transform struct {
	Name    string // esp-aes, esp-sha-hmac, ...
	KeyBits int    // esp-aes and esp-gcm: 128, 192 or 256; else 0
}

// ESPCipher and ESPAuth return the word that names the set's cipher and
// authentication, or a zero Transform.
func (t *TransformSet) ESPCipher() Transform {
	return t.findTransform(func(w string) bool { return strings.HasPrefix(w, "esp-") && !strings.HasSuffix(w, "-hmac") })
}

func (t *TransformSet) ESPAuth() Transform {
	return t.findTransform(func(w string) bool { return strings.HasPrefix(w, "esp-") && strings.HasSuffix(w, "-hmac") })
}

// Header returns the word that names the set's Authentication Header, or a zero Transform.
func (t *TransformSet) Header() Transform {
	return t.findTransform(func(w string) bool { return strings.HasPrefix(w, "ah-") })
}

func (t *TransformSet) findTransform(is func(string) bool) Transform {
	for _, tr := range t.Transforms {
		if is(tr.Name) {
			return tr
		}
	}
	return Transform{}
}

func (i IPsec) clone() IPsec {
	i.TransformSets = cloneEach(i.TransformSets, func(t *TransformSet) *TransformSet {
		u := *t
		u.Transforms = slices.Clone(t.Transforms)
		return &u
	})
	i.Profiles = slices.Clone(i.Profiles)
	return i
}

// Profile returns the IPsec profile of that name, to be read only, or nil.
func (i *IPsec) Profile(name string) *CryptoMapEntry {
	for _, p := range i.Profiles {
		if p.Map == name {
			return p
		}
	}
	return nil
}

// IPsecProfile is the IPsec profile of that name for who may edit it, or nil.
func (c *Config) IPsecProfile(name string) *CryptoMapEntry {
	var none index[mapEntryKey, CryptoMapEntry]
	return editable(c, c.IPsec.Profiles, &none, keyOfEntry, c.IPsec.Profile(name), func(e *CryptoMapEntry) **edition { return &e.edition },
		(*CryptoMapEntry).clone)
}

// TransformSet returns the set of that name, or nil.
func (i *IPsec) TransformSet(name string) *TransformSet {
	for _, t := range i.TransformSets {
		if t.Name == name {
			return t
		}
	}
	return nil
}
