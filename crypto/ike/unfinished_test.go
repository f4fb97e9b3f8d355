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

// A slow net is one whose jobs and datagrams are dealt with one at a time, so that a test
// can stop wherever main mode waits.
type slowNet struct {
	*testnet
	due []func() // first come, first served
}

// slowly has rig 0 begin a tunnel and takes its first steps.
func slowly(t *testing.T, release debuglog.Release, edit func(left, right *config.Config), steps int) *slowNet {
	n := &slowNet{testnet: newNet(t, release, edit)}
	left := n.rigs[0]
	want, _ := SelectorOf(left.engine.config.AccessList("101").Entries[0])
	out := Out{Events: true}
	left.engine.Acquire(n.now, left.engine.config.MapEntry("green", 1), left.engine.config.Interface("FastEthernet0/0"), want, &out)
	n.collect(left, &out)
	n.step(steps)
	return n
}

func (n *slowNet) collect(b *rig, out *Out) {
	for _, item := range out.Items {
		switch item := item.(type) {
		case Line:
			b.log(item.Line)
		case Job:
			n.due = append(n.due, func() {
				out := Out{Events: true}
				b.engine.Answer(n.now, item.Compute(), &out)
				n.collect(b, &out)
			})
		case Datagram:
			n.due = append(n.due, func() {
				for _, to := range n.rigs {
					if to.addr == item.Remote.Addr() {
						out := Out{Events: true}
						to.engine.Receive(n.now, Datagram{Local: item.Remote, Remote: item.Local, Data: item.Data}, &out)
						n.collect(to, &out)
					}
				}
			})
		}
	}
}

// step does what is due, at most so many times.
func (n *slowNet) step(steps int) {
	for ; steps > 0 && len(n.due) > 0; steps-- {
		next := n.due[0]
		n.due = n.due[1:]
		next()
	}
}

// phase is where the only SA of a rig is; DestSA if it has none.
func (n *slowNet) phase(i int) state.Phase {
	for _, sa := range n.rigs[i].engine.allSAs() {
		return sa.phase
	}
	return state.DestSA
}

// do gives a rig's engine an input.
func (n *slowNet) do(i int, f func(e *Engine, out *Out)) {
	out := Out{Events: true}
	f(n.rigs[i].engine, &out)
	n.collect(n.rigs[i], &out)
}

// slowSteps is how many jobs and datagrams a tunnel without PFS takes.
const slowSteps = 13

// clearEverywhere has operators end what was begun in so many steps, at either end, and holds that nothing stays. It tells of the state
// that each rig waited in.
func clearEverywhere(n *slowNet, release debuglog.Release, steps int, waits func(rig int, at state.Phase)) {
	n.t.Helper()
	for i := range n.rigs {
		waits(i, n.phase(i))
		n.do(i, func(e *Engine, out *Out) { e.ClearISAKMP(n.now, 0, out) })
		if at := n.phase(i); at != state.DestSA {
			n.t.Errorf("%v: cleared after %d steps, rig %d is in %v", release, steps, i, at)
		}
	}
	n.drop = func(Datagram) bool { return true }
	for i := range n.rigs {
		n.do(i, func(e *Engine, out *Out) { e.ClearSession(n.now, Filter{}, out) })
	}
	n.due = nil
	n.run(3 * time.Minute)
	for _, b := range n.rigs {
		e := b.engine
		if got := len(e.sas) + len(e.byCookie) + len(e.timers) + e.allUnfinished() + len(e.claims); got != 0 {
			n.t.Errorf("%v: cleared after %d steps, %v keeps %d", release, steps, b.addr, got)
		}
	}
}

// However far main mode has come, an operator can end it at either end, and nothing stays.
func TestClearedWhereverItWaits(t *testing.T) {
	for _, release := range releases {
		waited := [2]map[state.Phase]bool{{}, {}}
		for steps := range slowSteps {
			n := slowly(t, release, nil, steps)
			clearEverywhere(n, release, steps, func(rig int, at state.Phase) { waited[rig][at] = true })
		}
		for i, states := range [][]state.Phase{
			{state.InitMM1, state.InitMM2, state.InitMM3, state.InitMM4, state.InitMM5, state.P1Complete},
			{state.RespMM2, state.RespMM3, state.RespMM4, state.P1Complete},
		} {
			for _, s := range states {
				if !waited[i][s] {
					t.Errorf("%v: rig %d never waited in %v", release, i, s)
				}
			}
		}
	}
}

// Main mode that cannot go on ends at once, says so, and leaves nothing, wherever it is.
func TestRefusedWhereverItIs(t *testing.T) {
	noOffer := func(left, _ *config.Config) { left.ISAKMP.Policies[0].Authentication = config.RSASig }
	noPolicy := func(_, right *config.Config) { right.ISAKMP.Policies[0].Hash = config.MD5 }
	endings := []struct {
		what  string
		edit  func(left, right *config.Config)
		rig   int
		from  state.Phase
		steps int // after which the key goes; 0: it stays
	}{
		{"nothing to offer", noOffer, 0, state.Ready, 0},
		{"no policy agrees", noPolicy, 1, state.RespMM1, 0},
		{"no key for message 2", nil, 0, state.InitMM2, 1},
		{"no key for message 3", nil, 1, state.RespMM3, 4},
		{"no key for message 4", nil, 0, state.InitMM4, 6},
	}
	for _, release := range releases {
		for _, ending := range endings {
			n := slowly(t, release, ending.edit, ending.steps)
			if ending.steps > 0 {
				n.rigs[ending.rig].engine.config.ISAKMP.Keys = nil
			}
			n.step(slowSteps)
			what := fmt.Sprintf("%v, %s", release, ending.what)
			if n.phase(ending.rig) != state.DestSA {
				t.Errorf("%s: the SA is in %v", what, n.phase(ending.rig))
			}
			said := fmt.Sprintf("Old State = %v  New State = %v", ending.from, state.DestSA)
			if count(n.rigs[ending.rig].lines, said) != 1 {
				t.Errorf("%s: not said: %s", what, said)
			}
			if count(n.rigs[ending.rig].lines, "Processing of Main mode failed") != 1 {
				t.Errorf("%s: the log does not say that main mode failed", what)
			}
			n.rigs[1-ending.rig].engine.ClearISAKMP(n.now, 0, &Out{})
			n.run(3 * time.Minute)
			n.empty(what)
		}
	}
}

