package ipsec

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"io"
	"net/netip"
	"slices"
	"time"

	"ruthere/packet"
)

// A Flow is what the SAs of successive quick modes have in common: the same traffic between the same two ends. Of a router with two
// lines each is an end of its own.
type Flow struct {
	Selector      Selector
	Local, Remote netip.Addr // endpoints of the tunnel
}

// A Pair is the two SAs of one quick mode.
type Pair struct {
	In, Out *SA
	// PathMTU is how long packets to the peer may be, in bytes, as routers on the way have told (RFC 1191); 0 = none has.
	PathMTU int
	// Heard is when a packet of the peer's passed its checks last, as the owner notes; zero = none has.
	Heard  time.Time
	serial uint64 // order of Add
}

// Flow is the pair's flow, as its outbound SA describes it.
func (p *Pair) Flow() Flow { return Flow{p.Out.Selector.masked(), p.Out.Local, p.Out.Remote} }

// A spiKey is what an inbound packet names its SA by. The protocols have SPIs of their own.
type spiKey struct {
	protocol uint8 // packet.ProtocolESP or packet.ProtocolAH
	spi      uint32
}

// inboundKeys are those of a pair.
func (p *Pair) inboundKeys() (keys []spiKey) {
	if p.In.AH != nil {
		keys = append(keys, spiKey{packet.ProtocolAH, p.In.AH.SPI})
	}
	if p.In.HasESP() {
		keys = append(keys, spiKey{packet.ProtocolESP, p.In.SPI})
	}
	return keys
}

// A Database finds SAs: the inbound one by SPI, the outbound one by flow or by packet, where the newest wins (during a
// rekey a flow has two). The zero value is empty and ready. All lists are in the order of Add.
//
// The fields of an SA that say where it belongs (SPI, Local, Remote, Selector) must not change while it is in.
type Database struct {
	pairs    []*Pair
	byFlow   map[Flow][]*Pair
	byPeer   map[netip.Addr][]*Pair
	byRemote map[netip.Prefix][]*Pair // by Selector.Remote
	bits     [129]int                 // how many keys of byRemote have this length
	inbound  map[spiKey]*Pair         // nil for an SPI that is only allocated
	serial   uint64
	connID   int

	FirstConnID int // of the first SA; 0 stands for 1
}

// AllocateSPI chooses an SPI for an inbound SA of ESP, AllocateAH one for AH, with four bytes from random or more, and sets it
// aside until Add, the release or Remove. No two inbound SAs get the same, also of different protocols.
func (d *Database) AllocateSPI(random io.Reader) (uint32, error) {
	return d.allocate(packet.ProtocolESP, random)
}

// AllocateAH is AllocateSPI for an Authentication Header.
func (d *Database) AllocateAH(random io.Reader) (uint32, error) {
	return d.allocate(packet.ProtocolAH, random)
}

func (d *Database) allocate(protocol uint8, random io.Reader) (uint32, error) {
	const attempts = 64 // each fails with a chance of one in thousands even when a million are in use
	for range attempts {
		var b [4]byte
		if _, err := io.ReadFull(random, b[:]); err != nil {
			return 0, fmt.Errorf("cannot choose an SPI: %w", err)
		}
		spi := binary.BigEndian.Uint32(b[:])
		_, esp := d.inbound[spiKey{packet.ProtocolESP, spi}]
		_, ah := d.inbound[spiKey{packet.ProtocolAH, spi}]
		if spi >= MinSPI && !esp && !ah {
			d.makeMaps()
			d.inbound[spiKey{protocol, spi}] = nil
			return spi, nil
		}
	}
	return 0, fmt.Errorf("cannot choose an SPI: none of %d was free", attempts)
}

// ReleaseSPI gives back an SPI whose negotiation came to nothing. It leaves the SPI of an SA alone.
func (d *Database) ReleaseSPI(spi uint32) {
	for _, protocol := range []uint8{packet.ProtocolESP, packet.ProtocolAH} {
		key := spiKey{protocol, spi}
		if pair, allocated := d.inbound[key]; allocated && pair == nil {
			delete(d.inbound, key)
		}
	}
}

// Add puts in the two SAs of a quick mode; out serves its flow from now on. It fails if one of in's SPIs belongs to another SA.
func (d *Database) Add(in, out *SA) (*Pair, error) {
	p := &Pair{In: in, Out: out}
	for _, key := range p.inboundKeys() {
		if d.inbound[key] != nil {
			return nil, fmt.Errorf("cannot add SA: inbound SPI 0x%X is in use", key.spi)
		}
	}
	d.makeMaps()
	d.number(p)
	d.serial++
	p.serial = d.serial
	flow := p.Flow()
	d.pairs = append(d.pairs, p)
	for _, key := range p.inboundKeys() {
		d.inbound[key] = p
	}
	d.byFlow[flow] = append(d.byFlow[flow], p)
	d.byPeer[flow.Remote] = append(d.byPeer[flow.Remote], p)
	prefix := flow.Selector.Remote
	if len(d.byRemote[prefix]) == 0 && prefix.IsValid() {
		d.bits[prefix.Bits()]++
	}
	d.byRemote[prefix] = append(d.byRemote[prefix], p)
	return p, nil
}

