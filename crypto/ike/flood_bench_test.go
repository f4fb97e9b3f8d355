package ike

import (
	"encoding/binary"
	"net/netip"
	"testing"

	"ruthere/config"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// BenchmarkFirstMessage is what a forged first message costs a router: of main mode; of aggressive mode in a name that has no key; in
// one that has a key, with the arithmetic (group 14) and without; and once there is no room for more.
func BenchmarkFirstMessage(b *testing.B) {
	for _, bench := range []struct {
		name    string
		edit    func(left, right *config.Config)
		as      string // the name that the message brings
		compute bool
		limit   int
	}{
		{"main mode", nil, "", false, 1 << 30},
		{"aggressive mode of a stranger", aggressively, "stranger.example", false, 1 << 30},
		{"aggressive mode without the arithmetic", aggressively, spoke, false, 1 << 30},
		{"aggressive mode", aggressively, spoke, true, 1 << 30},
		{"aggressive mode without room", aggressively, spoke, false, 0},
	} {
		b.Run(bench.name, func(b *testing.B) {
			n := newNet(b, debuglog.IOS15, func(left, right *config.Config) {
				left.ISAKMP.Policies[0].Group, right.ISAKMP.Policies[0].Group = 14, 14
				right.ISAKMP.InNegotiationLimit = bench.limit
				if bench.edit != nil {
					bench.edit(left, right)
				} else {
					right.ISAKMP.Keys[0].Prefix = anyPrefix
				}
			})
			n.drop = func(Datagram) bool { return true }
			n.trigger(0)
			first, err := isakmp.ParseMessage(n.rigs[0].sent[0].Data)
			if err != nil {
				b.Fatal(err)
			}
			if bench.as != "" {
				replace(&first, isakmp.PayloadID, isakmp.FQDNIdentification(bench.as, 0, 0))
			}
			data, e := first.Append(nil), n.rigs[1].engine
			quiet := func(debuglog.Switch) bool { return false }
			for i := uint64(0); b.Loop(); i++ {
				if i%1024 == 0 { // what is begun would wait for a minute
					e = New(debuglog.IOS15, e.config, streams(i))
				}
				binary.BigEndian.PutUint64(data, 1<<40+i)
				out := Out{Enabled: quiet}
				from := netip.AddrPortFrom(netip.AddrFrom4([4]byte{172, byte(i >> 16), byte(i >> 8), byte(i)}), Port)
				e.Receive(n.now, Datagram{Local: endpoint(rightAddr), Remote: from, Data: data}, &out)
				e.openings = 0 // the arithmetic is done elsewhere, or below, and holds nobody up
				for _, item := range out.Items {
					if j, ok := item.(Job); ok && bench.compute {
						e.openings++
						e.Answer(n.now, j.Compute(), &out)
					}
				}
			}
		})
	}
}
