package lab

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"time"
)

// A station is what wires connect: a router or a host.
type station interface {
	called() string
	// plugIn tells the station of a wire.
	plugIn(socket)
	// deadline is when tick wants to be called, and for whose sake.
	deadline() (at time.Time, why string, ok bool)
	tick()
	// receive takes an IPv4 packet that arrived on an interface.
	receive(iface string, data []byte)
	// answersFor says whether the station takes packets for a next hop on that
	// interface: because it has the address, or (proxy) because it is a router and the
	// address is not on the interface's subnet.
	answersFor(iface string, hop netip.Addr) (own, proxy bool)
	// hardware is what ARP tells of the station on that interface; "" for nothing.
	hardware(iface string) (hardware string, addr netip.Addr)
	// saw tells the station who has an address.
	saw(iface, hardware string, addr netip.Addr)
}

// A wire is a link of the topology. Each pair of ends is two directions, so that
// faults can strike one direction only.
type wire struct {
	name   string
	ends   []plug
	ways   [][]direction // by sending end, then receiving end
	normal direction     // what Restore goes back to
	chance *rand.Rand
	met    map[meeting]bool // since the last boot of a router
}

// A socket is where a station is plugged in: an end of a wire.
type socket struct {
	wire *wire
	end  int
}

type plug struct {
	station
	iface string
}

// A direction is one way between two ends of a wire, with its faults.
type direction struct {
	cut             bool
	delay           time.Duration
	loss, duplicate float64 // percent
}

func newWire(seed string, l Link, ends []plug) *wire {
	w := &wire{name: l.Name, ends: ends, normal: direction{delay: l.Delay, loss: l.Loss}, chance: rand.New(stream(seed, "wire", l.Name))}
	for range ends {
		w.ways = append(w.ways, slices.Repeat([]direction{w.normal}, len(ends)))
	}
	return w
}

// end is the number of the end that a station has on the wire, -1 for none.
func (w *wire) end(s station) int {
	return slices.IndexFunc(w.ends, func(p plug) bool { return p.station == s })
}

// receiver picks the end that a packet for a next hop goes to, as ARP would.
func (w *wire) receiver(from int, hop netip.Addr) (to int, ok bool) {
	to = -1
	for i, p := range w.ends {
		if i == from {
			continue
		}
		own, proxy := p.answersFor(p.iface, hop)
		if own {
			return i, true
		}
		if proxy && to < 0 {
			to = i
		}
	}
	return to, to >= 0
}

// send puts a packet on a wire. Nothing tells the sender what becomes of it.
func (l *Lab) send(w *wire, from int, hop netip.Addr, data []byte) {
	l.capture(w, data)
	to, ok := w.receiver(from, hop)
	if !ok {
		return
	}
	w.introduce(from, to, hop)
	p := w.ways[from][to]
	if p.cut || w.strikes(p.loss) {
		return
	}
	l.deliver(l.now.Add(p.delay), w.ends[to], data)
	if w.strikes(p.duplicate) {
		l.deliver(l.now.Add(p.delay), w.ends[to], bytes.Clone(data))
	}
}

// introduce does what ARP does before the first packet: each end learns who the other is.
func (w *wire) introduce(from, to int, hop netip.Addr) {
	key := meeting{from, to, hop}
	if w.met[key] {
		return
	}
	a, b := w.ends[from], w.ends[to]
	asking, asker := a.hardware(a.iface)
	answering, _ := b.hardware(b.iface)
	if asking == "" || answering == "" {
		return
	}
	if w.met == nil {
		w.met = map[meeting]bool{}
	}
	w.met[key] = true
	a.saw(a.iface, answering, hop)
	b.saw(b.iface, asking, asker)
}

// A meeting is one end having asked another for a next hop.
type meeting struct {
	from, to int
	hop      netip.Addr
}

// strikes throws the dice. A wire without a fault throws none.
func (w *wire) strikes(percent float64) bool {
	return percent > 0 && w.chance.Float64()*100 < percent
}

// A hop is a pair of neighbours on a way through the lab, with all wires between them.
type hop struct {
	from, to station
	wires    []*wire
}

// each runs f on the paths of a hop in the direction of travel, and on those back too
// unless oneWay.
func (h hop) each(oneWay bool, f func(w *wire, p *direction)) {
	for _, w := range h.wires {
		a, b := w.end(h.from), w.end(h.to)
		f(w, &w.ways[a][b])
		if !oneWay {
			f(w, &w.ways[b][a])
		}
	}
}

// way finds the shortest way between two stations by the plugs, whatever the
// routing tables and faults.
func (l *Lab) way(from, to string) ([]hop, error) {
	a, err := l.station(from)
	if err != nil {
		return nil, err
	}
	b, err := l.station(to)
	if err != nil {
		return nil, err
	}
	if a == b {
		return nil, fmt.Errorf("cannot find a wire from %s to itself", from)
	}
	came := map[station]station{a: a}
	for queue := []station{a}; len(queue) > 0 && came[b] == nil; queue = queue[1:] {
		for _, w := range l.wires {
			if w.end(queue[0]) < 0 {
				continue
			}
			for _, p := range w.ends {
				if came[p.station] == nil {
					came[p.station] = queue[0]
					queue = append(queue, p.station)
				}
			}
		}
	}
	if came[b] == nil {
		return nil, fmt.Errorf("no wire leads from %s to %s", from, to)
	}
	var hops []hop
	for s := b; s != a; s = came[s] {
		hops = append(hops, hop{came[s], s, l.between(came[s], s)})
	}
	slices.Reverse(hops)
	return hops, nil
}

func (l *Lab) between(a, b station) (wires []*wire) {
	for _, w := range l.wires {
		if w.end(a) >= 0 && w.end(b) >= 0 {
			wires = append(wires, w)
		}
	}
	return wires
}
