package ike

import (
	"strings"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/ipsec"
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

// One SA is named by its SPI, in either direction, or by where its packets go and its SPI; its pair goes
// with it. Of the wrong address, SPI or VRF, nothing goes.
func TestClearOneSA(t *testing.T) {
	for name, c := range map[string]struct {
		filter func(p *ipsec.Pair) IPsecFilter
		left   int
	}{
		"inbound SPI":    {func(p *ipsec.Pair) IPsecFilter { return IPsecFilter{SPI: p.In.SPI} }, 0},
		"outbound SPI":   {func(p *ipsec.Pair) IPsecFilter { return IPsecFilter{SPI: p.Out.SPI} }, 0},
		"another SPI":    {func(*ipsec.Pair) IPsecFilter { return IPsecFilter{SPI: 4711} }, 1},
		"inbound entry":  {func(p *ipsec.Pair) IPsecFilter { return IPsecFilter{SPI: p.In.SPI, Destination: leftAddr} }, 0},
		"outbound entry": {func(p *ipsec.Pair) IPsecFilter { return IPsecFilter{SPI: p.Out.SPI, Destination: rightAddr} }, 0},
		"wrong entry":    {func(p *ipsec.Pair) IPsecFilter { return IPsecFilter{SPI: p.Out.SPI, Destination: leftAddr} }, 1},
		"another map":    {func(*ipsec.Pair) IPsecFilter { return IPsecFilter{Map: "blue"} }, 1},
		"another VRF":    {func(*ipsec.Pair) IPsecFilter { return IPsecFilter{VRF: "RED"} }, 1},
		"its peer":       {func(*ipsec.Pair) IPsecFilter { return IPsecFilter{Peer: rightAddr} }, 0},
	} {
		n := newNet(t, debuglog.IOS15, nil)
		n.trigger(0)
		n.run(5 * time.Second)
		pairs := n.rigs[0].engine.IPsec.Pairs()
		if len(pairs) != 1 {
			t.Fatalf("%d pairs came up, want one", len(pairs))
		}
		n.clear(0, func(e *Engine, out *Out) { e.ClearIPsec(n.now, c.filter(pairs[0]), out) })
		if got := n.rigs[0].engine.IPsec.Len(); got != c.left {
			t.Errorf("%s: %d pairs are left, want %d", name, got, c.left)
		}
	}
}
