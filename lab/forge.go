package lab

import (
	"encoding/binary"
	"fmt"
	"io"
	"net/netip"

	"ruthere/crypto/ike"
	"ruthere/crypto/isakmp"
	"ruthere/lab/fault"
	"ruthere/lab/meaning"
)

// forge makes the packets that a fault sends beside another: under the SA that this one is protected
// by, or under the newest that its ends have.
func (f *activeFault) forge(c *crossing, p *meaning.Packet) (packets [][]byte) {
	sender := c.lab.ownerOf(p.IP.Src)
	if sender == nil {
		return nil
	}
	sa, ok := ike.Protection{}, false
	if p.Message != nil {
		if sa, ok = p.Message.Protection(); ok { // it may be the other end's
			sa.Local, sa.Remote = netip.AddrPortFrom(p.IP.Src, p.SrcPort), netip.AddrPortFrom(p.IP.Dst, p.DstPort)
		}
	}
	if !ok {
		if sa, ok = sender.newestSA(p.IP.Dst); !ok {
			return nil
		}
	}
	n, _ := sequenceIn(p.Message)
	return f.forgeUnder(sender, sa, n)
}

// sequenceIn is the number of the R_U_THERE or R_U_THERE_ACK in a message.
func sequenceIn(m *meaning.Message) (uint32, bool) {
	if m != nil {
		for _, t := range []isakmp.NotifyType{isakmp.NotifyRUThere, isakmp.NotifyRUThereAck} {
			if n := m.Notify(t); n != nil {
				return n.Sequence()
			}
		}
	}
	return 0, false
}

// newestSA is the protection of a router's youngest established SA with a peer.
func (m *machine) newestSA(peer netip.Addr) (sa ike.Protection, ok bool) {
	if m.box == nil || m.box.Engine() == nil {
		return sa, false
	}
	list := m.box.Engine().Protections(peer)
	if len(list) == 0 {
		return sa, false
	}
	return list[len(list)-1], true
}

// forgeUnder makes the fault's packets as if a router had sent them under an SA. beside is the number
// of the probe that they go beside.
func (f *activeFault) forgeUnder(sender *machine, sa ike.Protection, beside uint32) (packets [][]byte) {
	how := meaning.AsItWas
	if f.Object.Forged.Clear {
		how = meaning.InTheClear
	}
	for range max(f.Object.Times, 1) {
		under := sa
		payload, ok := f.forgedPayload(sender, &under, beside)
		if !ok {
			return packets
		}
		var id [4]byte
		io.ReadFull(sender.ids, id[:]) // a seeded generator does not fail
		data, err := meaning.Informational(under, binary.BigEndian.Uint32(id[:]), how, isakmp.New(payload))
		if err != nil {
			return packets
		}
		packets = append(packets, meaning.Datagram(sa.Local, sa.Remote, data))
	}
	return packets
}

// forgedPayload is what a forged message says. One about SAs that nobody knows goes under cookies that
// nobody knows, if it is in the clear.
func (f *activeFault) forgedPayload(sender *machine, sa *ike.Protection, beside uint32) (isakmp.Value, bool) {
	switch o := f.Object.Forged; o.Kind {
	case fault.RUThere:
		n := o.Sequence
		if !o.Numbered {
			sender.flooded++
			n = sender.flooded
		}
		return isakmp.RUThere(sa.Initiator, sa.Responder, n), true
	case fault.RUThereAck:
		n := beside
		if o.Numbered {
			n = o.Sequence
		}
		return isakmp.RUThereAck(sa.Initiator, sa.Responder, n), true
	case fault.Notify:
		return &isakmp.Notify{DOI: isakmp.DOIIPsec, Protocol: isakmp.ProtocolISAKMP, Type: o.Notify}, true
	default:
		spis := sender.spisToDelete(o, *sa)
		if o.Of == fault.Unknown && o.Protocol == isakmp.ProtocolISAKMP && o.Clear {
			sa.Initiator, sa.Responder = nobodysCookie(), nobodysCookie()
		}
		return &isakmp.Delete{DOI: isakmp.DOIIPsec, Protocol: o.Protocol, SPIs: spis}, len(spis) > 0
	}
}

