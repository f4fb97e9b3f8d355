package meaning

import (
	"encoding/binary"
	"slices"

	"ruthere/crypto/ike"
	"ruthere/crypto/isakmp"
	"ruthere/packet"
)

// A Kind is what a packet is on the whole.
type Kind uint8

const (
	Other        Kind = iota // anything else, fragments but the first among them
	IKE                      // a message of ISAKMP, on port 500 or 4500
	ESP                      // over IP or in UDP (RFC 3948)
	AH                       // the Authentication Header, perhaps with ESP inside
	NATKeepalive             // the byte that holds a mapping open: RFC 3948 section 2.3
	ICMP
	UDP
	TCP
)

// A Packet is what an IPv4 packet says.
type Packet struct {
	Kind             Kind
	IP               packet.IPv4
	SrcPort, DstPort uint16   // of UDP and TCP
	Payload          []byte   // of UDP, the marker of port 4500 included
	ICMPType         uint8    // of ICMP
	SPI, Sequence    uint32   // of ESP or AH
	Message          *Message // of IKE; nil if its header does not hold together
	Original         []byte   // all of it
}

// A Message is what an IKE message says.
type Message struct {
	Header        isakmp.Header
	Number        int  // 1 to 6 in main mode, 1 to 3 in aggressive mode and quick mode; 0: in other exchanges, or it is not known
	FromInitiator bool // of the ISAKMP SA; only if Sided
	Sided         bool // it is known which end sent it
	Opened        bool // the payloads are known: it was in the clear, or the keys are there
	Payloads      []isakmp.Payload

	protection ike.Protection // if it was encrypted and Opened
	iv         []byte
	nonceI     []byte // of its quick mode, with message 2
}

// parsePacket reads everything but what an IKE message says.
func parsePacket(data []byte) (p Packet) {
	p.Original = data
	ip, err := packet.ParseIPv4(data)
	if err != nil {
		return p
	}
	p.IP = ip
	if ip.FragmentOffset != 0 {
		return p
	}
	switch ip.Protocol {
	case packet.ProtocolICMP:
		if len(ip.Payload) > 0 {
			p.Kind, p.ICMPType = ICMP, ip.Payload[0]
		}
	case packet.ProtocolTCP:
		if len(ip.Payload) >= 4 {
			p.Kind = TCP
			p.SrcPort, p.DstPort = binary.BigEndian.Uint16(ip.Payload), binary.BigEndian.Uint16(ip.Payload[2:])
		}
	case packet.ProtocolESP:
		p.readESP(ip.Payload)
	case packet.ProtocolAH:
		if b := ip.Payload; len(b) >= 12 { // RFC 4302 section 2
			p.Kind, p.SPI, p.Sequence = AH, binary.BigEndian.Uint32(b[4:]), binary.BigEndian.Uint32(b[8:])
		}
	case packet.ProtocolUDP:
		p.readUDP()
	}
	return p
}

func (p *Packet) readESP(b []byte) {
	if len(b) >= 8 {
		p.Kind, p.SPI, p.Sequence = ESP, binary.BigEndian.Uint32(b), binary.BigEndian.Uint32(b[4:])
	}
}

// readUDP does not mind a wrong checksum: the packet is what it was meant to be.
func (p *Packet) readUDP() {
	b := p.IP.Payload
	if len(b) < packet.UDPHeaderLen {
		return
	}
	p.Kind = UDP
	p.SrcPort, p.DstPort = binary.BigEndian.Uint16(b), binary.BigEndian.Uint16(b[2:])
	p.Payload = b[packet.UDPHeaderLen:]
	if n := int(binary.BigEndian.Uint16(b[4:])); n >= packet.UDPHeaderLen && n <= len(b) {
		p.Payload = b[packet.UDPHeaderLen:n]
	}
	message, nat, ok := ikeMessage(p.SrcPort, p.DstPort, p.Payload)
	switch {
	case ok && !p.IP.IsFragment():
		p.Kind = IKE
		if h, err := isakmp.ParseHeader(message); err == nil {
			p.Message = &Message{Header: h}
		}
	case nat && len(p.Payload) == 1 && p.Payload[0] == 0xFF:
		p.Kind = NATKeepalive
	case nat:
		p.readESP(p.Payload)
	}
}

// ikeMessage is the IKE message in a datagram. On port 4500 (nat) a marker tells it from ESP.
func ikeMessage(src, dst uint16, payload []byte) (message []byte, nat, ok bool) {
	const marker = packet.NonESPMarker
	switch {
	case src == ike.NATPort || dst == ike.NATPort:
		if len(payload) < len(marker) || string(payload[:len(marker)]) != marker {
			return nil, true, false
		}
		return payload[len(marker):], true, true
	case src == ike.Port || dst == ike.Port:
		return payload, false, true
	}
	return nil, false, false
}

// body is the IKE message as bytes, header included.
func (p *Packet) body() []byte {
	b, _, _ := ikeMessage(p.SrcPort, p.DstPort, p.Payload)
	return b
}

// IsEncrypted says whether what follows the header is.
func (m *Message) IsEncrypted() bool { return m.Header.Flags&isakmp.FlagEncryption != 0 }

// Has says whether the message has a payload of a type.
func (m *Message) Has(t isakmp.PayloadType) bool {
	return slices.ContainsFunc(m.Payloads, func(p isakmp.Payload) bool { return p.Type == t })
}

// Notify is the message's first notification of a type, or nil.
func (m *Message) Notify(t isakmp.NotifyType) *isakmp.Notify {
	for _, p := range m.Payloads {
		if n, ok := p.Value.(*isakmp.Notify); ok && n.Type == t {
			return n
		}
	}
	return nil
}

// Deletes says whether the message deletes SAs of a protocol, 0 for any.
func (m *Message) Deletes(protocol isakmp.ProtocolID) bool {
	return slices.ContainsFunc(m.Payloads, func(p isakmp.Payload) bool {
		d, ok := p.Value.(*isakmp.Delete)
		return ok && (protocol == 0 || d.Protocol == protocol)
	})
}
