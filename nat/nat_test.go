package nat

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/packet"
)

var (
	start  = time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC)
	pc1    = netip.MustParseAddrPort("192.168.1.10:5000")
	pc2    = netip.MustParseAddrPort("192.168.1.11:5000")
	server = netip.MustParseAddrPort("198.51.100.9:80")
	office = netip.MustParseAddrPort("192.168.2.10:80")
	wan    = netip.MustParseAddr("203.0.113.2")
)

// configured is a configuration with an address outside, a list EXEMPT of who is translated, and what change makes of it.
func configured(change func(c *config.Config)) *config.Config {
	c := config.New()
	c.AddInterface("Serial0/0").Address = netip.PrefixFrom(wan, 24)
	l := c.AddAccessList("EXEMPT", true)
	lan, far := config.PrefixMatch(netip.MustParsePrefix("192.168.1.0/24")), config.PrefixMatch(netip.MustParsePrefix("192.168.2.0/24"))
	l.Add(config.Entry{Protocol: config.AnyProtocol, Src: lan, Dst: far})
	l.Add(config.Entry{Permit: true, Protocol: config.AnyProtocol, Src: lan, Dst: config.Any})
	c.NAT.Pools = []config.NATPool{{Name: "P", First: netip.MustParseAddr("203.0.113.8"), Last: netip.MustParseAddr("203.0.113.9"), Bits: 24}}
	change(c)
	return c
}

func overload(c *config.Config) {
	c.NAT.Dynamic = []config.NATMapping{{List: "EXEMPT", Interface: "Serial0/0", Overload: true}}
}

func tableOf(change func(c *config.Config)) *Table {
	t := &Table{}
	t.Follow(start, configured(change))
	return t
}

func datagram(src, dst netip.AddrPort) packet.IPv4 {
	return packet.UDP{SrcPort: src.Port(), DstPort: dst.Port(), Payload: []byte("text")}.Packet(src.Addr(), dst.Addr(), 64)
}

func echo(src, dst netip.Addr, kind uint8, id uint16) packet.IPv4 {
	m := packet.ICMP{Type: kind, ID: id, Sequence: 1, Data: []byte("data")}
	return packet.IPv4{Src: src, Dst: dst, TTL: 64, Protocol: packet.ProtocolICMP, Payload: m.Append(nil)}
}

// leave says from where a datagram leaves, with its fate.
func leave(t *Table, at time.Duration, src, dst netip.AddrPort) string {
	r := t.Out(start.Add(at), datagram(src, dst), "Serial0/0")
	if r.Fate != Translated {
		return [...]string{Untouched: "as it is", Refused: "lost"}[r.Fate]
	}
	if _, err := packet.ParseUDP(r.Packet.Payload, r.Packet.Src, r.Packet.Dst); err != nil {
		return err.Error()
	}
	from, _, _, _ := packet.Ends(r.Packet.Append(nil))
	return from.String()
}

func port(a netip.AddrPort, port uint16) netip.AddrPort { return netip.AddrPortFrom(a.Addr(), port) }

// Who leaves as what, by the kind of mapping.
func TestWhoLeavesAsWhat(t *testing.T) {
	permitMap := func(c *config.Config) {
		block := &config.Inert{}
		block.Put(0, config.InertLine{Key: "m", Text: "match ip address EXEMPT"})
		c.Inert.Put(0, config.InertLine{Key: "r", Text: "route-map NAT permit 10", Block: block})
	}
	for _, c := range []struct {
		name   string
		change func(c *config.Config)
		want   [5]string // pc1 to server, pc2 to server, pc1 to office, pc1 to server from port 100, pc1 to server again
	}{
		{"nothing", func(*config.Config) {}, [5]string{"as it is", "as it is", "as it is", "as it is", "as it is"}},
		{"overload", overload,
			[5]string{"203.0.113.2:5000", "203.0.113.2:5001", "as it is", "203.0.113.2:100", "203.0.113.2:5000"}},
		{"pool", func(c *config.Config) { c.NAT.Dynamic = []config.NATMapping{{List: "EXEMPT", Pool: "P"}} },
			[5]string{"203.0.113.8:5000", "203.0.113.9:5000", "203.0.113.8:5000", "203.0.113.8:100", "203.0.113.8:5000"}},
		{"route map and pool", func(c *config.Config) {
			permitMap(c)
			c.NAT.Dynamic = []config.NATMapping{{RouteMap: "NAT", Pool: "P"}}
		}, [5]string{"203.0.113.8:5000", "203.0.113.9:5000", "as it is", "203.0.113.8:100", "203.0.113.8:5000"}},
		{"static, but for what a route map denies", func(c *config.Config) {
			permitMap(c)
			overload(c)
			c.NAT.Static = []config.NATStatic{{Local: pc1.Addr(), Global: netip.MustParseAddr("203.0.113.5"), RouteMap: "NAT"}}
		}, [5]string{"203.0.113.5:5000", "203.0.113.2:5000", "as it is", "203.0.113.5:100", "203.0.113.5:5000"}},
	} {
		table := tableOf(c.change)
		got := [5]string{leave(table, 0, pc1, server), leave(table, 0, pc2, server), leave(table, 0, pc1, office),
			leave(table, 0, port(pc1, 100), server), leave(table, 0, pc1, server)}
		if got != c.want {
			t.Errorf("%s: %q\nwant %q", c.name, got, c.want)
		}
	}
}

