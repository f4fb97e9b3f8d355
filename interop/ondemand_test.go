package interop

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// StartDataLab builds a lab whose peer carries data: ESP in user space, which this
// strongSwan always wraps in UDP (RFC 3948). It does not probe on its own.
func StartDataLab(t *testing.T, opts ...string) *Lab {
	t.Helper()
	if _, err := os.Stat("/dev/net/tun"); err != nil {
		t.Skipf("the peer's data path needs a TUN device: %v", err)
	}
	return StartLab(t, append([]string{"--kernel", "libipsec", "--dpd-delay", "0"}, opts...)...)
}

// Pings go through the tunnel and come back: the two sides' ESP agrees.
func TestPingThroughTunnel(t *testing.T) {
	t.Parallel()
	Needs(t, "tcpdump", "tshark")
	lab := StartDataLab(t)
	console := lab.StartRouter(routerConfig{})
	trace := lab.Capture()
	bringUp(lab, console)

	const count = 5 + 20
	wantPing(console, 5, "")
	wantPing(console, 20, " size 1300")
	trace.Stop()

	for source, least := range map[string]int{dutAddr: count, peerAddr: count} {
		if n := len(trace.Fields("esp && ip.src == "+source, "frame.number")); n < least {
			t.Errorf("%d ESP packets from %s on the wire, want at least %d", n, source, least)
		}
	}
	if clear := trace.Fields("icmp", "ip.src", "ip.dst"); len(clear) > 0 {
		t.Errorf("%d pings were not protected: %v", len(clear), clear)
	}
}

// On demand, the router asks only when it has traffic to send and has not heard
// from the peer: silence alone raises no question, answered traffic neither.
func TestOnDemandSilence(t *testing.T) {
	t.Parallel()
	Needs(t, "tcpdump", "tshark")
	lab := StartDataLab(t)
	console := lab.StartRouter(routerConfig{Keepalive: "10"})
	trace := lab.Capture()
	bringUp(lab, console)
	wantPing(console, 5, "")

	time.Sleep(26 * time.Second) // that nothing happens can only be seen by waiting
	trace.Stop()

	if asked, _ := dpdSequences(t, trace, dutAddr); len(asked) > 0 {
		t.Errorf("the router asked %d times without traffic to send", len(asked))
	}
	wantUp(console)
	mark := console.Mark()
	wantPing(console, 5, "")
	console.ExpectAfter(mark, 2*time.Second, ackReceived) // the first packet asked
}

// On demand, traffic towards a dead peer is what finds it out.
func TestOnDemandDeadPeer(t *testing.T) {
	t.Parallel()
	lab := StartDataLab(t)
	console, _ := lab.Tunnel(routerConfig{Keepalive: "10"})
	wantPing(console, 5, "")

	mark := console.Mark()
	before := time.Now()
	lab.Do("cut", "drop")
	for range 11 { // a packet a second, until the silence has lasted the interval
		ping(console)
	}
	dead := console.ExpectAfter(mark, detection, `peer 10\.2\.80\.209 not responding!`)
	if took := dead.At.Sub(before); took < 19*time.Second || took > 23*time.Second {
		t.Errorf("declared dead %v after the cut, not 10 s of silence and 5 retries 2 s apart", took)
	}
	console.ExpectAfter(mark, time.Second, `deleting SA reason "peers alive"`)
	wantDown(console)

	lab.Do("restore")
	bringUp(lab, console)
	wantUp(console)
	wantPing(console, 5, "")
}

// wantPing checks that so many pings through the tunnel are all answered.
func wantPing(c *Console, count int, options string) {
	c.t.Helper()
	out := c.Run("ping 192.168.2.1 source Loopback0 repeat " + strconv.Itoa(count) + options)
	if want := "Success rate is 100 percent (" + strconv.Itoa(count) + "/" + strconv.Itoa(count) + ")"; !strings.Contains(out, want) {
		c.t.Errorf("not %q:\n%s", want, out)
	}
}
