package ike

import (
	"crypto/hmac"
	"encoding/binary"
	"fmt"
	"time"

	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
	"ruthere/debuglog"
)

// informationalExchange is RFC 2409 section 5.7 on an established SA:
//
//	HDR*, HASH(1), N/D     -->
var informationalExchange = []transition{
	{from: state.P1Complete, on: state.InfoNotify, to: state.P1Complete, do: (*step).processNotifies, after: (*step).answerProbes},
	{from: state.P1Complete, on: state.KeepAlive, to: state.P1Complete, do: (*step).sendAck},
	{from: state.P1Complete, on: state.Phase2Delete, to: state.P1Complete, do: (*step).sendDeleteIPsec},
}

// informational takes one message of an informational exchange. It counts only when
// it is encrypted and its HASH is right; a clear one is logged and changes nothing.
func (s *step) informational() {
	if s.header.Flags&isakmp.FlagEncryption == 0 || s.sa.conn == 0 {
		s.clearNotify()
		return
	}
	if s.sa.node(s.header.MessageID) != nil || s.header.MessageID == 0 || s.sa.spent.has(s.header.MessageID) {
		return // a repeated message ID is a replay
	}
	if !s.openPhase2(oakley.PhaseTwoIV(s.sa.suite.Hash, s.sa.iv, s.header.MessageID, s.sa.suite.Cipher.BlockSize())) {
		return
	}
	if !s.hashAgrees(oakley.InformationalHash(s.sa.keys.Authenticator, s.header.MessageID, s.rest())) {
		s.say(debuglog.HashPayloadIncorrect(s.conn()))
		s.badMessage(s.now, s.sa.remote.Addr(), s.out)
		return
	}
	s.spend(s.header.MessageID)
	s.node = s.setNode(s.sa, s.header.MessageID, s.out)
	s.say(debuglog.EngineDid(s.conn(), debuglog.EngineHash), debuglog.ProcessingPayload(s.conn(), "HASH", s.header.MessageID))
	if _, ok := s.payload(isakmp.PayloadDelete); ok {
		s.heard("a delete")
		s.processDeletes()
		return
	}
	s.fire(state.InfoNotify)
}

// clearNotify is an informational message without protection: RFC 2408 allows it
// before there are keys, and nobody should believe it.
func (s *step) clearNotify() {
	if s.sa.conn != 0 {
		s.say(debuglog.IKENotEncrypted(s.sa.remote.Addr()))
		return
	}
	if !s.parse(s.datagram.Data[isakmp.HeaderLen:], isakmp.TrailingRefused) {
		return
	}
	s.say(debuglog.NotifyHasNoHash(s.conn()), debuglog.UnknownInput(s.conn(), state.InfoNotify, s.sa.state))
	s.announce(state.InfoNotify, s.sa.state, s.sa.state)
	s.say(debuglog.IKEModeFailure("Informational", s.sa.remote.Addr()))
}

// openPhase2 decrypts and parses a message under phase 1's protection.
func (s *step) openPhase2(iv []byte) bool {
	plain, next, err := oakley.Decrypt(s.sa.keys.Block, iv, s.datagram.Data[isakmp.HeaderLen:])
	if err != nil {
		s.badMessage(s.now, s.sa.remote.Addr(), s.out)
		return false
	}
	s.say(debuglog.EngineDid(s.conn(), debuglog.EngineDecrypt))
	s.nextIV = next
	if !s.parse(plain, isakmp.PaddingAllowed) {
		return false
	}
	if len(s.message) == 0 || s.message[0].Type != isakmp.PayloadHash {
		s.badMessage(s.now, s.sa.remote.Addr(), s.out)
		return false
	}
	return true
}

// rest is what a HASH covers: all payloads behind it as they were on the wire.
func (s *step) rest() []byte { return isakmp.AppendPayloads(nil, s.message[1:]) }

func (s *step) hashAgrees(want []byte) bool {
	return hmac.Equal(s.message[0].Value.(*isakmp.Hash).Data, want)
}

// processNotifies goes through the notifications of a message.
func (s *step) processNotifies() error {
	for _, p := range s.message {
		if n, ok := p.Value.(*isakmp.Notify); ok {
			s.processNotify(n)
		}
	}
	s.deleteNode(s.node, false, "Informational (in) state 1")
	return nil
}

func (s *step) processNotify(n *isakmp.Notify) {
	s.say(debuglog.ProcessingNotify(s.conn(), debuglog.NotifyName(uint16(n.Type)), int(n.Protocol), shownSPI(n), s.node.id, s.sa.pointer))
	switch n.Type {
	case isakmp.NotifyRUThere:
		s.probed(n)
	case isakmp.NotifyRUThereAck:
		s.acknowledged(n)
	case isakmp.NotifyKeepalive:
		s.hello()
	case isakmp.NotifyKeepaliveAck:
		s.heard("KEEP_ALIVE_ACK")
	case isakmp.NotifyResponderLifetime:
		s.heard("a notify")
		s.responderLifetime(n)
	case isakmp.NotifyNoProposalChosen, isakmp.NotifyInvalidIDInformation:
		s.heard("a notify")
		s.quickModeRefused(n)
	default:
		s.heard("a notify")
	}
}

// shownSPI is the number the device prints for a notification's SPI: 0 for those of
// ISAKMP, whose SPI is the pair of cookies.
func shownSPI(n *isakmp.Notify) uint32 {
	if len(n.SPI) == 4 {
		return binary.BigEndian.Uint32(n.SPI)
	}
	return 0
}

