package sla

import (
	"encoding/binary"
	"errors"
	"net/netip"
	"time"
)

// ControlPort is the UDP port of responders: whoever is to probe asks there for a port to be opened.
const ControlPort = 1967

// A Control is a question to a responder: that it open a port for a while. Both ends are routers of ours: the layout, of 20 bytes, is
// not the device's, of which no description of version 1 is public.
//
//	0  version, 1     1  kind: 1 UDP, 2 TCP; 0x80 is added in an answer
//	2  length, 20     4  number of the question     8  address     12  port     14  result: 0 fine, 1 refused
//	16 milliseconds for which the port is to be open
type Control struct {
	TCP      bool
	Number   uint32
	Addr     netip.Addr
	Port     uint16
	Open     time.Duration
	IsAnswer bool
	Refused  bool
}

const (
	controlVersion = 1
	controlLength  = 20
	answerBit      = 0x80
)

// Append appends the message to dst.
func (c Control) Append(dst []byte) []byte {
	kind, refused := byte(1), uint16(0)
	if c.TCP {
		kind = 2
	}
	if c.IsAnswer {
		kind |= answerBit
	}
	if c.Refused {
		refused = 1
	}
	addr := c.Addr.As4()
	dst = append(dst, controlVersion, kind, 0, controlLength)
	dst = binary.BigEndian.AppendUint32(dst, c.Number)
	dst = append(dst, addr[:]...)
	dst = binary.BigEndian.AppendUint16(dst, c.Port)
	dst = binary.BigEndian.AppendUint16(dst, refused)
	return binary.BigEndian.AppendUint32(dst, uint32(min(c.Open.Milliseconds(), 1<<32-1)))
}

var errControl = errors.New("no control message of IP SLA: 20 bytes of version 1 are wanted")

// ParseControl reads a message.
func ParseControl(data []byte) (c Control, err error) {
	if len(data) != controlLength || data[0] != controlVersion || data[3] != controlLength || data[1]&^answerBit-1 > 1 {
		return c, errControl
	}
	return Control{TCP: data[1]&^answerBit == 2, IsAnswer: data[1]&answerBit != 0, Number: binary.BigEndian.Uint32(data[4:]),
		Addr: netip.AddrFrom4([4]byte(data[8:12])), Port: binary.BigEndian.Uint16(data[12:]), Refused: data[15] != 0,
		Open: time.Duration(binary.BigEndian.Uint32(data[16:])) * time.Millisecond}, nil
}

// A Responder answers the probes of others: on ports that they have asked for, and on those that are always open. The zero value is off.
type Responder struct {
	On        bool
	Permanent []OpenPort // whatever is asked
	open      []OpenPort
	Messages  int // control messages that came
	Errors    int // of those, what was no request or could not be met
	Recent    []Heard
}

// An OpenPort is a port that a responder answers on. Addr is invalid for any address of the router; Until is zero of those that are
// always open.
type OpenPort struct {
	TCP   bool
	Addr  netip.Addr
	Port  uint16
	Until time.Time
}

// Heard is who sent a control message, and when last.
type Heard struct {
	From netip.Addr
	At   time.Time
}

// mostPorts bounds how many ports may be open at once; mostHeard is how many senders are remembered.
const (
	mostPorts  = 1000
	mostHeard  = 5
	mostMinute = 10 // minutes for which a port may be asked
)

// Receive takes a control message and returns the answer; nil for none.
func (r *Responder) Receive(now time.Time, from netip.Addr, data []byte) []byte {
	if !r.On {
		return nil
	}
	r.Messages++
	c, err := ParseControl(data)
	if err != nil || c.IsAnswer {
		r.Errors++
		return nil
	}
	r.Recent = append([]Heard{{from, now}}, deleteHeard(r.Recent, from)...)
	r.Recent = r.Recent[:min(len(r.Recent), mostHeard)]
	kept := r.open[:0]
	for _, p := range r.open {
		if p.Until.After(now) && !(p.TCP == c.TCP && p.Addr == c.Addr && p.Port == c.Port) {
			kept = append(kept, p)
		}
	}
	r.open = kept
	c.IsAnswer = true
	if c.Refused = len(r.open) >= mostPorts || c.Port == 0 || c.Open > mostMinute*time.Minute; c.Refused {
		r.Errors++
	} else {
		r.open = append(r.open, OpenPort{c.TCP, c.Addr, c.Port, now.Add(c.Open)})
	}
	return c.Append(nil)
}

func deleteHeard(list []Heard, from netip.Addr) (others []Heard) {
	for _, h := range list {
		if h.From != from {
			others = append(others, h)
		}
	}
	return others
}

// Answers says whether a port of an address is open now.
func (r *Responder) Answers(now time.Time, tcp bool, at netip.AddrPort) bool {
	is := func(p OpenPort) bool {
		return p.TCP == tcp && p.Port == at.Port() && (!p.Addr.IsValid() || p.Addr == at.Addr()) && (p.Until.IsZero() || p.Until.After(now))
	}
	for _, p := range r.Permanent {
		if is(p) {
			return true
		}
	}
	for _, p := range r.open {
		if r.On && is(p) {
			return true
		}
	}
	return false
}

// Follow takes over what is configured.
func (r *Responder) Follow(on bool, permanent []OpenPort) {
	if r.Permanent = permanent; !on {
		*r = Responder{Permanent: permanent}
	}
	r.On = on
}
