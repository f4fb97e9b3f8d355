package nat

import (
	"net/netip"
	"slices"
	"time"

	"ruthere/config"
	"ruthere/packet"
)

// A Fate is what becomes of a packet.
type Fate uint8

const (
	Untouched  Fate = iota // it goes on as it is
	Translated             // it goes on as another
	Refused                // it is to be translated, and cannot be: it is lost
)

// A Result is a packet behind the translation.
type Result struct {
	Packet packet.IPv4
	Fate   Fate
	New    bool // it needed a new translation
}

// A passing packet between an end inside, as it is there, and one outside.
type passing struct {
	protocol        uint8
	inside, outside netip.AddrPort
	flow            config.Flow // from inside to outside, for access lists
	by              string      // the interface outside
}

// Out is what leaves for the outside by an interface, and came from inside. It is a whole datagram, no fragment.
func (t *Table) Out(now time.Time, p packet.IPv4, by string) Result {
	if t.config == nil {
		return Result{Packet: p}
	}
	t.Expire(now)
	if m, ok := errorMessage(p); ok {
		return t.errorOut(p, m, true)
	}
	src, dst := endsOf(p)
	tr, isNew := t.out[flow{p.Protocol, src, dst}], false
	if tr == nil {
		var wanted bool
		tr, wanted = t.assign(now, passing{p.Protocol, src, dst, flowBetween(p, src, dst), by})
		if !wanted {
			return Result{Packet: p}
		}
		if t.Counts.Misses++; tr == nil {
			t.Counts.Failed++
			return Result{Packet: p, Fate: Refused}
		}
		isNew = true
	} else {
		t.Counts.Hits++
	}
	t.use(now, tr, p)
	return Result{withEnds(p, tr.Global, dst), Translated, isNew}
}

// In is what came from the outside by an interface, as it goes on. It is a whole datagram, no fragment.
func (t *Table) In(now time.Time, p packet.IPv4, by string) Result {
	if t.config == nil {
		return Result{Packet: p}
	}
	t.Expire(now)
	if m, ok := errorMessage(p); ok {
		return t.errorIn(p, m)
	}
	src, dst := endsOf(p)
	tr, isNew := t.in[flow{p.Protocol, dst, src}], false
	if tr == nil {
		parent := t.parentAt(p.Protocol, dst)
		if parent == nil {
			return t.unclaimed(p)
		}
		local := parent.Local
		if !parent.Extended() {
			local = netip.AddrPortFrom(local.Addr(), dst.Port())
		}
		way := passing{p.Protocol, local, src, flowBetween(p, local, src), by}
		if parent.Static && !t.appliesTo(parent, way) {
			return t.unclaimed(p)
		}
		t.Counts.Misses++
		if tr = t.child(now, parent, way); tr == nil {
			t.Counts.Failed++
			return Result{Packet: p, Fate: Refused}
		}
		isNew = true
	} else {
		t.Counts.Hits++
	}
	t.use(now, tr, p)
	return Result{withEnds(p, src, tr.Local), Translated, isNew}
}

// unclaimed is what came for an end that nobody inside has: for the router itself, or, at an address that is given out, for
// nobody.
func (t *Table) unclaimed(p packet.IPv4) Result {
	if t.config.NAT.Gives(p.Dst) && !t.isOwn(p.Dst) {
		t.Counts.Misses++
		return Result{Packet: p, Fate: Refused}
	}
	return Result{Packet: p}
}

// isOwn says whether an address is that of an interface.
func (t *Table) isOwn(a netip.Addr) bool {
	return slices.ContainsFunc(t.config.Interfaces, func(i *config.Interface) bool {
		return slices.ContainsFunc(i.Addresses(), func(p netip.Prefix) bool { return p.Addr() == a })
	})
}

// Error is a router's own ICMP error to the outside, about a packet that came in: what it quotes has to look as it came.
func (t *Table) Error(p packet.IPv4) packet.IPv4 {
	if m, ok := errorMessage(p); ok && t.config != nil {
		return t.errorOut(p, m, false).Packet
	}
	return p
}

// use notes that a packet passes: either way keeps a translation.
func (t *Table) use(now time.Time, tr *Translation, p packet.IPv4) {
	t.keep(now, tr, t.holdsAfter(tr, p))
	if tr.parent != nil {
		t.keep(now, tr.parent, t.holds("timeout"))
	}
}

