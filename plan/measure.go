package plan

import (
	"errors"
	"fmt"
	"io"
	"net/netip"
	"slices"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/crypto/ipsec"
	"ruthere/debuglog"
)

// A Measurement is what asking costs an engine on this machine.
type Measurement struct {
	Peers       int           // that were asked
	Questions   int           // that were asked and answered
	PerQuestion time.Duration // of the processor's, the peers' own work left out
}

// mostMeasured bounds how many tunnels are brought up for a measurement.
const mostMeasured = 200

// Measure brings up tunnels between one engine and as many peers as are planned, at most 200, with keys from random; lets two
// minutes pass for them, and takes the time of the engine's share of it by the clock that it is given. Of the intervals that it
// looks at one by one it takes the median, so that what else the machine does counts little.
func Measure(peers int, clock func() time.Duration, random io.Reader) (Measurement, error) {
	n := newNetwork(min(max(peers, 1), mostMeasured), clock, random)
	if err := n.connectAll(); err != nil {
		return Measurement{}, err
	}
	m := Measurement{Peers: len(n.peers)}
	var costs []time.Duration
	for end := n.now.Add(12 * measuredInterval); n.now.Before(end); {
		n.spent, n.questions = 0, 0
		n.run(measuredInterval)
		if n.questions > 0 {
			costs = append(costs, n.spent/time.Duration(n.questions))
			m.Questions += n.questions
		}
	}
	if len(costs) == 0 {
		return Measurement{}, errors.New("the engine asked nobody")
	}
	slices.Sort(costs)
	m.PerQuestion = costs[len(costs)/2]
	return m, nil
}

// A network is an engine, its peers, and wires that take no time.
type network struct {
	now    time.Time
	clock  func() time.Duration
	random io.Reader
	router *end
	peers  []*end
	at     map[netip.Addr]*end

	wire      []ike.Datagram
	spent     time.Duration // of the router's
	questions int
}

// An end is one engine.
type end struct {
	engine *ike.Engine
	config *config.Config
	out    ike.Out
}

var gateway = netip.MustParseAddr("198.51.100.1")

func newNetwork(peers int, clock func() time.Duration, random io.Reader) *network {
	n := &network{now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), clock: clock, random: random,
		at: map[netip.Addr]*end{}}
	c := site(gateway)
	c.ISAKMP.Keepalive = &config.Keepalive{Interval: measuredInterval, Retry: config.DefaultKeepaliveRetry, Periodic: true}
	for i := range peers {
		address := netip.AddrFrom4([4]byte{10, 0, byte(i >> 8), byte(i)})
		protect(c, 1+i, address)
		p := site(address)
		protect(p, 1, gateway)
		n.peers = append(n.peers, n.add(address, p))
	}
	n.router = n.add(gateway, c)
	return n
}

const measuredInterval = 10 * time.Second

func (n *network) add(address netip.Addr, c *config.Config) *end {
	e := &end{config: c, engine: ike.New(debuglog.IOS15, c, func(string) io.Reader { return n.random })}
	e.out.Enabled = debuglog.Switches{}.Prints
	n.at[address] = e
	return e
}

// site is one end, with nothing protected.
func site(address netip.Addr) *config.Config {
	c := config.New()
	p := c.ISAKMP.AddPolicy(1)
	p.Encryption, p.KeyBits, p.Authentication, p.Group = config.AES, 128, config.PreShare, 19
	c.ISAKMP.Keys = []config.PreSharedKey{{Key: "plan", Prefix: netip.MustParsePrefix("0.0.0.0/0")}}
	c.IPsec.TransformSets = []*config.TransformSet{{Name: "SET", Transforms: []config.Transform{{Name: "esp-aes", KeyBits: 128},
		{Name: "esp-sha-hmac"}}}}
	i := c.AddInterface("FastEthernet0/0")
	i.Address, i.CryptoMap = netip.PrefixFrom(address, 8), "MAP"
	return c
}

// protect has a site protect what passes between it and a peer.
func protect(c *config.Config, sequence int, peer netip.Addr) {
	list := fmt.Sprint("TO-", peer)
	c.AddAccessList(list, true).Add(config.Entry{Permit: true, Protocol: config.AnyProtocol, Dst: config.HostMatch(peer),
		Src: config.HostMatch(c.Interfaces[0].Address.Addr())})
	e, _ := c.AddMapEntry("MAP", sequence)
	e.Peers, e.TransformSets, e.AccessList = []config.Peer{{Addr: peer}}, []string{"SET"}, list
}

// connectAll brings a tunnel up with each peer, spread over an interval as in life.
func (n *network) connectAll() error {
	for i, entry := range n.router.config.CryptoMaps {
		n.run(measuredInterval / time.Duration(len(n.peers)))
		peer := entry.Peers[0].Addr
		flow := ipsec.Selector{Local: netip.PrefixFrom(gateway, 32), Remote: netip.PrefixFrom(peer, 32)}
		n.give(n.router, func(out *ike.Out) {
			n.router.engine.Acquire(n.now, entry, n.router.config.Interfaces[0], flow, out)
		})
		n.carry()
		if n.router.engine.IPsec.Outbound(ipsec.Flow{Selector: flow, Local: gateway, Remote: peer}) == nil {
			return fmt.Errorf("the tunnel with peer %d of %d did not come up", i+1, len(n.peers))
		}
	}
	n.run(measuredInterval)
	return nil
}

// run lets time pass for the router; its peers need none, for they ask nothing by themselves.
func (n *network) run(d time.Duration) {
	end := n.now.Add(d)
	for {
		due, _, any := n.router.engine.Deadline()
		if !any || due.After(end) {
			break
		}
		n.now = latest(n.now, due)
		n.give(n.router, func(out *ike.Out) { n.router.engine.Tick(n.now, out) })
		n.questions += len(n.wire)
		n.carry()
	}
	n.now = latest(n.now, end)
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// carry delivers until nothing is under way.
func (n *network) carry() {
	for at := 0; at < len(n.wire); at++ {
		d := n.wire[at]
		to := n.at[d.Remote.Addr()]
		n.give(to, func(out *ike.Out) {
			to.engine.Receive(n.now, ike.Datagram{Local: d.Remote, Remote: d.Local, Data: d.Data}, out)
		})
	}
	clear(n.wire)
	n.wire = n.wire[:0]
}

// give gives an engine an input, does its arithmetic, and puts on the wire what it sends.
func (n *network) give(e *end, input func(*ike.Out)) {
	began := n.clock()
	e.out.Items = e.out.Items[:0]
	input(&e.out)
	for i := 0; i < len(e.out.Items); i++ {
		switch item := e.out.Items[i].(type) {
		case ike.Job:
			e.engine.Answer(n.now, item.Compute(), &e.out)
		case ike.Datagram:
			n.wire = append(n.wire, item)
		}
	}
	if e == n.router {
		n.spent += n.clock() - began
	}
}
