package lab

import (
	"fmt"
	"net/netip"
	"slices"

	"ruthere/crypto/ike"
)

// A peering is a router and the addresses of a peer of it.
type peering struct {
	machine *machine
	name    string // of the peer, as it was typed
	node    node   // nil: an address was given
	addr    netip.Addr
}

func (r *conditionReader) readPeering(router, peer word) (p peering, err error) {
	if p.machine, err = r.lab.findMachine(router.text); err != nil {
		return p, err
	}
	p.name = peer.text
	if p.addr, err = netip.ParseAddr(peer.text); err == nil {
		if !r.lasting && !r.lab.knowsAddress(p.machine, p.addr) {
			err = fmt.Errorf("no router or host here has the address %s, and %s names no such peer", p.addr, p.machine.Name)
		}
		return p, err
	}
	p.node, err = r.lab.findNode(peer.text)
	return p, err
}

// knowsAddress says whether a node has an address, or a router has a peer of that address.
func (l *Lab) knowsAddress(m *machine, addr netip.Addr) bool {
	for _, s := range l.nodes {
		if slices.Contains(l.addressesOf(s), addr) {
			return true
		}
	}
	if m.box == nil {
		return false
	}
	for _, e := range m.box.Config().CryptoMaps {
		for _, peer := range e.Peers {
			if peer.Addr == addr {
				return true
			}
		}
	}
	return false
}

// is says whether an address is the peer's.
func (p peering) is(addr netip.Addr) bool {
	return addr == p.addr || p.node != nil && slices.Contains(p.machine.lab.addressesOf(p.node), addr)
}

// sas are the router's ISAKMP SAs with the peer, the deleted ones left out.
func (p peering) sas(l *Lab) (list []ike.SAStatus) {
	if p.machine.box == nil {
		return nil
	}
	return slices.DeleteFunc(p.machine.box.Engine().SAs(l.now), func(s ike.SAStatus) bool { return s.Deleted || !p.is(s.Remote.Addr()) })
}

// pairs counts the router's pairs of IPsec SAs with the peer.
func (p peering) pairs(l *Lab) (n int) {
	if p.machine.box == nil {
		return 0
	}
	for _, pair := range p.machine.box.Engine().PairStatuses(l.now) {
		if p.is(pair.Out.Destination) {
			n++
		}
	}
	return n
}

// session is the status of the router's session with the peer, as show crypto session has it.
func (p peering) session(l *Lab) string {
	if p.machine.box != nil {
		for _, s := range p.machine.box.Engine().Sessions(l.now, ike.Filter{}) {
			if p.is(s.Peer.Addr()) {
				return string(s.State)
			}
		}
	}
	return string(ike.SessionDown)
}
