package packet

import (
	"encoding/binary"
	"fmt"
)

// ICMPHeaderLen is the length of an ICMP header, the four bytes whose meaning depends on the type included.
const ICMPHeaderLen = 8

// ICMP types, RFC 792.
const (
	ICMPEchoReply    = 0
	ICMPUnreachable  = 3
	ICMPRedirect     = 5
	ICMPEcho         = 8
	ICMPTimeExceeded = 11
)

// Codes of ICMPUnreachable (RFC 792, RFC 1812 section 5.2.7.1) and ICMPTimeExceeded.
const (
	CodeNetUnreachable      = 0
	CodeHostUnreachable     = 1
	CodeProtocolUnreachable = 2
	CodePortUnreachable     = 3
	CodeFragmentationNeeded = 4
	CodeProhibited          = 13 // "communication administratively prohibited": an access list said no

	CodeTTLExceeded        = 0
	CodeReassemblyExceeded = 1
)

// An ICMP is a control message, RFC 792.
type ICMP struct {
	Type, Code uint8
	ID         uint16 // in echo and reply; zero in errors
	Sequence   uint16 // in echo and reply; the next hop's MTU in "fragmentation needed"; otherwise zero
	Data       []byte // in errors, the beginning of the packet that caused them, see ParseQuoted
}

// Unreachable is the error that answers original, a whole IPv4 packet. mtu is the next hop's in bytes and belongs to
// CodeFragmentationNeeded (RFC 1191 section 4); it is zero with the other codes.
func Unreachable(code uint8, mtu uint16, original []byte) ICMP {
	return ICMP{Type: ICMPUnreachable, Code: code, Sequence: mtu, Data: quote(original)}
}

// TimeExceeded is the error that answers original, a whole IPv4 packet, when its TTL ran out on the way.
func TimeExceeded(original []byte) ICMP {
	return ICMP{Type: ICMPTimeExceeded, Code: CodeTTLExceeded, Data: quote(original)}
}

// quote is the part of a packet that an error carries: its header with options and eight bytes, enough for ports or SPI.
func quote(original []byte) []byte {
	if len(original) == 0 {
		return nil
	}
	headerLen := int(original[0]&0x0f) * 4
	return original[:min(headerLen+8, len(original))]
}

// Reply is the answer to an echo: the same identifier, sequence and data.
func (m ICMP) Reply() ICMP {
	m.Type = ICMPEchoReply
	return m
}

// IsError tells whether m reports on another packet. An error must never be answered with an error (RFC 1122 section
// 3.2.2).
func (m ICMP) IsError() bool {
	switch m.Type {
	case ICMPEcho, ICMPEchoReply, 9, 10, 13, 14, 15, 16, 17, 18: // queries and their answers
		return false
	}
	return true
}

// Reason is what an error says, in words.
func (m ICMP) Reason() string {
	switch {
	case m.Type == ICMPTimeExceeded:
		return "its time to live ran out"
	case m.Type != ICMPUnreachable:
		return fmt.Sprintf("ICMP type %d", m.Type)
	case m.Code == CodeFragmentationNeeded:
		return "fragmentation needed and DF set"
	case m.Code == CodeProhibited:
		return "prohibited"
	case m.Code == CodeNetUnreachable:
		return "network unreachable"
	}
	return "unreachable"
}

// Append appends the message, checksum included, to b. Data longer than an IPv4 packet holds appends nothing.
func (m ICMP) Append(b []byte) []byte {
	if len(m.Data) > MaxIPv4Payload-ICMPHeaderLen {
		return b
	}
	start := len(b)
	b = append(b, m.Type, m.Code, 0, 0)
	b = binary.BigEndian.AppendUint16(b, m.ID)
	b = binary.BigEndian.AppendUint16(b, m.Sequence)
	b = append(b, m.Data...)
	putChecksum(b[start:], 2, 0)
	return b
}

// ParseICMP parses the payload of one IPv4 packet and checks its checksum. Types that have no name here are parsed
// alike. ICMP has no length of its own, so there is no trailing data: all of b counts.
func ParseICMP(b []byte) (ICMP, error) {
	if len(b) < ICMPHeaderLen {
		return ICMP{}, fmt.Errorf("ICMP: %w: %d bytes", ErrShort, len(b))
	}
	if sum(b, 0) != 0xffff {
		return ICMP{}, fmt.Errorf("ICMP: %w", ErrChecksum)
	}
	return ICMP{
		Type:     b[0],
		Code:     b[1],
		ID:       binary.BigEndian.Uint16(b[4:]),
		Sequence: binary.BigEndian.Uint16(b[6:]),
		Data:     b[ICMPHeaderLen:len(b):len(b)],
	}, nil
}
