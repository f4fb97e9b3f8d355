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

// A message is an IKE message on its way out of a machine that misbehaves: of main mode
// while that is in the clear, or an informational one, whose HASH is left out here.
type message struct {
	header     isakmp.Header
	payloads   []isakmp.Payload
	protection protectionLevel
	late       time.Duration // how long it is held back
}

type protectionLevel uint8

const (
	inTheClear protectionLevel = iota
	sealed                     // as RFC 2409 section 5.7 wants it
	badlyHashed
)

// An editor is where messages are opened and sealed: it has the keys of the router whose
// messages they are, and the packet that one came in.
type editor struct {
	machine    *machine
	to         netip.Addr
	out        router.PacketOut
	ip         packet.IPv4
	udp        packet.UDP
	protection ike.Protection
}

// misbehaviours are how a machine misbehaves, and what it needs for that.
type misbehaviours struct {
	kinds   []*misbehaviour
	delayed []delayedPacket // held back, the next one first
	ids     io.Reader       // of message IDs
	flooded uint32          // number of the last R_U_THERE of a flood
}

// sendMisbehaving puts on the wire what the machine's misbehaviours make of a packet.
func (m *machine) sendMisbehaving(out router.PacketOut) {
	if len(m.kinds) == 0 {
		m.putOnWires(out)
		return
	}
	d := &editor{machine: m, out: out}
	first, ok := d.openMessage()
	if !ok {
		m.putOnWires(out)
		return
	}
	letters := []message{first}
	for _, one := range m.kinds {
		var edited []message
		for _, l := range letters {
			edited = append(edited, one.edit(d, l)...)
		}
		letters = edited
	}
	for _, l := range letters {
		d.sendOut(l)
	}
}

// openMessage reads the packet if it carries a message.
func (d *editor) openMessage() (l message, ok bool) {
	var err error
	if d.ip, err = packet.ParseIPv4(d.out.Data); err != nil || d.ip.Protocol != packet.ProtocolUDP || d.ip.IsFragment() {
		return l, false
	}
	if d.udp, err = packet.ParseUDP(d.ip.Payload, d.ip.Src, d.ip.Dst); err != nil {
		return l, false
	}
	data, marked := strings.CutPrefix(string(d.udp.Payload), packet.NonESPMarker)
	if d.udp.SrcPort != ike.Port && !(d.udp.SrcPort == ike.NATPort && marked) {
		return l, false
	}
	d.to = d.ip.Dst
	return d.readMessage([]byte(data))
}

func (d *editor) readMessage(data []byte) (l message, ok bool) {
	h, err := isakmp.ParseHeader(data)
	l = message{header: h}
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
	d.protection, l.protection = protections[i], sealed
	_, l.payloads, err = d.protection.Open(data)
	return l, err == nil
}

// writeMessage makes another message beside one, with a message ID of its own.
func (d *editor) writeMessage(beside message, v isakmp.Value) message {
	var id [4]byte
	io.ReadFull(d.machine.ids, id[:]) // a seeded generator does not fail
	beside.header.MessageID = binary.BigEndian.Uint32(id[:])
	beside.payloads = []isakmp.Payload{isakmp.New(v)}
	return beside
}

// sendOut puts a message on the wire, at its time.
func (d *editor) sendOut(l message) {
	data, err := d.sealMessage(l)
	if err != nil {
		return
	}
	udp, ip, out := d.udp, d.ip, d.out
	if udp.SrcPort == ike.NATPort {
		data = append([]byte(packet.NonESPMarker), data...)
	}
	udp.Payload = data
	ip.Payload = udp.Append(nil, ip.Src, ip.Dst)
	out.Data = ip.Append(nil)
	if l.late == 0 {
		d.machine.putOnWires(out)
		return
	}
	m := d.machine
	m.delayed = append(m.delayed, delayedPacket{m.lab.now.Add(l.late), out})
	slices.SortStableFunc(m.delayed, func(a, b delayedPacket) int { return a.at.Compare(b.at) })
}

func (d *editor) sealMessage(l message) ([]byte, error) {
	id := l.header.MessageID
	switch l.protection {
	case sealed:
		return d.protection.Seal(id, append([]isakmp.Payload{d.protection.Hash(id, l.payloads...)}, l.payloads...)...)
	case badlyHashed:
		return d.protection.Seal(id, append([]isakmp.Payload{d.protection.Hash(id+1, l.payloads...)}, l.payloads...)...)
	}
	l.header.Flags &^= isakmp.FlagEncryption
	return isakmp.Message{Header: l.header, Payloads: l.payloads}.Append(nil), nil
}

// A delayed packet is held back until its time.
type delayedPacket struct {
	at  time.Time
	out router.PacketOut
}

func (m *machine) sendDelayed() {
	for m.box != nil && len(m.delayed) > 0 && !m.delayed[0].at.After(m.lab.now) {
		out := m.delayed[0].out
		m.delayed = m.delayed[1:]
		m.putOnWires(out)
	}
}
