package ike

import (
	"crypto/sha256"
	"slices"

	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
	"ruthere/debuglog"
)

// The transaction exchange, draft-dukes-ike-mode-cfg-02 section 3, which XAUTH and mode configuration are made of:
//
//	HDR*, HASH, ATTR(REQUEST)  -->
//	                           <--  HDR*, HASH, ATTR(REPLY)
//
// or SET and ACK in their place, either side first. It comes between phase 1 and phase 2, and moves the state of the SA. These are
// the arrows of a server; those of a client (Easy VPN remote) are in clientexchange.go.
var transactionExchange = append(append([]phase1Row{
	{from: state.P1Complete, on: state.Phase1Complete, when: (*change).mustAskUser, to: state.XAuthRequestSent,
		do: alone((*change).askUser)},
	{from: state.XAuthRequestSent, on: state.ConfigReply, to: state.XAuthLoginAwait, do: given((*change).takeUser),
		after: alone((*change).judgeUser)},
	{from: state.XAuthLoginAwait, on: state.LoginDone, when: (*change).isCrowded, to: state.XAuthLoginAwait,
		after: alone((*change).refuseUser)},
	{from: state.XAuthLoginAwait, on: state.LoginDone, to: state.XAuthSetSent, do: alone((*change).tellUser)},
	{from: state.XAuthSetSent, on: state.ConfigAck, when: (*change).isOutOfTries, to: state.XAuthSetSent,
		do: given((*change).finishXAuth), after: alone((*change).refuseUser)},
	{from: state.XAuthSetSent, on: state.ConfigAck, to: state.P1Complete, shown: state.QMIdle,
		do: given((*change).finishXAuth), then: state.Phase1Complete},

	{from: state.P1Complete, on: state.Phase1Complete, when: (*change).mustPushAddress, to: state.ConfigSetSent,
		do: alone((*change).pushAddress)},
	{from: state.ConfigSetSent, on: state.ConfigAck, to: state.P1Complete, shown: state.QMIdle,
		do: given((*change).finishPush), then: state.Phase1Complete},

	{from: state.P1Complete, on: state.ConfigRequest, when: (*change).isCrowded, to: state.P1Complete,
		after: alone((*change).refuseUser)},
	{from: state.P1Complete, on: state.ConfigRequest, to: state.ConfigAuthorAwait, shown: state.ConfAddr,
		do: given((*change).readConfigRequest), then: state.GroupKnown},
	{from: state.ConfigAuthorAwait, on: state.GroupKnown, to: state.P1Complete, shown: state.QMIdle,
		do: given((*change).answerConfigRequest)},
}, whileTransacting...), deletesBy(transacting...)...)

// transacting are the states in which the other side's next message is waited for, or what is thought of a user, or who it is.
var transacting = slices.Concat(transactingServer, transactingClient)

var (
	transactingServer = []state.Phase{state.XAuthRequestSent, state.XAuthLoginAwait, state.XAuthSetSent, state.ConfigSetSent}
	transactingClient = []state.Phase{state.XAuthReplyAwait, state.XAuthReplySent, state.ConfigRequestSent}
)

// whileTransacting are the informational exchanges of those states.
var whileTransacting = func() (rows []phase1Row) {
	for _, s := range transacting {
		rows = append(rows,
			phase1Row{from: s, on: state.InfoNotify, to: s, do: given((*change).processNotifies), after: given((*change).answerLife)},
			phase1Row{from: s, on: state.KeepAlive, to: s, do: given((*change).sendAck)})
	}
	return rows
}()

// A transaction is what a node knows of its exchange.
type transaction struct {
	dialogue
	identifier uint16
	own        bool // this side began it
	asked      map[uint16]bool
}

// A configured is a message of the exchange whose HASH is right.
type configured struct {
	*received
	*isakmp.Configuration
	node *node
}

// receiveTransaction takes a message of a transaction exchange.
func (c *change) receiveTransaction(m *received) {
	id := m.header.MessageID
	switch {
	case c.sa.role == state.Initiator && c.sa.easyVPN == "": // it is no client there
		c.refuseMessage()
		return
	case !c.sa.isAuthenticated():
		c.log.Say(debuglog.IKESANotAuthenticated(c.sa.remote.Addr()))
		return
	case m.header.Flags&isakmp.FlagEncryption == 0:
		c.log.Say(debuglog.IKENotEncrypted(c.sa.remote.Addr()))
		return
	case id == 0:
		c.refuseMessage()
		return
	}
	digest := sha256.Sum256(m.datagram.Data)
	n := c.sa.nodeWith(id)
	iv := []byte(nil)
	switch {
	case n == nil && c.sa.spent.holdsID(id), n != nil && n.transaction == nil:
		return
	case n == nil:
		iv = oakley.PhaseTwoIV(c.sa.suite.Hash, c.sa.iv, id, c.sa.suite.Cipher.BlockSize())
	case digest == n.transaction.lastReceived:
		c.exchangeUnder(n).repeatTransactionAnswer()
		return
	case n.deleted || !n.transaction.own:
		return // the exchange is over
	default:
		iv = n.transaction.iv
	}
	if !c.readPhase2(m, iv) {
		return
	}
	if !m.hashAgrees(oakley.InformationalHash(c.sa.keys.Authenticator, id, m.hashedPart())) {
		c.refuseHash()
		return
	}
	c.followMessage(m)
	c.takeTransaction(m, n, digest)
}

