package interop

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

// Three peers stand in one crypto map entry, in this order.
var threePeers = routerConfig{
	Peers:     []string{"10.0.0.1", "10.0.0.2", "10.0.0.3"},
	KeyFor:    "10.0.0.0 255.255.255.0",
	Keepalive: "10 periodic",
}

// startThree is a lab with the three peers. None asks on its own: what the router
// finds out, it finds out by its own probes.
func startThree(t *testing.T) (*Lab, *Console) {
	t.Helper()
	lab := StartLab(t, "--dpd-delay", "0",
		"--peer-addr", "10.0.0.1", "--peer-addr", "10.0.0.2", "--peer-addr", "10.0.0.3")
	return lab, lab.StartRouter(threePeers)
}

// The first peer never answers: main mode is given up after 5 retransmissions 10 s
// apart, and the traffic after that goes to the second.
func TestFirstPeerSilent(t *testing.T) {
	t.Parallel()
	lab, console := startThree(t)
	lab.Do("cut", "peer", "--peer", "1")
	mark := console.Mark()
	began := time.Now()
	ping(console)

	gaveUp := console.ExpectAfter(mark, 65*time.Second, `deleting SA reason "Death by retransmission P1"`)
	if took := gaveUp.At.Sub(began); took < 50*time.Second {
		t.Errorf("main mode with the first peer was given up after %v", took)
	}
	if n := strings.Count(console.After(mark), "retransmitting phase 1 MM_NO_STATE..."); n < 5 {
		t.Errorf("%d retransmissions, want 5 at least:\n%s", n, console.After(mark))
	}
	mark = console.Mark()
	ping(console)

	lab.Do("wait-up", "5", "--peer", "2")
	console.ExpectAfter(mark, 5*time.Second, quickModeDone)
	wantTunnelWith(console, "10.0.0.2")
}

// The peer in use dies, three times: each time the next packet after its death goes to
// the next in the list, behind the last to the first, and nothing is left of the dead one.
func TestFailoverByDPD(t *testing.T) {
	t.Parallel()
	lab, console := startThree(t)
	bringUp(lab, console)
	wantTunnelWith(console, "10.0.0.1")

	for _, failure := range []struct{ dies, number, next, nextNumber string }{
		{"10.0.0.1", "1", "10.0.0.2", "2"},
		{"10.0.0.2", "2", "10.0.0.3", "3"},
		{"10.0.0.3", "3", "10.0.0.1", "1"},
	} {
		mark := console.Mark()
		lab.Do("restore", "--peer", failure.nextNumber)
		lab.Do("cut", "peer", "--peer", failure.number)
		console.ExpectAfter(mark, detection, `peer `+regexp.QuoteMeta(failure.dies)+` not responding!`)
		console.ExpectAfter(mark, time.Second, `deleting SA reason "peers alive"`)
		if spis := showSPIs(console); len(spis) > 0 {
			t.Errorf("IPsec SAs with the dead peer %s are left: %x", failure.dies, spis)
		}
		mark = console.Mark()
		ping(console)
		lab.Do("wait-up", "5", "--peer", failure.nextNumber)
		console.ExpectAfter(mark, 5*time.Second, quickModeDone)
		wantTunnelWith(console, failure.next)
	}
}

// detection is the longest it may take to declare a peer dead, with
// "crypto isakmp keepalive 10 periodic": interval, 5 retries 2 s apart, and a second
// for a busy machine.
const detection = 10*time.Second + 5*2*time.Second + time.Second

// wantTunnelWith checks that the tunnel is up, with this peer and no other.
func wantTunnelWith(c *Console, addr string) {
	c.t.Helper()
	wantUp(c)
	if out := c.Run("show crypto map"); !strings.Contains(out, "Current peer: "+addr+"\n") {
		c.t.Errorf("the current peer is not %s:\n%s", addr, out)
	}
	for _, line := range qmIdle.FindAllString(c.Run("show crypto isakmp sa"), -1) {
		if !strings.Contains(line, addr+" ") {
			c.t.Errorf("an ISAKMP SA that is not with %s: %s", addr, line)
		}
	}
	out := c.Run("show crypto ipsec sa")
	if len(spiLine.FindAllString(out, -1)) != 2 {
		c.t.Errorf("not just one pair of IPsec SAs:\n%s", out)
	}
	if !strings.Contains(out, "remote crypto endpt.: "+addr+"\n") {
		c.t.Errorf("the IPsec SAs are not with %s:\n%s", addr, out)
	}
}
