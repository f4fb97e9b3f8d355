package lab

import (
	"encoding/binary"
	"encoding/hex"
	"net/netip"
	"slices"
	"strings"

	"ruthere/capture"
	"ruthere/event"
	"ruthere/router"
)

// Hardware addresses on a wire: packets to many, addresses that move, frames as captures have them.

// A claim is an address that somebody on a wire has, as one end knows.
type claim struct {
	end  int // that knows
	vlan uint16
	addr netip.Addr
}

// putToGroup puts a packet to a multicast group on a wire: each router gets it that listens.
func (l *Lab) putToGroup(w *wire, from int, hop netip.Addr, f frame, one letter) {
	l.recordFrame(w, from, -1, hop, f, one.by, "")
	if one.lost != nil {
		l.showCrossing(w, from, -1, f, l.now, nil, one.lost)
		return
	}
	for to, end := range w.ends {
		m, is := end.node.(*machine)
		if to == from || !is || !slices.Contains(m.interfaceOn(end.iface, f.vlan).Groups, hop) {
			continue
		}
		fate := w.decideFate(l.now, &w.ways[from][to], f.data, one)
		l.tellPacket(event.Sent, w, from, to, f, "")
		if fate.lost != nil {
			l.showCrossing(w, from, to, f, l.now, nil, fate.lost)
			l.lose(fate.lost, w, from, to, f)
			continue
		}
		at := w.jitter.arrival(w.chance, l.now.Add(fate.delay), from, to)
		l.showCrossing(w, from, to, f, at, append(slices.Clip(one.by), fate.by...), nil)
		l.deliverAt(at, w.ends[to], f)
	}
	if f.from != "" {
		w.noteSource(from, f)
	}
}

// noteSource has the ends that a frame gets to know where the addresses are that belong to its hardware address, as switches do.
func (w *wire) noteSource(from int, f frame) {
	m, is := w.ends[from].node.(*machine)
	if !is {
		return
	}
	for _, v := range m.interfaceOn(w.ends[from].iface, f.vlan).Virtual {
		if v.Hardware == f.from {
			w.noteOwner(from, f.vlan, v.Addr)
		}
	}
}

// noteOwner has all ends that hear an end know that it has an address.
func (w *wire) noteOwner(from int, vlan uint16, addr netip.Addr) (heard []int) {
	if w.owners == nil {
		w.owners = map[claim]int{}
	}
	for to := range w.ends {
		if to != from && !w.ways[from][to].cut {
			w.owners[claim{to, vlan, addr}] = from
			heard = append(heard, to)
		}
	}
	return heard
}

// announce is gratuitous ARP of a router: who has asked for the address, or has it too, hears of it.
func (m *machine) announce(a router.AnnounceAddress) {
	for _, s := range m.sockets {
		w := s.wire
		if w.ends[s.end].iface != a.Interface {
			continue
		}
		m.lab.recordARP(w, s.end, a)
		for _, to := range w.noteOwner(s.end, a.VLAN, a.Addr) {
			end := w.ends[to]
			own, _ := end.answersFor(end.iface, a.VLAN, a.Addr)
			if own || w.hasAsked(to, a.VLAN, a.Addr) {
				end.learnNeighbour(router.Neighbour{Interface: end.iface, Addr: a.Addr, Hardware: a.Hardware, VLAN: a.VLAN})
			}
		}
	}
}

// hasAsked says whether an end has asked for an address.
func (w *wire) hasAsked(from int, vlan uint16, addr netip.Addr) bool {
	for to := range w.ends {
		if w.met[meeting{from, to, vlan, addr}] {
			return true
		}
	}
	return false
}

// hardwareFor is the hardware address with which a port answers for an address.
func (p port) hardwareFor(vlan uint16, hop netip.Addr) string {
	if m, is := p.node.(*machine); is {
		for _, v := range m.interfaceOn(p.iface, vlan).Virtual {
			if v.Addr == hop {
				return v.Hardware
			}
		}
	}
	hardware, _ := p.hardwareAddress(p.iface, vlan)
	return hardware
}

var broadcast = []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}

const (
	etherIPv4 = 0x0800
	etherARP  = 0x0806
	etherVLAN = 0x8100
)

// ethernetHeader is the header of a packet's frame: to is -1 if nobody, or many, have it.
func (w *wire) ethernetHeader(from, to int, hop netip.Addr, f frame) []byte {
	source := f.from
	if source == "" {
		source, _ = w.ends[from].hardwareAddress(w.ends[from].iface, f.vlan)
	}
	target := broadcast
	switch {
	case hop.IsMulticast(): // RFC 1112 section 6.4
		four := hop.As4()
		target = []byte{1, 0, 0x5e, four[1] & 0x7f, four[2], four[3]}
	case to >= 0:
		target = hardwareOf(w.ends[to].hardwareFor(f.vlan, hop))
	}
	return appendHeader(target, hardwareOf(source), f.vlan, etherIPv4)
}

func appendHeader(to, from []byte, vlan, kind uint16) []byte {
	b := append(slices.Clone(to), from...)
	if vlan != 0 {
		b = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(b, etherVLAN), vlan)
	}
	return binary.BigEndian.AppendUint16(b, kind)
}

// hardwareOf reads 0000.0c07.ac01; zero for what has none, as a serial line.
func hardwareOf(text string) []byte {
	if b, err := hex.DecodeString(strings.ReplaceAll(text, ".", "")); err == nil && len(b) == len(broadcast) {
		return b
	}
	return make([]byte, len(broadcast))
}

// recordARP writes gratuitous ARP to the captures that have frames: an answer that nobody asked for (RFC 826, RFC 5227 section 3).
func (l *Lab) recordARP(w *wire, from int, a router.AnnounceAddress) {
	hardware, addr := hardwareOf(a.Hardware), a.Addr.As4()
	arp := []byte{0, 1, etherIPv4 >> 8, 0, 6, 4, 0, 2}
	arp = append(append(arp, hardware...), addr[:]...)
	arp = append(append(arp, broadcast...), addr[:]...)
	for _, r := range slices.Clone(l.recordings) {
		if r.whole && (r.link == "" || r.link == w.name) {
			r.WritePacket(capture.Packet{At: l.now, Interface: End{w.ends[from].nodeName(), w.ends[from].iface}.String(), Direction: capture.Out,
				Header: appendHeader(broadcast, hardware, a.VLAN, etherARP), Data: arp})
			l.checkRecording(r)
		}
	}
}
