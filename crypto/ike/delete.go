package ike

import (
	"net/netip"
	"time"

	"ruthere/crypto/ike/state"
	"ruthere/crypto/ipsec"
	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
	"ruthere/debuglog"
)

// deletion is how an SA ends. From phase 1 complete it tells the peer first; an SA
// that never got there is torn down at once. The device names the last arrow
// IKE_MM_EXCH, whatever the reason.
var deletion = append([]transition{
	{from: state.P1Complete, on: state.Phase1Delete, when: (*step).peerForgot, to: state.DestSA, after: (*step).postReap},
	{from: state.P1Complete, on: state.Phase1Delete, to: state.DestSA,
		do: (*step).sendDeleteISAKMP, after: (*step).postReap},
	{from: state.DestSA, on: state.Phase1Delete, to: state.DestSA, do: (*step).tearDownDead, after: (*step).postReap},
	{from: state.DestSA, on: state.MMExchange, to: state.DestSA, do: (*step).tearDown, after: (*step).buried},
}, unfinished(
	state.Ready, state.InitMM1, state.InitMM2, state.InitMM3, state.InitMM4, state.InitMM5, state.InitMM6,
	state.RespMM1, state.RespMM2, state.RespMM3, state.RespMM4, state.RespMM5)...)

// unfinished gives the two ways out of main mode: by a timer or an operator
// (PHASE1_DEL), and by a message that ended the negotiation.
func unfinished(states ...state.Phase) (rows []transition) {
	for _, from := range states {
		rows = append(rows,
			transition{from: from, on: state.Phase1Delete, to: state.DestSA, do: (*step).tearDown, after: (*step).buried},
			transition{from: from, on: state.MMExchange, to: state.DestSA, when: (*step).marked, do: (*step).tearDown, after: (*step).buried})
	}
	return rows
}

func (s *step) marked() bool { return s.sa.deleted }

// peerForgot says that the peer has no such SA any more: a delete would only tell it
// what it told us.
func (s *step) peerForgot() bool { return s.sa.reason == initialContactReason }

// mark begins the end of an SA: it is no longer found, and the log says why.
func (s *step) mark(reason string) {
	s.say(debuglog.DeletingSA(s.conn(), reason, s.sa.role, s.sa.column, s.sa.remote.Addr()))
	s.sa.reason = reason
	s.retire(s.sa)
	s.sa.timers = [timerCount]time.Time{}
	s.sa.monitor = nil
	s.sa.input = nil
}

// fireDeletion carries an SA that was marked to its end.
func (s *step) fireDeletion() { s.fire(state.Phase1Delete) }

// remove deletes a living SA for a reason: the paranoid line, the mark, the rest.
func (s *step) remove(reason string) {
	s.say(debuglog.ParanoidKeepalives(s.conn()))
	s.mark(reason)
	s.fireDeletion()
	s.reschedule(s.sa)
}

// tearDownDead is the first pass over an SA whose peer is dead: its nodes failed.
func (s *step) tearDownDead() error {
	s.letGo(debuglog.TearingDownSA(s.conn(), s.sa.reason, s.sa.role, s.sa.column, s.sa.remote.Addr()))
	for _, n := range s.sa.nodes {
		s.endNode(n, debuglog.AbandoningNode(s.conn(), n.id, s.sa.reason))
	}
	return nil
}

// tearDown is the pass that buries an SA. What an earlier pass has done already is
// said again with the state and the reason it left: none.
func (s *step) tearDown() error {
	if s.sa.torn {
		s.say(debuglog.ReapingSA(s.conn(), s.sa.role, s.sa.remote.Addr()))
		for _, n := range s.sa.nodes {
			s.endNode(n, debuglog.ReapingNode(s.conn(), n.id))
		}
		return nil
	}
	s.letGo(debuglog.TearingDownSA(s.conn(), s.sa.reason, s.sa.role, s.sa.column, s.sa.remote.Addr()))
	for _, n := range s.sa.nodes {
		s.endNode(n, debuglog.DeletingNode(s.conn(), n.id, false, "IKE deleted"))
	}
	return nil
}

// letGo says that the SA is torn down and gives its peer struct back.
func (s *step) letGo(line debuglog.Line) {
	s.say(line)
	s.unlockPeer(s.sa, "isadb_mark_sa_deleted()", s.out)
	s.sa.torn = true
}

