package interop

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"slices"
)

// Bits of the first two bytes of a GRE header (RFC 2784 section 2.1, RFC 2890 section 2).
const (
	greHasChecksum = 0x8000
	greHasKey      = 0x2000
	greHasSequence = 0x1000
	greNotForUs    = 0x4c07 // routing and the other bits of RFC 1701, and every version but 0
)

// greAround puts a GRE header before a packet, with what the settings want.
func (f *farEnd) greAround(p []byte) []byte {
	header := []byte{0, 0, 8, 0}
	flags := uint16(0)
	if f.Checksum {
		flags, header = flags|greHasChecksum, append(header, 0, 0, 0, 0)
	}
	if f.Key != 0 {
		flags, header = flags|greHasKey, binary.BigEndian.AppendUint32(header, f.Key)
	}
	if f.Sequence {
		flags, header = flags|greHasSequence, binary.BigEndian.AppendUint32(header, f.greSent)
		f.greSent++
	}
	binary.BigEndian.PutUint16(header, flags)
	whole := append(header, p...)
	if f.Checksum {
		binary.BigEndian.PutUint16(whole[4:], internetChecksum(whole))
	}
	return whole
}

// greWithin is the packet behind a GRE header, which must have just what the settings want.
func (f *farEnd) greWithin(p []byte) ([]byte, error) {
	want, length := uint16(0), 4
	for _, field := range []struct {
		wanted bool
		bit    uint16
	}{{f.Checksum, greHasChecksum}, {f.Key != 0, greHasKey}, {f.Sequence, greHasSequence}} {
		if field.wanted {
			want, length = want|field.bit, length+4
		}
	}
	if len(p) < length {
		return nil, errors.New("GRE: cut short")
	}
	flags, protocol := binary.BigEndian.Uint16(p), binary.BigEndian.Uint16(p[2:])
	if flags != want || protocol != 0x0800 {
		return nil, fmt.Errorf("GRE: flags %#04x, want %#04x; protocol %#04x", flags, want, protocol)
	}
	at := 4
	if f.Checksum {
		if internetChecksum(p) != 0 {
			return nil, errors.New("GRE: wrong checksum")
		}
		at += 4
	}
	if f.Key != 0 {
		if key := binary.BigEndian.Uint32(p[at:]); key != f.Key {
			return nil, fmt.Errorf("GRE: key %d, want %d", key, f.Key)
		}
		at += 4
	}
	if f.Sequence {
		n := binary.BigEndian.Uint32(p[at:])
		if f.heard && int32(n-f.greHeard) <= 0 {
			return nil, fmt.Errorf("GRE: number %d after %d", n, f.greHeard)
		}
		f.heard, f.greHeard = true, n
		at += 4
	}
	return p[at:], nil
}

// ipv4Around puts an IPv4 header before a payload (RFC 791 section 3.1).
func ipv4Around(source, target netip.Addr, protocol byte, payload []byte) []byte {
	header := binary.BigEndian.AppendUint16([]byte{0x45, 0}, uint16(20+len(payload)))
	header = append(header, 0, 0, 0, 0, 64, protocol, 0, 0)
	header = append(append(header, source.AsSlice()...), target.AsSlice()...)
	binary.BigEndian.PutUint16(header[10:], internetChecksum(header))
	return append(header, payload...)
}

// An ipPiece is a fragment of an IPv4 packet. Its bytes are the payload's, from an offset on.
type ipPiece struct {
	offset int
	last   bool
	bytes  []byte
}

// whole is the payload of an IPv4 packet, of which this may be a fragment: in tunnel mode the other end may have taken it apart before
// it was encrypted. It is nil while others are missing.
func (f *farEnd) whole(p []byte) []byte {
	id, fragment := binary.BigEndian.Uint16(p[4:]), binary.BigEndian.Uint16(p[6:])
	const moreFragments, offsets = 0x2000, 0x1fff
	piece := ipPiece{int(fragment&offsets) * 8, fragment&moreFragments == 0, p[20:]}
	if piece.offset == 0 && piece.last {
		return piece.bytes
	}
	if f.pieces == nil {
		f.pieces = map[uint16][]ipPiece{}
	}
	f.pieces[id] = append(f.pieces[id], piece)
	slices.SortFunc(f.pieces[id], func(a, b ipPiece) int { return a.offset - b.offset })
	var all []byte
	for _, piece := range f.pieces[id] {
		if piece.offset != len(all) {
			return nil
		}
		if all = append(all, piece.bytes...); piece.last {
			delete(f.pieces, id)
			return all
		}
	}
	return nil
}

// internetChecksum is that of RFC 1071; of what has its checksum already it is 0.
func internetChecksum(b []byte) uint16 {
	sum := uint32(0)
	for i, c := range b {
		sum += uint32(c) << (8 * uint(1-i%2))
	}
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	return ^uint16(sum)
}
