package ike

import (
	"crypto/hmac"
	"ruthere/event"

	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
	"ruthere/debuglog"
)

// Main mode with pre-shared keys, RFC 2409 section 5.4: the key, and the proofs made with it.

// findKey looks up the pre-shared key for the peer.
func (c *change) findKey() bool {
	c.log.Say(debuglog.LookingForKey(c.sa.remote.Addr()))
	key, ok := c.config.KeyAt(c.sa.profile, c.sa.vrf, c.sa.local.Addr(), c.sa.remote.Addr())
	if !ok {
		c.log.NoPreSharedKey(c.sa.remote.Addr())
		return false
	}
	c.sa.psk = key.Key
	c.log.KeySearchSucceeded()
	c.log.FoundPreSharedKey(c.sa.remote.Addr())
	return true
}

// authenticationPayloads are the last message of each side: ID, HASH and perhaps a notify.
func (c *change) authenticationPayloads() []isakmp.Payload {
	c.log.SAIsDoing()
	id := c.ownIdentity()
	c.sayIdentity(id, isakmp.PayloadHash)
	c.log.TotalPayloadLength(idPayloadLen(id))
	payload := isakmp.New(id)
	return []isakmp.Payload{payload, isakmp.New(&isakmp.Hash{Data: c.phase1Hash(c.sa.role, payload.Body)})}
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

// authenticatePeer judges the peer's ID and HASH.
func (c *change) authenticatePeer(m *received, peer state.Role) error {
	idPayload, _ := m.firstPayload(isakmp.PayloadID)
	hashPayload, _ := m.firstPayload(isakmp.PayloadHash)
	id := idPayload.Value.(*isakmp.Identification)
	c.log.ProcessingPayload(debuglog.PayloadID, 0)
	c.sayIdentity(id, isakmp.PayloadHash)
	c.sayProfile(id)
	c.log.ProcessingPayload(debuglog.PayloadHash, 0)
	if !hmac.Equal(hashPayload.Value.(*isakmp.Hash).Data, c.phase1Hash(peer, idPayload.Body)) {
		return &refusal{"the peer's hash is wrong", (*change).endWithWrongHash}
	}
	c.readLateVendorIDs(m)
	c.sa.peerID = identityText(id)
	c.sa.contact = m.carriesNotify(isakmp.NotifyInitialContact)
	if c.sa.contact {
		c.log.ProcessingNotify(uint16(isakmp.NotifyInitialContact), 1, 0, 0, c.sa.pointer)
	}
	c.log.SAAuthenticationStatus()
	c.log.SAAuthenticatedWith(c.sa.remote.Addr())
	c.sayNATPeer()
	c.processInitialContact()
	c.log.Say(debuglog.InsertedPeer(c.sa.local.Addr(), c.sa.remote.Addr(), c.sa.remote.Port(), c.sa.peer.pointer)...)
	return nil
}

// endWithWrongHash is what follows from a hash that does not agree: nothing is believed, and the
// state stays. A message that is right may still come: who sees the messages can send one of them
// with a bit turned over before it arrives, and must not end the exchange by that. Otherwise it dies
// by retransmission.
func (c *change) endWithWrongHash(_ state.Event, m *received) {
	c.sa.iv = m.formerIV
	c.log.HashPayloadIncorrect()
	c.log.Say(debuglog.IKEAuthFail(1, c.sa.remote.Addr()))
	c.refuseMessage()
	c.sa.timers[timerRetransmit] = c.now.Add(retransmitInterval)
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
