package router

import (
	"fmt"
	"strings"
	"testing"

	"ruthere/debuglog"
)

// A line of configuration costs the same however many routes there are: the routing table is made
// when it is asked for.
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
