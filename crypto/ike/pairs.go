package ike

import (
	"cmp"
	"net/netip"
	"slices"
	"time"

	"ruthere/crypto/ipsec"
	"ruthere/debuglog"
	"ruthere/event"
)

// addPair puts the SAs of a quick mode into the database.
func (x *exchange) addPair(in, out *ipsec.SA) error {
	q := x.node.quick
	first := len(x.pairsBetween(x.sa.bothEnds())) == 0
	pair, err := x.IPsec.Add(in, out)
	if err != nil {
		return err
	}
	if q.initiator {
		x.admission.PairsBegun++
	} else {
		x.admission.PairsAccepted++
	}
	q.pair, q.first = pair, first
	x.owners[pair] = x.ownerOf(q)
	x.sayInstalled()
	x.planExpiry(pair, x.entryOf(q.entry))
	if !q.initiator {
		x.unproven[pair] = true
	}
	if x.sa.peer != nil {
		x.sa.peer.ipsec++
	}
	return nil
}

// enablePair is the end of quick mode: traffic may flow.
func (x *exchange) enablePair() {
	q := x.node.quick
	if q.request != nil {
		x.dropRequest(q.request)
	}
	delete(x.unproven, q.pair)
	wasUp := x.hasPairUp(q.entry, x.endsOf(q.pair))
	q.opensSession = x.noteUp(q.pair)
	x.dropAnswered(q.entry)
	x.retireOlderPairs(q.pair)
	x.awaitConnected()
	x.followPeer()
	x.noteProven(q.entry)
	x.sayEnabled()
	if !wasUp {
		x.runLater(func(c *change) { // after the lines about it
			c.tellTunnel(q.entry, c.out)
			c.tellAccess(q.entry, c.out)
		})
	}
	x.out.add(Notice{Peer: x.sa.remote.Addr(), Up: true})
}

// noteUp notes that traffic may flow through a pair, and says whether it is the first with its peer.
func (x *exchange) noteUp(pair *ipsec.Pair) (first bool) {
	of, ends := x.owners[pair], x.endsOf(pair)
	first = !x.isSessionUp(ends)
	of.up = true
	x.owners[pair] = of
	x.addReverseRoute(pair, x.out)
	x.noteConnected(of.client, x.out)
	x.noteSocket(of.entry)
	x.tellPair(event.Up, pair, "", x.out)
	if first && x.out.Events {
		x.out.add(Event{event.Session{State: event.Up, Local: ends.local, Remote: x.sa.remote, VRF: ends.vrf, PeerID: x.sa.peerID}})
	}
	return first
}

// isSessionUp says whether traffic may flow between two ends.
func (e *Engine) isSessionUp(ends endpoints) bool {
	return slices.ContainsFunc(e.pairsBetween(ends), func(p *ipsec.Pair) bool { return e.owners[p].up })
}

// saySessionDown says that the last IPsec SA with a peer, which called itself id, is gone.
func (e *Engine) saySessionDown(ends endpoints, port uint16, id string, why event.Reason, out *Out) {
	if e.config.CryptoLogging {
		out.Log(ends.remote, debuglog.SessionDown(ends.remote, port, cmp.Or(id, ends.remote.String())))
	}
	out.add(Notice{Peer: ends.remote})
	if out.Events {
		out.add(Event{event.Session{State: event.Down, Local: ends.local, Remote: netip.AddrPortFrom(ends.remote, port), VRF: ends.vrf,
			PeerID: id, Reason: why}})
	}
}

// removePairs takes pairs with these ends out of the database, and says so when with them the session ends.
func (e *Engine) removePairs(pairs []*ipsec.Pair, ends endpoints, port uint16, id string, why event.Reason, out *Out) {
	wasUp := e.isSessionUp(ends)
	var tunnels []entryKey
	for _, pair := range pairs {
		if of := e.owners[pair]; of.up && !slices.Contains(tunnels, of.entry) {
			tunnels = append(tunnels, of.entry)
		}
		e.removePair(pair, why, out)
	}
	if wasUp && !e.isSessionUp(ends) {
		e.saySessionDown(ends, port, id, why, out)
	}
	for _, key := range tunnels {
		if !e.hasPairUp(key, ends) {
			e.tellTunnel(key, out)
			e.askAgainForTunnel(key)
		}
	}
}

