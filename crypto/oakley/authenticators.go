package oakley

import (
	"encoding/binary"
	"net/netip"

	"ruthere/crypto/isakmp"
)

// HashI is what the initiator proves itself with in phase 1, RFC 2409 section 5.
// saBody is the initiator's SA payload, idBody the initiator's identification.
//
//	HASH_I = prf(SKEYID, g^xi | g^xr | CKY-I | CKY-R | SAi_b | IDii_b)
func HashI(h Hash, skeyid, gxi, gxr []byte, ci, cr isakmp.Cookie, saBody, idBody []byte) []byte {
	return h.PRF(skeyid, gxi, gxr, ci[:], cr[:], saBody, idBody)
}

// HashR is what the responder proves itself with. The arguments are those of
// HashI, in its order, but for idBody, the responder's identification.
//
//	HASH_R = prf(SKEYID, g^xr | g^xi | CKY-R | CKY-I | SAi_b | IDir_b)
func HashR(h Hash, skeyid, gxi, gxr []byte, ci, cr isakmp.Cookie, saBody, idBody []byte) []byte {
	return h.PRF(skeyid, gxr, gxi, cr[:], ci[:], saBody, idBody)
}

// QuickModeHash1 authenticates quick mode's first message, RFC 2409 section 5.5.
// rest is every payload after the hash, generic headers included, padding not:
// [isakmp.AppendPayloads] makes it of the payloads sent or received.
//
//	HASH(1) = prf(SKEYID_a, M-ID | SA | Ni [ | KE ] [ | IDci | IDcr ])
func QuickModeHash1(skeyidA PRF, mid uint32, rest []byte) []byte {
	return skeyidA.Sum(uint32Bytes(mid), rest)
}

// QuickModeHash2 authenticates quick mode's second message.
//
//	HASH(2) = prf(SKEYID_a, M-ID | Ni_b | SA | Nr [ | KE ] [ | IDci | IDcr ])
func QuickModeHash2(skeyidA PRF, mid uint32, ni, rest []byte) []byte {
	return skeyidA.Sum(uint32Bytes(mid), ni, rest)
}

// QuickModeHash3 authenticates quick mode's third message.
//
//	HASH(3) = prf(SKEYID_a, 0 | M-ID | Ni_b | Nr_b)
func QuickModeHash3(skeyidA PRF, mid uint32, ni, nr []byte) []byte {
	return skeyidA.Sum([]byte{0}, uint32Bytes(mid), ni, nr)
}

// InformationalHash authenticates a notification or a delete, RFC 2409 section
// 5.7. rest is as in [QuickModeHash1].
//
//	HASH = prf(SKEYID_a, M-ID | N/D)
func InformationalHash(skeyidA PRF, mid uint32, rest []byte) []byte {
	return skeyidA.Sum(uint32Bytes(mid), rest)
}

// NATDHash is what stands for an address and a port in a NAT-D payload, RFC 3947
// section 3.2.
//
//	HASH = HASH(CKY-I | CKY-R | IP | Port)
func NATDHash(h Hash, ci, cr isakmp.Cookie, addr netip.Addr, port uint16) []byte {
	return h.digest(h.Size(), ci[:], cr[:], addr.Unmap().AsSlice(), binary.BigEndian.AppendUint16(nil, port))
}

func uint32Bytes(n uint32) []byte { return binary.BigEndian.AppendUint32(nil, n) }
