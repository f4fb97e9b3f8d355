package ike

import (
	"bytes"
	"crypto/sha256"
	"net/netip"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
	"ruthere/event"
)

// What main mode and aggressive mode (RFC 2409 section 5.4) have in common: how they begin, what comes in and goes out, what is
// repeated, and how they end. Their arrows are in mainmode_*.go and aggressivemode_*.go.

// Phase 1 messages are repeated every ten seconds, five times: packet times 0, 10, 20,
// 30, 40 and 50, as IOS 12.1 to 15.0 do.
const (
	retransmitInterval = 10 * time.Second
	maxRetransmissions = 5
	duplicateDelay     = 500 * time.Millisecond // from a message heard twice to our answer to it

	// An initiator of aggressive mode has the last word in phase 1 and the first in phase 2. A peer that works on several messages
	// at once, as strongSwan does, may read the second first, and drops it: its repetition would come after ten seconds.
	phase2Delay = 20 * time.Millisecond
)

// beginPhase1 starts phase 1 towards a peer, for a request of IPsec or (nil) to renew an SA.
func (e *Engine) beginPhase1(now time.Time, r *request, vrf string, profile *config.Profile, local, remote netip.AddrPort, out *Out) {
	e.admission.Begun++
	sa := e.newSA(state.Initiator, vrf, local, remote, e.newCookie())
	sa.profile = profile
	c := e.changeSA(now, sa, out)
	c.log.SARequestProfile(profileName(profile))
	e.lockPeer(sa, out)
	c.log.Say(debuglog.LocalRemotePort(local.Port(), remote.Port()))
	if r != nil {
		c.openLarvalNode(r)
	}
	c.sayInserted()
	request := state.SARequestAM
	if !c.turnAggressive() {
		request = state.SARequestMM
		c.log.CannotStartAggressiveMode()
		if !c.findKey() && !c.canSign(c.sa.profile) {
			c.endWithoutKey()
			return
		}
	}
	c.tellSA(event.Begun, debuglog.ReasonNone)
	c.fire(request, nil)
	e.reschedule(sa)
}

// endWithoutKey ends an SA for which there is neither a pre-shared key nor a certificate: nothing is sent.
func (c *change) endWithoutKey() {
	c.log.NoCertOrKey()
	c.log.CannotStartMainMode()
	c.tellSA(event.Failed, debuglog.ReasonNoKey)
	c.unlockPeer(c.sa, c.out)
	c.purgeSA(c.sa, c.out)
	for _, n := range c.sa.nodes {
		c.log.PurgingNode(n.id)
	}
	c.log.Say(debuglog.ErrorProcessingSARequest(), debuglog.ErrorProcessingKMI(0, 2))
}

// acceptPhase1 makes the SA for a first message from a peer.
func (e *Engine) acceptPhase1(now time.Time, a applicant, h isakmp.Header, out *Out) *change {
	d := a.datagram
	sa := e.newSA(state.Responder, d.VRF, d.Local, d.Remote, h.Initiator)
	c := e.changeSA(now, sa, out)
	if h.Exchange == isakmp.AggressiveMode {
		sa.setAggressive()
	} else {
		sa.profile = e.config.ProfileAt(d.VRF, d.Local.Addr(), d.Remote.Addr())
	}
	c.sayReceivedFirst(d)
	e.countUnfinished(sa, a)
	e.lockPeer(sa, out)
	sa.cookieR = e.newCookie()
	c.log.Say(debuglog.LocalRemotePort(d.Local.Port(), d.Remote.Port()))
	c.sayInserted()
	c.tellSA(event.Begun, debuglog.ReasonNone)
	return c
}

// receivePhase1 takes a message of main mode or aggressive mode.
func (c *change) receivePhase1(m *received) {
	if c.sa.exchangeType() != m.header.Exchange {
		c.refuseMessage()
		return
	}
	digest := sha256.Sum256(m.datagram.Data)
	if digest == c.sa.lastReceived {
		c.repeatPhase1Answer()
		return
	}
	if bytes.Equal(m.datagram.Data, c.sa.lastSent) {
		return // our own message, sent back
	}
	if c.sa.isAuthenticated() || !c.readPhase1(m) || !c.fitsPhase1(m) {
		return
	}
	if c.sa.role == state.Initiator {
		c.sa.cookieR = m.header.Responder
	}
	if m.nextIV != nil {
		m.formerIV, c.sa.iv = c.sa.iv, m.nextIV
	}
	c.sa.lastReceived = digest
	c.sa.timers[timerRetransmit] = time.Time{}
	c.sa.remote = netip.AddrPortFrom(c.sa.remote.Addr(), m.datagram.Remote.Port())
	c.sa.local = netip.AddrPortFrom(c.sa.local.Addr(), m.datagram.Local.Port())
	m.found, m.formerProfile = c.sa.phase, c.sa.profile
	c.fire(c.sa.exchangeEvent(), m)
}

// fitsPhase1 says whether the message is the one that phase 1 waits for: a stray or
// repeated one must change nothing. An answer without the responder's cookie is our
// own message come back.
func (c *change) fitsPhase1(m *received) bool {
	row := c.phase1.rowFor(c, c.sa.exchangeEvent(), m)
	if row == nil {
		c.rejectEvent(c.sa.exchangeEvent())
		return false
	}
	if m.missingPayload(row.need) != 0 || c.sa.role == state.Initiator && m.header.Responder.IsZero() || c.isTiredOfProofs() {
		c.refuseMessage()
		return false
	}
	return true
}

