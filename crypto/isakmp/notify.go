package isakmp

import (
	"encoding/binary"
	"slices"
)

// A Notify tells of an error or a state, RFC 2408 section 3.14.
type Notify struct {
	DOI      uint32
	Protocol ProtocolID
	Type     NotifyType
	SPI      []byte // at most 255 bytes; both cookies for an ISAKMP SA, or none
	Data     []byte
}

func (n *Notify) PayloadType() PayloadType { return PayloadNotification }

func parseNotify(r *reader) *Notify {
	n := &Notify{DOI: r.u32(), Protocol: ProtocolID(r.u8())}
	spi := int(r.u8())
	n.Type = NotifyType(r.u16())
	n.SPI, n.Data = r.bytes(spi), r.rest()
	return n
}

func (n *Notify) appendBody(dst []byte) []byte {
	dst = slices.Grow(dst, 8+len(n.SPI)+len(n.Data))
	dst = binary.BigEndian.AppendUint32(dst, n.DOI)
	dst = append(dst, uint8(n.Protocol), uint8(len(n.SPI)))
	dst = binary.BigEndian.AppendUint16(dst, uint16(n.Type))
	dst = append(dst, n.SPI...)
	return append(dst, n.Data...)
}
