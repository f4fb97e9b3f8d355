// Package ipsec keeps what quick mode negotiated and does what it is for: security associations that seal and open ESP
// packets (RFC 4303) and those with an Authentication Header (RFC 4302), the selectors that say which packets they are
// for, and the database that finds them.
//
// An SA is one direction, with both protocols if quick mode agreed to both. The owner fills in what it knows of one (endpoints,
// selector, lifetime), hands both directions to a Database as a Pair, and calls Seal and Open, or SealPacket and OpenPacket. ESP
// and AH are computed here to the last byte, but the headers around them are not: see package packet. Nothing here is safe for
// concurrent use.
package ipsec

import (
	"bytes"
	"errors"
	"fmt"
	"net/netip"
	"time"
)

// MinSPI is the lowest SPI that an SA can have; those below are reserved (RFC 4303 section 2.1).
const MinSPI = 256

// Errors of Seal and Open, for errors.Is.
var (
	ErrShort     = errors.New("packet has an impossible length")
	ErrIntegrity = errors.New("packet failed the integrity check")
	ErrReplay    = errors.New("packet failed the replay check")
	ErrPadding   = errors.New("ESP packet has bad padding")
	ErrSPI       = errors.New("packet belongs to another SA")
	ErrFragment  = errors.New("AH protects whole packets, not fragments")
	ErrUnbundled = errors.New("packet lacks the Authentication Header that its SA has, or what belongs inside")
	ErrExhausted = errors.New("sequence numbers of the SA are used up")
)

// A ReplayError is the ErrReplay that Open returns, with what IOS logs about the packet.
type ReplayError struct {
	ConnID   int
	Sequence uint32
}

func (e *ReplayError) Error() string {
	return fmt.Sprintf("%v: connection id %d, sequence number %d", ErrReplay, e.ConnID, e.Sequence)
}

// Is makes errors.Is(err, ErrReplay) true.
func (e *ReplayError) Is(target error) bool { return target == ErrReplay }

// Counters count what an SA did since it was made.
type Counters struct {
	Packets      uint64 // sealed or opened
	Bytes        uint64 // of plaintext, without trailer
	Errors       uint64 // all failures, those counted below included
	ReplayErrors uint64
	VerifyErrors uint64 // integrity
}

// Add adds the counts of another SA of the same flow, so that totals survive a rekey.
func (c *Counters) Add(other Counters) {
	c.Packets += other.Packets
	c.Bytes += other.Bytes
	c.Errors += other.Errors
	c.ReplayErrors += other.ReplayErrors
	c.VerifyErrors += other.VerifyErrors
}

// A Lifetime bounds an SA. A zero part is no bound.
type Lifetime struct {
	Seconds   uint32
	Kilobytes uint32 // of 1024 bytes
}

// An SA is one direction of what a quick mode agreed to: ESP, an Authentication Header, or ESP inside one (RFC 2401
// section 4.3 calls that a bundle). The exported fields below Counters are the owner's.
type SA struct {
	SPI uint32 // of ESP; of AH if there is no ESP
	AH  *AH    // the header; nil = there is none
	Transform
	Counters

	Local, Remote netip.Addr // endpoints of the tunnel, seen from here in both directions
	Selector      Selector   // seen from here in both directions
	Lifetime      Lifetime
	Established   time.Time
	ConnID        int // number in `show crypto engine connections active`; Database.Add gives one to an SA without

	sequence uint32 // last one sealed
	replay   replayWindow

	keys       []byte      // until the first packet
	algorithms *algorithms // from then on
}

// NewSA makes an SA of ESP alone of the first t.KeyLen bytes of keymat, which it copies. The replay window has
// DefaultReplayWindow packets when the transform authenticates.
func NewSA(spi uint32, t Transform, keymat []byte) (*SA, error) {
	if spi < MinSPI {
		return nil, fmt.Errorf("cannot use SPI %d: below %d are reserved", spi, MinSPI)
	}
	if err := t.Check(); err != nil {
		return nil, err
	}
	if t.AH != None {
		return nil, fmt.Errorf("cannot make %s of one SPI and one key: it is no ESP alone", t)
	}
	if len(keymat) < t.KeyLen() {
		return nil, fmt.Errorf("cannot key %s with %d bytes: want %d", t, len(keymat), t.KeyLen())
	}
	sa := &SA{SPI: spi, Transform: t, keys: bytes.Clone(keymat[:t.KeyLen()])}
	return sa, sa.SetReplayWindow(DefaultReplayWindow)
}

// SetReplayWindow replaces the replay window by an empty one of the given number of packets: 64, 128, 256, 512 or 1024,
// or 0 for no replay detection. It belongs before the first packet. Without integrity there is never a window.
func (sa *SA) SetReplayWindow(size int) error {
	window, err := newReplayWindow(size)
	if err != nil {
		return err
	}
	if sa.HasESP() && sa.Authenticates() {
		sa.replay = window
	}
	if sa.AH != nil {
		return sa.AH.SetReplayWindow(size)
	}
	return nil
}

// ReplayWindow is the size of ESP's replay window in packets; 0 means that there is no replay detection.
func (sa *SA) ReplayWindow() int { return int(sa.replay.size) }

// LastSequence is the sequence number last sealed, or the highest one opened.
func (sa *SA) LastSequence() uint32 { return max(sa.sequence, sa.replay.top) }

// Expires is when the lifetime in seconds ends; false if it does not.
func (sa *SA) Expires() (time.Time, bool) {
	if sa.Lifetime.Seconds == 0 {
		return time.Time{}, false
	}
	return sa.Established.Add(time.Duration(sa.Lifetime.Seconds) * time.Second), true
}

// Remaining is what is left of the lifetime, in the order of `show crypto ipsec sa`: kilobytes and seconds, rounded
// down, never negative. Parts without a bound are zero.
func (sa *SA) Remaining(now time.Time) (kilobytes, seconds uint32) {
	used := (sa.Bytes + 1023) / 1024
	if total := uint64(sa.Lifetime.Kilobytes); used < total {
		kilobytes = uint32(total - used)
	}
	if expires, bounded := sa.Expires(); bounded && now.Before(expires) {
		seconds = uint32(min(expires.Sub(now)/time.Second, time.Duration(sa.Lifetime.Seconds)))
	}
	return kilobytes, seconds
}

// Expired tells whether one of the bounds is reached.
func (sa *SA) Expired(now time.Time) bool {
	kilobytes, _ := sa.Remaining(now)
	if sa.Lifetime.Kilobytes != 0 && kilobytes == 0 {
		return true
	}
	expires, bounded := sa.Expires()
	return bounded && !now.Before(expires)
}

// String names the SA without its keys.
func (sa *SA) String() string { return fmt.Sprintf("SPI 0x%X (%s)", sa.SPI, sa.Transform) }

// GoString keeps %#v from printing what the keys were expanded to.
func (sa *SA) GoString() string { return "&ipsec.SA{" + sa.String() + "}" }
