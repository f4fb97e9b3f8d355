package ike

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
)

// said checks that lines stand in the log in this order, others between them.
func (b *rig) said(t *testing.T, want ...string) {
	t.Helper()
	rest := b.lines
	for _, line := range want {
		at := slices.IndexFunc(rest, func(l string) bool { return strings.Contains(l, line) })
		if at < 0 {
			t.Fatalf("never, or not in this order: %q\n%s", line, strings.Join(b.lines, "\n"))
		}
		rest = rest[at+1:]
	}
}

// A peer that never answers hears message 1 six times, ten seconds apart, and the SA
// dies of it; IPsec asks again after half a minute, is attached to the SA that buds,
// and gives up after a minute.
func TestSilentPeer(t *testing.T) {
	for _, release := range releases {
		n := newNet(t, release, nil)
		n.drop = func(Datagram) bool { return true }
		start := n.now
		var times []time.Duration
		n.trigger(0)
		left := n.rigs[0]
		for sent := 0; n.now.Sub(start) < 70*time.Second; n.run(time.Second) {
			for ; sent < len(left.sent); sent++ {
				times = append(times, n.now.Sub(start))
			}
		}
		if got, want := fmt.Sprint(times), "[0s 10s 20s 30s 40s 50s]"; got != want {
			t.Errorf("%v: message 1 left at %v, want %v", release, got, want)
		}
		for _, d := range left.sent {
			if string(d.Data) != string(left.sent[0].Data) {
				t.Errorf("%v: a repeated message is not the same", release)
			}
		}
		var lines []string
		for attempt := 1; attempt <= 5; attempt++ {
			if attempt == 3 {
				lines = append(lines, "request timer fired: count = 1,",
					"SA is still budding. Attached new ipsec request to it. (local 10.1.32.14, remote 10.2.80.209)")
			}
			lines = append(lines, "retransmitting phase 1 MM_NO_STATE...",
				fmt.Sprintf("incrementing error counter on sa, attempt %d of 5: retransmit phase 1", attempt),
				"retransmitting phase 1 MM_NO_STATE", "sending packet to 10.2.80.209 my_port 500 peer_port 500 (I) MM_NO_STATE")
		}
		lines = append(lines, "request timer fired: count = 2,",
			"retransmitting phase 1 MM_NO_STATE...", "peer does not do paranoid keepalives.",
			`deleting SA reason "Death by retransmission P1" state (I) MM_NO_STATE (peer 10.2.80.209)`,
			`deleting SA reason "Death by retransmission P1" state (I) MM_NO_STATE (peer 10.2.80.209)`,
			"for isadb_mark_sa_deleted(), count 0", "Deleting peer node by peer_reap for 10.2.80.209:",
			`error FALSE reason "IKE deleted"`, `error FALSE reason "IKE deleted"`,
			"Input = "+fromInternal(release)+", IKE_PHASE1_DEL", "Old State = IKE_I_MM1  New State = IKE_DEST_SA ")
		left.said(t, lines...)
		if len(left.engine.requests) != 0 {
			t.Errorf("%v: the request outlived two timers", release)
		}
		n.run(time.Minute)
		n.empty(release.String())
	}
}

// fromInternal is the sender of PHASE1_DEL: 12.4 spells it as the chapter does.
func fromInternal(release debuglog.Release) string {
	if release == debuglog.IOS124 {
		return "IKE_MSG_INTERNAL"
	}
	return "IKE_MESG_INTERNAL"
}

// An initiator that goes silent after message n leaves a responder that gives up, too.
func TestSilentInitiator(t *testing.T) {
	for after, state := range map[int]string{1: "MM_SA_SETUP", 3: "MM_KEY_EXCH"} {
		n := newNet(t, debuglog.IOS15, nil)
		seen := 0
		n.drop = func(Datagram) bool { seen++; return seen > after }
		n.trigger(0)
		n.run(61 * time.Second)
		n.rigs[1].said(t, "retransmitting phase 1 "+state+"...", "attempt 5 of 5: retransmit phase 1",
			`deleting SA reason "Death by retransmission P1" state (R) `+state)
		n.run(2 * time.Minute)
		n.empty(fmt.Sprintf("silence after message %d", after))
	}
}

