package lab

import (
	"encoding/binary"
	"io"
	"net/netip"
	"slices"
	"strings"
	"time"

	"ruthere/crypto/ike"
	"ruthere/crypto/isakmp"
	"ruthere/packet"
	"ruthere/router"
)

// A letter is an IKE message on its way out of a machine that misbehaves: of main mode
// while that is in the clear, or an informational one, whose HASH is left out here.
type letter struct {
	header   isakmp.Header
	payloads []isakmp.Payload
	cover    cover
	late     time.Duration // how long it is held back
}

type cover uint8

const (
	inTheClear cover = iota
	sealed           // as RFC 2409 section 5.7 wants it
	badlyHashed
)

// A desk is where letters are opened and sealed: it has the keys of the router whose
// letters they are, and the packet that one came in.
type desk struct {
	machine    *machine
	to         netip.Addr
	out        router.PacketOut
	ip         packet.IPv4
	udp        packet.UDP
	protection ike.Protection
}

// A conduct is how a machine misbehaves, and what it needs for that.
type conduct struct {
	manners []*manner
	posted  []posted  // held back, the next one first
	ids     io.Reader // of message IDs
	flooded uint32    // number of the last R_U_THERE of a flood
}

// misbehave puts on the wire what the machine's manners make of a packet.
func (m *machine) misbehave(out router.PacketOut) {
	if len(m.manners) == 0 {
		m.put(out)
		return
	}
	d := &desk{machine: m, out: out}
	first, ok := d.open()
	if !ok {
		m.put(out)
		return
	}
	letters := []letter{first}
	for _, one := range m.manners {
		var edited []letter
		for _, l := range letters {
			edited = append(edited, one.edit(d, l)...)
		}
		letters = edited
	}
	for _, l := range letters {
		d.post(l)
	}
}

// nonESPMarker stands before IKE on port 4500: RFC 3948 section 2.2.
const nonESPMarker = "\x00\x00\x00\x00"

// open reads the packet if it carries a letter.
func (d *desk) open() (l letter, ok bool) {
	var err error
	if d.ip, err = packet.ParseIPv4(d.out.Data); err != nil || d.ip.Protocol != packet.ProtocolUDP || d.ip.IsFragment() {
		return l, false
	}
	if d.udp, err = packet.ParseUDP(d.ip.Payload, d.ip.Src, d.ip.Dst); err != nil {
		return l, false
	}
	data, marked := strings.CutPrefix(string(d.udp.Payload), nonESPMarker)
	if d.udp.SrcPort != ike.Port && !(d.udp.SrcPort == ike.NATPort && marked) {
		return l, false
	}
	d.to = d.ip.Dst
	return d.read([]byte(data))
}

func (d *desk) read(data []byte) (l letter, ok bool) {
	h, err := isakmp.ParseHeader(data)
	l = letter{header: h}
	switch {
	case err != nil:
		return l, false
	case h.Flags&isakmp.FlagEncryption == 0:
		l.payloads, err = isakmp.ParsePayloads(h.Next, data[isakmp.HeaderLen:], isakmp.TrailingRefused)
		return l, err == nil
	case h.Exchange != isakmp.Informational:
		return l, false
	}
	protections := d.machine.box.Engine().Protections(d.to)
	i := slices.IndexFunc(protections, func(p ike.Protection) bool { return p.Initiator == h.Initiator && p.Responder == h.Responder })
	if i < 0 {
		return l, false
	}
	d.protection, l.cover = protections[i], sealed
	_, l.payloads, err = d.protection.Open(data)
	return l, err == nil
}

// write makes another letter beside one, with a message ID of its own.
func (d *desk) write(beside letter, v isakmp.Value) letter {
	var id [4]byte
	io.ReadFull(d.machine.ids, id[:]) // a seeded generator does not fail
	beside.header.MessageID = binary.BigEndian.Uint32(id[:])
	beside.payloads = []isakmp.Payload{isakmp.New(v)}
	return beside
}

// post puts a letter on the wire, at its time.
func (d *desk) post(l letter) {
	data, err := d.seal(l)
	if err != nil {
		return
	}
	udp, ip, out := d.udp, d.ip, d.out
	if udp.SrcPort == ike.NATPort {
		data = append([]byte(nonESPMarker), data...)
	}
	udp.Payload = data
	ip.Payload = udp.Append(nil, ip.Src, ip.Dst)
	out.Data = ip.Append(nil)
	if l.late == 0 {
		d.machine.put(out)
		return
	}
	m := d.machine
	m.posted = append(m.posted, posted{m.lab.now.Add(l.late), out})
	slices.SortStableFunc(m.posted, func(a, b posted) int { return a.at.Compare(b.at) })
}

func (d *desk) seal(l letter) ([]byte, error) {
	id := l.header.MessageID
	switch l.cover {
	case sealed:
		return d.protection.Seal(id, append([]isakmp.Payload{d.protection.Hash(id, l.payloads...)}, l.payloads...)...)
	case badlyHashed:
		return d.protection.Seal(id, append([]isakmp.Payload{d.protection.Hash(id+1, l.payloads...)}, l.payloads...)...)
	}
	l.header.Flags &^= isakmp.FlagEncryption
	return isakmp.Message{Header: l.header, Payloads: l.payloads}.Append(nil), nil
}

// A posted packet is held back until its time.
type posted struct {
	at  time.Time
	out router.PacketOut
}

func (m *machine) deliverPosted() {
	for m.box != nil && len(m.posted) > 0 && !m.posted[0].at.After(m.lab.now) {
		out := m.posted[0].out
		m.posted = m.posted[1:]
		m.put(out)
	}
}
