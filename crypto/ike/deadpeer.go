package ike

import (
	"encoding/binary"
	"slices"
	"time"

	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
	"ruthere/dpd"
	"ruthere/event"
)

// deadPeer is dead peer detection as arrows. The chapter's release goes to
// IKE_DEST_SA out of the timer itself; later ones delete the SA the ordinary way.
func deadPeer(release debuglog.Release) []phase1Row {
	rows := []phase1Row{
		{from: state.P1Complete, on: state.IMAlive, to: state.P1Complete, do: alone((*change).askPeer)},
		{from: state.P1Complete, on: state.PeersAlive, when: (*change).mayBeAlive, to: state.P1Complete, do: alone((*change).askPeer)},
	}
	if release == debuglog.IOS124 {
		return append(rows, phase1Row{from: state.P1Complete, on: state.PeersAlive, to: state.DestSA,
			do: alone((*change).declareDeadAndTell), then: state.Phase1Delete})
	}
	return append(rows, phase1Row{from: state.P1Complete, on: state.PeersAlive, to: state.P1Complete,
		do: alone((*change).declareDead), then: state.Phase1Delete})
}

// startDPD begins to watch the peer if it is configured and the peer can answer.
func (c *change) startDPD() {
	c.followKeepalive(c.now, c.sa)
	if c.sa.monitor != nil && c.livenessWith(c.sa) == LivenessDPD {
		c.log.DPDEnabled()
	}
}

// followKeepalive makes an SA's monitor follow the configuration.
func (e *Engine) followKeepalive(now time.Time, sa *SA) {
	k := e.config.KeepaliveFor(sa.profile)
	if k == nil || e.livenessWith(sa) == NoLiveness {
		sa.monitor, sa.timers[timerDPD] = nil, time.Time{}
		return
	}
	cfg := dpd.Config{Interval: k.Interval, Retry: k.Retry, Periodic: k.Periodic}
	if sa.monitor == nil {
		sa.monitor = dpd.New(cfg, now, e.firstSequence(), func() float64 { return e.randomShare("dpd spread") })
	} else {
		sa.monitor.Reconfigure(now, cfg)
	}
	sa.scheduleDPD()
}

// firstSequence is where an SA's probes begin to count: 12.4 starts at zero, later
// releases at a random number with the high bit clear, as RFC 3706 section 6.2 wants.
func (e *Engine) firstSequence() uint32 {
	if e.release == debuglog.IOS124 {
		return 0
	}
	return binary.BigEndian.Uint32(e.randomBytes("dpd sequence", 4)) &^ (1 << 31)
}

// randomShare is a random number in [0, 1): the device's periods vary a little.
func (e *Engine) randomShare(purpose string) float64 {
	return float64(binary.BigEndian.Uint32(e.randomBytes(purpose, 4))) / (1 << 32)
}

// scheduleDPD sets the SA's timer to when the monitor wants to be asked.
func (sa *SA) scheduleDPD() {
	sa.timers[timerDPD] = time.Time{}
	if sa.monitor == nil {
		return
	}
	if at, ok := sa.monitor.Deadline(); ok {
		sa.timers[timerDPD] = at
	}
}

// expireDPD asks the monitor what is due.
func (c *change) expireDPD() {
	if c.sa.monitor != nil && c.sa.isEstablished() {
		c.carryOut(c.sa.monitor.Expire(c.now))
	}
}

// A verdict is what the monitor made of a missing answer: what state.PeersAlive brings.
type verdict dpd.Action

func (verdict) message() *received { return nil }

// carryOut does what the monitor decided.
func (c *change) carryOut(action dpd.Action) {
	switch action {
	case dpd.Probe:
		c.tellDPD(event.Asked, debuglog.SignNone)
		c.fire(state.IMAlive, nil)
	case dpd.Reprobe, dpd.Dead:
		c.tellDPD(map[dpd.Action]event.State{dpd.Reprobe: event.AskedAgain, dpd.Dead: event.Dead}[action], debuglog.SignNone)
		c.countError(debuglog.CountPeersAlive)
		c.fire(state.PeersAlive, verdict(action))
	}
	if c.sa.monitor != nil {
		c.sa.scheduleDPD()
	}
}

func (c *change) mayBeAlive(in input) bool { return in.(verdict) != verdict(dpd.Dead) }

// askPeer asks the peer whether it is there: RFC 3706 section 5.3. A repeat has a
// fresh message ID and the same sequence number.
func (c *change) askPeer() error {
	if c.livenessWith(c.sa) == LivenessIOS {
		return c.sendIOSKeepalive(isakmp.NotifyKeepalive)
	}
	c.traceProbe()
	seq := c.sa.monitor.Sequence()
	n := isakmp.RUThere(c.sa.cookieI, c.sa.cookieR, seq)
	return c.sendInformational(isakmp.New(n), func(id uint32) {
		c.log.SendingRUThere(uint64(c.sa.pointer), id, seq)
	})
}

// traceProbe says why a probe leaves.
func (c *change) traceProbe() {
	m := c.sa.monitor
	why := debuglog.Probe{Periodic: m.Config().Periodic, Retry: m.Misses(), Of: dpd.MaxMisses}
	c.log.DPDTimerFired(c.sa.remote.Addr(), why, m.Sequence(), c.now.Sub(m.LastHeard()), c.sa.lastSign, c.untilDPD())
}

// untilDPD is how long the monitor's timer still runs.
func (c *change) untilDPD() time.Duration {
	if at, ok := c.sa.monitor.Deadline(); ok {
		return at.Sub(c.now)
	}
	return 0
}

// declareDead gives the peer up: its IKE and IPsec SAs go, and the crypto map turns
// to the next peer. A peer that was heard since under another ISAKMP SA is not dead, it
// has only forgotten this one.
func (c *change) declareDead() error {
	c.log.PeerNotResponding(c.sa.remote.Addr())
	c.log.ParanoidKeepalives()
	alive := c.heardElsewhere(c.sa.monitor.LastHeard())
	c.markDeleted(debuglog.ReasonPeersAlive)
	if !alive {
		c.deleteSiblings()
		c.advancePeer(debuglog.ReasonPeersAlive)
	}
	return nil
}

// heardElsewhere says whether the peer showed life after t under another ISAKMP SA. Somebody else behind the same translator has none of
// the peer's.
func (c *change) heardElsewhere(t time.Time) bool {
	return slices.ContainsFunc(c.siblingsOf(c.sa), func(other *SA) bool {
		return c.sa.isOfSameClient(other) && other.isEstablished() && other.monitor != nil && other.monitor.LastHeard().After(t)
	})
}

// declareDeadAndTell also sends the DELETE that a peer who only seemed dead may hear.
func (c *change) declareDeadAndTell() error {
	if err := c.declareDead(); err != nil {
		return err
	}
	return c.sendDeleteISAKMP()
}

// noteLife notes a sign of life.
func (c *change) noteLife(from debuglog.Sign) {
	c.sa.lastSign, c.sa.errors = from, 0
	if c.sa.monitor == nil {
		return
	}
	asking := c.sa.monitor.Probing()
	c.sa.monitor.Heard(c.now)
	c.sa.scheduleDPD()
	switch {
	case from == debuglog.SignKeepaliveAck && asking:
		c.tellDPD(event.Answered, from)
	case asking:
		c.tellDPD(event.Heard, from)
	}
}
