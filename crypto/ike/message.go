package ike

import (
	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
	"ruthere/debuglog"
)

// open decrypts the message if it is encrypted, and parses its payloads. On failure
// it says so, changes nothing, and returns false.
func (s *step) open() bool {
	body := s.datagram.Data[isakmp.HeaderLen:]
	mustEncrypt := s.sa.state == state.InitMM5 || s.sa.state == state.RespMM4
	if s.header.Flags&isakmp.FlagEncryption == 0 {
		if mustEncrypt {
			s.say(debuglog.IKENotEncrypted(s.sa.remote.Addr()))
			return false
		}
		return s.parse(body, isakmp.TrailingRefused)
	}
	if !mustEncrypt {
		s.badMessage(s.now, s.sa.remote.Addr(), s.out)
		return false
	}
	plain, iv, err := oakley.Decrypt(s.sa.keys.Block, s.sa.iv, body)
	if err != nil {
		s.badMessage(s.now, s.sa.remote.Addr(), s.out)
		return false
	}
	s.say(debuglog.EngineDid(s.conn(), debuglog.EngineDecrypt))
	if !s.parse(plain, isakmp.PaddingAllowed) {
		s.say(debuglog.ErrorCounter(s.conn(), "reset_retransmission", 1, maxRetransmissions))
		return false
	}
	s.nextIV = iv
	return true
}

// parse reads the payload chain, and names what is wrong with it as the device does:
// a reserved byte that is not zero is the mark of a wrong pre-shared key.
func (s *step) parse(body []byte, trailing isakmp.Trailing) bool {
	message, err := isakmp.ParsePayloads(s.header.Next, body, trailing)
	if err == nil {
		s.message = message
		return true
	}
	if e, ok := err.(*isakmp.Error); ok {
		switch e.Reason {
		case isakmp.ReservedNotZero:
			s.say(debuglog.ReservedNotZero(s.conn(), e.Payload.String()))
		case isakmp.UnknownType:
			s.say(debuglog.UnknownPayloadType(s.conn(), int(e.Payload)))
		}
	}
	s.badMessage(s.now, s.sa.remote.Addr(), s.out)
	return false
}

// newHeader begins a message of this SA.
func (s *step) newHeader(exchange isakmp.ExchangeType, id uint32) isakmp.Header {
	return isakmp.Header{Initiator: s.sa.cookieI, Responder: s.sa.cookieR,
		Exchange: exchange, MessageID: id}
}

// seal encrypts a message's payloads and returns the datagram and the next IV.
func (s *step) seal(m isakmp.Message, iv []byte) (datagram, nextIV []byte, err error) {
	s.say(debuglog.EngineDid(s.conn(), debuglog.EngineEncrypt))
	body := isakmp.AppendPayloads(nil, m.Payloads)
	cipherText, nextIV, err := oakley.Encrypt(s.sa.keys.Block, iv, body)
	if err != nil {
		return nil, nil, err
	}
	m.Header.Next = isakmp.FirstType(m.Payloads)
	m.Header.Flags |= isakmp.FlagEncryption
	m.Header.Length = uint32(isakmp.HeaderLen + len(cipherText))
	return append(m.Header.Append(make([]byte, 0, m.Header.Length)), cipherText...), nextIV, nil
}

// transmit sends a datagram of this SA and says so.
func (s *step) transmit(data []byte) {
	s.say(debuglog.SendingPacket(s.conn(), s.sa.remote.Addr(), s.sa.local.Port(), s.sa.remote.Port(), s.sa.role, s.sa.column))
	s.out.send(Datagram{VRF: s.sa.vrf, Local: s.sa.local, Remote: s.sa.remote, Data: data})
	s.say(debuglog.SendingIPv4Packet(s.conn()))
}
