// Package lab runs several routers, hosts and the wires between them under one clock.
//
// A lab is built from a [Topology] (a YAML file) and stands still until it is told what
// time it is. The same lab is driven in two ways:
//
//	l, err := lab.New(topology, lab.Options{Terminal: show})
//	l.Do("Router", router.Attach{Kind: "con"})  // open the console
//	l.Type("Router", "show version")            // a line at the console
//	l.Advance(l.Now().Add(10 * time.Second))    // virtual time: everything due happens now
//
// In real time the driver calls Advance with Start + elapsed whenever [Lab.Next] is due
// or something was typed. What consoles show comes through Options.Terminal, in order.
// A Lab is not safe for concurrent use, and callbacks must not call into it.
//
// Things happen in a total order: by time; at one instant deliveries before timers;
// deliveries by age, timers by the order of routers, then hosts, in the topology. All
// randomness comes from the topology's seed, the router's name and the purpose it is
// for. The same topology and the same inputs therefore give the same bytes: on the
// consoles and on the wires.
//
// With "computing: device" in its file, for all routers or for one, a router's work takes virtual
// time as on a device ([router.DevicePace]): log lines, packets and answers leave one after the other, and
// what comes meanwhile waits. With "computing: none" all that follows from an event happens at once.
//
// [Replay] runs a transcript, which is a test and a page of documentation at once.
package lab
