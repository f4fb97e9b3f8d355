package hsrp

import (
	"net/netip"
	"time"
)

// An Event is what happens to a group, by the letters of RFC 2281 section 5.6.
type Event uint8

const (
	Enabled        Event = iota // a: the group is configured on an interface that is up
	Disabling                   // b: or no longer
	ActiveExpired               // c
	StandbyExpired              // d
	HelloDue                    // e
	SpeakerHigher               // f: a hello of higher priority from a router that speaks
	ActiveHigher                // g: from the active router
	ActiveLower                 // h: of lower priority
	ActiveResigns               // i
	CoupFromHigher              // j
	StandbyHigher               // k
	StandbyLower                // l
)

// Letter is the event's in the RFC, and in what the device says of it.
func (e Event) Letter() string { return string("abcdefghijkl"[e]) }

var eventTexts = [...]string{Enabled: "HSRP enabled", Disabling: "HSRP disabled", ActiveExpired: "Active timer expired",
	StandbyExpired: "Standby timer expired", HelloDue: "Hello timer expired", SpeakerHigher: "Hello rcvd from higher pri Speak router",
	ActiveHigher: "Hello rcvd from higher pri Active router", ActiveLower: "Hello rcvd from lower pri Active router",
	ActiveResigns: "Resign rcvd", CoupFromHigher: "Coup rcvd from higher pri router",
	StandbyHigher: "Hello rcvd from higher pri Standby router", StandbyLower: "Hello rcvd from lower pri Standby router"}

// String is the event in the device's words.
func (e Event) String() string { return eventTexts[e] }

// An action is something that a transition does, by the RFC's letters (section 5.7) but for learning and knowing who is who.
type action uint8

const (
	startActive   action = iota // A
	startStandby                // B
	stopActive                  // C
	stopStandby                 // D
	learn                       // E
	sendHello                   // F
	sendCoup                    // G
	sendResign                  // H
	announce                    // I: gratuitous ARP
	knowActive                  // the sender is the active router
	knowStandby                 // the sender is the standby router
	forgetActive                // nobody is
	forgetStandby               // nobody is
)

type transition struct {
	on Event
	in []State
	do []action
	to State // Disabled: it stays
}

var (
	running  = []State{Learn, Listen, Speak, Standby, Active}
	waiting  = []State{Listen, Speak, Standby}
	speaking = []State{Speak, Standby, Active}
)

// transitions are RFC 2281 section 5.8, first match first. Those marked with preempts are tried where the group may preempt.
var transitions = []transition{
	{Enabled, []State{Initial}, []action{startActive, startStandby}, Listen},

	{Disabling, []State{Active}, []action{stopActive, stopStandby, sendResign, forgetActive, forgetStandby}, Initial},
	{Disabling, running, []action{stopActive, stopStandby, forgetActive, forgetStandby}, Initial},

	{ActiveExpired, []State{Listen}, []action{forgetActive, startActive, startStandby}, Speak},
	{ActiveExpired, []State{Speak}, []action{forgetActive}, 0},
	{ActiveExpired, []State{Standby}, []action{forgetActive, stopActive, stopStandby, forgetStandby, announce}, Active},

	{StandbyExpired, []State{Listen}, []action{forgetStandby, startStandby}, Speak},
	{StandbyExpired, []State{Speak}, []action{forgetStandby, stopStandby}, Standby},
	{StandbyExpired, []State{Active}, []action{forgetStandby}, 0},

	{HelloDue, speaking, []action{sendHello}, 0},

	{SpeakerHigher, []State{Speak, Standby}, []action{startStandby}, Listen},

	{ActiveHigher, []State{Learn}, []action{learn, startActive, startStandby, knowActive}, Listen},
	{ActiveHigher, waiting, []action{learn, startActive, knowActive}, 0},
	{ActiveHigher, []State{Active}, []action{learn, startActive, startStandby, knowActive}, Speak},

	{ActiveLower, []State{Learn}, []action{learn, startActive, startStandby, knowActive}, Listen},
	{ActiveLower, waiting, []action{learn, startActive, knowActive}, 0},
	{ActiveLower, []State{Active}, []action{sendCoup}, 0},

	{ActiveResigns, []State{Listen}, []action{forgetActive, startActive}, 0},
	{ActiveResigns, []State{Speak}, []action{forgetActive, startActive}, 0},
	{ActiveResigns, []State{Standby}, []action{forgetActive, stopActive, stopStandby, forgetStandby, announce}, Active},

	{CoupFromHigher, []State{Active}, []action{startActive, startStandby, knowActive}, Speak},

	{StandbyHigher, []State{Listen}, []action{startStandby, knowStandby}, 0},
	{StandbyHigher, []State{Speak, Standby}, []action{startStandby, knowStandby}, Listen},
	{StandbyHigher, []State{Active}, []action{startStandby, knowStandby}, 0},

	{StandbyLower, []State{Listen}, []action{startStandby, knowStandby}, Speak},
	{StandbyLower, []State{Speak}, []action{stopStandby}, Standby},
	{StandbyLower, []State{Active}, []action{startStandby, knowStandby}, 0},
}

// preemption is what a hello of a lower active router means to who may preempt.
var preemption = transition{ActiveLower, waiting, []action{startStandby, sendCoup, announce}, Active}

