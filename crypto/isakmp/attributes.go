package isakmp

import (
	"encoding/binary"
	"fmt"
	"math"
)

// Attribute types of a phase 1 transform, RFC 2409 appendix A.
const (
	AttrEncryption      uint16 = 1
	AttrHash            uint16 = 2
	AttrAuthentication  uint16 = 3
	AttrGroup           uint16 = 4
	AttrGroupType       uint16 = 5
	AttrGroupPrime      uint16 = 6
	AttrGroupGenerator1 uint16 = 7
	AttrGroupGenerator2 uint16 = 8
	AttrGroupCurveA     uint16 = 9
	AttrGroupCurveB     uint16 = 10
	AttrLifeType        uint16 = 11
	AttrLifeDuration    uint16 = 12
	AttrPRF             uint16 = 13
	AttrKeyLength       uint16 = 14 // bits
	AttrFieldSize       uint16 = 15
	AttrGroupOrder      uint16 = 16
)

// Values of AttrAuthentication, RFC 2409 appendix A.
const (
	AuthPreSharedKey       = 1
	AuthDSSSignature       = 2
	AuthRSASignature       = 3
	AuthRSAEncryption      = 4
	AuthRSARevised         = 5
	AuthXAUTHInitPreShared = 65001
	AuthXAUTHRespPreShared = 65002
	AuthXAUTHInitRSA       = 65005
	AuthXAUTHRespRSA       = 65006
)

// Attribute types of a phase 2 transform, RFC 2407 section 4.5.
const (
	IPsecLifeType       uint16 = 1
	IPsecLifeDuration   uint16 = 2
	IPsecGroup          uint16 = 3
	IPsecEncapsulation  uint16 = 4
	IPsecAuthentication uint16 = 5
	IPsecKeyLength      uint16 = 6 // bits
	IPsecKeyRounds      uint16 = 7
)

// Values of AttrLifeType and IPsecLifeType.
const (
	LifeSeconds   = 1
	LifeKilobytes = 2
)

// Values of IPsecEncapsulation: RFC 2407 section 4.5, RFC 3947 section 5.1, and
// the numbers of its drafts.
const (
	EncapsulationTunnel            = 1
	EncapsulationTransport         = 2
	EncapsulationUDPTunnel         = 3
	EncapsulationUDPTransport      = 4
	EncapsulationUDPTunnelDraft    = 61443
	EncapsulationUDPTransportDraft = 61444
)

// Values of IPsecAuthentication, RFC 2407 section 4.5 and IANA's registry.
const (
	HMAC_MD5      = 1
	HMAC_SHA      = 2
	DES_MAC       = 3
	KPDK          = 4
	HMAC_SHA2_256 = 5
	HMAC_SHA2_384 = 6
	HMAC_SHA2_512 = 7
)

// basicFormat is the bit that tells a two-byte attribute from a longer one, RFC
// 2408 section 3.3.
const basicFormat = 0x8000

// An Attribute is one property of a transform, RFC 2408 section 3.3.
type Attribute struct {
	Type  uint16 // without the format bit, 0 to 32767
	Basic bool   // two bytes in place of the length
	Value []byte // two bytes if Basic
}

// BasicAttribute is an attribute of two bytes.
func BasicAttribute(t, v uint16) Attribute {
	return Attribute{Type: t, Basic: true, Value: binary.BigEndian.AppendUint16(nil, v)}
}

// VariableAttribute is an attribute with a length.
func VariableAttribute(t uint16, v []byte) Attribute {
	return Attribute{Type: t, Value: v}
}

// Uint32Attribute is a number in four bytes with a length: how IOS sends
// lifetimes, whether or not they would fit two bytes.
func Uint32Attribute(t uint16, v uint32) Attribute {
	return VariableAttribute(t, binary.BigEndian.AppendUint32(nil, v))
}

// Uint is the attribute as a number, whichever form it came in; false if it is
// empty or more than 64 bits.
func (a Attribute) Uint() (uint64, bool) {
	if len(a.Value) == 0 {
		return 0, false
	}
	var n uint64
	for _, b := range a.Value {
		if n > math.MaxUint64>>8 {
			return 0, false
		}
		n = n<<8 | uint64(b)
	}
	return n, true
}

// ParseAttributes reads a bare list of attributes, as a RESPONDER-LIFETIME notification
// carries it: RFC 2407 section 4.6.3.1.
func ParseAttributes(b []byte) ([]Attribute, error) {
	r := &reader{payload: PayloadNotification, notify: NotifyPayloadMalformed, b: b}
	attributes := parseAttributes(r)
	if r.err != nil {
		return nil, r.err
	}
	return attributes, nil
}

// AppendAttributes appends a bare list of attributes, as ParseAttributes reads it.
func AppendAttributes(dst []byte, attributes []Attribute) []byte {
	for _, a := range attributes {
		dst = a.append(dst)
	}
	return dst
}

func parseAttributes(r *reader) []Attribute {
	var attributes []Attribute
	for r.err == nil && len(r.b) > 0 {
		attributes = append(attributes, parseAttribute(r))
	}
	return attributes
}

func parseAttribute(r *reader) Attribute {
	t := r.u16()
	a := Attribute{Type: t &^ basicFormat, Basic: t&basicFormat != 0}
	if a.Basic {
		a.Value = r.bytes(2)
	} else {
		a.Value = r.bytes(int(r.u16()))
	}
	return a
}

func (a Attribute) append(dst []byte) []byte {
	if a.Basic {
		if len(a.Value) != 2 {
			panic(fmt.Sprintf("isakmp: basic attribute %d of %d bytes", a.Type, len(a.Value)))
		}
		dst = binary.BigEndian.AppendUint16(dst, a.Type|basicFormat)
		return append(dst, a.Value...)
	}
	dst = binary.BigEndian.AppendUint16(dst, a.Type)
	dst = binary.BigEndian.AppendUint16(dst, uint16(len(a.Value)))
	return append(dst, a.Value...)
}
