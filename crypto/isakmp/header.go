package isakmp

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
)

// HeaderLen is the length in bytes of the ISAKMP header.
const HeaderLen = 28

// version is ISAKMP 1.0: major in the upper half, minor in the lower.
const version = 0x10

// A Cookie is one side's half of the name of an ISAKMP SA.
type Cookie [8]byte

// IsZero reports whether the cookie is not chosen yet: the responder's, in the
// first message.
func (c Cookie) IsZero() bool { return c == Cookie{} }

// String is sixteen hexadecimal digits.
func (c Cookie) String() string { return hex.EncodeToString(c[:]) }

// An ExchangeType is the kind of exchange a message belongs to: RFC 2408
// section 3.1 and RFC 2409 section 5.
type ExchangeType uint8

const (
	Base               ExchangeType = 1
	MainMode           ExchangeType = 2 // RFC 2408's Identity Protection
	AuthenticationOnly ExchangeType = 3
	AggressiveMode     ExchangeType = 4
	Informational      ExchangeType = 5
	Transaction        ExchangeType = 6 // mode configuration and XAUTH
	QuickMode          ExchangeType = 32
	NewGroupMode       ExchangeType = 33
)

func (t ExchangeType) String() string {
	switch t {
	case Base:
		return "Base"
	case MainMode:
		return "Main Mode"
	case AuthenticationOnly:
		return "Authentication Only"
	case AggressiveMode:
		return "Aggressive Mode"
	case Informational:
		return "Informational"
	case Transaction:
		return "Transaction"
	case QuickMode:
		return "Quick Mode"
	case NewGroupMode:
		return "New Group Mode"
	}
	return fmt.Sprintf("exchange type %d", uint8(t))
}

// Flags are the bits of the header's flags byte, RFC 2408 section 3.1.
type Flags uint8

const (
	FlagEncryption Flags = 1 // everything after the header is encrypted
	FlagCommit     Flags = 2
	FlagAuthOnly   Flags = 4
)

// A Header begins every message, RFC 2408 section 3.1.
type Header struct {
	Initiator, Responder Cookie
	Next                 PayloadType // the first payload
	Version              uint8       // 0x10; zero is sent as 0x10
	Exchange             ExchangeType
	Flags                Flags
	MessageID            uint32 // zero in phase 1
	Length               uint32 // of the whole message, header included
}

// ParseHeader reads the header of a whole datagram. The version must be 1.0 and
// the length must be the datagram's: a datagram that is cut is TooShort, one
// that goes on is TooLong. Cookies, exchange type, flags and message ID are left
// to the caller, who knows the SAs. If the version or the length is wrong, the
// header comes back with the error, so that the peer can be named and answered.
func ParseHeader(datagram []byte) (Header, error) {
	if len(datagram) < HeaderLen {
		return Header{}, failure(PayloadNone, TooShort, NotifyUnequalPayloadLengths,
			"%d bytes, and the header alone is %d", len(datagram), HeaderLen)
	}
	h := Header{
		Initiator: Cookie(datagram[0:8]),
		Responder: Cookie(datagram[8:16]),
		Next:      PayloadType(datagram[16]),
		Version:   datagram[17],
		Exchange:  ExchangeType(datagram[18]),
		Flags:     Flags(datagram[19]),
		MessageID: binary.BigEndian.Uint32(datagram[20:]),
		Length:    binary.BigEndian.Uint32(datagram[24:]),
	}
	return h, h.check(uint64(len(datagram)))
}

func (h Header) check(received uint64) error {
	switch length := uint64(h.Length); {
	case h.Version>>4 != version>>4:
		return failure(PayloadNone, BadVersion, NotifyInvalidMajorVersion, "%d.%d", h.Version>>4, h.Version&15)
	case h.Version != version:
		return failure(PayloadNone, BadVersion, NotifyInvalidMinorVersion, "%d.%d", h.Version>>4, h.Version&15)
	case length < HeaderLen:
		return failure(PayloadNone, BadLength, NotifyUnequalPayloadLengths, "length %d, and the header alone is %d", length, HeaderLen)
	case received < length:
		return failure(PayloadNone, TooShort, NotifyUnequalPayloadLengths, "%d bytes of %d", received, length)
	case received > length:
		return failure(PayloadNone, TooLong, NotifyUnequalPayloadLengths, "%d bytes for a length of %d", received, length)
	}
	return nil
}

// Append appends the 28 bytes of the header to dst, Length as it stands.
func (h Header) Append(dst []byte) []byte {
	if h.Version == 0 {
		h.Version = version
	}
	dst = append(dst, h.Initiator[:]...)
	dst = append(dst, h.Responder[:]...)
	dst = append(dst, uint8(h.Next), h.Version, uint8(h.Exchange), uint8(h.Flags))
	dst = binary.BigEndian.AppendUint32(dst, h.MessageID)
	return binary.BigEndian.AppendUint32(dst, h.Length)
}
