// Package packet turns IPv4, UDP, TCP and ICMP packets into bytes and back.
//
// Each kind is a plain struct with an Append method and a Parse function. What Parse returns points into the bytes it
// was given: copy the payload to keep it longer than them. Parsers accept whatever lies behind the length that a header
// declares (Ethernet pads short frames) and refuse everything that does not add up.
package packet

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"slices"
)

// Errors of the parsers, for errors.Is; the returned error adds the numbers.
var (
	ErrShort    = errors.New("packet is cut short")
	ErrHeader   = errors.New("bad header")
	ErrChecksum = errors.New("bad checksum")
)

// IPv4HeaderLen is the length of a header without options, the only kind that Append writes.
const IPv4HeaderLen = 20

// MaxIPv4Payload is the most that one packet can carry.
const MaxIPv4Payload = 0xffff - IPv4HeaderLen

// An IPv4 is a datagram or a fragment of one, RFC 791 section 3.1. Options are skipped when parsing.
type IPv4 struct {
	Src, Dst       netip.Addr // the zero Addr stands for 0.0.0.0
	Protocol       uint8
	TTL            uint8
	TOS            uint8 // DSCP and ECN
	ID             uint16
	DontFragment   bool
	MoreFragments  bool
	FragmentOffset int // in bytes, a multiple of 8 up to 65528; the wire counts eights
	Payload        []byte
}

const (
	flagDontFragment  = 0x4000
	flagMoreFragments = 0x2000
	maskOffset        = 0x1fff
)

// IsFragment tells whether p is only a part of a datagram.
func (p IPv4) IsFragment() bool { return p.MoreFragments || p.FragmentOffset != 0 }

// Append appends the packet, header checksum included, to b. A packet that has no form on the wire (an address that is
// not IPv4, a payload longer than MaxIPv4Payload) appends nothing.
func (p IPv4) Append(b []byte) []byte {
	src, srcOK := as4(p.Src)
	dst, dstOK := as4(p.Dst)
	if !srcOK || !dstOK || len(p.Payload) > MaxIPv4Payload {
		return b
	}
	fragment := uint16(p.FragmentOffset/8) & maskOffset
	if p.DontFragment {
		fragment |= flagDontFragment
	}
	if p.MoreFragments {
		fragment |= flagMoreFragments
	}
	start := len(b)
	b = slices.Grow(b, IPv4HeaderLen+len(p.Payload))
	b = append(b, 0x45, p.TOS)
	b = binary.BigEndian.AppendUint16(b, uint16(IPv4HeaderLen+len(p.Payload)))
	b = binary.BigEndian.AppendUint16(b, p.ID)
	b = binary.BigEndian.AppendUint16(b, fragment)
	b = append(b, p.TTL, p.Protocol, 0, 0)
	b = append(b, src[:]...)
	b = append(b, dst[:]...)
	putChecksum(b[start:], 10, 0)
	return append(b, p.Payload...)
}

// ParseIPv4 parses one packet. It checks version, lengths and the header checksum.
func ParseIPv4(b []byte) (IPv4, error) {
	p, headerLen, totalLen, err := parseIPv4Header(b)
	if err != nil {
		return IPv4{}, err
	}
	if totalLen > len(b) {
		return IPv4{}, fmt.Errorf("IPv4: %w: %d bytes declared, %d there", ErrShort, totalLen, len(b))
	}
	if sum(b[:headerLen], 0) != 0xffff {
		return IPv4{}, fmt.Errorf("IPv4 header: %w", ErrChecksum)
	}
	p.Payload = b[headerLen:totalLen:totalLen]
	return p, nil
}

// ParseQuoted parses the beginning of a packet, as ICMP errors carry it: the header and as much of the payload as there
// is. The checksum is not checked, because what passed routers and NATs may come back changed.
func ParseQuoted(b []byte) (IPv4, error) {
	p, headerLen, totalLen, err := parseIPv4Header(b)
	if err != nil {
		return IPv4{}, err
	}
	end := min(totalLen, len(b))
	p.Payload = b[headerLen:end:end]
	return p, nil
}

// parseIPv4Header parses everything but the payload; the header is known to lie inside b.
func parseIPv4Header(b []byte) (p IPv4, headerLen, totalLen int, err error) {
	if len(b) < IPv4HeaderLen {
		return p, 0, 0, fmt.Errorf("IPv4: %w: %d bytes", ErrShort, len(b))
	}
	if version := b[0] >> 4; version != 4 {
		return p, 0, 0, fmt.Errorf("IPv4: %w: version %d", ErrHeader, version)
	}
	headerLen = int(b[0]&0x0f) * 4
	totalLen = int(binary.BigEndian.Uint16(b[2:]))
	if headerLen < IPv4HeaderLen || totalLen < headerLen {
		return p, 0, 0, fmt.Errorf("IPv4: %w: header length %d, total length %d", ErrHeader, headerLen, totalLen)
	}
	if headerLen > len(b) {
		return p, 0, 0, fmt.Errorf("IPv4: %w: header of %d bytes, %d there", ErrShort, headerLen, len(b))
	}
	fragment := binary.BigEndian.Uint16(b[6:])
	return IPv4{
		Src:            netip.AddrFrom4([4]byte(b[12:16])),
		Dst:            netip.AddrFrom4([4]byte(b[16:20])),
		Protocol:       b[9],
		TTL:            b[8],
		TOS:            b[1],
		ID:             binary.BigEndian.Uint16(b[4:]),
		DontFragment:   fragment&flagDontFragment != 0,
		MoreFragments:  fragment&flagMoreFragments != 0,
		FragmentOffset: int(fragment&maskOffset) * 8,
	}, headerLen, totalLen, nil
}

// as4 is the four bytes of an IPv4 address, also of one written as IPv6 (::ffff:192.0.2.1).
func as4(addr netip.Addr) (bytes [4]byte, ok bool) {
	addr = addr.Unmap()
	switch {
	case !addr.IsValid():
		return bytes, true
	case !addr.Is4():
		return bytes, false
	}
	return addr.As4(), true
}
