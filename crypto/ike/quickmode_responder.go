package ike

import (
	"ruthere/config"
	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
	"ruthere/debuglog"
)

// checkQM1 finds the crypto map entry the peer's proxies meet and a transform set
// that agrees with its offer.
func (s *step) checkQM1() (*Job, error) {
	q := s.node.quick
	nonce, _ := s.payload(isakmp.PayloadNonce)
	q.nonceI = nonce.Body
	selector, ok := s.peerSelector()
	if !ok {
		return nil, &proposalRefused{}
	}
	q.local = selector
	entries := s.entriesFor(selector, q)
	if err := s.chooseTransform(entries, true); err != nil {
		return nil, err
	}
	s.sayRest()
	ke, has := s.payload(isakmp.PayloadKE)
	if has != (q.agreed.group != 0) {
		return nil, &proposalRefused{}
	}
	q.group = oakley.Group(q.agreed.group)
	if !has {
		return nil, nil
	}
	q.publicI = ke.Body
	return s.phase2Job(ke.Body)
}

// askSPI is IKE asking IPsec for an SPI.
func (s *step) askSPI() error {
	q := s.node.quick
	q.shared, q.publicR = s.answer.Shared, s.answer.Public
	spi, err := s.IPsec.AllocateSPI(s.random("spi"))
	q.spiIn = spi
	s.say(debuglog.AskingForSPIs(s.conn(), 1), debuglog.GetsSPI(s.conn(), state.Responder))
	return err
}

// answerQM1 sends message 2 and is ready to receive on the new SA. Nothing is sent on
// it before message 3 proves that the peer is there.
func (s *step) answerQM1() error {
	q := s.node.quick
	q.nonceR = s.bytes("nonce", nonceLen)
	if s.release == debuglog.IOS124 {
		s.say(debuglog.KeyEngineEvent(1), debuglog.SPIResponse(q.spiIn, s.sa.local.Addr(), s.sa.remote.Addr()), debuglog.ReceivedKEMessage(2, 1))
	}
	if err := s.install(); err != nil {
		return err
	}
	if s.release == debuglog.IOSXE {
		s.say(debuglog.InstalledSA(s.conn(), q.spiIn, q.iface)...)
	} else {
		s.sayCreated()
	}
	body := []isakmp.Payload{
		isakmp.New(s.ipsecAnswer()),
		isakmp.New(&isakmp.Nonce{Data: q.nonceR}),
	}
	if q.group != 0 {
		body = append(body, isakmp.New(&isakmp.KeyExchange{Data: q.publicR}))
	}
	body = append(body, s.proxies()...) // as they came
	if notify, shorter := s.responderLifetimeNotify(); shorter {
		body = append(body, notify)
	}
	hash := oakley.QuickModeHash2(s.sa.keys.Authenticator, s.node.id, q.nonceI, isakmp.AppendPayloads(nil, body))
	return s.sendQuickMode(append([]isakmp.Payload{isakmp.New(&isakmp.Hash{Data: hash})}, body...), true)
}

// processQM3 is the peer's proof that it is there: the outbound SA may be used.
func (s *step) processQM3() error {
	s.node.quick.lastSent = nil // message 3, heard again, wants no answer
	s.deleteNode(s.node, false, "QM done (await)")
	s.enable()
	return nil
}

// refuseQuickMode tells the peer that nothing of its offer is acceptable.
func (s *step) refuseQuickMode() {
	if s.node.quick.initiator {
		return
	}
	spi := s.offeredSPI()
	n := &isakmp.Notify{DOI: isakmp.DOIIPsec, Protocol: isakmp.ProtocolESP, Type: isakmp.NotifyNoProposalChosen, SPI: spi}
	err := s.sendInformational(isakmp.New(n), func(id uint32) {
		s.say(debuglog.SendingNotify(s.conn(), "PROPOSAL_NOT_CHOSEN", 3, uint64(s.sa.pointer), id))
	})
	if err != nil {
		s.badMessage(s.now, s.sa.remote.Addr(), s.out)
	}
}

// offeredSPI is the SPI of the peer's first proposal.
func (s *step) offeredSPI() []byte {
	p, ok := s.payload(isakmp.PayloadSA)
	if !ok {
		return nil
	}
	for _, proposal := range p.Value.(*isakmp.SecurityAssociation).Proposals {
		return proposal.SPI
	}
	return nil
}

// entriesFor lists the crypto map entries of the interface the peer spoke to that
// name it as a peer and protect its proxies.
func (s *step) entriesFor(want selector, q *quickMode) (entries []*config.CryptoMapEntry) {
	iface := s.interfaceAt(s.sa.vrf, s.sa.local.Addr())
	if iface == nil {
		return nil
	}
	q.iface = iface.Name
	for _, e := range s.config.CryptoMap(iface.CryptoMap) {
		if e.Complete() && s.namesPeer(e, s.sa.remote.Addr()) && s.protects(e, want) {
			entries = append(entries, e)
		}
	}
	return entries
}
