// Package solver finds out what is wrong in an incident as a person would: it reads what was agreed and what users tell,
// types at the routers' consoles, and reads what they show. It knows nothing else of the lab, nor how incidents are made.
//
// First it holds each running-config against the agreement, and mends what differs. Then it tries the tunnels, and looks for
// what no configuration says: links, filters on the way, long packets, machines.
package solver
