package isakmp

import "encoding/binary"

// MaxTransforms is how many transforms one proposal can hold: they are counted
// and numbered in one byte.
const MaxTransforms = 255

// A ProtocolID is a protocol an SA can be for, RFC 2407 section 4.4.1.
type ProtocolID uint8

const (
	ProtocolISAKMP ProtocolID = 1
	ProtocolAH     ProtocolID = 2
	ProtocolESP    ProtocolID = 3
	ProtocolIPCOMP ProtocolID = 4
)

// Transform identifiers: of ISAKMP (RFC 2407 section 4.4.2), AH (4.4.3), ESP
// (4.4.4), IPCOMP (4.4.5), and those IANA added.
const (
	KEY_IKE = 1

	AH_MD5      = 2
	AH_SHA      = 3
	AH_DES      = 4
	AH_SHA2_256 = 5
	AH_SHA2_384 = 6
	AH_SHA2_512 = 7

	ESP_DES_IV64      = 1
	ESP_DES           = 2
	ESP_3DES          = 3
	ESP_RC5           = 4
	ESP_IDEA          = 5
	ESP_CAST          = 6
	ESP_BLOWFISH      = 7
	ESP_NULL          = 11
	ESP_AES           = 12
	ESP_AES_CTR       = 13
	ESP_AES_GCM8      = 18
	ESP_AES_GCM12     = 19
	ESP_AES_GCM16     = 20
	ESP_SEED          = 21
	ESP_CAMELLIA      = 22
	ESP_NULL_AES_GMAC = 23

	IPCOMP_OUI     = 1
	IPCOMP_DEFLATE = 2
	IPCOMP_LZS     = 3
)

// A SecurityAssociation offers or accepts proposals, RFC 2408 section 3.4 and
// RFC 2407 section 4.6.1. Proposals with the same number belong together: all
// of them or none.
type SecurityAssociation struct {
	DOI       uint32
	Situation uint32
	Proposals []Proposal // at least one
}

// A Proposal is one protocol with the transforms it may use, best first, RFC
// 2408 section 3.5.
type Proposal struct {
	Number     uint8
	Protocol   ProtocolID
	SPI        []byte      // of the sender's inbound SA, at most 255 bytes; in phase 1 empty or ignored
	Transforms []Transform // 1 to MaxTransforms; more are not sent
}

// A Transform is one way to protect traffic, RFC 2408 section 3.6.
type Transform struct {
	Number     uint8
	ID         uint8
	Attributes []Attribute
}

// Attribute returns the first attribute of type t.
func (t Transform) Attribute(typ uint16) (Attribute, bool) {
	for _, a := range t.Attributes {
		if a.Type == typ {
			return a, true
		}
	}
	return Attribute{}, false
}

func (sa *SecurityAssociation) PayloadType() PayloadType { return PayloadSA }

func parseSecurityAssociation(r *reader) *SecurityAssociation {
	sa := &SecurityAssociation{DOI: r.u32()}
	// What the situation looks like is the DOI's business, and RFC 2407 puts
	// labels behind one that asks for secrecy or integrity.
	if r.err == nil && sa.DOI != DOIIPsec {
		r.notify = NotifyDOINotSupported
		r.fail(Unsupported, "domain of interpretation %d", sa.DOI)
	}
	sa.Situation = r.u32()
	if r.err == nil && sa.Situation&^SituationIdentityOnly != 0 {
		r.notify = NotifySituationNotSupported
		r.fail(Unsupported, "situation 0x%08x", sa.Situation)
	}
	r.notify = NotifyBadProposalSyntax
	chain(r, PayloadProposal, func(body *reader) {
		sa.Proposals = append(sa.Proposals, parseProposal(body))
	})
	return sa
}

func parseProposal(r *reader) Proposal {
	p := Proposal{Number: r.u8(), Protocol: ProtocolID(r.u8())}
	spi, count := int(r.u8()), int(r.u8())
	p.SPI = r.bytes(spi)
	chain(r, PayloadTransform, func(body *reader) {
		p.Transforms = append(p.Transforms, parseTransform(body))
	})
	if r.err == nil && len(p.Transforms) != count {
		r.fail(Malformed, "%d transforms announced, %d sent", count, len(p.Transforms))
	}
	return p
}

func parseTransform(r *reader) Transform {
	t := Transform{Number: r.u8(), ID: r.u8()}
	r.reserved16()
	t.Attributes = parseAttributes(r)
	return t
}

// chain reads at least one element of type t, and no other, up to the one that
// says it is the last.
func chain(r *reader, t PayloadType, parse func(body *reader)) {
	for more := true; more && r.err == nil; {
		r.payload = t
		next, body := r.element()
		if r.err != nil {
			return
		}
		inner := reader{payload: t, notify: r.notify, b: body}
		parse(&inner)
		if inner.finish() != nil {
			r.err = inner.err
			return
		}
		r.payload = t // parse may have read a chain of its own
		if next != uint8(t) && next != uint8(PayloadNone) {
			r.fail(UnknownType, "a %v follows", PayloadType(next))
		}
		more = next == uint8(t)
	}
}

func (sa *SecurityAssociation) appendBody(dst []byte) []byte {
	dst = binary.BigEndian.AppendUint32(dst, sa.DOI)
	dst = binary.BigEndian.AppendUint32(dst, sa.Situation)
	for i, p := range sa.Proposals {
		dst = appendElement(dst, follower(PayloadProposal, i, len(sa.Proposals)), p.append(nil))
	}
	return dst
}

func (p Proposal) append(dst []byte) []byte {
	transforms := p.Transforms[:min(len(p.Transforms), MaxTransforms)]
	dst = append(dst, p.Number, uint8(p.Protocol), uint8(len(p.SPI)), uint8(len(transforms)))
	dst = append(dst, p.SPI...)
	for i, t := range transforms {
		dst = appendElement(dst, follower(PayloadTransform, i, len(transforms)), t.append(nil))
	}
	return dst
}

func (t Transform) append(dst []byte) []byte {
	dst = append(dst, t.Number, t.ID, 0, 0)
	for _, a := range t.Attributes {
		dst = a.append(dst)
	}
	return dst
}

func follower(t PayloadType, i, n int) PayloadType {
	if i == n-1 {
		return PayloadNone
	}
	return t
}
