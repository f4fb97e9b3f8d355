package ipsec

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"ruthere/packet"
)

// An SPIs names what protects one direction: one SPI for each protocol of a transform, 0 for one that it does not have.
type SPIs struct{ ESP, AH uint32 }

// Main is the one of them that stands for both: ESP's, if there is ESP.
func (s SPIs) Main() uint32 { return cmp.Or(s.ESP, s.AH) }

// Keys are the KEYMAT of one direction, by protocol. Who prints them gets nothing of them.
type Keys struct{ ESP, AH []byte }

// Format prints no key.
func (Keys) Format(f fmt.State, _ rune) { fmt.Fprint(f, "ipsec.Keys(secret)") }

// NewBundle makes one direction of a transform with an Authentication Header, or of one without as NewSA does. The protocols
// have sequence numbers and replay windows of their own.
func NewBundle(spis SPIs, t Transform, keys Keys) (*SA, error) {
	if err := t.Check(); err != nil {
		return nil, err
	}
	sa := &SA{SPI: spis.AH, Transform: t}
	if t.HasESP() {
		var err error
		if sa, err = NewSA(spis.ESP, t.ESP(), keys.ESP); err != nil {
			return nil, err
		}
	}
	if t.AH == None {
		return sa, nil
	}
	var err error
	sa.Transform = t
	sa.AH, err = NewAH(spis.AH, t.AH, keys.AH)
	return sa, err
}

// SPIs are those of the SA, by protocol.
func (sa *SA) SPIs() (spis SPIs) {
	if sa.HasESP() {
		spis.ESP = sa.SPI
	}
	if sa.AH != nil {
		spis.AH = sa.AH.SPI
	}
	return spis
}

// SealPacket fills outer, which has all of its header but the protocol: with ESP around inner, or inner itself if there is no
// ESP, and around that the Authentication Header. What inner and next are is said at Seal. The header covers outer's
// identification, so it must be there already.
//
// Errors are those of Seal and AH.Seal.
func (sa *SA) SealPacket(outer packet.IPv4, inner []byte, next uint8, random io.Reader) (packet.IPv4, error) {
	outer.Protocol, outer.Payload = next, inner
	if sa.HasESP() {
		esp, err := sa.Seal(inner, next, random)
		if err != nil {
			return outer, err
		}
		outer.Protocol, outer.Payload = packet.ProtocolESP, esp
	}
	if sa.AH == nil {
		return outer, nil
	}
	sealed, err := sa.AH.Seal(outer)
	switch {
	case err != nil:
		sa.Errors++
	case !sa.HasESP():
		sa.Packets, sa.Bytes = sa.Packets+1, sa.Bytes+uint64(len(inner))
	}
	return sealed, err
}

// OpenPacket checks and removes what SealPacket has put around a packet, the Authentication Header first: what was inside, and
// what it is. A packet without one of the protocols of its SA is refused with ErrUnbundled, also if the rest is right.
//
// Every error is counted, and matches one of the Err variables.
func (sa *SA) OpenPacket(p packet.IPv4) (inner []byte, next uint8, err error) {
	if sa.AH != nil {
		if p, err = sa.openHeader(p); err != nil {
			return nil, 0, err
		}
	}
	if !sa.HasESP() {
		sa.Packets, sa.Bytes = sa.Packets+1, sa.Bytes+uint64(len(p.Payload))
		return p.Payload, p.Protocol, nil
	}
	if p.Protocol != packet.ProtocolESP {
		sa.Errors++
		return nil, 0, ErrUnbundled
	}
	return sa.Open(p.Payload)
}

// openHeader removes the Authentication Header, and counts what is wrong with it for the SA too.
func (sa *SA) openHeader(p packet.IPv4) (packet.IPv4, error) {
	if p.Protocol != packet.ProtocolAH {
		sa.Errors++
		return p, ErrUnbundled
	}
	opened, err := sa.AH.Open(p)
	if err == nil {
		return opened, nil
	}
	sa.Errors++
	switch {
	case errors.Is(err, ErrIntegrity):
		sa.VerifyErrors++
	case errors.Is(err, ErrReplay):
		sa.ReplayErrors++
	}
	return p, err
}

// SPIOf is the SPI of a packet of one of the two protocols; false for a packet that is too short, or of another protocol.
func SPIOf(p packet.IPv4) (spi SPIs, ok bool) {
	switch {
	case p.Protocol == packet.ProtocolAH && len(p.Payload) >= ahSPIAt+4:
		return SPIs{AH: binary.BigEndian.Uint32(p.Payload[ahSPIAt:])}, true
	case p.Protocol == packet.ProtocolESP && len(p.Payload) >= 4:
		return SPIs{ESP: binary.BigEndian.Uint32(p.Payload)}, true
	}
	return SPIs{}, false
}
