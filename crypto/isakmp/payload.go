package isakmp

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
)

// genericHeaderLen is the length of what precedes each payload body, RFC 2408
// section 3.2.
const genericHeaderLen = 4

// A PayloadType is the number that announces a payload in the one before it:
// RFC 2408 section 3.1, RFC 3947 section 3 and IANA's registry of ISAKMP.
type PayloadType uint8

const (
	PayloadNone               PayloadType = 0
	PayloadSA                 PayloadType = 1
	PayloadProposal           PayloadType = 2 // only inside SA
	PayloadTransform          PayloadType = 3 // only inside a proposal
	PayloadKE                 PayloadType = 4
	PayloadID                 PayloadType = 5
	PayloadCertificate        PayloadType = 6
	PayloadCertificateRequest PayloadType = 7
	PayloadHash               PayloadType = 8
	PayloadSignature          PayloadType = 9
	PayloadNonce              PayloadType = 10
	PayloadNotification       PayloadType = 11
	PayloadDelete             PayloadType = 12
	PayloadVendorID           PayloadType = 13
	PayloadAttributes         PayloadType = 14 // mode configuration
	PayloadNATDDraft4         PayloadType = 15 // drafts 04 to 08 of RFC 3947; group key exchanges have it, too
	PayloadNATOADraft4        PayloadType = 16
	PayloadNATD               PayloadType = 20 // RFC 3947
	PayloadNATOA              PayloadType = 21
	PayloadNATDDraft          PayloadType = 130 // drafts 00 to 03 of RFC 3947
	PayloadNATOADraft         PayloadType = 131
	PayloadFragment           PayloadType = 132
)

// String is the short word IOS uses in its debug lines.
func (t PayloadType) String() string {
	switch t {
	case PayloadNone:
		return "NONE"
	case PayloadSA:
		return "SA"
	case PayloadProposal:
		return "PROPOSAL"
	case PayloadTransform:
		return "TRANSFORM"
	case PayloadKE:
		return "KE"
	case PayloadID:
		return "ID"
	case PayloadCertificate:
		return "CERT"
	case PayloadCertificateRequest:
		return "CERT_REQ"
	case PayloadHash:
		return "HASH"
	case PayloadSignature:
		return "SIG"
	case PayloadNonce:
		return "NONCE"
	case PayloadNotification:
		return "NOTIFY"
	case PayloadDelete:
		return "DELETE"
	case PayloadVendorID:
		return "VENDOR ID"
	case PayloadAttributes:
		return "ATTR"
	case PayloadNATD, PayloadNATDDraft, PayloadNATDDraft4:
		return "NAT-D"
	case PayloadNATOA, PayloadNATOADraft, PayloadNATOADraft4:
		return "NAT-OA"
	case PayloadFragment:
		return "FRAG"
	}
	return fmt.Sprintf("%d", uint8(t))
}

// assigned reports whether a payload of this type may stand in a message: the
// types of the registry (15 to 19 and 22 are those of group key exchanges too) and
// the private ones.
func (t PayloadType) assigned() bool {
	switch {
	case t == PayloadNone, t == PayloadProposal, t == PayloadTransform:
		return false
	case t <= 22, t >= 128:
		return true
	}
	return false
}

// A Value is what a payload says, one type for each kind of payload:
// [*SecurityAssociation], [*KeyExchange], [*Identification], [*Hash], [*Nonce],
// [*Notify], [*Delete], [*VendorID], [*NATDiscovery], [*NATOriginal], [*Configuration],
// [*Certificate], [*CertificateRequest], [*Signature], [*Fragment], and [*Raw] for the rest.
type Value interface {
	PayloadType() PayloadType
	appendBody(dst []byte) []byte
}

// A Payload is one payload of a message, as bytes and as what they say.
type Payload struct {
	Type  PayloadType
	Body  []byte // as received or as sent, without the four bytes of generic header
	Value Value
}

// New makes the payload that says v. Later changes to v do not reach Body.
func New(v Value) Payload {
	return Payload{Type: v.PayloadType(), Body: v.appendBody(nil), Value: v}
}

// Trailing says whether bytes may follow the last payload.
type Trailing bool

