package ladder

import (
	"hash/fnv"
	"net/netip"
	"slices"
	"time"

	"ruthere/lab/meaning"
)

// A Crossing is a packet on one wire of a lab.
type Crossing struct {
	At, Arrives time.Time
	From, To    string // nodes; To is "" if nobody there takes it
	Packet      meaning.Packet
	Lost        bool
	Fault       string // what lost it or struck it; "" = nothing that has a name
}

// A passage is a packet on its way over all wires, from the node that sent it to the one that has it for good.
type passage struct {
	Message
	sent    netip.Addr // the address that it was sent from
	dst     netip.Addr // that it is for, at the end of the way so far
	arrives time.Time
	key     uint64
	last    string // the node that it has reached
}

// What is remembered of the packets under way, and of all.
const (
	openKept     = 8      // of one content
	contentsKept = 20_000 // contents
	passagesKept = 60_000
)

// passages puts the crossings of each packet together. Its content tells a packet, for routers and translators change what is
// around it; a crossing goes on with a passage that has reached its sender.
type passages struct {
	all    []*passage
	open   map[uint64][]*passage
	order  []uint64
	owners map[netip.Addr]string // who sends from an address
	left   int                   // forgotten
}

func newPassages() *passages {
	return &passages{open: map[uint64][]*passage{}, owners: map[netip.Addr]string{}}
}

func (ps *passages) cross(c Crossing) {
	m, ok := messageOf(c.Packet)
	if !ok {
		return
	}
	key := contentKey(&c.Packet)
	known := ps.open[key]
	for _, p := range known {
		if p.last == c.From && !p.Lost {
			p.follow(c)
			return
		}
	}
	m.At, m.From, m.Again = c.At, c.From, len(known) > 0
	if m.Kind != KindIKE {
		m.Again = false
	}
	if len(known) > 0 && known[0].From != c.From { // a copy that was made on the way
		m.From = known[0].From
	} else if c.Packet.IP.Src.IsValid() {
		ps.owners[c.Packet.IP.Src] = c.From
	}
	p := &passage{Message: m, key: key, sent: c.Packet.IP.Src}
	p.follow(c)
	ps.keep(p)
}

func (ps *passages) keep(p *passage) {
	if len(ps.open[p.key]) == 0 {
		ps.order = append(ps.order, p.key)
	}
	known := append(ps.open[p.key], p)
	if len(known) > openKept {
		known = slices.Delete(known, 1, 2)
	}
	ps.open[p.key] = known
	if len(ps.order) > contentsKept {
		delete(ps.open, ps.order[0])
		ps.order = ps.order[1:]
	}
	if ps.all = append(ps.all, p); len(ps.all) > passagesKept {
		ps.left += passagesKept / 10
		ps.all = slices.Delete(ps.all, 0, passagesKept/10)
	}
}

func (p *passage) follow(c Crossing) {
	p.dst, p.arrives, p.last = c.Packet.IP.Dst, c.Arrives, c.To
	if p.Lost = c.Lost; c.Fault != "" {
		p.Fault = c.Fault
	}
}

func contentKey(p *meaning.Packet) uint64 {
	h := fnv.New64a()
	if p.Kind == meaning.NATKeepalive { // all alike
		_, _ = h.Write(p.Original)
		return h.Sum64()
	}
	_, _ = h.Write(p.Content())
	return h.Sum64()
}

// messages are the passages as they stand at an instant. A packet that was lost on its way was for whom its address is.
func (ps *passages) messages(now time.Time) (list []Message) {
	for _, p := range ps.all { // who has got packets for an address has it
		if _, sends := ps.owners[p.dst]; !sends && !p.Lost && p.last != "" && !p.arrives.After(now) {
			ps.owners[p.dst] = p.last
		}
	}
	for _, p := range ps.all {
		m := p.Message
		owner := ps.owners[p.dst]
		switch {
		case owner == "" && p.last == "":
			m.To, m.Lost = p.dst.String(), true
		case owner == "":
			m.To = p.last
		case !p.Lost && p.arrives.After(now):
			m.To, m.Meaning = owner, "still on its way"
		case !p.Lost && p.last != owner && p.last != "":
			m.To, m.Lost, m.Fault = owner, true, p.last+" does not pass it on"
		default:
			m.To = owner
		}
		if !m.Lost && m.Meaning == "" {
			m.Took = p.arrives.Sub(p.At)
		}
		list = append(list, m)
	}
	return list
}
