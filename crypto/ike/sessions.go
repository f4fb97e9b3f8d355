package ike

import (
	"encoding/binary"
	"net/netip"
	"time"

	"ruthere/crypto/ipsec"
	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
	"ruthere/debuglog"
)

// addPair puts the SAs of a quick mode into the database.
func (s *step) addPair(in, out *ipsec.SA) error {
	q := s.node.quick
	first := len(s.between(s.sa.endpoints())) == 0
	pair, err := s.IPsec.Add(in, out)
	if err != nil {
		return err
	}
	if q.initiator {
		s.admission.Pairs[1]++
	} else {
		s.admission.Pairs[0]++
	}
	q.pair, q.first = pair, first
	s.owners[pair] = s.ownerOf(q)
	s.sayInstalled()
	s.planExpiry(pair, s.config.MapEntry(q.entry.name, q.entry.sequence))
	if !q.initiator {
		s.unproven[pair] = true
	}
	if s.sa.peer != nil {
		s.sa.peer.ipsec++
	}
	return nil
}

// enable is the end of quick mode: traffic may flow.
func (s *step) enable() {
	q := s.node.quick
	if q.request != nil {
		s.drop(q.request)
	}
	delete(s.unproven, q.pair)
	s.succeed(q.pair)
	s.proved(q.entry)
	s.sayEnabled()
	s.out.notice(Notice{Peer: s.sa.remote.Addr(), Up: true})
}

// sessionDown says that the last IPsec SA with a peer is gone.
func (e *Engine) sessionDown(remote netip.Addr, port uint16, id string, out *Out) {
	if id == "" {
		id = remote.String()
	}
	if e.config.CryptoLogging {
		out.Log(debuglog.SessionDown(remote, port, id))
	}
	out.notice(Notice{Peer: remote})
}

// between lists the pairs with these ends.
func (e *Engine) between(ends endpoints) (pairs []*ipsec.Pair) {
	for _, p := range e.IPsec.ByPeer(ends.remote) {
		if e.endsOf(p) == ends {
			pairs = append(pairs, p)
		}
	}
	return pairs
}

// removePair takes a pair out of the database and lets go of the peer struct.
func (e *Engine) removePair(p *ipsec.Pair, out *Out) {
	e.IPsec.Remove(p)
	out.about(p.Out.Remote)
	out.Log(debuglog.DeleteSA(saBlock(p.In, p.In.Local)), debuglog.DeleteSA(saBlock(p.Out, p.Out.Remote)))
	delete(e.unproven, p)
	e.expiries.remove(p)
	ends := e.endsOf(p)
	delete(e.owners, p)
	if peer := e.peerOf(ends); peer != nil && peer.ipsec > 0 {
		peer.ipsec--
		e.reapPeer(peer, out)
	}
}

// sayCreated prints the block about the two SAs that were made.
func (s *step) sayCreated() {
	if !s.wants(debuglog.ISAKMP) {
		return
	}
	q := s.node.quick
	s.say(debuglog.CreatingIPsecSAs(s.conn(), debuglog.SAPair{
		Local: s.sa.local.Addr(), Remote: s.sa.remote.Addr(),
		LocalProxy: q.local.Local.Addr(), RemoteProxy: q.local.Remote.Addr(),
		InboundSPI: q.spiIn, OutboundSPI: q.spiOut, InboundConn: q.pair.In.ConnID,
		Seconds: q.agreed.seconds, Kilobytes: q.agreed.kilobytes,
	})...)
}

// dropPair removes a pair, tells the peer, and says so when it was the last.
func (e *Engine) dropPair(now time.Time, pair *ipsec.Pair, out *Out) {
	id, port := e.peerName(pair)
	ends := e.endsOf(pair)
	if e.usable(ends) == nil {
		out.Log(debuglog.FailedToFindPeerIndex())
	}
	e.removePair(pair, out)
	if len(e.between(ends)) == 0 {
		e.sessionDown(ends.remote, port, id, out)
	}
	e.postDeleteNotify(pair, ends)
}

// peerName is how the peer of a pair called itself, and its port.
func (e *Engine) peerName(pair *ipsec.Pair) (id string, port uint16) {
	if sa := e.usable(e.endsOf(pair)); sa != nil && sa.peerID != "" {
		return sa.peerID, sa.remote.Port()
	}
	return pair.Out.Remote.String(), Port
}

// Heard must be called when an ESP packet from a peer passed its checks: the peer
// lives.
func (e *Engine) Heard(now time.Time, pair *ipsec.Pair) {
	delete(e.unproven, pair)
	if sa := e.usable(e.endsOf(pair)); sa != nil && sa.established() {
		s := &step{Engine: e, now: now, sa: sa}
		s.heard("ESP")
		e.reschedule(sa)
	}
}

// Sending must be called when a protected packet is about to leave: on-demand DPD may
// want to ask first. Volume limits are watched here too.
func (e *Engine) Sending(now time.Time, pair *ipsec.Pair, out *Out) {
	if sa := e.usable(e.endsOf(pair)); sa != nil && sa.established() && sa.monitor != nil {
		s := &step{Engine: e, now: now, sa: sa, out: out}
		s.act(sa.monitor.Sending(now))
		e.reschedule(sa)
		e.settle(now, out)
	}
	switch left, _ := pair.Out.Remaining(now); {
	case pair.Out.Lifetime.Kilobytes == 0:
	case pair.Out.Expired(now):
		e.dropPair(now, pair, out)
	case left <= min(softKilobytes, pair.Out.Lifetime.Kilobytes/10):
		if _, planned := e.expiries.at(pair, expirySoft); planned {
			e.expiries.set(pair, expirySoft, now) // the volume runs out before the time does
		}
	}
	e.settle(now, out)
}

// install makes the two SAs and puts them in the database.
func (s *step) install() error {
	q, sa := s.node.quick, s.sa
	keys := func(spi uint32) []byte {
		var dh []byte
		if q.group != 0 {
			dh = q.shared
		}
		return oakley.KeyMaterial(sa.suite.Hash, sa.keys.SKEYIDd, dh, isakmp.ProtocolESP,
			binary.BigEndian.AppendUint32(nil, spi), q.nonceI, q.nonceR, q.agreed.transform.KeyLen())
	}
	s.say(debuglog.EngineDid(s.conn(), debuglog.EngineQMKeys))
	var both [2]*ipsec.SA
	for i, spi := range []uint32{q.spiIn, q.spiOut} {
		one, err := ipsec.NewSA(spi, q.agreed.transform, keys(spi))
		if err != nil {
			return err
		}
		one.Local, one.Remote, one.Selector = sa.local.Addr(), sa.remote.Addr(), q.local
		one.Lifetime = ipsec.Lifetime{Seconds: q.agreed.seconds, Kilobytes: q.agreed.kilobytes}
		one.Established = s.now
		if err := one.SetReplayWindow(s.config.ReplayWindow(s.config.MapEntry(q.entry.name, q.entry.sequence))); err != nil {
			return err
		}
		both[i] = one
		s.say(debuglog.EngineDid(s.conn(), debuglog.EngineIPsecSA))
	}
	return s.addPair(both[0], both[1])
}
