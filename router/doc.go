// Package router is one router: configuration, IKE engine, data path, log and terminals
// behind a single Step. A test of a VPN product has a peer in it whose time, packets and
// randomness the test decides: the Example carries the packets of two of them.
//
// A Router is a value that turns (now, one input) into an ordered list of outputs and a
// next deadline. Where the inputs come from and where the outputs go is the driver's
// business: package lab drives routers under virtual time, package router/live drives
// one on real sockets.
//
// Three walks through the code: a typed line goes Step -> shell.Terminal -> modes ->
// Apply; a packet goes Step -> receive.go -> (ESP) -> forward.go -> out, or to the
// engine; a tick goes Step -> the engine's and the jobs' timers.
package router
