package nhrp

import (
	"net/netip"
	"time"
)

// A Status is NHRP on an interface at an instant.
type Status struct {
	Interface
	Entries    []Entry // by address
	Servers    []ServerStatus
	Multicasts []Multicast
	Translated netip.Addr // the NBMA address by which a server sees us; invalid: our own
	Traffic    Traffic
	Load       int // packets of Settings.MostSent in this window
}

// A ServerStatus is a server with what has come of registering with it.
type ServerStatus struct {
	Server
	Answers
	At      netip.Addr // NBMA address; invalid: unknown
	Pending uint32     // number of a registration without an answer so far; 0 = none
	Retry   time.Duration
}

// Statuses are the interfaces that have NHRP, in the order of the configuration.
func (a *Agent) Statuses(now time.Time) (list []Status) {
	for _, n := range a.networks {
		if n.Network == 0 {
			continue
		}
		s := Status{Interface: n.clone(), Multicasts: a.Multicasts(n.Name), Translated: n.translated, Traffic: n.traffic}
		if now.Before(n.windowEnds) {
			s.Load = n.inWindow
		}
		for _, c := range n.sorted() {
			s.Entries = append(s.Entries, c.view(now))
		}
		for _, have := range n.servers {
			one := ServerStatus{Server: have.Server, Answers: have.Answers, At: n.nbmaOf(have)}
			if have.tries > 0 {
				one.Pending, one.Retry = have.id, min(time.Second<<(have.tries-1), longestRetry)
			}
			s.Servers = append(s.Servers, one)
		}
		list = append(list, s)
	}
	return list
}

// A ShortcutRoute is a route to addresses behind somebody that was found by asking.
type ShortcutRoute struct {
	Interface, VRF string
	Prefix         netip.Prefix
	Via            netip.Addr
	Since          time.Time
}

// Shortcuts are the routes that were found, by interface and address.
func (a *Agent) Shortcuts() (list []ShortcutRoute) {
	for _, n := range a.networks {
		if !n.isOn() || !n.Shortcut {
			continue
		}
		for _, c := range n.sorted() {
			if c.Shortcut {
				list = append(list, ShortcutRoute{n.Name, n.VRF, c.Target, c.NextHop, c.Created})
			}
		}
	}
	return list
}
