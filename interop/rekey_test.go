package interop

import (
	"slices"
	"strings"
	"testing"
	"time"
)

const ackReceived = `DPD/R_U_THERE_ACK received from peer 10\.2\.80\.209`

// The peer renews the IPsec SAs: traffic moves to the new pair, the old one runs
// out, and probes go on as if nothing had happened.
func TestPeerRekeysChild(t *testing.T) {
	t.Parallel()
	lab := StartDataLab(t)
	console := lab.StartRouter(routerConfig{Keepalive: "10 periodic"})
	bringUp(lab, console)
	before := showSPIs(console)

	mark := console.Mark()
	lab.Do("rekey", "child")
	console.ExpectAfter(mark, 5*time.Second, quickModeDone)
	wantPing(console, 5, "")
	console.ExpectAfter(mark, 12*time.Second, ackReceived)

	eventually(t, 35*time.Second, "the old IPsec SAs go", func() bool { return len(showSPIs(console)) == 2 })
	wantOtherSPIs(t, before, showSPIs(console))
	wantPing(console, 5, "")
	wantUp(console)
	wantAlive(t, console, mark)
	console.ExpectAfter(console.Mark(), 12*time.Second, ackReceived)
}

// The peer renews the ISAKMP SA: IPsec SAs stay, the old ISAKMP SA goes, and the
// router's probes go on under the new one.
func TestPeerRekeysIKE(t *testing.T) {
	t.Parallel()
	lab := StartDataLab(t)
	console := lab.StartRouter(routerConfig{Keepalive: "10 periodic"})
	bringUp(lab, console)

	mark := console.Mark()
	lab.Do("rekey", "ike")
	console.ExpectAfter(mark, 5*time.Second, `Old State = IKE_R_MM5 +New State = IKE_P1_COMPLETE`)
	wantPing(console, 5, "")
	eventually(t, 15*time.Second, "one ISAKMP SA is left", func() bool {
		return len(qmIdle.FindAllString(console.Run("show crypto isakmp sa"), -1)) == 1
	})
	for range 2 { // under the new SA
		console.ExpectAfter(console.Mark(), 12*time.Second, ackReceived)
	}
	wantUp(console)
	wantPing(console, 5, "")
	wantAlive(t, console, mark)
}

// The router renews its IPsec SAs before their lifetime ends, and no packet is lost
// over it.
func TestRouterRekeys(t *testing.T) {
	t.Parallel()
	lab := StartDataLab(t)
	console := lab.StartRouter(routerConfig{Keepalive: "10 periodic", Lifetime: "120"})
	began := time.Now()
	bringUp(lab, console)
	wantPing(console, 5, "")
	before := showSPIs(console)

	// A lifetime of 120 s is renewed after 105 to 108 s.
	mark := console.Mark()
	console.ExpectAfter(mark, 115*time.Second, quickModeDone)
	if took := time.Since(began); took > 120*time.Second {
		t.Errorf("renewed after %v, when the old SAs were gone", took)
	}
	wantPing(console, 5, "")
	eventually(t, 20*time.Second, "the old IPsec SAs go", func() bool { return len(showSPIs(console)) == 2 })
	wantOtherSPIs(t, before, showSPIs(console))
	wantPing(console, 5, "")
	wantUp(console)
	wantAlive(t, console, mark)
}

// wantAlive checks that the tunnel was never given up after a mark.
func wantAlive(t *testing.T, c *Console, mark int) {
	t.Helper()
	for _, bad := range []string{"not responding!", "Crypto tunnel is DOWN"} {
		if story := c.After(mark); strings.Contains(story, bad) {
			t.Errorf("%q, though the peer lives:\n%s", bad, story)
		}
	}
}

func wantOtherSPIs(t *testing.T, before, after []uint64) {
	t.Helper()
	for _, spi := range after {
		if slices.Contains(before, spi) {
			t.Errorf("SPI %#x is still there after the rekeying", spi)
		}
	}
}

// eventually asks twice a second until something is so.
func eventually(t *testing.T, within time.Duration, what string, so func() bool) {
	t.Helper()
	for deadline := time.Now().Add(within); !so(); time.Sleep(500 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Errorf("not within %v: %s", within, what)
			return
		}
	}
}
