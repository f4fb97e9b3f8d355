package live

import (
	"fmt"
	"slices"

	"ruthere/config"
	"ruthere/journal"
	"ruthere/router"
)

// bootRouter starts the router over, from its startup configuration.
func (r *Driver) bootRouter() {
	reason := ""
	if r.reload {
		reason = "reload"
	}
	r.reload = false
	r.network.closeLinks()
	r.dropConnections()
	r.boots++
	r.at = r.clock.now()
	r.booted = r.at
	private, register := r.privateConfig(), r.configRegister()
	r.record.write(r.at, journal.Boot{Reason: reason, Private: private, Register: register})
	r.router = router.New(router.Options{
		Release: r.options.Release,
		Random:  r.seed.streams(r.boots),
		Clock:   r.at, AnyInterface: true,
		Files:  r.options.NVRAM.Files(),
		Events: r.options.Event != nil || r.exporter != nil, Recording: r.options.Capture != nil,
		HostTCP: true,
		Usage:   r.recordedUsage, Reason: reason, Private: private, Register: register,
	})
	var out router.Out
	r.router.Boot(r.at, &out)
	r.carryOut(&out)
	for _, c := range r.router.Complaints() {
		r.options.Notice(fmt.Sprintf("startup configuration, line %d, %q: %s", c.Line, c.Shown, c.Reason()))
	}
	r.network.followConfig(r.router.Wanted())
	for _, t := range slices.Clone(r.terminals) {
		if t.Attach.Kind != config.LineConsole {
			r.forgetDisplay(t.Display)
			t.Show(router.TerminalClosed{Terminal: t.Attach.Terminal})
			continue
		}
		r.stepRouter(t.Attach)
	}
}

// stepRouter has the router work on one input and carries out what follows.
func (r *Driver) stepRouter(in router.Input) {
	r.giveRouter(in)
	r.passAnswers()
	switch in.(type) {
	case router.Typed, router.Key, router.Enter: // nothing else changes the configuration
		r.network.followConfig(r.router.Wanted())
	}
}

// giveRouter is the way in: whatever the router is to know comes as an input, at its instant, and can be written down.
func (r *Driver) giveRouter(in router.Input) {
	r.at = r.clock.now()
	r.record.write(r.at, in)
	var out router.Out
	r.router.Step(r.at, in, &out)
	r.recordArrival(in, &out)
	r.carryOut(&out)
}

// passAnswers gives the router what it was answered while it worked on an input.
func (r *Driver) passAnswers() {
	for len(r.answers) > 0 {
		in := r.answers[0]
		r.answers = r.answers[1:]
		r.giveRouter(in)
	}
}