// processDeletes believes a peer that says SAs are gone: its own ones only.
func (s *step) processDeletes() {
	isakmpGone := false
	for _, p := range s.message {
		d, ok := p.Value.(*isakmp.Delete)
		if !ok {
			continue
		}
		s.say(debuglog.ProcessingPayload(s.conn(), "DELETE", s.node.id), debuglog.ParanoidKeepalives(s.conn()))
		switch d.Protocol {
		case isakmp.ProtocolESP:
			s.peerDeleted(d)
		case isakmp.ProtocolISAKMP:
			isakmpGone = isakmpGone || s.namesThisSA(d)
		}
	}
	if !isakmpGone {
		s.deleteNode(s.node, false, "Informational (in) state 1")
		return
	}
	s.mark("No reason")
	s.endNode(s.node, debuglog.DeletingDeletesNode(s.conn(), s.node.id))
	s.fireDeletion()
}

// namesThisSA says whether a delete is for the SA that protects it. Another SA's
// cookies are not believed: RFC 2408 section 5.15 has the SPI belong to the sender.
func (s *step) namesThisSA(d *isakmp.Delete) bool {
	want := string(s.sa.cookieI[:]) + string(s.sa.cookieR[:])
	for _, spi := range d.SPIs {
		if string(spi) == want {
			return true
		}
	}
	return false
}

// peerDeleted removes the pairs whose outbound SPI the peer named, once IKE is done
// with the message.
func (s *step) peerDeleted(d *isakmp.Delete) {
	ends, port, id := s.sa.endpoints(), s.sa.remote.Port(), s.sa.peerID
	for _, raw := range d.SPIs {
		if len(raw) != 4 {
			continue
		}
		spi := binary.BigEndian.Uint32(raw)
		pair := s.IPsec.OutboundSPI(s.sa.remote.Addr(), spi)
		if pair == nil || pair.Out.Local != s.sa.local.Addr() {
			continue
		}
		s.say(debuglog.EnqueuedDeleteSAs(s.conn(), spi))
		s.post(func(_ time.Time, out *Out) {
			if s.IPsec.OutboundSPI(ends.remote, spi) != pair {
				return // named twice
			}
			out.about(ends.remote)
			out.Log(debuglog.KeyEngineEvent(1), debuglog.ReceivedDeleteNotify(), debuglog.DeleteSAWithSPI(spi, ends.remote))
			s.removePair(pair, out)
			if len(s.between(ends)) == 0 {
				s.sessionDown(ends.remote, port, id, out)
			}
		})
	}
}

// sendInformational sends one payload under a fresh message ID. It needs no answer on
// that ID, so its node is purged as soon as the packet is out, and never kept.
func (s *step) sendInformational(p isakmp.Payload, before ...func(id uint32)) error {
	id := s.messageID(s.sa)
	s.sa.spent.probe(id)
	s.say(debuglog.SetNewNode(s.conn(), id, state.QMIdle))
	for _, say := range before {
		say(id)
	}
	protection := s.sa.protection()
	data, err := protection.Seal(id, protection.Hash(id, p), p)
	if err != nil {
		return fmt.Errorf("cannot send an informational message: %w", err)
	}
	s.say(debuglog.EngineDid(s.conn(), debuglog.EngineHash), debuglog.EngineDid(s.conn(), debuglog.EngineEncrypt))
	s.transmit(data)
	s.say(debuglog.PurgingNode(s.conn(), id))
	return nil
}

// sendClearNotify tells a peer of an error before there are keys.
func (s *step) sendClearNotify(t isakmp.NotifyType) {
	n := &isakmp.Notify{DOI: isakmp.DOIIPsec, Protocol: isakmp.ProtocolISAKMP, Type: t}
	m := isakmp.Message{Header: s.newHeader(isakmp.Informational, s.messageID(s.sa)), Payloads: []isakmp.Payload{isakmp.New(n)}}
	s.sa.column = state.MMNoState
	s.transmit(m.Append(nil))
}

// sendDeleteIPsec tells the peer that a pair is gone: the SPI is the one it sends with.
func (s *step) sendDeleteIPsec() error {
	spi := binary.BigEndian.AppendUint32(nil, s.pair.In.SPI)
	return s.sendInformational(isakmp.New(&isakmp.Delete{DOI: isakmp.DOIIPsec, Protocol: isakmp.ProtocolESP, SPIs: [][]byte{spi}}))
}

// responderLifetime shortens phase 1's lifetime to what the responder keeps: RFC 2407
// section 4.6.3.1.
func (s *step) responderLifetime(n *isakmp.Notify) {
	seconds, ok := lifeSeconds(n.Data)
	if n.Protocol != isakmp.ProtocolISAKMP || !ok || seconds == 0 {
		return
	}
	s.say(debuglog.ResponderLifetime(s.conn(), seconds)...)
	if lifetime := time.Duration(seconds) * time.Second; lifetime < s.sa.lifetime {
		s.sa.lifetime = lifetime
		s.planPhase1()
	}
}

// lifeSeconds reads a lifetime in seconds out of a list of attributes.
func lifeSeconds(data []byte) (seconds uint32, ok bool) {
	attributes, err := isakmp.ParseAttributes(data)
	if err != nil {
		return 0, false
	}
	inSeconds := false
	for _, a := range attributes {
		v, _ := a.Uint()
		switch {
		case a.Type == isakmp.AttrLifeType:
			inSeconds = v == isakmp.LifeSeconds
		case a.Type == isakmp.AttrLifeDuration && inSeconds:
			return uint32(min(v, 1<<31)), true
		}
	}
	return 0, false
}
