package ike

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/ipsec"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

func withPFS(left, right *config.Config) {
	left.MapEntry("green", 1).PFSGroup, right.MapEntry("green", 1).PFSGroup = 19, 19
}

// each runs f for every release, either initiator, with and without PFS.
func each(t *testing.T, f func(t *testing.T, fresh func() *testnet, initiator int)) {
	for _, release := range releases {
		for initiator := range 2 {
			for _, edit := range []func(left, right *config.Config){nil, withPFS} {
				t.Run(fmt.Sprintf("%v/%d/pfs=%t", release, initiator, edit != nil), func(t *testing.T) {
					f(t, func() *testnet { return newNet(t, release, edit) }, initiator)
				})
			}
		}
	}
}

// messages is how many datagrams a tunnel takes: six of main mode, three of quick mode.
const messages = 9

// Any one datagram may be lost: its sender, or the one who waits for it, repeats.
func TestEveryDatagramMayBeLost(t *testing.T) {
	each(t, func(t *testing.T, fresh func() *testnet, initiator int) {
		for lost := range messages {
			n := fresh()
			seen := 0
			n.drop = func(Datagram) bool { seen++; return seen == lost+1 }
			n.trigger(initiator)
			n.run(11 * time.Second)
			n.mirrored()
		}
	})
}

// Any datagram may arrive twice, and all of them: that ends in one tunnel, and soon.
func TestDatagramsMayArriveTwice(t *testing.T) {
	each(t, func(t *testing.T, fresh func() *testnet, initiator int) {
		for twice := range messages + 1 {
			n := fresh()
			seen, copying := 0, false
			n.drop = func(d Datagram) bool {
				if seen++; seen > 200 {
					t.Fatalf("datagram %d, doubled, made a storm", twice+1)
				}
				if !copying && (seen == twice+1 || twice == messages) {
					copying = true
					n.deliver(d)
					copying = false
				}
				return false
			}
			n.trigger(initiator)
			n.run(time.Second)
			n.mirrored()
		}
	})
}

// A forged or damaged datagram in front of the right one does not keep the tunnel from
// coming up: what does not fit changes nothing.
func TestForgeriesDoNotStopMainMode(t *testing.T) {
	forgeries := map[string]func(d []byte, r *rand.Rand) []byte{
		"no payloads": func(d []byte, _ *rand.Rand) []byte {
			h, _ := isakmp.ParseHeader(d)
			h.Next, h.Length = 0, isakmp.HeaderLen
			return h.Append(nil)
		},
		"another payload": func(d []byte, _ *rand.Rand) []byte {
			h, _ := isakmp.ParseHeader(d)
			m := isakmp.Message{Header: h, Payloads: []isakmp.Payload{isakmp.New(&isakmp.Nonce{Data: make([]byte, 20)})}}
			m.Header.Flags &^= isakmp.FlagEncryption
			return m.Append(nil)
		},
		"a public value of zero": func(d []byte, _ *rand.Rand) []byte {
			h, _ := isakmp.ParseHeader(d)
			m := isakmp.Message{Header: h, Payloads: []isakmp.Payload{
				isakmp.New(&isakmp.KeyExchange{Data: make([]byte, 64)}), isakmp.New(&isakmp.Nonce{Data: make([]byte, 20)})}}
			m.Header.Flags &^= isakmp.FlagEncryption
			return m.Append(nil)
		},
		"junk after the header": func(d []byte, r *rand.Rand) []byte {
			bad := slices.Clone(d)
			for i := isakmp.HeaderLen; i < len(bad); i++ {
				bad[i] = byte(r.Uint32())
			}
			return bad
		},
		"the end missing": func(d []byte, _ *rand.Rand) []byte { return d[:len(d)-1] },
	}
	for what, forge := range forgeries {
		t.Run(what, func(t *testing.T) {
			each(t, func(t *testing.T, fresh func() *testnet, initiator int) {
				for at := 1; at <= messages; at++ {
					if (what == "junk after the header" || what == "a public value of zero") && at == 1 {
						continue // a first message stands for itself
					}
					n := fresh()
					random := rand.New(rand.NewPCG(3, uint64(at)))
					seen := 0
					n.drop = func(d Datagram) bool {
						if seen++; seen == at {
							d.Data = forge(d.Data, random)
							n.deliver(d)
						}
						return false
					}
					n.trigger(initiator)
					n.run(11 * time.Second)
					n.mirrored()
				}
			})
		})
	}
}

// An initiator whose first message comes back to it does not take it for an answer.
func TestEchoIsNoAnswer(t *testing.T) {
	n := newNet(t, debuglog.IOS15, nil)
	n.drop = func(d Datagram) bool { return d.Remote.Addr() == rightAddr }
	n.trigger(0)
	before := n.rigs[0].dump()
	n.hit(n.rigs[0].sent[0].Data)
	unharmed(t, n, before, "the echo of message 1")
}

