package router

import (
	"math"
	"slices"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
)

// defaultMTU is an interface's MTU in bytes when none is configured.
const defaultMTU = 1500

// The device speaks of an interface's state a moment after it changed: of the link
// first, then of the line protocol.
const (
	linkNews     = 2 * time.Second
	protocolNews = 3 * time.Second
)

// A link is what the driver says of an interface's hardware.
type link struct {
	up  bool
	why string
}

type counters struct {
	inPackets, inBytes, outPackets, outBytes uint64
	in, out                                  meter
	cleared                                  time.Time
	resets                                   int
}

// A meter is a decaying average of what passes, and when it last did.
type meter struct {
	at   time.Time
	rate modes.Rate
}

// loadInterval is over how long rates are averaged.
const loadInterval = 5 * time.Minute

func (m *meter) decayed(now time.Time) modes.Rate {
	if m.at.IsZero() {
		return modes.Rate{}
	}
	left := math.Exp(-now.Sub(m.at).Seconds() / loadInterval.Seconds())
	return modes.Rate{Bits: m.rate.Bits * left, Packets: m.rate.Packets * left}
}

// add notes a packet of a size in bytes.
func (m *meter) add(now time.Time, size int) {
	m.rate = m.decayed(now)
	m.rate.Bits += float64(size) * 8 / loadInterval.Seconds()
	m.rate.Packets += 1 / loadInterval.Seconds()
	m.at = now
}

// An announcement is a line about an interface that is said later, if it still holds.
type announcement struct {
	at    time.Time
	line  debuglog.Line
	holds func() bool
}

// up says whether packets pass an interface.
func (r *Router) up(i *config.Interface) bool {
	return !i.Shutdown && (config.Virtual(i.Name) || r.links[i.Name].up)
}

func (r *Router) linkChanged(in LinkChange) {
	i := r.config.Interface(in.Interface)
	was := i != nil && r.up(i)
	r.links[in.Interface] = link{in.Up, in.Why}
	if in.Up {
		r.count(in.Interface).resets++
	}
	if i != nil && r.up(i) != was {
		r.announceState(in.Interface, !was)
	}
}

// followInterfaces announces the interfaces that a new configuration brings up or down.
func (r *Router) followInterfaces(before, after *config.Config) {
	was, now := config.Changed(before.Interfaces, after.Interfaces)
	for _, i := range now {
		old := namedInterface(was, i.Name)
		up, is := old != nil && r.up(old), r.up(i)
		switch {
		case old != nil && !old.Shutdown && i.Shutdown:
			r.later(linkNews, debuglog.LinkAdministrativelyDown(i.Name), r.stillIs(i.Name, false))
			r.later(protocolNews, debuglog.LineProtocolUpDown(i.Name, false), r.stillIs(i.Name, false))
		case up != is:
			r.announceState(i.Name, is)
		}
	}
}

// namedInterface is the interface of a name in a list, or nil.
func namedInterface(list []*config.Interface, name string) *config.Interface {
	if at := slices.IndexFunc(list, func(i *config.Interface) bool { return i.Name == name }); at >= 0 {
		return list[at]
	}
	return nil
}

func (r *Router) announceState(name string, up bool) {
	if !config.Virtual(name) {
		r.later(linkNews, debuglog.LinkUpDown(name, up), r.stillIs(name, up))
	}
	r.later(protocolNews, debuglog.LineProtocolUpDown(name, up), r.stillIs(name, up))
}

func (r *Router) stillIs(name string, up bool) func() bool {
	return func() bool {
		i := r.config.Interface(name)
		return (i != nil && r.up(i)) == up
	}
}

func (r *Router) later(after time.Duration, line debuglog.Line, holds func() bool) {
	a := announcement{r.now.Add(after), line, holds}
	at, _ := slices.BinarySearchFunc(r.announcements, a, func(have, want announcement) int {
		if have.at.After(want.at) {
			return 1
		}
		return -1 // behind those of the same instant
	})
	r.announcements = slices.Insert(r.announcements, at, a)
}

// announce says what is due.
func (r *Router) announce() {
	for len(r.announcements) > 0 && !r.announcements[0].at.After(r.now) {
		a := r.announcements[0]
		r.announcements = r.announcements[1:]
		if a.holds() {
			r.Log(a.line)
		}
	}
}

// Interfaces lists the state of all interfaces, in the device's order.
func (r *Router) Interfaces() (list []modes.InterfaceStatus) {
	for _, i := range r.config.Interfaces {
		t := r.count(i.Name)
		s := modes.InterfaceStatus{
			Name: i.Name, VRF: i.VRF, Address: i.Address, Method: "unset", AdminDown: i.Shutdown,
			Link: r.up(i), Protocol: r.up(i), Why: r.links[i.Name].why, MTU: defaultMTU,
			Hardware:  r.hardwareAddress(i.Name),
			InPackets: t.inPackets, InBytes: t.inBytes, OutPackets: t.outPackets, OutBytes: t.outBytes,
			InRate: t.in.decayed(r.now), OutRate: t.out.decayed(r.now), LastInput: t.in.at, LastOutput: t.out.at,
			Cleared: t.cleared, Resets: t.resets,
		}
		if i.MTU > 0 {
			s.MTU = i.MTU
		}
		switch {
		case !i.Address.IsValid():
		case r.addressed[i.Name] == i.Address:
			s.Method = "NVRAM"
		default:
			s.Method = "manual"
		}
		list = append(list, s)
	}
	return list
}

func (r *Router) count(name string) *counters {
	t := r.traffic[name]
	if t == nil {
		t = &counters{}
		r.traffic[name] = t
	}
	return t
}

// tickLength is how fine the router's clock is.
func (r *Router) tickLength() time.Duration {
	if r.options.Release == debuglog.IOS124 {
		return debuglog.HardwareTick
	}
	return 0
}

// transmit puts a packet on an interface's wire.
func (r *Router) transmit(hop nextHop, data []byte) {
	t := r.count(hop.iface.Name)
	t.outPackets++
	t.outBytes += uint64(len(data))
	t.out.add(r.now, len(data))
	if config.Virtual(hop.iface.Name) {
		return // nothing lives behind a loopback
	}
	r.out.add(PacketOut{hop.iface.Name, hop.via, data})
}
