package config

import (
	"net/netip"
	"strings"
)

// A Tunnel is what the `tunnel` lines of a tunnel interface say.
type Tunnel struct {
	Source      string // an interface or an address; "" = none
	Destination string // an address; names and `dynamic` are kept, and lead nowhere; "" = none
	Mode        string // as typed after `tunnel mode`; "" = TunnelGRE
	VRF         string // front-door VRF, of the packets that carry those of the tunnel; "" = the global table
	TTL         int    // of those packets, 1..255; 0 = 255
	TOS         int    // 0..255, if TOSFixed
	TOSFixed    bool   // else the TOS of what is carried is copied
	Key         int    // 0..4294967295, if Keyed
	Keyed       bool
	Checksum    bool
	Sequence    bool // sequence-datagrams
}

// Modes of tunnels that carry packets here.
const (
	TunnelGRE  = "gre ip"
	TunnelIPIP = "ipip"
)

// Carries says whether this kind of tunnel carries packets here, if it has two ends.
func (t Tunnel) Carries() bool { return t.Mode == "" || t.Mode == TunnelGRE || t.Mode == TunnelIPIP }

// Overhead is how many bytes longer a packet is that carries another, 0 where that is not known.
func (t Tunnel) Overhead() int {
	const ipHeader, greHeader, field = 20, 4, 4
	switch {
	case t.Mode == TunnelIPIP:
		return ipHeader
	case !t.Carries():
		return 0
	}
	n := ipHeader + greHeader
	for _, has := range []bool{t.Keyed, t.Checksum, t.Sequence} {
		if has {
			n += field
		}
	}
	return n
}

// TunnelWorks says whether an interface is a tunnel that can carry packets here, and what encrypts it is nothing.
func (i *Interface) TunnelWorks() bool {
	if !IsTunnel(i.Name) || !i.Tunnel.Carries() {
		return false
	}
	for l := range i.Inert.All() {
		if strings.HasPrefix(l.Text, "tunnel protection ") { // nothing may leave in clear that is to be protected
			return false
		}
	}
	return true
}

// TunnelEnds are the addresses between which a tunnel's packets pass; ok is false while it has not both. The source is an
// address of an interface in the front-door VRF.
func (c *Config) TunnelEnds(t Tunnel) (local, remote netip.Addr, ok bool) {
	local, hasLocal := c.TunnelSource(t)
	remote, hasRemote := c.TunnelDestination(t)
	return local, remote, hasLocal && hasRemote && remote != local
}

// TunnelSource is the address that a tunnel's packets come from, if it has one.
func (c *Config) TunnelSource(t Tunnel) (netip.Addr, bool) {
	if i := c.Interface(t.Source); i != nil {
		return i.Address.Addr(), i.Address.IsValid() && i.VRF == t.VRF
	}
	addr, err := netip.ParseAddr(t.Source)
	return addr, err == nil && addr.Is4()
}

// TunnelDestination is the address that a tunnel's packets go to, if it has one.
func (c *Config) TunnelDestination(t Tunnel) (netip.Addr, bool) {
	addr, err := netip.ParseAddr(t.Destination)
	return addr, err == nil && addr.Is4()
}