// Two flows that ask for PFS at once get a pair each: the arithmetic of one does not
// get lost over the other's.
func TestTwoQuickModesWithPFSAtOnce(t *testing.T) {
	n := newNet(t, debuglog.IOS15, func(left, right *config.Config) {
		withPFS(left, right)
		for _, c := range []*config.Config{left, right} {
			ace := c.AccessList("101").Entries[0]
			ace.Protocol = 17
			c.AccessList("101").Entries = []config.Entry{ace}
			ace.Protocol, ace.Sequence = 6, 0
			c.AccessList("101").Add(ace)
		}
	})
	left := n.rigs[0]
	out := Out{Events: true}
	for _, ace := range left.engine.config.AccessList("101").Entries {
		want, _ := SelectorOf(ace)
		left.engine.Acquire(n.now, left.engine.config.MapEntry("green", 1), left.engine.config.Interface("FastEthernet0/0"), want, &out)
	}
	n.follow(left, &out)
	for i, b := range n.rigs {
		if got := b.engine.IPsec.Len(); got != 2 {
			t.Errorf("rig %d has %d pairs, want two:\n%s", i, got, strings.Join(b.lines, "\n"))
		}
	}
}

// PFS is what quick mode made, not what is configured: who wants none takes what it is offered, and before there is a
// pair nobody has any.
func TestPFSAsNegotiated(t *testing.T) {
	for _, release := range releases {
		n := newNet(t, release, func(_, right *config.Config) { right.MapEntry("green", 1).PFSGroup = 19 })
		group := func(i int) int { return n.rigs[i].engine.ProtectedInterfaces(n.now)[0].Flows[0].PFSGroup }
		if got := group(1); got != 0 {
			t.Errorf("%v: group %d before there is a pair", release, got)
		}
		n.trigger(1)
		for i := range n.rigs {
			if got := group(i); got != 19 {
				t.Errorf("%v: rig %d shows group %d", release, i, got)
			}
		}
	}
}

// Both ends may begin at the same moment: two ISAKMP SAs, and traffic flows both ways.
func TestBothBeginAtOnce(t *testing.T) {
	for _, release := range releases {
		n := newNet(t, release, nil)
		n.busy = true // hold the wire until both have sent message 1
		n.trigger(0)
		n.trigger(1)
		n.busy = false
		n.follow(n.rigs[0], &Out{})
		n.run(time.Second)
		n.talk(0, 30*time.Second)
		n.talk(1, 30*time.Second)
		for i, b := range n.rigs {
			if !b.up() || len(b.engine.requests) > 0 {
				t.Errorf("%v: rig %d: up is %t, %d requests are open", release, i, b.up(), len(b.engine.requests))
			}
		}
	}
}

// A router that comes back from a reload says INITIAL-CONTACT; the SAs of its former
// life go.
func TestInitialContact(t *testing.T) {
	for _, release := range releases {
		n := newNet(t, release, nil)
		n.trigger(0)
		old := n.rigs[0].engine.IPsec.Pairs()[0]
		right := n.rigs[1]
		right.engine = newEngine(release, right.engine.config, streams(77))
		right.isUp = nil
		n.trigger(1)
		n.mirrored()
		left := n.rigs[0]
		if pairs := left.engine.IPsec.Pairs(); pairs[0] == old {
			t.Errorf("%v: the old pair outlived the reload", release)
		}
		if sas := left.engine.SAs(n.now); len(sas) != 2 || sas[0].Deleted || !sas[1].Deleted {
			t.Errorf("%v: SAs after the reload: %+v", release, sas)
		}
		if count(left.lines, `deleting SA reason "Receive initial contact" state (I) QM_IDLE       (peer 10.2.80.209)`) == 0 {
			t.Errorf("%v: the log does not say why the old SA went", release)
		}
		n.talk(0, 30*time.Second)
	}
}

// ESP that arrives on the older of two pairs is opened until its lifetime ends.
func TestOldPairOpensWhileItLasts(t *testing.T) {
	n := newNet(t, debuglog.IOS15, nil)
	n.trigger(0)
	old := n.rigs[0].engine.IPsec.Pairs()[0]
	old.Out.Bytes = uint64(old.Out.Lifetime.Kilobytes-100) * 1024
	n.talk(0, 2*time.Second)
	if n.rigs[0].engine.IPsec.Len() != 2 {
		t.Fatalf("%d pairs, want the old and the new", n.rigs[0].engine.IPsec.Len())
	}
	late, err := old.Out.Seal([]byte("late"), 4, streams(5)("iv"))
	if err != nil {
		t.Fatal(err)
	}
	var there *ipsec.Pair
	if there = n.rigs[1].engine.IPsec.Inbound(old.Out.SPI); there == nil {
		t.Fatal("the peer dropped the old pair at once")
	}
	if _, _, err := there.In.Open(late); err != nil {
		t.Error(err)
	}
	n.run(siblingTimeout)
	if n.rigs[1].engine.IPsec.Inbound(old.Out.SPI) != nil {
		t.Error("the old pair outlived its time")
	}
}
