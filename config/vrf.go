package config

import (
	"net/netip"
	"slices"
)

// A VRF is a routing table of its own, and the interfaces in it. The global table is
// the VRF named "", which no VRF value stands for.
type VRF struct {
	Name        string
	RD          string // the route distinguisher as typed; "" when there is none
	Description string
	Classic     bool  // made by `ip vrf`; else by `vrf definition`
	IPv4        bool  // address-family ipv4; a Classic one knows nothing else
	Inert       Inert // route targets and the like, in the order typed
	FamilyInert Inert // those of address-family ipv4
}

// Addressable says whether an interface in the VRF may have an IPv4 address.
func (v *VRF) Addressable() bool { return v.Classic || v.IPv4 }

func (v *VRF) clone() *VRF {
	w := *v
	w.Inert, w.FamilyInert = v.Inert.Clone(), v.FamilyInert.Clone()
	return &w
}

// VRF returns the VRF of that name, or nil. The global table "" is none.
func (c *Config) VRF(name string) *VRF {
	for _, v := range c.VRFs {
		if v.Name == name {
			return v
		}
	}
	return nil
}

// HasVRF says whether there is a routing table of that name; "" is the global one.
func (c *Config) HasVRF(name string) bool { return name == "" || c.VRF(name) != nil }

// AddVRF returns the VRF of that name, made if there was none.
func (c *Config) AddVRF(name string, classic bool) *VRF {
	if v := c.VRF(name); v != nil {
		return v
	}
	v := &VRF{Name: name, Classic: classic}
	c.VRFs = append(c.VRFs, v)
	return v
}

// RemoveVRF takes a VRF away, with the addresses of its interfaces, which go back to
// the global table, and its static routes.
func (c *Config) RemoveVRF(name string) {
	if c.VRF(name) == nil {
		return
	}
	c.VRFs = slices.DeleteFunc(c.VRFs, func(v *VRF) bool { return v.Name == name })
	for _, i := range c.Interfaces {
		if i.VRF == name {
			c.Interface(i.Name).SetVRF("")
		}
	}
	c.Routes = slices.DeleteFunc(slices.Clone(c.Routes), func(r Route) bool { return r.VRF == name })
	c.NameServers = slices.DeleteFunc(c.NameServers, func(s NameServer) bool { return s.VRF == name })
}

// SetVRF moves the interface into a VRF. An address does not come along: removed says
// whether one was lost.
func (i *Interface) SetVRF(name string) (removed bool) {
	if i.VRF == name {
		return false
	}
	removed = i.Address.IsValid()
	i.VRF, i.Address, i.Secondary, i.DHCP = name, netip.Prefix{}, nil, false
	return removed
}

// InVRF lists the interfaces of a VRF, in the device's order.
func (c *Config) InVRF(name string) (list []*Interface) {
	for _, i := range c.Interfaces {
		if i.VRF == name {
			list = append(list, i)
		}
	}
	return list
}
