package router

import (
	"bytes"
	"net/netip"
	"time"

	"ruthere/debuglog"
	"ruthere/packet"
	"ruthere/sla"
)

// An operationEcho is the echo of an operation of IP SLA that is on its way.
type operationEcho struct {
	number   int
	sequence uint16
	id       uint16
	vrf      string
	target   netip.Addr
}

func (r *Router) nextOperation() (at time.Time, why string, ok bool) {
	at, ok = r.sla.Deadline()
	return at, "IP SLA", ok
}

// runOperations sends the echoes that are due.
func (r *Router) runOperations() {
	probes, silent := r.sla.Run(r.now)
	for _, number := range silent {
		r.Log(debuglog.OperationFailed(number, sla.Timeout.String())...)
	}
	for _, p := range probes {
		if target, err := netip.ParseAddr(p.Target); err == nil {
			r.sendOperation(p, target)
			continue
		}
		r.resolveName(p.Target, func(target netip.Addr) { r.sendOperation(p, target) })
	}
}

// sendOperation sends the echo of an operation, whose target is invalid if nobody knows its name.
func (r *Router) sendOperation(p sla.Probe, target netip.Addr) {
	source, ok := r.operationSource(p, target)
	if !target.Is4() || !ok {
		r.sla.Failed(p.Number, p.Sequence)
		r.Log(debuglog.OperationFailed(p.Number, sla.NoConnection.String())...)
		return
	}
	e := operationEcho{p.Number, p.Sequence, r.operationID(p.Number), p.VRF, target}
	r.keepEcho(e)
	r.Log(debuglog.OperationStarts(p.Number, target, source)...)
	if !source.IsValid() {
		return // nowhere to send it: the time runs out
	}
	m := packet.ICMP{Type: packet.ICMPEcho, ID: e.id, Sequence: p.Sequence, Data: bytes.Repeat([]byte{0xAB, 0xCD}, p.Size/2+1)[:p.Size]}
	r.sendOwnPacket(p.VRF, packet.IPv4{Src: source, Dst: target, TTL: 255, TOS: p.TOS, Protocol: packet.ProtocolICMP, Payload: m.Append(nil)})
}

// operationSource is the address that an echo comes from; ok is false if it is to come from one that cannot be used now. It is
// invalid if no route says where the echo leaves.
func (r *Router) operationSource(p sla.Probe, target netip.Addr) (source netip.Addr, ok bool) {
	switch {
	case p.SourceInterface != "":
		i := r.config.Interface(p.SourceInterface)
		if i == nil || !r.isUp(i) || !r.config.AddressOf(i).IsValid() {
			return source, false
		}
		return r.config.AddressOf(i).Addr(), true
	case p.Source.IsValid():
		return p.Source, r.interfaceWithAddress(p.VRF, p.Source) != nil
	}
	if hop, found := r.findRoute(p.VRF, target); found {
		source = r.sourceAddress(p.VRF, hop)
	}
	return source, true
}

// operationID is the identifier of an operation's echoes: always the same one, which is nobody else's.
func (r *Router) operationID(number int) uint16 {
	for _, e := range r.echoes {
		if e.number == number {
			return e.id
		}
	}
	return r.nextPingID()
}

// keepEcho remembers the last echo of each operation.
func (r *Router) keepEcho(e operationEcho) {
	for n := range r.echoes {
		if r.echoes[n].number == e.number {
			r.echoes[n] = e
			return
		}
	}
	r.echoes = append(r.echoes, e)
}

// takeOperationReply takes an echo reply that came to a VRF, if an operation waits for it.
func (r *Router) takeOperationReply(vrf string, from netip.Addr, m packet.ICMP) {
	for _, e := range r.echoes {
		if e.id != m.ID || e.sequence != m.Sequence || e.target != from || e.vrf != vrf {
			continue
		}
		sent, waiting := r.sla.Sent(e.number, e.sequence)
		if !waiting {
			return
		}
		rtt := max(r.measureTime(sent), time.Millisecond)
		r.sla.Answered(e.number, e.sequence, rtt)
		r.Log(debuglog.OperationAnswered(e.number, rtt)...)
	}
}

// operationState is what tracked objects want to know of an operation: whether its last result is OK, and whether it was answered.
func (r *Router) operationState(number int) (ok, reachable bool) {
	code := r.sla.Latest(number)
	return code == sla.OK, code.Reached()
}

// Operations are the echoes of IP SLA, by number.
func (r *Router) Operations() []sla.Status { return r.sla.Statuses(r.now) }

// RestartOperation starts an operation anew; false if there is none that is active.
func (r *Router) RestartOperation(number int) bool { return r.sla.Restart(r.now, number) }

// followObjects has tracked objects and operations follow a configuration.
func (r *Router) followObjects() {
	r.sla.Follow(r.now, r.calendarTime(r.now), r.config.Operations())
	r.tracks.Follow(r.now, r.config.TrackedObjects(), r.config.TrackRouteTimer())
}
