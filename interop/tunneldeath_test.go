package interop

import (
	"strings"
	"testing"
	"time"
)

const lineProtocol = `%LINEPROTO-5-UPDOWN: Line protocol on Interface Tunnel0, changed state to `

// strongSwan dies without a word, and comes back: the router finds out within the interval and five retries, has no SAs then and
// lets nothing out in clear; once strongSwan runs again the tunnel carries as before, whoever begins.
func TestTunnelDeath(t *testing.T) {
	t.Parallel()
	for n, kind := range tunnelKinds {
		if kind.libipsec { // what is found out has nothing to do with who does ESP there
			continue
		}
		kind.theyStart = n%2 == 1
		t.Run(kind.String(), func(t *testing.T) {
			t.Parallel()
			Needs(t, "tcpdump", "tshark")
			l := startTunnel(t, kind)
			l.bringUp()
			trace := l.Capture()
			mark := l.console.Mark()
			killed := time.Now()
			l.Do("crash")
			dead := l.console.ExpectAfter(mark, detection, `peer 10\.2\.80\.209 not responding!`)
			l.console.ExpectAfter(mark, time.Until(killed.Add(detection)), `deleting SA reason "peers alive"`)
			if kind.isVTI() { // and its routes go with it: what is for the far end leaves by another, in clear, as on the device
				l.console.ExpectAfter(mark, time.Until(killed.Add(detection)), lineProtocol+`down`)
			} else if story := l.console.After(mark); strings.Contains(story, "Interface Tunnel0") {
				t.Errorf("the line protocol follows SAs that GRE does not ask for:\n%s", story)
			}
			t.Logf("found out after %.1f s", dead.At.Sub(killed).Seconds())
			if spis := showSPIs(l.console); len(spis) > 0 {
				t.Errorf("IPsec SAs are left: %x", spis)
			}
			if kind.isVTI() {
				if out := l.console.Run("show ip route"); strings.Contains(out, "Tunnel0") {
					t.Errorf("routes lead into a tunnel that is down:\n%s", out)
				}
			} else if out := l.console.Run("ping " + tunnelThere + " repeat 2 timeout 0"); !strings.Contains(out, "(0/2)") {
				t.Errorf("a ping into a dead tunnel:\n%s", out)
			}
			mark = l.console.Mark()
			l.Do("boot")
			l.bringUp()
			if kind.isVTI() {
				l.console.ExpectAfter(mark, time.Second, lineProtocol+`up`)
			}
			l.wantPassing()
			wantUp(l.console)
			trace.Stop()
			if clear := trace.Fields("(gre || icmp) && !(icmp.type == 3)", "ip.src", "ip.dst", "_ws.col.Info"); len(clear) > 0 {
				t.Errorf("%d packets were not protected: %v", len(clear), clear)
			}
		})
	}
}
