// Package ike is the IKEv1 engine of a router: the exchanges as tables of transitions,
// the database of security associations, retransmission, dead peer detection, and the
// peers of a crypto map in their order.
//
// An Engine is a value that turns (now, one input) into an ordered list of outputs and
// a next deadline. It owns no clock, socket, goroutine or source of randomness. What a
// router's console shows of it under `debug crypto isakmp` and what it sends are items
// of the same list (Out), so their order is the order in which things were decided.
//
// To follow one message: Engine.Receive finds the SA, the exchange's file (mainmode_*.go,
// quickmode_*.go, informational.go) parses and judges, and a row of that exchange's table
// says which state follows. transition.go holds the machinery that walks the rows and
// announces each arrow.
package ike
