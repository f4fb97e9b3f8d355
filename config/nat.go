package config

import (
	"net/netip"
	"slices"
)

// NAT is what `ip nat ...` says in global configuration mode, as far as this router does it.
type NAT struct {
	Timeouts []NATTimeout // that were set, in the order typed
	Most     int          // ip nat translation max-entries: dynamic translations; 0 = as many as the router holds
	Pools    []NATPool    // in the order typed
	Dynamic  []NATMapping // in the order typed
	Static   []NATStatic  // in the order typed
	Exempt   []string     // access lists of what Easy VPN clients take as it is
}

// A NATTimeout is how long a translation of a kind is kept that nothing uses.
type NATTimeout struct {
	Kind    string // timeout, tcp-timeout, udp-timeout, dns-timeout, icmp-timeout, finrst-timeout or syn-timeout
	Seconds int
	Never   bool // it is kept until it is cleared
}

// A NATPool is addresses that are given out, First and Last among them.
type NATPool struct {
	Name        string
	First, Last netip.Addr
	Bits        int  // of the mask
	ByLength    bool // typed as prefix-length
}

// A NATMapping is one `ip nat inside source {list | route-map}`: who is translated, and to what.
type NATMapping struct {
	List, RouteMap  string // one of them
	Interface, Pool string // one of them
	Overload        bool   // many share an address, and are told apart by ports
}

// Shared says whether many hosts get the same address. That of an interface is always shared.
func (m NATMapping) Shared() bool { return m.Overload || m.Interface != "" }

// A NATStatic is one `ip nat inside source static`.
type NATStatic struct {
	Protocol            string // tcp or udp; "" = all of the host
	Local, Global       netip.Addr
	LocalPort           int
	GlobalPort          int
	Interface           string // whose address stands for Global; "" = none
	RouteMap            string // what is translated; "" = everything
	Extendable, NoAlias bool
	NoPayload           bool
}

func (n NAT) clone() NAT {
	n.Timeouts, n.Pools = slices.Clone(n.Timeouts), slices.Clone(n.Pools)
	n.Dynamic, n.Static, n.Exempt = slices.Clone(n.Dynamic), slices.Clone(n.Static), slices.Clone(n.Exempt)
	return n
}

// Pool returns the pool of that name; ok is false if there is none.
func (n NAT) Pool(name string) (p NATPool, ok bool) {
	at := slices.IndexFunc(n.Pools, func(p NATPool) bool { return p.Name == name })
	if at < 0 {
		return p, false
	}
	return n.Pools[at], true
}

// Contains says whether an address is the pool's.
func (p NATPool) Contains(a netip.Addr) bool {
	return p.First.Compare(a) <= 0 && a.Compare(p.Last) <= 0
}

// Gives says whether an address is one that hosts inside get, but that of an interface: the router answers for it (ARP), and
// what comes to it and nobody inside is to have ends there.
func (n NAT) Gives(a netip.Addr) bool {
	for _, m := range n.Dynamic {
		if p, ok := n.Pool(m.Pool); ok && p.Contains(a) {
			return true
		}
	}
	return slices.ContainsFunc(n.Static, func(s NATStatic) bool { return s.Interface == "" && s.Global == a && !s.NoAlias })
}
