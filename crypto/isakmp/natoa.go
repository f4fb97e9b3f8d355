package isakmp

import (
	"cmp"
	"net/netip"
)

// A NATOriginal is an address as its sender sees it, before any translator: RFC 3947 section
// 5.2. Quick mode has two where it is about transport mode, the initiator's and the responder's.
type NATOriginal struct {
	Number PayloadType // of the drafts: PayloadNATOADraft or PayloadNATOADraft4; 0: that of the RFC
	Data   []byte      // the address: 4 bytes of IPv4, 16 of IPv6
}

func (o *NATOriginal) PayloadType() PayloadType { return cmp.Or(o.Number, PayloadNATOA) }

// Address is the address that the payload names.
func (o *NATOriginal) Address() netip.Addr {
	addr, _ := netip.AddrFromSlice(o.Data)
	return addr
}

// NATOriginalAddress makes the payload, in the version that has its number.
func NATOriginalAddress(a netip.Addr, number PayloadType) *NATOriginal {
	if number == PayloadNATOA {
		number = 0
	}
	return &NATOriginal{Number: number, Data: a.AsSlice()}
}

func parseNATOriginal(r *reader, number PayloadType) *NATOriginal {
	idType := IDType(r.u8())
	r.reserved8()
	r.reserved16()
	o := &NATOriginal{Data: r.rest()}
	if number != PayloadNATOA {
		o.Number = number
	}
	if r.err == nil && (idType == 0 || idType != o.idType()) {
		r.fail(Malformed, "%v of %d bytes", idType, len(o.Data))
	}
	return o
}

// idType is the type of an address of that length, 0 if there is none.
func (o *NATOriginal) idType() IDType {
	return map[int]IDType{4: IDIPv4Address, 16: IDIPv6Address}[len(o.Data)]
}

func (o *NATOriginal) appendBody(dst []byte) []byte {
	return append(append(dst, uint8(o.idType()), 0, 0, 0), o.Data...)
}
