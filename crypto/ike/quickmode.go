package ike

import (
	"crypto/sha256"
	"errors"
	"time"

	"ruthere/crypto/ike/state"
	"ruthere/crypto/ipsec"
	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
	"ruthere/debuglog"
	"ruthere/event"
)

// quickMode is what a node knows of its exchange: RFC 2409 section 5.5.
//
//	HDR*, HASH(1), SA, Ni [, KE] [, IDci, IDcr]  -->
//	                                             <--  HDR*, HASH(2), SA, Nr [, KE] [, IDci, IDcr]
//	HDR*, HASH(3)                                -->
type quickMode struct {
	request    *request // nil when the peer began
	opening    bool     // phase 1 is not announced as complete before its first message is out
	initiator  bool
	local      ipsec.Selector // the proxies, as this side sees them
	entry      entryKey
	candidates []*temporaryEntry // that templates would make for it
	temporary  *temporaryEntry   // of them, the one that was met; nil: a configured entry was
	access     *accessEntry      // that a virtual template makes for it; nil: none does
	iface      string

	nonceI, nonceR []byte
	group          oakley.Group // 0: no PFS
	private        []byte
	publicI        []byte
	publicR        []byte
	shared         []byte

	in, out      ipsec.SPIs // our own, and the peer's; an initiator's own are those of all that it offers until there is an answer
	agreed       agreement
	pair         *ipsec.Pair
	first        bool         // the first pair with this peer
	opensSession bool         // and the first that is up
	committed    bool         // the peer has set the commit bit, and not said CONNECTED yet
	failure      event.Reason // why it led to no SAs; "" = for the SA's reason

	dialogue
}

type (
	phase2Row     = row[state.Node, *exchange]
	phase2Machine = machine[state.Node, *exchange]
)

var (
	quickModeOpening = payloads{isakmp.PayloadHash, isakmp.PayloadSA, isakmp.PayloadNonce}

	quickModeBegin = phase2Row{from: state.NodeReady, on: state.InitQM, to: state.NodeIQM1,
		first: askAlone((*exchange).makeQuickModeKey), do: solved((*exchange).sendQM1), after: alone((*exchange).noteOpened)}
	quickModeEnd = phase2Row{from: state.NodeRQM2, on: state.QMExchange, to: state.NodePhase2Complete, do: alone((*exchange).processQM3)}

	// In 12.4 IPsec installs its SAs within the arrow, and is asked for an SPI first.
	quickMode124 = []phase2Row{quickModeBegin, quickModeEnd,
		{from: state.NodeIQM1, on: state.QMExchange, need: quickModeOpening, to: state.NodePhase2Complete,
			first: askGiven((*exchange).checkQM2), do: solved((*exchange).finishInitiator)},
		{from: state.NodeReady, on: state.QMExchange, need: quickModeOpening, to: state.NodeSPIStarve,
			first: askGiven((*exchange).checkQM1), do: solved((*exchange).askSPI), then: state.SPIReply},
		{from: state.NodeSPIStarve, on: state.SPIReply, to: state.NodeRQM2, do: given((*exchange).answerQM1)},
	}
	// From 15.1(2)T on, IKE waits for IPsec's word that the SAs are installed before the next message leaves.
	quickModeInstalled = []phase2Row{quickModeBegin, quickModeEnd,
		{from: state.NodeIQM1, on: state.QMExchange, need: quickModeOpening, to: state.NodeInstallAwait,
			first: askGiven((*exchange).checkQM2), then: state.InstallDone},
		{from: state.NodeInstallAwait, on: state.InstallDone, when: (*exchange).isInitiator, to: state.NodePhase2Complete,
			do: solved((*exchange).finishInstalled)},
		{from: state.NodeInstallAwait, on: state.InstallDone, to: state.NodeRQM2, do: given((*exchange).answerQM1)},
		{from: state.NodeReady, on: state.QMExchange, need: quickModeOpening, to: state.NodeSPIStarve,
			first: askGiven((*exchange).checkQM1), do: solved((*exchange).askSPI), then: state.GotSPI},
		{from: state.NodeSPIStarve, on: state.GotSPI, to: state.NodeInstallAwait, then: state.InstallDone},
	}
)

// phase2Table is the state machine of quick mode in a release.
func phase2Table(release debuglog.Release) *phase2Machine {
	if release == debuglog.IOS124 {
		return newMachine(quickMode124)
	}
	return newMachine(quickModeInstalled)
}

func (x *exchange) identity() any      { return x.node }
func (x *exchange) at() state.Node     { return x.node.state }
func (x *exchange) enter(r *phase2Row) { x.node.state = r.to }