// fire gives the group an event, and the message that brought it.
func (g *Group) fire(now time.Time, e Event, m Message, from netip.Addr, out *Out) {
	if e == ActiveLower && g.Preempt && !now.Before(g.mayPreempt) && has(preemption.in, g.State) {
		g.take(now, preemption, m, from, out)
		return
	}
	for _, t := range transitions {
		if t.on == e && has(t.in, g.State) {
			g.take(now, t, m, from, out)
			return
		}
	}
}

func has(list []State, s State) bool {
	for _, one := range list {
		if one == s {
			return true
		}
	}
	return false
}

func (g *Group) take(now time.Time, t transition, m Message, from netip.Addr, out *Out) {
	to := t.to
	if t.on == Enabled && !g.VirtualAddress().IsValid() {
		to = Learn
	}
	if t.on != HelloDue && (to != Disabled || t.on == ActiveExpired || t.on == StandbyExpired) {
		out.add(Happened{In: g.State, Event: t.on, Active: g.Active, Standby: g.Standby, From: from, Priority: m.Priority})
	}
	for _, do := range t.do {
		g.act(now, do, m, from, out)
	}
	if to != Disabled {
		g.move(now, to, out)
	}
}

func (g *Group) act(now time.Time, do action, m Message, from netip.Addr, out *Out) {
	switch do {
	case startActive:
		g.activeTimer = now.Add(g.HoldTime())
	case startStandby:
		g.standbyTimer = now.Add(g.HoldTime())
	case stopActive:
		g.activeTimer = time.Time{}
	case stopStandby:
		g.standbyTimer = time.Time{}
	case learn:
		g.learnFrom(m)
	case sendHello:
		g.send(Hello, out)
		g.nextHello = now.Add(g.HelloTime())
	case sendCoup:
		g.send(Coup, out)
	case sendResign:
		g.send(Resign, out)
	case announce:
		out.add(Announce{})
	case knowActive:
		g.know(&g.Active, true, Router{Address: from, Priority: m.Priority, Expires: now.Add(g.HoldTime()), Identifier: m.Identifier}, out)
	case knowStandby:
		g.know(&g.Standby, false, Router{Address: from, Priority: m.Priority, Expires: now.Add(g.HoldTime())}, out)
	case forgetActive:
		g.know(&g.Active, true, Router{}, out)
	case forgetStandby:
		g.know(&g.Standby, false, Router{}, out)
	}
}

// know takes note of who is the active or the standby router. No router is both.
func (g *Group) know(as *Router, active bool, now Router, out *Out) {
	was := *as
	*as = now
	if was.Name() != now.Name() {
		out.add(Known{Active: active, Now: now, Was: was})
	}
	if other := &g.Standby; active && now.Address.IsValid() && other.Address == now.Address {
		g.know(other, false, Router{}, out)
	}
	if other := &g.Active; !active && now.Address.IsValid() && other.Address == now.Address {
		g.know(other, true, Router{}, out)
	}
}

// learnFrom takes timers and virtual address from the active router (RFC 2281 section 5.3). Version 1 says whole seconds: who is
// configured more finely does not listen to it.
func (g *Group) learnFrom(m Message) {
	if m.Hello > 0 && m.Hold > m.Hello && (g.Version == 2 || !g.inMilliseconds()) {
		g.hello, g.hold = m.Hello, m.Hold
	}
	if m.Address.IsValid() {
		g.learned = m.Address
	}
}

// move goes to another state. Who speaks there says so at once.
func (g *Group) move(now time.Time, to State, out *Out) {
	from := g.State
	if from == to {
		return
	}
	g.State = to
	g.Changes, g.Changed = g.Changes+1, now
	if to == Active {
		g.know(&g.Active, true, Router{Local: true, Priority: g.Priority}, out)
	} else if g.Active.Local {
		g.know(&g.Active, true, Router{}, out)
	}
	if to == Standby {
		g.know(&g.Standby, false, Router{Local: true, Priority: g.Priority}, out)
	} else if g.Standby.Local {
		g.know(&g.Standby, false, Router{}, out)
	}
	out.add(Moved{From: from, To: to})
	g.nextHello = time.Time{}
	if g.Follows {
		if to == Active {
			g.send(Hello, out)
			g.nextHello = now.Add(RefreshInterval)
		}
		return
	}
	if has(speaking, to) {
		g.send(Hello, out)
		g.nextHello = now.Add(g.HelloTime())
	}
	if to == Standby && g.activeTimer.IsZero() && !g.Active.IsKnown() { // it expired while the group was speaking
		g.activeTimer = now.Add(activeCheck)
	}
}

// activeCheck is how long a router that stands by without an active one waits until it is that itself: recalled of devices, in whose
// logs the two changes of state are half a second apart.
const activeCheck = 500 * time.Millisecond

// send sends a message of the group's.
func (g *Group) send(op Op, out *Out) {
	m := Message{Version: g.Version, Op: op, State: g.State, Hello: g.HelloTime(), Hold: g.HoldTime(), Priority: g.Priority,
		Group: g.Number, Address: g.VirtualAddress(), Identifier: g.identifier}
	out.add(Send{Message: m, Data: g.seal(m, g.local)})
}
