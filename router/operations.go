package router

import (
	"bytes"
	"net/netip"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/packet"
	"ruthere/sla"
)

// An operationProbe is the probe of an operation of IP SLA that is on its way.
type operationProbe struct {
	sla.Probe
	id     uint16     // of its echoes: always the same one, which is nobody else's
	target netip.Addr // the operation's, found
	source netip.Addr
	port   uint16 // by UDP: from which it is sent
	stream modes.Stream
}

func (r *Router) nextOperation() (at time.Time, why string, ok bool) {
	at, ok = r.sla.Deadline()
	return at, "IP SLA", ok
}

// runOperations sends the probes that are due.
func (r *Router) runOperations() {
	probes, silent := r.sla.Run(r.now)
	for _, s := range silent {
		if p := r.probeOf(s.Number); p != nil {
			p.hangUp()
		}
		r.Log(debuglog.OperationFailed(s.Number, s.Code.String())...)
	}
	for _, p := range probes {
		if target, err := netip.ParseAddr(p.Target); err == nil {
			r.sendOperation(p, target)
			continue
		}
		r.resolveName(p.Target, func(target netip.Addr) { r.sendOperation(p, target) })
	}
}

// sendOperation sends the probe of an operation, whose target is invalid if nobody knows its name.
func (r *Router) sendOperation(p sla.Probe, target netip.Addr) {
	source, ok := r.operationSource(p, target)
	if !target.Is4() || !ok {
		r.failOperation(p)
		return
	}
	o := r.keepProbe(operationProbe{Probe: p, target: target, source: source})
	r.Log(debuglog.OperationStarts(p.Number, operationNames[p.Method()], target, source)...)
	switch {
	case !source.IsValid(): // nowhere to send it: the time runs out
	case p.Method() == config.ICMPEcho:
		m := packet.ICMP{Type: packet.ICMPEcho, ID: o.id, Sequence: p.Sequence, Data: probeData(p.Size)}
		r.sendOwnPacket(p.VRF, packet.IPv4{Src: source, Dst: target, TTL: 255, TOS: p.TOS, Protocol: packet.ProtocolICMP,
			Payload: m.Append(nil)})
	case p.NoControl:
		r.sendAfterControl(o)
	default:
		r.sla.Asks(p.Number, p.Sequence)
		c := sla.Control{TCP: p.Method() == config.TCPConnect, Number: uint32(p.Sequence), Addr: target, Port: p.Port, Open: p.Timeout}
		r.sendProbeDatagram(o, sla.ControlPort, c.Append(nil))
	}
}

// operationNames are what `debug ip sla trace` calls them.
var operationNames = [...]string{config.NoMethod: "", config.ICMPEcho: "icmpecho", config.UDPEcho: "udpEcho",
	config.TCPConnect: "tcpConnect"}

// probeData is the pattern that probes carry.
func probeData(size int) []byte { return bytes.Repeat([]byte{0xAB, 0xCD}, size/2+1)[:size] }

func (r *Router) failOperation(p sla.Probe) {
	r.sla.Failed(r.now, p.Number, p.Sequence)
	r.Log(debuglog.OperationFailed(p.Number, sla.NoConnection.String())...)
}

// operationSource is the address that a probe comes from; ok is false if it is to come from one that cannot be used now. It is
// invalid if no route says where the probe leaves.
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

// keepProbe remembers the last probe of each operation. By UDP each leaves from a port of its own, so that late answers are nobody's.
func (r *Router) keepProbe(o operationProbe) *operationProbe {
	if o.port = o.SourcePort; o.port == 0 && o.Method() == config.UDPEcho || o.Method() == config.TCPConnect {
		o.port = firstProbePort + r.randomUint16("sla port")%(65535-firstProbePort)
	}
	if have := r.probeOf(o.Number); have != nil {
		have.hangUp()
		o.id = have.id
		*have = o
		return have
	}
	o.id = r.nextPingID()
	r.probes = append(r.probes, &o)
	return &o
}

// firstProbePort is the first of the ports that probes are sent from (RFC 6335 section 6: the dynamic ones).
const firstProbePort = 49152

func (r *Router) probeOf(number int) *operationProbe {
	for _, o := range r.probes {
		if o.Number == number {
			return o
		}
	}
	return nil
}

// takeOperationReply takes an echo reply that came to a VRF, if an operation waits for it.
func (r *Router) takeOperationReply(vrf string, from netip.Addr, m packet.ICMP) {
	for _, o := range r.probes {
		if o.Method() == config.ICMPEcho && o.id == m.ID && o.Sequence == m.Sequence && o.target == from && o.VRF == vrf {
			r.endProbe(o)
		}
	}
}

// endProbe notes that a probe was answered now.
func (r *Router) endProbe(o *operationProbe) {
	sent, waiting := r.sla.Sent(o.Number, o.Sequence)
	if !waiting {
		return
	}
	rtt := max(r.measureTime(sent), time.Millisecond)
	r.sla.Answered(r.now, o.Number, o.Sequence, rtt)
	r.Log(debuglog.OperationAnswered(o.Number, rtt)...)
}

// operationState is what tracked objects want to know of an operation: whether its last result is OK, and whether it was answered.
func (r *Router) operationState(number int) (ok, reachable bool) {
	code := r.sla.Latest(number)
	return code == sla.OK, code.Reached()
}

// Operations are the operations of IP SLA, by number.
func (r *Router) Operations() []sla.Status { return r.sla.Statuses(r.now) }

// RestartOperation starts an operation anew; false if there is none that is active.
func (r *Router) RestartOperation(number int) bool { return r.sla.Restart(r.now, number) }

// followObjects has tracked objects and operations follow a configuration.
func (r *Router) followObjects() {
	r.sla.Follow(r.now, r.calendarTime(r.now), r.config.Operations())
	r.tracks.Follow(r.now, r.config.TrackedObjects(), r.config.TrackRouteTimer())
	r.followResponder()
}
