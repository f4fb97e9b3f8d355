package ike

import (
	"crypto/hmac"

	"ruthere/config"
	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
	"ruthere/debuglog"
)

// A received is a message of a peer that is being read.
type received struct {
	header   isakmp.Header
	datagram Datagram
	payloads []isakmp.Payload
	nextIV   []byte      // once it is decrypted: for the message after it
	formerIV []byte      // that a phase 1 message was decrypted with
	found    state.Phase // in which a phase 1 message found its SA

	formerProfile *config.Profile // that a phase 1 message found its SA with
}

func (m *received) message() *received { return m }

// firstPayload returns the message's first payload of a type.
func (m *received) firstPayload(t isakmp.PayloadType) (isakmp.Payload, bool) {
	for _, p := range m.payloads {
		if p.Type == t {
			return p, true
		}
	}
	return isakmp.Payload{}, false
}

// missingPayload returns the first needed payload that the message lacks, or 0.
func (m *received) missingPayload(need payloads) isakmp.PayloadType {
	for _, t := range need {
		if _, ok := m.firstPayload(t); !ok {
			return t
		}
	}
	return 0
}

// carriesNotify says whether the message has a notification of that type.
func (m *received) carriesNotify(t isakmp.NotifyType) bool {
	for _, p := range m.payloads {
		if n, ok := p.Value.(*isakmp.Notify); ok && n.Type == t {
			return true
		}
	}
	return false
}

// hashedPart is what a HASH in front covers: all payloads after it, as they were on the wire.
func (m *received) hashedPart() []byte { return isakmp.AppendPayloads(nil, m.payloads[1:]) }

func (m *received) hashAgrees(want []byte) bool {
	return hmac.Equal(m.payloads[0].Value.(*isakmp.Hash).Data, want)
}

// readPhase1 decrypts the message if it is encrypted, and parses its payloads. On
// failure it says so, changes nothing, and returns false. Message 3 of aggressive mode may be encrypted or not: RFC 2409 section 5.4.
func (c *change) readPhase1(m *received) bool {
	body := m.datagram.Data[isakmp.HeaderLen:]
	mustEncrypt := c.sa.phase == state.InitMM5 || c.sa.phase == state.RespMM4 || c.sa.phase == state.RespMM5
	mayEncrypt := mustEncrypt || c.sa.phase == state.RespAM2
	if m.header.Flags&isakmp.FlagEncryption == 0 {
		if mustEncrypt {
			c.log.Say(debuglog.IKENotEncrypted(c.sa.remote.Addr()))
			return false
		}
		return c.parsePayloads(m, body, isakmp.TrailingRefused)
	}
	if !mayEncrypt {
		c.refuseMessage()
		return false
	}
	plain, ok := c.decrypt(m, c.sa.iv)
	if !ok {
		return false
	}
	if !c.parsePayloads(m, plain, isakmp.PaddingAllowed) {
		c.countNonsense()
		return false
	}
	return true
}

// readPhase2 decrypts and parses a message under phase 1's protection, which begins with
// a HASH.
func (c *change) readPhase2(m *received, iv []byte) bool {
	plain, ok := c.decrypt(m, iv)
	if !ok || !c.parsePayloads(m, plain, isakmp.PaddingAllowed) {
		return false
	}
	if len(m.payloads) == 0 || m.payloads[0].Type != isakmp.PayloadHash {
		c.refuseMessage()
		return false
	}
	return true
}

// decrypt takes the encryption off a message.
func (c *change) decrypt(m *received, iv []byte) (plain []byte, ok bool) {
	plain, next, err := oakley.Decrypt(c.sa.keys.Block, iv, m.datagram.Data[isakmp.HeaderLen:])
	if err != nil {
		c.refuseMessage()
		return nil, false
	}
	c.arithmeticDone(debuglog.EngineDecrypt)
	m.nextIV = next
	return plain, true
}

// parsePayloads reads the payload chain, and names what is wrong with it as the device
// does: a reserved byte that is not zero is the mark of a wrong pre-shared key.
func (c *change) parsePayloads(m *received, body []byte, trailing isakmp.Trailing) bool {
	read, err := isakmp.ParsePayloads(m.header.Next, body, trailing)
	if err == nil {
		m.payloads = read
		return true
	}
	if e, ok := err.(*isakmp.Error); ok {
		switch e.Reason {
		case isakmp.ReservedNotZero:
			c.log.ReservedNotZero(e.Payload.String())
		case isakmp.UnknownType:
			c.log.UnknownPayloadType(int(e.Payload))
		}
	}
	c.refuseMessage()
	return false
}

// refuseMessage says that a message of the SA's peer makes no sense.
func (c *change) refuseMessage() { c.log.Say(debuglog.IKEBadMessage(c.sa.remote.Addr())) }

// refuseHash says that a message's HASH is not that of the message.
func (c *change) refuseHash() {
	c.log.HashPayloadIncorrect()
	c.refuseMessage()
}

// newHeader begins a message of this SA.
func (c *change) newHeader(exchange isakmp.ExchangeType, id uint32) isakmp.Header {
	return isakmp.Header{Initiator: c.sa.cookieI, Responder: c.sa.cookieR,
		Exchange: exchange, MessageID: id}
}

// sealMessage encrypts a message's payloads and returns the datagram and the next IV.
func (c *change) sealMessage(m isakmp.Message, iv []byte) (datagram, nextIV []byte, err error) {
	c.arithmeticDone(debuglog.EngineEncrypt)
	body := isakmp.AppendPayloads(nil, m.Payloads)
	cipherText, nextIV, err := oakley.Encrypt(c.sa.keys.Block, iv, body)
	if err != nil {
		return nil, nil, err
	}
	m.Header.Next = isakmp.FirstType(m.Payloads)
	m.Header.Flags |= isakmp.FlagEncryption
	m.Header.Length = uint32(isakmp.HeaderLen + len(cipherText))
	return append(m.Header.Append(make([]byte, 0, m.Header.Length)), cipherText...), nextIV, nil
}

// transmit sends a message of this SA and says so.
func (c *change) transmit(data []byte) {
	for _, piece := range c.split(data) {
		line := c.saySent()
		c.out.add(Datagram{VRF: c.sa.vrf, Local: c.sa.local, Remote: c.sa.remote, Data: piece, Line: line})
		c.log.SendingIPv4Packet()
	}
}
