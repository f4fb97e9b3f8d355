package config

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// IsVirtualTemplate says whether an interface is one that others are cloned from.
func IsVirtualTemplate(name string) bool { return strings.HasPrefix(name, "Virtual-Template") }

// IsVirtualAccess says whether an interface was cloned from a virtual template, by the router itself.
func IsVirtualAccess(name string) bool { return strings.HasPrefix(name, "Virtual-Access") }

// VirtualTemplateName is the name of the virtual template of a number.
func VirtualTemplateName(number int) string { return "Virtual-Template" + strconv.Itoa(number) }

// VirtualAccessName is the name of the clone of a number.
func VirtualAccessName(number int) string { return "Virtual-Access" + strconv.Itoa(number) }

// ClonesTunnels says whether the tunnels of peers may be cloned from an interface: `interface Virtual-Template N type tunnel` with
// `tunnel mode ipsec ipv4` and protection that is done here.
func (i *Interface) ClonesTunnels() bool {
	return IsVirtualTemplate(i.Name) && i.Kind == "tunnel" && i.Tunnel.IsVTI() && i.IsProtected() && !i.Shutdown && !i.keepsProtection()
}

// CloneTunnel is the interface for the tunnel to a peer: what the template says, between these two ends. Of it belongs to one
// interface alone, or needs a wire, is left out.
func (i *Interface) CloneTunnel(name string, local, remote netip.Addr) *Interface {
	c := i.clone()
	c.Name, c.Kind, c.Template, c.edition, c.CryptoMap, c.Redundancy = name, "", i.Name, nil, "", ""
	c.Standby, c.EasyVPNs = Standby{}, nil
	c.Tunnel.Source, c.Tunnel.Destination = local.String(), remote.String()
	return c
}

// HasAddress says whether an interface that is not shut down has an address in a VRF.
func (c *Config) HasAddress(vrf string, a netip.Addr) bool {
	return slices.ContainsFunc(c.Interfaces, func(i *Interface) bool {
		return i.VRF == vrf && !i.Shutdown && (i.Address.IsValid() && i.Address.Addr() == a ||
			slices.ContainsFunc(i.Secondary, func(p netip.Prefix) bool { return p.Addr() == a }))
	})
}
