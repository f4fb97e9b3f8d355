package ike

import (
	"net/netip"
	"slices"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/ipsec"
	"ruthere/debuglog"
)

// A site with two lines has the same crypto map on both, without `crypto map M local-address`: each has SAs of its own.

const firstLine, secondLine = "FastEthernet0/0", "FastEthernet0/1"

// twoLines gives the left end a second line, whose address is thirdAddr. The right end names both.
func twoLines(t *testing.T, release debuglog.Release, edit func(left, right *config.Config)) *testnet {
	n := newNet(t, release, func(left, right *config.Config) {
		i := left.AddInterface(secondLine)
		i.Address, i.CryptoMap = netip.PrefixFrom(thirdAddr, 24), "green"
		right.ISAKMP.Keys = append(right.ISAKMP.Keys, config.PreSharedKey{Key: "kd94j1ksldz", Prefix: netip.PrefixFrom(thirdAddr, 32)})
		if e := right.MapEntry("green", 1); e != nil {
			e.Peers = append(e.Peers, config.Peer{Addr: thirdAddr})
		}
		if edit != nil {
			edit(left, right)
		}
	})
	n.rigs[0].second = thirdAddr
	return n
}

// ask is a packet of the left end leaving by one of its lines.
func (n *testnet) ask(line string) {
	e := n.rigs[0].engine
	want, _ := SelectorOf(e.config.AccessList("101").Entries[0])
	n.clear(0, func(e *Engine, out *Out) {
		e.Acquire(n.now, e.config.MapEntry("green", 1), e.config.Interface(line), want, out)
	})
}

// takes is the pair that an end's traffic takes by an interface.
func (n *testnet) takes(rig int, line string) *ipsec.Pair {
	e := n.rigs[rig].engine
	entry := e.config.MapEntry("green", 1)
	want, _ := SelectorOf(e.config.AccessList("101").Entries[0])
	return e.Protecting(entry, e.config.Interface(line), want)
}

// silence has nothing pass on the left end's first line.
func (n *testnet) silence() {
	n.drop = func(d Datagram) bool { return d.Local.Addr() == leftAddr || d.Remote.Addr() == leftAddr }
}

// The first line dies, and the route turns to the second at once: SAs come up there though the first ones are still there, or are still
// being asked for; the far end sends where it heard the peer last; and the first ones die by dead peer detection.
func TestEachLineHasSAsOfItsOwn(t *testing.T) {
	for _, release := range releases {
		for _, pending := range []bool{false, true} {
			n := twoLines(t, release, nil)
			if pending {
				n.silence()
			}
			n.ask(firstLine)
			n.run(time.Second)
			if had := n.takes(0, firstLine) != nil; had == pending || n.takes(0, secondLine) != nil {
				t.Fatalf("%v: the first line has SAs: %v, and the second: %v", release, had, n.takes(0, secondLine) != nil)
			}
			n.silence()
			n.ask(secondLine)
			n.run(time.Second)
			left, right := n.takes(0, secondLine), n.takes(1, firstLine)
			if left == nil || left.Out.Local != thirdAddr {
				t.Fatalf("%v, asked before: %v: nothing protects what leaves by the second line", release, pending)
			}
			if right == nil || right.Out.Remote != thirdAddr {
				t.Fatalf("%v: the far end sends to %v", release, right)
			}
			n.run(40 * time.Second)
			if n.takes(0, firstLine) != nil || n.rigs[0].engine.IPsec.Len() != 1 || n.rigs[1].engine.IPsec.Len() != 1 {
				t.Errorf("%v: what the first line had is still there", release)
			}
			if at := n.rigs[1].engine.CurrentPeer(n.rigs[1].engine.config.MapEntry("green", 1)); at != 1 {
				t.Errorf("%v: the far end would ask peer %d next", release, at)
			}
		}
	}
}

// The first line was away for a moment only: its SAs serve again, and with the first packet that the far end gets by them it answers there.
func TestTrafficFollowsWhereThePeerWasHeard(t *testing.T) {
	n := twoLines(t, debuglog.IOS15, nil)
	n.ask(firstLine)
	n.run(time.Second)
	n.ask(secondLine)
	n.run(time.Second)
	for _, line := range []string{firstLine, secondLine, firstLine} {
		n.run(time.Second)
		pair := n.takes(0, line)
		n.clear(1, func(e *Engine, out *Out) { e.Heard(n.now, e.IPsec.Inbound(pair.Out.SPI), out) })
		if got := n.takes(1, firstLine); got.Out.Remote != pair.Out.Local {
			t.Errorf("heard from %v, the far end sends to %v", pair.Out.Local, got.Out.Remote)
		}
		if f := n.rigs[1].engine.ProtectedInterfaces(n.now)[0].Flows[0]; f.Peer != pair.Out.Local || f.Pairs[f.InUse].Out.SPI != pair.In.SPI {
			t.Errorf("heard from %v, the far end shows %v as its peer", pair.Out.Local, f.Peer)
		}
	}
	for at, line := range []string{firstLine, secondLine} {
		shown := n.rigs[0].engine.ProtectedInterfaces(n.now)[at]
		if f := shown.Flows[0]; shown.Name != line || len(f.Pairs) != 1 || f.Pairs[0].In.SPI != n.takes(0, line).In.SPI {
			t.Errorf("%s is shown with %d pairs", line, len(f.Pairs))
		}
	}
}

