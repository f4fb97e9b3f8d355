package ike

import (
	"fmt"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// However far aggressive mode has come, an operator can end it at either end, and nothing stays.
func TestAggressiveModeClearedWhereverItWaits(t *testing.T) {
	for _, release := range releases {
		waited := [2]map[state.Phase]bool{{}, {}}
		for steps := range slowSteps {
			n := slowly(t, release, aggressively, steps)
			clearEverywhere(n, release, steps, func(rig int, at state.Phase) { waited[rig][at] = true })
		}
		for i, states := range [][]state.Phase{{state.Ready, state.InitAM1, state.P1Complete}, {state.Ready, state.RespAM2, state.P1Complete}} {
			for _, s := range states {
				if !waited[i][s] {
					t.Errorf("%v: rig %d never waited in %v", release, i, s)
				}
			}
		}
	}
}

// Aggressive mode that cannot go on ends at once, says so, and leaves nothing, wherever it is.
func TestAggressiveModeRefusedWhereverItIs(t *testing.T) {
	endings := []struct {
		what   string
		edit   func(left, right *config.Config)
		rig    int
		from   state.Phase
		failed int // how often the log says that the mode failed
	}{
		{"nothing to offer", func(left, _ *config.Config) { left.ISAKMP.Policies[0].Authentication = config.RSASig }, 0, state.Ready, 1},
		{"no policy agrees", func(_, right *config.Config) { right.ISAKMP.Policies[0].Hash = config.MD5 }, 1, state.Ready, 1},
		{"no key", func(_, right *config.Config) { right.ISAKMP.Keys = nil }, 1, state.Ready, 0},
	}
	for _, release := range releases {
		for _, ending := range endings {
			n := newNet(t, release, func(left, right *config.Config) {
				aggressively(left, right)
				ending.edit(left, right)
			})
			n.call()
			what, b := fmt.Sprintf("%v, %s", release, ending.what), n.rigs[ending.rig]
			said := fmt.Sprintf("Old State = %v  New State = %v", ending.from, state.DestSA)
			if count(b.lines, said) != 1 || count(b.lines, "Processing of Aggressive mode failed") != ending.failed {
				t.Errorf("%s: %s is said %d times, that it failed %d times", what, said, count(b.lines, said),
					count(b.lines, "Processing of Aggressive mode failed"))
			}
			n.run(3 * time.Minute)
			n.empty(what)
		}
	}
}

// A responder that answers with something other than what was offered gets no tunnel.
func TestAggressiveAnswerThatWasNotOffered(t *testing.T) {
	for _, release := range releases {
		n := newNet(t, release, aggressively)
		left := n.rigs[0]
		n.drop = func(d Datagram) bool {
			if d.Remote.Addr() == leftAddr {
				left.engine.config.ISAKMP.Policies[0].Hash = config.MD5
			}
			return false
		}
		n.call()
		left.said(t, "Hash algorithm offered does not match policy!", "no offers accepted!", "Old State = IKE_I_AM1  New State = IKE_DEST_SA",
			"%CRYPTO-6-IKMP_MODE_FAILURE: Processing of Aggressive mode failed with peer at 10.2.80.209")
		if left.up() {
			t.Errorf("%v: a tunnel", release)
		}
	}
}

// A public value that is none opens nothing, and leaves nothing but the SA that waits for its purge.
func TestWorthlessFirstMessage(t *testing.T) {
	for _, release := range releases {
		n := newNet(t, release, aggressively)
		n.drop = func(Datagram) bool { return true }
		n.call()
		m, err := isakmp.ParseMessage(n.rigs[0].sent[0].Data)
		if err != nil {
			t.Fatal(err)
		}
		replace(&m, isakmp.PayloadKE, &isakmp.KeyExchange{Data: make([]byte, 64)})
		right := n.rigs[1]
		n.forge(right, leftAddr, m.Append(nil))
		if len(right.sent) != 0 || n.rigs[1].engine.allSAs()[0].phase != state.DestSA {
			t.Errorf("%v: it is answered, or lives on", release)
		}
		n.rigs[0].engine.ClearISAKMP(n.now, 0, &Out{})
		n.run(3 * time.Minute)
		n.empty(release.String())
	}
}

// A DELETE counts once there are keys, also before message 3.
func TestDeletesCountInAggressiveMode(t *testing.T) {
	for _, release := range releases {
		for _, whole := range []bool{false, true} {
			n := slowly(t, release, aggressively, 0)
			for n.phase(1) != state.RespAM2 && len(n.due) > 0 {
				n.step(1)
			}
			sa := n.rigs[1].engine.allSAs()[0]
			d := &isakmp.Delete{DOI: isakmp.DOIIPsec, Protocol: isakmp.ProtocolESP, SPIs: [][]byte{{1, 2, 3, 4}}}
			if whole {
				d.Protocol, d.SPIs = isakmp.ProtocolISAKMP, [][]byte{append(sa.cookieI[:], sa.cookieR[:]...)}
			}
			p, payload := sa.protection(), isakmp.New(d)
			data, err := p.Seal(77, p.Hash(77, payload), payload)
			if err != nil {
				t.Fatal(err)
			}
			n.do(1, func(e *Engine, out *Out) {
				e.Receive(n.now, Datagram{Local: sa.local, Remote: sa.remote, Data: data}, out)
			})
			if gone := sa.isGone(); gone != whole || !whole && sa.phase != state.RespAM2 {
				t.Errorf("%v: deleted as a whole %t, and it is gone: %t, in %v", release, whole, gone, sa.phase)
			}
		}
	}
}

// Message 3 may come in the clear: RFC 2409 section 5.4. Then nothing but its HASH is believed, and what is encrypted later
// is chained to the first vector.
func TestClearMessage3(t *testing.T) {
	n := newNet(t, debuglog.IOS15, aggressively)
	left, right := n.rigs[0], n.rigs[1]
	n.drop = func(d Datagram) bool {
		h, err := isakmp.ParseHeader(d.Data)
		if err != nil || h.Exchange != isakmp.AggressiveMode || h.Flags&isakmp.FlagEncryption == 0 {
			return false
		}
		sa := left.engine.allSAs()[0]
		p := sa.protection()
		plain, err := p.Decrypt(p.FirstIV(0), d.Data[isakmp.HeaderLen:])
		if err != nil {
			t.Fatal(err)
		}
		payloads, err := isakmp.ParsePayloads(h.Next, plain, isakmp.PaddingAllowed)
		if err != nil {
			t.Fatal(err)
		}
		h.Flags = 0
		sa.iv = p.FirstIV(0)
		n.forge(right, leftAddr, isakmp.Message{Header: h, Payloads: payloads}.Append(nil))
		return true
	}
	out := Out{Events: true} // phase 1 alone: quick mode is to see the vector that this test gives it
	left.engine.beginPhase1(n.now, nil, "", nil, endpoint(leftAddr), endpoint(rightAddr), &out)
	n.follow(left, &out)
	if count(right.lines, "INITIAL_CONTACT") != 0 {
		t.Error("an INITIAL-CONTACT in the clear is believed")
	}
	n.drop = func(Datagram) bool { return false }
	n.call()
	n.talk(0, time.Minute)
	n.mirrored()
}

// The group is not negotiated: all transforms offered are of one, and a transform of another than the public value's is passed over.
func TestGroupOfAggressiveMode(t *testing.T) {
	for _, release := range releases {
		n := newNet(t, release, func(left, right *config.Config) {
			aggressively(left, right)
			for priority, group := range map[int]int{2: 14, 3: 19} {
				p := left.ISAKMP.AddPolicy(priority)
				p.Encryption, p.KeyBits, p.Authentication, p.Group = config.AES, 256, config.PreShare, group
			}
			p := right.ISAKMP.Policies[0]
			p.KeyBits, p.Group = 256, 19
			p = right.ISAKMP.AddPolicy(2)
			p.Encryption, p.KeyBits, p.Authentication, p.Group = config.AES, 256, config.PreShare, 14
		})
		n.call()
		if !n.rigs[0].up() || !n.rigs[1].up() {
			t.Fatalf("%v: no tunnel", release)
		}
		m, _ := isakmp.ParseMessage(n.rigs[0].sent[0].Data)
		offer, _ := m.First(isakmp.PayloadSA)
		for _, transform := range offer.Value.(*isakmp.SecurityAssociation).Proposals[0].Transforms {
			if g := readTransform(transform).group; g != 19 {
				t.Errorf("%v: transform %d is of group %d", release, transform.Number, g)
			}
		}
		// The same with an offer that has another group in front.
		n = newNet(t, release, func(left, right *config.Config) {
			aggressively(left, right)
			p := right.ISAKMP.AddPolicy(2)
			p.Encryption, p.KeyBits, p.Authentication, p.Group = config.AES, 128, config.PreShare, 14
		})
		n.drop = func(Datagram) bool { return true }
		n.call()
		m, _ = isakmp.ParseMessage(n.rigs[0].sent[0].Data)
		offer, _ = m.First(isakmp.PayloadSA)
		sa := *offer.Value.(*isakmp.SecurityAssociation)
		other := config.NewPolicy(9)
		other.Encryption, other.KeyBits, other.Authentication, other.Group = config.AES, 128, config.PreShare, 14
		sa.Proposals[0].Transforms = append([]isakmp.Transform{{Number: 1, ID: isakmp.KEY_IKE, Attributes: policyAttributes(other)}},
			sa.Proposals[0].Transforms...)
		sa.Proposals[0].Transforms[1].Number = 2
		replace(&m, isakmp.PayloadSA, &sa)
		n.forge(n.rigs[1], leftAddr, m.Append(nil))
		n.rigs[1].said(t, "Checking ISAKMP transform 1 against priority 2 policy", "Diffie-Hellman group offered does not match policy!",
			"atts are not acceptable. Next payload is 3", "Checking ISAKMP transform 2 against priority 1 policy",
			"atts are acceptable. Next payload is 0")
	}
}
