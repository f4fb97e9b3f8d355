package interop

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// However the peer goes silent, the router finds out; once the peer is there again,
// the next traffic brings a new tunnel.
func TestPeerFails(t *testing.T) {
	t.Parallel()
	failures := []struct {
		name       string
		fail, mend []string // verbs of strongswan-peer.sh
	}{
		{"frozen", []string{"freeze"}, []string{"thaw"}},
		{"killed", []string{"crash"}, []string{"boot"}},
		{"deaf", []string{"cut", "to-peer"}, []string{"restore"}},
		{"mute", []string{"cut", "from-peer"}, []string{"restore"}},
		{"unreachable", []string{"cut", "unreachable"}, []string{"restore"}},
	}
	for _, f := range failures {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			lab := StartLab(t, "--dpd-delay", "0")
			console, before := lab.Tunnel(routerConfig{Keepalive: "10 periodic"})

			mark := console.Mark()
			lab.Do(f.fail[0], f.fail[1:]...)
			console.ExpectAfter(mark, detection, `peer 10\.2\.80\.209 not responding!`)
			console.ExpectAfter(mark, time.Second, `deleting SA reason "peers alive"`)
			wantDown(console)

			lab.Do(f.mend[0], f.mend[1:]...)
			wantNewTunnel(lab, console, before)
		})
	}
}

// The peer restarts so fast that its link is never seen to fail, without its SAs:
// the probes it cannot read find that out.
func TestPeerLosesSAs(t *testing.T) {
	t.Parallel()
	lab := StartLab(t, "--dpd-delay", "0")
	console, before := lab.Tunnel(routerConfig{Keepalive: "10 periodic"})

	mark := console.Mark()
	lab.Do("crash")
	lab.Do("boot")
	console.ExpectAfter(mark, detection, `deleting SA reason "peers alive"`)

	wantNewTunnel(lab, console, before)
}

// An outage shorter than the detection time costs a few probes and nothing else.
func TestShortOutage(t *testing.T) {
	t.Parallel()
	lab := StartLab(t, "--dpd-delay", "0")
	console, before := lab.Tunnel(routerConfig{Keepalive: "10 periodic"})

	mark := console.Mark()
	lab.Do("cut", "drop")
	console.ExpectAfter(mark, detection, `incrementing error counter on sa: PEERS_ALIVE_TIMER(?s:.*)`+
		`incrementing error counter on sa: PEERS_ALIVE_TIMER`)
	lab.Do("restore")
	console.ExpectAfter(mark, 5*time.Second, `DPD/R_U_THERE_ACK received from peer 10\.2\.80\.209`)
	// A wrong death would come at the fifth retry.
	answered := console.Mark()
	console.ExpectAfter(answered, 12*time.Second, `DPD/R_U_THERE_ACK received from peer 10\.2\.80\.209`)

	if story := console.After(mark); strings.Contains(story, "not responding!") || strings.Contains(story, "deleting SA") {
		t.Errorf("declared dead by a short outage:\n%s", story)
	}
	wantUp(console)
	wantSPIs(console, before)
}

// The peer reboots and calls before the router has missed it: its INITIAL-CONTACT
// says that nothing is left of its former life (RFC 2407 section 4.6.3.3).
func TestPeerRebootsAndCalls(t *testing.T) {
	t.Parallel()
	lab := StartLab(t, "--dpd-delay", "0")
	console, before := lab.Tunnel(routerConfig{Keepalive: "10 periodic"})

	mark := console.Mark()
	lab.Do("crash")
	lab.Do("boot")
	peerBringsUp(lab, console)

	console.ExpectAfter(mark, time.Second, `Receive initial contact`)
	wantOnePair(lab, console, before)
}

// The router reboots without a word: its INITIAL-CONTACT takes the SAs of its former
// life from the peer.
func TestRouterReboots(t *testing.T) {
	t.Parallel()
	lab := StartLab(t, "--dpd-delay", "0")
	console, before := lab.Tunnel(routerConfig{Keepalive: "10 periodic"})

	mark := console.Mark()
	console.Type("reload")
	console.ExpectAfter(mark, 5*time.Second, `Save\? \[yes/no\]: $|\[confirm\]$`)
	if strings.HasSuffix(console.After(mark), "[yes/no]: ") {
		console.Type("no")
		console.ExpectAfter(mark, 5*time.Second, `\[confirm\]$`)
	}
	console.Type("")
	console.ExpectAfter(mark, 20*time.Second, `(?m)^Router>$`)
	startDebug(console)

	wantNewTunnel(lab, console, before)
}

// The router's own link fails: it finds the peer gone, and the peer answers when the
// link is back.
func TestRouterLosesLink(t *testing.T) {
	t.Parallel()
	lab := StartLab(t, "--dpd-delay", "0")
	console, before := lab.Tunnel(routerConfig{Keepalive: "10 periodic"})

	mark := console.Mark()
	lab.Do("cut", "dut-link")
	console.ExpectAfter(mark, 10*time.Second, `%LINEPROTO-5-UPDOWN: Line protocol on Interface \S+, changed state to down`)
	console.ExpectAfter(mark, detection, `deleting SA reason "peers alive"`)
	wantDown(console)

	mark = console.Mark()
	lab.Do("restore")
	console.ExpectAfter(mark, 20*time.Second, `%LINEPROTO-5-UPDOWN: Line protocol on Interface \S+, changed state to up`)
	wantNewTunnel(lab, console, before)
}

// wantNewTunnel checks that traffic brings a tunnel with SAs that are not the ones
// before, and that both sides hold that one only.
func wantNewTunnel(l *Lab, c *Console, before []uint64) {
	l.t.Helper()
	mark := c.Mark()
	ping(c)
	c.ExpectAfter(mark, 10*time.Second, quickModeDone)
	l.Do("wait-up", "5")
	wantOnePair(l, c, before)
}

// wantOnePair checks that both sides hold one ISAKMP SA and one pair of IPsec SAs,
// which are not the ones before.
func wantOnePair(l *Lab, c *Console, before []uint64) {
	l.t.Helper()
	wantUp(c)
	after := showSPIs(c)
	if len(after) != 2 {
		l.t.Errorf("%d IPsec SAs, want one pair: %x", len(after), after)
	}
	for _, spi := range after {
		if slices.Contains(before, spi) {
			l.t.Errorf("SPI %#x is of the tunnel that was lost", spi)
		}
	}
	out := c.Run("show crypto isakmp sa")
	if n := len(qmIdle.FindAllString(out, -1)); n != 1 {
		l.t.Errorf("%d ISAKMP SAs, want 1:\n%s", n, out)
	}
	wantPeerSAs(l, 1, 1)
}

// wantPeerSAs checks how many SAs the peer holds.
func wantPeerSAs(l *Lab, ike, child int) {
	l.t.Helper()
	sas := l.Do("sas")
	if n := strings.Count(sas, "ike ESTABLISHED"); n != ike {
		l.t.Errorf("the peer holds %d ISAKMP SAs, want %d:\n%s", n, ike, sas)
	}
	if n := strings.Count(sas, "child INSTALLED"); n != child {
		l.t.Errorf("the peer holds %d pairs of IPsec SAs, want %d:\n%s", n, child, sas)
	}
}
