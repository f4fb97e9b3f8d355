// Package translation is what a home router does to packets on their way between the inside and the outside: it gives
// them another address and other ports (RFC 3022), and remembers for how long that holds (RFC 4787, RFC 5382, RFC 5508).
//
// Time and packets are arguments. Ports are given out in order, so that the same packets get the same ports.
package translation
