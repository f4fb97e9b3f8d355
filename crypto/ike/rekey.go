package ike

import (
	"net/netip"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike/state"
	"ruthere/crypto/ipsec"
	"ruthere/debuglog"
	"ruthere/event"
)

// A pair of IPsec SAs is renewed this long before its lifetime ends, by the side that
// negotiated it; the other side waits half as long before it does so itself.
const (
	softMargin     = 30 * time.Second
	softKilobytes  = 256              // and this much before its volume is used up
	siblingTimeout = 30 * time.Second // how long a pair outlives its successor
	// A peer may need a moment from reading our last message to installing its SAs:
	// that long, or until it uses them itself, the predecessor carries our traffic.
	proofTime = time.Second
)

// planExpiry plans the renewal, the end and the idle check of a new pair. A lifetime
// too short for the margin is renewed after nine tenths of it.
func (x *exchange) planExpiry(pair *ipsec.Pair, entry *config.CryptoMapEntry) {
	if end, ok := pair.In.Expires(); ok {
		x.expiries.setPlan(pair, expiryHard, end)
		margin := min(softMargin, end.Sub(x.now)/10)
		if !x.node.quick.initiator {
			margin /= 2
		}
		// A little spread keeps many SAs of one moment from being renewed in one moment.
		margin += time.Duration(x.randomShare("rekey spread") * float64(margin) / 4)
		x.expiries.setPlan(pair, expirySoft, end.Add(-margin))
	}
	if idle := x.idleTime(entry); idle > 0 {
		x.expiries.setPlan(pair, expiryIdle, x.now.Add(idle))
	}
}

// expireIPsec does what is due for pairs of IPsec SAs.
func (e *Engine) expireIPsec(now time.Time, out *Out) {
	for {
		x, ok := e.expiries.popDue(now)
		if !ok {
			return
		}
		switch x.kind {
		case expirySoft:
			e.renewPair(now, x.pair, out)
		case expiryHard:
			e.dropPair(x.pair, whyExpired(now, x.pair), out)
		case expiryProof:
			delete(e.unproven, x.pair)
		case expiryIdle:
			e.checkIdle(now, x, out)
		}
		e.settleQueue(now, out)
	}
}

// whyExpired is why a pair ends now: its time is over, or a successor's has come.
func whyExpired(now time.Time, pair *ipsec.Pair) event.Reason {
	if end, ok := pair.In.Expires(); ok && !end.After(now) {
		return event.Lifetime
	}
	return event.Superseded
}

// renewPair negotiates a successor for a pair whose end is near. A pair that nothing has
// passed through is let go, unless it is a tunnel's: the next packet asks for a new one.
func (e *Engine) renewPair(now time.Time, pair *ipsec.Pair, out *Out) {
	of, known := e.owners[pair]
	key := of.entry
	entry := e.entryOf(key)
	if !known || entry == nil || entry.ResponderOnly || packetsOf(pair) == 0 && !e.tunnels[key] || e.newestPair(key, pair.Flow()) != pair {
		return
	}
	iface := e.interfaceAt(of.vrf, pair.Out.Local)
	if entry.Tunnel != nil {
		iface = e.config.Interface(entry.Tunnel.Interface)
	}
	if iface == nil {
		return
	}
	if of.client != nil && e.saOf(pair) == nil {
		return // only a client itself can begin phase 1 with this router
	}
	r := &request{entry: key, renews: &of, selector: pair.Out.Selector, iface: iface.Name, vrf: of.vrf, local: pair.Out.Local,
		peer: pair.Out.Remote, expires: now.Add(requestInterval)}
	e.requests = append(e.requests, r)
	e.askIKE(now, r, out)
}

// retireOlderPairs lets the older pairs of a flow run out once a newer one is in use. When both
// ends began at once, the two pairs are no successors of each other: each end would
// choose another one to drop. Then one of them is newer here, or not yet confirmed.
func (x *exchange) retireOlderPairs(pair *ipsec.Pair) {
	for _, old := range x.IPsec.ByFlow(pair.Flow()) {
		if old == pair {
			break
		}
		if x.unproven[old] || x.owners[old].entry != x.owners[pair].entry {
			continue
		}
		end := x.now.Add(siblingTimeout)
		if at, ok := x.expiries.plannedAt(old, expiryHard); ok && !at.After(end) {
			continue
		}
		x.log.Say(debuglog.SiblingExpiring(old.Out.SPI))
		x.expiries.setPlan(old, expiryHard, end)
		if x.node.quick.initiator {
			x.unproven[pair] = true
			x.expiries.setPlan(pair, expiryProof, x.now.Add(proofTime))
		}
	}
}

// idleTime is how long an entry's SAs may be idle; 0 means for ever.
func (e *Engine) idleTime(entry *config.CryptoMapEntry) time.Duration {
	if entry == nil {
		return 0
	}
	return e.config.IdleTime(entry)
}

// checkIdle drops a pair that nothing has passed through since the check was planned,
// and turns the entry back to its default peer if it is to.
func (e *Engine) checkIdle(now time.Time, x *expiry, out *Out) {
	key := e.owners[x.pair].entry
	entry := e.entryOf(key)
	idle := e.idleTime(entry)
	if idle == 0 {
		return
	}
	if packetsOf(x.pair) != x.packets {
		e.expiries.setPlan(x.pair, expiryIdle, now.Add(idle))
		return
	}
	e.dropPair(x.pair, event.Idle, out)
	if entry.IdleDefault {
		e.turnToDefault(now, entry, debuglog.ReasonIdleTime, out)
	}
}

// renewPhase1 begins phase 1 anew before an SA's lifetime ends, so that its IPsec
// SAs, and dead peer detection, have one to live under. Only SAs with something to
// look after are renewed, and those of clients by them.
func (c *change) renewPhase1() {
	sa := c.sa
	if !sa.isEstablished() || sa.client != nil || c.usableSA(sa.bothEnds()) != sa || len(c.pairsBetween(sa.bothEnds())) == 0 {
		return
	}
	local, remote := netip.AddrPortFrom(sa.local.Addr(), Port), netip.AddrPortFrom(sa.remote.Addr(), Port)
	c.beginPhase1(c.now, nil, sa.vrf, sa.profile, local, remote, c.out)
}

// planPhase1 starts the lifetime of an SA, and plans its renewal.
func (c *change) planPhase1() {
	end := c.now.Add(c.sa.lifetime)
	margin := min(softMargin, c.sa.lifetime/10)
	if c.sa.role == state.Responder {
		margin /= 2
	}
	c.sa.timers[timerLifetime] = end
	c.sa.timers[timerRenew] = end.Add(-margin)
}