func nobodysCookie() (c isakmp.Cookie) {
	copy(c[:], "nobody's")
	return c
}

// spisToDelete are the SPIs that a forged DELETE names.
func (m *machine) spisToDelete(o fault.Forged, sa ike.Protection) (spis [][]byte) {
	peer := sa.Remote.Addr()
	isESP := o.Protocol == isakmp.ProtocolESP
	cookies := func(i, r isakmp.Cookie) []byte { return append(i[:], r[:]...) }
	switch {
	case o.Of == fault.Unknown && isESP:
		return [][]byte{{0xDE, 0xAD, 0x00, 0x01}}
	case o.Of == fault.Unknown:
		return [][]byte{cookies(nobodysCookie(), nobodysCookie())}
	case o.Of == fault.Own && !isESP:
		return [][]byte{cookies(sa.Initiator, sa.Responder)}
	case o.Of == fault.Own:
		for _, pair := range m.box.Engine().IPsec.ByPeer(peer) {
			spis = append(spis, binary.BigEndian.AppendUint32(nil, pair.In.SPI))
		}
		return spis
	}
	if isESP { // what the receiver receives on
		for _, pair := range m.box.Engine().IPsec.ByPeer(peer) {
			spis = append(spis, binary.BigEndian.AppendUint32(nil, pair.Out.SPI))
		}
	}
	for _, other := range m.lab.machines {
		if other == m || other.box == nil || other.box.Engine() == nil {
			continue
		}
		if isESP {
			for _, pair := range other.box.Engine().IPsec.ByPeer(peer) {
				spis = append(spis, binary.BigEndian.AppendUint32(nil, pair.In.SPI))
			}
			continue
		}
		for _, p := range other.box.Engine().Protections(peer) {
			spis = append(spis, cookies(p.Initiator, p.Responder))
		}
	}
	return spis
}

// forgeNow sends what a fault forges from one router to another, as somebody on the way could: it
// appears on the wire at the receiver.
func (l *Lab) forgeNow(f *activeFault) error {
	from, err := l.findMachine(f.Whose.From)
	if err != nil {
		return err
	}
	to, err := l.findMachine(f.Whose.To)
	if err != nil {
		return err
	}
	for _, addr := range l.addressesOf(to) {
		sa, ok := from.newestSA(addr)
		if !ok {
			continue
		}
		c, ok := l.arrival(to, addr)
		if !ok {
			break
		}
		for _, data := range f.forgeUnder(from, sa, 0) {
			f.hits++
			l.tellHit(f, c.wire, c.from, c.to, data)
			l.putOnWire(c.wire, c.from, addr, frame{vlan: c.vlan, data: data}, letter{data: data, by: []*activeFault{f}})
		}
		return nil
	}
	return fmt.Errorf("%s has no ISAKMP SA with %s to forge a message of", from.Name, to.Name)
}

// arrival is a crossing to a router's address from the other end of the wire there; an address that is
// on no wire is reached by the first.
func (l *Lab) arrival(m *machine, addr netip.Addr) (c crossing, ok bool) {
	for _, s := range m.sockets {
		for _, i := range m.box.Wanted() {
			if i.Port == s.wire.ends[s.end].iface && i.Address.Addr() == addr {
				return l.crossingTo(s, i.VLAN), true
			}
		}
	}
	if len(m.sockets) == 0 {
		return c, false
	}
	return l.crossingTo(m.sockets[0], 0), true
}

func (l *Lab) crossingTo(s socket, vlan uint16) crossing {
	other := 0
	if s.end == 0 {
		other = 1
	}
	return crossing{lab: l, wire: s.wire, from: other, to: s.end, vlan: vlan}
}
