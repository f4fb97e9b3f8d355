package router

import (
	"ruthere/crypto/pki"
	"ruthere/debuglog"
	"ruthere/modes/crypto"
)

// Certificates are what the router remembers of certificates besides its configuration.
func (r *Router) Certificates() *pki.Records { return &r.records }

// compareKeys says of which trustpoints the stored key is not that of the certificate, as after it was made anew. Without any key of the
// name there is nothing to compare.
func (r *Router) compareKeys() {
	for _, t := range r.config.PKI.Trustpoints {
		own, err := pki.ParseCertificate(t.Own())
		name := crypto.KeyName(r.config, t)
		if err != nil || len(r.Keys().Named(name)) == 0 {
			continue
		}
		if _, fits := r.Keys().Private(name, own.Key); !fits {
			r.Log(debuglog.KeyMismatch(t.Name))
		}
	}
}

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