// A quick mode nobody answers is repeated five times, and its ISAKMP SA ends with it.
func TestSilenceInQuickMode(t *testing.T) {
	n := newNet(t, debuglog.IOS15, func(left, right *config.Config) { left.ISAKMP.Keepalive, right.ISAKMP.Keepalive = nil, nil })
	seen := 0
	n.drop = func(Datagram) bool { seen++; return seen > 6 }
	n.trigger(0)
	n.run(61 * time.Second)
	left := n.rigs[0]
	left.said(t, "beginning Quick Mode exchange", "incrementing error counter on node, attempt 1 of 5: retransmit phase 2",
		"incrementing error counter on sa, attempt 1 of 5: retransmit phase 2", "attempt 5 of 5: retransmit phase 2",
		`deleting SA reason "Death by retransmission P2" state (I) QM_IDLE       (peer 10.2.80.209)`)
	if sas := left.engine.SAs(n.now); len(sas) != 1 || !sas[0].Deleted {
		t.Errorf("SAs after a failed quick mode: %+v", sas)
	}
}

// With different keys message 5 is garbage to the responder: both repeat, both give up,
// whichever side the wrong key is on.
func TestDifferentKeys(t *testing.T) {
	for side := range 2 {
		for _, release := range releases {
			n := newNet(t, release, func(left, right *config.Config) {
				[]*config.Config{left, right}[side].ISAKMP.Keys[0].Key = "another"
			})
			n.trigger(0)
			n.run(70 * time.Second)
			left, right := n.rigs[0], n.rigs[1]
			left.said(t, "Old State = IKE_I_MM4  New State = IKE_I_MM5", "retransmitting phase 1 MM_KEY_EXCH...",
				`deleting SA reason "Death by retransmission P1" state (I) MM_KEY_EXCH (peer 10.2.80.209)`)
			right.said(t, "Old State = IKE_R_MM3  New State = IKE_R_MM4", "received packet from 10.1.32.14",
				"%CRYPTO-4-IKMP_BAD_MESSAGE: IKE message from 10.1.32.14 failed its sanity check or is malformed",
				"retransmitting phase 1 MM_KEY_EXCH...",
				`deleting SA reason "Death by retransmission P1" state (R) MM_KEY_EXCH (peer 10.1.32.14)`)
			if bad := count(right.lines, "IKMP_BAD_MESSAGE"); bad > 2 {
				t.Errorf("%v: IKMP_BAD_MESSAGE %d times in 70 s, want at most one a minute", release, bad)
			}
			n.run(2 * time.Minute)
			n.empty("different keys")
		}
	}
}

