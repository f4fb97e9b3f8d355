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
	TunnelGRE        = "gre ip"
	TunnelIPIP       = "ipip"
	TunnelMultipoint = "gre multipoint" // to many ends, which NHRP knows
)

// Carries says whether this kind of tunnel carries packets here, if it has its ends.
func (t Tunnel) Carries() bool {
	return t.Mode == "" || t.Mode == TunnelGRE || t.Mode == TunnelIPIP || t.Mode == TunnelMultipoint
}

// IsMultipoint says whether a tunnel has many other ends.
func (t Tunnel) IsMultipoint() bool { return t.Mode == TunnelMultipoint }

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
	local, ok = c.TunnelSource(t)
	remote, err := netip.ParseAddr(t.Destination)
	return local, remote, ok && err == nil && remote.Is4() && remote != local && !t.IsMultipoint()
}

// TunnelSource is the address from which a tunnel's packets leave; ok is false while there is none.
func (c *Config) TunnelSource(t Tunnel) (netip.Addr, bool) {
	if i := c.Interface(t.Source); i != nil {
		return i.Address.Addr(), i.Address.IsValid() && i.VRF == t.VRF
	}
	addr, err := netip.ParseAddr(t.Source)
	return addr, err == nil && addr.Is4()
}
