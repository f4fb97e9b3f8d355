package ike

import (
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// An IOS router from before RFC 3706 is asked with IOS keepalives; it dies as a DPD
// peer does.
func TestIOSKeepalives(t *testing.T) {
	n := newNet(t, debuglog.IOS124, func(_, right *config.Config) { right.ISAKMP.Keepalive = nil }) // it only answers
	n.rigs[1].engine.WithoutDPD()
	n.trigger(0)
	n.run(2 * time.Minute)
	left := n.rigs[0]
	if !left.up() || left.engine.DPD(n.now)[0].Protocol != LivenessIOS || count(left.lines, "IKE_DPD is enabled") != 0 {
		t.Fatalf("not IOS keepalives: %+v", left.engine.DPD(n.now))
	}
	if got := count(left.lines, "processing NOTIFY KEEP_ALIVE_ACK"); got < 10 {
		t.Errorf("%d answers in two minutes of asking every ten seconds", got)
	}
	n.drop = func(Datagram) bool { return true }
	n.run(20 * time.Second)
	if left.up() {
		t.Error("the peer is dead and was not noticed")
	}
}

// A peer that offers neither is never asked, and stays.
func TestPeersWithoutAnyKeepaliveAreNotAsked(t *testing.T) {
	n := newNet(t, debuglog.IOS124, nil)
	n.trigger(0)
	left := n.rigs[0]
	for _, sa := range left.engine.allSAs() { // as if the peer were of another make
		sa.peerDPD, sa.peerIsIOS = false, false
		left.engine.followKeepalive(n.now, sa)
		left.engine.reschedule(sa)
	}
	sent := len(left.sent)
	n.drop = func(Datagram) bool { return true }
	n.run(10 * time.Minute)
	if len(left.sent) != sent || !left.up() {
		t.Errorf("%d datagrams were sent, up is %v", len(left.sent)-sent, left.up())
	}
	if st := left.engine.DPD(n.now); st[0].Watched || st[0].Capable {
		t.Errorf("shown as %+v", st[0])
	}
}

// On-demand, the default: no traffic, no question, however dead the peer; traffic to a
// silent peer asks.
func TestOnDemand(t *testing.T) {
	n := newNet(t, debuglog.IOS124, nil)
	for _, b := range n.rigs {
		b.engine.config.ISAKMP.Keepalive.Periodic = false
	}
	n.trigger(0)
	left := n.rigs[0]
	n.talk(0, 30*time.Second)
	asked := count(left.lines, "IKE_TIMER_IM_ALIVE")
	n.drop = func(Datagram) bool { return true }
	n.run(20 * time.Minute)
	if got := count(left.lines, "IKE_TIMER_IM_ALIVE"); got != asked || !left.up() {
		t.Fatalf("%d questions without traffic", got-asked)
	}
	out := Out{Events: true}
	left.engine.Sending(n.now, left.engine.IPsec.Pairs()[0], &out)
	n.follow(left, &out)
	n.run(9 * time.Second)
	if !left.up() {
		t.Fatal("dead before five retries had passed")
	}
	n.run(2 * time.Second)
	if left.up() {
		t.Error("traffic to a dead peer did not find it out")
	}
}

// A change of the command takes hold of SAs that are up: at once, and without a false
// death.
func TestKeepaliveChangesOnLiveSAs(t *testing.T) {
	n := newNet(t, debuglog.IOS124, func(_, right *config.Config) { right.ISAKMP.Keepalive = nil })
	n.trigger(0)
	left := n.rigs[0]
	change := func(k *config.Keepalive) {
		after := left.engine.config.Clone()
		after.ISAKMP.Keepalive = k
		out := Out{Events: true}
		left.engine.Reconfigure(n.now, left.engine.config, after, &out)
		n.follow(left, &out)
	}
	asked := func(d time.Duration) int {
		before := count(left.lines, "IKE_TIMER_IM_ALIVE")
		n.run(d)
		return count(left.lines, "IKE_TIMER_IM_ALIVE") - before
	}
	if got := asked(time.Minute); got != 6 {
		t.Errorf("every 10 s: asked %d times in a minute", got)
	}
	change(&config.Keepalive{Interval: 30 * time.Second, Retry: 2 * time.Second, Periodic: true})
	if got := asked(2 * time.Minute); got != 4 {
		t.Errorf("every 30 s: asked %d times in two minutes", got)
	}
	change(&config.Keepalive{Interval: 10 * time.Second, Retry: 2 * time.Second})
	if got := asked(10 * time.Minute); got != 0 {
		t.Errorf("on-demand without traffic: asked %d times", got)
	}
	change(nil)
	if got := asked(10 * time.Minute); got != 0 || left.engine.DPD(n.now)[0].Watched {
		t.Errorf("no keepalive: asked %d times", got)
	}
	change(&config.Keepalive{Interval: 10 * time.Second, Retry: 2 * time.Second, Periodic: true})
	if got := asked(time.Minute); got < 6 || got > 7 || !left.up() {
		t.Errorf("every 10 s again: asked %d times in a minute, up is %v", got, left.up())
	}
}

// A peer that asks without having offered DPD is answered all the same.
func TestProbesWithoutVendorIDAreAnswered(t *testing.T) {
	n := newNet(t, debuglog.IOS15, nil)
	n.rigs[1].engine.WithoutDPD()
	n.trigger(0)
	sa := n.rigs[0].engine.allSAs()[0]
	n.peerSends(isakmp.New(isakmp.RUThere(sa.cookieI, sa.cookieR, 5)))
	if count(n.rigs[0].lines, "Sending NOTIFY DPD/R_U_THERE_ACK") != 1 {
		t.Error("no answer")
	}
}
