package translation

import (
	"net/netip"
	"testing"
	"time"

	"ruthere/packet"
)

var (
	start   = time.Date(2004, 3, 25, 9, 0, 0, 0, time.UTC)
	outside = netip.MustParseAddr("203.0.113.2")
	pc1     = netip.MustParseAddrPort("192.168.1.10:4500")
	pc2     = netip.MustParseAddrPort("192.168.1.11:4500")
	server  = netip.MustParseAddrPort("198.51.100.10:4500")
	other   = netip.MustParseAddrPort("198.51.100.11:4500")
)

func datagram(src, dst netip.AddrPort) []byte {
	u := packet.UDP{SrcPort: src.Port(), DstPort: dst.Port(), Payload: []byte("text")}
	return u.Packet(src.Addr(), dst.Addr(), 64).Append(nil)
}

func sealed(src, dst netip.AddrPort) []byte {
	return packet.IPv4{Src: src.Addr(), Dst: dst.Addr(), TTL: 64, Protocol: packet.ProtocolESP, Payload: make([]byte, 40)}.Append(nil)
}

// leave has a datagram leave, and says from which port.
func leave(t *testing.T, table *Table, at time.Duration, src, dst netip.AddrPort) uint16 {
	t.Helper()
	b, ok := table.Out(start.Add(at), datagram(src, dst))
	if !ok {
		t.Fatalf("%v to %v does not leave", src, dst)
	}
	from, to, _, _ := packet.Ends(b)
	p, err := packet.ParseIPv4(b)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := packet.ParseUDP(p.Payload, p.Src, p.Dst); err != nil || from.Addr() != outside || to != dst {
		t.Fatalf("%v to %v leaves as %v to %v: %v", src, dst, from, to, err)
	}
	return from.Port()
}

// enter says whom a datagram to a port outside reaches; the zero AddrPort for nobody.
func enter(table *Table, at time.Duration, src netip.AddrPort, port uint16) netip.AddrPort {
	b, ok := table.In(start.Add(at), datagram(src, netip.AddrPortFrom(outside, port)))
	if !ok {
		return netip.AddrPort{}
	}
	_, to, _, _ := packet.Ends(b)
	return to
}

// Who gets which port, and whom it lets in, by the kind of mapping (RFC 4787 section 4.1).
func TestMappingKinds(t *testing.T) {
	one := NewTable(Rules{Outside: outside})
	a, b, c := leave(t, one, 0, pc1, server), leave(t, one, 0, pc1, other), leave(t, one, 0, pc2, server)
	if a != 1024 || b != a || c != 1025 {
		t.Errorf("endpoint-independent: ports %d %d %d", a, b, c)
	}
	if to := enter(one, 0, netip.MustParseAddrPort("9.9.9.9:9"), 1024); to != pc1 {
		t.Errorf("a stranger reaches %v", to)
	}
	each := NewTable(Rules{Outside: outside, PerDestination: true})
	a, b, c = leave(t, each, 0, pc1, server), leave(t, each, 0, pc1, other), leave(t, each, 0, pc1, server)
	if a != 1024 || b != 1025 || c != a {
		t.Errorf("per destination: ports %d %d %d", a, b, c)
	}
	if enter(each, 0, server, 1024) != pc1 || enter(each, 0, other, 1024).IsValid() || enter(each, 0, other, 1025) != pc1 {
		t.Error("per destination lets in whom it should not, or not whom it should")
	}
}

// A mapping holds while its owner sends; what comes from outside does not keep it.
func TestMappingsEnd(t *testing.T) {
	table := NewTable(Rules{Outside: outside})
	port := leave(t, table, 0, pc1, server)
	leave(t, table, 29*time.Second, pc1, server)
	if enter(table, 58*time.Second, server, port) != pc1 {
		t.Error("forgotten though it was used")
	}
	if enter(table, 59*time.Second, server, port).IsValid() {
		t.Error("the outside keeps a mapping alive")
	}
	if next := leave(t, table, time.Minute, pc1, server); next == port {
		t.Error("the same port again")
	}
}

// Forgotten mappings come back with other ports; forwards stay.
func TestForget(t *testing.T) {
	table := NewTable(Rules{Outside: outside, Forwards: []Forward{{packet.ProtocolUDP, 500, pc2}}})
	port := leave(t, table, 0, pc1, server)
	table.Forget()
	if enter(table, 0, server, port).IsValid() || enter(table, time.Hour, server, 500) != pc2 {
		t.Error("a mapping is left, or a forward is not")
	}
	if next := leave(t, table, 0, pc1, server); next != port+1 {
		t.Errorf("port %d after %d", next, port)
	}
	if from := leave(t, table, 0, pc2, server); from != 500 {
		t.Errorf("who has a forward sends from port %d", from)
	}
}

