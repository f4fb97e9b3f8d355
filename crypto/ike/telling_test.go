package ike

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/event"
)

// hear notes an event. What every test of the engine does is held against what events promise: nothing comes up that is up,
// and nothing goes down that is not.
func (b *rig) hear(e event.Event) {
	b.events = append(b.events, e)
	if b.t == nil { // it only lends its messages
		return
	}
	b.t.Helper()
	var what any
	switch e := e.(type) {
	case event.ISAKMPSA:
		what = e.Initiator
	case event.IPsecSA:
		what = e.InboundSPI
	case event.Session:
		what = [2]any{e.Local, e.Remote.Addr()} // by another line there is another session
	default:
		return
	}
	if b.isUp == nil {
		b.isUp = map[any]bool{}
	}
	switch {
	case e.What() == event.Up && b.isUp[what], e.What() == event.Down && !b.isUp[what], e.What() == event.Failed && b.isUp[what]:
		b.t.Errorf("%s: it is told of %T %v, which is up: %v", b.addr, e, e, b.isUp[what])
	}
	b.isUp[what] = e.What() == event.Up
}

// story is what a rig told, a word or two an event, since the first of its events that are left out.
func (b *rig) story(from int) (words []string) {
	for _, e := range b.events[min(from, len(b.events)):] {
		var why event.Reason
		switch e := e.(type) {
		case event.ISAKMPSA:
			why = e.Reason
		case event.IPsecSA:
			why = e.Reason
		case event.Session:
			why = e.Reason
		case event.Peer:
			why = e.Reason
		case event.DPD:
			if why = event.Reason(e.Heard); e.State == event.AskedAgain {
				why = event.Reason(fmt.Sprint(e.Misses))
			}
		}
		word := fmt.Sprintf("%s %s", e.Kind(), e.What())
		if why != "" {
			word += ": " + string(why)
		}
		words = append(words, word)
	}
	return words
}

func wantStory(t *testing.T, who string, b *rig, from int, want ...string) {
	t.Helper()
	if got := b.story(from); !slices.Equal(got, want) {
		t.Errorf("%s tells\n %q, want\n %q", who, got, want)
	}
}

var comingUp = []string{"isakmp-sa begun", "isakmp-sa up", "ipsec-sa up", "session up"}

// Both ends tell how a tunnel comes up, and why it ends.
func TestEndsAreTold(t *testing.T) {
	entry := func(c *config.Config) *config.CryptoMapEntry { return c.MapEntry("green", 1) }
	goes := func(why string) []string {
		return []string{"ipsec-sa down: " + why, "session down: " + why, "isakmp-sa down: " + why}
	}
	for _, tt := range []struct {
		name        string
		edit        func(left, right *config.Config)
		do          func(n *testnet)
		left, right []string
	}{
		{"clear crypto session", nil,
			func(n *testnet) { n.clear(0, func(e *Engine, out *Out) { e.ClearSession(n.now, Filter{}, out) }) },
			goes("cleared"), goes("deleted-by-peer")},
		{"clear crypto isakmp", nil,
			func(n *testnet) { n.clear(0, func(e *Engine, out *Out) { e.ClearISAKMP(n.now, 0, out) }) },
			[]string{"isakmp-sa down: cleared"}, []string{"isakmp-sa down: deleted-by-peer"}},
		{"clear crypto sa", nil,
			func(n *testnet) { n.clear(0, func(e *Engine, out *Out) { e.ClearIPsec(n.now, IPsecFilter{}, out) }) },
			[]string{"ipsec-sa down: cleared", "session down: cleared"},
			[]string{"ipsec-sa down: deleted-by-peer", "session down: deleted-by-peer"}},
		{"no crypto map", nil,
			func(n *testnet) {
				n.reconfigure(0, func(c *config.Config) { c.Interface("FastEthernet0/0").CryptoMap = "" })
			},
			goes("unconfigured"), goes("deleted-by-peer")},
		{"idle time", func(left, _ *config.Config) { left.IPsec.IdleTime = time.Minute },
			func(n *testnet) { left := n.rigs[0]; n.run(61 * time.Second); left.events = withoutDPD(left.events) },
			[]string{"ipsec-sa down: idle", "session down: idle"}, []string{"ipsec-sa down: deleted-by-peer", "session down: deleted-by-peer"}},
		{"lifetime of phase 2", func(left, _ *config.Config) { left.IPsec.LifetimeSeconds = 120 },
			func(n *testnet) { n.run(121 * time.Second) },
			[]string{"ipsec-sa down: lifetime", "session down: lifetime"},
			[]string{"ipsec-sa down: deleted-by-peer", "session down: deleted-by-peer"}},
		{"no second peer in sight", func(left, _ *config.Config) {
			entry(left).Peers = append(entry(left).Peers, config.Peer{Addr: thirdAddr})
		}, func(n *testnet) { n.drop = func(Datagram) bool { return true }; n.run(30 * time.Second) },
			[]string{"dpd asked", "dpd asked-again: 1", "dpd asked-again: 2", "dpd asked-again: 3", "dpd asked-again: 4", "dpd dead",
				"isakmp-sa down: peer-dead", "ipsec-sa down: peer-dead", "session down: peer-dead", "peer current: peer-dead"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := newNet(t, debuglog.IOS15, func(left, right *config.Config) {
				if right.ISAKMP.Keepalive = nil; tt.edit != nil {
					tt.edit(left, right)
				}
				if tt.name != "no second peer in sight" {
					left.ISAKMP.Keepalive = nil
				}
			})
			n.trigger(0)
			for i, b := range n.rigs {
				wantStory(t, fmt.Sprintf("rig %d, coming up,", i), b, 0, comingUp...)
			}
			tt.do(n)
			wantStory(t, "left", n.rigs[0], len(comingUp), tt.left...)
			wantStory(t, "right", n.rigs[1], len(comingUp), tt.right...)
		})
	}
}

