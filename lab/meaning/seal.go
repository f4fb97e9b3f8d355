package meaning

import (
	"errors"
	"net/netip"

	"ruthere/crypto/ike"
	"ruthere/crypto/isakmp"
	"ruthere/packet"
)

// A Seal is how a message that is written anew is protected.
type Seal uint8

const (
	AsItWas    Seal = iota // as the message that it stands for, with a HASH that is right
	InTheClear             // not at all, as anybody could write it
	AsGiven                // as the message that it stands for, with the HASH among the payloads, right or wrong
)

var errClosed = errors.New("the message cannot be written anew: nobody here has its keys")

// WithPayloads is the packet with other payloads in its message. Of an encrypted message the HASH
// is made anew where the exchange lets who has the keys do so; that of phase 1 covers what was
// agreed and stays. Without a HASH payload in front, none is made.
func (p *Packet) WithPayloads(payloads []isakmp.Payload, how Seal) ([]byte, error) {
	m := p.Message
	switch {
	case m == nil || !m.Opened:
		return nil, errClosed
	case !m.IsEncrypted() || how == InTheClear:
		h := m.Header
		h.Flags &^= isakmp.FlagEncryption
		return p.withMessage(isakmp.Message{Header: h, Payloads: payloads}.Append(nil)), nil
	}
	if how != AsGiven {
		payloads = m.hashed(payloads)
	}
	plain := isakmp.AppendPayloads(nil, payloads)
	if m.Header.Exchange == isakmp.Informational {
		data, err := m.protection.Seal(m.Header.MessageID, payloads...)
		return p.withMessage(data), err
	}
	body := p.body()
	cipherText, err := m.protection.EncryptTo(m.iv, plain, body[len(body)-m.protection.BlockSize():])
	if err != nil {
		return nil, err
	}
	h := m.Header
	h.Next, h.Length = isakmp.FirstType(payloads), uint32(isakmp.HeaderLen+len(cipherText))
	return p.withMessage(append(h.Append(nil), cipherText...)), nil
}

// hashed puts the HASH that belongs to the payloads before them.
func (m *Message) hashed(payloads []isakmp.Payload) []isakmp.Payload {
	if len(payloads) == 0 || payloads[0].Type != isakmp.PayloadHash {
		return payloads
	}
	id, rest := m.Header.MessageID, payloads[1:]
	hash := payloads[0]
	switch {
	case m.Header.Exchange == isakmp.Informational:
		hash = m.protection.Hash(id, rest...)
	case m.Header.Exchange == isakmp.QuickMode && m.Number == 1,
		m.Header.Exchange == isakmp.QuickMode && m.Number == 2 && m.nonceI != nil:
		hash = m.protection.QuickModeHash(id, m.nonceI, rest...)
	}
	return append([]isakmp.Payload{hash}, rest...)
}

// Rest are the payloads without the HASH in front.
func (m *Message) Rest() []isakmp.Payload {
	if len(m.Payloads) > 0 && m.Payloads[0].Type == isakmp.PayloadHash {
		return m.Payloads[1:]
	}
	return m.Payloads
}

// withMessage is the packet with another IKE message in it, checksums made anew.
func (p *Packet) withMessage(message []byte) []byte {
	if message == nil {
		return nil
	}
	if _, nat, _ := ikeMessage(p.SrcPort, p.DstPort, p.Payload); nat {
		message = append([]byte(packet.NonESPMarker), message...)
	}
	ip := p.IP
	ip.Payload = packet.UDP{SrcPort: p.SrcPort, DstPort: p.DstPort, Payload: message}.Append(nil, ip.Src, ip.Dst)
	return ip.Append(nil)
}

// Protection is that of the SA the message belongs to, if it was encrypted and opened.
func (m *Message) Protection() (ike.Protection, bool) {
	return m.protection, m.Opened && m.IsEncrypted()
}

// Informational writes an informational message, RFC 2409 section 5.7.
func Informational(a ike.Protection, id uint32, how Seal, payloads ...isakmp.Payload) ([]byte, error) {
	if how == InTheClear {
		h := isakmp.Header{Initiator: a.Initiator, Responder: a.Responder, Exchange: isakmp.Informational, MessageID: id}
		return isakmp.Message{Header: h, Payloads: payloads}.Append(nil), nil
	}
	return a.Seal(id, append([]isakmp.Payload{a.Hash(id, payloads...)}, payloads...)...)
}

// Datagram is the packet that carries an IKE message from one end of an SA to the other.
func Datagram(from, to netip.AddrPort, message []byte) []byte {
	if from.Port() == ike.NATPort {
		message = append([]byte(packet.NonESPMarker), message...)
	}
	const usualTTL = 255
	return packet.UDP{SrcPort: from.Port(), DstPort: to.Port(), Payload: message}.Packet(from.Addr(), to.Addr(), usualTTL).Append(nil)
}

// Content is what the packet carries: the IKE message, ESP, or whatever follows the IP header.
func (p *Packet) Content() []byte {
	switch {
	case p.Kind == IKE:
		return p.body()
	case p.Kind == ESP && p.SrcPort != 0:
		return p.Payload
	}
	return p.IP.Payload
}

// WithContent is the packet with other content in place of that. Checksums of IP, and of UDP around
// IKE and ESP, are made anew; others stay as they are.
func (p *Packet) WithContent(b []byte) []byte {
	ip := p.IP
	switch {
	case p.Kind == IKE:
		return p.withMessage(b)
	case p.Kind == ESP && p.SrcPort != 0:
		ip.Payload = packet.UDP{SrcPort: p.SrcPort, DstPort: p.DstPort, Payload: b}.Append(nil, ip.Src, ip.Dst)
	default:
		ip.Payload = b
	}
	return ip.Append(nil)
}
