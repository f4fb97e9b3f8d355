package ike

import (
	"encoding/binary"
	"io"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
	"ruthere/event"
)

// A rig is one engine with what it said, for tests without a router around it.
type rig struct {
	t      testing.TB
	engine *Engine
	addr   netip.Addr
	second netip.Addr        // of its other line; invalid = it has none
	lines  []string          // what all debugs would show
	let    []debuglog.Switch // the debug that lets each of them out
	sent   []Datagram
	events []event.Event
	isUp   map[any]bool                  // the SAs and sessions that are, as events tell
	lists  func(RevocationWanted) []byte // what it gets when it asks for a list of what was revoked; nil: no answer
	users  map[string]string             // passwords by name, of those who may log in by XAUTH
	news   []EasyVPNNews                 // of what it is a client of
	hears  func(EasyVPNNews, *Out)
	access []AccessNews     // of interfaces that were cloned for its peers
	paced  debuglog.Limiter // as the router's log has it
}

// A net is some rigs, a clock, and wires without delay. drop decides what is lost.
type testnet struct {
	t    testing.TB
	now  time.Time
	rigs []*rig
	wire []Datagram // under way
	busy bool
	drop func(Datagram) bool
	nat  uint16 // what a translator before the left end adds to its ports; 0: there is none
}

var (
	leftAddr  = netip.MustParseAddr("10.1.32.14")
	rightAddr = netip.MustParseAddr("10.2.80.209")
	thirdAddr = netip.MustParseAddr("10.2.80.210")
	anyPrefix = netip.MustParsePrefix("0.0.0.0/0")
)

// newNet makes the chapter's two ends; edit changes their configurations.
func newNet(t testing.TB, release debuglog.Release, edit func(left, right *config.Config)) *testnet {
	n := &testnet{t: t, now: time.Date(2004, 3, 25, 15, 17, 0, 0, time.UTC), drop: func(Datagram) bool { return false }}
	left, right := siteToSite(leftAddr, rightAddr, "192.168.1.0/24", "192.168.2.0/24"), siteToSite(rightAddr, leftAddr,
		"192.168.2.0/24", "192.168.1.0/24")
	if edit != nil {
		edit(left, right)
	}
	for i, c := range []*config.Config{left, right} {
		addr := []netip.Addr{leftAddr, rightAddr}[i]
		n.rigs = append(n.rigs, &rig{t: t, addr: addr, engine: newEngine(release, c, streams(uint64(i+1)))})
	}
	return n
}

// add puts another rig on the net.
func (n *testnet) add(addr netip.Addr, c *config.Config) {
	n.rigs = append(n.rigs, &rig{t: n.t, addr: addr, engine: newEngine(n.rigs[0].engine.release, c, streams(uint64(len(n.rigs)+1)))})
}

func siteToSite(local, remote netip.Addr, localNet, remoteNet string) *config.Config {
	c := config.New()
	c.CryptoLogging = true
	p := c.ISAKMP.AddPolicy(1)
	p.Encryption, p.KeyBits, p.Authentication, p.Group = config.AES, 128, config.PreShare, 19
	c.ISAKMP.Keys = []config.PreSharedKey{{Key: "kd94j1ksldz", Prefix: netip.PrefixFrom(remote, 32)}}
	c.ISAKMP.Keepalive = &config.Keepalive{Interval: 10 * time.Second, Retry: 2 * time.Second, Periodic: true}
	c.IPsec.TransformSets = []*config.TransformSet{{Name: "Trans1", Transforms: []config.Transform{{Name: "esp-aes"},
		{Name: "esp-sha-hmac"}}}}
	e, _ := c.AddMapEntry("green", 1)
	e.Peers, e.TransformSets, e.AccessList = []config.Peer{{Addr: remote}}, []string{"Trans1"}, "101"
	i := c.AddInterface("FastEthernet0/0")
	i.Address, i.CryptoMap = netip.PrefixFrom(local, 24), "green"
	c.AddAccessList("101", true).Add(config.Entry{Permit: true, Protocol: config.AnyProtocol, Src: prefixMatch(localNet),
		Dst: prefixMatch(remoteNet)})
	return c
}

func prefixMatch(s string) config.Match {
	p := netip.MustParsePrefix(s)
	return config.Match{Addr: p.Addr(), Wildcard: netip.AddrFrom4([4]byte{0, 0, 0, 255})}
}

// streams gives each purpose a stream of its own.
func streams(seed uint64) func(string) io.Reader {
	made := map[string]*rand.ChaCha8{}
	return func(purpose string) io.Reader {
		if made[purpose] == nil {
			var key [32]byte
			key[0] = byte(seed)
			copy(key[1:], purpose)
			made[purpose] = rand.NewChaCha8(key)
		}
		return made[purpose]
	}
}

