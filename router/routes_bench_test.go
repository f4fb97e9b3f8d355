package router

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"ruthere/debuglog"
	"ruthere/packet"
)

// A line of configuration that is about something else costs the same however many routes there are: their list is not even
// compared.
func BenchmarkTypedBesideRoutes(b *testing.B) {
	for _, routes := range []int{0, 100, 5000} {
		b.Run(fmt.Sprint(routes), func(b *testing.B) {
			var text strings.Builder
			text.WriteString("interface Loopback0\n ip address 10.0.0.1 255.255.255.0\n")
			for i := range routes {
				fmt.Fprintf(&text, "ip route 172.%d.%d.0 255.255.255.0 10.0.0.2\n", 16+i/256, i%256)
			}
			d := newRig(b, debuglog.IOS15, text.String())
			d.do(Typed{Text: "enable"})
			d.do(Typed{Text: "configure terminal"})
			for i := 0; b.Loop(); i++ {
				d.do(Typed{Text: fmt.Sprintf("hostname R%d", i)})
			}
		})
	}
}

// What a packet and a link cost beside many interfaces and routes.
func BenchmarkBesideRoutes(b *testing.B) {
	for _, size := range []int{10, 100, 1000, 10000} {
		var text strings.Builder
		interfaces := min(size, 2000)
		for i := range interfaces {
			fmt.Fprintf(&text, "interface Ethernet%d/0\n ip address 10.%d.%d.1 255.255.255.0\n", i, i/256, i%256)
		}
		for i := range size {
			fmt.Fprintf(&text, "ip route 172.%d.%d.0 255.255.255.0 10.%d.%d.2\n", 16+i/256, i%256, i%interfaces/256, i%interfaces%256)
		}
		d := newRig(b, debuglog.IOS15, text.String())
		for i := range interfaces {
			d.do(LinkChange{Interface: fmt.Sprintf("Ethernet%d/0", i), Up: true})
		}
		d.pass(time.Minute)
		b.Run(fmt.Sprintf("packets/%d", size), func(b *testing.B) {
			p := packet.IPv4{Src: netip.MustParseAddr("10.0.0.9"), TTL: 9, Protocol: packet.ProtocolUDP, Payload: make([]byte, 64)}
			for i := 0; b.Loop(); i++ {
				n := i % size
				p.Dst = netip.AddrFrom4([4]byte{172, byte(16 + n/256), byte(n), 5})
				var out Out
				d.router.Step(d.now, PacketIn{Interface: "Ethernet0/0", Data: p.Append(nil)}, &out)
				if len(out.Items) != 1 {
					b.Fatalf("%v", out.Items)
				}
			}
		})
		b.Run(fmt.Sprintf("links/%d", size), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				var out Out
				d.router.Step(d.now, LinkChange{Interface: "Ethernet7/0", Up: i%2 == 1}, &out)
			}
		})
	}
}
