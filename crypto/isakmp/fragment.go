package isakmp

import "encoding/binary"

// A Fragment is a piece of a message that is too long for the way, alone in a message with the cookies of the whole one: the fragments
// that Cisco's IKEv1 sends to peers that say they take them ([VendorFragmentation]).
type Fragment struct {
	ID     uint16 // of the message that it is of
	Number uint8  // from 1 on
	Last   bool
	Data   []byte // of the message with its header
}

func (f *Fragment) PayloadType() PayloadType { return PayloadFragment }

const lastFragment = 1

func parseFragment(r *reader) *Fragment {
	f := &Fragment{ID: r.u16(), Number: r.u8()}
	f.Last = r.u8()&lastFragment != 0
	f.Data = r.rest()
	if r.err == nil && (f.Number == 0 || len(f.Data) == 0) {
		r.fail(Malformed, "number %d, %d bytes", f.Number, len(f.Data))
	}
	return f
}

func (f *Fragment) appendBody(dst []byte) []byte {
	flags := byte(0)
	if f.Last {
		flags = lastFragment
	}
	return append(append(binary.BigEndian.AppendUint16(dst, f.ID), f.Number, flags), f.Data...)
}
