// Package embedded is a router's own packet capture, Embedded Packet Capture in the device's manuals: what its users have
// it keep of the packets that pass its interfaces (`monitor capture`). A point says which packets, a buffer holds them.
// In 12.4 and 15 users make both and join them; in XE a capture is a point with a buffer of its own.
//
// It is plain data and takes what it is shown; nothing here knows a router.
package embedded

import (
	"slices"
	"time"
)

// A Packet is one of IPv4 at an interface of the router.
type Packet struct {
	At        time.Time
	Interface string
	Out       bool
	Own       bool // made by this router, or for it
	Data      []byte
}

// An Element is what a buffer holds of a packet.
type Element struct {
	At        time.Time
	Interface string
	Out       bool
	Data      []byte // as many bytes as an element may have
	Length    int    // of the packet
}

// A Buffer holds packets, and decides which of those that its points offer.
type Buffer struct {
	Name        string
	Size        int  // bytes that all elements may have together
	ElementSize int  // bytes kept of a packet
	Circular    bool // the oldest go when it is full; a linear one takes no more then

	List      string        // the access list that must permit a packet; "" = none
	Packets   int           // how many may be kept before the points stop; 0: no limit
	Duration  time.Duration // how long a point runs; 0: no limit
	EveryNth  int           // keep one of so many; 0 and 1: all
	PerSecond int           // keep as many in a second; 0: no limit

	Elements []Element
	Used     int // bytes
	Dropped  int // for want of room

	kept     int // since it was cleared
	offered  int
	second   time.Time
	inSecond int
}

// NewBuffer makes a linear buffer of a size and an element size in bytes.
func NewBuffer(name string, size, elementSize int) *Buffer {
	return &Buffer{Name: name, Size: size, ElementSize: elementSize}
}

// Clear empties the buffer.
func (b *Buffer) Clear() {
	b.Elements, b.Used, b.Dropped, b.kept, b.offered = nil, 0, 0, 0, 0
}

// Resize sets the size in bytes, and empties the buffer.
func (b *Buffer) Resize(size int) {
	b.Size = size
	b.Clear()
}

// offer takes a packet, if it is to be kept; full says that no more will be.
func (b *Buffer) offer(p Packet) (full bool) {
	if b.isFull() {
		return true
	}
	b.offered++
	if b.EveryNth > 1 && b.offered%b.EveryNth != 0 || b.isTooFast(p.At) {
		return false
	}
	e := Element{p.At, p.Interface, p.Out, slices.Clone(p.Data[:min(len(p.Data), b.ElementSize)]), len(p.Data)}
	for b.Circular && b.Used+len(e.Data) > b.Size && len(b.Elements) > 0 {
		b.Used -= len(b.Elements[0].Data)
		b.Elements = b.Elements[1:]
	}
	if b.Used+len(e.Data) > b.Size {
		b.Dropped++
		return true
	}
	b.Elements = append(b.Elements, e)
	b.Used += len(e.Data)
	b.kept++
	return b.isFull()
}

func (b *Buffer) isFull() bool { return b.Packets > 0 && b.kept >= b.Packets }

// isTooFast counts the packets of a second.
func (b *Buffer) isTooFast(at time.Time) bool {
	if second := at.Truncate(time.Second); !second.Equal(b.second) {
		b.second, b.inSecond = second, 0
	}
	b.inSecond++
	return b.PerSecond > 0 && b.inSecond > b.PerSecond
}