// trigger is a packet of rig i meeting its crypto map.
func (n *testnet) trigger(i int) {
	b := n.rigs[i]
	entry := b.engine.config.MapEntry("green", 1)
	want, _ := SelectorOf(b.engine.config.AccessList("101").Entries[0])
	out := Out{Events: true}
	b.engine.Acquire(n.now, entry, b.engine.config.Interface("FastEthernet0/0"), want, &out)
	n.follow(b, &out)
}

// log notes what a rig said.
func (b *rig) log(l debuglog.Line) {
	text, says := l.Text(b.engine.release)
	if !says {
		return
	}
	for line := range strings.SplitSeq(text, "\n") {
		b.lines, b.let = append(b.lines, line), append(b.let, l.Switch())
	}
}

// follow carries what a rig put out to where it goes, until all is quiet.
func (n *testnet) follow(b *rig, out *Out) {
	for len(out.Items) > 0 {
		item := out.Items[0]
		out.Items = out.Items[1:]
		switch item := item.(type) {
		case Line:
			if b.paced.Admits(item.Line, n.now) {
				b.log(item.Line)
			}
		case Event:
			b.hear(item.Event)
		case CheckUser:
			b.engine.UserChecked(n.now, item.ID, item.Password != "" && b.users[item.User] == item.Password, out)
		case RevocationWanted:
			if b.lists != nil {
				b.engine.RevocationFetched(n.now, item.ID, b.lists(item), out)
			}
		case Job:
			b.engine.Answer(n.now, item.Compute(), out)
		case EasyVPNNews:
			if b.news = append(b.news, item); b.hears != nil {
				b.hears(item, out)
			}
		case AccessNews:
			b.access = append(b.access, item)
		case Datagram:
			b.sent = append(b.sent, item)
			n.wire = append(n.wire, item)
		}
	}
	for !n.busy && len(n.wire) > 0 {
		d := n.wire[0]
		n.wire = n.wire[1:]
		n.busy = true
		n.deliver(d)
		n.busy = false
	}
}

func (n *testnet) deliver(d Datagram) {
	if n.drop(d) {
		return
	}
	if d.Local.Addr() == leftAddr {
		d.Local = netip.AddrPortFrom(leftAddr, d.Local.Port()+n.nat)
	}
	if d.Remote.Addr() == leftAddr {
		d.Remote = netip.AddrPortFrom(leftAddr, d.Remote.Port()-n.nat)
	}
	for _, b := range n.rigs {
		if to := d.Remote.Addr(); b.addr == to || b.second == to {
			out := Out{Events: true}
			b.engine.Receive(n.now, Datagram{Local: d.Remote, Remote: d.Local, Data: d.Data}, &out)
			n.follow(b, &out)
		}
	}
}

// run lets d pass.
func (n *testnet) run(d time.Duration) {
	end := n.now.Add(d)
	for {
		var next *rig
		at := end
		for _, b := range n.rigs {
			if due, _, ok := b.engine.Deadline(); ok && !due.After(at) && (next == nil || due.Before(at)) {
				next, at = b, due
			}
		}
		if next == nil {
			n.now = end
			return
		}
		if at.After(n.now) {
			n.now = at
		}
		out := Out{Events: true}
		next.engine.Tick(n.now, &out)
		n.follow(next, &out)
	}
}

func (b *rig) up() bool {
	for _, sa := range b.engine.SAs(time.Time{}) {
		if sa.State == state.QMIdle && !sa.Deleted {
			return b.engine.IPsec.Len() > 0
		}
	}
	return false
}

func endpoint(a netip.Addr) netip.AddrPort { return netip.AddrPortFrom(a, Port) }

// ourSPI is the SPI of rig 0's inbound SA, which only rig 0 may delete.
func (n *testnet) ourSPI() []byte {
	return binary.BigEndian.AppendUint32(nil, n.rigs[0].engine.IPsec.Pairs()[0].In.SPI)
}

// peerSends has rig 1 send a payload of its own in an informational exchange.
func (n *testnet) peerSends(p isakmp.Payload) {
	b := n.rigs[1]
	for _, sa := range b.engine.allSAs() {
		if sa.isEstablished() {
			out := Out{Events: true}
			if err := b.engine.changeSA(n.now, sa, &out).sendInformational(p); err != nil {
				n.t.Fatal(err)
			}
			n.follow(b, &out)
			return
		}
	}
	n.t.Fatal("rig 1 has no SA to send on")
}
