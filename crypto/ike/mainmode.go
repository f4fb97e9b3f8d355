package ike

import (
	"crypto/hmac"
	"crypto/sha256"
	"net/netip"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
	"ruthere/debuglog"
)

// Phase 1 messages are repeated every ten seconds, five times: packet times 0, 10, 20,
// 30, 40 and 50, as IOS 12.1 to 15.0 do.
const (
	retransmitInterval = 10 * time.Second
	maxRetransmissions = 5
)

// mainMode takes a message of RFC 2409 section 5.4.
func (s *step) mainMode() {
	digest := sha256.Sum256(s.datagram.Data)
	if digest == s.sa.lastReceived {
		s.duplicate()
		return
	}
	if s.sa.state == state.P1Complete || !s.open() || !s.fits() {
		return
	}
	if s.sa.role == state.Initiator {
		s.sa.cookieR = s.header.Responder
	}
	if s.nextIV != nil {
		s.sa.iv = s.nextIV
	}
	s.sa.lastReceived = digest
	s.sa.timers[timerRetransmit] = time.Time{}
	s.sa.remote = netip.AddrPortFrom(s.sa.remote.Addr(), s.datagram.Remote.Port())
	s.sa.local = netip.AddrPortFrom(s.sa.local.Addr(), s.datagram.Local.Port())
	s.found = s.sa.state
	s.fire(state.MMExchange)
}

// fits says whether the message is the one that main mode waits for: a stray or
// repeated one must change nothing. An answer without the responder's cookie is our
// own message come back.
func (s *step) fits() bool {
	row := s.row(state.MMExchange)
	if row == nil {
		s.say(debuglog.UnknownInput(s.conn(), state.MMExchange, s.sa.state))
		return false
	}
	if s.missing(row.need) != 0 || s.sa.role == state.Initiator && s.header.Responder.IsZero() {
		s.badMessage(s.now, s.sa.remote.Addr(), s.out)
		return false
	}
	return true
}

// duplicate answers a main mode message that was heard before: our answer was lost.
func (s *step) duplicate() {
	s.say(debuglog.DuplicatePhase1Packet(s.conn()))
	if s.sa.lastSent == nil || s.sa.role == state.Initiator && s.sa.established() {
		return // message 6 has no answer; repeating message 5 would bring it again, for ever
	}
	s.say(debuglog.RetransmittingDueTo(s.conn(), "retransmit phase 1"),
		debuglog.RetransmitPhase1Due(s.conn(), s.sa.column))
	s.transmit(s.sa.lastSent)
}

// retransmitPhase1 repeats the last message of main mode, or gives the peer up.
func (s *step) retransmitPhase1() {
	s.say(debuglog.RetransmitPhase1Due(s.conn(), s.sa.column))
	if s.sa.retransmissions == maxRetransmissions {
		s.giveUp("Death by retransmission P1")
		return
	}
	s.sa.retransmissions++
	s.say(debuglog.ErrorCounter(s.conn(), "retransmit phase 1", s.sa.retransmissions, maxRetransmissions),
		debuglog.RetransmittingPhase1(s.conn(), s.sa.column))
	s.transmit(s.sa.lastSent)
	s.sa.timers[timerRetransmit] = s.now.Add(retransmitInterval)
}

// giveUp ends an SA that was never established: the peer did not answer, so the
// crypto map moves on to the next one.
func (s *step) giveUp(reason string) {
	s.say(debuglog.ParanoidKeepalives(s.conn()))
	s.mark(reason)
	s.advancePeer(reason)
	s.fire(state.Phase1Delete)
}

// sendMainMode sends a message of main mode, encrypted once there are keys for it,
// and keeps it for retransmission.
func (s *step) sendMainMode(payloads []isakmp.Payload, encrypted bool) error {
	m := isakmp.Message{Header: s.newHeader(isakmp.MainMode, 0), Payloads: payloads}
	data := m.Append(nil)
	if encrypted {
		var err error
		if data, s.sa.iv, err = s.seal(m, s.sa.iv); err != nil {
			return err
		}
	}
	s.sa.lastSent, s.sa.retransmissions = data, 0
	s.transmit(data)
	s.sa.timers[timerRetransmit] = s.now.Add(retransmitInterval)
	return nil
}

