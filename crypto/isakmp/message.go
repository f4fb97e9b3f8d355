package isakmp

// A Message is a header and the payloads behind it.
type Message struct {
	Header
	Payloads []Payload
}

// ParseMessage reads a datagram whose payloads are not encrypted. The header
// comes back with any error about what follows it.
func ParseMessage(datagram []byte) (Message, error) {
	h, err := ParseHeader(datagram)
	if err != nil {
		return Message{Header: h}, err
	}
	if h.Flags&FlagEncryption != 0 {
		return Message{Header: h}, failure(PayloadNone, Encrypted, 0, "%d bytes to decrypt", len(datagram)-HeaderLen)
	}
	payloads, err := ParsePayloads(h.Next, datagram[HeaderLen:], TrailingRefused)
	return Message{Header: h, Payloads: payloads}, err
}

// First returns the first payload of type t.
func (m Message) First(t PayloadType) (Payload, bool) {
	for _, p := range m.Payloads {
		if p.Type == t {
			return p, true
		}
	}
	return Payload{}, false
}

// All returns every payload of type t, in the order of the message.
func (m Message) All(t PayloadType) []Payload {
	var all []Payload
	for _, p := range m.Payloads {
		if p.Type == t {
			all = append(all, p)
		}
	}
	return all
}

// Append appends the message as clear text to dst, with Next and Length set to
// what the payloads are.
func (m Message) Append(dst []byte) []byte {
	m.Next = FirstType(m.Payloads)
	m.Length = HeaderLen
	for _, p := range m.Payloads {
		m.Length += genericHeaderLen + uint32(len(p.Body))
	}
	return AppendPayloads(m.Header.Append(dst), m.Payloads)
}
