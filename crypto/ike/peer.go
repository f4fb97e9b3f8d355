package ike

import (
	"net/netip"

	"ruthere/debuglog"
)

// A peer is what the log calls the peer struct: one per remote address and port,
// held by the ISAKMP SAs and IPsec SAs that speak with it.
type peer struct {
	addr    netip.Addr
	pointer debuglog.Pointer
	handle  debuglog.Pointer
	ike     int // ISAKMP SAs that hold it
	ipsec   int // IPsec SA pairs that hold it
}

// lockPeer finds or makes the peer struct for an SA and takes a reference for it.
func (e *Engine) lockPeer(sa *SA, by string, out *Out) {
	p := e.peer(sa.remote.Addr())
	if p == nil {
		e.lastHandle++
		p = &peer{addr: sa.remote.Addr(), pointer: e.pointer(), handle: debuglog.Pointer(0x80000001 + e.lastHandle)}
		e.peers[p.addr] = p
		out.Log(debuglog.CreatedPeerStruct(p.addr, sa.remote.Port()),
			debuglog.NewPeerCreated(p.pointer, p.handle))
	}
	p.ike++
	out.Log(debuglog.LockingPeerStruct(p.pointer, p.ike, by))
	sa.peer = p
}

func (e *Engine) peer(addr netip.Addr) *peer { return e.peers[addr] }

// unlockPeer gives an SA's reference back; the struct goes with the last one.
func (e *Engine) unlockPeer(sa *SA, by string, out *Out) {
	p := sa.peer
	if p == nil {
		return
	}
	sa.peer = nil
	p.ike--
	out.Log(debuglog.UnlockingIKEStruct(p.pointer, by, p.ike))
	if p.ike == 0 && p.ipsec == 0 {
		out.Log(debuglog.PeerReap(p.addr, p.pointer))
		delete(e.peers, p.addr)
	}
}
