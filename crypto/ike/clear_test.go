package ike

import (
	"strings"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
)

// After a negotiation that failed, clearing SAs or sessions lets the next packet try again at once: it
// need not wait for the timer of the request before it. With IPsec SAs alone cleared, a main mode
// that still waits for its peer goes on waiting.
func TestClearEndsWaitingRequests(t *testing.T) {
	for name, command := range map[string]func(n *testnet) func(*Engine, *Out){
		"session": func(n *testnet) func(*Engine, *Out) {
			return func(e *Engine, out *Out) { e.ClearSession(n.now, Filter{}, out) }
		},
		"isakmp": func(n *testnet) func(*Engine, *Out) {
			return func(e *Engine, out *Out) { e.ClearISAKMP(n.now, 0, out) }
		},
		"sa": func(n *testnet) func(*Engine, *Out) {
			return func(e *Engine, out *Out) { e.ClearIPsec(n.now, IPsecFilter{}, out) }
		},
		"sa peer": func(n *testnet) func(*Engine, *Out) {
			return func(e *Engine, out *Out) { e.ClearIPsec(n.now, IPsecFilter{Peer: rightAddr}, out) }
		},
		"sa map": func(n *testnet) func(*Engine, *Out) {
			return func(e *Engine, out *Out) { e.ClearIPsec(n.now, IPsecFilter{Map: "green"}, out) }
		},
	} {
		for failure, edit := range map[string]func(left, right *config.Config){
			"phase 1": func(_, right *config.Config) { right.ISAKMP.Policies[0].Hash = config.MD5 },
			"phase 2": func(_, right *config.Config) {
				right.IPsec.TransformSets[0].Transforms = transforms("esp-3des esp-md5-hmac")
			},
		} {
			n := newNet(t, debuglog.IOS15, edit)
			n.trigger(0)
			n.run(2 * time.Second)
			sent := len(n.rigs[0].sent)
			n.clear(0, command(n))
			asked := count(n.rigs[0].lines, "IPSEC(sa_request)")
			n.trigger(0)
			if got := count(n.rigs[0].lines, "IPSEC(sa_request)"); got != asked+1 || !strings.HasPrefix(name, "sa") && len(n.rigs[0].sent) == sent {
				t.Errorf("clear crypto %s after %s failed: the next packet does not ask", name, failure)
			}
		}
	}
}

// Clearing what another peer or map has leaves a request waiting.
func TestClearOfOthersLeavesRequests(t *testing.T) {
	n := newNet(t, debuglog.IOS15, func(left, _ *config.Config) { left.ISAKMP.Keys = nil })
	n.trigger(0)
	n.clear(0, func(e *Engine, out *Out) { e.ClearIPsec(n.now, IPsecFilter{Peer: thirdAddr}, out) })
	n.clear(0, func(e *Engine, out *Out) { e.ClearIPsec(n.now, IPsecFilter{Map: "blue"}, out) })
	n.clear(0, func(e *Engine, out *Out) { e.ClearISAKMP(n.now, 4711, out) })
	n.clear(0, func(e *Engine, out *Out) { e.ClearSession(n.now, Filter{Remote: thirdAddr}, out) })
	if got := len(n.rigs[0].engine.requests); got != 1 {
		t.Errorf("%d requests are left, want the one", got)
	}
}
