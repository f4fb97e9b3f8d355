package meaning

import (
	"bytes"
	"encoding/binary"
	"net/netip"
	"slices"

	"ruthere/crypto/ike"
	"ruthere/crypto/isakmp"
	"ruthere/packet"
)

// Keys finds the protection of the ISAKMP SA with these cookies, at whichever router has it.
type Keys func(initiator, responder isakmp.Cookie) (ike.Protection, bool)

// What a reader remembers is bounded: the oldest is forgotten first.
const (
	maxAssociations = 4096 // ISAKMP SAs
	maxExchanges    = 64   // of an SA
	maxBlocks       = 16   // of an exchange
)

// A Reader knows what the packets it was shown mean.
type Reader struct {
	keys  Keys
	known map[isakmp.Cookie]*association // by the initiator's
	order []isakmp.Cookie                // oldest first
}

// An association is an ISAKMP SA as its messages show it.
type association struct {
	initiators, responders []netip.Addr // whom its ends send as: several, where addresses are translated
	exchanges              map[uint32]*exchange
	order                  []uint32        // message IDs, oldest first
	protection             *ike.Protection // once it is final
}

// An exchange is one phase 1 (message ID 0) or quick mode.
type exchange struct {
	first       []byte // the message that began it; not of phase 1
	byInitiator bool   // of the SA
	answered    bool   // the other end has sent something
	blocks      [][]byte
}

// NewReader returns a reader that was shown nothing yet.
func NewReader(keys Keys) *Reader {
	return &Reader{keys: keys, known: map[isakmp.Cookie]*association{}}
}

// Note shows the reader a packet that is put on a wire.
func (r *Reader) Note(data []byte) {
	if !mayCarryIKE(data) {
		return
	}
	if p := parsePacket(data); p.Message != nil {
		r.note(&p)
	}
}

// mayCarryIKE looks at as little as tells most packets from IKE.
func mayCarryIKE(data []byte) bool {
	if len(data) < packet.IPv4HeaderLen || data[9] != packet.ProtocolUDP {
		return false
	}
	at := int(data[0]&0x0f) * 4
	if len(data) < at+packet.UDPHeaderLen+isakmp.HeaderLen {
		return false
	}
	for _, port := range []uint16{binary.BigEndian.Uint16(data[at:]), binary.BigEndian.Uint16(data[at+2:])} {
		if port == ike.Port || port == ike.NATPort {
			return true
		}
	}
	return false
}

// Read says what a packet means.
func (r *Reader) Read(data []byte) Packet {
	p := parsePacket(data)
	if p.Message == nil {
		return p
	}
	a := r.note(&p)
	m := p.Message
	if a != nil {
		m.FromInitiator, m.Sided = a.sideOf(&p)
	}
	r.open(a, &p)
	if a != nil {
		m.Number = a.numberOf(&p)
	}
	return p
}

// note remembers what later messages are understood by. Only a first message makes an association.
func (r *Reader) note(p *Packet) *association {
	h := p.Message.Header
	a := r.known[h.Initiator]
	phase1 := h.Exchange == isakmp.MainMode || h.Exchange == isakmp.AggressiveMode
	begins := phase1 && h.Responder.IsZero() && h.Next == isakmp.PayloadSA
	switch {
	case a == nil && !begins:
		return nil
	case a == nil:
		a = &association{exchanges: map[uint32]*exchange{}}
		r.known[h.Initiator] = a
		if r.order = append(r.order, h.Initiator); len(r.order) > maxAssociations {
			delete(r.known, r.order[0])
			r.order = r.order[1:]
		}
	}
	switch {
	case begins:
		a.initiators = addAddress(a.initiators, p.IP.Src)
	case phase1 && h.Next == isakmp.PayloadSA:
		a.responders = addAddress(a.responders, p.IP.Src)
	}
	if p.Message.IsEncrypted() && (phase1 || h.Exchange == isakmp.QuickMode || h.Exchange == isakmp.Transaction) {
		a.noteExchange(p)
	}
	return a
}

func addAddress(list []netip.Addr, addr netip.Addr) []netip.Addr {
	if slices.Contains(list, addr) {
		return list
	}
	return append(list, addr)
}

// sideOf says which end sent a packet, as far as the addresses tell.
func (a *association) sideOf(p *Packet) (initiator, ok bool) {
	switch {
	case slices.Contains(a.initiators, p.IP.Src), slices.Contains(a.responders, p.IP.Dst):
		return true, true
	case slices.Contains(a.responders, p.IP.Src), slices.Contains(a.initiators, p.IP.Dst):
		return false, true
	}
	return false, false
}

// noteExchange keeps the last block of an encrypted message: the next one is chained to it.
func (a *association) noteExchange(p *Packet) {
	id, body := p.Message.Header.MessageID, p.body()
	initiator, ok := a.sideOf(p)
	if !ok {
		return
	}
	x := a.exchanges[id]
	if x == nil {
		x = &exchange{byInitiator: initiator}
		if id != 0 {
			x.first = bytes.Clone(body)
		}
		a.exchanges[id] = x
		if a.order = append(a.order, id); len(a.order) > maxExchanges {
			delete(a.exchanges, a.order[0])
			a.order = a.order[1:]
		}
	}
	x.answered = x.answered || initiator != x.byInitiator
	const longestBlock = 16
	last := body[max(isakmp.HeaderLen, len(body)-longestBlock):]
	if len(x.blocks) < maxBlocks && !slices.ContainsFunc(x.blocks, func(b []byte) bool { return bytes.Equal(b, last) }) {
		x.blocks = append(x.blocks, bytes.Clone(last))
	}
}

// numberOf counts the messages of an exchange by what they are, not by how many came: each may
// come twice, or changed.
func (a *association) numberOf(p *Packet) int {
	m := p.Message
	second := 1
	if m.FromInitiator {
		second = 0
	}
	switch {
	case !m.Sided:
		return 0
	case m.Header.Exchange == isakmp.AggressiveMode && m.Header.Next != isakmp.PayloadSA:
		return 3
	case m.Header.Exchange == isakmp.AggressiveMode:
		return 1 + second
	case m.Header.Exchange == isakmp.MainMode && m.IsEncrypted():
		return 5 + second
	case m.Header.Exchange == isakmp.MainMode && m.Header.Next == isakmp.PayloadSA:
		return 1 + second
	case m.Header.Exchange == isakmp.MainMode:
		return 3 + second
	case m.Header.Exchange != isakmp.QuickMode:
		return 0
	}
	x := a.exchanges[m.Header.MessageID]
	switch {
	case x == nil:
		return 0
	case x.byInitiator != m.FromInitiator:
		return 2
	case bytes.Equal(x.first, p.body()), m.Opened && m.Has(isakmp.PayloadSA), !m.Opened && !x.answered:
		return 1
	}
	return 3
}
