package ike

import (
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
	"ruthere/dpd"
)

// deadPeer is dead peer detection as arrows. The chapter's release goes to
// IKE_DEST_SA out of the timer itself; later ones delete the SA the ordinary way.
func deadPeer(release debuglog.Release) []transition {
	rows := []transition{
		{from: state.P1Complete, on: state.IMAlive, to: state.P1Complete, do: (*step).sendRUThere},
		{from: state.P1Complete, on: state.PeersAlive, when: (*step).peerMayLive, to: state.P1Complete, do: (*step).sendRUThere},
	}
	if release == debuglog.IOS124 {
		return append(rows, transition{from: state.P1Complete, on: state.PeersAlive, to: state.DestSA,
			do: (*step).declareDeadAndTell, then: state.Phase1Delete})
	}
	return append(rows, transition{from: state.P1Complete, on: state.PeersAlive, to: state.P1Complete,
		do: (*step).declareDead, then: state.Phase1Delete})
}

// peersAlive names the error counter that DPD counts misses on.
const peersAlive = "PEERS_ALIVE_TIMER"

// dpdTimer asks the monitor what is due.
func (s *step) dpdTimer() {
	sa := s.sa
	if sa.monitor == nil || !sa.established() {
		return
	}
	s.act(sa.monitor.Expire(s.now))
}

// act carries out what the monitor decided.
func (s *step) act(action dpd.Action) {
	switch action {
	case dpd.Probe:
		s.fire(state.IMAlive)
	case dpd.Reprobe, dpd.Dead:
		s.dead = action == dpd.Dead
		s.say(debuglog.ErrorCounter(s.conn(), peersAlive, s.sa.monitor.Misses(), dpd.MaxMisses))
		s.fire(state.PeersAlive)
	}
	if s.sa.monitor != nil {
		s.sa.scheduleDPD()
	}
}

func (s *step) peerMayLive() bool { return !s.dead }

// sendRUThere asks the peer whether it is there: RFC 3706 section 5.3. A repeat has a
// fresh message ID and the same sequence number.
func (s *step) sendRUThere() error {
	if s.liveness(s.sa) == livenessHello {
		return s.sendHello(isakmp.NotifyKeepalive)
	}
	s.traceProbe()
	seq := s.sa.monitor.Sequence()
	n := isakmp.RUThere(s.sa.cookieI, s.sa.cookieR, seq)
	return s.sendInformational(isakmp.New(n), func(id uint32) {
		s.say(debuglog.SendingRUThere(s.conn(), uint64(s.sa.pointer), id, seq))
	})
}

// declareDead gives the peer up: its IKE and IPsec SAs go, and the crypto map turns
// to the next peer. A peer that was heard since under another ISAKMP SA is not dead, it
// has only forgotten this one.
func (s *step) declareDead() error {
	s.say(debuglog.PeerNotResponding(s.conn(), s.sa.remote.Addr()), debuglog.ParanoidKeepalives(s.conn()))
	alive := s.heardElsewhere(s.sa.monitor.LastHeard())
	s.mark("peers alive")
	if !alive {
		s.deleteSiblings()
		s.advancePeer("peers alive")
	}
	return nil
}

// heardElsewhere says whether the peer showed life after t under another ISAKMP SA.
func (s *step) heardElsewhere(t time.Time) bool {
	return slices.ContainsFunc(s.siblings(s.sa), func(other *SA) bool {
		return other.established() && other.monitor != nil && other.monitor.LastHeard().After(t)
	})
}

// declareDeadAndTell also sends the DELETE that a peer who only seemed dead may hear.
func (s *step) declareDeadAndTell() error {
	if err := s.declareDead(); err != nil {
		return err
	}
	return s.sendDeleteISAKMP()
}

// heard notes a sign of life.
func (s *step) heard(from string) {
	s.sa.lastHeardFrom = from
	if s.sa.monitor != nil {
		s.sa.monitor.Heard(s.now)
		s.sa.scheduleDPD()
	}
}

