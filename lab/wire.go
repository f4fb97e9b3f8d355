package lab

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"time"

	"ruthere/event"
	"ruthere/router"
)

// A node is what wires connect: a router, a host or a translator.
type node interface {
	nodeName() string
	// plugIn tells the node of a wire.
	plugIn(socket)
	// nextDeadline is when runTimers wants to be called, and for whose sake.
	nextDeadline() (at time.Time, why string, ok bool)
	runTimers()
	// receivePacket takes an IPv4 packet that arrived on an interface.
	receivePacket(iface string, f frame)
	// answersFor says whether the node takes packets for a next hop on that
	// interface, in a VLAN: because it has the address, or (proxy) because it is a router and the
	// address is not on the interface's subnet.
	answersFor(iface string, vlan uint16, hop netip.Addr) (own, proxy bool)
	// hardwareAddress is what ARP tells of the node on that interface, in a VLAN; "" for nothing.
	hardwareAddress(iface string, vlan uint16) (hardware string, addr netip.Addr)
	// learnNeighbour tells the node who has an address.
	learnNeighbour(n router.Neighbour)
}

// A frame is a packet on a wire, with the number of its VLAN if it is tagged (IEEE 802.1Q).
type frame struct {
	vlan uint16 // 0 = no tag
	data []byte
	said string // what debugging says of it at the sender, for captures
	from string // the hardware address that it comes from; "" = the sender's own
}

// A wire is a link of the topology. Each pair of ends is two directions, so that
// faults can strike one direction only.
type wire struct {
	name   string
	ends   []port
	ways   [][]direction // by sending end, then receiving end
	normal direction     // what Restore goes back to, but for its line
	lines  [][]*line     // of each way by itself, by ends; nil: they are as fast as can be
	jitter jitter
	chance *rand.Rand
	met    map[meeting]bool // since the last boot of a router
	owners map[claim]int    // who has an address that several would answer for, by who asks
}

// A socket is where a node is plugged in: an end of a wire.
type socket struct {
	wire *wire
	end  int
}

type port struct {
	node
	iface string
}

// A direction is one way between two ends of a wire, with its faults.
type direction struct {
	cut             bool
	delay           time.Duration
	loss, duplicate float64 // percent
	line            *line   // nil: it is as fast as can be
	mtu             int     // bytes; what is longer is lost; 0: nothing is too long
	by              struct{ cut, loss, duplicate, rate, mtu *activeFault }
}

func newWire(seed string, l Link, ends []port) *wire {
	w := &wire{name: l.Name, ends: ends, normal: direction{delay: l.Delay, loss: l.Loss, mtu: l.MTU},
		jitter: jitter{most: l.Jitter, reorders: l.Reorder}, chance: rand.New(randomStream(seed, "wire", l.Name))}
	for from := range ends {
		w.lines = append(w.lines, make([]*line, len(ends)))
		w.ways = append(w.ways, make([]direction, len(ends)))
		w.jitter.latest = append(w.jitter.latest, make([]time.Time, len(ends)))
		for to := range ends {
			if l.Rate > 0 {
				w.lines[from][to] = &line{bits: l.Rate, queue: l.Queue}
			}
			w.ways[from][to] = w.normalWay(from, to)
		}
	}
	return w
}

// normalWay is a direction as the topology has it.
func (w *wire) normalWay(from, to int) direction {
	d := w.normal
	d.line = w.lines[from][to]
	return d
}

// endOf is the number of the end that a node has on the wire, -1 for none.
func (w *wire) endOf(s node) int {
	return slices.IndexFunc(w.ends, func(p port) bool { return p.node == s })
}

// receiverOf picks the end that a packet for a next hop goes to, as ARP would. Of several that have an address it is who was heard
// last with it.
func (w *wire) receiverOf(from int, vlan uint16, hop netip.Addr) (to int, ok bool) {
	to = -1
	owner, known := w.owners[claim{from, vlan, hop}]
	has := false
	for i, p := range w.ends {
		if i == from {
			continue
		}
		own, proxy := p.answersFor(p.iface, vlan, hop)
		if own && (!has || known && i == owner) {
			to, has = i, true
		}
		if has {
			continue
		}
		if proxy && to < 0 {
			to = i
		}
	}
	return to, to >= 0
}

