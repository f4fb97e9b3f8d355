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
)

// quickMode is what a node knows of its exchange: RFC 2409 section 5.5.
//
//	HDR*, HASH(1), SA, Ni [, KE] [, IDci, IDcr]  -->
//	                                             <--  HDR*, HASH(2), SA, Nr [, KE] [, IDci, IDcr]
//	HDR*, HASH(3)                                -->
type quickMode struct {
	request   *request // nil when the peer began
	initiator bool
	local     ipsec.Selector // the proxies, as this side sees them
	entry     entryKey
	iface     string

	nonceI, nonceR []byte
	group          oakley.Group // 0: no PFS
	private        []byte
	publicI        []byte
	publicR        []byte
	shared         []byte

	spiIn, spiOut uint32
	agreed        agreement
	pair          *ipsec.Pair
	first         bool // the first pair with this peer

	lastSent        []byte
	lastReceived    [sha256.Size]byte
	retransmit      time.Time
	retransmissions int
}

// A nodeTransition is one arrow of quick mode: one row, one "Node ..., Input = ..."
// pair of lines. Its fields mean what transition's do.
type nodeTransition struct {
	from  state.Node
	on    state.Event
	need  payloads
	when  func(*step) bool
	to    state.Node
	first func(*step) (*Job, error)
	do    func(*step) error
	then  state.Event
}

type nodeArrow struct {
	from state.Node
	on   state.Event
}

var (
	quickModeOpening = payloads{isakmp.PayloadHash, isakmp.PayloadSA, isakmp.PayloadNonce}

	// Up to 15.x, IPsec installs its SAs within the arrow; 12.4 asks it for an SPI first.
	quickModeClassic = []nodeTransition{
		{from: state.NodeReady, on: state.InitQM, to: state.NodeIQM1, first: (*step).quickModeKey, do: (*step).sendQM1},
		{from: state.NodeIQM1, on: state.QMExchange, need: quickModeOpening, to: state.NodePhase2Complete,
			first: (*step).checkQM2, do: (*step).finishInitiator},
		{from: state.NodeRQM2, on: state.QMExchange, to: state.NodePhase2Complete, do: (*step).processQM3},
	}
	quickMode124 = []nodeTransition{
		{from: state.NodeReady, on: state.QMExchange, need: quickModeOpening, to: state.NodeSPIStarve,
			first: (*step).checkQM1, do: (*step).askSPI, then: state.SPIReply},
		{from: state.NodeSPIStarve, on: state.SPIReply, to: state.NodeRQM2, do: (*step).answerQM1},
	}
	quickMode15 = []nodeTransition{
		{from: state.NodeReady, on: state.QMExchange, need: quickModeOpening, to: state.NodeSPIStarve,
			first: (*step).checkQM1, do: (*step).askSPI, then: state.GotSPI},
		{from: state.NodeSPIStarve, on: state.GotSPI, to: state.NodeRQM2, do: (*step).answerQM1},
	}
	// XE waits for IPsec's word that the SAs are installed before the next message leaves.
	quickModeXE = []nodeTransition{
		{from: state.NodeReady, on: state.InitQM, to: state.NodeIQM1, first: (*step).quickModeKey, do: (*step).sendQM1},
		{from: state.NodeIQM1, on: state.QMExchange, need: quickModeOpening, to: state.NodeInstallAwait,
			first: (*step).checkQM2, then: state.InstallDone},
		{from: state.NodeInstallAwait, on: state.InstallDone, when: (*step).began, to: state.NodePhase2Complete, do: (*step).finishInstalled},
		{from: state.NodeInstallAwait, on: state.InstallDone, to: state.NodeRQM2, do: (*step).answerQM1},
		{from: state.NodeReady, on: state.QMExchange, need: quickModeOpening, to: state.NodeSPIStarve,
			first: (*step).checkQM1, do: (*step).askSPI, then: state.GotSPI},
		{from: state.NodeSPIStarve, on: state.GotSPI, to: state.NodeInstallAwait, then: state.InstallDone},
		{from: state.NodeRQM2, on: state.QMExchange, to: state.NodePhase2Complete, do: (*step).processQM3},
	}
)

func quickModeTable(release debuglog.Release) []nodeTransition {
	switch release {
	case debuglog.IOS124:
		return append(quickModeClassic[:len(quickModeClassic):len(quickModeClassic)], quickMode124...)
	case debuglog.IOS15:
		return append(quickModeClassic[:len(quickModeClassic):len(quickModeClassic)], quickMode15...)
	}
	return quickModeXE
}

