package hsrp

import (
	"net/netip"
	"time"
)

// Settings are what the configuration wants of a group.
type Settings struct {
	Version  int // 1 or 2
	Number   int
	Enabled  bool       // `standby ip`
	Address  netip.Addr // invalid: to be learned from the active router
	Priority int        // what tracking leaves of it, 0 to 255
	Held     bool       // what is tracked wants the group to stay in Initial
	Follows  bool       // another group of the router: see Mirror

	Preempt         bool
	Minimum, Reload time.Duration // since the interface came up, or came up first after a boot: no preemption earlier

	Hello, Hold time.Duration // zero: learned, or else the defaults
	Authentication
}

// inMilliseconds says whether timers are finer than version 1 can say.
func (s Settings) inMilliseconds() bool { return s.Hello%time.Second != 0 || s.Hold%time.Second != 0 }

// A Router is one of those that a group knows of.
type Router struct {
	Address  netip.Addr // invalid: unknown
	Local    bool
	Priority int
	Expires  time.Time // when it counts as gone, unless it is heard before

	Identifier [6]byte // the hardware address of its interface, which version 2 tells; zero: unknown
}

// IsKnown says whether there is one.
func (r Router) IsKnown() bool { return r.Local || r.Address.IsValid() }

// Name is its address, or local, or unknown.
func (r Router) Name() string {
	switch {
	case r.Local:
		return "local"
	case r.Address.IsValid():
		return r.Address.String()
	}
	return "unknown"
}

// A Group is one group of an interface. Make it with NewGroup, and tell it of the interface by Start and Stop.
type Group struct {
	Settings
	State           State
	Changes         int       // of state
	Changed         time.Time // last
	Active, Standby Router

	local        netip.Addr // of the interface
	identifier   [6]byte
	up           bool      // the interface
	begins       time.Time // when it leaves Initial; zero: now
	mayPreempt   time.Time
	hello, hold  time.Duration // learned from the active router; zero: not
	learned      netip.Addr    // virtual address
	nextHello    time.Time     // zero: none is to be sent
	activeTimer  time.Time     // zero: stopped
	standbyTimer time.Time
}

// NewGroup is a group of an interface that is down.
func NewGroup(s Settings) *Group {
	g := &Group{Settings: s, State: Initial}
	if !s.Enabled {
		g.State = Disabled
	}
	return g
}

// VirtualAddress is the group's; invalid while it waits to learn one.
func (g *Group) VirtualAddress() netip.Addr {
	if g.Address.IsValid() {
		return g.Address
	}
	return g.learned
}

// HelloTime is how often the group's routers speak, HoldTime how long one is believed that has not.
func (g *Group) HelloTime() time.Duration { return g.inUse(g.Hello, g.hello, DefaultHello) }
func (g *Group) HoldTime() time.Duration  { return g.inUse(g.Hold, g.hold, DefaultHold) }

// inUse is one of a timer's values. What the active router says goes before what is configured (RFC 2281 section 5.3), unless
// this router is the active one.
func (g *Group) inUse(configured, learned, byDefault time.Duration) time.Duration {
	switch {
	case learned > 0 && (g.State != Active || configured == 0):
		return learned
	case configured > 0:
		return configured
	}
	return byDefault
}

// NextHello is when the next hello is sent; zero: none will be.
func (g *Group) NextHello() time.Time { return g.nextHello }

// Start tells that the interface is up, with an address of its own; delay is how long the group waits before it begins, rebooted
// whether this is the first time since the router booted.
func (g *Group) Start(now time.Time, local netip.Addr, identifier [6]byte, delay time.Duration, rebooted bool, out *Out) {
	g.up, g.local, g.identifier = true, local, identifier
	g.begins = now.Add(delay)
	g.mayPreempt = now.Add(g.Minimum)
	if rebooted {
		g.mayPreempt = now.Add(max(g.Minimum, g.Reload))
	}
	g.begin(now, out)
}

// begin leaves Initial, if everything is there for it.
func (g *Group) begin(now time.Time, out *Out) {
	if g.State == Initial && g.up && g.Enabled && !g.Held && !g.Follows && !now.Before(g.begins) {
		g.fire(now, Enabled, Message{}, netip.Addr{}, out)
	}
}