const (
	TrailingRefused Trailing = false // clear text
	PaddingAllowed  Trailing = true  // decrypted text, padded to the cipher's block
)

// ParsePayloads reads a chain of payloads that begins with one of type first.
// The result keeps no reference to b. Unknown private types are kept as [*Raw];
// unassigned ones, and any payload that does not hold together, make an [*Error].
func ParsePayloads(first PayloadType, b []byte, trailing Trailing) ([]Payload, error) {
	r := reader{notify: NotifyPayloadMalformed, b: bytes.Clone(b)}
	payloads := make([]Payload, 0, 4)
	for t := first; t != PayloadNone; {
		if !t.assigned() {
			return nil, failure(t, UnknownType, NotifyInvalidPayloadType, "%d", uint8(t))
		}
		r.payload = t
		next, body := r.element()
		if r.err != nil {
			return nil, r.err
		}
		value, err := parseValue(t, body)
		if err != nil {
			return nil, err
		}
		payloads = append(payloads, Payload{Type: t, Body: body, Value: value})
		t = PayloadType(next)
	}
	if n := len(r.b); n > 0 && trailing == TrailingRefused {
		return nil, failure(r.payload, TrailingBytes, NotifyUnequalPayloadLengths, "%d after the last payload", n)
	}
	return payloads, nil
}

func parseValue(t PayloadType, body []byte) (Value, error) {
	r := &reader{payload: t, notify: NotifyPayloadMalformed, b: body}
	var v Value
	switch t {
	case PayloadSA:
		v = parseSecurityAssociation(r)
	case PayloadKE:
		v = parseKeyExchange(r)
	case PayloadID:
		v = parseIdentification(r)
	case PayloadHash:
		v = parseHash(r)
	case PayloadNonce:
		v = parseNonce(r)
	case PayloadNotification:
		v = parseNotify(r)
	case PayloadDelete:
		v = parseDelete(r)
	case PayloadVendorID:
		v = parseVendorID(r)
	case PayloadNATD, PayloadNATDDraft, PayloadNATDDraft4:
		v = parseNATDiscovery(r, t)
	case PayloadNATOA, PayloadNATOADraft, PayloadNATOADraft4:
		v = parseNATOriginal(r, t)
	case PayloadAttributes:
		v = parseConfiguration(r)
	case PayloadCertificate:
		v = parseCertificate(r)
	case PayloadCertificateRequest:
		v = parseCertificateRequest(r)
	case PayloadSignature:
		v = parseSignature(r)
	case PayloadFragment:
		v = parseFragment(r)
	default:
		v = &Raw{Type: t, Data: r.rest()}
	}
	if err := r.finish(); err != nil {
		return nil, err
	}
	return v, nil
}

// AppendPayloads appends the payloads to dst, each behind its generic header.
// What announces the first one is the caller's: see [FirstType]. For payloads
// that were received, these are the bytes that arrived, which is what the hashes
// of quick mode and informational exchanges run over.
//
// It panics if a body is longer than the 65531 bytes a payload can hold, which
// is more than fits a datagram.
func AppendPayloads(dst []byte, payloads []Payload) []byte {
	length := 0
	for _, p := range payloads {
		length += genericHeaderLen + len(p.Body)
	}
	dst = slices.Grow(dst, length)
	for i, p := range payloads {
		dst = appendElement(dst, FirstType(payloads[i+1:]), p.Body)
	}
	return dst
}

// FirstType is the type that announces payloads: that of the first, or
// PayloadNone.
func FirstType(payloads []Payload) PayloadType {
	if len(payloads) == 0 {
		return PayloadNone
	}
	return payloads[0].Type
}

// appendElement is the inverse of reader.element.
func appendElement(dst []byte, next PayloadType, body []byte) []byte {
	length := genericHeaderLen + len(body)
	if length > math.MaxUint16 {
		panic(fmt.Sprintf("isakmp: a payload body of %d bytes cannot be sent", len(body)))
	}
	dst = append(dst, uint8(next), 0)
	dst = binary.BigEndian.AppendUint16(dst, uint16(length))
	return append(dst, body...)
}
