package ike

import (
	"slices"

	"ruthere/crypto/isakmp"
)

// Fragments of messages (`crypto isakmp fragmentation`): a message with certificates is longer than many ways carry, and what drops
// fragments of IP lets these pass. They are put together before anything else is done; no HASH covers them, and whoever spoils a
// message by a fragment of their own gains what losing it would gain.

const (
	// fragmentedFrom is how long a message is at most that is sent whole, in bytes: with what goes before it, a packet of 1280.
	fragmentedFrom = 1280 - 20 - 8 - 4

	mostFragments     = 32       // of a message
	mostFragmented    = 32 << 10 // bytes of a message
	mostFragmentedSAs = 64       // that have fragments waiting for others at a time; the first loses its own to one more
)

// fragments are those of an SA's message that are there.
type fragments struct {
	id     uint16
	pieces [mostFragments][]byte
	count  int
	size   int
	last   int // the number of the last one; 0: it is not there
}

// takeFragment takes a message that is a fragment. It returns the whole message when all fragments are there, else nil.
func (c *change) takeFragment(h isakmp.Header, d Datagram) []byte {
	m := &received{header: h, datagram: d}
	if !c.parsePayloads(m, d.Data[isakmp.HeaderLen:], isakmp.TrailingRefused) {
		return nil
	}
	f, alone := m.payloads[0].Value.(*isakmp.Fragment)
	if !alone || len(m.payloads) != 1 || f.Number > mostFragments {
		c.refuseMessage()
		return nil
	}
	s := c.fragmentsOf(f.ID)
	at := int(f.Number) - 1
	if s.pieces[at] != nil || s.size+len(f.Data) > mostFragmented || s.last > 0 && (f.Last || at >= s.last) {
		return nil
	}
	s.pieces[at], s.size = f.Data, s.size+len(f.Data)
	if s.count++; f.Last {
		s.last = int(f.Number)
	}
	if s.last == 0 || s.count < s.last {
		return nil
	}
	c.dropFragments(c.sa)
	whole := slices.Concat(s.pieces[:s.last]...)
	inner, err := isakmp.ParseHeader(whole)
	if err != nil || inner.Initiator != h.Initiator || inner.Responder != h.Responder || inner.Next == isakmp.PayloadFragment {
		c.refuseMessage()
		return nil
	}
	return whole
}

// fragmentsOf are the fragments of the SA's message of that number. Those of another one are given up.
func (c *change) fragmentsOf(id uint16) *fragments {
	if s := c.sa.fragments; s != nil && s.id == id {
		return s
	}
	c.dropFragments(c.sa)
	if len(c.fragmented) == mostFragmentedSAs {
		c.dropFragments(c.fragmented[0])
	}
	c.sa.fragments = &fragments{id: id}
	c.fragmented = append(c.fragmented, c.sa)
	return c.sa.fragments
}

// dropFragments forgets what there is of an SA's message.
func (e *Engine) dropFragments(sa *SA) {
	if sa.fragments == nil {
		return
	}
	sa.fragments = nil
	e.fragmented = slices.DeleteFunc(e.fragmented, func(other *SA) bool { return other == sa })
}

// split makes fragments of a message that is too long, if the peer takes them; else it is the message itself.
func (c *change) split(data []byte) [][]byte {
	if !c.config.ISAKMP.Fragmentation || !c.sa.peerFragments || len(data) <= fragmentedFrom {
		return [][]byte{data}
	}
	h, err := isakmp.ParseHeader(data)
	if err != nil {
		return [][]byte{data}
	}
	const room = fragmentedFrom - isakmp.HeaderLen - 8 // for a payload's header and a fragment's
	pieces := slices.Collect(slices.Chunk(data, room))
	if len(pieces) > mostFragments {
		return [][]byte{data}
	}
	c.sa.fragmentID++
	var messages [][]byte
	for i, piece := range pieces {
		m := isakmp.Message{Header: isakmp.Header{Initiator: h.Initiator, Responder: h.Responder, Exchange: h.Exchange, MessageID: h.MessageID}}
		m.Payloads = []isakmp.Payload{isakmp.New(&isakmp.Fragment{ID: c.sa.fragmentID, Number: uint8(i + 1), Last: i+1 == len(pieces),
			Data: piece})}
		messages = append(messages, m.Append(nil))
	}
	return messages
}

// fragmentationVendorID says that fragments are taken here, of all messages; nothing if they are not.
func (c *change) fragmentationVendorID() []isakmp.Payload {
	if !c.config.ISAKMP.Fragmentation {
		return nil
	}
	id := isakmp.VendorFragmentation.ID()
	return []isakmp.Payload{isakmp.New(&isakmp.VendorID{Data: append(id.Data, 0xC0, 0, 0, 0)})}
}
