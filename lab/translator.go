package lab

import (
	"fmt"
	"hash/fnv"
	"net/netip"
	"time"

	"ruthere/config"
	"ruthere/lab/translation"
	"ruthere/packet"
	"ruthere/router"
)

// A Translator of a Topology: a home router, which lets hosts and routers on its inside share its address outside.
type Translator struct {
	Name            string
	Inside, Outside netip.Prefix // its addresses with the lengths of their subnets
	Gateway         netip.Addr   // outside; invalid: it reaches that subnet only
	Rules           translation.Rules
}

// The interfaces of a translator.
const (
	insidePort  = "inside"
	outsidePort = "outside"
)

// A translator is the node. It routes between two interfaces, and changes what passes.
type translator struct {
	lab         *Lab
	appointment *appointment
	sockets     []socket
	Translator
	table      *translation.Table
	reassembly [2]packet.Reassembler // inside, outside: ports are in the first fragment only
	lastIPID   uint16
}

func newTranslator(l *Lab, t Translator) *translator {
	t.Rules.Outside = t.Outside.Addr()
	return &translator{lab: l, Translator: t, table: translation.NewTable(t.Rules)}
}

func (t *translator) nodeName() string { return t.Name }

func (t *translator) plugIn(s socket) { t.sockets = append(t.sockets, s) }

func (t *translator) nextDeadline() (at time.Time, why string, ok bool) { return at, "", false }

func (t *translator) runTimers() {}

func (t *translator) learnNeighbour(router.Neighbour) {}

func (t *translator) addressOn(iface string) netip.Prefix {
	if iface == insidePort {
		return t.Inside
	}
	return t.Outside
}

func (t *translator) answersFor(iface string, vlan uint16, hop netip.Addr) (own, proxy bool) {
	return vlan == 0 && t.addressOn(iface).Addr() == hop, false
}

func (t *translator) hardwareAddress(iface string, _ uint16) (string, netip.Addr) {
	n := fnv.New32a()
	_, _ = n.Write([]byte(t.lab.seed + t.Name + iface))
	return fmt.Sprintf("5254.00%02x.%04x", byte(n.Sum32()>>16), uint16(n.Sum32())), t.addressOn(iface).Addr()
}

func (t *translator) receivePacket(iface string, f frame) {
	p, err := packet.ParseIPv4(f.data)
	if err != nil {
		return
	}
	side := 0
	if iface == outsidePort {
		side = 1
	}
	if p.IsFragment() {
		var complete bool
		if p, complete = t.reassembly[side].Add(t.lab.now, p); !complete {
			return
		}
	}
	switch {
	case iface == insidePort && p.Dst == t.Inside.Addr():
		t.answer(iface, p, true)
	case iface == insidePort:
		t.passOut(p)
	case p.Dst == t.Outside.Addr():
		t.passIn(p)
	}
}

// passOut sends on what came from inside. What goes to the address outside comes back as if from there: RFC 4787 section 6.
func (t *translator) passOut(p packet.IPv4) {
	original := p.Append(nil)
	if p.TTL <= 1 {
		t.sendError(insidePort, p, packet.TimeExceeded(original))
		return
	}
	p.TTL--
	translated, ok := t.table.Out(t.lab.now, p.Append(nil))
	if !ok {
		return
	}
	out, err := packet.ParseIPv4(translated)
	switch {
	case err != nil:
	case out.Dst == t.Outside.Addr():
		t.passIn(out)
	case !t.send(outsidePort, out):
		t.sendError(insidePort, p, packet.Unreachable(packet.CodeFragmentationNeeded, config.DefaultMTU, original))
	}
}

// passIn sends on what came to the address outside, if somebody inside waits for it.
func (t *translator) passIn(p packet.IPv4) {
	if p.TTL <= 1 {
		return // as for the echoes of a traceroute, this is the end of the way
	}
	hopped := p
	hopped.TTL--
	translated, ok := t.table.In(t.lab.now, hopped.Append(nil))
	if !ok {
		t.answer(outsidePort, p, false)
		return
	}
	in, err := packet.ParseIPv4(translated)
	if err == nil && !t.send(insidePort, in) {
		t.sendError(outsidePort, p, packet.Unreachable(packet.CodeFragmentationNeeded, config.DefaultMTU, p.Append(nil)))
	}
}

// answer answers what is meant for the translator itself: pings; to others inside it says that nothing listens. Outside
// it says nothing, as most home routers do, and counts what nobody took.
func (t *translator) answer(iface string, p packet.IPv4, frank bool) {
	m, err := packet.ParseICMP(p.Payload)
	switch {
	case p.Protocol == packet.ProtocolICMP && err == nil && m.Type == packet.ICMPEcho:
		t.sendOwn(iface, p.Src, m.Reply())
	case p.Protocol == packet.ProtocolICMP:
	case frank && p.Protocol == packet.ProtocolUDP:
		t.sendError(iface, p, packet.Unreachable(packet.CodePortUnreachable, 0, p.Append(nil)))
	default:
		t.table.Dropped++
	}
}

// sendError tells the sender of a packet what is wrong, unless it is an error itself (RFC 1122 section 3.2.2).
func (t *translator) sendError(iface string, p packet.IPv4, m packet.ICMP) {
	if p.Protocol == packet.ProtocolICMP {
		if about, err := packet.ParseICMP(p.Payload); err != nil || about.IsError() {
			return
		}
	}
	t.sendOwn(iface, p.Src, m)
}

func (t *translator) sendOwn(iface string, to netip.Addr, m packet.ICMP) {
	t.lastIPID++
	t.send(iface, packet.IPv4{Src: t.addressOn(iface).Addr(), Dst: to, TTL: hostTTL, ID: t.lastIPID,
		Protocol: packet.ProtocolICMP, Payload: m.Append(nil)})
}

// send puts a packet on the wire of an interface; ok is false if it is too long and may not be taken apart.
func (t *translator) send(iface string, p packet.IPv4) (ok bool) {
	hop := p.Dst
	if !t.addressOn(iface).Contains(hop) {
		if iface == insidePort || !t.Gateway.IsValid() {
			return true // there is no way
		}
		hop = t.Gateway
	}
	pieces, ok := p.Fragments(config.DefaultMTU)
	for _, s := range t.sockets {
		if s.wire.ends[s.end].iface != iface {
			continue
		}
		for _, piece := range pieces {
			t.lab.sendOnWire(s.wire, s.end, hop, frame{data: piece.Append(nil)})
		}
	}
	return ok
}
