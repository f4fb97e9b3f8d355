package ike

import (
	"net/netip"
	"slices"
	"time"

	"ruthere/config"
	"ruthere/crypto/ipsec"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
	"ruthere/event"
)

// A client is a remote user's machine, or a member of a group whose user nobody asked for: whoever was let in, with the SAs that
// it has one after the other. Several may be behind one translator, under one identity: that of their group. So what belongs to
// which is said by the client, not by addresses.
type client struct {
	user, group string // "" = nobody asked; none
	lease       *lease // its address here; nil: none was given
	ends        endpoints
	port        uint16 // at which it was let in
	sas         int    // ISAKMP SAs
	connected   bool   // it has had IPsec SAs
	why         event.Reason
}

// clients are those that are there.
type clients struct {
	byUser  map[string][]*client
	byGroup map[string]int
}

// group is the configured group of an SA's peer, or nil.
func (e *Engine) group(sa *SA) *config.ClientGroup {
	if sa.group == "" {
		return nil
	}
	return e.config.ISAKMP.GroupFor(sa.group)
}

// user is who is behind an SA, as far as that was asked.
func (sa *SA) user() string {
	if sa.xauth == nil {
		return ""
	}
	return sa.xauth.user
}

// knownClient is the client that an SA is of, if it has been let in already: phase 1 may come anew.
func (c *change) knownClient() *client {
	for _, other := range append(c.siblingsOf(c.sa), c.sa) {
		if cl := other.client; cl != nil && c.sa.isOfSameClient(other) && cl.user == c.sa.user() && cl.group == c.sa.group {
			return cl
		}
	}
	return nil
}

// isCrowded says that a client whose user is known, or need not be, finds no room in its group.
func (c *change) isCrowded(input) bool {
	g, user := c.group(c.sa), c.sa.user()
	if g == nil || c.sa.xauth != nil && !c.sa.xauth.passed || c.knownClient() != nil {
		return false
	}
	return g.MaxUsers > 0 && c.clients.byGroup[c.sa.group] >= g.MaxUsers ||
		g.MaxLogins > 0 && user != "" && c.loginsOf(user, c.sa.group) >= g.MaxLogins
}

// enterClient notes that the SA's peer was let in.
func (c *change) enterClient() {
	sa := c.sa
	if sa.client != nil {
		return
	}
	if sa.client = c.knownClient(); sa.client == nil {
		sa.client = &client{user: sa.user(), group: sa.group, ends: sa.bothEnds(), port: sa.remote.Port()}
		c.clients.byGroup[sa.group]++
		c.clients.byUser[sa.user()] = append(c.clients.byUser[sa.user()], sa.client)
	}
	sa.client.sas++
}

// loginsOf is how many clients of a group a user has.
func (e *Engine) loginsOf(user, group string) (n int) {
	for _, cl := range e.clients.byUser[user] {
		if cl.group == group {
			n++
		}
	}
	return n
}

// leaveClient notes that an SA is gone. With the last one of a client all goes that it had.
func (e *Engine) leaveClient(sa *SA) {
	cl := sa.client
	if cl == nil {
		return
	}
	sa.client = nil
	if cl.sas--; cl.sas > 0 {
		return
	}
	cl.why, cl.port = reasonWords[sa.reason], sa.remote.Port()
	e.queueMessage(func(_ time.Time, out *Out) { e.endClient(cl, out) })
}

// endClient gives back what a client had.
func (e *Engine) endClient(cl *client, out *Out) {
	for _, p := range e.pairsOf(cl) {
		e.dropPair(p, cl.why, out)
	}
	e.returnLease(cl.lease)
	if e.clients.byGroup[cl.group]--; e.clients.byGroup[cl.group] == 0 {
		delete(e.clients.byGroup, cl.group)
	}
	rest := slices.DeleteFunc(e.clients.byUser[cl.user], func(other *client) bool { return other == cl })
	if e.clients.byUser[cl.user] = rest; len(rest) == 0 {
		delete(e.clients.byUser, cl.user)
	}
	if cl.connected && e.logsEzVPN(cl.group) {
		out.Log(cl.ends.remote, debuglog.EzVPNConnection(false, cl.user, cl.group, cl.ends.remote, cl.ends.local))
	}
}

// pairsOf are the pairs of a client, by age.
func (e *Engine) pairsOf(cl *client) (pairs []*ipsec.Pair) {
	for _, p := range e.pairsBetween(cl.ends) {
		if e.owners[p].client == cl {
			pairs = append(pairs, p)
		}
	}
	return pairs
}

// noteConnected notes that a client has IPsec SAs.
func (e *Engine) noteConnected(cl *client, out *Out) {
	if cl == nil || cl.connected {
		return
	}
	cl.connected = true
	if e.logsEzVPN(cl.group) {
		out.Log(cl.ends.remote, debuglog.EzVPNConnection(true, cl.user, cl.group, cl.ends.remote, cl.ends.local))
	}
}

// saOf is the SA by which IKE speaks with the peer of a pair: of several clients at one address, that one's. Nil if there is none.
func (e *Engine) saOf(pair *ipsec.Pair) *SA {
	if e.owners[pair].manual {
		return nil
	}
	return e.saOwning(e.owners[pair], e.endsOf(pair))
}

// saOwning is saOf a pair between these ends that is for what its owner says.
func (e *Engine) saOwning(of owner, ends endpoints) *SA {
	for _, sa := range slices.Backward(e.byPeer[ends]) {
		if sa.isEstablished() && sa.client == of.client && (!of.mayMove || sa.remote.Port() == of.port) {
			return sa
		}
	}
	if of.client != nil || of.mayMove {
		return nil
	}
	return e.usableSA(ends)
}

// mayProtect says whether the SA's peer may have what it wants to protect: a client its own address, and networks of its own in which
// no other can be (network-plus); nobody has the address of another.
func (c *change) mayProtect(want selector) bool {
	if cl := c.sa.client; cl != nil && cl.lease != nil {
		return want.Remote == netip.PrefixFrom(cl.lease.addr, 32) || !want.Remote.IsSingleIP() && !c.holdsPool(want.Remote)
	}
	return c.leases.of[want.Remote.Addr()] == nil || !want.Remote.IsSingleIP()
}

// holdsPool says whether an address of a pool is in a network.
func (e *Engine) holdsPool(network netip.Prefix) bool {
	for _, p := range e.config.Pools {
		for _, r := range p.Ranges {
			if network.Contains(r.First) || r.Contains(network.Addr()) {
				return true
			}
		}
	}
	return false
}

// claimGroup notes which group the peer presents.
func (c *change) claimGroup(id *isakmp.Identification) {
	if id.Type != isakmp.IDKeyID {
		return
	}
	c.sa.group = debuglog.Visible(string(id.Data))
	if c.group(c.sa) == nil && c.logsEzVPN(c.sa.group) {
		c.log.Say(debuglog.GroupMissing(c.sa.group))
	}
}
