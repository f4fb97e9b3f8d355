package ike

import (
	"crypto/hmac"
	"slices"

	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
	"ruthere/debuglog"
	"ruthere/event"
)

// Phase 1 with pre-shared keys, RFC 2409 section 5.4: the proofs that are made with the key, and what follows from a proof of either
// kind. Those by signatures are in signatures.go and peerproof.go.

// presentIdentity makes this side's ID payload, and says so; next is what follows it in its message.
func (c *change) presentIdentity(next isakmp.PayloadType) isakmp.Payload {
	id := c.ownIdentity()
	c.log.SAIsDoing(c.sa.signs, "ID_"+id.Type.String())
	c.sayIdentity(id, next)
	c.log.TotalPayloadLength(idPayloadLen(id))
	return isakmp.New(id)
}

// ownHash is what proves this side, whose ID payload has that body.
func (c *change) ownHash(id []byte) isakmp.Payload {
	return isakmp.New(&isakmp.Hash{Data: c.phase1Hash(c.sa.role, id)})
}

// phase1Hash is HASH_I or HASH_R over an ID payload's body, RFC 2409 section 5.
func (c *change) phase1Hash(of state.Role, id []byte) []byte {
	c.arithmeticDone(debuglog.EngineHash)
	sa := c.sa
	if of == state.Initiator {
		return oakley.HashI(sa.suite.Hash, sa.keys.SKEYID, sa.keI, sa.keR, sa.cookieI, sa.cookieR, sa.offer, id)
	}
	return oakley.HashR(sa.suite.Hash, sa.keys.SKEYID, sa.keI, sa.keR, sa.cookieI, sa.cookieR, sa.offer, id)
}

// authenticatePeer judges the peer's ID and HASH in main mode.
func (c *change) authenticatePeer(m *received, peer state.Role) error {
	id, body := c.readIdentity(m)
	c.sayProfile(id)
	c.sayAddressKey()
	if err := c.judgeHash(m, peer, body); err != nil {
		return err
	}
	c.readLateVendorIDs(m)
	c.sa.peerID = identityText(id)
	c.acceptPeer(m)
	return nil
}

// readIdentity says what the peer's ID payload holds.
func (c *change) readIdentity(m *received) (id *isakmp.Identification, body []byte) {
	at := slices.IndexFunc(m.payloads, func(p isakmp.Payload) bool { return p.Type == isakmp.PayloadID })
	p, next := m.payloads[at], isakmp.PayloadNone
	if at+1 < len(m.payloads) {
		next = m.payloads[at+1].Type
	}
	id = p.Value.(*isakmp.Identification)
	c.log.ProcessingPayload(debuglog.PayloadID, 0)
	c.sayIdentity(id, next)
	return id, p.Body
}

// judgeHash judges the peer's HASH over its ID payload, which has that body.
func (c *change) judgeHash(m *received, peer state.Role, id []byte) error {
	p, _ := m.firstPayload(isakmp.PayloadHash)
	c.log.ProcessingPayload(debuglog.PayloadHash, 0)
	if !hmac.Equal(p.Value.(*isakmp.Hash).Data, c.phase1Hash(peer, id)) {
		return &refusal{"the peer's hash is wrong", (*change).endWithWrongHash}
	}
	return nil
}

// acceptPeer is what an authenticated peer's last message brings. That it has no other SA is believed only under encryption: its HASH
// does not cover it.
func (c *change) acceptPeer(m *received) {
	c.sa.contact = m.nextIV != nil && m.carriesNotify(isakmp.NotifyInitialContact)
	if c.sa.contact {
		c.log.ProcessingNotify(uint16(isakmp.NotifyInitialContact), 1, 0, 0, c.sa.pointer)
	}
	c.log.SAAuthenticationStatus()
	c.log.SAAuthenticatedWith(c.sa.remote.Addr())
	c.sayNATPeer()
	c.processInitialContact()
	c.log.Say(debuglog.InsertedPeer(c.sa.local.Addr(), c.sa.remote.Addr(), c.sa.remote.Port(), c.sa.peer.pointer)...)
}

// endWithWrongHash is what follows from a hash that does not agree: nothing is believed, and the
// state stays. A message that is right may still come: who sees the messages can send one of them
// with a bit turned over before it arrives, and must not end the exchange by that. Otherwise it dies
// by retransmission.
func (c *change) endWithWrongHash(_ state.Event, m *received) {
	c.log.HashPayloadIncorrect()
	c.disbelieve(m, byPreSharedKey)
}

// disbelieve goes on as if a message had not come whose proof, by a method, is wrong.
func (c *change) disbelieve(m *received, method int) {
	if m.formerIV != nil {
		c.sa.iv = m.formerIV
	}
	c.log.Say(debuglog.IKEAuthFail(method, c.sa.remote.Addr()))
	if c.sa.phase == state.InitAM1 {
		c.log.Say(debuglog.IKEModeFailure(debuglog.AggressiveMode, c.sa.remote.Addr()))
		c.forgetAnswer(m)
	} else {
		c.refuseMessage()
	}
	c.sa.timers[timerRetransmit] = c.now.Add(retransmitInterval)
}

// announceContact settles whether the peer will be told that this is the only SA with it, and says so.
func (c *change) announceContact() {
	if c.sa.first = len(c.siblingsOf(c.sa)) == 0; c.sa.first {
		c.log.SendInitialContact()
	}
}

func (c *change) contactPayloads() []isakmp.Payload {
	if !c.sa.first {
		return nil
	}
	return []isakmp.Payload{isakmp.New(c.initialContactNotify())}
}

// initialContactNotify tells the peer that this is the only SA with it that we have.
func (c *change) initialContactNotify() *isakmp.Notify {
	return &isakmp.Notify{DOI: isakmp.DOIIPsec, Protocol: isakmp.ProtocolISAKMP, Type: isakmp.NotifyInitialContact,
		SPI: append(c.sa.cookieI[:len(c.sa.cookieI):len(c.sa.cookieI)], c.sa.cookieR[:]...)}
}

// processInitialContact drops what is left of the peer's former life (RFC 2407
// section 4.6.3.3).
func (c *change) processInitialContact() {
	if !c.sa.contact {
		return
	}
	c.log.SAAuthenticationStatus()
	c.log.ProcessInitialContact(c.sa.local.Addr(), c.sa.remote.Addr(), c.sa.remote.Port())
	ports := []uint16{c.sa.remote.Port()}
	for _, old := range c.siblingsOf(c.sa) {
		if !c.sa.isOfSameClient(old) {
			continue
		}
		ports = append(ports, old.remote.Port())
		o := c.changeSA(c.now, old, c.out)
		o.markDeleted(debuglog.ReasonInitialContact)
		o.fire(state.Phase1Delete, nil)
		c.reschedule(old)
	}
	c.removePairs(c.pairsOfClient(ports), c.sa.bothEnds(), c.sa.remote.Port(), c.sa.peerID, event.InitialContact, c.out)
}
