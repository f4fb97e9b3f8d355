package capture

import (
	"slices"

	"ruthere/crypto/isakmp"
)

// A Backlog is what a capture needs that begins while tunnels are up: the keys of their SAs, and the messages of phase 1,
// without which Wireshark opens nothing of an ISAKMP SA. The zero value is empty and ready.
type Backlog struct {
	keys    []Key
	packets []backPacket
}

type backPacket struct {
	link string
	Packet
}

// keysKept and packetsKept bound a backlog; the oldest go first.
const (
	keysKept    = 10_000
	packetsKept = 4_000
)

// AddKey remembers a key.
func (b *Backlog) AddKey(k Key) {
	b.keys = append(b.keys, k)
	if len(b.keys) > keysKept {
		b.keys = slices.Delete(b.keys, 0, keysKept/10)
	}
}

// Wants says whether a packet, such as it is on a wire, is one of phase 1.
func (*Backlog) Wants(data []byte) bool {
	_, _, message := messageOf(data)
	h, err := isakmp.ParseHeader(message)
	return err == nil && (h.Exchange == isakmp.MainMode || h.Exchange == isakmp.AggressiveMode)
}

// AddPacket remembers a packet of a link.
func (b *Backlog) AddPacket(link string, p Packet) {
	p.Data = slices.Clone(p.Data)
	p.Comments = append(slices.Clone(p.Comments), "from before this capture, which could not be opened without")
	b.packets = append(b.packets, backPacket{link, p})
	if len(b.packets) > packetsKept {
		b.packets = slices.Delete(b.packets, 0, packetsKept/10)
	}
}

// Begin gives a capture of a link, or of all (""), what is before it.
func (b *Backlog) Begin(r *Recorder, link string) {
	for _, k := range b.keys {
		r.AddKey(k)
	}
	for _, p := range b.packets {
		if _, opens := r.file.(*pcapngFile); opens && (link == "" || link == p.link) {
			r.WritePacket(p.Packet)
		}
	}
}
