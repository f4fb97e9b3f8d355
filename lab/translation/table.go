package translation

import (
	"net/netip"
	"slices"
	"time"

	"ruthere/packet"
)

// Rules are how a Table translates.
type Rules struct {
	Outside netip.Addr // that packets get which leave
	// PerDestination gives an inside end another port for each destination, and lets in what that one sends (address-
	// and port-dependent, RFC 4787 section 4.1); otherwise an inside end has one port, at which anybody reaches it.
	PerDestination bool
	// How long a mapping holds that nothing uses; zero stands for the defaults.
	UDP, TCP, ICMP, ESP time.Duration
	DropESP             bool // and every other protocol that has no ports
	Forwards            []Forward
}

// A Forward is a mapping that is always there: what comes to a port outside goes to an end inside.
type Forward struct {
	Protocol uint8
	Port     uint16         // outside; 0 for protocols without ports
	To       netip.AddrPort // inside; its port is 0 for protocols without ports
}

// Defaults of how long mappings hold. UDP's is that of most home routers, and shorter than the two minutes that RFC 4787
// asks for; TCP's and ICMP's are the least of RFC 5382 section 5 and RFC 5508 section 3.2.
const (
	DefaultUDP  = 30 * time.Second
	DefaultTCP  = 2*time.Hour + 4*time.Minute
	DefaultICMP = 60 * time.Second
	DefaultESP  = 10 * time.Minute

	tcpTransitory = 4 * time.Minute // of connections that are being opened or closed: RFC 5382 section 5
)

// Bounds of a Table.
const (
	firstPort    = 1024 // that is given out
	mostMappings = 4096
)

// A Mapping ties an end inside to one outside. The ports are 0 where a protocol has none; of ICMP they are the
// identifiers of echoes.
type Mapping struct {
	Protocol        uint8
	Inside, Outside netip.AddrPort
	Remote          netip.AddrPort // the only one that may use it; invalid: anybody
	Until           time.Time      // when it is forgotten
	Forward         bool           // it never is
	Packets         uint64         // that it has passed, both ways
	phase           phase          // of a TCP connection
}

// A phase is how far a TCP connection is, as who stands between can see it.
type phase uint8

const (
	opening phase = iota
	open
	closing
)

// A Table has the mappings of one translator. Make one with NewTable.
type Table struct {
	rules    Rules
	mappings []*Mapping // by age
	next     map[uint8]uint16
	Dropped  uint64 // packets that no mapping was there for, or could be made for
}

// NewTable is a table that holds the forwards and nothing else.
func NewTable(r Rules) *Table {
	for _, d := range []struct {
		is      *time.Duration
		without time.Duration
	}{{&r.UDP, DefaultUDP}, {&r.TCP, DefaultTCP}, {&r.ICMP, DefaultICMP}, {&r.ESP, DefaultESP}} {
		if *d.is == 0 {
			*d.is = d.without
		}
	}
	t := &Table{rules: r, next: map[uint8]uint16{}}
	t.Forget()
	return t
}

// Forget forgets all mappings but the forwards, and counts on where it was: who comes again gets another port.
func (t *Table) Forget() {
	t.mappings = nil
	for _, f := range t.rules.Forwards {
		outside := netip.AddrPortFrom(t.rules.Outside, f.Port)
		t.mappings = append(t.mappings, &Mapping{Protocol: f.Protocol, Inside: f.To, Outside: outside, Forward: true})
	}
}

// Mappings are those that hold, the oldest first.
func (t *Table) Mappings(now time.Time) (list []Mapping) {
	t.expire(now)
	for _, m := range t.mappings {
		list = append(list, *m)
	}
	return list
}

func (t *Table) expire(now time.Time) {
	t.mappings = slices.DeleteFunc(t.mappings, func(m *Mapping) bool { return !m.Forward && !m.Until.After(now) })
}

func hasPorts(protocol uint8) bool {
	return protocol == packet.ProtocolUDP || protocol == packet.ProtocolTCP || protocol == packet.ProtocolICMP
}

// leaving is the mapping of what goes from an end inside to a remote one; nil if there is none.
func (t *Table) leaving(protocol uint8, inside, remote netip.AddrPort) *Mapping {
	return t.find(func(m *Mapping) bool { return m.Protocol == protocol && m.Inside == inside && m.admits(remote) })
}

// arriving is the mapping of what comes from a remote end to one outside; nil if there is none.
func (t *Table) arriving(protocol uint8, outside, remote netip.AddrPort) *Mapping {
	return t.find(func(m *Mapping) bool { return m.Protocol == protocol && m.Outside == outside && m.admits(remote) })
}

// find prefers mappings for a certain remote end.
func (t *Table) find(fits func(*Mapping) bool) (found *Mapping) {
	for _, m := range t.mappings {
		if fits(m) && (found == nil || m.Remote.IsValid() && !found.Remote.IsValid()) {
			found = m
		}
	}
	return found
}

func (m *Mapping) admits(remote netip.AddrPort) bool {
	return !m.Remote.IsValid() || m.Remote == remote
}

// open makes a mapping for what leaves; nil if there is no room, no port, or another host inside has it already: without
// ports, answers could not be told apart.
func (t *Table) open(protocol uint8, inside, remote netip.AddrPort) *Mapping {
	if len(t.mappings) >= mostMappings {
		return nil
	}
	m := &Mapping{Protocol: protocol, Inside: inside}
	switch {
	case !hasPorts(protocol):
		m.Outside, m.Remote = netip.AddrPortFrom(t.rules.Outside, 0), remote
		if t.rules.DropESP || t.arriving(protocol, m.Outside, remote) != nil {
			return nil
		}
	case t.rules.PerDestination:
		m.Remote = remote
		fallthrough
	default:
		port := t.freePort(protocol)
		if port == 0 {
			return nil
		}
		m.Outside = netip.AddrPortFrom(t.rules.Outside, port)
	}
	t.mappings = append(t.mappings, m)
	return m
}

// freePort is the next port that nothing has; 0 for none.
func (t *Table) freePort(protocol uint8) uint16 {
	for range 1<<16 - firstPort {
		port := max(t.next[protocol], firstPort)
		t.next[protocol] = port + 1
		if t.find(func(m *Mapping) bool { return m.Protocol == protocol && m.Outside.Port() == port }) == nil {
			return port
		}
	}
	return 0
}
