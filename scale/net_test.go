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
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// A net is one router under test, its peers, and wires without delay, all in virtual time.
//
// The peers are engines too, but many share one: a stand-in answers for standInSize addresses. As long as it asks
// nothing by itself, it needs the clock only when it is spoken to; see ownClocks.
type net struct {
	tb       testing.TB
	now      time.Time
	router   *ike.Engine
	config   *config.Config
	standIns []*standIn
	light    *lightPeers // in place of them; nil: the stand-ins answer

	lose func(ike.Datagram) bool // what the wire does not carry
	down func(peer int)          // the last IPsec SA with a peer went
	wire []ike.Datagram
	out  ike.Out // the router's, used again
	dh   answers // nil: nothing is remembered
	spis drawn   // by a router that was made to record them

	group     int
	keepalive *config.Keepalive // of the stand-ins
	ownClocks bool              // the stand-ins' timers run

	packets int           // of both directions, that entered the wire
	spent   time.Duration // processor time of the router's, while timed is set
	timed   bool
}

var (
	routerAddr = netip.MustParseAddr("172.16.0.1")
	boot       = time.Date(2004, 3, 25, 15, 17, 0, 0, time.UTC)
	office     = netip.MustParsePrefix("192.168.1.0/24") // what the router protects
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

// newNet makes a router. Its peers come with connect.
func newNet(tb testing.TB, group int, keepalive config.Keepalive) *net {
	n := &net{tb: tb, now: boot, group: group, dh: answers{}, lose: func(ike.Datagram) bool { return false }, down: func(int) {}}
	n.config = site(routerAddr, peerAddr(0), group)
	n.config.ISAKMP.Keepalive = &keepalive
	n.router = ike.New(debuglog.IOS124, n.config, streams(0))
	n.out.Enabled = debuglog.Switches{}.Prints
	return n
}

// flow is what the router protects on the way to a peer: the office's traffic to the peer itself.
func flow(peer int) ipsec.Selector {
	return ipsec.Selector{Local: office, Remote: netip.PrefixFrom(peerAddr(peer), 32)}
}

// site is one end of a tunnel, with one crypto map entry.
func site(local, remote netip.Addr, group int) *config.Config {
	c := config.New()
	p := c.ISAKMP.AddPolicy(1)
	p.Encryption, p.KeyBits, p.Authentication, p.Group, p.Lifetime = config.AES, 128, config.PreShare, group, 365*day
	c.ISAKMP.Keys = []config.PreSharedKey{{Key: "kd94j1ksldz", Prefix: netip.MustParsePrefix("0.0.0.0/0")}}
	c.IPsec.LifetimeSeconds, c.IPsec.LifetimeKilobytes = int(365*day/time.Second), 0
	c.IPsec.TransformSets = []*config.TransformSet{{Name: "Trans1", Transforms: []config.Transform{{Name: "esp-aes",
		KeyBits: 128}, {Name: "esp-sha-hmac"}}}}
	e, _ := c.AddMapEntry("green", 1)
	e.Peers, e.TransformSets, e.AccessList = []config.Peer{{Addr: remote}}, []string{"Trans1"}, "101"
	i := c.AddInterface("FastEthernet0/0")
	i.Address, i.CryptoMap = netip.PrefixFrom(local, 8), "green"
	c.AddAccessList("101", true).Add(config.Entry{Permit: true, Protocol: config.AnyProtocol, Src: match(office),
		Dst: config.HostMatch(remote)})
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
		stream := made[purpose]
		if stream == nil || purpose == "dh" {
			var key [32]byte
			copy(key[:], fmt.Sprint(seed, purpose))
			stream = rand.NewChaCha8(key)
			made[purpose] = stream
		}
		return stream
	}
}

// answers remembers the Diffie-Hellman work that was done.
type answers map[string]ike.Answer

func (a answers) compute(j ike.Job) ike.Answer {
	key := fmt.Sprint(j.Group) + string(j.Private) + string(j.Peer)
	done, ok := a[key]
	if !ok {
		done = j.Compute()
		if a != nil {
			a[key] = done
		}
	}
	done.ID = j.ID
	return done
}

// connect has a packet for peer i meet its crypto map entry, and returns when both ends have their SAs.
func (n *net) connect(i int, entry *config.CryptoMapEntry) {
	n.standIn(i).become(i)
	n.toRouter(func(out *ike.Out) { n.router.Acquire(n.now, entry, n.config.Interfaces[0], flow(i), out) })
	if n.pair(i) == nil {
		n.tb.Fatalf("peer %d: no SAs came up", i)
	}
}

// connectTo has the router bring up a tunnel with peer i, over a crypto map entry whose peer is changed as an operator
// would change it; SAs stay.
func (n *net) connectTo(i int) {
	entry := n.config.CryptoMaps[0]
	entry.Peers[0].Addr = peerAddr(i)
	n.connect(i, entry)
}

