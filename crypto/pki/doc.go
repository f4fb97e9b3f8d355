// Package pki holds certificates as an IOS router uses them: names, requests (PKCS #10, RFC 2986), certificates and revocation
// lists (RFC 5280), the authority that issues them, and the judgement of a peer's chain. It reads no clock and makes no random
// bytes: both are arguments.
//
// The standard library's crypto/x509 parses and writes. What it judges is judged here once more, because a router of its time
// accepts what the library refuses (MD5 and SHA-1 signatures, keys of 512 bits) and says in its own words what is wrong.
package pki
