// Package ike is the IKEv1 engine of a router: the exchanges as tables of transitions,
// the database of security associations, retransmission, dead peer detection, and the
// peers of a crypto map in their order.
//
// An Engine is a value that turns (now, one input) into an ordered list of outputs and
// a next deadline. It owns no clock, socket, goroutine or source of randomness. What a
// router's console shows of it under `debug crypto isakmp` and what it sends are items
// of the same list (Out), so their order is the order in which things were decided.
//
// To follow one message: Engine.Receive finds the SA, the exchange's file (negotiation.go
// with mainmode_*.go or aggressivemode_*.go, quickmode_*.go, informational.go) parses and judges, and a row of that exchange's table
// says which state follows. machine.go walks the rows and announces each arrow.
//
// What works on an SA is a change (change.go): an input, its time, and a voice that speaks
// for the SA's connection. What an exchange under the SA does is an exchange, a message that
// is being read a received; what an event brings along is an argument.
package ike
