package live

import (
	"bytes"
	"io"
	"sync"
)

// A telnetStream is the server's side of a telnet connection with the protocol taken out: what
// is read is what was typed, and what is written is shown. RFC 854 and 855; the options
// are those of the device: ECHO (857) and SUPPRESS-GO-AHEAD (858) on our side, TTYPE
// (1091) and NAWS (1073) on the client's. Reading and writing may go on at once.
type telnetStream struct {
	conn   io.ReadWriter
	resize func(width, height int)
	broken func() // the connection is no more

	state   telnetState
	verb    byte          // of the negotiation being read
	sub     []byte        // the subnegotiation being read
	ours    map[byte]bool // the options on at our side
	theirs  map[byte]bool // and at the client's
	read    []byte        // typed, not yet asked for
	scratch [1024]byte

	writing sync.Mutex
	afterCR bool // the last byte written was CR
}

type telnetState int

const (
	telnetData telnetState = iota
	telnetCommand
	telnetOption
	telnetSub
	telnetSubCommand
)

// RFC 854.
const (
	telnetSE   = 240
	telnetBRK  = 243
	telnetIP   = 244
	telnetAYT  = 246
	telnetEC   = 247
	telnetEL   = 248
	telnetSB   = 250
	telnetWILL = 251
	telnetWONT = 252
	telnetDO   = 253
	telnetDONT = 254
	telnetIAC  = 255
)

const (
	optionEcho  = 1
	optionSGA   = 3
	optionTTYPE = 24
	optionNAWS  = 31
)

// maxSub bounds a subnegotiation; longer ones are cut, and then mean nothing.
const maxSub = 64

// newTelnet makes the stream. Resize is called, from within Read, whenever the client
// tells the size of its window; broken when reading or writing fails.
func newTelnet(conn io.ReadWriter, resize func(width, height int), broken func()) *telnetStream {
	return &telnetStream{conn: conn, resize: resize, broken: broken, ours: map[byte]bool{}, theirs: map[byte]bool{}}
}

// offerOptions offers and asks for what the device does.
func (t *telnetStream) offerOptions() error {
	t.ours[optionEcho], t.ours[optionSGA] = true, true
	t.theirs[optionTTYPE], t.theirs[optionNAWS] = true, true
	return t.sendRaw([]byte{
		telnetIAC, telnetWILL, optionEcho, telnetIAC, telnetWILL, optionSGA,
		telnetIAC, telnetDO, optionTTYPE, telnetIAC, telnetDO, optionNAWS,
	})
}

// Read gives what was typed. Interrupt Process and Break come as the keys Ctrl-C and
// Ctrl-^, Erase Character and Erase Line as Backspace and Ctrl-U.
func (t *telnetStream) Read(b []byte) (int, error) {
	for len(t.read) == 0 {
		n, err := t.conn.Read(t.scratch[:])
		var reply []byte
		for _, c := range t.scratch[:n] {
			reply = t.takeByte(c, reply)
		}
		if len(reply) > 0 && err == nil {
			err = t.sendRaw(reply)
		}
		if err != nil && len(t.read) == 0 {
			t.broken()
			return 0, err
		}
	}
	n := copy(b, t.read)
	t.read = t.read[n:]
	return n, nil
}

// takeByte works on one byte from the client, and appends what is to be answered.
func (t *telnetStream) takeByte(c byte, reply []byte) []byte {
	state := t.state
	t.state = telnetData
	switch state {
	case telnetData:
		if c == telnetIAC {
			t.state = telnetCommand
		} else {
			t.read = append(t.read, c)
		}
	case telnetCommand:
		return t.takeCommand(c, reply)
	case telnetOption:
		return t.answerOption(c, reply)
	case telnetSub:
		t.state = telnetSub
		if c == telnetIAC {
			t.state = telnetSubCommand
		} else if len(t.sub) < maxSub {
			t.sub = append(t.sub, c)
		}
	case telnetSubCommand:
		switch c {
		case telnetIAC:
			t.state = telnetSub
			if len(t.sub) < maxSub {
				t.sub = append(t.sub, c)
			}
		case telnetSE:
			t.takeSubnegotiation()
		default: // the end was lost; this is a command of its own
			return t.takeCommand(c, reply)
		}
	}
	return reply
}

// keys are the commands that stand for keys.
var telnetKeys = map[byte]byte{telnetIP: 0x03, telnetBRK: 0x1e, telnetEC: '\b', telnetEL: 0x15, telnetIAC: telnetIAC}

func (t *telnetStream) takeCommand(c byte, reply []byte) []byte {
	switch c {
	case telnetWILL, telnetWONT, telnetDO, telnetDONT:
		t.verb, t.state = c, telnetOption
	case telnetSB:
		t.sub, t.state = t.sub[:0], telnetSub
	case telnetAYT:
		reply = append(reply, "\r\n[Yes]\r\n"...)
	default:
		if key, ok := telnetKeys[c]; ok {
			t.read = append(t.read, key)
		}
	}
	return reply
}

// answerOption answers only what changes something, or has to be refused: two sides that
// do so cannot go on for ever.
func (t *telnetStream) answerOption(option byte, reply []byte) []byte {
	on := t.verb == telnetWILL || t.verb == telnetDO
	side, known := t.theirs, option == optionTTYPE || option == optionNAWS || option == optionSGA
	yes, no := byte(telnetDO), byte(telnetDONT)
	if t.verb == telnetDO || t.verb == telnetDONT {
		side, known = t.ours, option == optionEcho || option == optionSGA
		yes, no = telnetWILL, telnetWONT
	}
	switch {
	case on && !known:
		return append(reply, telnetIAC, no, option)
	case on && !side[option]:
		side[option] = true
		return append(reply, telnetIAC, yes, option)
	case !on && side[option]:
		side[option] = false
		return append(reply, telnetIAC, no, option)
	}
	return reply
}

func (t *telnetStream) takeSubnegotiation() {
	if len(t.sub) == 5 && t.sub[0] == optionNAWS {
		t.resize(int(t.sub[1])<<8|int(t.sub[2]), int(t.sub[3])<<8|int(t.sub[4]))
	}
}

// Write shows text: an IAC in it is doubled, and a CR that begins no line end is
// followed by NUL.
func (t *telnetStream) Write(b []byte) (int, error) {
	var out bytes.Buffer
	t.writing.Lock()
	defer t.writing.Unlock()
	for _, c := range b {
		if t.afterCR && c != '\n' {
			out.WriteByte(0)
		}
		t.afterCR = c == '\r'
		out.WriteByte(c)
		if c == telnetIAC {
			out.WriteByte(c)
		}
	}
	if _, err := t.conn.Write(out.Bytes()); err != nil {
		t.broken()
		return 0, err
	}
	return len(b), nil
}

func (t *telnetStream) sendRaw(b []byte) error {
	t.writing.Lock()
	defer t.writing.Unlock()
	_, err := t.conn.Write(b)
	return err
}
