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
// Where somebody looks on, the driver gives the lab its turns instead ([Lab.Turn]): with the instant of a clock on the wall,
// again when the lab says so or something was typed. At which rate its time then passes, whether it stands still or is being
// run to where a [Condition] holds, is the lab's own business ([Lab.Command], [Tempo]). What consoles show comes through
// Options.Terminal, in order. A Lab is not safe for concurrent use, and callbacks must not call into it.
//
// All that enters a lab is kept with its instant, for everything follows from that: the lab can go back to any instant by
// living through it again, and a run can be written down ([Lab.WriteRun]), done again ([Play]) and gone on with ([Continue]).
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