// ownKey returns a job that makes this side's Diffie-Hellman value; with the peer's
// value it also makes the shared secret.
func (s *step) ownKey(peer []byte) (*Job, error) {
	if s.sa.private == nil {
		private, err := s.sa.suite.Group.PrivateKey(s.random("dh"))
		if err != nil {
			return nil, err
		}
		s.sa.private = private
	}
	job := &Job{Group: s.sa.suite.Group, Private: s.sa.private, Peer: peer}
	if s.sa.role == state.Initiator {
		job.Public = s.sa.keI
	}
	return job, nil
}

// deriveKeys computes SKEYID and its children (RFC 2409 section 5) and gives the SA
// its connection id.
func (s *step) deriveKeys() error {
	sa := s.sa
	keys, err := oakley.DeriveKeysPreShared(sa.suite, []byte(sa.psk), sa.nonceI, sa.nonceR, sa.shared,
		sa.cookieI, sa.cookieR, sa.keI, sa.keR)
	if err != nil {
		return err
	}
	sa.keys, sa.iv = keys, keys.IV
	s.lastConn++
	sa.conn = s.lastConn
	s.say(debuglog.SKEYIDGenerated(s.conn()), debuglog.EngineDid(s.conn(), debuglog.EngineIKESA))
	return nil
}

// findKey looks up the pre-shared key for the peer.
func (s *step) findKey() bool {
	s.say(debuglog.LookingForKey(s.sa.remote.Addr(), "default"))
	key, ok := s.config.KeyAt(s.sa.profile, s.sa.vrf, s.sa.local.Addr(), s.sa.remote.Addr())
	if !ok {
		s.say(debuglog.NoPreSharedKey(s.conn(), s.sa.remote.Addr()))
		return false
	}
	s.sa.psk = key.Key
	s.say(debuglog.FoundPreSharedKey(s.conn(), s.sa.remote.Addr()))
	return true
}

// authentication is the last message of each side: ID, HASH and perhaps a notify.
func (s *step) authentication() []isakmp.Payload {
	s.say(debuglog.SAIsDoing(s.conn(), "ID_IPV4_ADDR")...)
	id := s.identity()
	s.sayIdentity(id, isakmp.PayloadHash)
	s.say(debuglog.TotalPayloadLength(s.conn(), idPayloadLen(id)))
	payload := isakmp.New(id)
	return []isakmp.Payload{payload, isakmp.New(&isakmp.Hash{Data: s.hash(s.sa.role, payload.Body)})}
}

// hash is HASH_I or HASH_R over an ID payload's body, RFC 2409 section 5.
func (s *step) hash(of state.Role, id []byte) []byte {
	s.say(debuglog.EngineDid(s.conn(), debuglog.EngineHash))
	sa := s.sa
	if of == state.Initiator {
		return oakley.HashI(sa.suite.Hash, sa.keys.SKEYID, sa.keI, sa.keR, sa.cookieI, sa.cookieR, sa.offer, id)
	}
	return oakley.HashR(sa.suite.Hash, sa.keys.SKEYID, sa.keI, sa.keR, sa.cookieI, sa.cookieR, sa.offer, id)
}

// authenticate judges the peer's ID and HASH.
func (s *step) authenticate(peer state.Role) error {
	idPayload, _ := s.payload(isakmp.PayloadID)
	hashPayload, _ := s.payload(isakmp.PayloadHash)
	id := idPayload.Value.(*isakmp.Identification)
	s.say(debuglog.ProcessingPayload(s.conn(), "ID", 0))
	s.sayIdentity(id, isakmp.PayloadHash)
	s.sayProfile()
	s.say(debuglog.ProcessingPayload(s.conn(), "HASH", 0))
	if !hmac.Equal(hashPayload.Value.(*isakmp.Hash).Data, s.hash(peer, idPayload.Body)) {
		return &refusal{"the peer's hash is wrong", (*step).hashIncorrect}
	}
	s.sa.peerID = identityText(id)
	s.sa.contact = s.notifies(isakmp.NotifyInitialContact)
	if s.sa.contact {
		s.say(debuglog.ProcessingNotify(s.conn(), "INITIAL_CONTACT", 1, 0, 0, s.sa.pointer))
	}
	s.say(debuglog.SAAuthenticationStatus(s.conn()), debuglog.SAAuthenticatedWith(s.conn(), s.sa.remote.Addr()))
	s.sayNATPeer()
	s.processInitialContact()
	s.say(debuglog.InsertedPeer(s.sa.local.Addr(), s.sa.remote.Addr(), s.sa.remote.Port(), s.sa.peer.pointer)...)
	return nil
}

