package router

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"time"

	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/packet"
)

// tracePorts is the first of the ports that traceroutes send from.
const tracePorts = 49152

// A trace is a running traceroute: one probe at a time, a row of the same TTL.
type trace struct {
	r        *Router
	request  modes.TraceRequest
	runner   modes.Runner
	source   uint16 // port
	port     uint16 // that the probe under way goes to
	ttl      int
	probes   int // of this row so far
	sent     time.Time
	from     netip.Addr // who answered last in this row
	last     bool       // an answer said that the packets get no further
	giveUp   func()     // calls the time limit off
	finished bool
}

// Traceroute starts a traceroute. Its rows appear as they are earned.
func (r *Router) Traceroute(q modes.TraceRequest, runner modes.Runner) (modes.Job, error) {
	if q.Source.IsValid() && r.interfaceWithAddress(q.VRF, q.Source) == nil {
		return nil, errors.New("% Invalid source")
	}
	r.lastPing++
	t := &trace{r: r, request: q, runner: runner, source: tracePorts + r.lastPing%0x3000, port: uint16(q.Port), ttl: q.MinTTL}
	r.traces = append(r.traces, t)
	name := q.Target.String()
	if !q.Numeric && q.Name != "" && q.Name != name {
		name = fmt.Sprintf("%s (%s)", q.Name, q.Target)
	}
	switch r.options.Release {
	case debuglog.IOS124:
		runner.Write(fmt.Sprintf("\nType escape sequence to abort.\nTracing the route to %s\n\n", name))
	default:
		runner.Write(fmt.Sprintf("Type escape sequence to abort.\nTracing the route to %s\nVRF info: (vrf in name/id, vrf out name/id)\n", name))
	}
	t.beginRow()
	t.sendProbe()
	return t, nil
}

func (t *trace) beginRow() {
	t.from, t.probes = netip.Addr{}, 0
	t.runner.Write(fmt.Sprintf("%3d ", t.ttl))
}

// sendProbe sends the next probe: a datagram to a port where nobody listens.
func (t *trace) sendProbe() {
	q := t.request
	t.sent = t.r.now
	t.r.spendTime(t.r.pace.ICMP)
	t.giveUp = t.r.After(q.Timeout, "traceroute", func() { t.runner.Write(" * "); t.nextProbe() })
	source := q.Source
	if hop, ok := t.r.findRoute(q.VRF, q.Target); !source.IsValid() && ok {
		source = t.r.sourceAddress(q.VRF, hop)
	}
	if !source.IsValid() {
		return // nowhere to send it: the time runs out
	}
	u := packet.UDP{SrcPort: t.source, DstPort: t.port, Payload: make([]byte, 20)}
	t.r.sendOwnPacket(q.VRF, packet.IPv4{Src: source, Dst: q.Target, TTL: uint8(t.ttl), Protocol: packet.ProtocolUDP,
		Payload: u.Append(nil, source, q.Target)})
}

// takeAnswer takes an ICMP error about the probe under way.
func (t *trace) takeAnswer(from netip.Addr, why packet.ICMP) {
	t.giveUp()
	if from != t.from {
		if t.from.IsValid() {
			t.runner.Write("\n    ")
		}
		t.from = from
		t.runner.Write(t.nameOf(from))
	}
	t.runner.Write(traceMark(why, t.r.measureTime(t.sent)))
	t.last = t.last || why.Type == packet.ICMPUnreachable
	t.nextProbe()
}

func (t *trace) nameOf(a netip.Addr) string {
	if !t.request.Numeric {
		for _, h := range t.r.config.Hosts {
			if h.Addr == a {
				return fmt.Sprintf("%s (%s)", h.Name, a)
			}
		}
	}
	return a.String()
}

// traceMark is what a row shows for an answer.
func traceMark(why packet.ICMP, took time.Duration) string {
	if why.Type == packet.ICMPUnreachable {
		switch why.Code {
		case packet.CodePortUnreachable:
		case packet.CodeHostUnreachable:
			return " !H "
		case packet.CodeNetUnreachable:
			return " !N "
		case packet.CodeProtocolUnreachable:
			return " !P "
		case packet.CodeProhibited:
			return " !A "
		default:
			return " !U "
		}
	}
	return fmt.Sprintf(" %d msec", took.Milliseconds())
}

func (t *trace) nextProbe() {
	if t.finished {
		return
	}
	t.port++
	if t.probes++; t.probes < t.request.Probes {
		t.sendProbe()
		return
	}
	if t.ttl++; t.last || t.ttl > t.request.MaxTTL {
		t.finishTrace()
		return
	}
	t.runner.Write("\n")
	t.beginRow()
	t.sendProbe()
}

// Interrupt ends the traceroute early.
func (t *trace) Interrupt() {
	if !t.finished {
		t.giveUp()
		t.finishTrace()
	}
}

func (t *trace) finishTrace() {
	t.finished = true
	t.r.traces = slices.DeleteFunc(t.r.traces, func(other *trace) bool { return other == t })
	t.runner.Write("\n")
	t.runner.Done()
}

// takeTraceError takes an ICMP error that came to a VRF, about one of our probes.
func (r *Router) takeTraceError(vrf string, from netip.Addr, original packet.IPv4, why packet.ICMP) {
	if original.Protocol != packet.ProtocolUDP || len(original.Payload) < 4 {
		return
	}
	source, port := binary.BigEndian.Uint16(original.Payload), binary.BigEndian.Uint16(original.Payload[2:])
	for _, t := range r.traces {
		if t.source == source && t.port == port && t.request.Target == original.Dst && t.request.VRF == vrf {
			t.takeAnswer(from, why)
			return
		}
	}
}