// Without ports, answers belong to one host inside for each address outside.
func TestWithoutPorts(t *testing.T) {
	table := NewTable(Rules{Outside: outside})
	_, first := table.Out(start, sealed(pc1, server))
	_, second := table.Out(start, sealed(pc2, server))
	_, elsewhere := table.Out(start, sealed(pc2, other))
	if !first || second || !elsewhere || table.Dropped != 1 {
		t.Errorf("%v %v %v, %d dropped", first, second, elsewhere, table.Dropped)
	}
	b, ok := table.In(start, sealed(other, netip.AddrPortFrom(outside, 0)))
	if _, to, _, _ := packet.Ends(b); !ok || to.Addr() != pc2.Addr() {
		t.Errorf("ESP reaches %v", to)
	}
	if _, ok := NewTable(Rules{Outside: outside, DropESP: true}).Out(start, sealed(pc1, server)); ok {
		t.Error("ESP passes though it is to be dropped")
	}
}

// An error about a packet that left finds its sender, who finds his own packet in it; and one about what came in leaves.
func TestErrorsAreTranslated(t *testing.T) {
	table := NewTable(Rules{Outside: outside})
	left, _ := table.Out(start, datagram(pc1, server))
	router := netip.MustParseAddr("203.0.113.1")
	tell := func(from, to netip.Addr, about []byte) []byte {
		m := packet.Unreachable(packet.CodeFragmentationNeeded, 1400, about)
		return packet.IPv4{Src: from, Dst: to, TTL: 64, Protocol: packet.ProtocolICMP, Payload: m.Append(nil)}.Append(nil)
	}
	check := func(b []byte, ok bool, src, dst netip.Addr, from, to netip.AddrPort) {
		t.Helper()
		p, err := packet.ParseIPv4(b)
		if !ok || err != nil || p.Src != src || p.Dst != dst {
			t.Fatalf("%v %v: %v to %v", ok, err, p.Src, p.Dst)
		}
		m, err := packet.ParseICMP(p.Payload)
		if a, z, _, _ := packet.Ends(m.Data); err != nil || a != from || z != to || m.Sequence != 1400 {
			t.Errorf("%v: it quotes %v to %v", err, a, z)
		}
	}
	b, ok := table.In(start, tell(router, outside, left))
	check(b, ok, router, pc1.Addr(), pc1, server)
	came, _ := table.In(start, datagram(server, netip.AddrPortFrom(outside, 1024)))
	b, ok = table.Out(start, tell(pc1.Addr(), server.Addr(), came))
	check(b, ok, outside, server.Addr(), server, netip.AddrPortFrom(outside, 1024))
	if _, ok := table.In(start, tell(router, outside, datagram(netip.AddrPortFrom(outside, 9), server))); ok {
		t.Error("an error about what nobody sent comes in")
	}
}

// However many come, the table is bounded, and what ends makes room.
func TestTableIsBounded(t *testing.T) {
	table := NewTable(Rules{Outside: outside})
	for i := range mostMappings + 10 {
		table.Out(start, datagram(netip.AddrPortFrom(pc1.Addr(), uint16(1+i)), server))
	}
	if n := len(table.Mappings(start)); n != mostMappings || table.Dropped != 10 {
		t.Errorf("%d mappings, %d dropped", n, table.Dropped)
	}
	leave(t, table, time.Minute, pc2, server)
	if n := len(table.Mappings(start.Add(time.Minute))); n != 1 {
		t.Errorf("%d mappings are left", n)
	}
}

// A TCP connection holds long once it is open, and short when it is not.
func TestTCPHolds(t *testing.T) {
	table := NewTable(Rules{Outside: outside})
	segment := func(flags packet.TCPFlags, src, dst netip.AddrPort) []byte {
		return packet.TCP{SrcPort: src.Port(), DstPort: dst.Port(), Flags: flags}.Packet(src.Addr(), dst.Addr(), 64).Append(nil)
	}
	mapped := netip.AddrPortFrom(outside, 1024)
	for _, c := range []struct {
		leaves bool
		flags  packet.TCPFlags
		holds  time.Duration
	}{{true, packet.TCPSyn, tcpTransitory}, {false, packet.TCPSyn | packet.TCPAck, tcpTransitory}, {true, packet.TCPAck, tcpTransitory},
		{false, packet.TCPAck, DefaultTCP}, {true, packet.TCPAck, DefaultTCP}, {true, packet.TCPFin | packet.TCPAck, tcpTransitory},
		{false, packet.TCPAck, tcpTransitory}, {true, packet.TCPSyn, tcpTransitory}} {
		if c.leaves {
			table.Out(start, segment(c.flags, pc1, server))
		} else {
			table.In(start, segment(c.flags, server, mapped))
		}
		if m := table.Mappings(start); len(m) != 1 || m[0].Until.Sub(start) != c.holds {
			t.Errorf("after flags %v: %+v, want %v", c.flags, m, c.holds)
		}
	}
}