// Stop tells that the interface is down, or the group is to end. The resignation of an active router is
// in out even so: who shuts an interface down can still send it.
func (g *Group) Stop(now time.Time, out *Out) {
	g.up = false
	g.leave(now, out)
}

func (g *Group) leave(now time.Time, out *Out) {
	if g.State > Initial {
		g.fire(now, Disabling, Message{}, netip.Addr{}, out)
	}
}

// Follow takes new settings. Another virtual address, version or key begins anew.
func (g *Group) Follow(now time.Time, s Settings, out *Out) {
	if s == g.Settings {
		return
	}
	old := g.Settings
	if !s.Enabled || s.Held || old.Follows != s.Follows || old.Address != s.Address || old.Version != s.Version {
		g.leave(now, out) // in the words of the old settings
		g.learned = netip.Addr{}
	}
	g.Settings = s
	switch {
	case !s.Enabled && g.State != Disabled:
		g.move(now, Disabled, out)
	case s.Enabled && g.State == Disabled:
		g.move(now, Initial, out)
	}
	if !g.nextHello.IsZero() {
		g.nextHello = earlier(g.nextHello, now.Add(g.HelloTime()))
	}
	g.begin(now, out)
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// Deadline is when Tick wants to be called, if nothing arrives before.
func (g *Group) Deadline() (at time.Time, ok bool) {
	consider := func(t time.Time) {
		if !t.IsZero() && (!ok || t.Before(at)) {
			at, ok = t, true
		}
	}
	if g.IsDelayed() {
		consider(g.begins)
	}
	consider(g.activeTimer)
	consider(g.standbyTimer)
	consider(g.nextHello)
	return at, ok
}

// Tick does what is due.
func (g *Group) Tick(now time.Time, out *Out) {
	if g.Follows {
		g.tickFollowing(now, out)
		return
	}
	due := func(t *time.Time) bool {
		if t.IsZero() || t.After(now) {
			return false
		}
		*t = time.Time{}
		return true
	}
	g.begin(now, out)
	if due(&g.standbyTimer) { // before the other: who speaks alone stands by before it is active
		g.fire(now, StandbyExpired, Message{}, netip.Addr{}, out)
	}
	if due(&g.activeTimer) {
		g.fire(now, ActiveExpired, Message{}, netip.Addr{}, out)
	}
	if due(&g.nextHello) {
		g.fire(now, HelloDue, Message{}, netip.Addr{}, out)
	}
}

// Receive takes a message of the group, read from data, that came from an address.
func (g *Group) Receive(now time.Time, from netip.Addr, m Message, data []byte, out *Out) {
	if g.State <= Initial || from == g.local || m.Version != g.Version {
		return
	}
	out.add(Heard{Message: m, From: from})
	if !g.isMet(m, data) {
		out.add(BadAuthentication{from, m.State})
		return
	}
	if g.Follows {
		g.receiveFollowing(now, from, m, out)
		return
	}
	if m.State == Active && m.Op == Hello && g.Address.IsValid() && m.Address.IsValid() && m.Address != g.Address {
		out.add(OtherAddress{from, m.Address})
	}
	if e, ok := g.eventOf(from, m); ok {
		g.fire(now, e, m, from, out)
	}
}

// eventOf is what a message means here: whether it is from who goes before us decides.
func (g *Group) eventOf(from netip.Addr, m Message) (e Event, ok bool) {
	higher := m.Priority > g.Priority || m.Priority == g.Priority && from.Compare(g.local) > 0
	choose := func(ifHigher, ifLower Event) (Event, bool) {
		if higher {
			return ifHigher, true
		}
		return ifLower, true
	}
	switch {
	case m.Op == Coup:
		return CoupFromHigher, higher
	case m.Op == Resign:
		return ActiveResigns, g.Active.Address == from || m.State == Active
	case m.State == Speak:
		return SpeakerHigher, higher
	case m.State == Active:
		return choose(ActiveHigher, ActiveLower)
	case m.State == Standby:
		return choose(StandbyHigher, StandbyLower)
	}
	return 0, false
}

// IsUp says whether the group's interface is up.
func (g *Group) IsUp() bool { return g.up }

// IsDelayed says whether the group waits for `standby delay`.
func (g *Group) IsDelayed() bool {
	return g.State == Initial && g.up && g.Enabled && !g.Held && !g.Follows
}