// acknowledged takes an R_U_THERE_ACK. Only one with both cookies and the number that
// was asked with is a sign of life: RFC 3706 sections 5.4 and 6.
func (s *step) acknowledged(n *isakmp.Notify) {
	seq, ok := n.Sequence()
	if !ok || !s.namesCookies(n) {
		s.say(debuglog.IKEBadMessage(s.sa.remote.Addr()))
		return
	}
	s.say(debuglog.DPDAckReceived(s.conn(), s.sa.remote.Addr(), seq))
	if s.sa.monitor == nil {
		return
	}
	if verdict := s.sa.monitor.Ack(s.now, seq); verdict != dpd.Current {
		s.say(debuglog.DPDAckIgnored(s.conn(), seq, s.sa.monitor.Sequence()))
		return
	}
	s.sa.lastHeardFrom = "R_U_THERE_ACK"
	s.sa.scheduleDPD()
	s.say(debuglog.DPDAnswered(s.conn(), s.sa.remote.Addr(), seq, s.node.id, s.nextDPD()))
}

// traceProbe says why a probe leaves.
func (s *step) traceProbe() {
	m := s.sa.monitor
	why := "periodic timer"
	switch {
	case m.Misses() > 0:
		why = fmt.Sprintf("retry %d of %d", m.Misses(), dpd.MaxMisses)
	case !m.Config().Periodic:
		why = "traffic to send"
	}
	s.say(debuglog.DPDTimerFired(s.conn(), s.sa.remote.Addr(), why, m.Sequence(), s.now.Sub(m.LastHeard()), s.sa.lastHeardFrom, s.nextDPD()))
}

// nextDPD is how long the monitor's timer still runs.
func (s *step) nextDPD() time.Duration {
	if at, ok := s.sa.monitor.Deadline(); ok {
		return at.Sub(s.now)
	}
	return 0
}

// probed takes the peer's R_U_THERE; it is answered once the message is dealt with.
func (s *step) probed(n *isakmp.Notify) {
	seq, ok := n.Sequence()
	if !ok || !s.namesCookies(n) {
		s.say(debuglog.IKEBadMessage(s.sa.remote.Addr()))
		return
	}
	s.probes = append(s.probes, seq)
	if s.sa.asked.Fresh(seq) {
		s.heard("R_U_THERE")
	}
}

func (s *step) namesCookies(n *isakmp.Notify) bool {
	return string(n.SPI) == string(s.sa.cookieI[:])+string(s.sa.cookieR[:])
}

// answerProbes answers what processNotifies left, as often as the limit allows.
func (s *step) answerProbes() error {
	for len(s.probes) > 0 {
		seq := s.probes[0]
		s.probe, s.probes = seq, s.probes[1:]
		s.say(debuglog.DPDReceived(s.conn(), s.sa.remote.Addr(), seq))
		if s.sa.answers.Allow(s.now) {
			s.fire(state.KeepAlive)
		}
	}
	return s.answerHellos()
}

// sendAck answers an R_U_THERE with its number.
func (s *step) sendAck() error {
	seq := s.probe
	n := isakmp.RUThereAck(s.sa.cookieI, s.sa.cookieR, seq)
	return s.sendInformational(isakmp.New(n), func(id uint32) {
		s.say(debuglog.SendingRUThereAck(s.conn(), uint64(s.sa.pointer), id, seq))
	})
}

// firstSequence is where an SA's probes begin to count: 12.4 starts at zero, later
// releases at a random number with the high bit clear, as RFC 3706 section 6.2 wants.
func (e *Engine) firstSequence() uint32 {
	if e.release == debuglog.IOS124 {
		return 0
	}
	return binary.BigEndian.Uint32(e.bytes("dpd sequence", 4)) &^ (1 << 31)
}

// spread is a random number in [0, 1): the device's periods vary a little.
func (e *Engine) spread(purpose string) float64 {
	return float64(binary.BigEndian.Uint32(e.bytes(purpose, 4))) / (1 << 32)
}
