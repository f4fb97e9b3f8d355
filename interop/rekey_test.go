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
	console, before := lab.Tunnel(routerConfig{Keepalive: "10 periodic"})

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

// The peer renews the ISAKMP SA: the IPsec SAs stay, probes go on under the new one,
// and the end of the old one, which strongSwan leaves to run out, takes nothing along.
func TestPeerRekeysIKE(t *testing.T) {
	t.Parallel()
	lab := StartDataLab(t)
	console, before := lab.Tunnel(routerConfig{Keepalive: "10 periodic"})

	mark := console.Mark()
	lab.Do("rekey", "ike")
	console.ExpectAfter(mark, 5*time.Second, `Old State = IKE_R_MM5 +New State = IKE_P1_COMPLETE`)
	wantPing(console, 5, "")
	const underNewSA = `ISAKMP:\(0:2:\w+:\d+\): ?` + ackReceived
	console.ExpectAfter(mark, 12*time.Second, underNewSA)

	lab.Do("terminate", "1")
	eventually(t, 5*time.Second, "the old ISAKMP SA goes", func() bool {
		return len(qmIdle.FindAllString(console.Run("show crypto isakmp sa"), -1)) == 1
	})
	console.ExpectAfter(console.Mark(), 12*time.Second, underNewSA)
	wantUp(console)
	wantPing(console, 5, "")
	wantSPIs(console, before)
	wantAlive(t, console, mark)
}

// The peer renews the ISAKMP SA and its DELETE for the old one is lost: the old one's
// probes stay unanswered, but the new one's are not, so the peer is not dead.
func TestLostDeleteOfOldSA(t *testing.T) {
	t.Parallel()
	lab := StartDataLab(t)
	console, before := lab.Tunnel(routerConfig{Keepalive: "10 periodic"})
	mark := console.Mark()
	lab.Do("rekey", "ike")
	console.ExpectAfter(mark, 5*time.Second, `Old State = IKE_R_MM5 +New State = IKE_P1_COMPLETE`)

	lab.Do("cut", "from-peer")
	lab.Do("terminate", "1")
	lab.Do("restore")

	eventually(t, detection+2*time.Second, "the old ISAKMP SA goes", func() bool {
		return len(qmIdle.FindAllString(console.Run("show crypto isakmp sa"), -1)) == 1
	})
	wantSPIs(console, before)
	wantUp(console)
	wantPing(console, 5, "")
}

// The router renews its IPsec SAs before their lifetime ends, and traffic goes on.
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
	// The peer installs its SAs when it reads the last message of quick mode: a
	// packet that arrives with that message may be lost.
	eventually(t, 5*time.Second, "the peer has the new SAs too", func() bool {
		return strings.Count(lab.Do("sas"), "child ") == 2
	})
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

// The router renews the ISAKMP SA before its lifetime ends; probes go on under the new
// one, and the IPsec SAs outlive the old one.
func TestRouterRekeysIKE(t *testing.T) {
	t.Parallel()
	lab := StartDataLab(t)
	console, before := lab.Tunnel(routerConfig{
		Policy:    []string{"encr aes", "authentication pre-share", "group 14", "lifetime 70"},
		Keepalive: "10 periodic",
	})

	// A lifetime of 70 s is renewed after some 63 s, or 66 s where the peer began.
	mark := console.Mark()
	console.ExpectAfter(mark, 70*time.Second, `New State = IKE_P1_COMPLETE`)
	console.ExpectAfter(mark, 75*time.Second, `ISAKMP:\(0:2:\w+:\d+\): ?`+ackReceived)
	eventually(t, 40*time.Second, "the old ISAKMP SA goes", func() bool {
		return len(qmIdle.FindAllString(console.Run("show crypto isakmp sa"), -1)) == 1
	})
	wantUp(console)
	wantPing(console, 5, "")
	wantSPIs(console, before)
	wantAlive(t, console, mark)
}
