package translation

import (
	"time"

	"ruthere/packet"
)

// Out is the packet in b, a whole datagram from inside, as it leaves outside. ok is false if it cannot: Dropped counts it.
func (t *Table) Out(now time.Time, b []byte) (translated []byte, ok bool) {
	t.expire(now)
	if outer, m, isError := errorMessage(b); isError {
		return t.count(t.errorOut(outer, m))
	}
	src, dst, protocol, ok := packet.Ends(b)
	if !ok {
		return t.count(nil, false)
	}
	m := t.leaving(protocol, src, dst)
	if m == nil && protocol == packet.ProtocolICMP && src.Port() == 0 {
		return t.count(nil, false) // the answer to an echo that did not come this way
	}
	if m == nil {
		if m = t.open(protocol, src, dst); m == nil {
			return t.count(nil, false)
		}
	}
	t.use(now, m, b, true)
	return packet.WithEnds(b, m.Outside, dst), true
}

// In is the packet in b, a whole datagram from outside, as it goes on inside. ok is false if no mapping lets it in: that
// is not counted, for it may be meant for the translator itself.
func (t *Table) In(now time.Time, b []byte) (translated []byte, ok bool) {
	t.expire(now)
	if outer, m, isError := errorMessage(b); isError {
		return t.errorIn(outer, m)
	}
	src, dst, protocol, ok := packet.Ends(b)
	if !ok {
		return nil, false
	}
	m := t.arriving(protocol, dst, src)
	if m == nil {
		return nil, false
	}
	t.use(now, m, b, false)
	return packet.WithEnds(b, src, m.Inside), true
}

func (t *Table) count(b []byte, ok bool) ([]byte, bool) {
	if !ok {
		t.Dropped++
	}
	return b, ok
}

// use notes that a packet passes. What comes from outside keeps no mapping of UDP alive: RFC 4787 section 4.3 leaves
// that open, and a stranger could otherwise hold a port.
func (t *Table) use(now time.Time, m *Mapping, b []byte, leaves bool) {
	m.Packets++
	if m.Forward {
		return
	}
	var holds time.Duration
	switch m.Protocol {
	case packet.ProtocolUDP:
		if holds = t.rules.UDP; !leaves {
			return
		}
	case packet.ProtocolTCP:
		holds = t.holdsTCP(m, b, leaves)
	case packet.ProtocolICMP:
		holds = t.rules.ICMP
	default:
		holds = t.rules.ESP
	}
	m.Until = now.Add(holds)
}

// holdsTCP follows a connection as far as it must: one that answers is open until a side ends it.
func (t *Table) holdsTCP(m *Mapping, b []byte, leaves bool) time.Duration {
	p, err := packet.ParseQuoted(b)
	if err != nil {
		return tcpTransitory
	}
	const flagsAt = 13
	if len(p.Payload) <= flagsAt {
		return tcpTransitory
	}
	switch flags := packet.TCPFlags(p.Payload[flagsAt]); {
	case flags&packet.TCPSyn != 0:
		m.phase = opening
	case flags&(packet.TCPFin|packet.TCPReset) != 0:
		m.phase = closing
	case m.phase == opening && !leaves:
		m.phase = open
	}
	if m.phase == open {
		return t.rules.TCP
	}
	return tcpTransitory
}

// errorMessage is an ICMP error, and the beginning of the packet that it quotes.
func errorMessage(b []byte) (outer packet.IPv4, m packet.ICMP, ok bool) {
	outer, err := packet.ParseIPv4(b)
	if err != nil || outer.Protocol != packet.ProtocolICMP {
		return outer, m, false
	}
	m, err = packet.ParseICMP(outer.Payload)
	return outer, m, err == nil && m.IsError()
}

// errorIn takes an error about a packet that left, to the host inside that sent it: RFC 5508 section 4.2.
func (t *Table) errorIn(outer packet.IPv4, m packet.ICMP) ([]byte, bool) {
	src, dst, protocol, ok := packet.Ends(m.Data)
	if !ok {
		return nil, false
	}
	found := t.arriving(protocol, src, dst)
	if found == nil {
		return nil, false
	}
	m.Data = packet.WithEnds(m.Data, found.Inside, dst)
	outer.Dst, outer.Payload = found.Inside.Addr(), m.Append(nil)
	return outer.Append(nil), true
}

// errorOut takes an error about a packet that came in, from whoever inside could not take it.
func (t *Table) errorOut(outer packet.IPv4, m packet.ICMP) ([]byte, bool) {
	src, dst, protocol, ok := packet.Ends(m.Data)
	if !ok {
		return nil, false
	}
	found := t.leaving(protocol, dst, src)
	if found == nil {
		return nil, false
	}
	m.Data = packet.WithEnds(m.Data, src, found.Outside)
	outer.Src, outer.Payload = t.rules.Outside, m.Append(nil)
	return outer.Append(nil), true
}
