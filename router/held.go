package router

import (
	"time"

	"ruthere/packet"
)

// A packet that meets a crypto map without SAs is lost, as on the device, but for one
// case: when the map has just failed over to another peer, what is sent meanwhile is kept
// until that peer's SAs are there.
const (
	holdTime = 30 * time.Second
	holdMost = 64 // packets
)

// A heldPacket waits for SAs.
type heldPacket struct {
	until time.Time
	vrf   string
	packet.IPv4
}

func (r *Router) holdPacket(vrf string, p packet.IPv4) {
	if len(r.heldForFailover) >= holdMost {
		r.countDrop(dropNoSA)
		return
	}
	r.heldForFailover = append(r.heldForFailover, heldPacket{r.now.Add(holdTime), vrf, p})
}

// releaseHeld sends the held packets on, now that SAs have come up. One that meets
// none still is held again; one that is too old is gone.
func (r *Router) releaseHeld() {
	waiting := r.heldForFailover
	r.heldForFailover = nil
	for _, h := range waiting {
		hop, ok := r.findRoute(h.vrf, h.Dst) // it may have moved meanwhile
		switch {
		case !ok:
			r.countDrop(dropUnroutable)
		case !r.now.Before(h.until):
			r.countDrop(dropNoSA)
		case r.outputPacket(h.vrf, hop, h.IPv4) > 0:
			r.countDrop(dropTooLong)
		}
	}
}
