package ike

import (
	"testing"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
)

// After a negotiation that failed, clearing ISAKMP SAs or sessions lets the next packet try again at
// once: it need not wait for the timer of the request before it.
func TestClearEndsWaitingRequests(t *testing.T) {
	for name, command := range map[string]func(n *testnet) func(*Engine, *Out){
		"session": func(n *testnet) func(*Engine, *Out) {
			return func(e *Engine, out *Out) { e.ClearSession(n.now, Filter{}, out) }
		},
		"isakmp": func(n *testnet) func(*Engine, *Out) {
			return func(e *Engine, out *Out) { e.ClearISAKMP(n.now, 0, out) }
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
			if got := count(n.rigs[0].lines, "IPSEC(sa_request)"); got != asked+1 || len(n.rigs[0].sent) == sent {
				t.Errorf("clear crypto %s after %s failed: the next packet does not ask", name, failure)
			}
		}
	}
}
