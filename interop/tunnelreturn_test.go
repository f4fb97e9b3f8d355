package interop

import (
	"strings"
	"testing"
	"time"
)

// protectedByFarEnd are the kinds of protected tunnels whose far end does ESP itself.
func protectedByFarEnd() (kinds []tunnelKind) {
	for _, k := range tunnelKinds {
		if !k.mapped && !k.libipsec {
			kinds = append(kinds, k)
		}
	}
	return kinds
}

// strongSwan deletes its SAs: a protected tunnel asks anew at once, without a packet. The line protocol of a VTI goes down and comes up.
func TestTunnelIsDeleted(t *testing.T) {
	t.Parallel()
	for _, kind := range protectedByFarEnd() {
		t.Run(kind.name, func(t *testing.T) {
			t.Parallel()
			l := startTunnel(t, kind)
			l.bringUp()
			for _, what := range []string{"child", "ike"} {
				mark, before := l.console.Mark(), outboundSPI(l.console)
				l.Do("terminate", what)
				l.console.ExpectAfter(mark, 5*time.Second, `processing DELETE payload`)
				l.console.ExpectAfter(mark, 10*time.Second, quickModeDone)
				if kind.isVTI() {
					l.console.ExpectAfter(mark, 5*time.Second, lineProtocol+`down`)
					l.console.ExpectAfter(mark, 5*time.Second, lineProtocol+`up`)
				}
				l.Do("wait-up", "5")
				if outboundSPI(l.console) == before {
					t.Errorf("the SA with SPI %s is still used after %s was deleted", before, what)
				}
				l.wantPassing()
			}
		})
	}
}

// strongSwan dies and is back before the router has asked: its first contact ends what there was, and nothing waits for dead peer
// detection.
func TestTunnelPeerRestarts(t *testing.T) {
	t.Parallel()
	for _, kind := range protectedByFarEnd() {
		kind.theyStart = true
		t.Run(kind.name, func(t *testing.T) {
			t.Parallel()
			l := startTunnel(t, kind)
			l.bringUp()
			mark, before := l.console.Mark(), outboundSPI(l.console)
			l.Do("crash")
			l.Do("boot")
			began := time.Now()
			l.bringUp()
			if took := time.Since(began); took > 15*time.Second {
				t.Errorf("back after %v", took)
			}
			if outboundSPI(l.console) == before {
				t.Errorf("the SA with SPI %s is still used", before)
			}
			l.wantPassing()
			if story := l.console.After(mark); strings.Contains(story, "not responding!") {
				t.Errorf("it took dead peer detection:\n%s", story)
			}
		})
	}
}

// Both begin, each while the other does: packets pass, and the tunnel is no more down from then on.
func TestTunnelBothBegin(t *testing.T) {
	t.Parallel()
	for _, kind := range protectedByFarEnd() {
		t.Run(kind.name, func(t *testing.T) {
			t.Parallel()
			l := startTunnel(t, kind, "--start", "start", "--retransmit", "1.0,1.2,8")
			l.bringUp()
			l.wantPassing()
			mark := l.console.Mark()
			ping := l.startPing("-I", tunnelThere, insideHere)
			time.Sleep(15 * time.Second) // dead peer detection has asked under all SAs that there are
			ping.stop()
			wantAlive(t, l.console, mark)
			if story := l.console.After(mark); strings.Contains(story, "Interface Tunnel0") {
				t.Errorf("the line protocol has changed:\n%s", story)
			}
			wantUp(l.console)
		})
	}
}