// pairsBetween lists the pairs with these ends that IKE has negotiated.
func (e *Engine) pairsBetween(ends endpoints) (pairs []*ipsec.Pair) {
	for _, p := range e.IPsec.ByPeer(ends.remote) {
		if e.endsOf(p) == ends && !e.owners[p].manual {
			pairs = append(pairs, p)
		}
	}
	return pairs
}

// removePair takes a pair out of the database and lets go of the peer struct.
func (e *Engine) removePair(p *ipsec.Pair, why event.Reason, out *Out) {
	e.IPsec.Remove(p)
	e.retired[0].Add(p.In.Counters)
	e.retired[1].Add(p.Out.Counters)
	if e.owners[p].up {
		e.dropReverseRoute(p, out)
		e.tellPair(event.Down, p, why, out)
	} else {
		e.tellPair(event.Failed, p, why, out)
	}
	for _, b := range saBlocks(p) {
		out.Log(p.Out.Remote, debuglog.DeleteSA(b))
	}
	delete(e.unproven, p)
	e.expiries.dropPlans(p)
	ends, key := e.endsOf(p), e.owners[p].entry
	delete(e.owners, p)
	e.reapTemporary(key)
	e.reapAccess(key, out)
	e.noteSocketLost(key, why, out)
	if peer := e.peerOf(ends); peer != nil && peer.ipsec > 0 {
		peer.ipsec--
		e.reapPeer(peer, out)
	}
}

// sayCreated prints the blocks about the SAs that were made.
func (x *exchange) sayCreated() {
	q := x.node.quick
	blocks := saBlocks(q.pair)
	var pairs []debuglog.SAPair
	for i := 0; i < len(blocks); i += 2 {
		pairs = append(pairs, debuglog.SAPair{
			Local: x.sa.local.Addr(), Remote: x.sa.remote.Addr(),
			LocalProxy: q.local.Local.Addr(), RemoteProxy: q.local.Remote.Addr(),
			InboundSPI: blocks[i].SPI, OutboundSPI: blocks[i+1].SPI, InboundConn: blocks[i].Conn,
			Seconds: q.agreed.seconds, Kilobytes: q.agreed.kilobytes,
		})
	}
	x.log.CreatingIPsecSAs(pairs...)
}

// dropPair removes a pair, tells the peer, and says so when it was the last.
func (e *Engine) dropPair(pair *ipsec.Pair, why event.Reason, out *Out) {
	if e.owners[pair].manual {
		e.dropManual(pair, why, out)
		return
	}
	id, port := e.peerName(pair)
	ends, of := e.endsOf(pair), e.owners[pair]
	if e.saOf(pair) == nil {
		out.Log(ends.remote, debuglog.FailedToFindPeerIndex())
	}
	e.removePairs([]*ipsec.Pair{pair}, ends, port, id, why, out)
	e.queueDeleteNotify(pair, of, ends)
}

// peerName is how the peer of a pair called itself, and its port.
func (e *Engine) peerName(pair *ipsec.Pair) (id string, port uint16) {
	if sa := e.saOf(pair); sa != nil && sa.peerID != "" {
		return sa.peerID, sa.remote.Port()
	}
	return pair.Out.Remote.String(), Port
}

// Heard must be called when an ESP packet from a peer passed its checks: the peer
// lives.
func (e *Engine) Heard(now time.Time, pair *ipsec.Pair, out *Out) {
	delete(e.unproven, pair)
	pair.Heard = now
	if sa := e.saOf(pair); sa != nil && sa.isEstablished() {
		e.changeSA(now, sa, out).noteLife(debuglog.SignESP)
		e.reschedule(sa)
	}
}

// Sending must be called when a protected packet is about to leave: on-demand DPD may
// want to ask first. Volume limits are watched here too.
func (e *Engine) Sending(now time.Time, pair *ipsec.Pair, out *Out) {
	if sa := e.saOf(pair); sa != nil && sa.isEstablished() && sa.monitor != nil {
		c := e.changeSA(now, sa, out)
		c.carryOut(sa.monitor.Sending(now))
		e.reschedule(sa)
		e.settleQueue(now, out)
	}
	switch left, _ := pair.Out.Remaining(now); {
	case pair.Out.Lifetime.Kilobytes == 0:
	case pair.Out.Expired(now):
		e.dropPair(pair, event.Volume, out)
	case left <= min(softKilobytes, pair.Out.Lifetime.Kilobytes/10):
		if _, planned := e.expiries.plannedAt(pair, expirySoft); planned {
			e.expiries.setPlan(pair, expirySoft, now) // the volume runs out before the time does
		}
	}
	e.settleQueue(now, out)
}