// holdsAfter is how long a translation holds after a packet.
func (t *Table) holdsAfter(tr *Translation, p packet.IPv4) time.Duration {
	const domain = 53
	switch p.Protocol {
	case packet.ProtocolICMP:
		return t.holds("icmp-timeout")
	case packet.ProtocolUDP:
		if tr.Outside.Port() == domain {
			return t.holds("dns-timeout")
		}
		return t.holds("udp-timeout")
	case packet.ProtocolTCP:
		return t.holds(tr.followTCP(p))
	}
	return t.holds("timeout")
}

// followTCP follows a connection as far as it must: one that goes on behind its SYNs is open until a side ends it.
func (tr *Translation) followTCP(p packet.IPv4) (timeout string) {
	const flagsAt = 13
	var flags packet.TCPFlags
	if len(p.Payload) > flagsAt {
		flags = packet.TCPFlags(p.Payload[flagsAt])
	}
	switch {
	case flags&packet.TCPSyn != 0:
		tr.phase = opening
	case flags&(packet.TCPFin|packet.TCPReset) != 0:
		tr.phase = closing
	case tr.phase == opening:
		tr.phase = open
	}
	return [...]string{opening: "syn-timeout", open: "tcp-timeout", closing: "finrst-timeout"}[tr.phase]
}

// errorMessage is the ICMP error that a packet is.
func errorMessage(p packet.IPv4) (m packet.ICMP, ok bool) {
	if p.Protocol != packet.ProtocolICMP {
		return m, false
	}
	m, err := packet.ParseICMP(p.Payload)
	return m, err == nil && m.IsError()
}

// errorIn takes an error about a packet that left to the host inside that sent it: RFC 5508 section 4.2.
func (t *Table) errorIn(p packet.IPv4, m packet.ICMP) Result {
	src, dst, protocol, ok := packet.Ends(m.Data)
	tr := t.in[flow{protocol, src, dst}]
	if !ok || tr == nil {
		return Result{Packet: p}
	}
	t.Counts.Hits++
	m.Data = packet.WithEnds(m.Data, tr.Local, dst)
	p.Dst, p.Payload = tr.Local.Addr(), m.Append(nil)
	return Result{Packet: p, Fate: Translated}
}

// errorOut takes an error about a packet that came in to who sent that; its own sender is hidden if that one is inside.
func (t *Table) errorOut(p packet.IPv4, m packet.ICMP, inside bool) Result {
	src, dst, protocol, ok := packet.Ends(m.Data)
	tr := t.out[flow{protocol, dst, src}]
	if !ok || tr == nil {
		return Result{Packet: p}
	}
	m.Data = packet.WithEnds(m.Data, src, tr.Global)
	if p.Payload = m.Append(nil); inside {
		t.Counts.Hits++
		p.Src = tr.Global.Addr()
	}
	return Result{Packet: p, Fate: Translated}
}

// endsOf are where a packet comes from and goes to, with ports 0 where it has none.
func endsOf(p packet.IPv4) (src, dst netip.AddrPort) {
	src, dst, _, ok := packet.Ends(p.Append(nil))
	if !ok {
		return netip.AddrPortFrom(p.Src, 0), netip.AddrPortFrom(p.Dst, 0)
	}
	return src, dst
}

// withEnds is a packet with other ends.
func withEnds(p packet.IPv4, src, dst netip.AddrPort) packet.IPv4 {
	if q, err := packet.ParseIPv4(packet.WithEnds(p.Append(nil), src, dst)); err == nil && q.Src == src.Addr() && q.Dst == dst.Addr() {
		return q
	}
	p.Src, p.Dst = src.Addr(), dst.Addr() // a message of ICMP that has no ends: its checksum covers no address
	return p
}

// flowBetween is what access lists look at in a packet between two ends.
func flowBetween(p packet.IPv4, src, dst netip.AddrPort) config.Flow {
	f := config.Flow{Src: src.Addr(), Dst: dst.Addr(), Protocol: p.Protocol}
	switch p.Protocol {
	case packet.ProtocolTCP, packet.ProtocolUDP:
		f.SrcPort, f.DstPort = src.Port(), dst.Port()
	case packet.ProtocolICMP:
		if len(p.Payload) >= 2 {
			f.ICMPType, f.ICMPCode = p.Payload[0], p.Payload[1]
		}
	}
	return f
}
