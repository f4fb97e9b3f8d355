// Package ntp keeps time by the Network Time Protocol (RFC 5905): its messages to and from bytes, the
// associations with servers, the choice among them and what is to be done to the clock. Time and
// messages come in, messages and events go out; sockets, names and the clock itself are its user's.
package ntp

import (
	"crypto/md5"
	"crypto/subtle"
	"encoding/binary"
	"errors"
)

// Port is the UDP port of servers and clients, RFC 5905 section 7.2.
const Port = 123

// A Mode says what a message is (RFC 5905 figure 10).
type Mode uint8

const (
	Active    Mode = 1 // from a peer that has us configured
	Passive   Mode = 2 // to a peer that has us configured and that we do not have
	Client    Mode = 3
	Server    Mode = 4
	Broadcast Mode = 5
)

// String is the mode in a word.
func (m Mode) String() string {
	names := [...]string{Active: "active", Passive: "passive", Client: "client", Server: "server", Broadcast: "bdcast"}
	if m == 0 || int(m) >= len(names) {
		return "unspec"
	}
	return names[m]
}

// Values that mean that a clock is not synchronised (RFC 5905 figures 9 and 11).
const (
	LeapUnknown         = 3
	StratumUnknown      = 16
	stratumOnWire       = 0 // stands for StratumUnknown in a message
	digestLength        = md5.Size
	headerLength        = 48
	keyLength           = 4
	authenticatorLength = keyLength + digestLength
	maxMessage          = 1024 // bytes; extension fields are the only thing that may follow the header
)

// A Message is one datagram without its authenticator. Stratum is StratumUnknown where the wire says 0.
type Message struct {
	Leap                                 uint8 // 0 to 3; LeapUnknown = not synchronised
	Version                              uint8 // 1 to 4
	Mode                                 Mode
	Stratum                              uint8
	Poll, Precision                      int8 // powers of two in seconds
	RootDelay, RootDispersion            Short
	ReferenceID                          [4]byte
	Reference, Origin, Receive, Transmit Timestamp
}

// Append appends the message's 48 bytes.
func (m Message) Append(b []byte) []byte {
	stratum := m.Stratum
	if stratum == StratumUnknown {
		stratum = stratumOnWire
	}
	b = append(b, m.Leap<<6|m.Version<<3|uint8(m.Mode), stratum, uint8(m.Poll), uint8(m.Precision))
	b = binary.BigEndian.AppendUint32(b, uint32(m.RootDelay))
	b = binary.BigEndian.AppendUint32(b, uint32(m.RootDispersion))
	b = append(b, m.ReferenceID[:]...)
	for _, t := range [...]Timestamp{m.Reference, m.Origin, m.Receive, m.Transmit} {
		b = binary.BigEndian.AppendUint64(b, uint64(t))
	}
	return b
}

// An Authenticator is what stands behind a message: which key, and the digest made with it. A
// Refusal has neither: the other end could not check what it got (a crypto-NAK).
type Authenticator struct {
	KeyID   uint32
	Refusal bool
	Present bool

	signed []byte
	digest []byte
}

var errMessage = errors.New("not an NTP message")

// Parse reads a datagram. Extension fields (RFC 7822) are passed over. The Authenticator refers to b.
func Parse(b []byte) (m Message, a Authenticator, err error) {
	if len(b) < headerLength || len(b) > maxMessage || len(b)%4 != 0 {
		return m, a, errMessage
	}
	m = Message{
		Leap: b[0] >> 6, Version: b[0] >> 3 & 7, Mode: Mode(b[0] & 7), Stratum: b[1], Poll: int8(b[2]), Precision: int8(b[3]),
		RootDelay: Short(binary.BigEndian.Uint32(b[4:])), RootDispersion: Short(binary.BigEndian.Uint32(b[8:])),
		ReferenceID: [4]byte(b[12:16]),
		Reference:   timestampIn(b[16:]), Origin: timestampIn(b[24:]), Receive: timestampIn(b[32:]), Transmit: timestampIn(b[40:]),
	}
	if m.Stratum == stratumOnWire || m.Stratum > StratumUnknown {
		m.Stratum = StratumUnknown
	}
	if m.Version < 1 || m.Version > 4 || m.Mode < Active || m.Mode > Broadcast {
		return m, a, errMessage
	}
	a, err = authenticatorOf(b)
	return m, a, err
}

func timestampIn(b []byte) Timestamp { return Timestamp(binary.BigEndian.Uint64(b)) }

// authenticatorOf finds what stands behind the header and its extension fields.
func authenticatorOf(b []byte) (a Authenticator, err error) {
	rest := b[headerLength:]
	for len(rest) > authenticatorLength {
		length := int(binary.BigEndian.Uint16(rest[2:]))
		if length < 16 || length%4 != 0 || length > len(rest) {
			return a, errMessage
		}
		rest = rest[length:]
	}
	switch len(rest) {
	case 0:
		return a, nil
	case keyLength:
		return Authenticator{Present: true, Refusal: true, KeyID: binary.BigEndian.Uint32(rest)}, nil
	case authenticatorLength:
		return Authenticator{Present: true, KeyID: binary.BigEndian.Uint32(rest), signed: b[:len(b)-len(rest)], digest: rest[keyLength:]}, nil
	}
	return a, errMessage
}

// Proves says whether who made the authenticator has the key. The digests are compared in constant time.
func (a Authenticator) Proves(key []byte) bool {
	return a.digest != nil && subtle.ConstantTimeCompare(digest(key, a.signed), a.digest) == 1
}

// Sign appends the authenticator of a key to a message's bytes (RFC 5905 section 7.3: the MD5 of key and message).
func Sign(b []byte, id uint32, key []byte) []byte {
	sum := digest(key, b)
	return append(binary.BigEndian.AppendUint32(b, id), sum...)
}

// refuse appends a crypto-NAK.
func refuse(b []byte) []byte { return binary.BigEndian.AppendUint32(b, 0) }

func digest(key, signed []byte) []byte {
	sum := md5.Sum(append(append(make([]byte, 0, len(key)+len(signed)), key...), signed...))
	return sum[:]
}

// A Responder is what a server says of its own clock.
type Responder struct {
	Leap, Stratum             uint8
	Precision                 int8
	RootDelay, RootDispersion Short
	ReferenceID               [4]byte
	Reference                 Timestamp
}

// Answer is the message of a server, or of a passive peer, to one that asked, where the clock showed now.
func (r Responder) Answer(asked Message, now Timestamp) Message {
	mode := Server
	if asked.Mode == Active {
		mode = Passive
	}
	return Message{Leap: r.Leap, Version: asked.Version, Mode: mode, Stratum: r.Stratum, Poll: asked.Poll, Precision: r.Precision,
		RootDelay: r.RootDelay, RootDispersion: r.RootDispersion, ReferenceID: r.ReferenceID, Reference: r.Reference,
		Origin: asked.Transmit, Receive: now, Transmit: now}
}
