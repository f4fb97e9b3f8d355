package ike

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
)

// talk sends a packet through the tunnel of rig i every second for d, and fails if one
// is lost.
func (n *testnet) talk(i int, d time.Duration) {
	n.t.Helper()
	from, to := n.rigs[i], n.rigs[1-i]
	entry := from.engine.config.MapEntry("green", 1)
	want, _ := SelectorOf(from.engine.config.AccessList("101").Entries[0])
	random := streams(99)("iv")
	for end := n.now.Add(d); n.now.Before(end); n.run(time.Second) {
		pair := from.engine.Protecting(entry, from.engine.config.Interface("FastEthernet0/0"), want)
		if pair == nil {
			n.t.Fatalf("%v: nothing protects the traffic of rig %d", n.now, i)
		}
		out := Out{Events: true}
		from.engine.Sending(n.now, pair, &out)
		n.follow(from, &out)
		esp, err := pair.Out.Seal([]byte("a packet"), 4, random)
		if err != nil {
			n.t.Fatal(err)
		}
		in := to.engine.IPsec.Inbound(pair.Out.SPI)
		if in == nil {
			n.t.Fatalf("%v: rig %d has no SA for SPI %X", n.now, 1-i, pair.Out.SPI)
		}
		if _, _, err := in.In.Open(esp); err != nil {
			n.t.Fatalf("%v: %v", n.now, err)
		}
		to.engine.Heard(n.now, in, &out)
		n.follow(to, &out)
	}
}

func count(lines []string, part string) (n int) {
	for _, l := range lines {
		if strings.Contains(l, part) {
			n++
		}
	}
	return n
}

// IPsec SAs in use are renewed before they end, and no packet is lost over it.
func TestPhase2IsRenewed(t *testing.T) {
	n := newNet(t, debuglog.IOS15, func(left, right *config.Config) {
		left.IPsec.LifetimeSeconds, right.IPsec.LifetimeSeconds = 300, 300
	})
	n.trigger(0)
	n.talk(0, 20*time.Minute)
	for i, b := range n.rigs {
		if pairs := b.engine.IPsec.Len(); pairs != 1 && pairs != 2 {
			t.Errorf("rig %d ends with %d pairs", i, pairs)
		}
		if count(b.lines, "Crypto tunnel is DOWN") > 0 {
			t.Errorf("rig %d called the session down", i)
		}
	}
	if renewed := count(n.rigs[0].lines, "beginning Quick Mode exchange"); renewed < 4 {
		t.Errorf("%d quick modes in 20 minutes with a lifetime of 5", renewed)
	}
}

// SAs that carry nothing are not renewed: the next packet asks for new ones.
func TestIdlePhase2Ends(t *testing.T) {
	n := newNet(t, debuglog.IOS15, func(left, right *config.Config) {
		left.IPsec.LifetimeSeconds, right.IPsec.LifetimeSeconds = 300, 300
	})
	n.trigger(0)
	n.run(301 * time.Second)
	for i, b := range n.rigs {
		if b.engine.IPsec.Len() != 0 {
			t.Errorf("rig %d renewed SAs nobody used", i)
		}
	}
}

// Volume ends an SA as time does, and is renewed before as well.
func TestVolumeRenewsPhase2(t *testing.T) {
	n := newNet(t, debuglog.IOS15, func(left, right *config.Config) {
		left.IPsec.LifetimeKilobytes, right.IPsec.LifetimeKilobytes = 2560, 2560
	})
	n.trigger(0)
	pair := n.rigs[0].engine.IPsec.Pairs()[0]
	pair.Out.Bytes = (2560 - 100) * 1024
	n.talk(0, 3*time.Second)
	if newest := n.rigs[0].engine.IPsec.Outbound(pair.Flow()); newest == pair {
		t.Error("the pair was not renewed although its volume is nearly used up")
	}
}

// Phase 1 is renewed before it ends while it has IPsec SAs to look after; dead peer
// detection goes on under the new SA, and the IPsec SAs stay.
func TestPhase1IsRenewed(t *testing.T) {
	n := newNet(t, debuglog.IOS15, func(left, right *config.Config) {
		left.ISAKMP.Policies[0].Lifetime, right.ISAKMP.Policies[0].Lifetime = 600*time.Second, 600*time.Second
	})
	n.trigger(0)
	n.talk(0, 25*time.Minute)
	left := n.rigs[0]
	if established := count(left.lines, "SA has been authenticated with"); established < 3 {
		t.Errorf("%d main modes in 25 minutes with a lifetime of 10", established)
	}
	if count(left.lines, "Crypto tunnel is DOWN") > 0 {
		t.Error("the session went down with phase 1")
	}
	n.drop = func(Datagram) bool { return true }
	n.run(25 * time.Second)
	if left.up() {
		t.Error("dead peer detection did not go on under the renewed SA")
	}
}

// While two ISAKMP SAs with a peer overlap, silence under the old one is not a death:
// the peer may have forgotten it, and its DELETE may have been lost.
func TestSilenceUnderAReplacedSA(t *testing.T) {
	n := newNet(t, debuglog.IOS15, func(left, right *config.Config) {
		left.ISAKMP.Policies[0].Lifetime, right.ISAKMP.Policies[0].Lifetime = 600*time.Second, 600*time.Second
	})
	n.trigger(0)
	left := n.rigs[0]
	old := left.engine.allSAs()[0]
	for count(left.lines, "SA has been authenticated with") < 2 {
		n.talk(0, time.Second)
	}
	n.drop = func(d Datagram) bool { return bytes.HasPrefix(d.Data, old.cookieI[:]) }
	n.talk(0, 25*time.Second)
	if count(left.lines, "not responding!") != 1 {
		t.Error("the silence under the old SA was not noticed")
	}
	if count(left.lines, "Crypto tunnel is DOWN") > 0 {
		t.Error("it was taken for the peer's death")
	}
	n.drop = func(Datagram) bool { return true }
	n.run(25 * time.Second)
	if left.up() {
		t.Error("a death was not noticed")
	}
}

