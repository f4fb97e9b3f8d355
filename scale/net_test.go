package scale

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/netip"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/crypto/ipsec"
	"ruthere/debuglog"
)

// A net is one router under test, its peers, and wires without delay, all in virtual time.
//
// The peers are engines too, but many share one: a stand-in answers for standInSize addresses. It is a responder that
// asks nothing by itself, so it needs the clock only when it is spoken to.
type net struct {
	tb       testing.TB
	now      time.Time
	router   *ike.Engine
	config   *config.Config
	standIns []*standIn

	lose func(ike.Datagram) bool // what the wire does not carry
	down func(peer int)          // the last IPsec SA with a peer went
	wire []ike.Datagram
	out  ike.Out // the router's, used again
	dh   answers

	packets, bytes int           // of both directions, that entered the wire
	spent          time.Duration // in the router, while timed is set
	timed          bool
}

type standIn struct {
	engine *ike.Engine
	config *config.Config
	out    ike.Out
}

const standInSize = 100

var (
	routerAddr = netip.MustParseAddr("172.16.0.1")
	boot       = time.Date(2004, 3, 25, 15, 17, 0, 0, time.UTC)
	flow       = ipsec.Selector{Local: netip.MustParsePrefix("192.168.1.0/24"), Remote: netip.MustParsePrefix("192.168.2.0/24")}
)

// day is longer than any test here: SAs must not end but by dead peer detection.
const day = 24 * time.Hour

func peerAddr(i int) netip.Addr {
	return netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)})
}

func peerIndex(a netip.Addr) int {
	b := a.As4()
	return int(b[1])<<16 | int(b[2])<<8 | int(b[3])
}

// newNet makes a router and the stand-ins for peers. No SA exists yet.
func newNet(tb testing.TB, peers, group int, keepalive *config.Keepalive) *net {
	n := &net{tb: tb, now: boot, dh: answers{}, lose: func(ike.Datagram) bool { return false }, down: func(int) {}}
	n.config = site(routerAddr, peerAddr(0), group)
	n.config.ISAKMP.Keepalive = keepalive
	n.router = ike.New(debuglog.IOS124, n.config, streams(0))
	for i := 0; i*standInSize < peers; i++ {
		c := site(peerAddr(i*standInSize), routerAddr, group)
		c.AccessLists[0].Entries[0].Src, c.AccessLists[0].Entries[0].Dst = c.AccessLists[0].Entries[0].Dst, c.AccessLists[0].Entries[0].Src
		n.standIns = append(n.standIns, &standIn{engine: ike.New(debuglog.IOS124, c, streams(uint64(i+1))), config: c})
	}
	return n
}

// site is one end of a tunnel, with one crypto map entry.
func site(local, remote netip.Addr, group int) *config.Config {
	c := config.New()
	p := c.ISAKMP.AddPolicy(1)
	p.Encryption, p.KeyBits, p.Authentication, p.Group, p.Lifetime = config.AES, 128, config.PreShare, group, 365*day
	c.ISAKMP.Keys = []config.PreSharedKey{{Key: "kd94j1ksldz", Prefix: netip.MustParsePrefix("0.0.0.0/0")}}
	c.IPsec.LifetimeSeconds, c.IPsec.LifetimeKilobytes = int(365*day/time.Second), 0
	c.IPsec.TransformSets = []*config.TransformSet{{Name: "Trans1", Transforms: []config.Transform{{Name: "esp-aes", KeyBits: 128}, {Name: "esp-sha-hmac"}}}}
	e, _ := c.AddMapEntry("green", 1)
	e.Peers, e.TransformSets, e.AccessList = []config.Peer{{Addr: remote}}, []string{"Trans1"}, "101"
	i := c.AddInterface("FastEthernet0/0")
	i.Address, i.CryptoMap = netip.PrefixFrom(local, 8), "green"
	c.AddAccessList("101", true).Add(config.Entry{Permit: true, Protocol: config.AnyProtocol, Src: match(flow.Local), Dst: match(flow.Remote)})
	return c
}

func match(p netip.Prefix) config.Match {
	return config.Match{Addr: p.Addr(), Wildcard: netip.AddrFrom4([4]byte{0, 0, 0, 255})}
}