// repeatPhase1Answer answers a message that was heard before, for our answer was lost: the
// retransmission that is due anyway comes soon.
func (c *change) repeatPhase1Answer() {
	c.log.DuplicatePhase1Packet()
	if c.sa.lastSent == nil || c.sa.isAuthenticated() && !c.sa.sendsLast() {
		return // the last message has no answer; repeating the one before would bring it again, for ever
	}
	c.log.RetransmittingDueTo(debuglog.CountRetransmission1)
	if due := c.sa.timers[timerRetransmit]; due.IsZero() || due.After(c.now.Add(duplicateDelay)) {
		c.sa.timers[timerRetransmit] = c.now.Add(duplicateDelay)
	}
}

// sendPhase1 sends a message of phase 1, encrypted once there are keys for it,
// and keeps it for retransmission.
func (c *change) sendPhase1(payloads []isakmp.Payload, encrypted bool) error {
	m := isakmp.Message{Header: c.newHeader(c.sa.exchangeType(), 0), Payloads: payloads}
	data := m.Append(nil)
	if encrypted {
		var err error
		if data, c.sa.iv, err = c.sealMessage(m, c.sa.iv); err != nil {
			return err
		}
	}
	c.sa.lastSent, c.sa.errors, c.sa.nonsense, c.sa.wrongProofs = data, 0, false, 0
	c.transmit(data)
	c.sa.timers[timerRetransmit] = c.now.Add(retransmitInterval)
	return nil
}

// retransmitPhase1 repeats the last message of phase 1, or gives the peer up.
func (c *change) retransmitPhase1() {
	c.log.RetransmitPhase1Due(c.sa.shown)
	if c.sa.isAuthenticated() { // the last message once more; that it was lost is no error of the SA
		c.log.RetransmittingPhase1(c.sa.shown)
		c.transmit(c.sa.lastSent)
		return
	}
	if c.sa.errors >= maxRetransmissions {
		c.giveUpPhase1(debuglog.ReasonRetransmission)
		return
	}
	c.sa.nonsense, c.sa.wrongProofs = false, 0
	c.countError(debuglog.CountRetransmission1)
	c.log.RetransmittingPhase1(c.sa.shown)
	c.transmit(c.sa.lastSent)
	c.sa.timers[timerRetransmit] = c.now.Add(retransmitInterval)
}

// countError counts an error on the SA, whatever it was: there is one counter, and a sign of life or
// another message of main mode sets it back.
func (c *change) countError(what debuglog.Counter) {
	c.sa.errors = min(c.sa.errors+1, maxRetransmissions)
	c.log.ErrorCounter(what, int(c.sa.errors), maxRetransmissions)
}

// countNonsense counts a message that decrypts to nonsense, once for each of our own: whoever forges
// many of them ends main mode no sooner than a peer with another key does.
func (c *change) countNonsense() {
	if !c.sa.nonsense {
		c.sa.nonsense = true
		c.countError(debuglog.CountReset)
	}
}

// giveUpPhase1 ends an SA that was never established: the peer did not answer, so the
// crypto map moves on to the next one.
func (c *change) giveUpPhase1(reason debuglog.Reason) {
	c.log.ParanoidKeepalives()
	c.markDeleted(reason)
	c.advancePeer(reason)
	c.fire(state.Phase1Delete, nil)
}

// establish is what the end of phase 1 brings: the lifetime runs, DPD may begin.
func (c *change) establish() error {
	c.sa.Established = c.now
	if c.awaitUser(); c.sa.xauth == nil { // a key that many share proves little
		c.discountUnfinished(c.sa)
	}
	c.tellSA(event.Up, debuglog.ReasonNone)
	c.sa.timers[timerRetransmit] = time.Time{}
	c.planPhase1()
	c.sa.material = nil
	if !c.sa.sendsLast() {
		c.sa.lastSent = nil // it is never sent again: the last message has answered it
	}
	c.startNATKeepalive()
	return nil
}

// startPhase2 begins what waited for phase 1: DPD and the quick modes. That phase 1 is complete is
// announced when their first messages are out, however long the arithmetic of PFS takes.
func (c *change) startPhase2() error {
	c.startDPD()
	c.sa.opening = 1
	if c.sa.aggressive && c.sa.role == state.Initiator {
		c.sa.timers[timerPhase2] = c.now.Add(phase2Delay)
		return nil
	}
	c.beginPhase2()
	return nil
}

func (c *change) beginPhase2() {
	for _, n := range c.larvalNodes(func(*request) bool { return false }) {
		c.beginQuickMode(n)
	}
	c.dropLarvalNodes()
	c.announceComplete()
}

// announceComplete is one of the things done that phase 1 waits for.
func (c *change) announceComplete() {
	if c.sa.opening--; c.sa.opening == 0 {
		c.announce(state.Phase1Complete, state.P1Complete, state.P1Complete)
	}
}

// noteOpened is the first message of a quick mode leaving, or failing to.
func (x *exchange) noteOpened() error {
	if q := x.node.quick; q != nil && q.opening {
		q.opening = false
		x.announceComplete()
	}
	return nil
}
