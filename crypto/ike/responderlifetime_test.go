package ike

import (
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/isakmp"
)

// The shorter lifetimes of a responder hold at both ends, each of the two alone too, and
// the initiator says where it has them from; longer ones are not mentioned.
func TestResponderLifetime(t *testing.T) {
	tests := []struct {
		what               string
		edit               func(right *config.Config)
		seconds, kilobytes uint32
		said               int
	}{
		{"shorter time", func(c *config.Config) { c.IPsec.LifetimeSeconds = 600 }, 600, 4608000, 1},
		{"less volume", func(c *config.Config) { c.IPsec.LifetimeKilobytes = 100000 }, 3600, 100000, 1},
		{"shorter and less", func(c *config.Config) { c.IPsec.LifetimeSeconds, c.IPsec.LifetimeKilobytes = 600, 100000 }, 600, 100000, 1},
		{"longer time", func(c *config.Config) { c.IPsec.LifetimeSeconds = 7200 }, 3600, 4608000, 0},
	}
	for _, release := range releases {
		for _, tt := range tests {
			n := newNet(t, release, func(_, right *config.Config) { tt.edit(right) })
			n.trigger(0)
			for i, b := range n.rigs {
				for _, pair := range b.engine.IPsec.Pairs() {
					if got := pair.In.Lifetime; got.Seconds != tt.seconds || got.Kilobytes != tt.kilobytes {
						t.Errorf("%v, %s: rig %d has %+v", release, tt.what, i, got)
					}
				}
				if b.engine.IPsec.Len() != 1 {
					t.Errorf("%v, %s: rig %d has no SAs", release, tt.what, i)
				}
			}
			left := n.rigs[0].lines
			if got := count(left, "processing NOTIFY RESPONDER_LIFETIME protocol 3"); got != tt.said || got != count(left,
				"processing responder lifetime") {
				t.Errorf("%v, %s: the notification was named %d times", release, tt.what, got)
			}
		}
	}
}

// Nonsense in a responder's lifetime is passed over.
func TestBadResponderLifetime(t *testing.T) {
	for _, data := range [][]byte{nil, {0x80}, {0x80, 1, 0, 1, 0x80, 2, 0, 0}, {0, 2, 0, 9, 1}, {0x80, 1, 0, 1, 0, 2, 0, 4,
		0xff, 0xff, 0xff, 0xff}} {
		n := &node{quick: &quickMode{agreed: agreement{seconds: 3600, kilobytes: 4608000}}}
		x := (*Engine)(nil).changeSA(time.Time{}, &SA{}, &Out{}).exchangeUnder(n)
		x.honourResponderLifetime(&received{payloads: []isakmp.Payload{isakmp.New(&isakmp.Notify{
			DOI: isakmp.DOIIPsec, Protocol: isakmp.ProtocolESP, Type: isakmp.NotifyResponderLifetime, SPI: []byte{1, 2, 3,
				4}, Data: data})}})
		if got := n.quick.agreed; got.seconds != 3600 || got.kilobytes != 4608000 {
			t.Errorf("% x made it %d s, %d kB", data, got.seconds, got.kilobytes)
		}
	}
}
