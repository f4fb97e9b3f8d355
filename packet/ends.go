package packet

import (
	"encoding/binary"
	"net/netip"
)

// Ends are where the packet in b comes from and goes to: addresses with the ports of UDP and TCP. An ICMP echo comes from
// its identifier and goes to port 0, its reply the other way round (RFC 3022 section 2.2 treats identifiers as ports).
// Of other protocols the ports are 0. b may be cut short behind the ports, as in an ICMP error; ok is false if there is
// less, if it is no IPv4 packet, if it is not the first fragment, or of ICMP messages that are neither echo nor reply.
func Ends(b []byte) (src, dst netip.AddrPort, protocol uint8, ok bool) {
	p, err := ParseQuoted(b)
	if err != nil || p.FragmentOffset > 0 {
		return src, dst, 0, false
	}
	var from, to uint16
	switch p.Protocol {
	case ProtocolUDP, ProtocolTCP:
		if len(p.Payload) < 4 {
			return src, dst, 0, false
		}
		from, to = binary.BigEndian.Uint16(p.Payload), binary.BigEndian.Uint16(p.Payload[2:])
	case ProtocolICMP:
		if len(p.Payload) < ICMPHeaderLen {
			return src, dst, 0, false
		}
		switch id := binary.BigEndian.Uint16(p.Payload[4:]); p.Payload[0] {
		case ICMPEcho:
			from = id
		case ICMPEchoReply:
			to = id
		default:
			return src, dst, 0, false
		}
	}
	return netip.AddrPortFrom(p.Src, from), netip.AddrPortFrom(p.Dst, to), p.Protocol, true
}

// WithEnds is a copy of the packet in b that comes from and goes to other ends, IPv4 ones, as Ends tells them. Its
// checksums follow by what has changed (RFC 1624), so that a wrong one stays wrong, and none at all (UDP) stays none;
// those that b is too short for are left alone. What has no ends is returned as it is.
func WithEnds(b []byte, src, dst netip.AddrPort) []byte {
	_, _, protocol, ok := Ends(b)
	if !ok || !src.Addr().Is4() || !dst.Addr().Is4() {
		return b
	}
	b = append([]byte(nil), b...)
	payload := b[int(b[0]&0x0f)*4:]
	e := readdressing{header: b, payload: payload, checksum: checksumAt(protocol, payload)}
	from, to := src.Addr().As4(), dst.Addr().As4()
	e.putAddress(12, from, protocol != ProtocolICMP)
	e.putAddress(16, to, protocol != ProtocolICMP)
	switch {
	case protocol == ProtocolUDP || protocol == ProtocolTCP:
		e.putWord(payload, 0, src.Port())
		e.putWord(payload, 2, dst.Port())
	case protocol == ProtocolICMP && payload[0] == ICMPEcho:
		e.putWord(payload, 4, src.Port())
	case protocol == ProtocolICMP:
		e.putWord(payload, 4, dst.Port())
	}
	if protocol == ProtocolUDP && e.checksum >= 0 && payload[e.checksum] == 0 && payload[e.checksum+1] == 0 {
		payload[e.checksum], payload[e.checksum+1] = 0xff, 0xff // zero would mean that there is none
	}
	return b
}

// checksumAt is where the payload has its checksum, -1 if it has none or is too short for it.
func checksumAt(protocol uint8, payload []byte) int {
	at := -1
	switch protocol {
	case ProtocolUDP:
		at = 6
	case ProtocolTCP:
		at = tcpChecksum
	case ProtocolICMP:
		at = 2
	}
	if at < 0 || len(payload) < at+2 || protocol == ProtocolUDP && payload[at] == 0 && payload[at+1] == 0 {
		return -1
	}
	return at
}

// A readdressing is a packet whose words change, with the checksums over them.
type readdressing struct {
	header, payload []byte
	checksum        int // of the payload; -1: there is none
}

// putAddress writes an address into the header; covered: the payload's checksum counts it, as part of its pseudo-header.
func (e *readdressing) putAddress(at int, addr [4]byte, covered bool) {
	const headerChecksum = 10
	for i := 0; i < len(addr); i += 2 {
		old, word := binary.BigEndian.Uint16(e.header[at+i:]), binary.BigEndian.Uint16(addr[i:])
		adjustChecksum(e.header, headerChecksum, at+i, func() { binary.BigEndian.PutUint16(e.header[at+i:], word) })
		if covered {
			e.follow(old, word)
		}
	}
}

// putWord writes a word that the payload's checksum covers.
func (e *readdressing) putWord(b []byte, at int, word uint16) {
	old := binary.BigEndian.Uint16(b[at:])
	binary.BigEndian.PutUint16(b[at:], word)
	e.follow(old, word)
}

// follow has the payload's checksum follow a changed word.
func (e *readdressing) follow(old, word uint16) {
	if e.checksum < 0 {
		return
	}
	sofar := ^binary.BigEndian.Uint16(e.payload[e.checksum:])
	binary.BigEndian.PutUint16(e.payload[e.checksum:], ^addOnes(sofar, ^old, word))
}
