package ike

import (
	"strings"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
)

// A wrong pre-shared key, no common policy, no key and a peer nobody knows end in the
// lines of the device on both sides, and in no tunnel.
func TestPhase1Failures(t *testing.T) {
	tests := []struct {
		name        string
		edit        func(left, right *config.Config)
		left, right []string
	}{
		{"wrong key", func(left, _ *config.Config) { left.ISAKMP.Keys[0].Key = "other" },
			[]string{"retransmitting phase 1 MM_KEY_EXCH...", `deleting SA reason "Death by retransmission P1" state (I) MM_KEY_EXCH`},
			[]string{"%CRYPTO-4-IKMP_BAD_MESSAGE: IKE message from 10.1.32.14 failed its sanity check or is malformed"}},
		{"no common policy", func(left, _ *config.Config) { left.ISAKMP.Policies[0].Hash = config.MD5 },
			[]string{"Notify has no hash. Rejected.",
				"%CRYPTO-6-IKMP_MODE_FAILURE: Processing of Informational mode failed with peer at 10.2.80.209",
				`deleting SA reason "Death by retransmission P1" state (I) MM_NO_STATE`},
			[]string{"Hash algorithm offered does not match policy!", "no offers accepted!",
				"phase 1 SA policy not acceptable! (local 10.2.80.209 remote 10.1.32.14)",
				`deleting SA reason "Phase1 SA policy proposal not accepted" state (R) MM_NO_STATE`,
				"%CRYPTO-6-IKMP_MODE_FAILURE: Processing of Main mode failed with peer at 10.1.32.14"}},
		{"no key here", func(left, _ *config.Config) { left.ISAKMP.Keys = nil },
			[]string{"No pre-shared key with 10.2.80.209!", "construct_initial_message: Can not start Main mode"}, nil},
		{"no key there", func(_, right *config.Config) { right.ISAKMP.Keys = nil },
			[]string{"Notify has no hash. Rejected."},
			[]string{"No pre-shared key with 10.1.32.14!", "Preshared authentication offered but does not match policy!"}},
		{"no proxies there", func(_, right *config.Config) { right.AccessLists[0].Entries[0].Dst = config.HostMatch(thirdAddr) },
			[]string{"processing NOTIFY PROPOSAL_NOT_CHOSEN protocol 3", `error TRUE reason "Delete Larval"`},
			[]string{"IPSec policy invalidated proposal with error 32", `error TRUE reason "QM rejected"`}},
		{"no transform there", func(_, right *config.Config) { right.IPsec.TransformSets[0].Transforms[0].Name = "esp-3des" },
			[]string{"processing NOTIFY PROPOSAL_NOT_CHOSEN protocol 3"},
			[]string{"IPSec policy invalidated proposal with error 256"}},
		{"PFS only here", func(left, right *config.Config) { right.MapEntry("green", 1).PFSGroup = 2 },
			[]string{"processing NOTIFY PROPOSAL_NOT_CHOSEN protocol 3"},
			[]string{"IPSec policy invalidated proposal with error 256"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := newNet(t, debuglog.IOS15, tt.edit)
			n.trigger(0)
			n.run(3 * time.Minute)
			for i, want := range [][]string{tt.left, tt.right} {
				if n.rigs[i].engine.IPsec.Len() != 0 {
					t.Errorf("rig %d has a tunnel", i)
				}
				for _, line := range want {
					if count(n.rigs[i].lines, line) == 0 {
						t.Errorf("rig %d never said %q:\n%s", i, line, strings.Join(n.rigs[i].lines, "\n"))
					}
				}
			}
		})
	}
}

// A responder that answers with something other than what was offered gets no tunnel, and
// the log names what it changed.
func TestAnswerThatWasNotOffered(t *testing.T) {
	for _, release := range releases {
		n := newNet(t, release, nil)
		left := n.rigs[0]
		n.drop = func(d Datagram) bool {
			if d.Remote.Addr() == leftAddr {
				left.engine.config.ISAKMP.Policies[0].Hash = config.MD5 // so that the answer no longer is what was offered
			}
			return false
		}
		n.trigger(0)
		if left.up() || count(left.lines,
			"%CRYPTO-6-IKMP_SA_NOT_OFFERED: Remote peer 10.2.80.209 responded with attribute HASH_ALGORITHM not offered or changed") != 1 {
			t.Errorf("%v: said\n%s", release, strings.Join(left.lines, "\n"))
		}
	}
}
