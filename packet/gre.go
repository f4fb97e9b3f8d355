package packet

import (
	"encoding/binary"
	"fmt"
)

// EtherTypeIPv4 is what a GRE header says before an IPv4 packet.
const EtherTypeIPv4 = 0x0800

// A GRE is what stands behind an IPv4 header of protocol 47: RFC 2784, with the key and the sequence number of RFC 2890.
type GRE struct {
	Protocol    uint16 // EtherTypeIPv4, as Ethernet numbers them
	Checksummed bool   // a checksum covers header and payload
	Keyed       bool
	Key         uint32
	Sequenced   bool
	Sequence    uint32
	Payload     []byte
}

const (
	greChecksum = 0x8000
	greKey      = 0x2000
	greSequence = 0x1000
	greRefused  = 0x4c07 // bits 1, 4 and 5, which RFC 2784 section 2.3 has a receiver refuse, and a version but 0
)

// HeaderLen is the length of the header in bytes, 4 to 16.
func (g GRE) HeaderLen() int {
	n := 4
	for _, field := range []bool{g.Checksummed, g.Keyed, g.Sequenced} {
		if field {
			n += 4
		}
	}
	return n
}

// Append appends header and payload to b.
func (g GRE) Append(b []byte) []byte {
	var flags uint16
	for _, f := range []struct {
		is  bool
		bit uint16
	}{{g.Checksummed, greChecksum}, {g.Keyed, greKey}, {g.Sequenced, greSequence}} {
		if f.is {
			flags |= f.bit
		}
	}
	start := len(b)
	b = binary.BigEndian.AppendUint16(b, flags)
	b = binary.BigEndian.AppendUint16(b, g.Protocol)
	if g.Checksummed {
		b = append(b, 0, 0, 0, 0)
	}
	if g.Keyed {
		b = binary.BigEndian.AppendUint32(b, g.Key)
	}
	if g.Sequenced {
		b = binary.BigEndian.AppendUint32(b, g.Sequence)
	}
	b = append(b, g.Payload...)
	if g.Checksummed {
		putChecksum(b[start:], 4, 0)
	}
	return b
}

// ParseGRE parses what an IPv4 packet of protocol 47 carries, and checks its checksum if it has one. Reserved bits that
// RFC 2784 has a receiver ignore are ignored.
func ParseGRE(b []byte) (GRE, error) {
	if len(b) < 4 {
		return GRE{}, fmt.Errorf("GRE: %w: %d bytes", ErrShort, len(b))
	}
	flags := binary.BigEndian.Uint16(b)
	if flags&greRefused != 0 {
		return GRE{}, fmt.Errorf("GRE: %w: flags and version %#04x", ErrHeader, flags)
	}
	g := GRE{Protocol: binary.BigEndian.Uint16(b[2:]), Checksummed: flags&greChecksum != 0, Keyed: flags&greKey != 0,
		Sequenced: flags&greSequence != 0}
	if len(b) < g.HeaderLen() {
		return GRE{}, fmt.Errorf("GRE: %w: header of %d bytes, %d there", ErrShort, g.HeaderLen(), len(b))
	}
	at := 4
	if g.Checksummed {
		if sum(b, 0) != 0xffff {
			return GRE{}, fmt.Errorf("GRE: %w", ErrChecksum)
		}
		at += 4
	}
	if g.Keyed {
		g.Key, at = binary.BigEndian.Uint32(b[at:]), at+4
	}
	if g.Sequenced {
		g.Sequence, at = binary.BigEndian.Uint32(b[at:]), at+4
	}
	g.Payload = b[at:]
	return g, nil
}
