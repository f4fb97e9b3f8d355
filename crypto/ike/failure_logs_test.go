package ike

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"ruthere/config"
)

// TestFailureLogs compares what both ends say of negotiations that fail with
// testdata/failures-*.txt, as TestLife does for those that succeed. Each is told from
// where it leaves the ordinary way. A refused quick mode of XE is known from public
// transcripts of both ends, the refusals by IPsec of 15.x from one, the rest from the
// shape of their neighbours.
func TestFailureLogs(t *testing.T) {
	trigger := func(n *testnet) { n.trigger(0) }
	afterMessage := func(count int) func(*testnet) { // without what the first messages led to
		return func(n *testnet) {
			left := count
			n.drop = func(Datagram) bool { left--; return left < 0 }
			n.trigger(0)
		}
	}
	failures := []struct {
		what   string
		edit   func(left, right *config.Config)
		before func(*testnet)
		do     func(*testnet)
	}{
		{"no policy in common", func(left, _ *config.Config) { left.ISAKMP.Policies[0].Hash = config.MD5 }, nil, trigger},
		{"no pre-shared key here", func(left, _ *config.Config) { left.ISAKMP.Keys = nil }, nil, trigger},
		{"no pre-shared key there", func(_, right *config.Config) { right.ISAKMP.Keys = nil }, nil, trigger},
		{"another pre-shared key: from message 5 on", func(left, _ *config.Config) { left.ISAKMP.Keys[0].Key = "other" },
			afterMessage(4), func(n *testnet) {
				n.drop = func(Datagram) bool { return false }
				n.run(10 * time.Second)
			}},
		{"no proxies in common: quick mode", func(_,
			right *config.Config) {
			right.AccessLists[0].Entries[0].Dst = config.HostMatch(thirdAddr)
		},
			afterMessage(6), func(n *testnet) {
				n.drop = func(Datagram) bool { return false }
				n.run(10 * time.Second)
			}},
		{"no transform in common: quick mode", func(_,
			right *config.Config) {
			right.IPsec.TransformSets[0].Transforms[0].Name = "esp-3des"
		},
			afterMessage(6), func(n *testnet) {
				n.drop = func(Datagram) bool { return false }
				n.run(10 * time.Second)
			}},
		{"message 2 is lost", nil, afterMessage(1), func(n *testnet) {
			n.drop = func(Datagram) bool { return false }
			n.run(10 * time.Second)
		}},
		{"nobody answers", nil, afterMessage(0), func(n *testnet) { n.run(61 * time.Second) }},
		{"the peer forgot the SAs and deletes nothing", nil, trigger, func(n *testnet) {
			n.clear(1, func(e *Engine, out *Out) {
				for _, sa := range e.allSAs() {
					e.hideSA(sa)
					e.purgeSA(sa, out)
				}
			})
			n.run(30 * time.Second)
		}},
	}
	for _, release := range releases {
		var text strings.Builder
		for _, f := range failures {
			n := newNet(t, release, func(left, right *config.Config) {
				if f.edit != nil {
					left.ISAKMP.Keepalive, right.ISAKMP.Keepalive = nil, nil
					f.edit(left, right)
				}
			})
			masks := [2]mask{{}, {}}
			if f.before != nil {
				f.before(n)
			}
			n.tell(&text, &masks, f.what, f.do)
		}
		golden(t, fmt.Sprintf("failures-%v.txt", release), text.String())
	}
}
