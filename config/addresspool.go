package config

import (
	"encoding/binary"
	"net/netip"
	"slices"
)

// An AddressPool is what `ip local pool` lines of one name say: addresses that clients are given.
type AddressPool struct {
	Name   string
	Ranges []AddressRange
}

// An AddressRange is one such line.
type AddressRange struct {
	First, Last netip.Addr
	Group       string // pools of another group may overlap; "" = none
}

// Size is how many addresses there are.
func (r AddressRange) Size() int { return int(ipv4Number(r.Last)-ipv4Number(r.First)) + 1 }

// Contains says whether an address is one of them.
func (r AddressRange) Contains(a netip.Addr) bool { return !a.Less(r.First) && !r.Last.Less(a) }

func ipv4Number(a netip.Addr) uint32 {
	b := a.As4()
	return binary.BigEndian.Uint32(b[:])
}

// Pool returns the address pool of that name, or nil.
func (c *Config) Pool(name string) *AddressPool {
	for _, p := range c.Pools {
		if p.Name == name {
			return p
		}
	}
	return nil
}

// Overlapping returns the pool of the same group that has addresses of a range; nil if there is none.
func (c *Config) Overlapping(r AddressRange) *AddressPool {
	for _, p := range c.Pools {
		if slices.ContainsFunc(p.Ranges, func(have AddressRange) bool {
			return have.Group == r.Group && !have.Last.Less(r.First) && !r.Last.Less(have.First)
		}) {
			return p
		}
	}
	return nil
}

func (p *AddressPool) clone() *AddressPool { return &AddressPool{p.Name, slices.Clone(p.Ranges)} }
