package lab

import (
	"bytes"
	"encoding/binary"
	"slices"

	"ruthere/crypto/isakmp"
	"ruthere/lab/fault"
	"ruthere/lab/meaning"
)

// edit is the packet as the fault wants it, nil if there is nothing to change in it.
func (f *activeFault) edit(p *meaning.Packet) []byte {
	switch f.Verb {
	case fault.Corrupt:
		return f.corrupt(p)
	case fault.Rewrite:
		return f.rewrite(p)
	}
	m := p.Message
	if m == nil || !m.Opened {
		return nil
	}
	if f.Verb == fault.Decrypt {
		if !m.IsEncrypted() {
			return nil
		}
		return sealed(p.WithPayloads(m.Rest(), meaning.InTheClear))
	}
	return editPayloads(p, f.Object.Payload, func(one isakmp.Payload) []isakmp.Payload {
		switch f.Verb {
		case fault.Omit:
			return nil
		case fault.Repeat:
			return []isakmp.Payload{one, one}
		case fault.Zero:
			one.Body = make([]byte, len(one.Body))
		case fault.Empty:
			one.Body = nil
		}
		return []isakmp.Payload{one}
	})
}

// sealed is a packet that could be written.
func sealed(data []byte, err error) []byte {
	if err != nil {
		return nil
	}
	return data
}

// editPayloads changes the payloads of a type. The HASH of the message is right again afterwards,
// unless it is what was changed.
func editPayloads(p *meaning.Packet, t isakmp.PayloadType, change func(isakmp.Payload) []isakmp.Payload) []byte {
	if p.Message == nil || !p.Message.Opened {
		return nil
	}
	var payloads []isakmp.Payload
	found := false
	for _, one := range p.Message.Payloads {
		if one.Type.String() != t.String() { // NAT-D has three numbers
			payloads = append(payloads, one)
			continue
		}
		payloads, found = append(payloads, change(one)...), true
	}
	how := meaning.AsItWas
	if t == isakmp.PayloadHash {
		how = meaning.AsGiven
	}
	if !found {
		return nil
	}
	return sealed(p.WithPayloads(payloads, how))
}

func (f *activeFault) corrupt(p *meaning.Packet) []byte {
	switch f.Object.Part {
	case fault.PartHash:
		return editPayloads(p, isakmp.PayloadHash, func(one isakmp.Payload) []isakmp.Payload {
			one.Body = flipBit(one.Body, 0)
			return []isakmp.Payload{one}
		})
	case fault.PartPayload:
		return editPayloads(p, f.Object.Payload, func(one isakmp.Payload) []isakmp.Payload {
			if len(one.Body) > 0 {
				one.Body = flipBit(one.Body, f.chance.IntN(len(one.Body)*8))
			}
			return []isakmp.Payload{one}
		})
	}
	content, first := p.Content(), 0
	switch p.Kind {
	case meaning.IKE:
		first = isakmp.HeaderLen
	case meaning.ESP:
		first = 8 // behind SPI and sequence number
	}
	bit := f.Object.Bit
	if f.Object.Part == fault.PartAny {
		if len(content) <= first {
			return nil
		}
		bit = first*8 + f.chance.IntN((len(content)-first)*8)
	}
	if bit >= len(content)*8 {
		return nil
	}
	return p.WithContent(flipBit(content, bit))
}

// flipBit is b with one bit turned over, counted from the first.
func flipBit(b []byte, bit int) []byte {
	b = bytes.Clone(b)
	b[bit/8] ^= 0x80 >> (bit % 8)
	return b
}

// headerFields are where the fields of the IKE header stand, and how many bytes they are.
var headerFields = map[string][2]int{
	"initiator-cookie": {4, 4}, "responder-cookie": {12, 4}, "next-payload": {16, 1}, "version": {17, 1}, "exchange": {18, 1},
	"flags": {19, 1}, "message-id": {20, 4}, "length": {24, 4},
}

func (f *activeFault) rewrite(p *meaning.Packet) []byte {
	switch at, header := headerFields[f.Object.Field]; {
	case f.Object.Field == "ttl":
		ip := p.IP
		ip.TTL = uint8(f.value(int64(ip.TTL)))
		return ip.Append(nil)
	case f.Object.Field == "tos":
		ip := p.IP
		ip.TOS = uint8(f.value(int64(ip.TOS)))
		return ip.Append(nil)
	case header:
		if p.Kind != meaning.IKE || len(p.Content()) < isakmp.HeaderLen {
			return nil
		}
		b := bytes.Clone(p.Content())
		f.putBytes(b[at[0] : at[0]+at[1]])
		return p.WithContent(b)
	}
	m := p.Message
	if m == nil || !m.Opened {
		return nil
	}
	r := rewriting{f, m.Header.Exchange == isakmp.MainMode || m.Header.Exchange == isakmp.AggressiveMode, false}
	payloads := slices.Clone(m.Payloads)
	for i, one := range payloads {
		if v := r.payload(one.Value); v != nil {
			payloads[i] = isakmp.New(v)
		}
	}
	if !r.done {
		return nil
	}
	return sealed(p.WithPayloads(payloads, meaning.AsItWas))
}

// value is what the fault makes of a number.
func (f *activeFault) value(was int64) int64 {
	if f.Object.By {
		return was + f.Object.Value
	}
	return f.Object.Value
}

// putBytes makes a number of some bytes what the fault wants; what is too much for them is cut.
func (f *activeFault) putBytes(b []byte) {
	var was [8]byte
	copy(was[8-len(b):], b)
	var is [8]byte
	binary.BigEndian.PutUint64(is[:], uint64(f.value(int64(binary.BigEndian.Uint64(was[:])))))
	copy(b, is[8-len(b):])
}
