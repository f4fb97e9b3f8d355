package packet

import (
	"net/netip"
	"slices"
	"time"
)

// Fragments is p in pieces of at most mtu bytes (RFC 791 section 3.2), or p alone if it is no
// longer. ok is false when it is longer and may not be taken apart, or when mtu has no room for
// eight bytes of it.
func (p IPv4) Fragments(mtu int) (pieces []IPv4, ok bool) {
	if IPv4HeaderLen+len(p.Payload) <= mtu {
		return []IPv4{p}, true
	}
	room := (mtu - IPv4HeaderLen) / 8 * 8
	if p.DontFragment || room <= 0 {
		return nil, false
	}
	for at := 0; at < len(p.Payload); at += room {
		piece, end := p, min(at+room, len(p.Payload))
		piece.Payload = p.Payload[at:end:end]
		piece.FragmentOffset = p.FragmentOffset + at
		piece.MoreFragments = p.MoreFragments || end < len(p.Payload)
		pieces = append(pieces, piece)
	}
	return pieces, true
}

// Bounds of a Reassembler.
const (
	mostIncomplete = 16               // datagrams at a time, as on the device
	mostFragments  = 1024             // of one datagram: of 64 kilobytes in 68 bytes each there are more, which nobody sends
	assemblyTime   = 15 * time.Second // RFC 1122 section 3.3.2 lets it be longer; the device's virtual reassembly waits 3
)

// A Reassembler puts fragments together. The zero Reassembler is ready. What it remembers is
// bounded: of too many unfinished datagrams the oldest is forgotten.
type Reassembler struct{ unfinished []*datagram }

type datagramKey struct {
	src, dst netip.Addr
	protocol uint8
	id       uint16
}

type datagram struct {
	datagramKey
	until  time.Time
	pieces []IPv4 // by offset; they do not overlap
}

// Add takes a fragment and returns its datagram once it is complete. Fragments that overlap
// others spoil their datagram (RFC 5722 asks for it in IPv6, and no sender does it in good faith).
func (r *Reassembler) Add(now time.Time, p IPv4) (whole IPv4, ok bool) {
	r.unfinished = slices.DeleteFunc(r.unfinished, func(d *datagram) bool { return !d.until.After(now) })
	key := datagramKey{p.Src, p.Dst, p.Protocol, p.ID}
	at := slices.IndexFunc(r.unfinished, func(d *datagram) bool { return d.datagramKey == key })
	if at < 0 {
		if len(r.unfinished) >= mostIncomplete {
			r.unfinished = slices.Delete(r.unfinished, 0, 1)
		}
		at = len(r.unfinished)
		r.unfinished = append(r.unfinished, &datagram{datagramKey: key, until: now.Add(assemblyTime)})
	}
	d := r.unfinished[at]
	fits := d.insert(p)
	if whole, ok = d.assemble(); ok || !fits {
		r.unfinished = slices.Delete(r.unfinished, at, at+1)
	}
	return whole, ok && fits
}

// insert puts a piece in its place; false if it cannot be part of the datagram.
func (d *datagram) insert(p IPv4) bool {
	end := p.FragmentOffset + len(p.Payload)
	if len(d.pieces) >= mostFragments || end > MaxIPv4Payload || p.MoreFragments && (len(p.Payload) == 0 || len(p.Payload)%8 != 0) {
		return false
	}
	at, same := slices.BinarySearchFunc(d.pieces, p.FragmentOffset, func(have IPv4, offset int) int { return have.FragmentOffset - offset })
	if same || at > 0 && d.pieces[at-1].FragmentOffset+len(d.pieces[at-1].Payload) > p.FragmentOffset ||
		at < len(d.pieces) && end > d.pieces[at].FragmentOffset {
		return false
	}
	p.Payload = slices.Clone(p.Payload)
	d.pieces = slices.Insert(d.pieces, at, p)
	return true
}

// assemble is the datagram, if no piece of it is missing.
func (d *datagram) assemble() (whole IPv4, ok bool) {
	n, next := len(d.pieces), 0
	if n == 0 || d.pieces[n-1].MoreFragments {
		return whole, false
	}
	for _, p := range d.pieces {
		if p.FragmentOffset != next {
			return whole, false
		}
		next += len(p.Payload)
	}
	whole = d.pieces[0]
	whole.MoreFragments, whole.Payload = false, make([]byte, 0, next)
	for _, p := range d.pieces {
		whole.Payload = append(whole.Payload, p.Payload...)
	}
	return whole, true
}
