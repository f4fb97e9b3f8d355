package isakmp

import "encoding/binary"

// RUThere asks the peer whether it is alive, RFC 3706 section 5.3. The cookies
// are those of the ISAKMP SA, seq the number the answer has to repeat.
func RUThere(initiator, responder Cookie, seq uint32) *Notify {
	return liveness(NotifyRUThere, initiator, responder, seq)
}

// RUThereAck answers the R-U-THERE with number seq, RFC 3706 section 5.4.
func RUThereAck(initiator, responder Cookie, seq uint32) *Notify {
	return liveness(NotifyRUThereAck, initiator, responder, seq)
}

func liveness(t NotifyType, initiator, responder Cookie, seq uint32) *Notify {
	return &Notify{
		DOI:      DOIIPsec,
		Protocol: ProtocolISAKMP,
		Type:     t,
		SPI:      append(initiator[:], responder[:]...),
		Data:     binary.BigEndian.AppendUint32(nil, seq),
	}
}

// Sequence is the number of an R-U-THERE or its ACK; false for anything else,
// and for data that is not four bytes.
func (n *Notify) Sequence() (uint32, bool) {
	if n.Type != NotifyRUThere && n.Type != NotifyRUThereAck || len(n.Data) != 4 {
		return 0, false
	}
	return binary.BigEndian.Uint32(n.Data), true
}