// number gives a pair its numbers in the crypto engine: the headers first, for packets come to them first.
func (d *Database) number(p *Pair) {
	var numbers []*int
	if p.In.AH != nil && p.Out.AH != nil {
		numbers = append(numbers, &p.In.AH.ConnID, &p.Out.AH.ConnID)
	}
	if p.In.HasESP() {
		numbers = append(numbers, &p.In.ConnID, &p.Out.ConnID)
	}
	for _, n := range numbers {
		if *n == 0 {
			*n = max(d.FirstConnID, 1) + d.connID
			d.connID++
		}
	}
	if !p.In.HasESP() {
		p.In.ConnID, p.Out.ConnID = p.In.AH.ConnID, p.Out.AH.ConnID
	}
}

// Has tells whether a pair is in.
func (d *Database) Has(p *Pair) bool { return p != nil && d.inbound[p.inboundKeys()[0]] == p }

// Remove takes a pair out; one that is not in is ignored.
func (d *Database) Remove(p *Pair) {
	if !d.Has(p) {
		return
	}
	flow := p.Flow()
	for _, key := range p.inboundKeys() {
		delete(d.inbound, key)
	}
	d.pairs = withoutPair(d.pairs, p)
	removeFrom(d.byFlow, flow, p)
	removeFrom(d.byPeer, flow.Remote, p)
	prefix := flow.Selector.Remote
	if removeFrom(d.byRemote, prefix, p); len(d.byRemote[prefix]) == 0 && prefix.IsValid() {
		d.bits[prefix.Bits()]--
	}
}

// Inbound is the pair whose inbound SA of ESP has this SPI, or nil.
func (d *Database) Inbound(spi uint32) *Pair { return d.InboundSPI(SPIs{ESP: spi}) }

// InboundSPI is the pair whose inbound SA has this SPI, of one protocol, or nil.
func (d *Database) InboundSPI(spi SPIs) *Pair {
	if spi.AH != 0 {
		return d.inbound[spiKey{packet.ProtocolAH, spi.AH}]
	}
	return d.inbound[spiKey{packet.ProtocolESP, spi.ESP}]
}

// OutboundSPI is the pair to remote whose outbound SA has one of these SPIs, or nil: a peer's Delete names SPIs of its own.
func (d *Database) OutboundSPI(remote netip.Addr, any SPIs) *Pair {
	for _, p := range d.byPeer[remote] {
		if spis := p.Out.SPIs(); any.ESP != 0 && any.ESP == spis.ESP || any.AH != 0 && any.AH == spis.AH {
			return p
		}
	}
	return nil
}

// Outbound is the newest pair of a flow, or nil.
func (d *Database) Outbound(flow Flow) *Pair {
	flow.Selector = flow.Selector.masked()
	return newestOf(d.byFlow[flow])
}

// Match is the newest pair whose selector matches a packet on its way out, or nil. It looks only at pairs whose remote
// prefix contains the destination.
func (d *Database) Match(f Fields) *Pair {
	var best *Pair
	dst := f.Dst.Unmap()
	for bits := range dst.BitLen() + 1 {
		if d.bits[bits] == 0 {
			continue
		}
		prefix, err := dst.WithZone("").Prefix(bits)
		if err != nil {
			continue
		}
		for _, p := range d.byRemote[prefix] {
			if (best == nil || p.serial > best.serial) && p.Out.Selector.Matches(f) {
				best = p
			}
		}
	}
	return best
}

// Pairs are all pairs.
func (d *Database) Pairs() []*Pair { return slices.Clone(d.pairs) }

// ByFlow are the pairs of one flow, the one in use last.
func (d *Database) ByFlow(flow Flow) []*Pair {
	flow.Selector = flow.Selector.masked()
	return slices.Clone(d.byFlow[flow])
}

// ByPeer are the pairs whose outbound SA ends at remote: all that dies with a peer.
func (d *Database) ByPeer(remote netip.Addr) []*Pair { return slices.Clone(d.byPeer[remote]) }

// Len is the number of pairs.
func (d *Database) Len() int { return len(d.pairs) }

// SPIs is the number of inbound SPIs that are in use, by pairs or by a negotiation.
func (d *Database) SPIs() int { return len(d.inbound) }

func (d *Database) makeMaps() {
	if d.inbound != nil {
		return
	}
	d.inbound = make(map[spiKey]*Pair)
	d.byFlow = make(map[Flow][]*Pair)
	d.byPeer = make(map[netip.Addr][]*Pair)
	d.byRemote = make(map[netip.Prefix][]*Pair)
}

func newestOf(pairs []*Pair) *Pair {
	if len(pairs) == 0 {
		return nil
	}
	return pairs[len(pairs)-1]
}

// removeFrom takes p out of one list, and the list out of the index when it is empty.
func removeFrom[K comparable](index map[K][]*Pair, key K, p *Pair) {
	if rest := withoutPair(index[key], p); len(rest) > 0 {
		index[key] = rest
	} else {
		delete(index, key)
	}
}

// withoutPair is the list less p; all lists are in the order of serial.
func withoutPair(pairs []*Pair, p *Pair) []*Pair {
	i, found := slices.BinarySearchFunc(pairs, p.serial, func(q *Pair, serial uint64) int { return cmp.Compare(q.serial, serial) })
	if !found {
		return pairs
	}
	return slices.Delete(pairs, i, i+1)
}
