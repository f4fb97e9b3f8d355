// Package ezvpn is the Easy VPN remote: when this router calls a server as its client, whom it calls, who its user is, and what its
// configuration becomes while it is connected. The messages are those of package ike, which tells of each step (ike.EasyVPNNews);
// what is to be done leaves as a list of actions. No clocks, goroutines or sockets: time is an argument.
//
// While a client is connected the router works as if more were configured than was: a crypto map on the interface outside, an
// address on a loopback, translation of the hosts inside. Derive makes that configuration of the one that was typed.
package ezvpn