// putOnWire puts a packet on a wire, where only the faults of the wire itself strike it.
func (l *Lab) putOnWire(w *wire, from int, hop netip.Addr, f frame, one letter) {
	l.onlooker.Note(f.data)
	l.showPacket(w, f.data)
	if hop.IsMulticast() {
		l.putToGroup(w, from, hop, f, one)
		return
	}
	to, ok := w.receiverOf(from, f.vlan, hop)
	if !ok {
		l.recordFrame(w, from, -1, hop, f, one.by, "lost: nobody on the link has "+hop.String())
		l.tellPacket(event.Lost, w, from, -1, f, "")
		l.showCrossing(w, from, -1, f, l.now, one.by, one.lost)
		return
	}
	p := &w.ways[from][to]
	fate := w.decideFate(l.now, p, f.data, one)
	l.recordFrame(w, from, to, hop, f, append(slices.Clip(one.by), fate.by...), fate.text)
	l.tellPacket(event.Sent, w, from, to, f, "")
	w.exchangeARP(from, to, f.vlan, hop)
	switch {
	case one.lost != nil:
		l.showCrossing(w, from, to, f, l.now, nil, one.lost)
		l.tellPacket(event.Lost, w, from, to, f, one.lost.Name)
		return
	case fate.lost != nil:
		l.showCrossing(w, from, to, f, l.now, nil, fate.lost)
		l.lose(fate.lost, w, from, to, f)
		return
	}
	at := w.jitter.arrival(w.chance, l.now.Add(fate.delay), from, to)
	l.showCrossing(w, from, to, f, at, append(slices.Clip(one.by), fate.by...), nil)
	l.deliverAt(at, w.ends[to], f)
	if fate.twice {
		if p.by.duplicate != nil {
			l.noteWayHit(p.by.duplicate, w, from, to, f.data)
		}
		f.data = bytes.Clone(f.data)
		l.deliverAt(at, w.ends[to], f)
	}
}

// exchangeARP does what ARP does before the first packet: each end learns who the other is.
func (w *wire) exchangeARP(from, to int, vlan uint16, hop netip.Addr) {
	key := meeting{from, to, vlan, hop}
	if w.met[key] {
		return
	}
	a, b := w.ends[from], w.ends[to]
	asking, asker := a.hardwareAddress(a.iface, vlan)
	answering := b.hardwareFor(vlan, hop)
	if asking == "" || answering == "" {
		return
	}
	if w.met == nil {
		w.met = map[meeting]bool{}
	}
	w.met[key] = true
	a.learnNeighbour(router.Neighbour{Interface: a.iface, Addr: hop, Hardware: answering, VLAN: vlan})
	b.learnNeighbour(router.Neighbour{Interface: b.iface, Addr: asker, Hardware: asking, Asked: hop, VLAN: vlan})
}

// A meeting is one end having asked another for a next hop.
type meeting struct {
	from, to int
	vlan     uint16
	hop      netip.Addr
}

// rollDice throws the dice. A wire without a fault throws none.
func (w *wire) rollDice(percent float64) bool {
	return percent > 0 && w.chance.Float64()*100 < percent
}

// A hop is a pair of neighbours on a way through the lab, with all wires between them.
type hop struct {
	from, to node
	wires    []*wire
}

// eachWay runs f on the wires of a hop in the direction of travel, and on those back too
// unless oneWay.
func (h hop) eachWay(oneWay bool, f func(w *wire, from, to int)) {
	for _, w := range h.wires {
		a, b := w.endOf(h.from), w.endOf(h.to)
		f(w, a, b)
		if !oneWay {
			f(w, b, a)
		}
	}
}

// findWay finds the shortest way between two nodes by the wires, whatever the
// routing tables and faults.
func (l *Lab) findWay(from, to string) ([]hop, error) {
	a, err := l.findNode(from)
	if err != nil {
		return nil, err
	}
	b, err := l.findNode(to)
	if err != nil {
		return nil, err
	}
	if a == b {
		return nil, fmt.Errorf("cannot find a wire from %s to itself", from)
	}
	came := map[node]node{a: a}
	for queue := []node{a}; len(queue) > 0 && came[b] == nil; queue = queue[1:] {
		for _, w := range l.wires {
			if w.endOf(queue[0]) < 0 {
				continue
			}
			for _, p := range w.ends {
				if came[p.node] == nil {
					came[p.node] = queue[0]
					queue = append(queue, p.node)
				}
			}
		}
	}
	if came[b] == nil {
		return nil, fmt.Errorf("no wire leads from %s to %s", from, to)
	}
	var hops []hop
	for s := b; s != a; s = came[s] {
		hops = append(hops, hop{came[s], s, l.wiresBetween(came[s], s)})
	}
	slices.Reverse(hops)
	return hops, nil
}

func (l *Lab) wiresBetween(a, b node) (wires []*wire) {
	for _, w := range l.wires {
		if w.endOf(a) >= 0 && w.endOf(b) >= 0 {
			wires = append(wires, w)
		}
	}
	return wires
}