// postReap asks for the burial behind whatever IPsec has to say first.
func (s *step) postReap() error {
	sa := s.sa
	s.post(func(now time.Time, out *Out) {
		later := &step{Engine: s.Engine, now: now, sa: sa, out: out}
		later.fire(state.MMExchange)
		s.reschedule(sa)
	})
	return nil
}

// buried leaves the SA to its purge. The keys go now.
func (s *step) buried() error {
	s.sa.column = state.MMNoState
	s.sa.keys, s.sa.psk, s.sa.spent = oakley.Keys{}, "", spentIDs{}
	s.sa.timers[timerPurge] = s.now.Add(saPurge)
	s.dropUnconfirmed()
	return nil
}

// dropUnconfirmed removes the pairs whose quick mode the peer has not finished: with
// the SA gone, it never will.
func (s *step) dropUnconfirmed() {
	for _, n := range s.sa.nodes {
		if n.state == state.NodeRQM2 {
			s.dropPair(s.now, n.quick.pair, s.out)
		}
	}
}

// sendDeleteISAKMP tells the peer that the SA is no more: RFC 2408 section 3.15.
func (s *step) sendDeleteISAKMP() error {
	spi := append(s.sa.cookieI[:len(s.sa.cookieI):len(s.sa.cookieI)], s.sa.cookieR[:]...)
	return s.sendInformational(isakmp.New(&isakmp.Delete{DOI: isakmp.DOIIPsec, Protocol: isakmp.ProtocolISAKMP, SPIs: [][]byte{spi}}))
}

// deleteSiblings drops the IPsec SAs with the SA's peer because the peer is dead.
// IPsec then tells IKE what it lost (settled after the SA itself is torn down).
func (s *step) deleteSiblings() {
	pairs := s.between(s.sa.endpoints())
	if len(pairs) == 0 {
		return
	}
	if p := s.sa.peer; p != nil {
		s.say(debuglog.UnlockingIPsecStruct(p.pointer, "delete_siblings", p.ipsec-len(pairs)))
	}
	for _, pair := range pairs {
		s.removePair(pair, s.out)
	}
	s.sessionDown(s.sa.remote.Addr(), s.sa.remote.Port(), s.sa.peerID, s.out)
	for _, pair := range pairs {
		s.post(func(_ time.Time, out *Out) {
			out.about(pair.Out.Remote)
			out.Log(debuglog.ReceivedKEMessage(4, 1))
		})
		s.postDeleteNotify(pair, s.sa.endpoints())
	}
}

// postDeleteNotify is IPsec asking IKE to tell the peer that a pair is gone.
func (e *Engine) postDeleteNotify(pair *ipsec.Pair, ends endpoints) {
	e.post(func(now time.Time, out *Out) {
		out.about(pair.Out.Remote)
		out.Log(debuglog.ReceivedKEMessage(3, 1))
		sa := e.usable(ends)
		if sa == nil || !sa.established() {
			out.Log(debuglog.IgnoringDeleteNotify(pair.In.Local, pair.In.Remote, pair.In.SPI))
			return
		}
		s := &step{Engine: e, now: now, sa: sa, out: out, pair: pair}
		s.fire(state.Phase2Delete)
		e.reschedule(sa)
	})
}

// InvalidSPI is IPsec asking IKE to tell a peer that it sends with an SPI nobody has
// here: a DELETE, if there is an ISAKMP SA to send it on. The caller limits the rate.
func (e *Engine) InvalidSPI(now time.Time, vrf string, local, remote netip.Addr, spi uint32, out *Out) {
	unknown := &ipsec.SA{SPI: spi, Local: local, Remote: remote}
	e.postDeleteNotify(&ipsec.Pair{In: unknown, Out: unknown}, endpoints{vrf, local, remote})
	e.settle(now, out)
}

// deleteIPsecWith drops all IPsec SAs between two ends without telling the peer.
func (s *step) deleteIPsecWith(ends endpoints) {
	pairs := s.between(ends)
	for _, pair := range pairs {
		s.removePair(pair, s.out)
	}
	if len(pairs) > 0 {
		s.sessionDown(ends.remote, s.sa.remote.Port(), s.sa.peerID, s.out)
	}
}

// lifetimeExceeded ends phase 1 when its time is up; IPsec SAs stay.
func (s *step) lifetimeExceeded() { s.remove("IKE SA Lifetime Exceeded") }
