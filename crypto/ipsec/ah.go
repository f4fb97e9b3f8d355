package ipsec

import (
	"bytes"
	"crypto/hmac"
	"encoding/binary"
	"fmt"
	"math"

	"ruthere/packet"
)

// The Authentication Header, RFC 4302 section 2, which stands between the IP header and what it carries:
//
//	next header (1) | length in words, less two (1) | reserved (2) | SPI (4) | sequence number (4) | ICV
//
// The ICV covers the header with an ICV of zeros, what follows it, and the IP header before it with
// zeros for what routers change on the way.
const (
	ahFixedLen = 12
	ahSPIAt    = 4
	ahNumberAt = 8
)

// An AH is one phase 2 SA of the Authentication Header, in one direction. It authenticates addresses too, and so
// passes no NAT (RFC 3948 has no form for it).
type AH struct {
	SPI uint32
	Counters
	ConnID int // as in SA

	auth     Auth
	key      []byte
	sequence uint32 // last one sealed
	replay   replayWindow
}

// NewAH makes an SA of the first auth.KeyLen bytes of keymat, which it copies, with a replay window of
// DefaultReplayWindow packets.
func NewAH(spi uint32, auth Auth, keymat []byte) (*AH, error) {
	switch {
	case spi < MinSPI:
		return nil, fmt.Errorf("cannot use SPI %d: below %d are reserved", spi, MinSPI)
	case auth == None || auth > HMACSHA512:
		return nil, fmt.Errorf("cannot use integrity algorithm number %d: AH needs one that is known", auth)
	case len(keymat) < auth.KeyLen():
		return nil, fmt.Errorf("cannot key ah-%s-hmac with %d bytes: want %d", auth.authWord(), len(keymat), auth.KeyLen())
	}
	ah := &AH{SPI: spi, auth: auth, key: bytes.Clone(keymat[:auth.KeyLen()])}
	return ah, ah.SetReplayWindow(DefaultReplayWindow)
}

// SetReplayWindow is that of an SA.
func (ah *AH) SetReplayWindow(size int) error {
	window, err := newReplayWindow(size)
	if err == nil {
		ah.replay = window
	}
	return err
}

// ReplayWindow is the size of the replay window in packets; 0 means that there is no replay detection.
func (ah *AH) ReplayWindow() int { return int(ah.replay.size) }

// LastSequence is the sequence number last sealed, or the highest one opened.
func (ah *AH) LastSequence() uint32 { return max(ah.sequence, ah.replay.top) }

// Overhead is how many bytes the header adds to a packet.
func (ah *AH) Overhead() int { return Transform{AH: ah.auth}.headerLen() }

// Seal puts the header into p. In transport mode p is the packet to be protected; in tunnel mode the new packet around
// it (its Protocol packet.ProtocolIPinIP); in a bundle with ESP the packet that carries ESP, because AH is the outer of
// the two (RFC 2401 section 4.3).
//
// It returns ErrFragment for a fragment, ErrExhausted after 2^32-1 packets, as SA.Seal does, and ErrShort for a packet
// that has no form on the wire.
func (ah *AH) Seal(p packet.IPv4) (packet.IPv4, error) {
	sealed, err := ah.seal(p)
	if err != nil {
		ah.Errors++
		return packet.IPv4{}, err
	}
	ah.sequence++
	ah.Packets++
	ah.Bytes += uint64(len(p.Payload))
	return sealed, nil
}

func (ah *AH) seal(p packet.IPv4) (packet.IPv4, error) {
	if p.IsFragment() {
		return p, ErrFragment
	}
	if ah.sequence == math.MaxUint32 {
		return p, ErrExhausted
	}
	header := make([]byte, ah.Overhead(), ah.Overhead()+len(p.Payload))
	header[0], header[1] = p.Protocol, ah.lengthField()
	binary.BigEndian.PutUint32(header[ahSPIAt:], ah.SPI)
	binary.BigEndian.PutUint32(header[ahNumberAt:], ah.sequence+1)
	p.Protocol, p.Payload = packet.ProtocolAH, append(header, p.Payload...)
	icv := ah.computeICV(p)
	if icv == nil {
		return p, fmt.Errorf("%w: %d bytes behind the IP header", ErrShort, len(p.Payload))
	}
	copy(p.Payload[ahFixedLen:ah.Overhead()], icv)
	return p, nil
}

// Open checks the header of p and returns the packet without it. It leaves p's payload as it is; the payload it
// returns is part of that.
//
// The checks come in the order of SA.Open. Every error is counted, and matches one of the Err variables. Packets with
// IP options fail the integrity check, because package packet skips the options and the ICV covers them.
func (ah *AH) Open(p packet.IPv4) (packet.IPv4, error) {
	opened, err := ah.open(p)
	if err != nil {
		ah.Errors++
		return packet.IPv4{}, err
	}
	ah.Packets++
	ah.Bytes += uint64(len(opened.Payload))
	return opened, nil
}

func (ah *AH) open(p packet.IPv4) (packet.IPv4, error) {
	if p.IsFragment() {
		return p, ErrFragment
	}
	at := ah.Overhead()
	if p.Protocol != packet.ProtocolAH || len(p.Payload) < at || p.Payload[1] != ah.lengthField() {
		return p, fmt.Errorf("%w: %d bytes of protocol %d, want a header of %d", ErrShort, len(p.Payload), p.Protocol, at)
	}
	header := p.Payload[:at]
	if !hmac.Equal(ah.computeICV(p), header[ahFixedLen:]) {
		ah.VerifyErrors++
		return p, ErrIntegrity
	}
	if spi := binary.BigEndian.Uint32(header[ahSPIAt:]); spi != ah.SPI {
		return p, fmt.Errorf("%w: SPI 0x%X, want 0x%X", ErrSPI, spi, ah.SPI)
	}
	sequence := binary.BigEndian.Uint32(header[ahNumberAt:])
	if !ah.replay.wouldAccept(sequence) {
		ah.ReplayErrors++
		return p, &ReplayError{ConnID: ah.ConnID, Sequence: sequence}
	}
	ah.replay.markReceived(sequence)
	p.Protocol, p.Payload = header[0], p.Payload[at:]
	return p, nil
}

// lengthField is the length of the header as it stands in it.
func (ah *AH) lengthField() byte { return byte(ah.Overhead()/4 - 2) }

// computeICV is the ICV of a packet with a header; nil if the packet has no form on the wire.
func (ah *AH) computeICV(p packet.IPv4) []byte {
	p.TOS, p.TTL, p.DontFragment = 0, 0, false // mutable, RFC 4302 section 3.3.3.1.1.1
	covered := p.Append(nil)
	if covered == nil {
		return nil
	}
	const checksumAt = 10 // mutable as well
	clear(covered[checksumAt : checksumAt+2])
	clear(covered[packet.IPv4HeaderLen+ahFixedLen : packet.IPv4HeaderLen+ah.Overhead()])
	mac := hmac.New(ah.auth.newHash(), ah.key)
	mac.Write(covered)
	return mac.Sum(nil)[:ah.auth.ICVLen()]
}

// String names the SA without its key.
func (ah *AH) String() string {
	return fmt.Sprintf("SPI 0x%X (ah-%s-hmac)", ah.SPI, ah.auth.authWord())
}

// GoString keeps %#v from printing the key.
func (ah *AH) GoString() string { return "&ipsec.AH{" + ah.String() + "}" }
