package modes

import (
	"net/netip"

	"ruthere/nhrp"
)

// NHRP is the next hops that a router knows of, and its multipoint tunnels.
type NHRP interface {
	// NHRP is the state of each interface that has it, in the order of the configuration.
	NHRP() []nhrp.Status
	// ClearNHRP forgets what was learned: all of it, or what is about addresses in a prefix.
	ClearNHRP(within netip.Prefix)
	// ClearNHRPCounters sets what is counted to zero.
	ClearNHRPCounters()
}
