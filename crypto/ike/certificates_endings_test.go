package ike

import (
	"crypto/rsa"
	"fmt"
	"strings"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike/state"
	"ruthere/debuglog"
)

// Every hash and keys from 512 bits up; a key that is too short for the hash cannot sign, which is said.
func TestSizesOfKeys(t *testing.T) {
	for _, c := range []struct {
		hash config.HashName
		bits int
		ok   bool
	}{{config.MD5, 512, true}, {config.SHA256, 512, true}, {config.SHA512, 512, false}, {config.SHA512, 1024, true}, {config.SHA, 2048, true},
		{config.SHA384, 4096, true}} {
		t.Run(fmt.Sprintf("%v with %d bits", c.hash, c.bits), func(t *testing.T) {
			if testing.Short() && c.bits > 2048 {
				t.Skip("a key of 4096 bits takes long to make")
			}
			own := grant(testRoot, wish{subject: "cn=left", number: 30, bits: c.bits})
			n := certifiedNet(t, debuglog.IOS15, func(left, right *config.Config) {
				left.ISAKMP.Policies[0].Hash, right.ISAKMP.Policies[0].Hash = c.hash, c.hash
				left.PKI.Trustpoints = []*config.Trustpoint{enrolled("TP", testRoot.Certificate, own, 30, c.bits)}
			})
			n.trigger(0)
			if n.rigs[0].up() != c.ok {
				t.Errorf("a tunnel: %t, want %t", n.rigs[0].up(), c.ok)
			}
			if !c.ok {
				n.rigs[0].said(t, "%CRYPTO-3-IKMP_QUERY_KEY: Querying key pair failed.", `state (I) MM_KEY_EXCH`)
			}
		})
	}
}

// A key that went, or is another one, in the middle of phase 1 ends it, at either end and in either mode.
func TestKeyThatWent(t *testing.T) {
	for _, release := range releases {
		for _, aggressive := range []bool{false, true} {
			for end, from := range []state.Phase{state.InitMM4, state.RespMM5} {
				edit := certified
				if aggressive {
					edit, from = certifiedAggressively, []state.Phase{state.InitAM1, state.RespAMAwait}[end]
				}
				n := newNet(t, release, edit)
				b := n.rigs[end]
				b.engine.PrivateKey = func(label string) (*rsa.PrivateKey, bool) {
					k, ok := holdsKeys(label)
					if sas := b.engine.allSAs(); len(sas) > 0 && sas[0].material != nil && sas[0].credential != nil {
						return key(40, 512), ok // it was chosen, and is another one now
					}
					return k, ok
				}
				n.call()
				what := fmt.Sprintf("%v, aggressive %t, rig %d", release, aggressive, end)
				ended := fmt.Sprintf("Old State = %v  New State = IKE_DEST_SA", from)
				if count(b.lines, "%CRYPTO-3-IKMP_QUERY_KEY") != 1 || count(b.lines, ended) != 1 {
					t.Errorf("%s: said\n%s", what, strings.Join(b.lines, "\n"))
				}
				n.drop = func(Datagram) bool { return true } // or what is asked for again would succeed
				n.clear(1-end, func(e *Engine, out *Out) { e.ClearISAKMP(n.now, 0, out) })
				n.run(4 * time.Minute)
				n.empty(what)
			}
		}
	}
}

// However far it has come, an operator can end it at either end, and nothing stays; also while a signature is made or judged.
func TestSignaturesClearedWhereverTheyWait(t *testing.T) {
	for _, release := range releases {
		waited := map[state.Phase]bool{}
		for _, edit := range []func(left, right *config.Config){certified, certifiedAggressively} {
			for steps := range slowSteps + 4 {
				n := slowly(t, release, edit, steps)
				clearEverywhere(n, release, steps, func(_ int, at state.Phase) { waited[at] = true })
			}
		}
		for _, s := range []state.Phase{state.InitMM4, state.InitMM5, state.RespMM5, state.RespAMAwait, state.RespAM2} {
			if !waited[s] {
				t.Errorf("%v: nobody ever waited in %v", release, s)
			}
		}
	}
}
