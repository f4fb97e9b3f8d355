package ike

import (
	"net/netip"
	"slices"
	"time"

	"ruthere/crypto/ipsec"
)

// A translator may forget a peer's mapping and give it another port. RFC 3947 section 6: who is
// not behind a translator sends to the port that the last valid packet came from, IKE and ESP
// alike, for both share the mapping; who is behind one does not, as anybody on the way could then
// steer it.

// followMessage takes the port that a message came from, once its HASH is right and it is no replay.
func (c *change) followMessage(m *received) {
	to, d := c.sa.remote.Port(), m.datagram
	if c.sa.nat.mayMove() && c.sa.local.Port() == NATPort && d.Local.Port() == NATPort && d.Remote.Port() != to {
		c.movePort(c.sa.bothEnds(), to, d.Remote.Port())
	}
}

// HeardFrom must be called when ESP in UDP from a peer's port passed its checks: the peer lives,
// and there it is to be answered.
func (e *Engine) HeardFrom(now time.Time, pair *ipsec.Pair, port uint16, out *Out) {
	if o := e.owners[pair]; o.mayMove && o.port != port {
		e.movePort(e.endsOf(pair), o.port, port)
	}
	e.Heard(now, pair, out)
}

// movePort moves all that one peer holds from a port of its translator to another. Others that the
// same translator hides have ports of their own.
func (e *Engine) movePort(ends endpoints, from, to uint16) {
	for _, sa := range e.byPeer[ends] {
		if sa.isAuthenticated() && sa.nat.mayMove() && sa.remote.Port() == from {
			sa.remote = netip.AddrPortFrom(sa.remote.Addr(), to)
		}
	}
	for _, p := range e.pairsBetween(ends) {
		if o := e.owners[p]; o.mayMove && o.port == from {
			o.port = to
			e.owners[p] = o
		}
	}
}

// A translator may hide several clients behind one address: what one of them says of itself is not about the others. Each
// has a port of its own there, which is another one after the translator has forgotten it; its identity stays.

// isOfSameClient says whether an SA with the same ends is with the same client.
func (sa *SA) isOfSameClient(other *SA) bool {
	return !sa.nat.peer || !other.nat.peer || other.remote.Port() == sa.remote.Port() ||
		other.peerID == sa.peerID && sa.group == "" // a group's name is the identity of all that are in it
}

// pairsOfClient are the pairs with the SA's peer; of one behind a translator those that it has at these ports.
func (c *change) pairsOfClient(ports []uint16) []*ipsec.Pair {
	return slices.DeleteFunc(c.pairsBetween(c.sa.bothEnds()), func(p *ipsec.Pair) bool {
		return c.sa.nat.peer && !slices.Contains(ports, c.owners[p].port)
	})
}

// Ports are the UDP ports that ESP of a pair travels between when a NAT made it need
// some: RFC 3948 section 2.1.
func (e *Engine) Ports(pair *ipsec.Pair) (local, remote uint16) {
	o, ends := e.owners[pair], e.endsOf(pair)
	for _, sa := range e.byPeer[ends] {
		if sa.isEstablished() && sa.remote.Port() == o.port {
			return sa.local.Port(), o.port
		}
	}
	if sa := e.usableSA(ends); sa != nil {
		return sa.local.Port(), sa.remote.Port()
	}
	return NATPort, NATPort
}
