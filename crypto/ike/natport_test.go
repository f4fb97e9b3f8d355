package ike

import (
	"net/netip"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
)

// natted is a net with a tunnel through a translator before the left end, which lets nothing in but
// by the port that it gave.
func natted(t *testing.T, release debuglog.Release, edit func(left, right *config.Config)) *testnet {
	n := newNet(t, release, edit)
	n.nat = 1000
	n.trigger(0)
	if !n.rigs[0].up() || !n.rigs[1].up() {
		t.Fatalf("%v: no tunnel through the translator", release)
	}
	n.drop = func(d Datagram) bool { return d.Remote.Addr() == leftAddr && d.Remote.Port() != NATPort+n.nat }
	return n
}

// The translator forgets the left end and gives it another port: the right end follows its probes.
func TestPortFollowsIKE(t *testing.T) {
	for _, release := range releases {
		n := natted(t, release, nil)
		n.nat = 1001
		n.run(time.Minute)
		for i, b := range n.rigs {
			if !b.up() || count(b.lines, "Crypto tunnel is DOWN") > 0 {
				t.Errorf("%v: rig %d lost its tunnel when the translator changed the port", release, i)
			}
		}
		right := n.rigs[1].engine
		if _, port := right.Ports(right.IPsec.Pairs()[0]); port != 5501 {
			t.Errorf("%v: ESP goes to port %d, want 5501", release, port)
		}
	}
}

// The same when only ESP comes from the new port: IKE follows it, and the other end is not probed
// where nobody listens.
func TestPortFollowsESP(t *testing.T) {
	for _, release := range releases {
		n := natted(t, release, func(left, _ *config.Config) { left.ISAKMP.Keepalive = nil })
		n.nat = 1001
		right := n.rigs[1].engine
		pair := right.IPsec.Pairs()[0]
		right.HeardFrom(n.now, pair, 5501, &Out{})
		n.run(time.Minute)
		if !n.rigs[1].up() || count(n.rigs[1].lines, "Crypto tunnel is DOWN") > 0 {
			t.Errorf("%v: the right end lost its tunnel when the translator changed the port", release)
		}
		if _, port := right.Ports(pair); port != 5501 {
			t.Errorf("%v: ESP goes to port %d, want 5501", release, port)
		}
	}
}

// What was recorded, or is not of the peer, moves nothing; nor does an end move that has no
// translator before the other.
func TestPortFollowsNothingElse(t *testing.T) {
	n := natted(t, debuglog.IOS15, nil)
	n.run(30 * time.Second)
	right := n.rigs[1]
	sa := right.engine.allSAs()[0]
	for _, old := range n.rigs[0].sent {
		out := Out{Events: true}
		from := Datagram{Local: sa.local, Remote: endpoint(leftAddr), Data: old.Data}
		right.engine.Receive(n.now, from, &out)
		damaged := from
		damaged.Data = append([]byte{}, old.Data...)
		damaged.Data[len(damaged.Data)-1] ^= 1
		right.engine.Receive(n.now, damaged, &out)
	}
	if sa.remote.Port() != 5500 {
		t.Errorf("old messages moved the peer to port %d", sa.remote.Port())
	}
	left := n.rigs[0].engine
	left.HeardFrom(n.now, left.IPsec.Pairs()[0], 7, &Out{})
	if _, port := left.Ports(left.IPsec.Pairs()[0]); port != NATPort {
		t.Errorf("the end behind the translator follows to port %d", port)
	}
}

// A translator may hide several clients: only what the one that begins anew, or dies, had before is dropped.
func TestClientsBehindOneTranslator(t *testing.T) {
	self := &SA{nat: natDetection{peer: true}, remote: netip.MustParseAddrPort("203.0.113.2:1025"), peerID: "192.168.1.11"}
	for _, c := range []struct {
		other SA
		same  bool
	}{
		{SA{nat: natDetection{peer: true}, remote: netip.MustParseAddrPort("203.0.113.2:1027"), peerID: "192.168.1.12"}, false},
		{SA{nat: natDetection{peer: true}, remote: netip.MustParseAddrPort("203.0.113.2:1025"), peerID: "192.168.1.12"}, true},
		{SA{nat: natDetection{peer: true}, remote: netip.MustParseAddrPort("203.0.113.2:1027"), peerID: "192.168.1.11"}, true},
		{SA{remote: netip.MustParseAddrPort("203.0.113.2:500"), peerID: "203.0.113.2"}, true},
	} {
		if self.isOfSameClient(&c.other) != c.same {
			t.Errorf("%v %s: not %v", c.other.remote, c.other.peerID, c.same)
		}
	}
}
