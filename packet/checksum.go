package packet

import "encoding/binary"

// sum adds b to the ones' complement sum so far, RFC 1071. Over data that contains its own checksum it is 0xffff.
func sum(b []byte, sofar uint16) uint16 {
	total := uint64(sofar)
	for ; len(b) >= 2; b = b[2:] {
		total += uint64(binary.BigEndian.Uint16(b))
	}
	if len(b) == 1 {
		total += uint64(b[0]) << 8
	}
	for total > 0xffff {
		total = total>>16 + total&0xffff
	}
	return uint16(total)
}

// putChecksum stores the checksum over b, continued from sofar, at the given offset, where b must be zero.
func putChecksum(b []byte, offset int, sofar uint16) {
	binary.BigEndian.PutUint16(b[offset:], ^sum(b, sofar))
}

// adjustChecksum has a word of b changed, and the checksum at an offset follow: RFC 1624 section 3, equation 3.
func adjustChecksum(b []byte, offset, word int, change func()) {
	old := binary.BigEndian.Uint16(b[word:])
	change()
	sofar := ^binary.BigEndian.Uint16(b[offset:])
	binary.BigEndian.PutUint16(b[offset:], ^addOnes(sofar, ^old, binary.BigEndian.Uint16(b[word:])))
}

// addOnes adds in ones' complement.
func addOnes(words ...uint16) uint16 {
	var total uint32
	for _, w := range words {
		total += uint32(w)
	}
	for total > 0xffff {
		total = total>>16 + total&0xffff
	}
	return uint16(total)
}