func withoutDPD(events []event.Event) []event.Event {
	return slices.DeleteFunc(events, func(e event.Event) bool { return e.Kind() == event.KindDPD })
}

// What never came up is told with the reason.
func TestFailuresAreTold(t *testing.T) {
	noAnswer := []string{"isakmp-sa begun", "isakmp-sa failed: no-answer"}
	for _, tt := range []struct {
		name        string
		edit        func(left, right *config.Config)
		left, right []string
	}{
		{"wrong key", func(left, _ *config.Config) { left.ISAKMP.Keys[0].Key = "other" }, noAnswer, noAnswer},
		{"no common policy", func(left, _ *config.Config) { left.ISAKMP.Policies[0].Hash = config.MD5 }, noAnswer,
			[]string{"isakmp-sa begun", "isakmp-sa failed: no-proposal-chosen"}},
		{"no key here", func(left, _ *config.Config) { left.ISAKMP.Keys = nil }, []string{"isakmp-sa failed: no-key"}, nil},
		{"no policy here", func(left, _ *config.Config) { left.ISAKMP.Policies[0].Authentication = config.RSASig },
			[]string{"isakmp-sa begun", "isakmp-sa failed: no-key"}, nil},
		{"no proxies there", func(_, right *config.Config) { right.AccessLists[0].Entries[0].Dst = config.HostMatch(thirdAddr) },
			[]string{"isakmp-sa begun", "isakmp-sa up", "ipsec-sa failed: refused-by-peer"},
			[]string{"isakmp-sa begun", "isakmp-sa up", "ipsec-sa failed: no-proposal-chosen"}},
		{"PFS only here", func(_, right *config.Config) { right.MapEntry("green", 1).PFSGroup = 2 },
			[]string{"isakmp-sa begun", "isakmp-sa up", "ipsec-sa failed: refused-by-peer"},
			[]string{"isakmp-sa begun", "isakmp-sa up", "ipsec-sa failed: no-proposal-chosen"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := newNet(t, debuglog.IOS15, func(left, right *config.Config) {
				tt.edit(left, right)
				left.ISAKMP.Keepalive, right.ISAKMP.Keepalive = nil, nil
			})
			n.trigger(0)
			n.run(70 * time.Second)
			for i, want := range [][]string{tt.left, tt.right} {
				got := n.rigs[i].story(0)
				if len(got) < len(want) || !slices.Equal(got[:len(want)], want) {
					t.Errorf("rig %d tells\n %q, which does not begin\n %q", i, got, want)
				}
			}
		})
	}
}

// A pair that the peer never confirms has failed: it was not up, and no session went down with it.
func TestUnconfirmedPairIsToldAsFailed(t *testing.T) {
	for _, release := range releases {
		n := newNet(t, release, nil)
		right := n.rigs[1]
		n.drop = func(d Datagram) bool { return d.Remote.Addr() == rightAddr && right.engine.IPsec.Len() > 0 } // message 3 and all after
		n.trigger(0)
		n.run(3 * time.Minute)
		got := right.story(0)
		if !slices.Contains(got, "ipsec-sa failed: no-answer") && !slices.Contains(got, "ipsec-sa failed: peer-dead") {
			t.Errorf("%v: no failed pair in %q", release, got)
		}
		if slices.ContainsFunc(got, func(s string) bool { return len(s) > 7 && s[:7] == "session" }) {
			t.Errorf("%v: a session that never was: %q", release, got)
		}
		if count(right.lines, "Crypto tunnel is DOWN") > 0 {
			t.Errorf("%v: the log says that what never was up is down", release)
		}
	}
}

// Whatever comes from the peer while it is asked ends the asking.
func TestSignsOfLifeAreTold(t *testing.T) {
	n := newNet(t, debuglog.IOS15, func(_, right *config.Config) { right.ISAKMP.Keepalive = nil })
	n.trigger(0)
	n.run(11 * time.Second)
	n.drop = func(d Datagram) bool { return d.Local.Addr() == rightAddr }
	n.run(10 * time.Second) // a question whose answer is lost
	n.talk(1, 2*time.Second)
	n.drop = func(Datagram) bool { return false }
	wantStory(t, "left", n.rigs[0], len(comingUp), "dpd asked", "dpd answered", "dpd asked", "dpd heard: ESP")
}
