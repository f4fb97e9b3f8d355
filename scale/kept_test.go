package scale

import (
	"bytes"
	"encoding/binary"
	"io"
	"runtime"
	"testing"
	"time"

	"ruthere/crypto/ike"
	"ruthere/crypto/ipsec"
	"ruthere/debuglog"
)

// An ending is a way of losing many peers.
type ending struct {
	name string
	up   func(n *net, first, count int) // nil: their tunnels come up
	end  func(n *net)                   // nil: they end as they are
}

var endings = []ending{
	{name: "dead peers", end: func(n *net) {
		n.lose = func(ike.Datagram) bool { return true }
	}},
	{name: "clear crypto session", end: func(n *net) {
		n.toRouter(func(out *ike.Out) { n.router.ClearSession(n.now, ike.Filter{}, out) })
	}},
	{name: "IPsec SAs that outlive their ISAKMP SA", end: func(n *net) {
		n.toRouter(func(out *ike.Out) { n.router.ClearISAKMP(n.now, 0, out) })
		for _, pair := range n.router.IPsec.Pairs() {
			n.toRouter(func(out *ike.Out) { n.router.ClearIPsec(n.now, ike.IPsecFilter{Peer: pair.Out.Remote}, out) })
		}
	}},
	{name: "nobody answers main mode", up: func(n *net, first, count int) {
		n.lose = func(ike.Datagram) bool { return true }
		n.ask(first, count)
	}},
	{name: "nobody answers quick mode", up: func(n *net, first, count int) {
		n.lose = isQuick
		n.ask(first, count)
	}, end: func(n *net) {
		n.run(2 * time.Minute)
		n.lose = func(ike.Datagram) bool { return true }
	}},
	{name: "cleared in the middle of quick mode", up: func(n *net, first, count int) {
		n.lose = isQuick
		n.ask(first, count)
	}, end: func(n *net) {
		n.toRouter(func(out *ike.Out) { n.router.ClearSession(n.now, ike.Filter{}, out) })
		n.lose = func(ike.Datagram) bool { return true }
	}},
	{name: "dead in the middle of quick mode", up: func(n *net, first, count int) {
		n.lose = isQuick
		n.ask(first, count)
		n.lose = func(ike.Datagram) bool { return true }
	}},
	{name: "half-open SAs of a flood", up: func(n *net, first, count int) {
		messages := openings(n.tb, count)
		for i, m := range messages {
			d := ike.Datagram{Local: endpoint(routerAddr), Remote: endpoint(peerAddr(first + i)), Data: m}
			n.lose = func(ike.Datagram) bool { return true }
			n.toRouter(func(out *ike.Out) { n.router.Receive(n.now, d, out) })
		}
	}},
}

// However peers go, a router that has had them is as large as before. Each round has other peers, so what is kept per
// peer adds up; the first rounds bring maps and free memory to their size.
func TestNothingIsKept(t *testing.T) {
	const count, warm, rounds, limit = 200, 5, 10, 40 // limit: bytes per peer
	for _, e := range endings {
		t.Run(e.name, func(t *testing.T) {
			n := newNet(t, 19, tens)
			n.router = ike.New(debuglog.IOS124, n.config, n.spis.record(streams(0)))
			var before uint64
			for round := range rounds {
				e.play(t, n, round*count, count)
				n.checkEmpty()
				n.standIns, n.dh = nil, answers{}
				if kept := n.spis.kept(n.router.IPsec); kept > 0 {
					t.Errorf("%d SPIs of %d peers are still reserved", kept, count)
				}
				n.spis = nil
				if round == warm-1 {
					before = heap()
				}
			}
			if grown := (int64(heap()) - int64(before)) / ((rounds - warm) * count); grown > limit {
				t.Errorf("each peer that was left %d bytes behind", grown)
			}
			runtime.KeepAlive(n)
		})
	}
}

// play brings peers and loses them again, with time for everything to be purged.
func (e ending) play(t *testing.T, n *net, first, count int) {
	n.lose = func(ike.Datagram) bool { return false }
	if e.up == nil {
		n.connectAll(first, count, time.Second)
	} else {
		e.up(n, first, count)
	}
	if len(n.router.SAs(n.now)) < count {
		t.Fatal("the SAs did not come up")
	}
	if e.end != nil {
		e.end(n)
	}
	n.run(10 * time.Minute)
}

// drawn is the SPIs a router chose.
type drawn []uint32

// record notes what is drawn from a router's stream of SPIs.
func (d *drawn) record(random func(string) io.Reader) func(string) io.Reader {
	return func(purpose string) io.Reader {
		if purpose != "spi" {
			return random(purpose)
		}
		var b [4]byte
		if _, err := io.ReadFull(random(purpose), b[:]); err != nil {
			panic(err)
		}
		*d = append(*d, binary.BigEndian.Uint32(b[:]))
		return io.MultiReader(bytes.NewReader(b[:]), random(purpose))
	}
}

// kept counts the SPIs that a database would not choose again.
func (d drawn) kept(database *ipsec.Database) (count int) {
	for _, spi := range d {
		again := binary.BigEndian.AppendUint32(nil, spi)
		if got, err := database.AllocateSPI(bytes.NewReader(again)); err != nil && spi >= ipsec.MinSPI {
			count++
		} else {
			database.ReleaseSPI(got)
		}
	}
	return count
}

// heap is the memory in use.
func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