// With an idle time SAs go when nothing passes, and stay while something does.
func TestIdleTime(t *testing.T) {
	n := newNet(t, debuglog.IOS15, func(left, right *config.Config) { left.IPsec.IdleTime = time.Minute })
	n.trigger(0)
	n.talk(0, 3*time.Minute)
	n.run(121 * time.Second)
	if n.rigs[0].engine.IPsec.Len() != 0 || n.rigs[1].engine.IPsec.Len() != 0 {
		t.Error("idle SAs stayed, or the peer was not told")
	}
}

// A dead peer hands over to the next one in the list; the SAs to it are gone.
func TestFailover(t *testing.T) {
	n := newNet(t, debuglog.IOS124, func(left, _ *config.Config) {
		e := left.MapEntry("green", 1)
		e.Peers = append(e.Peers, config.Peer{Addr: thirdAddr})
		left.ISAKMP.Keys[0].Prefix = anyPrefix
	})
	n.add(thirdAddr, siteToSite(thirdAddr, leftAddr, "192.168.2.0/24", "192.168.1.0/24"))
	n.trigger(0)
	left, entry := n.rigs[0], n.rigs[0].engine.config.MapEntry("green", 1)
	n.drop = func(d Datagram) bool { return d.Remote.Addr() == rightAddr || d.Local.Addr() == rightAddr }
	n.run(25 * time.Second)
	if left.engine.IPsec.Len() != 0 || left.engine.CurrentPeer(entry) != 1 || !left.engine.FailingOver(entry) {
		t.Fatalf("after the death of the first peer: %d pairs, peer %d", left.engine.IPsec.Len(), left.engine.CurrentPeer(entry))
	}
	n.trigger(0)
	pairs := left.engine.IPsec.Pairs()
	if len(pairs) != 1 || pairs[0].Out.Remote != thirdAddr || left.engine.FailingOver(entry) {
		t.Fatalf("no tunnel with the second peer: %v", pairs)
	}
	n.drop = func(d Datagram) bool { return d.Remote.Addr() == thirdAddr || d.Local.Addr() == thirdAddr }
	n.run(25 * time.Second)
	n.trigger(0)
	if pairs := left.engine.IPsec.Pairs(); len(pairs) != 1 || pairs[0].Out.Remote != rightAddr {
		t.Fatalf("the list did not wrap: %v", pairs)
	}
}

// A peer that does not answer at all is passed over, too: the request that waited for
// it goes to the next.
func TestFailoverWhenNegotiationFails(t *testing.T) {
	n := newNet(t, debuglog.IOS124, func(left, _ *config.Config) {
		e := left.MapEntry("green", 1)
		e.Peers = append(e.Peers, config.Peer{Addr: thirdAddr})
		left.ISAKMP.Keys[0].Prefix = anyPrefix
	})
	n.add(thirdAddr, siteToSite(thirdAddr, leftAddr, "192.168.2.0/24", "192.168.1.0/24"))
	n.drop = func(d Datagram) bool { return d.Remote.Addr() == rightAddr }
	n.trigger(0)
	n.run(59 * time.Second)
	if pairs := n.rigs[0].engine.IPsec.Pairs(); len(pairs) != 0 {
		t.Fatalf("a tunnel with a peer that does not hear: %v", pairs)
	}
	n.run(time.Second) // five repetitions, ten seconds apart
	if pairs := n.rigs[0].engine.IPsec.Pairs(); len(pairs) != 1 || pairs[0].Out.Remote != thirdAddr {
		t.Errorf("no tunnel with the second peer: %v", pairs)
	}
}

// With idle-time ... default, idleness brings the default peer back; where no peer is the default one, none.
func TestIdleTimeBringsTheDefaultPeerBack(t *testing.T) {
	for _, marked := range []bool{true, false} {
		n := newNet(t, debuglog.IOS124, func(left, _ *config.Config) {
			e := left.MapEntry("green", 1)
			e.Peers = []config.Peer{{Addr: rightAddr, Default: marked}, {Addr: thirdAddr}}
			e.IdleTime, e.IdleDefault = time.Minute, true
			left.ISAKMP.Keys[0].Prefix = anyPrefix
		})
		n.add(thirdAddr, siteToSite(thirdAddr, leftAddr, "192.168.2.0/24", "192.168.1.0/24"))
		n.trigger(0)
		n.drop = func(d Datagram) bool { return d.Remote.Addr() == rightAddr || d.Local.Addr() == rightAddr }
		n.run(25 * time.Second)
		n.drop = func(Datagram) bool { return false }
		n.trigger(0)
		left, entry := n.rigs[0].engine, n.rigs[0].engine.config.MapEntry("green", 1)
		if left.CurrentPeer(entry) != 1 {
			t.Fatal("no failover to begin with")
		}
		n.run(2 * time.Minute)
		back := left.CurrentPeer(entry) == 0 && left.MapPeers()[0].Why == debuglog.ReasonIdleTime
		if left.IPsec.Len() != 0 || back != marked {
			t.Errorf("default %t, after two idle minutes: %d pairs, %+v", marked, left.IPsec.Len(), left.MapPeers())
		}
	}
}
