// Package oakley is the arithmetic of IKEv1, RFC 2409: Diffie-Hellman groups,
// SKEYID and the keys that come of it, the hashes that authenticate each
// exchange, initialization vectors, ciphers, and keying material for IPsec SAs.
//
// It holds no state and asks for nothing: randomness comes in as a reader, and
// what one call needs of another (a last ciphertext block, a nonce) is handed on
// by the caller. Payload bodies are given as they travelled, without their four
// bytes of generic header: where RFC 2409 writes Ni_b, SAi_b or IDii_b, a
// parameter here is called ni, saBody or idBody.
//
// Modular exponentiation is filippo.io/bigmod's. The big integers of the
// standard library, math/big, take a time that depends on their values, so that
// whoever can time the answers of a router learns of its private exponents;
// bigmod's time depends on lengths alone, and it is the same arithmetic the
// standard library's RSA trusts.
//
// Hashes that arrive from a peer must be compared in constant time: use
// crypto/hmac's Equal.
package oakley
