package router

import (
	"time"

	"ruthere/packet"
)

// A packet that meets a crypto map without SAs is lost, as on the device, but for one
// case: when the map has just turned to another peer, what is sent meanwhile is kept
// until that peer's SAs are there.
const (
	holdTime = 30 * time.Second
	holdMost = 64 // packets
)

// A held packet waits for SAs.
type held struct {
	until time.Time
	vrf   string
	hop   nextHop
	packet.IPv4
}

func (r *Router) hold(vrf string, hop nextHop, p packet.IPv4) {
	if len(r.held) < holdMost {
		r.held = append(r.held, held{r.now.Add(holdTime), vrf, hop, p})
	}
}

// releaseHeld sends the held packets on, now that SAs have come up. One that meets
// none still is held again; one that is too old is gone.
func (r *Router) releaseHeld() {
	waiting := r.held
	r.held = nil
	for _, h := range waiting {
		if r.now.Before(h.until) {
			r.output(h.vrf, h.hop, h.IPv4)
		}
	}
}