// takeTransaction goes on with a message that the peer has sent: it opens a transaction, or answers the one of n.
func (c *change) takeTransaction(m *received, n *node, digest [sha256.Size]byte) {
	p, _ := m.firstPayload(isakmp.PayloadAttributes)
	cfg, ok := p.Value.(*isakmp.Configuration)
	on, opens := transactionEvents[configurationType(cfg)], opensTransaction(cfg)
	answers := func() bool { return cfg.Identifier == n.transaction.identifier || cfg.Identifier == 0 } // strongSwan answers XAUTH with 0
	if !ok || on == state.NoEvent || opens != (n == nil) || n != nil && !answers() {
		c.refuseMessage()
		return
	}
	if c.phase1.rowFor(c, on, m) == nil {
		c.rejectEvent(on)
		return
	}
	if n == nil {
		c.sa.spent.addExchange(m.header.MessageID)
		n = c.openTransaction(m.header.MessageID)
	}
	n.transaction.iv, n.transaction.lastReceived = m.nextIV, digest
	n.transaction.retransmit = noTime
	c.noteLife(debuglog.SignQuickMode)
	c.arithmeticDone(debuglog.EngineHash)
	c.log.ProcessingTransaction(n.id)
	c.log.ConfigPayload(cfg.Type.String())
	c.fire(on, &configured{m, cfg, n})
}

// transactionEvents are what messages are to the state machine. Clients have nothing to set here: no row of a server is for it.
var transactionEvents = map[isakmp.ConfigurationType]state.Event{isakmp.ConfigurationRequest: state.ConfigRequest,
	isakmp.ConfigurationReply: state.ConfigReply, isakmp.ConfigurationSet: state.ConfigSet, isakmp.ConfigurationAck: state.ConfigAck}

// opensTransaction says whether a message begins a transaction.
func opensTransaction(c *isakmp.Configuration) bool {
	return c != nil && (c.Type == isakmp.ConfigurationRequest || c.Type == isakmp.ConfigurationSet)
}

func configurationType(c *isakmp.Configuration) isakmp.ConfigurationType {
	if c == nil {
		return 0
	}
	return c.Type
}

// nodeState is what the SA shows as to a node that is opened.
func (c *change) nodeState() state.Shown {
	if c.sa.shown == state.ConfXAuth || c.sa.shown == state.ConfAddr {
		return c.sa.shown
	}
	return state.QMIdle
}

// openTransaction opens the node of a transaction.
func (c *change) openTransaction(id uint32) *node {
	n := c.openNode(id, c.nodeState())
	n.transaction = &transaction{}
	n.transaction.iv = oakley.PhaseTwoIV(c.sa.suite.Hash, c.sa.iv, id, c.sa.suite.Cipher.BlockSize())
	return n
}

// beginTransaction opens one of this side's, and sends its first message. The SA shows as shown from here on.
func (c *change) beginTransaction(shown state.Shown, kind isakmp.ConfigurationType, attributes []isakmp.Attribute) error {
	c.sa.shown = shown
	id := c.newMessageID(c.sa)
	c.sa.spent.addExchange(id)
	n := c.openTransaction(id)
	n.transaction.own = true
	n.transaction.identifier = uint16(c.randomBytes("transaction", 1)[0])<<8 | uint16(c.randomBytes("transaction", 1)[0])
	for _, a := range attributes {
		switch a.Type {
		case isakmp.XAuthUserName:
			c.log.RequestsAttribute(debuglog.XAuthName)
		case isakmp.XAuthUserPassword:
			c.log.RequestsAttribute(debuglog.XAuthPassword)
		}
	}
	c.log.InitiatingConfig(id)
	x := c.exchangeUnder(n)
	if err := x.sendTransaction(kind, attributes); err != nil {
		return err
	}
	n.transaction.retransmit = c.now.Add(retransmitInterval)
	return nil
}

// sendTransaction sends a message of the node's transaction.
func (x *exchange) sendTransaction(kind isakmp.ConfigurationType, attributes []isakmp.Attribute) error {
	t := x.node.transaction
	body := isakmp.New(&isakmp.Configuration{Type: kind, Identifier: t.identifier, Attributes: attributes})
	hash := oakley.InformationalHash(x.sa.keys.Authenticator, x.node.id, isakmp.AppendPayloads(nil, []isakmp.Payload{body}))
	x.arithmeticDone(debuglog.EngineHash)
	data, iv, err := x.sealMessage(isakmp.Message{Header: x.newHeader(isakmp.Transaction, x.node.id),
		Payloads: []isakmp.Payload{isakmp.New(&isakmp.Hash{Data: hash}), body}}, t.iv)
	if err != nil {
		return err
	}
	t.iv, t.lastSent, t.retransmissions = iv, data, 0
	x.transmit(data)
	return nil
}

// repeatTransactionAnswer answers a message that was heard before, if it was answered.
func (x *exchange) repeatTransactionAnswer() {
	x.log.DuplicatePhase2Packet()
	if t := x.node.transaction; t.lastSent != nil && !t.own {
		x.log.RetransmitTransactionDue(x.node.id, x.sa.shown)
		x.transmit(t.lastSent)
	}
}

// retransmitTransaction repeats the node's last message. A user may take longer to answer than a machine would: how long, the
// timer for XAUTH says.
func (x *exchange) retransmitTransaction() {
	t := x.node.transaction
	x.log.RetransmitTransactionDue(x.node.id, x.sa.shown)
	t.retransmit = noTime
	if t.retransmissions >= maxRetransmissions {
		return
	}
	t.retransmissions++
	x.log.NodeErrorCounter(debuglog.CountRetransmission2, t.retransmissions, maxRetransmissions)
	x.log.RetransmittingTransaction(x.node.id, x.sa.shown)
	x.transmit(t.lastSent)
	t.retransmit = x.now.Add(retransmitInterval)
}
