package ike

import (
	"testing"

	"ruthere/crypto/isakmp"
)

// Whatever arrives, an engine with a tunnel keeps it, and does not panic.
func FuzzReceive(f *testing.F) {
	n := newNet(nil, 0, nil)
	n.trigger(0)
	for _, b := range n.rigs {
		for _, d := range b.sent {
			f.Add(d.Data)
		}
	}
	f.Add([]byte{})
	f.Add(make([]byte, isakmp.HeaderLen))
	f.Fuzz(func(t *testing.T, data []byte) {
		n := newNet(t, 0, nil)
		n.trigger(0)
		n.hit(data)
		if !n.rigs[0].up() {
			t.Errorf("the tunnel did not survive %x", data)
		}
		n.run(70 * 1e9)
	})
}