// The first sequence of a route map that matches decides; an access list that denies is no match, nor is a sequence that asks
// for what no packet is known to have.
func TestRouteMaps(t *testing.T) {
	for _, c := range []struct{ sequences, want string }{
		{"route-map NAT permit 10: match ip address EXEMPT", "translated, as it is"},
		{"route-map NAT permit 10", "translated, translated"},
		{"route-map NAT deny 10: match ip address EXEMPT; route-map NAT permit 20", "as it is, translated"},
		{"route-map NAT permit 20; route-map NAT deny 10: match ip address NONE EXEMPT", "as it is, translated"},
		{"route-map NAT permit 10: match interface Serial0/0, match ip address EXEMPT", "translated, as it is"},
		{"route-map NAT permit 10: match interface Serial0/1", "as it is, as it is"},
		{"route-map NAT permit 10: match ip address prefix-list EXEMPT", "as it is, as it is"},
		{"route-map NAT permit 10: match length 1 100; route-map OTHER permit 20", "as it is, as it is"},
	} {
		table := tableOf(func(configuration *config.Config) {
			for text := range strings.SplitSeq(c.sequences, "; ") {
				line, below, _ := strings.Cut(text, ": ")
				block := &config.Inert{}
				for clause := range strings.SplitSeq(below, ", ") {
					block.Put(0, config.InertLine{Key: clause, Text: clause})
				}
				configuration.Inert.Put(0, config.InertLine{Key: line, Text: line, Block: block})
			}
			configuration.NAT.Dynamic = []config.NATMapping{{RouteMap: "NAT", Interface: "Serial0/0"}}
		})
		got := ""
		for i, to := range []netip.AddrPort{server, office} {
			if i > 0 {
				got += ", "
			}
			if from := leave(table, 0, pc1, to); from == "as it is" {
				got += from
			} else {
				got += "translated"
			}
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.sequences, got, c.want)
		}
	}
}

// What comes in finds who sent; nobody else does, and a forward is open to all.
func TestWhatComesIn(t *testing.T) {
	table := tableOf(func(c *config.Config) {
		overload(c)
		c.NAT.Static = []config.NATStatic{{Protocol: "udp", Local: pc2.Addr(), LocalPort: 53, Interface: "Serial0/0", GlobalPort: 5353}}
	})
	leave(table, 0, pc1, server)
	at := netip.AddrPortFrom(wan, 5000)
	for _, c := range []struct{ src, dst, want string }{
		{server.String(), at.String(), pc1.String()},
		{office.String(), at.String(), at.String() + " as it is"},
		{"9.9.9.9:99", "203.0.113.2:5353", "192.168.1.11:53"},
		{"9.9.9.9:99", "203.0.113.2:5354", "203.0.113.2:5354 as it is"},
	} {
		src, dst := netip.MustParseAddrPort(c.src), netip.MustParseAddrPort(c.dst)
		r := table.In(start, datagram(src, dst), "Serial0/0")
		_, to, _, _ := packet.Ends(r.Packet.Append(nil))
		got := to.String()
		if r.Fate == Untouched {
			got += " as it is"
		}
		if got != c.want {
			t.Errorf("%s to %s reaches %s, want %s", c.src, c.dst, got, c.want)
		}
	}
}

// Echoes keep their identifiers if they are free, their replies come back, and errors about them too.
func TestEchoesAndErrors(t *testing.T) {
	table := tableOf(overload)
	first := table.Out(start, echo(pc1.Addr(), server.Addr(), packet.ICMPEcho, 7), "Serial0/0")
	second := table.Out(start, echo(pc2.Addr(), server.Addr(), packet.ICMPEcho, 7), "Serial0/0")
	id := func(p packet.IPv4) uint16 {
		m, err := packet.ParseICMP(p.Payload)
		if err != nil {
			t.Fatal(err)
		}
		return m.ID
	}
	if a, b := id(first.Packet), id(second.Packet); a != 7 || b != 8 || first.Packet.Src != wan {
		t.Errorf("identifiers %d and %d from %v", a, b, first.Packet.Src)
	}
	back := table.In(start, echo(server.Addr(), wan, packet.ICMPEchoReply, 8), "Serial0/0")
	if back.Packet.Dst != pc2.Addr() || id(back.Packet) != 7 || back.New {
		t.Errorf("the reply reaches %v as %d", back.Packet.Dst, id(back.Packet))
	}
	m := packet.Unreachable(packet.CodeHostUnreachable, 0, second.Packet.Append(nil))
	tell := packet.IPv4{Src: server.Addr(), Dst: wan, TTL: 9, Protocol: packet.ProtocolICMP, Payload: m.Append(nil)}
	told := table.In(start, tell, "Serial0/0")
	about, err := packet.ParseICMP(told.Packet.Payload)
	from, _, _, ok := packet.Ends(about.Data)
	if err != nil || !ok || told.Packet.Dst != pc2.Addr() || from != port(pc2, 7) {
		t.Errorf("the error reaches %v about %v (%v)", told.Packet.Dst, from, err)
	}
	table = tableOf(overload)
	table.LeastEcho = 1024
	if r := table.Out(start, echo(pc1.Addr(), server.Addr(), packet.ICMPEcho, 7), "Serial0/0"); id(r.Packet) != 1024 {
		t.Errorf("with a least identifier: %d", id(r.Packet))
	}
}

