package packet

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"slices"
)

// UDPHeaderLen is the length of a UDP header.
const UDPHeaderLen = 8

// MaxUDPPayload is the most that one datagram can carry over IPv4.
const MaxUDPPayload = MaxIPv4Payload - UDPHeaderLen

// A UDP is a user datagram, RFC 768.
type UDP struct {
	SrcPort, DstPort uint16
	Payload          []byte
}

// Append appends the datagram to b, with the checksum that belongs to these addresses. A payload longer than
// MaxUDPPayload appends nothing.
func (u UDP) Append(b []byte, src, dst netip.Addr) []byte {
	if len(u.Payload) > MaxUDPPayload {
		return b
	}
	start := len(b)
	length := UDPHeaderLen + len(u.Payload)
	b = slices.Grow(b, length)
	b = binary.BigEndian.AppendUint16(b, u.SrcPort)
	b = binary.BigEndian.AppendUint16(b, u.DstPort)
	b = binary.BigEndian.AppendUint16(b, uint16(length))
	b = append(b, 0, 0)
	b = append(b, u.Payload...)
	datagram := b[start:]
	putChecksum(datagram, 6, pseudoHeader(ProtocolUDP, src, dst, length))
	if datagram[6] == 0 && datagram[7] == 0 {
		datagram[6], datagram[7] = 0xff, 0xff // zero on the wire would mean "not computed"
	}
	return b
}

// Packet is the IPv4 packet that carries the datagram.
func (u UDP) Packet(src, dst netip.Addr, ttl uint8) IPv4 {
	return IPv4{Src: src, Dst: dst, TTL: ttl, Protocol: ProtocolUDP, Payload: u.Append(nil, src, dst)}
}

// ParseUDP parses one datagram that came from src to dst. A checksum of zero means that the sender computed none (RFC
// 3948 section 2.1 asks for that on encapsulated ESP); any other is checked.
func ParseUDP(b []byte, src, dst netip.Addr) (UDP, error) {
	if len(b) < UDPHeaderLen {
		return UDP{}, fmt.Errorf("UDP: %w: %d bytes", ErrShort, len(b))
	}
	length := int(binary.BigEndian.Uint16(b[4:]))
	switch {
	case length < UDPHeaderLen:
		return UDP{}, fmt.Errorf("UDP: %w: length %d", ErrHeader, length)
	case length > len(b):
		return UDP{}, fmt.Errorf("UDP: %w: %d bytes declared, %d there", ErrShort, length, len(b))
	}
	computed := binary.BigEndian.Uint16(b[6:]) != 0
	if computed && sum(b[:length], pseudoHeader(ProtocolUDP, src, dst, length)) != 0xffff {
		return UDP{}, fmt.Errorf("UDP: %w", ErrChecksum)
	}
	return UDP{
		SrcPort: binary.BigEndian.Uint16(b),
		DstPort: binary.BigEndian.Uint16(b[2:]),
		Payload: b[UDPHeaderLen:length:length],
	}, nil
}

// pseudoHeader sums addresses, protocol and length. The zero Addr sums like 0.0.0.0; IPv6's pseudo-header (RFC 8200
// section 8.1) has the same words in another order, which a sum does not see.
func pseudoHeader(protocol uint8, src, dst netip.Addr, length int) uint16 {
	words := []byte{0, protocol, byte(length >> 8), byte(length)}
	return sum(words, sum(src.Unmap().AsSlice(), sum(dst.Unmap().AsSlice(), 0)))
}
