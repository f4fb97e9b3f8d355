package router

import (
	"time"

	"ruthere/crypto/ike"
	"ruthere/files"
	"ruthere/modes"
)

// What can go wrong inside a router, and a lab can have go wrong, comes as inputs.

// ForgetSAs loses all SAs without a word to anybody, as a crypto engine that fails does.
type ForgetSAs struct{}

// StepClock moves the router's clock of day, forwards or back, as a bad time server does. Timers
// do not follow it.
type StepClock struct{ By time.Duration }

func (ForgetSAs) isInput() {}
func (StepClock) isInput() {}

func (r *Router) forgetSAs() {
	r.withEngine(func(now time.Time, e *ike.Engine, out *ike.Out) { e.Forget(now, out) })
}

// StartupFile is the startup-config that saving the configuration now would make.
func (r *Router) StartupFile() files.File { return files.Startup(modes.RunningFile(r)) }
