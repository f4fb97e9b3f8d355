package ike

import (
	"cmp"
	"fmt"
	"net/netip"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
	"ruthere/event"
)

// This router as a client of an Easy VPN server: phase 1 as a member of a group, then XAUTH and mode configuration
// (draft-beaulieu-ike-xauth-02, draft-dukes-ike-mode-cfg-02) from the other side. When to call, whom, and what to make of the
// settings is not decided here: package ezvpn hears of each step by an EasyVPNNews and answers by the methods at the end.
var clientExchange = []phase1Row{
	{from: state.P1Complete, on: state.Phase1Complete, when: (*change).isToBeAsked, to: state.P1Complete,
		after: alone((*change).awaitServer)},
	{from: state.P1Complete, on: state.Phase1Complete, when: (*change).mustAskSettings, to: state.ConfigRequestSent, shown: state.ConfAddr,
		do: alone((*change).askSettings)},

	{from: state.P1Complete, on: state.ConfigRequest, when: (*change).isClient, to: state.XAuthReplyAwait, shown: state.ConfXAuth,
		do: given((*change).readUserRequest), after: alone((*change).wantUser)},
	{from: state.XAuthReplyAwait, on: state.UserGiven, to: state.XAuthReplySent, do: alone((*change).replyUser)},
	{from: state.XAuthReplySent, on: state.ConfigSet, when: saysStatus(true), to: state.P1Complete, shown: state.QMIdle,
		do: given((*change).takeStatus), after: alone((*change).noteLetIn), then: state.Phase1Complete},
	{from: state.XAuthReplySent, on: state.ConfigSet, when: saysStatus(false), to: state.P1Complete,
		do: given((*change).takeStatus), after: alone((*change).noteRefused)},

	{from: state.ConfigRequestSent, on: state.ConfigReply, to: state.P1Complete, shown: state.QMIdle,
		do: given((*change).takeReply), after: alone((*change).noteSettings), then: state.Phase1Complete},
	{from: state.ConfigRequestSent, on: state.ConfigSet, to: state.P1Complete, shown: state.QMIdle,
		do: given((*change).takePush), after: alone((*change).noteSettings), then: state.Phase1Complete},
	{from: state.P1Complete, on: state.ConfigSet, when: (*change).isClient, to: state.P1Complete,
		do: given((*change).takePush), after: alone((*change).noteSettings)},
}

// asClient is how far this router is with being let in by an SA's peer; nil: it is no client there.
type asClient struct {
	xauth    bool // it was agreed that the server asks who the user is
	letIn    bool
	settings bool  // the server has said what it has to say
	asking   *node // the transaction in which the user is asked for; nil: none
	wants    []uint16
	user     string
	secret   string // until it is sent
	given    Given
}

// isWaiting says that the SA is of no use yet: its server has not let this router in, or not told it how.
func (a *asClient) isWaiting() bool { return a != nil && !a.settings }

// EasyVPNKind is what is new about an Easy VPN client's connection.
type EasyVPNKind uint8

const (
	EasyVPNWanted     EasyVPNKind = iota // a packet met the access list that brings it up
	EasyVPNConnected                     // phase 1 is done
	EasyVPNAsked                         // the server wants a user and a password: Wants
	EasyVPNLetIn                         // it believes them
	EasyVPNRefused                       // it does not
	EasyVPNGiven                         // it has told the settings: Given
	EasyVPNSocketUp                      // IPsec SAs are there
	EasyVPNSocketDown                    // the last of them is gone: Why
	EasyVPNLost                          // and so is the last ISAKMP SA
)

// An EasyVPNNews is what became of an Easy VPN client's connection.
type EasyVPNNews struct {
	Name  string
	Kind  EasyVPNKind
	Wants []uint16 // XAUTH attributes that the server asks for, in its order
	Given Given
	Why   event.Reason
}

// beginAsClient notes that the SA makes this router a client of its peer, if it does.
func (c *change) beginAsClient() {
	if c.sa.easyVPN != "" {
		c.sa.asClient = &asClient{}
		c.log.ClientConfigured()
	}
}

func (c *change) isClient(input) bool { return c.sa.asClient != nil }

// isToBeAsked says that the server will want to know who the user is.
func (c *change) isToBeAsked(input) bool {
	a := c.sa.asClient
	return a != nil && a.xauth && !a.letIn
}

func (c *change) mustAskSettings(input) bool { return c.sa.asClient.isWaiting() }

// awaitServer waits for the server's question, as long as the server would for the answer.
func (c *change) awaitServer() error {
	c.sa.timers[timerXAuth] = c.now.Add(cmp.Or(c.config.ISAKMP.XAuthTimeout, config.DefaultXAuthTimeout))
	c.tellClient(EasyVPNNews{Kind: EasyVPNConnected})
	return nil
}

func (c *change) tellClient(n EasyVPNNews) {
	n.Name = c.sa.easyVPN
	c.out.add(n)
}

