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

// pingRow is how many marks stand in one row.
const pingRow = 70

// A ping is a running ping command: one echo at a time, the next when the last was
// answered or its time is up.
type ping struct {
	r        *Router
	request  modes.PingRequest
	runner   modes.Runner
	id       uint16
	sequence uint16 // of the echo under way
	size     int    // of the echo under way
	sent     time.Time
	deadline time.Time
	done     int // echoes with an outcome
	answered int
	times    []time.Duration
}

// Ping starts a ping. Its marks appear as they are earned.
func (r *Router) Ping(q modes.PingRequest, runner modes.Runner) (modes.Job, error) {
	if q.Source.IsValid() && r.interfaceWithAddress(q.VRF, q.Source) == nil {
		return nil, errors.New("% Invalid source")
	}
	p := &ping{r: r, request: q, runner: runner, id: r.nextPingID(), size: q.Size}
	if q.SweepMaximum > 0 { // the repeat count is that of each size
		p.size = q.SweepMinimum
		p.request.Count *= (q.SweepMaximum-q.SweepMinimum)/max(q.SweepStep, 1) + 1
	}
	p.writeHeader()
	r.pings = append(r.pings, p)
	p.sendEcho()
	return p, nil
}

func (p *ping) writeHeader() {
	q := p.request
	if p.r.options.Release == debuglog.IOS124 {
		p.runner.Write("\n")
	}
	p.runner.Write("Type escape sequence to abort.\n")
	size := fmt.Sprintf("%d-byte", q.Size)
	if q.SweepMaximum > 0 {
		size = fmt.Sprintf("[%d..%d]-byte", q.SweepMinimum, q.SweepMaximum)
	}
	p.runner.Write(fmt.Sprintf("Sending %d, %s ICMP Echos to %s, timeout is %d seconds:\n", q.Count, size, q.Target, int(q.Timeout.Seconds())))
	if q.SourceNamed {
		p.runner.Write(fmt.Sprintf("Packet sent with a source address of %s \n", q.Source))
	}
	if q.DF {
		p.runner.Write("Packet sent with the DF bit set\n")
	}
}

// sendEcho sends the next request.
func (p *ping) sendEcho() {
	p.sequence++
	p.sent = p.r.now
	p.r.spendTime(p.r.pace.ICMP)
	p.deadline = p.r.now.Add(p.request.Timeout)
	source := p.request.Source
	if hop, ok := p.r.findRoute(p.request.VRF, p.request.Target); !source.IsValid() && ok {
		source = p.r.sourceAddress(p.request.VRF, hop)
	}
	if !source.IsValid() {
		return // nowhere to send it: the time runs out
	}
	m := packet.ICMP{Type: packet.ICMPEcho, ID: p.id, Sequence: p.sequence, Data: p.fillPattern()}
	p.r.sendOwnPacket(p.request.VRF, packet.IPv4{Src: source, Dst: p.request.Target, TTL: 255, DontFragment: p.request.DF,
		Protocol: packet.ProtocolICMP, Payload: m.Append(nil)})
}

// fillPattern fills the echo up to its size.
func (p *ping) fillPattern() []byte {
	n := p.size - packet.IPv4HeaderLen - packet.ICMPHeaderLen
	data := make([]byte, max(n, 0)+1)
	for i := 0; i+1 < len(data); i += 2 {
		binary.BigEndian.PutUint16(data[i:], p.request.Data)
	}
	return data[:max(n, 0)]
}

func (r *Router) nextPing() (at time.Time, why string, ok bool) {
	for _, p := range r.pings {
		if !ok || p.deadline.Before(at) {
			at, ok = p.deadline, true
		}
	}
	return at, "ping", ok
}

// giveUpPings gives up the echoes whose time has come.
func (r *Router) giveUpPings() {
	for _, p := range slices.Clone(r.pings) {
		if slices.Contains(r.pings, p) && !r.now.Before(p.deadline) {
			p.noteOutcome('.')
		}
	}
}

// noteOutcome shows the outcome of an echo and goes on to the next one.
func (p *ping) noteOutcome(c byte) {
	p.done++
	p.runner.Write(string(c))
	if p.done%pingRow == 0 {
		p.runner.Write("\n")
	}
	if p.request.SweepMaximum > 0 {
		if p.size += p.request.SweepStep; p.size > p.request.SweepMaximum {
			p.size = p.request.SweepMinimum
		}
	}
	if p.done >= p.request.Count {
		p.finishPing(p.done)
		return
	}
	p.sendEcho()
}

// Interrupt ends the ping early, with the result so far.
func (p *ping) Interrupt() {
	if slices.Contains(p.r.pings, p) {
		p.finishPing(p.done + 1) // the one under way counts as lost
	}
}

// finishPing says what came of the echoes sent.
func (p *ping) finishPing(sent int) {
	p.r.pings = slices.DeleteFunc(p.r.pings, func(other *ping) bool { return other == p })
	if p.done%pingRow != 0 {
		p.runner.Write("\n")
	}
	result := fmt.Sprintf("Success rate is %d percent (%d/%d)", 100*p.answered/sent, p.answered, sent)
	if len(p.times) > 0 {
		var sum time.Duration
		for _, t := range p.times {
			sum += t
		}
		result += fmt.Sprintf(", round-trip min/avg/max = %d/%d/%d ms", roundedMilliseconds(slices.Min(p.times)),
			roundedMilliseconds(sum/time.Duration(len(p.times))), roundedMilliseconds(slices.Max(p.times)))
	}
	p.runner.Write(result + "\n")
	p.runner.Done()
}

// roundedMilliseconds rounds as the device does: nothing takes less than one.
func roundedMilliseconds(d time.Duration) int64 { return max(1, d.Milliseconds()) }

// takeEchoReply takes an echo reply that came to a VRF.
func (r *Router) takeEchoReply(vrf string, from netip.Addr, m packet.ICMP) {
	for _, p := range r.pings {
		if p.id == m.ID && p.sequence == m.Sequence && from == p.request.Target && vrf == p.request.VRF {
			p.answered++
			p.times = append(p.times, r.measureTime(p.sent))
			p.noteOutcome('!')
			return
		}
	}
}

// takeEchoError takes an ICMP error that came to a VRF, about one of our echoes.
func (r *Router) takeEchoError(vrf string, original packet.IPv4, why packet.ICMP) {
	quoted := original.Payload
	if original.Protocol != packet.ProtocolICMP || len(quoted) < packet.ICMPHeaderLen {
		return
	}
	id, sequence := binary.BigEndian.Uint16(quoted[4:]), binary.BigEndian.Uint16(quoted[6:])
	for _, p := range r.pings {
		if p.id == id && p.sequence == sequence && original.Dst == p.request.Target && vrf == p.request.VRF {
			p.noteOutcome(errorMark(why))
			return
		}
	}
}

// errorMark is the letter for an ICMP error.
func errorMark(m packet.ICMP) byte {
	switch {
	case m.Type == packet.ICMPTimeExceeded:
		return '&'
	case m.Type == packet.ICMPUnreachable && m.Code == packet.CodeFragmentationNeeded:
		return 'M'
	case m.Type == packet.ICMPUnreachable:
		return 'U'
	}
	return '?'
}
