// Package radius asks servers whether users are who they say they are, and what they may do (RFC 2865, PAP).
//
// A Client is a value: time, randomness and datagrams come in, datagrams, verdicts and words about both go out, in one
// ordered list. It has no socket and no clock. Packets are put together and taken apart by layeh.com/radius.
package radius