// readUserRequest takes the server's question. One for anything but a name and a password cannot be answered.
func (c *change) readUserRequest(m *configured) error {
	a := c.sa.asClient
	c.log.CheckingRequest()
	a.wants = nil
	for _, attribute := range m.Attributes {
		c.log.RequestedAttribute(attribute.Type)
		switch attribute.Type {
		case isakmp.XAuthUserName, isakmp.XAuthUserPassword:
			a.wants = append(a.wants, attribute.Type)
		case isakmp.XAuthType:
			if kind, _ := attribute.Uint(); kind != 0 {
				return fmt.Errorf("XAUTH of type %d, where generic is all that is known", kind)
			}
		}
	}
	if len(a.wants) == 0 {
		return fmt.Errorf("a question about a user without name and password")
	}
	m.node.transaction.identifier, a.asking = m.Identifier, m.node
	c.log.XAuthProcessRequest()
	return nil
}

func (c *change) wantUser() error {
	c.tellClient(EasyVPNNews{Kind: EasyVPNAsked, Wants: c.sa.asClient.wants})
	return nil
}

// replyUser says who the user is.
func (c *change) replyUser() error {
	a := c.sa.asClient
	var attributes []isakmp.Attribute
	for _, want := range a.wants {
		if want == isakmp.XAuthUserName {
			c.log.RepliesAttribute(debuglog.XAuthName)
			attributes = append(attributes, isakmp.VariableAttribute(want, []byte(a.user)))
			continue
		}
		c.log.RepliesAttribute(debuglog.XAuthPassword)
		attributes = append(attributes, isakmp.VariableAttribute(want, []byte(a.secret)))
	}
	n := a.asking
	a.secret, a.asking = "", nil
	c.log.RespondingConfig(n.id)
	if err := c.exchangeUnder(n).sendTransaction(isakmp.ConfigurationReply, attributes); err != nil {
		return err
	}
	c.deleteNode(n, false, debuglog.NodeXAuthReplied)
	return nil
}

// saysStatus makes the condition that the server says whether it believes the user, and that its word is letsIn.
func saysStatus(letsIn bool) func(*change, input) bool {
	return func(_ *change, in input) bool {
		m, ok := in.(*configured)
		if !ok {
			return true // the message is looked at before it is known what it holds
		}
		status, has := m.Attribute(isakmp.XAuthStatus)
		v, _ := status.Uint()
		return has && (v == 1) == letsIn
	}
}

// takeStatus reads the server's verdict and says so.
func (c *change) takeStatus(m *configured) error {
	status, _ := m.Attribute(isakmp.XAuthStatus)
	v, _ := status.Uint()
	c.log.XAuthProcessSet(int(v))
	return c.acknowledge(m, []isakmp.Attribute{isakmp.VariableAttribute(isakmp.XAuthStatus, nil)})
}

// acknowledge answers what the server has set, and with what it was about.
func (c *change) acknowledge(m *configured, attributes []isakmp.Attribute) error {
	m.node.transaction.identifier = m.Identifier
	if err := c.exchangeUnder(m.node).sendTransaction(isakmp.ConfigurationAck, attributes); err != nil {
		return err
	}
	c.deleteNode(m.node, false, debuglog.NodeTransactionDone)
	return nil
}

func (c *change) noteLetIn() error {
	c.sa.asClient.letIn = true
	c.sa.timers[timerXAuth] = noTime
	c.tellClient(EasyVPNNews{Kind: EasyVPNLetIn})
	return nil
}

func (c *change) noteRefused() error {
	c.tellClient(EasyVPNNews{Kind: EasyVPNRefused})
	return nil
}

// askSettings asks for what there is, and for an address unless the networks inside keep theirs.
func (c *change) askSettings() error {
	if a := c.sa.asClient; !a.xauth && !a.letIn {
		a.letIn = true
		c.tellClient(EasyVPNNews{Kind: EasyVPNConnected})
	}
	c.log.NeedConfig()
	c.sa.timers[timerXAuth] = c.now.Add(config.DefaultXAuthTimeout)
	var attributes []isakmp.Attribute
	for _, s := range settings {
		wants := true
		if s.attribute == isakmp.InternalIP4Address || s.attribute == isakmp.InternalIP4Netmask {
			v := c.config.EasyVPNNamed(c.sa.easyVPN)
			wants = v != nil && v.WantsAddress()
		}
		if wants {
			attributes = append(attributes, isakmp.VariableAttribute(s.attribute, nil))
		}
	}
	return c.beginTransaction(state.ConfAddr, isakmp.ConfigurationRequest, attributes)
}

// takeReply reads the settings that were asked for.
func (c *change) takeReply(m *configured) error {
	c.deleteNode(m.node, false, debuglog.NodeTransactionDone)
	c.sa.asClient.given = readGiven(m.Attributes)
	return nil
}