// wrongHash has rig 1 compute another HASH_I than rig 0.
func wrongHash(n *slowNet) {
	for _, sa := range n.rigs[1].engine.allSAs() {
		sa.keys.SKEYID = append([]byte{sa.keys.SKEYID[0] ^ 1}, sa.keys.SKEYID[1:]...)
	}
}

// waitingIn stops a tunnel where rig i waits in a state with keys.
func waitingIn(t *testing.T, release debuglog.Release, i int, in state.Phase) *slowNet {
	n := slowly(t, release, nil, 0)
	for range slowSteps {
		if in == state.RespMM5 && n.phase(1) == state.RespMM4 {
			wrongHash(n)
		}
		if n.phase(i) == in {
			return n
		}
		n.step(1)
	}
	t.Fatalf("%v: rig %d never waits in %v", release, i, in)
	return nil
}

// A responder that cannot believe the initiator's HASH waits for a better one; it can be
// cleared meanwhile.
func TestWrongHashWaits(t *testing.T) {
	for _, release := range releases {
		n := waitingIn(t, release, 1, state.RespMM5)
		right := n.rigs[1]
		if count(right.lines, "Hash payload is incorrect") != 1 {
			t.Errorf("%v: the log does not say that the hash is wrong", release)
		}
		n.do(1, func(e *Engine, out *Out) { e.ClearISAKMP(n.now, 0, out) })
		if n.phase(1) != state.DestSA {
			t.Errorf("%v: cleared, it is in %v", release, n.phase(1))
		}
	}
}

// A DELETE counts from the moment there are keys, without an arrow of its own in the log.
// One for the ISAKMP SA ends it; one for IPsec SAs, here unknown ones, leaves it.
func TestDeletesCountOnceThereAreKeys(t *testing.T) {
	for _, release := range releases {
		for _, at := range []struct {
			rig int
			in  state.Phase
		}{{0, state.InitMM5}, {1, state.RespMM4}, {1, state.RespMM5}, {0, state.P1Complete}, {1, state.P1Complete}} {
			for _, whole := range []bool{false, true} {
				n := waitingIn(t, release, at.rig, at.in)
				b := n.rigs[at.rig]
				sa := b.engine.allSAs()[0]
				d := &isakmp.Delete{DOI: isakmp.DOIIPsec, Protocol: isakmp.ProtocolESP, SPIs: [][]byte{{1, 2, 3, 4}}}
				if whole {
					d.Protocol, d.SPIs = isakmp.ProtocolISAKMP, [][]byte{append(sa.cookieI[:], sa.cookieR[:]...)}
				}
				p := sa.protection()
				payload := isakmp.New(d)
				data, err := p.Seal(77, p.Hash(77, payload), payload)
				if err != nil {
					t.Fatal(err)
				}
				from := len(b.lines)
				n.do(at.rig, func(e *Engine, out *Out) {
					e.Receive(n.now, Datagram{Local: sa.local, Remote: sa.remote, Data: data}, out)
				})
				said := b.since(from)
				if count(said, "processing DELETE payload") != 1 || count(said, "IKE_INFO_DELETE") != 0 {
					t.Errorf("%v, %v: the log of a DELETE is %q", release, at.in, said)
				}
				if gone := sa.isGone(); gone != whole {
					t.Errorf("%v, %v: deleted as a whole %t, and it is gone: %t", release, at.in, whole, gone)
				}
				if !whole && sa.phase != at.in {
					t.Errorf("%v: a DELETE of IPsec SAs led from %v to %v", release, at.in, sa.phase)
				}
			}
		}
	}
}

// SAs that the responder clears before message 3 of quick mode comes are not used when it does.
func TestClearedBeforeMessage3(t *testing.T) {
	for _, release := range releases {
		n := slowly(t, release, nil, 0)
		right := n.rigs[1].engine
		for range slowSteps {
			if right.IPsec.Len() == 1 {
				break
			}
			n.step(1)
		}
		n.do(1, func(e *Engine, out *Out) { e.ClearIPsec(n.now, IPsecFilter{}, out) })
		before := len(n.rigs[1].lines)
		n.step(3) // message 2, the DELETE, message 3
		if count(n.rigs[1].since(before), "IKE_QM_PHASE2_COMPLETE") != 1 {
			t.Errorf("%v: message 3 did not come", release)
		}
		if len(right.owners) != 0 || right.isSessionUp(endpoints{local: n.rigs[1].addr, remote: n.rigs[0].addr}) {
			t.Errorf("%v: what was cleared is used", release)
		}
		n.step(100)
		for i := range n.rigs {
			n.do(i, func(e *Engine, out *Out) { e.ClearSession(n.now, Filter{}, out) })
		}
		n.step(100)
		n.run(3 * time.Minute)
		n.empty(fmt.Sprint(release))
	}
}
