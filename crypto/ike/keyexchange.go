package ike

import (
	"time"

	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
	"ruthere/dpd"
)

// nonceLen is the length of our nonces: RFC 2409 section 5 wants 8 to 256 bytes.
const nonceLen = 20

// Our own answers to a peer's R_U_THERE are limited to this rate: RFC 3706 section 6.
const (
	answerSpacing = 100 * time.Millisecond
	answerBurst   = 20
)

// keyExchange makes the payloads of message 3 or 4: KE, nonce, vendor IDs and the NAT
// discovery hashes.
func (s *step) keyExchange() []isakmp.Payload {
	own, nonce := s.sa.keI, s.sa.nonceI
	if s.sa.role == state.Responder {
		own, nonce = s.sa.keR, s.sa.nonceR
	}
	payloads := []isakmp.Payload{
		isakmp.New(&isakmp.KeyExchange{Data: own}),
		isakmp.New(&isakmp.Nonce{Data: nonce}),
	}
	payloads = append(payloads, s.ownVendorIDs()...)
	return append(payloads, s.natDiscovery()...)
}

// startSharedSecret takes the peer's public value and asks for the arithmetic.
func (s *step) startSharedSecret() (*Job, error) {
	s.say(debuglog.ProcessingPayload(s.conn(), "KE", 0))
	ke, _ := s.payload(isakmp.PayloadKE)
	return s.ownKey(ke.Value.(*isakmp.KeyExchange).Data)
}

// finishKeyExchange goes on when the shared secret is there: nonce, keys, vendor IDs,
// NAT discovery.
func (s *step) finishKeyExchange() error {
	s.say(debuglog.ProcessingPayload(s.conn(), "NONCE", 0))
	ke, _ := s.payload(isakmp.PayloadKE)
	nonce, _ := s.payload(isakmp.PayloadNonce)
	s.sa.shared = s.answer.Shared
	if s.sa.role == state.Initiator {
		s.sa.keR, s.sa.nonceR = ke.Body, nonce.Body
	} else {
		s.say(debuglog.EngineDid(s.conn(), debuglog.EngineDH))
		// The own nonce goes into the keys before message 4 carries it.
		s.sa.keI, s.sa.nonceI = ke.Body, nonce.Body
		s.sa.keR = s.answer.Public
		s.sa.nonceR = s.bytes("nonce", nonceLen)
	}
	if !s.findKey() {
		return &refusal{"the key went while main mode ran", (*step).nothingToOffer}
	}
	s.say(debuglog.EngineDid(s.conn(), debuglog.EngineDHSecret))
	if err := s.deriveKeys(); err != nil {
		return err
	}
	s.vendorIDs()
	s.checkNATDiscovery()
	return nil
}

// establish is what the end of phase 1 brings: the lifetime runs, DPD may begin.
func (s *step) establish() error {
	s.sa.Established = s.now
	s.discount(s.sa)
	s.sa.timers[timerRetransmit] = time.Time{}
	s.planPhase1()
	s.sa.material = material{}
	s.startNATKeepalive()
	return nil
}

// startPhase2 begins what waited for phase 1: DPD and the quick modes.
func (s *step) startPhase2() error {
	s.startDPD()
	pending := s.sa.pending
	s.sa.pending = nil
	for _, r := range pending {
		s.beginQuickMode(r)
	}
	return nil
}

// initialContact tells the peer that this is the only SA with it that we have.
func (s *step) initialContact() *isakmp.Notify {
	return &isakmp.Notify{DOI: isakmp.DOIIPsec, Protocol: isakmp.ProtocolISAKMP, Type: isakmp.NotifyInitialContact,
		SPI: append(s.sa.cookieI[:len(s.sa.cookieI):len(s.sa.cookieI)], s.sa.cookieR[:]...)}
}

// ownVendorIDs are what IOS says of itself in messages 3 and 4. The DPD one is always
// there: IOS answers R_U_THERE whether or not it asks.
func (s *step) ownVendorIDs() []isakmp.Payload {
	var tail [8]byte
	copy(tail[:], s.bytes("vendor", len(tail)))
	box := isakmp.IOSBox(s.sa.ownCookie(), tail)
	ids := []isakmp.Payload{isakmp.New(&box), vendorPayload(isakmp.VendorXAUTH)}
	if !s.withoutDPD {
		ids = append([]isakmp.Payload{vendorPayload(isakmp.VendorDPD)}, ids...)
	}
	if s.sa.role == state.Responder {
		ids = append([]isakmp.Payload{vendorPayload(isakmp.VendorUnity)}, ids...)
	}
	return ids
}

func vendorPayload(v isakmp.Vendor) isakmp.Payload {
	id := v.ID()
	return isakmp.New(&id)
}

// vendorIDs goes through the message's vendor IDs, says what they mean, and keeps
// what matters. It may be called twice for one message, as the device does.
func (s *step) vendorIDs() {
	other := s.sa.cookieI
	if s.sa.role == state.Initiator {
		other = s.sa.cookieR
	}
	for i, p := range s.message {
		id, ok := p.Value.(*isakmp.VendorID)
		if !ok {
			continue
		}
		box := id.IsIOSBox(other)
		if s.wants(debuglog.ISAKMP) {
			var next []byte // the device reads a short vendor ID's version byte out of what follows it
			if i+1 < len(s.message) {
				next = isakmp.AppendPayloads(nil, s.message[i+1:i+2])
			}
			s.say(debuglog.VendorID(s.conn(), id.Data, next, box)...)
		}
		s.sa.peerIsIOS = s.sa.peerIsIOS || box
		switch v := id.Vendor(); v {
		case isakmp.VendorDPD:
			s.sa.peerDPD = true
		default:
			s.sa.nat.offered(v)
		}
	}
}

// startDPD begins to watch the peer if it is configured and the peer can answer.
func (s *step) startDPD() {
	s.applyKeepalive(s.now, s.sa)
	if s.sa.monitor != nil && s.liveness(s.sa) == livenessDPD {
		s.say(debuglog.DPDEnabled(s.conn()))
	}
}

// applyKeepalive makes an SA's monitor follow the configuration.
func (e *Engine) applyKeepalive(now time.Time, sa *SA) {
	k := e.config.KeepaliveFor(sa.profile)
	if k == nil || e.liveness(sa) == noLiveness {
		sa.monitor, sa.timers[timerDPD] = nil, time.Time{}
		return
	}
	cfg := dpd.Config{Interval: k.Interval, Retry: k.Retry, Periodic: k.Periodic}
	if sa.monitor == nil {
		sa.monitor = dpd.New(cfg, now, e.firstSequence(), func() float64 { return e.spread("dpd spread") })
	} else {
		sa.monitor.Reconfigure(now, cfg)
	}
	sa.scheduleDPD()
}

func (sa *SA) scheduleDPD() {
	sa.timers[timerDPD] = time.Time{}
	if sa.monitor == nil {
		return
	}
	if at, ok := sa.monitor.Deadline(); ok {
		sa.timers[timerDPD] = at
	}
}