// takePush reads settings that come unasked. What this side may have asked for meanwhile is answered by them.
func (c *change) takePush(m *configured) error {
	c.sa.asClient.given = readGiven(m.Attributes)
	for _, n := range c.sa.nodes {
		if n != m.node && n.transaction != nil && n.transaction.own && !n.deleted {
			c.deleteNode(n, false, debuglog.NodeTransactionDone)
		}
	}
	attributes := make([]isakmp.Attribute, len(m.Attributes))
	for i, a := range m.Attributes {
		attributes[i] = isakmp.VariableAttribute(a.Type, nil)
	}
	return c.acknowledge(m, attributes)
}

func (c *change) noteSettings() error {
	c.sa.asClient.settings = true
	c.sa.timers[timerXAuth] = noTime
	c.tellClient(EasyVPNNews{Kind: EasyVPNGiven, Given: c.sa.asClient.given})
	return nil
}

// leaveServer notes that an SA is gone by which this router was a client.
func (e *Engine) leaveServer(sa *SA) {
	name := sa.easyVPN
	if name == "" {
		return
	}
	sa.easyVPN, sa.asClient = "", nil
	why := reasonWords[sa.reason]
	e.queueMessage(func(_ time.Time, out *Out) {
		for _, other := range e.byPeer[sa.bothEnds()] {
			if other.easyVPN == name {
				return
			}
		}
		out.add(EasyVPNNews{Name: name, Kind: EasyVPNLost, Why: why})
	})
}

// noteSocket tells of IPsec SAs that an Easy VPN client has.
func (x *exchange) noteSocket(key entryKey) {
	if entry := x.entryOf(key); entry != nil && entry.EasyVPN != "" {
		x.out.add(EasyVPNNews{Name: entry.EasyVPN, Kind: EasyVPNSocketUp})
	}
}

// noteSocketLost tells of the last IPsec SAs of an Easy VPN client's.
func (e *Engine) noteSocketLost(key entryKey, why event.Reason, out *Out) {
	entry := e.entryOf(key)
	if entry == nil || entry.EasyVPN == "" {
		return
	}
	for _, p := range e.IPsec.ByPeer(entry.Peers[0].Addr) {
		if other := e.entryOf(e.owners[p].entry); other != nil && other.EasyVPN == entry.EasyVPN {
			return
		}
	}
	out.add(EasyVPNNews{Name: entry.EasyVPN, Kind: EasyVPNSocketDown, Why: why})
}

// CallServer begins phase 1 with an Easy VPN server, for which the configuration has an entry (config.ISAKMPPeer.EasyVPN).
func (e *Engine) CallServer(now time.Time, local, server netip.Addr, out *Out) {
	e.beginPhase1(now, nil, "", nil, netip.AddrPortFrom(local, Port), netip.AddrPortFrom(server, Port), out)
	e.settleQueue(now, out)
}

// GiveUser answers the question that an EasyVPNNews of kind EasyVPNAsked has told of.
func (e *Engine) GiveUser(now time.Time, name, user, password string, out *Out) {
	for _, sa := range e.allSAs() {
		if sa.easyVPN == name && !sa.isGone() && sa.phase == state.XAuthReplyAwait {
			sa.asClient.user, sa.asClient.secret = user, password
			e.changeSA(now, sa, out).fire(state.UserGiven, nil)
			e.reschedule(sa)
		}
	}
	e.settleQueue(now, out)
}

// OpenSockets asks for the IPsec SAs of an Easy VPN client: those of all its crypto map entries, on the interface that has them.
func (e *Engine) OpenSockets(now time.Time, name string, out *Out) {
	for _, entry := range e.config.CryptoMaps {
		if entry.EasyVPN != name || entry.Wakes {
			continue
		}
		for _, i := range e.config.InterfacesWithMap(entry.Map) {
			for _, ace := range e.config.Protects(entry).Entries {
				if want, ok := SelectorOf(ace); ok && e.Protecting(entry, i, want) == nil {
					e.Acquire(now, entry, i, want, out)
				}
			}
		}
	}
}

// HangUp ends all that an Easy VPN client has with a server, and tells it.
func (e *Engine) HangUp(now time.Time, name string, out *Out) {
	for _, pair := range e.IPsec.Pairs() {
		if entry := e.entryOf(e.owners[pair].entry); entry != nil && entry.EasyVPN == name {
			e.dropPair(pair, event.Operator, out)
		}
	}
	e.dropRequests(func(r *request, _ netip.Addr) bool {
		entry := e.entryOf(r.entry)
		return entry != nil && entry.EasyVPN == name
	})
	e.settleQueue(now, out) // the server hears of its IPsec SAs while there is an ISAKMP SA to say it on
	for _, sa := range e.allSAs() {
		if sa.easyVPN == name && !sa.isGone() {
			e.changeSA(now, sa, out).deleteSA(debuglog.ReasonCleared)
		}
	}
	e.settleQueue(now, out)
}
