package router

import "ruthere/crypto/ike"

// Census counts all that a router holds, for who looks for leaks: what the engine holds, and what
// waits for something or for somebody.
func (r *Router) Census() []ike.Count {
	return append(r.engine.Census(),
		ike.Count{Name: "routes", N: r.routes.Len()}, ike.Count{Name: "alarms", N: len(r.alarms)}, ike.Count{Name: "pings", N: len(r.pings)},
		ike.Count{Name: "traceroutes", N: len(r.traces)}, ike.Count{Name: "looped packets", N: len(r.loopback)},
		ike.Count{Name: "lookups", N: len(r.lookups)}, ike.Count{Name: "transfers", N: len(r.transfers)},
		ike.Count{Name: "held packets", N: len(r.heldForFailover)}, ike.Count{Name: "neighbours", N: len(r.neighbours)},
		ike.Count{Name: "terminals", N: len(r.terminals)}, ike.Count{Name: "saves", N: len(r.saves.waiting)})
}
