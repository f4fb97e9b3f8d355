package config

import (
	"net/netip"
	"strings"
)

// A Tunnel is what the `tunnel` lines of a tunnel interface say.
type Tunnel struct {
	Source      string // an interface or an address; "" = none
	Destination string // an address; names that nobody knew as they were loaded, and `dynamic`, are kept; "" = none
	Mode        string // as typed after `tunnel mode`; "" = TunnelGRE
	VRF         string // front-door VRF, of the packets that carry those of the tunnel; "" = the global table
	TTL         int    // of those packets, 1..255; 0 = 255
	TOS         int    // 0..255, if TOSFixed
	TOSFixed    bool   // else the TOS of what is carried is copied
	Key         int    // 0..4294967295, if Keyed
	Keyed       bool
	Checksum    bool
	Sequence    bool // sequence-datagrams
	Discovery   TunnelDiscovery
	Protection  TunnelProtection
	ESP         int // how many bytes longer the SAs of its protection make a packet; known only of what is in force, else 0
}

// A TunnelProtection is what `tunnel protection ipsec profile` says.
type TunnelProtection struct {
	Profile       string // the IPsec profile; "" = the tunnel's packets travel in clear
	Shared        bool   // tunnels with the same source and profile share their SAs
	ISAKMPProfile string // in place of the IPsec profile's; "" = none
}

// Modes of tunnels that carry packets here.
const (
	TunnelGRE        = "gre ip"
	TunnelIPIP       = "ipip"
	TunnelVTI        = "ipsec ipv4"     // with protection only
	TunnelMultipoint = "gre multipoint" // to many ends, which NHRP knows
)

// Carries says whether this kind of tunnel carries packets here, if it has its ends.
func (t Tunnel) Carries() bool {
	return t.Mode == "" || t.Mode == TunnelGRE || t.Mode == TunnelIPIP || t.Mode == TunnelVTI || t.Mode == TunnelMultipoint
}

// IsMultipoint says whether a tunnel has many other ends.
func (t Tunnel) IsMultipoint() bool { return t.Mode == TunnelMultipoint }

// IsVTI says whether IPsec itself is the tunnel, whose line protocol then follows its SAs.
func (t Tunnel) IsVTI() bool { return t.Mode == TunnelVTI }

// IsProtected says whether nothing of the tunnel may leave or come in in clear.
func (i *Interface) IsProtected() bool {
	return i.Tunnel.Protection.Profile != "" && (IsTunnel(i.Name) || IsVirtualTemplate(i.Name))
}

// FrontDoor is the VRF in which the packets travel that an interface's crypto map makes: of a protected tunnel that of `tunnel vrf`.
func (i *Interface) FrontDoor() string {
	if i.IsProtected() {
		return i.Tunnel.VRF
	}
	return i.VRF
}

// Overhead is how many bytes longer a packet is that carries another, 0 where that is not known.
func (t Tunnel) Overhead() int {
	const ipHeader, greHeader, field = 20, 4, 4
	switch {
	case t.IsVTI():
		return t.ESP
	case t.Mode == TunnelIPIP:
		return ipHeader + t.ESP
	case !t.Carries():
		return 0
	}
	n := ipHeader + greHeader + t.ESP
	for _, has := range []bool{t.Keyed, t.Checksum, t.Sequence} {
		if has {
			n += field
		}
	}
	return n
}

// TunnelWorks says whether an interface is a tunnel that can carry packets here: what is to protect it, if anything, is done here.
func (i *Interface) TunnelWorks() bool {
	if !IsTunnel(i.Name) || !i.Tunnel.Carries() || i.Tunnel.IsVTI() && !i.IsProtected() {
		return false
	}
	return !i.keepsProtection() // nothing may leave in clear that is to be protected
}

// keepsProtection says whether a tunnel is to be protected in a way that is only kept here.
func (i *Interface) keepsProtection() bool {
	for l := range i.Inert.All() {
		if strings.HasPrefix(l.Text, "tunnel protection ") {
			return true
		}
	}
	return false
}

// TunnelEnds are the addresses between which a tunnel's packets pass; ok is false while it has not both. The source is an
// address of an interface in the front-door VRF.
func (c *Config) TunnelEnds(t Tunnel) (local, remote netip.Addr, ok bool) {
	local, hasLocal := c.TunnelSource(t)
	remote, hasRemote := c.TunnelDestination(t)
	return local, remote, hasLocal && hasRemote && remote != local && !t.IsMultipoint()
}

// TunnelSource is the address that a tunnel's packets come from, if it has one.
func (c *Config) TunnelSource(t Tunnel) (netip.Addr, bool) {
	if i := c.Interface(t.Source); i != nil {
		a := c.AddressOf(i)
		return a.Addr(), a.IsValid() && i.VRF == t.VRF
	}
	addr, err := netip.ParseAddr(t.Source)
	return addr, err == nil && addr.Is4()
}

// TunnelDestination is the address that a tunnel's packets go to, if it has one: a name that was loaded may be known by `ip host`.
func (c *Config) TunnelDestination(t Tunnel) (netip.Addr, bool) {
	addr, err := netip.ParseAddr(t.Destination)
	for _, h := range c.Hosts {
		if err != nil && t.Destination != "" && strings.EqualFold(h.Name, t.Destination) {
			return h.Addr, h.Addr.Is4()
		}
	}
	return addr, err == nil && addr.Is4()
}