// quickMode takes a message of quick mode.
func (s *step) quickMode() {
	switch {
	case !s.sa.established():
		s.say(debuglog.IKESANotAuthenticated(s.sa.remote.Addr()))
		return
	case s.header.Flags&isakmp.FlagEncryption == 0:
		s.say(debuglog.IKENotEncrypted(s.sa.remote.Addr()))
		return
	case s.header.MessageID == 0:
		s.badMessage(s.now, s.sa.remote.Addr(), s.out)
		return
	}
	digest := sha256.Sum256(s.datagram.Data)
	s.node = s.sa.node(s.header.MessageID)
	if s.node == nil {
		s.openQuickMode(digest)
		return
	}
	if s.node.quick == nil {
		return
	}
	if digest == s.node.quick.lastReceived {
		s.duplicatePhase2()
		return
	}
	if s.node.deleted || !s.openPhase2(s.node.iv) || !s.quickModeHashAgrees() {
		return
	}
	s.node.iv, s.node.quick.lastReceived = s.nextIV, digest
	s.node.quick.retransmit = time.Time{}
	if !s.quickRefusedInside() {
		s.heard("quick mode")
		s.say(debuglog.EngineDid(s.conn(), debuglog.EngineHash))
		if s.began() { // the device says nothing of message 3's HASH
			s.say(debuglog.ProcessingPayload(s.conn(), "HASH", s.node.id))
		}
		s.fireNode(state.QMExchange)
	}
}

// quickRefusedInside handles a peer that refuses within the exchange's own message ID.
func (s *step) quickRefusedInside() bool {
	p, ok := s.payload(isakmp.PayloadNotification)
	if _, sa := s.payload(isakmp.PayloadSA); !ok || sa || !s.node.quick.initiator {
		return false
	}
	s.quickModeRefused(p.Value.(*isakmp.Notify))
	return true
}

// fireNode takes the arrow that leaves the node's state on an event; see fire.
func (s *step) fireNode(on state.Event) {
	row := s.nodeRow(on)
	if row == nil || s.missing(row.need) != 0 {
		s.badMessage(s.now, s.sa.remote.Addr(), s.out)
		s.deleteNode(s.node, true, "QM rejected")
		return
	}
	if row.first == nil {
		s.takeNode(row, nil)
		return
	}
	job, err := row.first(s)
	if err != nil || job == nil {
		s.takeNode(row, err)
		return
	}
	s.await(job, func() { s.takeNode(row, s.answer.Err) })
}

// nodeRow finds the first row for the node's state and the event whose condition holds.
func (s *step) nodeRow(on state.Event) *nodeTransition {
	rows := s.phase2[nodeArrow{s.node.state, on}]
	for i := range rows {
		if rows[i].when == nil || rows[i].when(s) {
			return &rows[i]
		}
	}
	return nil
}

// began says whether this side began the node's quick mode.
func (s *step) began() bool { return s.node.quick.initiator }

func (s *step) takeNode(row *nodeTransition, err error) {
	if err == nil && row.do != nil {
		err = row.do(s)
	}
	if err != nil {
		s.failNode(row, err)
		return
	}
	s.say(debuglog.NodeTransition(s.conn(), s.node.id, row.on, s.node.state, row.to)...)
	s.node.state = row.to
	if row.then != state.NoEvent {
		s.fireNode(row.then)
	}
}

// failNode ends a quick mode that cannot go on.
func (s *step) failNode(row *nodeTransition, err error) {
	var refused *proposalRefused
	if errors.As(err, &refused) {
		s.say(debuglog.Phase2NotAcceptable(s.conn(), s.sa.local.Addr(), s.sa.remote.Addr()))
		s.refuseQuickMode()
	} else {
		s.badMessage(s.now, s.sa.remote.Addr(), s.out)
	}
	s.deleteNode(s.node, true, "QM rejected")
	s.say(debuglog.NodeTransition(s.conn(), s.node.id, row.on, s.node.state, s.node.state)...)
	if refused != nil && s.release != debuglog.IOSXE { // a transcript of XE shows none
		s.say(debuglog.IKEModeFailure("Quick", s.sa.remote.Addr()))
	}
}

// endQuickMode gives back what an unfinished quick mode holds.
func (s *step) endQuickMode(q *quickMode) {
	q.retransmit = time.Time{}
	if q.pair == nil && q.spiIn != 0 {
		s.IPsec.ReleaseSPI(q.spiIn)
		q.spiIn = 0
	}
}
