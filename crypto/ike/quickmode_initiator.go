package ike

import (
	"ruthere/config"
	"ruthere/crypto/ike/state"
	"ruthere/crypto/ipsec"
	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
	"ruthere/debuglog"
	"ruthere/event"
)

// beginQuickMode starts quick mode for what IPsec asked for, on the node that waited for it.
func (c *change) beginQuickMode(n *node) {
	r := n.wants
	entry := c.entryOf(r.entry)
	if entry == nil {
		c.dropRequest(r)
		return
	}
	iv := oakley.PhaseTwoIV(c.sa.suite.Hash, c.sa.iv, n.id, c.sa.suite.Cipher.BlockSize())
	n.quick = &quickMode{dialogue: dialogue{iv: iv}, request: r, initiator: true, opening: c.sa.opening > 0, local: r.selector,
		entry: r.entry, iface: r.iface,
		group: oakley.Group(entry.PFSGroup)}
	if n.quick.opening {
		c.sa.opening++
	}
	c.sa.spent.addExchange(n.id)
	begun := c.exchangeUnder(n)
	begun.log.BeginningQuickMode(n.id)
	begun.fire(state.InitQM, nil)
	c.reschedule(c.sa)
}

// makeQuickModeKey asks for an own Diffie-Hellman value when the entry wants PFS.
func (x *exchange) makeQuickModeKey() (*Job, error) {
	q := x.node.quick
	if q.group == 0 {
		return nil, nil
	}
	return x.ownKeyJob(nil)
}

func (x *exchange) ownKeyJob(peer []byte) (*Job, error) {
	q := x.node.quick
	if q.private == nil {
		private, err := q.group.PrivateKey(x.random("dh"))
		if err != nil {
			return nil, err
		}
		q.private = private
	}
	job := &Job{Group: q.group, Private: q.private, Peer: peer}
	if q.initiator {
		job.Public = q.publicI
	}
	return job, nil
}

func (x *exchange) sendQM1(a Answer) error {
	q := x.node.quick
	entry := x.entryOf(q.entry)
	if entry == nil {
		return &proposalRefused{} // the configuration changed meanwhile
	}
	sets := x.offeredSets(entry)
	if len(sets) == 0 {
		x.log.Say(debuglog.NoTransformToOffer(entry.Map, entry.Sequence))
		return &proposalRefused{}
	}
	if err := x.allocateSPIs(sets); err != nil {
		return err
	}
	q.nonceI, q.publicI = x.randomBytes("nonce", nonceLen), a.Public
	x.log.GetsSPI(state.Initiator)
	body := []isakmp.Payload{
		isakmp.New(x.ipsecOffer(entry, sets, q.in)),
		isakmp.New(&isakmp.Nonce{Data: q.nonceI}),
	}
	if q.group != 0 {
		body = append(body, isakmp.New(&isakmp.KeyExchange{Data: q.publicI}))
	}
	body = append(body,
		proxyPayload(q.local.Local, q.local.Protocol, q.local.LocalPort),
		proxyPayload(q.local.Remote, q.local.Protocol, q.local.RemotePort))
	if x.offersTransport(entry) {
		body = append(body, x.natOriginalPayloads()...)
	}
	hash := oakley.QuickModeHash1(x.sa.keys.Authenticator, x.node.id, isakmp.AppendPayloads(nil, body))
	return x.sendQuickMode(append([]isakmp.Payload{isakmp.New(&isakmp.Hash{Data: hash})}, body...), true)
}

// checkQM2 holds the responder's choice against the offer.
func (x *exchange) checkQM2(m *received) (*Job, error) {
	q := x.node.quick
	entry := x.entryOf(q.entry)
	if entry == nil {
		return nil, &proposalRefused{}
	}
	if err := x.chooseTransform(m, []*config.CryptoMapEntry{entry}, false); err != nil {
		return nil, err
	}
	x.releaseSPIs(&q.in, q.ownOf(q.in))
	nonce, _ := m.firstPayload(isakmp.PayloadNonce)
	q.nonceR = nonce.Body
	x.sayRest(m)
	x.honourResponderLifetime(m)
	if !x.proxiesAgree(m) {
		return nil, &proposalRefused{}
	}
	ke, ok := m.firstPayload(isakmp.PayloadKE)
	if ok != (q.group != 0) {
		return nil, &proposalRefused{}
	}
	if !ok {
		return nil, nil
	}
	q.publicR = ke.Body
	return x.ownKeyJob(ke.Body)
}

// finishInitiator installs the SAs and sends the last message.
func (x *exchange) finishInitiator(a Answer) error {
	x.node.quick.shared = a.Shared
	if err := x.installPair(); err != nil {
		return err
	}
	x.sayCreated()
	x.enablePair()
	return x.sendQM3()
}

// finishInstalled is the order of 15 and XE: IPsec reports, then the last message leaves.
func (x *exchange) finishInstalled(a Answer) error {
	x.node.quick.shared = a.Shared
	if err := x.installPair(); err != nil {
		return err
	}
	x.log.InstalledSA(x.node.quick.in.Main(), x.node.quick.iface)
	x.enablePair()
	return x.sendQM3()
}

// ownOf are the SPIs, of those that were chosen for all that was offered, of what was agreed to.
func (q *quickMode) ownOf(spis ipsec.SPIs) ipsec.SPIs {
	if !q.agreed.transform.HasESP() {
		spis.ESP = 0
	}
	if q.agreed.transform.AH == ipsec.None {
		spis.AH = 0
	}
	return spis
}

func (x *exchange) sendQM3() error {
	q := x.node.quick
	hash := oakley.QuickModeHash3(x.sa.keys.Authenticator, x.node.id, q.nonceI, q.nonceR)
	if err := x.sendQuickMode([]isakmp.Payload{isakmp.New(&isakmp.Hash{Data: hash})}, false); err != nil {
		return err
	}
	x.deleteNode(x.node, false, debuglog.NodeNoError)
	return nil
}

// endRefusedQuickMode ends the quick mode a peer's error notification is about: the one whose SPI
// it names. One that names none of ours ends nothing, and quick mode is repeated until it, too, is
// over; the device's log with a peer of that kind shows its node deleted with the SA only.
func (c *change) endRefusedQuickMode(n *isakmp.Notify) {
	for _, candidate := range c.sa.nodes {
		q := candidate.quick
		if q != nil && q.initiator && !candidate.deleted && q.pair == nil && len(n.SPI) == 4 && shownSPI(n) != 0 &&
			(q.in.ESP == shownSPI(n) || q.in.AH == shownSPI(n)) {
			c.exchangeUnder(candidate).endRefused()
			return
		}
	}
}

// endRefused ends a quick mode that the peer refuses; what asked for it waits for its timer.
func (x *exchange) endRefused() {
	x.node.quick.failure = event.Refused
	x.log.DeletingSPI(x.node.quick.in.Main(), x.node.id)
	x.abandon(debuglog.NodeLarval)
}

// proxiesAgree says whether the responder's ID payloads are the ones we sent: RFC 2409 section 5.5
// has them come back, and without them the SAs would be for the two ends alone.
func (x *exchange) proxiesAgree(m *received) bool {
	got, ok := selectorOf(m.proxyPayloads(), ipsec.Selector{})
	return ok && (got.Equal(x.node.quick.local) || x.agreesAcrossNAT(m, got))
}
