package router

import (
	"ruthere/crypto/pki"
	"ruthere/debuglog"
)

// Certificates are what the router remembers of certificates besides its configuration.
func (r *Router) Certificates() *pki.Records { return &r.records }

// warnOfClock says at boot that nobody has set the clock by which certificates are judged. The device says it of features that
// it has without being asked for, too; here a trustpoint is what it takes.
func (r *Router) warnOfClock() {
	if r.clockless = len(r.config.PKI.Trustpoints) > 0 && r.clock != debuglog.Authoritative; r.clockless {
		r.Log(debuglog.ClockNotSet())
	}
}

// followClock says when somebody has.
func (r *Router) followClock() {
	if r.clockless && r.clock == debuglog.Authoritative {
		r.clockless = false
		r.Log(debuglog.ClockSet())
	}
}
