package packet

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"slices"
)

// TCPHeaderLen is the length of a TCP header without options.
const TCPHeaderLen = 20

// MaxTCPPayload is the most that one segment can carry over IPv4.
const MaxTCPPayload = MaxIPv4Payload - TCPHeaderLen - lenMSS

// TCPFlags are the control bits of a segment, RFC 9293 section 3.1.
type TCPFlags uint8

// The control bits.
const (
	TCPFin TCPFlags = 1 << iota
	TCPSyn
	TCPReset
	TCPPush
	TCPAck
	TCPUrgent
)

// Has says whether all of those bits are set.
func (f TCPFlags) Has(bits TCPFlags) bool { return f&bits == bits }

// A TCP is a segment, RFC 9293 section 3.1. Of its options only the maximum segment size is kept.
type TCP struct {
	SrcPort, DstPort         uint16
	Sequence, Acknowledgment uint32
	Flags                    TCPFlags
	Window                   uint16
	MSS                      uint16 // of a SYN, in bytes; 0 = no such option
	Payload                  []byte
}

// Options of a header, RFC 9293 section 3.2.
const (
	optionEnd     = 0
	optionNothing = 1
	optionMSS     = 2
	lenMSS        = 4
)

// offsets in a header
const (
	tcpOffset   = 12 // of the length of the header, in words of four bytes, in the upper half of a byte
	tcpFlags    = 13
	tcpChecksum = 16
)

// Len is how much of the sequence space the segment takes: its data, SYN and FIN.
func (t TCP) Len() uint32 {
	n := uint32(len(t.Payload))
	for _, flag := range []TCPFlags{TCPSyn, TCPFin} {
		if t.Flags.Has(flag) {
			n++
		}
	}
	return n
}

// Append appends the segment to b, with the checksum that belongs to these addresses. A payload
// longer than MaxTCPPayload appends nothing.
func (t TCP) Append(b []byte, src, dst netip.Addr) []byte {
	if len(t.Payload) > MaxTCPPayload {
		return b
	}
	start, header := len(b), TCPHeaderLen
	if t.MSS > 0 {
		header += lenMSS
	}
	b = slices.Grow(b, header+len(t.Payload))
	b = binary.BigEndian.AppendUint16(b, t.SrcPort)
	b = binary.BigEndian.AppendUint16(b, t.DstPort)
	b = binary.BigEndian.AppendUint32(b, t.Sequence)
	b = binary.BigEndian.AppendUint32(b, t.Acknowledgment)
	b = append(b, byte(header/4)<<4, byte(t.Flags))
	b = binary.BigEndian.AppendUint16(b, t.Window)
	b = append(b, 0, 0, 0, 0) // checksum, urgent pointer
	if t.MSS > 0 {
		b = binary.BigEndian.AppendUint16(append(b, optionMSS, lenMSS), t.MSS)
	}
	b = append(b, t.Payload...)
	segment := b[start:]
	putChecksum(segment, tcpChecksum, pseudoHeader(ProtocolTCP, src, dst, len(segment)))
	return b
}

// Packet is the IPv4 packet that carries the segment.
func (t TCP) Packet(src, dst netip.Addr, ttl uint8) IPv4 {
	return IPv4{Src: src, Dst: dst, TTL: ttl, Protocol: ProtocolTCP, Payload: t.Append(nil, src, dst)}
}

// ParseTCP parses the payload of one IPv4 packet from src to dst and checks its checksum. TCP has no
// length of its own, so there is no trailing data: all of b counts.
func ParseTCP(b []byte, src, dst netip.Addr) (TCP, error) {
	header, err := tcpHeaderLen(b)
	if err != nil {
		return TCP{}, err
	}
	if sum(b, pseudoHeader(ProtocolTCP, src, dst, len(b))) != 0xffff {
		return TCP{}, fmt.Errorf("TCP: %w", ErrChecksum)
	}
	t := TCP{
		SrcPort: binary.BigEndian.Uint16(b), DstPort: binary.BigEndian.Uint16(b[2:]),
		Sequence: binary.BigEndian.Uint32(b[4:]), Acknowledgment: binary.BigEndian.Uint32(b[8:]),
		Flags: TCPFlags(b[tcpFlags]), Window: binary.BigEndian.Uint16(b[14:]), Payload: b[header:len(b):len(b)],
	}
	if at, ok := findMSS(b[:header]); ok {
		t.MSS = binary.BigEndian.Uint16(b[at:])
	}
	return t, nil
}

// tcpHeaderLen is the length of a segment's header, which is known to lie inside b.
func tcpHeaderLen(b []byte) (int, error) {
	if len(b) < TCPHeaderLen {
		return 0, fmt.Errorf("TCP: %w: %d bytes", ErrShort, len(b))
	}
	header := int(b[tcpOffset]>>4) * 4
	switch {
	case header < TCPHeaderLen:
		return 0, fmt.Errorf("TCP: %w: header length %d", ErrHeader, header)
	case header > len(b):
		return 0, fmt.Errorf("TCP: %w: header of %d bytes, %d there", ErrShort, header, len(b))
	}
	return header, nil
}

// findMSS is where the value of the option stands in a header. Options that make no sense end the search.
func findMSS(header []byte) (at int, ok bool) {
	for at = TCPHeaderLen; at < len(header); {
		kind := header[at]
		switch {
		case kind == optionEnd:
			return 0, false
		case kind == optionNothing:
			at++
			continue
		case at+1 >= len(header):
			return 0, false
		}
		length := int(header[at+1])
		if length < 2 || at+length > len(header) {
			return 0, false
		}
		if kind == optionMSS && length == lenMSS {
			return at + 2, true
		}
		at += length
	}
	return 0, false
}

// ClampMSS is p with the maximum segment size that a SYN in it announces lowered to most (`ip tcp
// adjust-mss`); every other packet is returned as it is. What else the segment holds stays, and a
// wrong checksum stays wrong (RFC 1624).
func (p IPv4) ClampMSS(most uint16) IPv4 {
	if p.Protocol != ProtocolTCP || p.FragmentOffset != 0 {
		return p
	}
	header, err := tcpHeaderLen(p.Payload)
	if err != nil || !TCPFlags(p.Payload[tcpFlags]).Has(TCPSyn) {
		return p
	}
	at, ok := findMSS(p.Payload[:header])
	if !ok || binary.BigEndian.Uint16(p.Payload[at:]) <= most {
		return p
	}
	clamped := slices.Clone(p.Payload)
	// An option may stand at an odd place: the checksum follows the words that really change.
	from := at &^ 1
	for word := from; word <= at+1; word += 2 {
		adjustChecksum(clamped, tcpChecksum, word, func() { putPartOf(clamped, word, at, most) })
	}
	p.Payload = clamped
	return p
}

// putPartOf writes those bytes of a value at offset at that lie in the word at offset word.
func putPartOf(b []byte, word, at int, value uint16) {
	for i, c := range []byte{byte(value >> 8), byte(value)} {
		if at+i == word || at+i == word+1 {
			b[at+i] = c
		}
	}
}
