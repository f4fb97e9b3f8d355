package ike

// A Count is how many of something are held.
type Count struct {
	Name string
	N    int
}

// Census counts all that the engine holds, for who looks for leaks: of an engine whose SAs are all
// gone, and purged, each count is 0.
func (e *Engine) Census() []Count {
	nodes := 0
	for _, sa := range e.sas { // a sum does not depend on the order
		nodes += len(sa.nodes)
	}
	return []Count{
		{"ISAKMP SAs", len(e.sas)}, {"SAs by cookie", len(e.byCookie)}, {"SAs by peer", len(e.byPeer)}, {"ends", len(e.known)},
		{"nodes", nodes}, {"peer structs", len(e.peers)}, {"timers", len(e.timers)}, {"unfinished SAs", e.allUnfinished()},
		{"claimed identities", len(e.claims)}, {"openings", e.openings},
		{"requests", len(e.requests)}, {"jobs", len(e.jobs)}, {"messages to IPsec", len(e.queue)},
		{"IPsec SAs", e.IPsec.Len()}, {"SPIs", e.IPsec.SPIs()}, {"owners", len(e.owners)}, {"unproven pairs", len(e.unproven)},
		{"plans", len(e.expiries.queue)}, {"planned pairs", len(e.expiries.index)},
	}
}
