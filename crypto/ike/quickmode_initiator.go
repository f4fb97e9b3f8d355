package ike

import (
	"ruthere/config"
	"ruthere/crypto/ike/state"
	"ruthere/crypto/ipsec"
	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
	"ruthere/debuglog"
)

// beginQuickMode starts quick mode for what IPsec asked for.
func (s *step) beginQuickMode(r *request) {
	entry := s.config.MapEntry(r.entry.name, r.entry.sequence)
	if entry == nil {
		s.drop(r)
		return
	}
	n := &node{id: s.messageID(s.sa), state: state.NodeReady}
	n.iv = oakley.PhaseTwoIV(s.sa.suite.Hash, s.sa.iv, n.id, s.sa.suite.Cipher.BlockSize())
	n.quick = &quickMode{request: r, initiator: true, local: r.selector, entry: r.entry, iface: r.iface, group: oakley.Group(entry.PFSGroup)}
	s.sa.spent.exchange(n.id)
	s.sa.nodes = append(s.sa.nodes, n)
	r.sa = s.sa
	begun := &step{Engine: s.Engine, now: s.now, sa: s.sa, node: n, out: s.out}
	begun.say(debuglog.BeginningQuickMode(s.conn(), n.id))
	begun.fireNode(state.InitQM)
	s.reschedule(s.sa)
}

// quickModeKey asks for an own Diffie-Hellman value when the entry wants PFS.
func (s *step) quickModeKey() (*Job, error) {
	q := s.node.quick
	if q.group == 0 {
		return nil, nil
	}
	return s.phase2Job(nil)
}

func (s *step) phase2Job(peer []byte) (*Job, error) {
	q := s.node.quick
	if q.private == nil {
		private, err := q.group.PrivateKey(s.random("dh"))
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

func (s *step) sendQM1() error {
	q := s.node.quick
	spi, err := s.IPsec.AllocateSPI(s.random("spi"))
	if err != nil {
		return err
	}
	q.spiIn, q.nonceI, q.publicI = spi, s.bytes("nonce", nonceLen), s.answer.Public
	s.say(debuglog.GetsSPI(s.conn(), state.Initiator))
	entry := s.config.MapEntry(q.entry.name, q.entry.sequence)
	body := []isakmp.Payload{
		isakmp.New(s.ipsecOffer(entry, spi)),
		isakmp.New(&isakmp.Nonce{Data: q.nonceI}),
	}
	if q.group != 0 {
		body = append(body, isakmp.New(&isakmp.KeyExchange{Data: q.publicI}))
	}
	body = append(body, proxy(q.local.Local, q.local.Protocol, q.local.LocalPort), proxy(q.local.Remote, q.local.Protocol, q.local.RemotePort))
	hash := oakley.QuickModeHash1(s.sa.keys.Authenticator, s.node.id, isakmp.AppendPayloads(nil, body))
	return s.sendQuickMode(append([]isakmp.Payload{isakmp.New(&isakmp.Hash{Data: hash})}, body...), true)
}

// checkQM2 holds the responder's choice against the offer.
func (s *step) checkQM2() (*Job, error) {
	q := s.node.quick
	entry := s.config.MapEntry(q.entry.name, q.entry.sequence)
	if entry == nil {
		return nil, &proposalRefused{}
	}
	if err := s.chooseTransform([]*config.CryptoMapEntry{entry}, false); err != nil {
		return nil, err
	}
	nonce, _ := s.payload(isakmp.PayloadNonce)
	q.nonceR = nonce.Body
	s.sayRest()
	s.honourResponderLifetime()
	if !s.proxiesAgree() {
		return nil, &proposalRefused{}
	}
	ke, ok := s.payload(isakmp.PayloadKE)
	if ok != (q.group != 0) {
		return nil, &proposalRefused{}
	}
	if !ok {
		return nil, nil
	}
	q.publicR = ke.Body
	return s.phase2Job(ke.Body)
}

// finishInitiator installs the SAs and sends the last message.
func (s *step) finishInitiator() error {
	s.node.quick.shared = s.answer.Shared
	if err := s.install(); err != nil {
		return err
	}
	s.sayCreated()
	s.enable()
	return s.sendQM3("No Error")
}

// finishInstalled is XE's order: IPsec reports, then the last message leaves.
func (s *step) finishInstalled() error {
	s.node.quick.shared = s.answer.Shared
	if err := s.install(); err != nil {
		return err
	}
	s.say(debuglog.InstalledSA(s.conn(), s.node.quick.spiIn, s.node.quick.iface)...)
	s.enable()
	return s.sendQM3("No Error")
}

func (s *step) sendQM3(reason string) error {
	q := s.node.quick
	hash := oakley.QuickModeHash3(s.sa.keys.Authenticator, s.node.id, q.nonceI, q.nonceR)
	if err := s.sendQuickMode([]isakmp.Payload{isakmp.New(&isakmp.Hash{Data: hash})}, false); err != nil {
		return err
	}
	s.deleteNode(s.node, false, reason)
	return nil
}

// quickModeRefused ends the quick mode a peer's error notification is about: the one
// whose SPI it names, else the only one that waits for an answer.
func (s *step) quickModeRefused(n *isakmp.Notify) {
	var waiting []*node
	for _, candidate := range s.sa.nodes {
		if q := candidate.quick; q != nil && q.initiator && !candidate.deleted && q.pair == nil {
			if len(n.SPI) == 4 && q.spiIn == shownSPI(n) {
				waiting = []*node{candidate}
				break
			}
			waiting = append(waiting, candidate)
		}
	}
	if len(waiting) != 1 {
		return
	}
	refused := waiting[0]
	s.say(debuglog.DeletingSPI(s.conn(), refused.quick.spiIn, refused.id))
	s.deleteNode(refused, true, "Delete Larval")
	s.drop(refused.quick.request)
}

// proxiesAgree says whether the responder's ID payloads are the ones we sent.
func (s *step) proxiesAgree() bool {
	ids := s.proxies()
	if len(ids) == 0 {
		return true
	}
	got, ok := selectorOf(ids, ipsec.Selector{})
	return ok && got.Equal(s.node.quick.local)
}
