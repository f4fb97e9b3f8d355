package router

import (
	"slices"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/debuglog"
	"ruthere/event"
	"ruthere/modes"
	"ruthere/modes/ios"
)

// The Router is what its own commands see and act on.
var _ modes.Device = (*Router)(nil)

// Salt draws a salt from the stream of that name.
func (r *Router) Salt(n int) []byte { return r.randomBytes("salt", n) }

func (r *Router) Now() time.Time            { return r.now }
func (r *Router) Booted() time.Time         { return r.calendarTime(r.boot) }
func (r *Router) Release() debuglog.Release { return r.options.Release }

// Language is the command language of the release.
func (r *Router) Language() *modes.Language { return ios.Language(r.Release()) }
func (r *Router) Config() *config.Config    { return r.typed }
func (r *Router) InForce() *config.Config   { return r.config }
func (r *Router) Loading() bool             { return r.loading }
func (r *Router) Engine() *ike.Engine       { return r.engine }
func (r *Router) Lab() modes.LabControl     { return r.options.Lab }

func (r *Router) Switches() *debuglog.Switches { return &r.switches }

// calendarTime is what the router's clock shows at an instant of the driver's time, in the
// router's time zone.
func (r *Router) calendarTime(t time.Time) time.Time {
	return r.configOrDefault().Clock.Local(t.Add(r.shiftNow()))
}

func (r *Router) Clock() (time.Time, debuglog.ClockState) { return r.calendarTime(r.now), r.clock }

func (r *Router) SetClock(t time.Time) {
	r.moveClock(t.Sub(r.now.Add(r.shiftNow())))
	r.carryOutNTP(r.time.Stepped(r.now))
	r.clock, r.time.source = debuglog.Authoritative, modes.ClockSetByUser
}

// Apply swaps a configuration in and does what follows from the difference.
func (r *Router) Apply(c *config.Config) {
	r.lastChange = changeStamp{r.calendarTime(r.now), r.now, r.actorName(), true}
	r.applyConfig(c)
}

func (r *Router) applyConfig(c *config.Config) {
	c.Seal()
	if r.typed != nil {
		r.announceRemoved(r.typed, c)
	}
	r.typed = c
	clear(r.unresolvedNames)
	r.easyVPN.Follow(r.now, c)
	r.putInForce(r.derive(c))
	r.configLife.Follow(r, c)
}

// derive is the configuration by which the router works: the typed one, with what Easy VPN clients and protected tunnels add to it.
func (r *Router) derive(typed *config.Config) *config.Config {
	return r.tunnelMaps.Derive(r.easyVPN.Derive(typed))
}

// putInForce has the router work by a configuration from now on.
func (r *Router) putInForce(c *config.Config) {
	before := r.config
	c.Seal()
	r.former = replaced{config: before}
	defer func() { r.former = replaced{} }()
	r.changeRoutes(func() {
		if r.config = c; before != nil {
			r.settlePorts(before, c)
		}
		r.followObjects()
	})
	if before == nil {
		before = config.New()
		before.Register = r.register
	}
	r.followInterfaces(before, c)
	r.followStandby()
	r.followAccessLists(before, c)
	r.nat.Follow(r.now, c)
	r.followLogHosts(before.Logging.Hosts, c.Logging.Hosts)
	r.followTerminalLines(before, c)
	r.log.followConfig(c)
	r.followRegister(before.Register, c.Register)
	r.followNTP(&before.NTP, &c.NTP)
	r.followHTTP()
	r.followEnrolments()
	r.followProtection(before, c)
	r.withEngine(func(now time.Time, e *ike.Engine, out *ike.Out) { e.Reconfigure(now, before, c, out) })
}

func (r *Router) LastChange() (time.Time, string, bool) {
	return r.lastChange.at, r.lastChange.by, r.lastChange.done
}

func (r *Router) LastSave() (time.Time, string, bool) {
	return r.lastSave.at, r.lastSave.by, r.lastSave.done
}

// Unsaved says whether the running-config was changed since it was saved. The clock may have been set between.
func (r *Router) Unsaved() bool {
	return r.lastChange.done && (!r.lastSave.done || r.lastSave.when.Before(r.lastChange.when))
}

// Crypto runs a verb of the engine and carries out what comes of it.
func (r *Router) Crypto(f func(now time.Time, e *ike.Engine, out *ike.Out)) { r.withEngine(f) }

func (r *Router) Log(lines ...debuglog.Line) {
	for _, l := range lines {
		r.log.logLine(l)
	}
}

func (r *Router) LogPage() debuglog.LoggingPage { return r.log.statusPage() }
func (r *Router) LogCounts() []modes.LogCount   { return r.log.counts }
func (r *Router) ClearLog()                     { r.log.clearBuffer() }

func (r *Router) Reload() {
	r.tell(event.Router{State: event.Reloading, Hostname: r.config.Hostname, Release: r.options.Release.Mark()})
	r.out.add(Reload{})
}

func (r *Router) Terminals() (list []modes.TerminalStatus) {
	for _, t := range r.terminals {
		list = append(list, t.Status())
	}
	return list
}

// CanHave says whether there is hardware of that name, or the name is of a kind that
// needs none.
func (r *Router) CanHave(name string) bool {
	if parent, ok := config.ParentOf(name); ok && config.TakesVLAN(name) && slices.Contains(r.options.Interfaces, parent) {
		return true
	}
	return r.options.AnyInterface || modes.MakesInterface(r.options.Release, name) || slices.Contains(r.options.Interfaces, name)
}
