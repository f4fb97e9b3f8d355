package nhrp

import (
	"net/netip"
	"slices"
	"time"
)

// An Interface is a tunnel interface as it is now, and what the configuration wants of NHRP on it.
type Interface struct {
	Name    string
	VRF     string       // of the protocol addresses
	Up      bool         // packets pass
	Address netip.Prefix // protocol address with its mask
	NBMA    netip.Addr   // from which the tunnel's packets leave
	Peer    netip.Addr   // the other end of a tunnel that has only one; invalid: multipoint
	MTU     int          // bytes, told to others
	Settings
}

// Settings are what `ip nhrp ...` of an interface says.
type Settings struct {
	Network          uint32 // of interfaces between which packets of NHRP pass; 0: NHRP is off
	Authentication   string // the word that packets carry; "" = none
	HoldTime         time.Duration
	Registration     time.Duration // between two; 0 = a third of the hold time
	NoUnique         bool          // registrations may be replaced from other NBMA addresses
	ServerOnly       bool          // asks nothing
	Redirect         bool
	RedirectInterval time.Duration // between two indications about the same addresses
	Shortcut         bool
	MostSent         int // packets in ten seconds
	Maps             []Map
	Servers          []Server
	Multicast        []netip.Addr // NBMA addresses that get a copy of each multicast packet
	MulticastDynamic bool         // so do all who register
}

// A Map is a protocol address whose NBMA address is configured.
type Map struct{ Protocol, NBMA netip.Addr }

// A Server is a next hop server (NHS) with which the interface registers.
type Server struct {
	Protocol          netip.Addr
	NBMA              netip.Addr // invalid: a Map has it, or the tunnel's other end
	Multicast         bool       // it gets a copy of each multicast packet
	Priority, Cluster int        // shown
}

func (i *Interface) clone() Interface {
	c := *i
	c.Maps, c.Servers, c.Multicast = slices.Clone(i.Maps), slices.Clone(i.Servers), slices.Clone(i.Multicast)
	return c
}

// isOn says whether NHRP works on the interface now.
func (i *Interface) isOn() bool {
	return i.Up && i.Network != 0 && i.Address.IsValid() && i.NBMA.IsValid()
}

// begunAnew says whether what was learned on the interface means nothing after a change.
func (i *Interface) begunAnew(was *Interface) bool {
	return i.isOn() != was.isOn() || i.VRF != was.VRF || i.Address != was.Address || i.NBMA != was.NBMA || i.Peer != was.Peer ||
		i.Network != was.Network
}

func (i *Interface) registrationInterval() time.Duration {
	if i.Registration > 0 {
		return i.Registration
	}
	return i.HoldTime / 3
}

// Routes is the routing table of the router.
type Routes interface {
	// Find says where packets of a VRF go to an address; ok is false if nowhere.
	Find(vrf string, to netip.Addr) (r Route, ok bool)
}

// A Route is where packets go.
type Route struct {
	Interface string
	Via       netip.Addr // the next hop, or the destination itself
	Prefix    netip.Prefix
	Own       bool // the address is one of the router's
}
