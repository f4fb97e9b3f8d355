package isakmp

import "encoding/binary"

// A Delete says that its sender no longer has these SAs, RFC 2408 section 3.15.
type Delete struct {
	DOI      uint32
	Protocol ProtocolID
	SPIs     [][]byte // at least one, all of one length: 4 bytes, or both cookies for ISAKMP
}

func (d *Delete) PayloadType() PayloadType { return PayloadDelete }

func parseDelete(r *reader) *Delete {
	d := &Delete{DOI: r.u32(), Protocol: ProtocolID(r.u8())}
	size, count := int(r.u8()), int(r.u16())
	switch {
	case r.err != nil:
	case size == 0 || count == 0:
		r.fail(Malformed, "%d SPIs of %d bytes", count, size)
	case len(r.b) != size*count: // before anything is made to hold them
		r.fail(BadLength, "%d bytes for %d SPIs of %d", len(r.b), count, size)
	}
	for r.err == nil && len(r.b) > 0 {
		d.SPIs = append(d.SPIs, r.bytes(size))
	}
	return d
}

func (d *Delete) appendBody(dst []byte) []byte {
	size := 0
	if len(d.SPIs) > 0 {
		size = len(d.SPIs[0])
	}
	dst = binary.BigEndian.AppendUint32(dst, d.DOI)
	dst = append(dst, uint8(d.Protocol), uint8(size))
	dst = binary.BigEndian.AppendUint16(dst, uint16(len(d.SPIs)))
	for _, spi := range d.SPIs {
		dst = append(dst, spi...)
	}
	return dst
}
