package lab

import (
	"time"

	"ruthere/event"
	"ruthere/ladder"
	"ruthere/packet"
)

// tell hands an event of a router, or ("") of the lab, to who listens.
func (l *Lab) tell(router string, e event.Event) {
	if line, ok := e.(event.Log); ok {
		l.showLine(router, line)
	}
	_, transition := e.(event.Transition)
	if l.collector != nil {
		l.collector.Event(event.Stamped{At: l.now, Router: router, Event: e})
	}
	if l.options.Event != nil && (!transition || l.options.Transitions) {
		l.told++
		l.options.Event(event.Stamped{Number: l.told, At: l.now, Router: router, Event: e})
	}
}

// showCrossing has a picture show a packet that is put on a wire; to is -1 if nobody there takes it.
func (l *Lab) showCrossing(w *wire, from, to int, f frame, arrives time.Time, by []*activeFault, lost *activeFault) {
	if l.collector == nil {
		return
	}
	x := ladder.Crossing{At: l.now, Arrives: arrives, From: w.ends[from].nodeName(), Packet: l.onlooker.Read(f.data), Lost: lost != nil}
	if to >= 0 {
		x.To = w.ends[to].nodeName()
	}
	switch {
	case lost != nil:
		x.Fault = lost.Name
	case to < 0: // the interface is down, or the router off
		x.Lost, x.Fault = true, "nobody there"
	case len(by) > 0:
		x.Fault = by[len(by)-1].Name
	}
	l.collector.Cross(x)
}

// tellPacket tells what became of a packet on a wire, and of which fault; to is -1 if nobody there takes it.
func (l *Lab) tellPacket(s event.State, w *wire, from, to int, f frame, fault string) {
	if l.options.Event == nil || !l.options.Packets {
		return
	}
	e := event.Packet{State: s, Link: w.name, From: w.ends[from].nodeName(), VLAN: f.vlan, Length: len(f.data), Fault: fault}
	if to >= 0 {
		e.To = w.ends[to].nodeName()
	}
	if p, err := packet.ParseIPv4(f.data); err == nil {
		e.Src, e.Dst, e.Protocol = p.Src, p.Dst, p.Protocol
		if u, err := packet.ParseUDP(p.Payload, p.Src, p.Dst); err == nil && p.Protocol == packet.ProtocolUDP && p.FragmentOffset == 0 {
			e.SrcPort, e.DstPort = u.SrcPort, u.DstPort
		}
	}
	l.tell("", e)
}
