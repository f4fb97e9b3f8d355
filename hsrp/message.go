package hsrp

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"time"
)

// An Op is what a message wants.
type Op uint8

const (
	Hello Op = iota
	Coup
	Resign
)

var opNames = [...]string{"Hello", "Coup", "Resign"}

// String is the operation as the device writes it.
func (o Op) String() string { return opNames[o] }

// A Message is one of a group's. Version 1, RFC 2281 section 5.1, is 20 bytes:
//
//	version 0, op, state, hello time | hold time, priority, group, reserved | authentication (8) | virtual address (4)
//
// Version 2 is a sequence of type, length, value; the group's state is of type 1 with 40 bytes:
//
//	version 2, op, state, IP version | group (2), identifier (6) | priority (4) | hello, hold in milliseconds (4, 4) | address (16)
//
// Behind either stand the text of version 2 (type 3, 8 bytes) or a digest (type 4, 28 bytes).
type Message struct {
	Version     int
	Op          Op
	State       State
	Hello, Hold time.Duration
	Priority    int
	Group       int
	Address     netip.Addr // invalid: the sender knows none
	Identifier  [6]byte    // version 2: the sender's hardware address
	Text        string     // authentication; "" beside a digest
	Digest      *Digest
}

// A Digest is what proves that a sender has a key.
type Digest struct {
	Sender netip.Addr
	KeyID  uint32
	Sum    [16]byte
}

const (
	lengthV1    = 20
	bodyV2      = 40
	textLength  = 8
	digestBody  = 28
	typeGroup   = 1
	typeText    = 3
	typeMD5     = 4
	algorithm   = 1 // MD5
	digestStart = 2 + digestBody - 16
)

// wireStates are the numbers of states in version 1; in version 2 they are those of State.
var wireStates = [...]uint8{Initial: 0, Learn: 1, Listen: 2, Speak: 4, Standby: 8, Active: 16}

// Append appends the message as it is on the wire. A digest's sum is left zero: Sign makes it.
func (m Message) Append(b []byte) []byte {
	if m.Version == 2 {
		b = m.appendGroupState(b)
		if m.Digest == nil {
			b = appendText(append(b, typeText, textLength), m.Text)
		}
	} else {
		// A device says whole seconds here, and never zero.
		b = append(b, 0, uint8(m.Op), wireStates[m.State], inSeconds(m.Hello), inSeconds(m.Hold), uint8(m.Priority), uint8(m.Group), 0)
		b = appendAddress(appendText(b, m.Text), m.Address)
	}
	if d := m.Digest; d != nil {
		b = append(b, typeMD5, digestBody, algorithm, 0, 0, 0)
		b = binary.BigEndian.AppendUint32(appendAddress(b, d.Sender), d.KeyID)
		b = append(b, make([]byte, len(d.Sum))...)
	}
	return b
}

func (m Message) appendGroupState(b []byte) []byte {
	b = append(b, typeGroup, bodyV2, 2, uint8(m.Op), uint8(m.State), 4)
	b = append(binary.BigEndian.AppendUint16(b, uint16(m.Group)), m.Identifier[:]...)
	b = binary.BigEndian.AppendUint32(b, uint32(m.Priority))
	b = binary.BigEndian.AppendUint32(b, uint32(m.Hello.Milliseconds()))
	b = binary.BigEndian.AppendUint32(b, uint32(m.Hold.Milliseconds()))
	return append(appendAddress(b, m.Address), make([]byte, 12)...)
}

func inSeconds(d time.Duration) uint8 {
	return uint8(min(max((d+time.Second-1)/time.Second, 1), 255))
}

func appendAddress(b []byte, a netip.Addr) []byte {
	if !a.Is4() {
		return append(b, 0, 0, 0, 0)
	}
	four := a.As4()
	return append(b, four[:]...)
}

func appendText(b []byte, text string) []byte {
	var field [textLength]byte
	copy(field[:], text)
	return append(b, field[:]...)
}

var (
	errShort = errors.New("hsrp: the message ends early")
	errOther = errors.New("hsrp: not about a group of IPv4")
)

// Parse reads a message. The error says why it is none: it ends early, is about something else (such as what version 1 advertises of
// interfaces), or a field has a value that does not exist. What follows that is not known is passed over.
func Parse(data []byte) (m Message, err error) {
	switch {
	case len(data) < 2:
		return m, errShort
	case data[0] == 0:
		return parseV1(data)
	case data[0] != typeGroup || data[1] != bodyV2:
		return m, errOther
	case len(data) < 2+bodyV2:
		return m, errShort
	}
	b := data[2:]
	m = Message{Version: 2, Op: Op(b[1]), State: State(b[2]), Group: int(binary.BigEndian.Uint16(b[4:])),
		Identifier: [6]byte(b[6:12]), Address: addressIn(b[24:])}
	m.Priority = int(min(binary.BigEndian.Uint32(b[12:]), 255))
	m.Hello = time.Duration(binary.BigEndian.Uint32(b[16:])) * time.Millisecond
	m.Hold = time.Duration(binary.BigEndian.Uint32(b[20:])) * time.Millisecond
	switch {
	case b[0] != 2 || b[3] != 4 || m.Group >= MostGroups(2):
		return m, errOther
	case m.Op > Resign || m.State > Active:
		return m, fmt.Errorf("hsrp: operation %d in state %d", b[1], b[2])
	}
	return m, m.parseRest(data[2+bodyV2:])
}

func parseV1(data []byte) (m Message, err error) {
	switch {
	case Op(data[1]) > Resign:
		return m, errOther
	case len(data) < lengthV1:
		return m, errShort
	}
	m = Message{Version: 1, Op: Op(data[1]), Hello: time.Duration(data[3]) * time.Second, Hold: time.Duration(data[4]) * time.Second,
		Priority: int(data[5]), Group: int(data[6]), Text: textIn(data[8:16]), Address: addressIn(data[16:])}
	for s := Initial; s <= Active; s++ {
		if wireStates[s] == data[2] {
			m.State = s
		}
	}
	if m.State == Disabled {
		return m, fmt.Errorf("hsrp: no state %d", data[2])
	}
	return m, m.parseRest(data[lengthV1:])
}

// parseRest reads what stands behind the state of the group.
func (m *Message) parseRest(b []byte) error {
	for len(b) > 0 {
		if len(b) < 2 || len(b) < 2+int(b[1]) {
			return errShort
		}
		kind, body := b[0], b[2:2+int(b[1])]
		b = b[2+len(body):]
		switch {
		case kind == typeText && len(body) == textLength:
			m.Text = textIn(body)
		case kind == typeMD5 && len(body) == digestBody && body[0] == algorithm:
			m.Digest = &Digest{addressIn(body[4:]), binary.BigEndian.Uint32(body[8:]), [16]byte(body[12:])}
		}
	}
	return nil
}

func addressIn(b []byte) (a netip.Addr) {
	if four := [4]byte(b[:4]); four != [4]byte{} {
		a = netip.AddrFrom4(four)
	}
	return a
}

func textIn(b []byte) string {
	for i, c := range b {
		if c == 0 {
			return string(b[:i])
		}
	}
	return string(b)
}