// hashIncorrect is what follows from a hash that does not agree: nothing is believed,
// the state stays, and the exchange dies by retransmission.
func (s *step) hashIncorrect(_ *transition) {
	s.say(debuglog.HashPayloadIncorrect(s.conn()), debuglog.IKEAuthFail(1, s.sa.remote.Addr()))
	s.badMessage(s.now, s.sa.remote.Addr(), s.out)
	s.sa.timers[timerRetransmit] = s.now.Add(retransmitInterval)
}

// notifies says whether the message carries a notification of that type.
func (s *step) notifies(t isakmp.NotifyType) bool {
	for _, p := range s.message {
		if n, ok := p.Value.(*isakmp.Notify); ok && n.Type == t {
			return true
		}
	}
	return false
}

// initialContactReason is why SAs go that the peer no longer has.
const initialContactReason = "Receive initial contact"

// processInitialContact drops what is left of the peer's former life (RFC 2407
// section 4.6.3.3).
func (s *step) processInitialContact() {
	if !s.sa.contact {
		return
	}
	s.say(debuglog.SAAuthenticationStatus(s.conn()),
		debuglog.ProcessInitialContact(s.conn(), s.sa.local.Addr(), s.sa.remote.Addr(), s.sa.remote.Port()))
	for _, old := range s.siblings(s.sa) {
		o := &step{Engine: s.Engine, now: s.now, sa: old, out: s.out}
		o.mark(initialContactReason)
		o.fireDeletion()
		s.reschedule(old)
	}
	s.deleteIPsecWith(s.sa.endpoints())
}

// begin starts main mode towards a peer, for a request of IPsec or (nil) to renew an SA.
func (e *Engine) begin(now time.Time, r *request, vrf string, profile *config.Profile, local, remote netip.AddrPort, out *Out) {
	out.about(remote.Addr())
	e.admission.Begun++
	out.Log(debuglog.SARequestProfile(debuglog.Conn{}, profileName(profile)))
	sa := e.newSA(state.Initiator, vrf, local, remote, e.cookie())
	sa.profile = profile
	e.lockPeer(sa, "isakmp_initiator", out)
	s := &step{Engine: e, now: now, sa: sa, out: out}
	s.say(debuglog.LocalRemotePort(local.Port(), remote.Port()),
		debuglog.SetNewNode(s.conn(), 0, state.QMIdle),
		e.inserted(sa),
		debuglog.CannotStartAggressiveMode(s.conn()))
	if !s.findKey() {
		s.noKey(r)
		return
	}
	if r != nil {
		sa.pending = append(sa.pending, r)
	}
	s.fire(state.SARequestMM)
	e.reschedule(sa)
}

// noKey ends an SA for which there is no pre-shared key: nothing is sent.
func (s *step) noKey(r *request) {
	s.say(debuglog.NoCertOrKey(s.conn()), debuglog.CannotStartMainMode(s.conn()))
	s.unlockPeer(s.sa, "isadb_unlock_peer_delete_sa()", s.out)
	s.forget(s.sa, s.out)
	s.say(debuglog.PurgingNode(s.conn(), 0), debuglog.ErrorProcessingSARequest(), debuglog.ErrorProcessingKMI(0, 2))
	if r != nil {
		s.drop(r)
	}
}

// accept makes the SA for a first message from a peer.
func (e *Engine) accept(now time.Time, d Datagram, h isakmp.Header, out *Out) *SA {
	sa := e.newSA(state.Responder, d.VRF, d.Local, d.Remote, h.Initiator)
	sa.profile = e.config.ProfileAt(d.VRF, d.Local.Addr(), d.Remote.Addr())
	out.Log(debuglog.ReceivedFirstPacket(sa.connection(), d.Remote.Addr(), d.Local.Port(), d.Remote.Port(), sa.vrf))
	e.count(sa)
	e.lockPeer(sa, "crypto_isakmp_process_block", out)
	sa.cookieR = e.cookie()
	out.Log(debuglog.LocalRemotePort(d.Local.Port(), d.Remote.Port()), e.inserted(sa))
	return sa
}
