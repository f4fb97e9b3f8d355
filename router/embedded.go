package router

import (
	"ruthere/capture/embedded"
	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/packet"
)

// Captures are the packets that users have the router keep.
func (r *Router) Captures() *embedded.Captures { return &r.captures }

// showCaptures shows a packet at an interface to the users' captures, and tells of those that are through.
func (r *Router) showCaptures(i *config.Interface, data []byte, out bool) {
	if !r.captures.Running() {
		return
	}
	p, err := packet.ParseIPv4(data)
	if err != nil {
		return
	}
	own := !r.passingOn
	if !out {
		own = r.interfaceWithAddress(i.VRF, p.Dst) != nil
	}
	q := embedded.Packet{At: r.calendarTime(r.now), Interface: i.Name, Out: out, Own: own, Data: data}
	through := r.captures.Take(q, func(name string) bool {
		list := r.config.AccessList(name)
		if list == nil {
			return false
		}
		e, met := list.Lookup(flowOf(p))
		return met && e.Permit
	})
	for _, point := range through {
		r.Log(debuglog.CapturePointDisabled(point.Name))
	}
}