func (x *exchange) announce(on state.Event, from, to state.Node) {
	x.log.NodeTransition(x.node.id, on, from, to)
	if q := x.node.quick; q != nil && from != to {
		x.tellTransition(q.initiator, on, from.String(), to.String())
	}
}

func (x *exchange) rejectEvent(state.Event) { x.rejectMessage() }

// abandon deletes the node of a quick mode that has failed. The message that it failed on, heard again,
// is not answered: the peer would answer that with the same message, and both so without end.
func (x *exchange) abandon(why debuglog.NodeReason) {
	x.node.quick.lastSent = nil
	x.deleteNode(x.node, true, why)
}

func (x *exchange) rejectMessage() {
	x.node.quick.failure = event.BadMessage
	x.refuseMessage()
	x.abandon(debuglog.NodeQMRejected)
}

// fail ends a quick mode that cannot go on.
func (x *exchange) fail(r *phase2Row, in input, err error) {
	var refused *proposalRefused
	x.node.quick.failure = event.BadMessage
	if errors.As(err, &refused) {
		x.node.quick.failure = event.NoProposal
		x.log.Phase2NotAcceptable(x.sa.local.Addr(), x.sa.remote.Addr())
		x.refuseQuickMode(messageOf(in))
	} else {
		x.refuseMessage()
	}
	x.abandon(debuglog.NodeQMRejected)
	x.phase2.announceStay(x, r.on)
	x.noteOpened()
	if refused != nil && x.release != debuglog.IOSXE { // a transcript of XE shows none
		x.log.Say(debuglog.IKEModeFailure(debuglog.QuickMode, x.sa.remote.Addr()))
	}
}

func (x *exchange) isInitiator(input) bool { return x.node.quick.initiator }

// receiveQuickMode takes a message of quick mode.
func (c *change) receiveQuickMode(m *received) {
	switch {
	case !c.sa.isEstablished():
		c.log.Say(debuglog.IKESANotAuthenticated(c.sa.remote.Addr()))
		return
	case m.header.Flags&isakmp.FlagEncryption == 0:
		c.log.Say(debuglog.IKENotEncrypted(c.sa.remote.Addr()))
		return
	case m.header.MessageID == 0:
		c.refuseMessage()
		return
	}
	digest := sha256.Sum256(m.datagram.Data)
	switch n := c.sa.nodeWith(m.header.MessageID); {
	case n == nil:
		c.openQuickMode(m, digest)
	case n.quick != nil:
		c.exchangeUnder(n).receiveQuickMode(m, digest)
	}
}

// receiveQuickMode takes a message of a quick mode that has begun.
func (x *exchange) receiveQuickMode(m *received, digest [sha256.Size]byte) {
	if digest == x.node.quick.lastReceived {
		x.repeatPhase2Answer()
		return
	}
	if x.node.deleted || !x.readPhase2(m, x.node.quick.iv) || !x.quickModeHashAgrees(m) {
		return
	}
	x.node.quick.iv, x.node.quick.lastReceived = m.nextIV, digest
	x.followMessage(m)
	x.node.quick.retransmit = time.Time{}
	x.noteCommitBit(m)
	if x.isRefusedInside(m) {
		return
	}
	x.noteLife(debuglog.SignQuickMode)
	x.arithmeticDone(debuglog.EngineHash)
	if x.node.quick.initiator { // the device says nothing of message 3's HASH
		x.log.ProcessingPayload(debuglog.PayloadHash, x.node.id)
	}
	x.fire(state.QMExchange, m)
}

// isRefusedInside handles a peer that refuses within the exchange's own message ID.
func (x *exchange) isRefusedInside(m *received) bool {
	_, ok := m.firstPayload(isakmp.PayloadNotification)
	if _, sa := m.firstPayload(isakmp.PayloadSA); !ok || sa || !x.node.quick.initiator {
		return false
	}
	x.endRefused()
	return true
}

// releaseSPIs gives back the own SPIs of a negotiation but for those to keep.
func (e *Engine) releaseSPIs(own *ipsec.SPIs, keep ipsec.SPIs) {
	for _, spi := range []*uint32{&own.ESP, &own.AH} {
		if *spi != 0 && *spi != keep.ESP && *spi != keep.AH {
			e.IPsec.ReleaseSPI(*spi)
			*spi = 0
		}
	}
}

// endQuickMode gives back what an unfinished quick mode holds.
func (c *change) endQuickMode(q *quickMode) {
	q.retransmit = time.Time{}
	if q.pair == nil {
		c.tellQuickModeFailed(q)
		c.askUnderAnotherSA(q)
		c.releaseSPIs(&q.in, ipsec.SPIs{})
	}
}
