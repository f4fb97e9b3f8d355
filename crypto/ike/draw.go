package ike

import (
	"encoding/binary"
	"io"

	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// What an engine draws at random, and what it counts.

// randomBytes draws n random bytes for a purpose.
func (e *Engine) randomBytes(purpose string, n int) []byte {
	b := make([]byte, n)
	if _, err := io.ReadFull(e.random(purpose), b); err != nil {
		panic("ike: the source of randomness for " + purpose + " ran dry: " + err.Error())
	}
	return b
}

func (e *Engine) newCookie() (c isakmp.Cookie) {
	for c.IsZero() {
		copy(c[:], e.randomBytes("cookie", len(c)))
	}
	return c
}

// newMessageID draws an id that was not used on the SA lately; zero is phase 1's.
func (e *Engine) newMessageID(sa *SA) uint32 {
	for {
		id := binary.BigEndian.Uint32(e.randomBytes("node", 4))
		if id != 0 && sa.nodeWith(id) == nil && !sa.spent.holdsID(id) {
			return id
		}
	}
}

// newPointer makes up the address a structure would have in the device's memory: it
// names the structure in the log, nothing else.
// XE has addresses of 64 bits, all of one heap.
func (e *Engine) newPointer() debuglog.Pointer {
	const heap, alignment = 0x80007309 << 32, 0x1F
	n := binary.BigEndian.Uint32(e.randomBytes("pointer", 4))
	if e.release == debuglog.IOSXE {
		return debuglog.Pointer(heap | uint64(n&^alignment))
	}
	return debuglog.Pointer(0x80000000 | n&0x03FFFFFC)
}

// newHandle counts the peer structs, from 2 on.
func (e *Engine) newHandle() debuglog.Pointer {
	e.lastHandle++
	if e.release == debuglog.IOSXE {
		return debuglog.Pointer(0x80000000_40000001 + uint64(e.lastHandle))
	}
	return debuglog.Pointer(0x80000001 + e.lastHandle)
}
