package ike

import (
	"net/netip"

	"ruthere/debuglog"
)

// A peer is what the log calls the peer struct: one per remote address,
// held by the ISAKMP SAs and IPsec SAs that speak with it.
type peer struct {
	vrf     string // front-door
	addr    netip.Addr
	pointer debuglog.Pointer
	handle  debuglog.Pointer
	ike     int // ISAKMP SAs that hold it
	ipsec   int // IPsec SA pairs that hold it
}

func (p *peer) peerKey() endpoints { return endpoints{vrf: p.vrf, remote: p.addr} }

// lockPeer finds or makes the peer struct for an SA and takes a reference for it.
func (e *Engine) lockPeer(sa *SA, out *Out) {
	p := e.peerOf(sa.bothEnds())
	if p == nil {
		p = &peer{vrf: sa.vrf, addr: sa.remote.Addr(), pointer: e.newPointer(), handle: e.newHandle()}
		e.peers[p.peerKey()] = p
		out.Log(p.addr, debuglog.CreatedPeerStruct(p.addr, sa.remote.Port()),
			debuglog.NewPeerCreated(p.pointer, p.handle))
	}
	p.ike++
	out.Log(p.addr, debuglog.LockingPeerStruct(p.pointer, p.ike, sa.role))
	sa.peer = p
}

// peerOf is the peer struct for the other end, whatever end of ours speaks with it.
func (e *Engine) peerOf(ends endpoints) *peer {
	return e.peers[endpoints{vrf: ends.vrf, remote: ends.remote}]
}

// unlockPeer gives an SA's reference back; the struct goes with the last one.
func (e *Engine) unlockPeer(sa *SA, out *Out) {
	p := sa.peer
	if p == nil {
		return
	}
	sa.peer = nil
	p.ike--
	out.Log(p.addr, debuglog.UnlockingIKEStruct(p.pointer, sa.isGone(), p.ike))
	e.reapPeer(p, out)
}

// reapPeer forgets a peer that no SA refers to any more.
func (e *Engine) reapPeer(p *peer, out *Out) {
	if p.ike == 0 && p.ipsec == 0 {
		out.Log(p.addr, debuglog.PeerReap(p.addr, p.pointer))
		delete(e.peers, p.peerKey())
	}
}
