package debuglog

import (
	"net/netip"
	"slices"
)

// A Condition is what `debug crypto condition` asks for: the debug lines of some peers
// only. The zero Condition lets all lines out.
type Condition struct {
	Peers     []netip.Prefix
	Names     []string // of peers, users, groups and VRFs, with the word before them: matched by none of this router's
	Unmatched bool     // lines that belong to no peer pass too
}

// Given says whether there is a condition on peers.
func (c Condition) Given() bool { return len(c.Peers)+len(c.Names) > 0 }

// PeerWanted says whether lines about a peer pass; an invalid address is that of no peer.
func (c Condition) PeerWanted(peer netip.Addr) bool {
	switch {
	case !c.Given():
		return true
	case !peer.IsValid():
		return c.Unmatched
	}
	return slices.ContainsFunc(c.Peers, func(p netip.Prefix) bool { return p.Contains(peer) })
}