// A peer nobody configured is refused like one without a key; it learns that from a
// notify in the clear, which it does not believe.
func TestUnknownPeer(t *testing.T) {
	n := newNet(t, debuglog.IOS15, nil)
	stranger := siteToSite(thirdAddr, leftAddr, "192.168.2.0/24", "192.168.1.0/24")
	n.add(thirdAddr, stranger)
	n.trigger(2)
	n.run(70 * time.Second)
	n.rigs[0].said(t, "received packet from 10.2.80.210 dport 500 sport 500 Global (N) NEW SA", "No pre-shared key with 10.2.80.210!",
		"Preshared authentication offered but does not match policy!", "atts are not acceptable. Next payload is 0",
		"no offers accepted!", "phase 1 SA policy not acceptable! (local 10.1.32.14 remote 10.2.80.210)",
		"incrementing error counter on sa, attempt 1 of 5: construct_fail_ag_init", "Failed to construct AG informational message.",
		"sending packet to 10.2.80.210 my_port 500 peer_port 500 (R) MM_NO_STATE",
		`deleting SA reason "Phase1 SA policy proposal not accepted" state (R) MM_NO_STATE (peer 10.2.80.210)`,
		"FSM action returned error: 2", "Old State = IKE_R_MM1  New State = IKE_R_MM1", "Old State = IKE_R_MM1  New State = IKE_DEST_SA",
		"%CRYPTO-6-IKMP_MODE_FAILURE: Processing of Main mode failed with peer at 10.2.80.210")
	n.rigs[2].said(t, "received packet from 10.1.32.14 dport 500 sport 500 Global (I) MM_NO_STATE", "Notify has no hash. Rejected.",
		"Unknown Input IKE_MESG_FROM_PEER, IKE_INFO_NOTIFY:  state = IKE_I_MM1", "Old State = IKE_I_MM1  New State = IKE_I_MM1",
		"%CRYPTO-6-IKMP_MODE_FAILURE: Processing of Informational mode failed with peer at 10.1.32.14",
		"retransmitting phase 1 MM_NO_STATE", `deleting SA reason "Death by retransmission P1" state (I) MM_NO_STATE`)
	n.run(2 * time.Minute)
	n.empty("an unknown peer")
}

// Lifetimes: an ISAKMP SA without IPsec SAs goes when its time is up and says so; the
// shorter lifetime of the two sides counts.
func TestLifetimes(t *testing.T) {
	n := newNet(t, debuglog.IOS15, func(left, right *config.Config) {
		left.ISAKMP.Policies[0].Lifetime = 2 * time.Minute
		right.IPsec.LifetimeSeconds = 100
	})
	n.trigger(0)
	if got := n.rigs[1].engine.IPsec.Pairs()[0].Out.Lifetime.Seconds; got != 100 {
		t.Errorf("the responder keeps its pair for %d s, want 100", got)
	}
	n.run(101 * time.Second)
	for i, b := range n.rigs {
		if b.engine.IPsec.Len() != 0 {
			t.Errorf("rig %d: an idle pair outlived its 100 s", i)
		}
	}
	n.run(20 * time.Second)
	n.rigs[0].said(t, `deleting SA reason "IKE SA Lifetime Exceeded" state (I) QM_IDLE       (peer 10.2.80.209)`,
		"Input = IKE_MESG_INTERNAL, IKE_PHASE1_DEL", "Old State = IKE_P1_COMPLETE  New State = IKE_DEST_SA")
	n.run(2 * time.Minute)
	n.empty("lifetimes")
}

// Deletes that the peer's other SAs, or nobody, know take nothing; its own take what
// they name.
func TestDeletesTakeWhatTheyName(t *testing.T) {
	n := newNet(t, debuglog.IOS15, nil)
	n.trigger(0)
	right := n.rigs[1]
	n.clear(1, func(e *Engine, out *Out) { e.ClearIPsec(n.now, IPsecFilter{Peer: leftAddr}, out) })
	if got := n.rigs[0].engine.IPsec.Len(); got != 0 || !slices.ContainsFunc(n.rigs[0].engine.SAs(n.now),
		func(s SAStatus) bool { return !s.Deleted }) {
		t.Errorf("after the peer's clear crypto sa: %d pairs", got)
	}
	n.trigger(0)
	n.clear(1, func(e *Engine, out *Out) { e.ClearISAKMP(n.now, right.engine.SAs(n.now)[0].Conn, out) })
	for i, b := range n.rigs {
		if b.engine.IPsec.Len() != 1 {
			t.Errorf("rig %d: clear crypto isakmp took the IPsec SAs", i)
		}
		for _, sa := range b.engine.SAs(n.now) {
			if !sa.Deleted {
				t.Errorf("rig %d: an ISAKMP SA is left: %+v", i, sa)
			}
		}
	}
	n.trigger(0)
	if !n.rigs[0].up() {
		t.Error("no new SA after the clear")
	}
}
