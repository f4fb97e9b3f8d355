//go:build !linux

package live

import "runtime"

// Limits says what a router on this host's network cannot do on this system; "" is nothing.
const Limits = "on " + runtime.GOOS + " this router negotiates, probes and answers, but does not forward what comes out of a tunnel, " +
	"nor send from Loopbacks: that needs Linux"

// What the system wants for raw sockets and for ports below 1024, in words for people.
const (
	rightToRawSockets = "an administrator's rights"
	rightToLowPorts   = "as an administrator"
)