// connectFrom has peer i bring up a tunnel with the router, whose crypto map entry is changed likewise.
func (n *net) connectFrom(i int) {
	n.config.CryptoMaps[0].Peers[0].Addr = peerAddr(i)
	n.config.AccessLists[0].Entries[0].Dst = config.HostMatch(peerAddr(i))
	s := n.standIn(i)
	s.become(i)
	theirs := flow(i)
	theirs.Local, theirs.Remote = theirs.Remote, theirs.Local
	s.call(n, func(out *ike.Out) {
		s.engine.Acquire(n.now, s.config.CryptoMaps[0], s.config.Interfaces[0], theirs, out)
	})
	n.carry()
	if n.pair(i) == nil {
		n.tb.Fatalf("peer %d: brought no SAs up", i)
	}
}

// ask has a packet for each of count peers meet the crypto map; nothing need come of it.
func (n *net) ask(first, count int) {
	entry := n.config.CryptoMaps[0]
	for i := first; i < first+count; i++ {
		entry.Peers[0].Addr = peerAddr(i)
		n.standIn(i).become(i)
		n.toRouter(func(out *ike.Out) { n.router.Acquire(n.now, entry, n.config.Interfaces[0], flow(i), out) })
	}
}

// openings are first messages of main mode, each with a cookie of its own.
func openings(tb testing.TB, count int) (messages [][]byte) {
	n := newNet(tb, 19, tens)
	n.lose = func(d ike.Datagram) bool { messages = append(messages, d.Data); return true }
	n.ask(0, count)
	return messages
}

func isQuick(d ike.Datagram) bool {
	h, err := isakmp.ParseHeader(d.Data)
	return err == nil && h.Exchange == isakmp.QuickMode
}

func endpoint(a netip.Addr) netip.AddrPort { return netip.AddrPortFrom(a, ike.Port) }

// connectAll gives count peers their SAs, from first on, spread over a time. They share one crypto map entry.
func (n *net) connectAll(first, count int, over time.Duration) {
	start := n.now
	for i := range count {
		n.runUntil(start.Add(over * time.Duration(i) / time.Duration(count)))
		n.connectTo(first + i)
	}
	n.runUntil(start.Add(over))
}

// pair is the router's SAs with a peer, or nil.
func (n *net) pair(i int) *ipsec.Pair {
	return n.router.IPsec.Outbound(ipsec.Flow{Selector: flow(i), Local: routerAddr, Remote: peerAddr(i)})
}

// toRouter gives the router an input, and carries what comes of it until all is quiet.
func (n *net) toRouter(input func(*ike.Out)) {
	n.call(input)
	n.carry()
}

func (n *net) carry() {
	for at := 0; at < len(n.wire); at++ {
		d := n.wire[at]
		n.packets++
		if n.lose(d) {
			continue
		}
		there := ike.Datagram{Local: d.Remote, Remote: d.Local, Data: d.Data}
		if d.Remote.Addr() == routerAddr {
			n.call(func(out *ike.Out) { n.router.Receive(n.now, there, out) })
			continue
		}
		if n.light != nil {
			if answer := n.light.receive(d.Data); answer != nil {
				n.wire = append(n.wire, ike.Datagram{Local: there.Local, Remote: there.Remote, Data: answer})
			}
			continue
		}
		s := n.standIn(peerIndex(d.Remote.Addr()))
		if due, _, ok := s.engine.Deadline(); ok && !due.After(n.now) {
			s.call(n, func(out *ike.Out) { s.engine.Tick(n.now, out) })
		}
		s.call(n, func(out *ike.Out) { s.engine.Receive(n.now, there, out) })
	}
	clear(n.wire) // or the packets of a burst stay in memory
	n.wire = n.wire[:0]
}

// call gives the router an input and puts on the wire what it sends.
func (n *net) call(input func(*ike.Out)) {
	if n.timed {
		before := processor()
		defer func() { n.spent += processor() - before }()
	}
	n.step(n.router, &n.out, input, n.down)
}

// step gives an engine an input, does the arithmetic it asks for, and puts on the wire
// what it sends. Down is called with each peer whose last SAs have gone, unless it is nil.
func (n *net) step(e *ike.Engine, out *ike.Out, input func(*ike.Out), down func(peer int)) {
	out.Items = out.Items[:0]
	input(out)
	for i := 0; i < len(out.Items); i++ {
		switch item := out.Items[i].(type) {
		case ike.Job:
			e.Answer(n.now, n.dh.compute(item), out)
		case ike.Datagram:
			n.wire = append(n.wire, item)
		case ike.Notice:
			if !item.Up && down != nil {
				down(peerIndex(item.Peer))
			}
		}
	}
	clear(out.Items)
}

// run lets d pass.
func (n *net) run(d time.Duration) { n.runUntil(n.now.Add(d)) }

func (n *net) runUntil(end time.Time) {
	for {
		due, _, ok := n.router.Deadline()
		standIn := n.firstStandIn(&due, &ok)
		if !ok || due.After(end) {
			break
		}
		if due.After(n.now) {
			n.now = due
		}
		if standIn != nil {
			standIn.call(n, func(out *ike.Out) { standIn.engine.Tick(n.now, out) })
			n.carry()
			continue
		}
		n.toRouter(func(out *ike.Out) { n.router.Tick(n.now, out) })
	}
	if end.After(n.now) {
		n.now = end
	}
}
