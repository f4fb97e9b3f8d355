package router

import (
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/event"
	"ruthere/modes"
)

// What the router tells of its state, where the state changes.

// tell tells of a change, if the driver listens.
func (r *Router) tell(e event.Event) {
	if r.options.Events {
		r.out.add(Event{e})
	}
}

// tellLine tells of a line of the log.
func (r *Router) tellLine(line debuglog.Line, stamp, text string) {
	if !r.options.Events {
		return
	}
	r.tell(event.Log{Facility: line.Facility(), Severity: int(line.Severity()), Mnemonic: line.Mnemonic(), Debug: line.Debug(),
		Connection: line.Conn().Number(r.options.Release), Stamp: strings.TrimSuffix(stamp, " "), Text: text})
}

// interfaceStates are interfaces as events tell of them.
func (r *Router) interfaceStates(list []*config.Interface) []event.Interface {
	states := make([]event.Interface, 0, len(list))
	for _, i := range list {
		s := r.interfaceStatus(i)
		states = append(states, event.Interface{State: lineState(s), Protocol: upDown(s.Protocol), Name: s.Name, VRF: s.VRF, Address: s.Address})
	}
	return states
}

func lineState(s modes.InterfaceStatus) event.State {
	if s.AdminDown {
		return event.AdminDown
	}
	return upDown(s.Link)
}

func upDown(up bool) event.State {
	if up {
		return event.Up
	}
	return event.Down
}

// tellInterfaces tells of the interfaces whose line or line protocol is another one, then of those that are gone.
func (r *Router) tellInterfaces(before, after []event.Interface) {
	byName := func(list []event.Interface) map[string]event.Interface {
		of := make(map[string]event.Interface, len(list))
		for _, i := range list {
			of[i.Name] = i
		}
		return of
	}
	was, is := byName(before), byName(after)
	for _, now := range after {
		if old, known := was[now.Name]; !known || old.State != now.State || old.Protocol != now.Protocol {
			r.tell(now)
		}
	}
	for _, old := range before {
		if _, there := is[old.Name]; !there {
			old.State, old.Protocol = event.Removed, event.Down
			r.tell(old)
		}
	}
}
