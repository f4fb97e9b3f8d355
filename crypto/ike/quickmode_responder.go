package ike

import (
	"ruthere/config"
	"ruthere/crypto/ike/state"
	"ruthere/crypto/ipsec"
	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
	"ruthere/debuglog"
)

// checkQM1 finds the crypto map entry the peer's proxies meet and a transform set
// that agrees with its offer.
func (x *exchange) checkQM1(m *received) (*Job, error) {
	q := x.node.quick
	nonce, _ := m.firstPayload(isakmp.PayloadNonce)
	q.nonceI = nonce.Body
	selector, ok := x.peerSelector(m)
	if !ok {
		return nil, &proposalRefused{}
	}
	q.local = selector
	if m.offersUDPTransport() {
		q.local = x.betweenEnds(selector)
	}
	entries := x.entriesFor(q.local, q)
	if len(entries) == 0 && q.local != selector { // an access list may name a host by an address that only its own side knows
		q.local = selector
		entries = x.entriesFor(selector, q)
	}
	if err := x.chooseTransform(m, entries, true); err != nil {
		return nil, err
	}
	x.sayRest(m)
	ke, has := m.firstPayload(isakmp.PayloadKE)
	if has != (q.agreed.group != 0) {
		return nil, &proposalRefused{}
	}
	q.group = oakley.Group(q.agreed.group)
	if !has {
		return nil, nil
	}
	q.publicI = ke.Body
	return x.ownKeyJob(ke.Body)
}

// askSPI is IKE asking IPsec for an SPI.
func (x *exchange) askSPI(a Answer) error {
	q := x.node.quick
	q.shared, q.publicR = a.Shared, a.Public
	err := x.allocateFor(q.agreed.transform)
	x.log.AskingForSPIs(protocolsOf(q.agreed.transform))
	x.log.GetsSPI(state.Responder)
	return err
}

// answerQM1 sends message 2 and is ready to receive on the new SA. Nothing is sent on
// it before message 3 proves that the peer is there.
func (x *exchange) answerQM1(m *received) error {
	q := x.node.quick
	q.nonceR = x.randomBytes("nonce", nonceLen)
	if x.release == debuglog.IOS124 {
		x.log.Say(debuglog.KeyEngineEvent(1))
		for _, p := range q.agreed.proposals {
			x.log.Say(debuglog.SPIResponse(spiFor(p.Protocol, q.in), x.sa.local.Addr(), x.sa.remote.Addr(), int(p.Protocol)))
		}
		x.log.Say(debuglog.ReceivedKEMessage(2, 1))
	}
	if err := x.installPair(); err != nil {
		return err
	}
	if x.release == debuglog.IOS124 {
		x.sayCreated()
	} else {
		x.log.InstalledSA(q.in.Main(), q.iface)
	}
	body := []isakmp.Payload{
		isakmp.New(x.ipsecAnswer()),
		isakmp.New(&isakmp.Nonce{Data: q.nonceR}),
	}
	if q.group != 0 {
		body = append(body, isakmp.New(&isakmp.KeyExchange{Data: q.publicR}))
	}
	body = append(body, m.proxyPayloads()...) // as they came
	if q.agreed.transform.Mode == ipsec.UDPTransport {
		body = append(body, x.natOriginalPayloads()...)
	}
	if notify, shorter := x.responderLifetimeNotify(); shorter {
		body = append(body, notify)
	}
	hash := oakley.QuickModeHash2(x.sa.keys.Authenticator, x.node.id, q.nonceI, isakmp.AppendPayloads(nil, body))
	return x.sendQuickMode(append([]isakmp.Payload{isakmp.New(&isakmp.Hash{Data: hash})}, body...), true)
}

// processQM3 is the peer's proof that it is there: the outbound SA may be used, if nobody has cleared
// it meanwhile.
func (x *exchange) processQM3() error {
	q := x.node.quick
	q.lastSent = nil // message 3, heard again, wants no answer
	x.deleteNode(x.node, false, debuglog.NodeAwaited)
	if x.IPsec.Has(q.pair) {
		x.enablePair()
	}
	return nil
}

// refuseQuickMode tells the peer that nothing of its offer is acceptable.
func (x *exchange) refuseQuickMode(m *received) {
	if x.node.quick.initiator {
		return
	}
	protocol, spi := m.firstOffered()
	n := &isakmp.Notify{DOI: isakmp.DOIIPsec, Protocol: protocol, Type: isakmp.NotifyNoProposalChosen, SPI: spi}
	err := x.sendInformational(isakmp.New(n), func(id uint32) {
		x.log.SendingNotify(uint16(n.Type), int(protocol), uint64(x.sa.pointer), id)
	})
	if err != nil {
		x.refuseMessage()
	}
}

// firstOffered are the protocol and the SPI of the peer's first proposal.
func (m *received) firstOffered() (isakmp.ProtocolID, []byte) {
	if p, ok := m.firstPayload(isakmp.PayloadSA); ok {
		for _, proposal := range p.Value.(*isakmp.SecurityAssociation).Proposals {
			return proposal.Protocol, proposal.SPI
		}
	}
	return isakmp.ProtocolESP, nil
}

// entriesFor lists the crypto map entries of the interface the peer spoke to, and of the tunnels that have their source there, that
// name it as a peer and protect its proxies. A peer whose profile has a virtual template has the tunnel that is configured for it, or
// one that is cloned from the template.
func (x *exchange) entriesFor(want selector, q *quickMode) (entries []*config.CryptoMapEntry) {
	iface := x.interfaceAt(x.sa.vrf, x.sa.local.Addr())
	if iface != nil {
		q.iface = iface.Name
	}
	for _, e := range x.config.CryptoMaps { // a hub has thousands, one or two of which are this peer's
		if e.Tunnel != nil {
			if e.Tunnel.Template == "" && x.protectsTunnel(e, want) {
				entries = append(entries, e)
			}
			continue
		}
		if iface == nil || x.hasTemplate() {
			continue
		}
		if e.Dynamic != "" && e.Map == iface.CryptoMap {
			for _, t := range x.temporariesFor(e, want) {
				q.candidates, entries = append(q.candidates, t), append(entries, t.CryptoMapEntry)
			}
			continue
		}
		if x.namesPeer(e, x.sa.remote.Addr()) && e.Map == iface.CryptoMap && e.Manual == nil && e.Complete() &&
			permitsAll(x.config, e, want) {
			entries = append(entries, e)
		}
	}
	if q.access = nil; x.hasTemplate() && len(entries) == 0 {
		if q.access = x.accessEntryFor(want); q.access != nil {
			entries = append(entries, q.access.CryptoMapEntry)
		}
	}
	return entries
}

// hasTemplate says whether the peer's tunnel is to be cloned from a virtual template.
func (c *change) hasTemplate() bool { return c.sa.profile != nil && c.sa.profile.VirtualTemplate != 0 }
