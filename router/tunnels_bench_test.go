package router

import (
	"fmt"
	"net/netip"
	"runtime"
	"strings"
	"testing"
	"time"

	"ruthere/debuglog"
	"ruthere/packet"
)

var tunnelNumbers = []int{10, 100, 1000, 2000}

// manyTunnels is a router with an inside, an outside and tunnels in clear, each with a network behind it: 10.128.0.0/24 and so on.
func manyTunnels(tb testing.TB, n int, each string) *rig {
	var text strings.Builder
	text.WriteString("interface FastEthernet0/0\n ip address 192.0.2.1 255.255.255.0\ninterface FastEthernet0/1\n" +
		" ip address 192.168.1.1 255.255.255.0\nip route 0.0.0.0 0.0.0.0 192.0.2.254\n")
	for i := range n {
		fmt.Fprintf(&text, "interface Tunnel%d\n ip address 10.%d.%d.1 255.255.255.252\n tunnel source FastEthernet0/0\n"+
			" tunnel destination 172.16.%d.%d\n%sip route 10.%d.%d.0 255.255.255.0 Tunnel%d\n", i, i/256, i%256, i/250, 1+i%250, each,
			128+i/256, i%256, i)
	}
	d := newRig(tb, debuglog.IOS15, text.String())
	d.do(LinkChange{Interface: "FastEthernet0/0", Up: true})
	d.do(LinkChange{Interface: "FastEthernet0/1", Up: true})
	d.pass(5 * time.Second)
	for i := range n {
		if c := d.router.config.Interface(fmt.Sprintf("Tunnel%d", i)); !d.router.isUp(c) {
			tb.Fatalf("%s is down: %v", c.Name, d.router.judgeTunnel(c))
		}
	}
	return d
}

// passPackets has a router pass packets from one interface to networks, one after the other, and counts those that leave.
func passPackets(b *testing.B, d *rig, in string, packets [][]byte) {
	b.ReportAllocs()
	var out Out
	left := 0
	for i := 0; b.Loop(); i++ {
		out.Items = out.Items[:0]
		d.router.Step(d.now, PacketIn{Interface: in, Data: packets[i%len(packets)]}, &out)
		left += len(out.Items)
	}
	if left != b.N {
		b.Fatalf("%d of %d packets left", left, b.N)
	}
}

func datagram(from, to string) packet.IPv4 {
	return packet.IPv4{Src: netip.MustParseAddr(from), Dst: netip.MustParseAddr(to), TTL: 64, Protocol: 99, Payload: make([]byte, 80)}
}

// A packet into a tunnel, and one out of it, cost the same however many tunnels there are; the first row is one that is passed on
// without a tunnel.
func BenchmarkPacketBesideTunnels(b *testing.B) {
	for _, n := range tunnelNumbers {
		d := manyTunnels(b, n, "")
		b.Run(fmt.Sprintf("plain/%d", n), func(b *testing.B) {
			passPackets(b, d, "FastEthernet0/1", [][]byte{datagram("192.168.1.10", "203.0.113.9").Append(nil)})
		})
		var into, outOf [][]byte
		for i := range n {
			into = append(into, datagram("192.168.1.10", fmt.Sprintf("10.%d.%d.9", 128+i/256, i%256)).Append(nil))
			g := packet.GRE{Protocol: packet.EtherTypeIPv4,
				Payload: datagram(fmt.Sprintf("10.%d.%d.9", 128+i/256, i%256), "192.168.1.10").Append(nil)}
			outer := datagram(fmt.Sprintf("172.16.%d.%d", i/250, 1+i%250), "192.0.2.1")
			outer.Protocol, outer.Payload = packet.ProtocolGRE, g.Append(nil)
			outOf = append(outOf, outer.Append(nil))
		}
		b.Run(fmt.Sprintf("into/%d", n), func(b *testing.B) { passPackets(b, d, "FastEthernet0/1", into) })
		b.Run(fmt.Sprintf("out of/%d", n), func(b *testing.B) { passPackets(b, d, "FastEthernet0/0", outOf) })
	}
}

// A packet beside a thousand tunnels takes less than ten times as long as one beside ten: going through them takes a hundred times.
func TestPacketsBesideManyTunnels(t *testing.T) {
	took := func(n int) (least time.Duration) {
		d := manyTunnels(t, n, "")
		into := datagram("192.168.1.10", fmt.Sprintf("10.%d.%d.9", 128+(n-1)/256, (n-1)%256)).Append(nil)
		for range 20 {
			begun := time.Now()
			for range 50 {
				d.router.Step(d.now, PacketIn{Interface: "FastEthernet0/1", Data: into}, &Out{})
			}
			if spent := time.Since(begun); least == 0 || spent < least {
				least = spent
			}
		}
		return least
	}
	if few, many := took(10), took(1000); many > 10*few {
		t.Errorf("50 packets take %v beside 10 tunnels, %v beside 1000", few, many)
	}
}

// However many tunnels a route leads into themselves, all are judged again together: twice.
func TestManyRecursiveTunnels(t *testing.T) {
	d := manyTunnels(t, 200, "")
	d.typed(0, "enable", "configure terminal", "ip route 172.16.0.0 255.255.0.0 Tunnel0", "end")
	d.said()
	d.pass(protocolDelay)
	told := 0
	for _, l := range d.said() {
		if strings.Contains(l, "RECURDOWN") {
			told++
		}
	}
	due := 0
	for _, a := range d.router.alarms {
		if a.why == "tunnel state" {
			due++
		}
	}
	if told != 200 || due != 2 {
		t.Errorf("%d tunnels are recursive, and they are to be judged %d times", told, due)
	}
}

// What a change of a route costs beside tunnels: the table anew, and all of them judged by it.
func BenchmarkRouteChangeBesideTunnels(b *testing.B) {
	for _, n := range tunnelNumbers {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			d := manyTunnels(b, n, "")
			for b.Loop() {
				d.router.changeRoutes(func() {})
				d.pass(2 * protocolDelay)
			}
			b.ReportMetric(tunnelBytes(b, n), "B/tunnel")
		})
	}
}

// tunnelBytes is how much memory a tunnel takes, its configuration, addresses and routes included.
func tunnelBytes(tb testing.TB, n int) float64 {
	heap := func() float64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc)
	}
	empty := heap()
	d := manyTunnels(tb, n, " keepalive 60 3\n")
	defer runtime.KeepAlive(d)
	return (heap() - empty) / float64(n)
}
