// Package nat is what a router does to packets between interfaces that are `ip nat inside` and `ip nat outside`: it gives
// them other addresses and ports (RFC 3022, RFC 5508) as the configuration says, and remembers for how long that holds.
//
// Time, packets and the configuration are arguments. Ports and addresses are given out in an order that depends on nothing
// else, so that the same packets get the same ones.
package nat
