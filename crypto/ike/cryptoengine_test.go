package ike

import (
	"slices"
	"strings"
	"testing"
	"time"

	"ruthere/debuglog"
)

// What `debug crypto engine` adds: decrypting after "received packet" and hashing after
// "set new node", as a transcript of 15.x has them; all work of a tunnel, once each.
func TestCryptoEngineLines(t *testing.T) {
	n := newNet(t, debuglog.IOS15, nil)
	n.trigger(0)
	left := n.rigs[0]
	for line, want := range map[string]int{
		"Create DH": 1, "Create DH shared secret": 1, "Create IKE SA": 1, "Generate IKE QM keys": 1, "Create IPSec SA (by keys)": 2,
		"Encrypt IKE packet": 3, "Decrypt IKE packet": 2, // messages 5 and 6, and the three of quick mode
	} {
		got := 0
		for _, said := range left.lines {
			if said == "crypto_engine: "+line {
				got++
			}
		}
		if got != want {
			t.Errorf("%q was said %d times, want %d", line, got, want)
		}
	}
	from := len(left.lines)
	n.run(10 * time.Second)
	answer := left.lines[from:]
	at := slices.IndexFunc(answer, func(s string) bool { return strings.Contains(s, "received packet") })
	want := []string{"crypto_engine: Decrypt IKE packet", "ISAKMP: set new node", "crypto_engine: Generate IKE hash",
		"ISAKMP:(1001): processing HASH payload"}
	for i, w := range want {
		if !strings.HasPrefix(answer[at+1+i], w) {
			t.Errorf("line %d after the packet is %q, want %q", i+1, answer[at+1+i], w)
		}
	}
}
