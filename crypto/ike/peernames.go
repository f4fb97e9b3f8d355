package ike

import (
	"net/netip"
	"slices"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
)

// Where peers are: addresses, and names that are looked up each time.

// Address is a peer's address; for a dynamic one, what its name stands for now.
func (e *Engine) Address(p config.Peer) netip.Addr {
	if !p.Dynamic {
		return p.Addr
	}
	for _, h := range e.config.Hosts {
		if h.Name == p.Host {
			return h.Addr
		}
	}
	return e.names[p.Host]
}

// knowsHost says whether the configuration itself knows a name: `ip host`.
func (e *Engine) knowsHost(name string) bool {
	return slices.ContainsFunc(e.config.Hosts, func(h config.Host) bool { return h.Name == name })
}

// Resolved answers a Lookup; an invalid address says that the name has none. A peer
// that cannot be found is passed over like one that does not answer.
func (e *Engine) Resolved(now time.Time, name string, addr netip.Addr, out *Out) {
	e.names[name] = addr
	for _, r := range slices.Clone(e.requests) {
		if r.lookup != name {
			continue
		}
		r.lookup = ""
		entry := e.entryOf(r.entry)
		switch {
		case entry == nil || !entry.Complete():
			e.dropRequest(r)
		case addr.IsValid():
			e.askPeerFor(now, r, entry, addr, out)
		case len(entry.Peers) > 1:
			e.turnToNext(now, entry, debuglog.ReasonNameNotFound, out)
			e.queueMessage(func(now time.Time, out *Out) { e.askIKE(now, r, out) })
		}
	}
	e.settleQueue(now, out)
}
