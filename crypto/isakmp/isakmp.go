// Package isakmp turns ISAKMP and IKEv1 messages into structs and back into
// bytes: the formats of RFC 2408, the IPsec domain of interpretation of RFC
// 2407, the attributes of RFC 2409, dead peer detection (RFC 3706) and NAT
// detection (RFC 3947). It decides nothing about exchanges, knows no keys and
// has no state.
//
// A datagram on UDP port 500 (on port 4500 after four zero bytes) is
//
//	 0                   1                   2                   3
//	 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//	+---------------------------------------------------------------+
//	|                       initiator cookie                        |
//	|                                                               |
//	+---------------------------------------------------------------+
//	|                       responder cookie                        |
//	|                                                               |
//	+---------------+-------+-------+---------------+---------------+
//	| first payload | major | minor | exchange type |     flags     |
//	+---------------+-------+-------+---------------+---------------+
//	|                          message ID                           |
//	+---------------------------------------------------------------+
//	|                length of the whole message                    |
//	+---------------+---------------+-------------------------------+
//	| next payload  |   reserved    | length of this payload (with  |
//	+---------------+---------------+ these four bytes) ------------+
//	|                         payload body                   ...
//
// Clear text goes through [ParseMessage]. Of an encrypted message only the
// header can be read here: call [ParseHeader], decrypt what follows
// [HeaderLen], and hand it to [ParsePayloads] with [PaddingAllowed].
//
// IKEv1 hashes and signs payload bodies exactly as they travelled, so every
// [Payload] keeps its bytes beside what was read from them.
//
// Whatever arrives, parsing returns a value or an [*Error], which names the
// payload, the reason, and the notification RFC 2408 would have sent back.
package isakmp

// DOIIPsec is the IPsec domain of interpretation, RFC 2407 section 4.2.
const DOIIPsec = 1

// SituationIdentityOnly is SIT_IDENTITY_ONLY, the situation without labels,
// RFC 2407 section 4.2.1.
const SituationIdentityOnly = 1
