package ike

import (
	"encoding/binary"
	"fmt"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// A flow whose negotiation failed is asked for again when the timer of its request fires, after half
// a minute, and given up after a whole one; then its next packet asks. What fails makes no
// difference, nor how many packets come meanwhile.
func TestFailedFlowWaitsForItsTimer(t *testing.T) {
	silent := func(_, right *config.Config) { right.ISAKMP.Keepalive = nil }
	failures := map[string]func(left, right *config.Config){
		"no key":       func(left, _ *config.Config) { left.ISAKMP.Keys = nil },
		"no key there": func(_, right *config.Config) { right.ISAKMP.Keys = nil },
		"policy":       func(left, _ *config.Config) { left.ISAKMP.Policies[0].Hash = config.MD5 },
		"wrong key":    func(left, _ *config.Config) { left.ISAKMP.Keys[0].Key = "other" },
		"no offer":     func(left, _ *config.Config) { left.ISAKMP.Policies[0].Authentication = config.RSASig },
		"proxies":      func(_, right *config.Config) { right.AccessLists[0].Entries[0].Dst = config.HostMatch(thirdAddr) },
		"transform":    func(_, right *config.Config) { right.IPsec.TransformSets[0].Transforms[0].Name = "esp-3des" },
		"PFS":          func(_, right *config.Config) { right.MapEntry("green", 1).PFSGroup = 2 },
		"silence":      silent,
	}
	for _, release := range releases {
		for what, edit := range failures {
			n := newNet(t, release, edit)
			if what == "silence" {
				n.drop = func(Datagram) bool { return true }
			}
			start, asked := n.now, []time.Duration{}
			left := n.rigs[0]
			for n.now.Sub(start) <= 62*time.Second {
				before := count(left.lines, "IPSEC(sa_request)")
				n.trigger(0)
				if after := count(left.lines, "IPSEC(sa_request)"); after > before {
					asked = append(asked, n.now.Sub(start))
				}
				n.run(2 * time.Second)
			}
			// The packet of the sixtieth second comes after the timer, and begins anew.
			if got, want := fmt.Sprint(asked), "[0s 1m0s]"; got != want {
				t.Errorf("%v, %s: packets asked at %v, want %v", release, what, got, want)
			}
			if first, second := count(left.lines, "request timer fired: count = 1,"),
				count(left.lines, "request timer fired: count = 2,"); first != 1 || second != 1 {
				t.Errorf("%v, %s: the timer was said to fire %d and %d times", release, what, first, second)
			}
		}
	}
}

// The node of a request has its message ID before it is shown, and is purged under it.
func TestNodeWithoutKeyHasItsOwnID(t *testing.T) {
	n := newNet(t, debuglog.IOSXE, func(left, _ *config.Config) { left.ISAKMP.Keys = nil })
	n.trigger(0)
	if count(n.rigs[0].lines, "set new node 0 to QM_IDLE") != 1 || count(n.rigs[0].lines, "purging node 0") != 0 {
		t.Errorf("said %q", n.rigs[0].lines)
	}
}

// The nodes of an SA that died in main mode are purged fifty seconds later.
func TestNodesOfDeadMainModeArePurged(t *testing.T) {
	n := newNet(t, debuglog.IOS15, nil)
	n.drop = func(Datagram) bool { return true }
	n.trigger(0)
	n.run(109 * time.Second)
	early := count(n.rigs[0].lines, "purging node")
	n.run(2 * time.Second)
	if late := count(n.rigs[0].lines, "purging node"); early != 0 || late != 2 {
		t.Errorf("%d nodes were purged before and %d by 50 s after the death, want 0 and 2", early, late)
	}
}

// A notification that names no SPI of ours ends no quick mode.
func TestRefusalNamesItsQuickMode(t *testing.T) {
	n := slowly(t, debuglog.IOS15, nil, 0)
	sa := n.rigs[0].engine.allSAs()[0]
	for range slowSteps {
		if sa.nodes[0].quick == nil {
			n.step(1)
		}
	}
	for _, own := range []bool{false, true} {
		spi := []byte{1, 2, 3, 4}
		if own {
			spi = binary.BigEndian.AppendUint32(nil, sa.nodes[0].quick.in.ESP)
		}
		n.do(0, func(e *Engine, out *Out) {
			e.changeSA(n.now, sa, out).endRefusedQuickMode(&isakmp.Notify{Type: isakmp.NotifyNoProposalChosen, SPI: spi})
		})
		if sa.nodes[0].deleted != own {
			t.Errorf("its own SPI named: %t, and the quick mode ended: %t", own, sa.nodes[0].deleted)
		}
	}
}

// With PFS as without it, phase 1 is announced as complete when the first message of quick mode is out.
func TestPhase1IsCompleteAfterQuickModeBegins(t *testing.T) {
	for _, release := range releases {
		for _, edit := range []func(left, right *config.Config){nil, withPFS} {
			n := newNet(t, release, edit)
			n.trigger(0)
			n.rigs[0].said(t, "beginning Quick Mode exchange", "(I) QM_IDLE", ", IKE_INIT_QM", "New State = IKE_QM_I_QM1",
				"IKE_PHASE1_COMPLETE", "Old State = IKE_P1_COMPLETE  New State = IKE_P1_COMPLETE")
			if count(n.rigs[0].lines, "IKE_PHASE1_COMPLETE") != 1 || !n.rigs[0].up() {
				t.Errorf("%v: phase 1 was not announced as complete once, or there is no tunnel", release)
			}
		}
	}
}

// A message of main mode heard twice has its answer repeated by the ordinary timer, half a second
// later: one copy, however often it is heard.
func TestDuplicateIsAnsweredByTheTimer(t *testing.T) {
	n := newNet(t, debuglog.IOS15, nil)
	lost := 1
	n.drop = func(Datagram) bool { lost--; return lost < 0 }
	n.trigger(0) // message 2 is lost
	again, sent := n.rigs[0].sent[0], len(n.rigs[1].sent)
	n.drop = func(d Datagram) bool { return d.Local.Addr() == rightAddr }
	for range 3 {
		n.deliver(again)
	}
	at := [2]int{len(n.rigs[1].sent)}
	n.run(600 * time.Millisecond)
	at[1] = len(n.rigs[1].sent)
	if at != [2]int{sent, sent + 1} {
		t.Errorf("message 2 was sent %d times, %d at once and %d soon after", sent, at[0], at[1])
	}
}

// What the peer has asked for meanwhile is not asked for again when the timer of one's own request fires.
func TestRequestEndsWithSAsThatThePeerAskedFor(t *testing.T) {
	for _, release := range releases {
		n := newNet(t, release, func(_, right *config.Config) { right.AccessLists[0].Entries[0].Dst = config.HostMatch(thirdAddr) })
		n.trigger(0)
		n.reconfigure(1, func(c *config.Config) {
			mirrored := n.rigs[0].engine.config.AccessLists[0].Entries[0]
			c.AccessList("101").Entries[0].Dst = mirrored.Src
		})
		n.run(5 * time.Second)
		n.trigger(1)
		left := n.rigs[0]
		if !left.up() {
			t.Fatalf("%v: the peer's SAs did not come up", release)
		}
		n.run(time.Minute)
		if asked := count(left.lines, "IPSEC(sa_request)"); asked != 1 || left.engine.IPsec.Len() != 1 || len(left.engine.requests) != 0 {
			t.Errorf("%v: asked %d times, %d pairs, %d requests", release, asked, left.engine.IPsec.Len(), len(left.engine.requests))
		}
	}
}
