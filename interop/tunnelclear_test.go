package interop

import (
	"fmt"
	"strconv"
	"testing"
	"time"
)

// Tunnels that nothing protects carry packets both ways, with all that a GRE header can have, and long ones; Linux forwards the answers
// that keepalives bring along, as every router would, and the tunnel is down while it does not.
func TestTunnelInClear(t *testing.T) {
	t.Parallel()
	for _, kind := range []tunnelKind{
		{name: "GRE", clear: true, lines: greFields, far: greWithFields},
		{name: "IPIP", clear: true, lines: []string{"tunnel mode ipip"}, far: farEndSettings{IPIP: true}},
		{name: "GRE with keepalive", clear: true, lines: []string{"keepalive 1 2"}, far: farEndSettings{GRE: true, Forwards: true}},
	} {
		t.Run(kind.name, func(t *testing.T) {
			t.Parallel()
			kind.mode = "tunnel" // of a transform set that nothing uses
			l := startTunnel(t, kind)
			l.wantLineProtocolUp()
			l.wantClearPassing()
			l.wantLongPassing()
			if !kind.far.Forwards {
				return
			}
			time.Sleep(5 * time.Second) // it would be down by now without answers
			mark := l.console.Mark()
			cut := time.Now()
			l.Do("cut", "drop")
			l.console.ExpectAfter(mark, 5*time.Second, lineProtocol+`down`)
			t.Logf("down after %.1f s", time.Since(cut).Seconds())
			l.Do("restore")
			l.console.ExpectAfter(mark, 5*time.Second, lineProtocol+`up`)
			l.wantClearPassing()
		})
	}
}

// wantClearPassing is wantPassing where there are no SAs, and keepalives are counted too.
func (l *tunnelLab) wantClearPassing() {
	l.t.Helper()
	for _, to := range []string{tunnelThere, insideThere + " source Loopback0"} {
		wantAnswered(l.console, fmt.Sprintf("ping %s repeat 5", to), 5)
	}
	in, _ := tunnelPackets(l.console, l.kind.iface())
	for _, from := range []string{tunnelHere, insideHere} {
		l.run("exec-peer", "ping", "-c", "5", "-i", "0.05", "-W", "2", "-s", "1300", "-I", tunnelThere, from)
	}
	eventually(l.t, 3*time.Second, "ten pings come from Linux", func() bool {
		now, _ := tunnelPackets(l.console, l.kind.iface())
		return now >= in+10
	})
}

func wantAnswered(c *Console, ping string, count int) {
	c.t.Helper()
	if out := c.Run(ping); countIn(c.t, out, `Success rate is \d+ percent \((\d+)/`+strconv.Itoa(count)+`\)`) != count {
		c.t.Errorf("%s:\n%s", ping, out)
	}
}
