package scale

import (
	"flag"
	"math/rand/v2"
	"runtime/debug"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/dpd"
)

var hourPeers = flag.Int("scale.peers", 300, "peers of the simulated hour; 10000 take a minute")

// tens is `crypto isakmp keepalive 10 periodic`.
var tens = config.Keepalive{Interval: 10 * time.Second, Retry: 2 * time.Second, Periodic: true}

// A router with many crypto map entries asks its peers every ten seconds for an hour, in which a tenth of them dies.
// Every death is noticed in time and no other is; in the end, when all have died, nothing is left.
func TestAnHourOfManyPeers(t *testing.T) {
	peers := *hourPeers
	if testing.Short() {
		peers = min(peers, 100)
	}
	n := newNet(t, 19, tens)
	template := *n.config.CryptoMaps[0]
	n.config.CryptoMaps = nil
	for i := range peers { // built in place: AddMapEntry looks for the entry in the whole list first
		entry := template
		entry.Sequence, entry.Peers = i+1, []config.Peer{{Addr: peerAddr(i)}}
		n.config.CryptoMaps = append(n.config.CryptoMaps, &entry)
	}
	began := time.Now()
	for i, entry := range n.config.CryptoMaps {
		n.connect(i, entry)
		n.run(10 * time.Second / time.Duration(peers))
	}
	established := time.Since(began)
	n.lighten()

	d := newDeaths(t, n, peers)
	start := n.now
	random := rand.New(rand.NewPCG(3, 1))
	for _, i := range random.Perm(peers)[:peers/10] {
		d.dies[i] = start.Add(time.Duration(random.Int64N(int64(time.Hour))))
	}
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // memory is not what is measured here
	before := processor()
	began, n.packets = time.Now(), 0
	n.run(time.Hour)
	t.Logf("%d peers up in %v; the hour took %v, and %v of processor time; %d packets", peers, established,
		time.Since(began), processor()-before, n.packets)
	n.run(d.bound)
	d.check(peers / 10)
	n.run(time.Minute)
	if sas, pairs := len(n.router.SAs(n.now)), n.router.IPsec.Len(); sas != peers-peers/10 || pairs != peers-peers/10 {
		t.Errorf("%d ISAKMP SAs and %d pairs of IPsec SAs for %d living peers", sas, pairs, peers-peers/10)
	}

	for i := range d.dies {
		d.dies[i] = n.now
	}
	n.run(d.bound + time.Minute)
	d.check(peers)
	n.checkEmpty()
}

// deaths is who of a net's peers dies when, and when the router noticed.
type deaths struct {
	t       *testing.T
	net     *net
	bound   time.Duration
	dies    []time.Time // zero: lives
	heard   []time.Time
	noticed []time.Time
}

func newDeaths(t *testing.T, n *net, peers int) *deaths {
	k := n.config.ISAKMP.Keepalive
	d := &deaths{t: t, net: n, bound: dpd.WorstCase(dpd.Config{Interval: k.Interval, Retry: k.Retry, Periodic: k.Periodic}),
		dies: make([]time.Time, peers), heard: make([]time.Time, peers), noticed: make([]time.Time, peers)}
	for i := range d.heard {
		d.heard[i] = n.now
	}
	n.lose = func(m ike.Datagram) bool {
		peer, fromPeer := peerIndex(m.Remote.Addr()), m.Remote.Addr() == routerAddr
		if fromPeer {
			peer = peerIndex(m.Local.Addr())
		}
		if !d.dies[peer].IsZero() && !n.now.Before(d.dies[peer]) {
			return true
		}
		if fromPeer {
			d.heard[peer] = n.now
		}
		return false
	}
	n.down = d.notice
	return d
}

func (d *deaths) notice(peer int) {
	d.noticed[peer] = d.net.now
	switch after := d.net.now.Sub(d.heard[peer]); {
	case d.dies[peer].IsZero() || d.net.now.Before(d.dies[peer]):
		d.t.Errorf("peer %d lives and was declared dead", peer)
	case after > d.bound:
		d.t.Errorf("peer %d was noticed %v after its last sign of life, want %v at most", peer, after, d.bound)
	}
}

// check says who died unnoticed. want is how many deaths there must have been.
func (d *deaths) check(want int) {
	d.t.Helper()
	died := 0
	for i := range d.dies {
		if d.dies[i].IsZero() {
			continue
		}
		died++
		if d.noticed[i].IsZero() {
			d.t.Errorf("peer %d died at %v unnoticed", i, d.dies[i])
		}
	}
	if died != want {
		d.t.Errorf("%d peers died, want %d", died, want)
	}
}

// checkEmpty says what a router without peers still has.
func (n *net) checkEmpty() {
	n.tb.Helper()
	if sas, pairs := len(n.router.SAs(n.now)), n.router.IPsec.Len(); sas != 0 || pairs != 0 {
		n.tb.Errorf("%d ISAKMP SAs and %d pairs of IPsec SAs are left", sas, pairs)
	}
	if at, why, ok := n.router.Deadline(); ok {
		n.tb.Errorf("a timer is left: %s at %v", why, at)
	}
}