// That a peer is not heard by one line is no reason to turn to the next peer while it is heard by the other.
func TestADeadLineIsNoDeadPeer(t *testing.T) {
	for _, both := range []bool{false, true} {
		n := twoLines(t, debuglog.IOS15, func(left, _ *config.Config) {
			e := left.MapEntry("green", 1)
			e.Peers = append(e.Peers, config.Peer{Addr: netip.MustParseAddr("10.2.80.211")})
		})
		n.ask(firstLine)
		n.run(time.Second)
		if n.silence(); both {
			n.ask(secondLine)
		}
		n.run(40 * time.Second)
		want := 1
		if both {
			want = 0
		}
		if got := n.rigs[0].engine.CurrentPeer(n.rigs[0].engine.config.MapEntry("green", 1)); got != want {
			t.Errorf("SAs by the second line: %v: peer %d is the current one, want %d", both, got, want)
		}
	}
}

// A client that the hub knows by a template comes back from its other line, while the SAs from its first are there: what the hub sends
// goes where it is now, and so does the route to its network.
func TestAReturningClientIsAnsweredWhereItIs(t *testing.T) {
	n := twoLines(t, debuglog.IOS15, func(_, right *config.Config) { template(right).ReverseRoute = &config.ReverseRoute{} })
	hub := n.rigs[1].engine
	reference, flow := hub.config.MapEntry("green", 100), config.Flow{Src: netip.MustParseAddr("192.168.2.1"),
		Dst: netip.MustParseAddr("192.168.1.1")}
	answered := func() netip.Addr {
		entry, _, ok := hub.TemporaryFor(reference, hub.config.Interface(firstLine), flow)
		if !ok {
			return netip.Addr{}
		}
		if routes := hub.ReverseRoutes(); len(routes) != 1 || routes[0].NextHop != entry.Peers[0].Addr {
			t.Errorf("routes %v, but the peer is %v", routes, entry.Peers[0].Addr)
		}
		return entry.Peers[0].Addr
	}
	n.ask(firstLine)
	n.run(time.Second)
	if got := answered(); got != leftAddr {
		t.Fatalf("answered at %v", got)
	}
	n.silence()
	n.ask(secondLine)
	n.run(time.Second)
	if got := answered(); got != thirdAddr {
		t.Fatalf("from its second line it is answered at %v", got)
	}
	n.run(time.Minute)
	if got := answered(); got != thirdAddr || len(hub.Temporary("green")) != 1 {
		t.Errorf("after the death of the first it is answered at %v", got)
	}
}

// SAs of a template's entry are for the interface that they were negotiated on.
func TestTemporaryEntriesAreOfAnInterface(t *testing.T) {
	n := newNet(t, debuglog.IOS15, func(_, right *config.Config) {
		template(right)
		i := right.AddInterface(secondLine)
		i.Address, i.CryptoMap = netip.PrefixFrom(thirdAddr, 24), "green"
	})
	n.trigger(0)
	n.run(time.Second)
	hub := n.rigs[1].engine
	flow := config.Flow{Src: netip.MustParseAddr("192.168.2.1"), Dst: netip.MustParseAddr("192.168.1.1")}
	for line, want := range map[string]bool{firstLine: true, secondLine: false} {
		if _, _, got := hub.TemporaryFor(hub.config.MapEntry("green", 100), hub.config.Interface(line), flow); got != want {
			t.Errorf("%s: there is an entry: %v", line, got)
		}
	}
}

// An ISAKMP SA that nothing names any more, as a template's peer has it without IPsec SAs, goes with the local end that it has.
func TestISAKMPSAsGoWithTheirLocalEnd(t *testing.T) {
	for what, edit := range map[string]func(*config.Interface){
		"another address": func(i *config.Interface) { i.Address = netip.PrefixFrom(thirdAddr, 24) },
		"another VRF":     func(i *config.Interface) { i.VRF = "BLUE" },
		"shutdown":        func(i *config.Interface) { i.Shutdown = true },
		"no crypto map":   func(i *config.Interface) { i.CryptoMap = "" },
		"a description":   nil,
	} {
		n := newNet(t, debuglog.IOS15, func(_, right *config.Config) { template(right) })
		n.trigger(0)
		n.clear(0, func(e *Engine, out *Out) { e.ClearIPsec(n.now, IPsecFilter{}, out) })
		n.run(time.Second)
		if hub := n.rigs[1].engine; hub.IPsec.Len() != 0 || len(livingSAs(hub, n.now)) != 1 {
			t.Fatalf("%s: the hub has %d pairs and %d ISAKMP SAs to begin with", what, hub.IPsec.Len(), len(livingSAs(hub, n.now)))
		}
		n.reconfigure(1, func(c *config.Config) {
			if i := c.Interface(firstLine); edit != nil {
				edit(i)
			} else {
				i.Description = "outside"
			}
		})
		if got := len(livingSAs(n.rigs[1].engine, n.now)); (got == 0) != (edit != nil) {
			t.Errorf("%s: %d ISAKMP SAs are left", what, got)
		}
	}
}

func livingSAs(e *Engine, now time.Time) []SAStatus {
	return slices.DeleteFunc(e.SAs(now), func(s SAStatus) bool { return s.Deleted })
}
