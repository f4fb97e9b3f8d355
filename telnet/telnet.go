// Package telnet is the telnet protocol (RFC 854 and 855) with nothing around it: what came in goes out as text and as
// answers, and what is to be shown goes out as bytes. It knows no connection.
package telnet

// A Side is one end of a telnet connection. The options are those of the device: a server has ECHO (RFC 857) and
// SUPPRESS-GO-AHEAD (858) on at its side and asks for TTYPE (1091) and NAWS (1073); a client lets the server echo.
type Side struct {
	// Resize is called, from within Receive, when the client tells the size of its window.
	Resize func(width, height int)

	can   [2]map[byte]bool // what this side takes part in: at its own end, and at the other
	state state
	verb  byte             // of the negotiation being read
	sub   []byte           // the subnegotiation being read
	on    [2]map[byte]bool // the options on at our side, and at the other
	text  []byte           // read, not yet given out

	afterCR bool // the last byte encoded was CR
}

const (
	ours   = 0
	theirs = 1
)

// NewServer is a server's side. Resize may be nil.
func NewServer(resize func(width, height int)) *Side {
	return newSide(resize, []byte{optionEcho, optionSGA}, []byte{optionTTYPE, optionNAWS, optionSGA})
}

// NewClient is a client's side.
func NewClient() *Side { return newSide(nil, []byte{optionSGA}, []byte{optionEcho, optionSGA}) }

func newSide(resize func(width, height int), here, there []byte) *Side {
	s := &Side{Resize: resize}
	for end, options := range [][]byte{here, there} {
		s.can[end], s.on[end] = map[byte]bool{}, map[byte]bool{}
		for _, o := range options {
			s.can[end][o] = true
		}
	}
	return s
}

type state int

const (
	inText state = iota
	inCommand
	inOption
	inSub
	inSubCommand
)

// Commands of RFC 854 that a client may send by hand.
const (
	BRK = 243
	IP  = 244
	AO  = 245
	AYT = 246
	EC  = 247
	EL  = 248
)

// The rest of them.
const (
	se   = 240
	sb   = 250
	will = 251
	wont = 252
	do   = 253
	dont = 254
	iac  = 255
)

const (
	optionEcho  = 1
	optionSGA   = 3
	optionTTYPE = 24
	optionNAWS  = 31
)

// maxSub bounds a subnegotiation; longer ones are cut, and then mean nothing.
const maxSub = 64

// Offer is what a server says first: it offers and asks for what the device does.
func (s *Side) Offer() []byte {
	s.on[ours][optionEcho], s.on[ours][optionSGA] = true, true
	s.on[theirs][optionTTYPE], s.on[theirs][optionNAWS] = true, true
	return []byte{iac, will, optionEcho, iac, will, optionSGA, iac, do, optionTTYPE, iac, do, optionNAWS}
}

// Command is one of the commands above as bytes.
func Command(c byte) []byte { return []byte{iac, c} }

// Receive takes what came. Text is what of it was typed or is to be shown, reply what is to be answered. At a server
// Interrupt Process and Break come as the keys Ctrl-C and Ctrl-^, Erase Character and Erase Line as Backspace and Ctrl-U.
func (s *Side) Receive(b []byte) (text, reply []byte) {
	for _, c := range b {
		reply = s.takeByte(c, reply)
	}
	text, s.text = s.text, nil
	return text, reply
}

// takeByte works on one byte, and appends what is to be answered.
func (s *Side) takeByte(c byte, reply []byte) []byte {
	was := s.state
	s.state = inText
	switch was {
	case inText:
		if c == iac {
			s.state = inCommand
		} else {
			s.text = append(s.text, c)
		}
	case inCommand:
		return s.takeCommand(c, reply)
	case inOption:
		return s.answerOption(c, reply)
	case inSub:
		s.state = inSub
		if c == iac {
			s.state = inSubCommand
		} else if len(s.sub) < maxSub {
			s.sub = append(s.sub, c)
		}
	case inSubCommand:
		switch c {
		case iac:
			s.state = inSub
			if len(s.sub) < maxSub {
				s.sub = append(s.sub, c)
			}
		case se:
			s.takeSubnegotiation()
		default: // the end was lost; this is a command of its own
			return s.takeCommand(c, reply)
		}
	}
	return reply
}

// keys are the commands that stand for keys.
var keys = map[byte]byte{IP: 0x03, BRK: 0x1e, EC: '\b', EL: 0x15, iac: iac}

func (s *Side) takeCommand(c byte, reply []byte) []byte {
	switch c {
	case will, wont, do, dont:
		s.verb, s.state = c, inOption
	case sb:
		s.sub, s.state = s.sub[:0], inSub
	case AYT:
		reply = append(reply, "\r\n[Yes]\r\n"...)
	default:
		if key, ok := keys[c]; ok {
			s.text = append(s.text, key)
		}
	}
	return reply
}

// answerOption answers only what changes something, or has to be refused: two sides that
// do so cannot go on for ever.
func (s *Side) answerOption(option byte, reply []byte) []byte {
	turnsOn := s.verb == will || s.verb == do
	end, yes, no := theirs, byte(do), byte(dont)
	if s.verb == do || s.verb == dont {
		end, yes, no = ours, will, wont
	}
	switch {
	case turnsOn && !s.can[end][option]:
		return append(reply, iac, no, option)
	case turnsOn && !s.on[end][option]:
		s.on[end][option] = true
		return append(reply, iac, yes, option)
	case !turnsOn && s.on[end][option]:
		s.on[end][option] = false
		return append(reply, iac, no, option)
	}
	return reply
}

func (s *Side) takeSubnegotiation() {
	if s.Resize != nil && len(s.sub) == 5 && s.sub[0] == optionNAWS {
		s.Resize(int(s.sub[1])<<8|int(s.sub[2]), int(s.sub[3])<<8|int(s.sub[4]))
	}
}

// Echoes says whether the other side shows what is typed here.
func (s *Side) Echoes() bool { return s.on[theirs][optionEcho] }

// Encode is text as it goes to the other side: an IAC in it is doubled, and a CR that begins no line end is followed by
// NUL.
func (s *Side) Encode(text []byte) (out []byte) {
	for _, c := range text {
		if s.afterCR && c != '\n' {
			out = append(out, 0)
		}
		s.afterCR = c == '\r'
		out = append(out, c)
		if c == iac {
			out = append(out, c)
		}
	}
	return out
}
