package config

import (
	"net/netip"
	"slices"
)

// NHRP is what `ip nhrp ...` of an interface says. The zero value is nothing.
type NHRP struct {
	Authentication string
	Maps           []NHRPMap // in the order typed
	Network        int       // network-id, 1..4294967295; 0 = NHRP is off
	HoldTime       int       // seconds; 0 = two hours
	Servers        []NHRPServer
	NoUnique       bool // registration no-unique
	Registration   int  // registration timeout in seconds; 0 = a third of the hold time
	ServerOnly     bool
	Shortcut       bool
	NoShortcut     bool // the `no` form was typed
	Redirect       bool
	RedirectTime   int // seconds; 0 = 8
}

// An NHRPMap says where a protocol address is, or to whom multicast packets go.
type NHRPMap struct {
	Multicast bool
	Protocol  netip.Addr // unless Multicast
	NBMA      netip.Addr // invalid: `multicast dynamic`
}

// An NHRPServer is a next hop server (nhs).
type NHRPServer struct {
	Protocol          netip.Addr
	NBMA              netip.Addr // invalid: a map says where it is
	Multicast         bool
	Priority, Cluster int // 0 to 255, 0 to 10
}

// Server is the server of an address, or nil.
func (n *NHRP) Server(protocol netip.Addr) *NHRPServer {
	if at := slices.IndexFunc(n.Servers, func(s NHRPServer) bool { return s.Protocol == protocol }); at >= 0 {
		return &n.Servers[at]
	}
	return nil
}

// AddMap adds a map, in place of one of the same protocol address.
func (n *NHRP) AddMap(m NHRPMap) {
	at := slices.IndexFunc(n.Maps, func(have NHRPMap) bool { return have == m || !m.Multicast && have.Protocol == m.Protocol })
	if at >= 0 {
		n.Maps[at] = m
		return
	}
	n.Maps = append(n.Maps, m)
}

// RemoveMap takes a map away.
func (n *NHRP) RemoveMap(m NHRPMap) {
	n.Maps = slices.DeleteFunc(n.Maps, func(have NHRPMap) bool { return have == m })
}

func (n NHRP) clone() NHRP {
	n.Maps, n.Servers = slices.Clone(n.Maps), slices.Clone(n.Servers)
	return n
}