// streams gives each purpose a stream of its own. The Diffie-Hellman keys of one engine are all the same, so that
// answers finds their products.
func streams(seed uint64) func(string) io.Reader {
	made := map[string]*rand.ChaCha8{}
	return func(purpose string) io.Reader {
		if made[purpose] == nil || purpose == "dh" {
			var key [32]byte
			copy(key[:], fmt.Sprint(seed, purpose))
			made[purpose] = rand.NewChaCha8(key)
		}
		return made[purpose]
	}
}

// answers remembers the Diffie-Hellman work that was done.
type answers map[string]ike.Answer

func (a answers) compute(j ike.Job) ike.Answer {
	key := fmt.Sprint(j.Group) + string(j.Private) + string(j.Peer)
	done, ok := a[key]
	if !ok {
		done = j.Compute()
		a[key] = done
	}
	done.ID = j.ID
	return done
}

// connect has a packet for peer i meet its crypto map entry, and returns when both ends have their SAs.
func (n *net) connect(i int, entry *config.CryptoMapEntry) {
	s := n.standIns[i/standInSize]
	s.config.Interfaces[0].Address = netip.PrefixFrom(peerAddr(i), 8)
	n.toRouter(func(out *ike.Out) { n.router.Acquire(n.now, entry, n.config.Interfaces[0], flow, out) })
	if n.pair(i) == nil {
		n.tb.Fatalf("peer %d: no SAs came up", i)
	}
}

// connectAll gives peers 0 to count-1 their SAs, spread over a time. They share one crypto map entry, whose peer is
// changed as an operator would change it; SAs stay.
func (n *net) connectAll(count int, over time.Duration) {
	start := n.now
	entry := n.config.CryptoMaps[0]
	for i := range count {
		n.runUntil(start.Add(over * time.Duration(i) / time.Duration(count)))
		entry.Peers[0].Addr = peerAddr(i)
		n.connect(i, entry)
	}
	n.runUntil(start.Add(over))
}

// pair is the router's SAs with a peer, or nil.
func (n *net) pair(i int) *ipsec.Pair {
	return n.router.IPsec.Outbound(ipsec.Flow{Selector: flow, Remote: peerAddr(i)})
}

// toRouter gives the router an input, and carries what comes of it until all is quiet.
func (n *net) toRouter(input func(*ike.Out)) {
	n.call(input)
	for len(n.wire) > 0 {
		d := n.wire[0]
		n.wire = n.wire[1:]
		n.packets++
		n.bytes += len(d.Data)
		if n.lose(d) {
			continue
		}
		there := ike.Datagram{Local: d.Remote, Remote: d.Local, Data: d.Data}
		if d.Remote.Addr() == routerAddr {
			n.call(func(out *ike.Out) { n.router.Receive(n.now, there, out) })
		} else {
			n.standIns[peerIndex(d.Remote.Addr())/standInSize].receive(n, there)
		}
	}
	n.wire = n.wire[:0:0]
}

func (n *net) call(input func(*ike.Out)) {
	n.out.Items = n.out.Items[:0]
	if n.timed {
		began := time.Now()
		input(&n.out)
		n.spent += time.Since(began)
	} else {
		input(&n.out)
	}
	for i := 0; i < len(n.out.Items); i++ {
		switch item := n.out.Items[i].(type) {
		case ike.Job:
			n.router.Answer(n.now, n.dh.compute(item), &n.out)
		case ike.Datagram:
			n.wire = append(n.wire, item)
		case ike.Notice:
			if !item.Up {
				n.down(peerIndex(item.Peer))
			}
		}
	}
}

func (s *standIn) receive(n *net, d ike.Datagram) {
	s.out.Items = s.out.Items[:0]
	if due, _, ok := s.engine.Deadline(); ok && !due.After(n.now) {
		s.engine.Tick(n.now, &s.out)
	}
	s.engine.Receive(n.now, d, &s.out)
	for i := 0; i < len(s.out.Items); i++ {
		switch item := s.out.Items[i].(type) {
		case ike.Job:
			s.engine.Answer(n.now, n.dh.compute(item), &s.out)
		case ike.Datagram:
			n.wire = append(n.wire, item)
		}
	}
}

// run lets d pass.
func (n *net) run(d time.Duration) { n.runUntil(n.now.Add(d)) }

func (n *net) runUntil(end time.Time) {
	for {
		due, _, ok := n.router.Deadline()
		if !ok || due.After(end) {
			break
		}
		if due.After(n.now) {
			n.now = due
		}
		n.toRouter(func(out *ike.Out) { n.router.Tick(n.now, out) })
	}
	if end.After(n.now) {
		n.now = end
	}
}