// Translations end when nothing has used them for long enough, by protocol, and what is configured.
func TestTranslationsEnd(t *testing.T) {
	segment := func(flags packet.TCPFlags) packet.IPv4 {
		return packet.TCP{SrcPort: 5000, DstPort: 80, Flags: flags}.Packet(pc1.Addr(), server.Addr(), 64)
	}
	for _, c := range []struct {
		name    string
		kind    string
		packets []packet.IPv4
		holds   time.Duration
	}{
		{"UDP", "udp-timeout", []packet.IPv4{datagram(pc1, server)}, 5 * time.Minute},
		{"DNS", "dns-timeout", []packet.IPv4{datagram(pc1, port(server, 53))}, time.Minute},
		{"echo", "icmp-timeout", []packet.IPv4{echo(pc1.Addr(), server.Addr(), packet.ICMPEcho, 1)}, time.Minute},
		{"SYN", "syn-timeout", []packet.IPv4{segment(packet.TCPSyn)}, time.Minute},
		{"open", "tcp-timeout", []packet.IPv4{segment(packet.TCPSyn), segment(packet.TCPAck)}, 24 * time.Hour},
		{"FIN", "finrst-timeout", []packet.IPv4{segment(packet.TCPSyn), segment(packet.TCPAck), segment(packet.TCPFin)}, time.Minute},
		{"GRE", "timeout", []packet.IPv4{{Src: pc1.Addr(), Dst: server.Addr(), TTL: 64, Protocol: 47, Payload: make([]byte, 8)}}, 24 * time.Hour},
	} {
		for _, set := range []time.Duration{0, 7 * time.Second} {
			table := tableOf(func(configuration *config.Config) {
				if overload(configuration); set > 0 {
					configuration.NAT.Timeouts = []config.NATTimeout{{Kind: c.kind, Seconds: 7}}
				}
			})
			for _, p := range c.packets {
				table.Out(start, p, "Serial0/0")
			}
			want := c.holds
			if set > 0 {
				want = set
			}
			if at, ok := table.Deadline(); !ok || at.Sub(start) != want {
				t.Errorf("%s: ends after %v, want %v", c.name, at.Sub(start), want)
			}
			if ended := table.Expire(start.Add(want)); len(ended) != 1 || len(table.All()) != 0 || table.Counts.Expired != 1 {
				t.Errorf("%s: %d ended, %d are left", c.name, len(ended), len(table.All()))
			}
		}
	}
}

// However many come, there are no more than may be, and what is cleared makes room.
func TestTableIsBounded(t *testing.T) {
	table := tableOf(func(c *config.Config) { overload(c); c.NAT.Most = 3 })
	for i := range uint16(5) {
		leave(table, 0, port(pc1, 6000+i), server)
	}
	if n := len(table.All()); n != 3 || table.Counts.Failed != 2 || table.Counts.Peak != 3 {
		t.Errorf("%d translations, %+v", n, table.Counts)
	}
	table.Clear()
	if got := leave(table, 0, port(pc1, 6004), server); got != "203.0.113.2:6004" || len(table.All()) != 1 {
		t.Errorf("after they are cleared: %s", got)
	}
	table = tableOf(overload)
	for i := range mostTranslations + 100 {
		leave(table, 0, port(pc1, uint16(1024+i)), server)
	}
	if n := len(table.All()); n != mostTranslations || table.Counts.Failed != 100 {
		t.Errorf("%d translations, %d lost", n, table.Counts.Failed)
	}
}

// What a new configuration does not want ends, the rest stays.
func TestFollow(t *testing.T) {
	static := config.NATStatic{Local: pc2.Addr(), Global: netip.MustParseAddr("203.0.113.5")}
	table := tableOf(func(c *config.Config) { overload(c); c.NAT.Static = []config.NATStatic{static} })
	leave(table, 0, pc1, server)
	leave(table, 0, pc2, server)
	if n := len(table.All()); n != 3 {
		t.Fatalf("%d translations", n)
	}
	table.Follow(start, configured(overload)) // without the static one and its child
	if n := len(table.All()); n != 1 || table.All()[0].Local != pc1 {
		t.Errorf("%d are left", n)
	}
	table.Follow(start, configured(func(c *config.Config) {
		overload(c)
		c.Interface("Serial0/0").Address = netip.PrefixFrom(server.Addr(), 24)
	}))
	if n := len(table.All()); n != 0 {
		t.Errorf("%d are left when the address is another", n)
	}
}
