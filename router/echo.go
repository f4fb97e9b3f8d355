package router

import (
	"encoding/binary"
	"net/netip"
	"time"

	"ruthere/modes"
	"ruthere/packet"
)

// A driver may ask whether a router reaches somebody, as its user would with `ping`, without a terminal.

// EchoID is the identifier of the echoes that drivers ask for. Those of users count up from 1.
const EchoID = 0xEC40

// SendEcho sends one ICMP echo of Size bytes, IP header included; shorter than its headers it cannot be.
type SendEcho struct {
	Sequence     uint16
	Target       netip.Addr
	Size         int
	DontFragment bool
}

// Echoed tells what came of a SendEcho: an answer, or an ICMP error. Whether the time is up is for the driver to say.
type Echoed struct {
	Sequence uint16
	Failed   string // what an error says; "" for an answer
}

func (SendEcho) isInput() {}
func (Echoed) isOutput()  {}

func (r *Router) sendEcho(in SendEcho) {
	hop, ok := r.findRoute("", in.Target)
	if !ok {
		r.out.add(Echoed{in.Sequence, "no route"})
		return
	}
	source := r.sourceAddress("", hop)
	if !source.IsValid() {
		r.out.add(Echoed{in.Sequence, "no address to send from"})
		return
	}
	m := packet.ICMP{Type: packet.ICMPEcho, ID: EchoID, Sequence: in.Sequence,
		Data: make([]byte, max(in.Size-packet.IPv4HeaderLen-packet.ICMPHeaderLen, 0))}
	r.sendOwnPacket("", packet.IPv4{Src: source, Dst: in.Target, TTL: 255, DontFragment: in.DontFragment,
		Protocol: packet.ProtocolICMP, Payload: m.Append(nil)})
}

// echoAnswered tells the driver of a reply to an echo of its own.
func (r *Router) echoAnswered(m packet.ICMP) {
	if m.ID == EchoID {
		r.out.add(Echoed{Sequence: m.Sequence})
	}
}

// echoFailed tells the driver of an ICMP error about an echo of its own.
func (r *Router) echoFailed(original packet.IPv4, why packet.ICMP) {
	quoted := original.Payload
	if original.Protocol != packet.ProtocolICMP || len(quoted) < packet.ICMPHeaderLen || binary.BigEndian.Uint16(quoted[4:]) != EchoID {
		return
	}
	r.out.add(Echoed{binary.BigEndian.Uint16(quoted[6:]), why.Reason()})
}

// StatusOf is what `| json` behind a show command would print at an instant, which is not before the last step.
func (r *Router) StatusOf(now time.Time, line string) (modes.Status, error) {
	before := r.now
	r.now = now
	defer func() { r.now = before }()
	return modes.StatusOf(r, line)
}

// RunningConfig is the running-config as a file.
func (r *Router) RunningConfig() string { return r.Language().RunningConfig(r.config) }
