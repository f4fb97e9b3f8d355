package keys

// A Key is one keystroke after decoding. Printable characters and the keys that a simple buffer handles as IOS does
// are themselves; the rest lie in Unicode's private use area, where no typed character can be.
type Key rune

// Keys that are bytes.
const (
	Home      Key = 0x01 // Ctrl-A
	Left      Key = 0x02 // Ctrl-B
	End       Key = 0x05 // Ctrl-E
	Right     Key = 0x06 // Ctrl-F
	Return    Key = '\r'
	Backspace Key = 0x7f
)

// Keys that are none.
const (
	None    Key = 0xE000 + iota // known and without effect on a line
	Unknown                     // rings the bell
	CtrlC
	CtrlZ
	Tab
	Up
	Down
	Redraw
	Delete
	KillToEnd
	KillToStart
	KillWordLeft
	KillWordRight
	WordLeft
	WordRight
	Transpose
	Capitalise
	UpperCase
	LowerCase
	Yank
	YankOlder
	literal Key = 0xE100 // + the character after Ctrl-V
)

// literalRune returns the character of a key typed after Ctrl-V.
func (k Key) literalRune() (rune, bool) {
	return rune(k - literal), k >= literal && k < literal+0x80
}

// IsPrintable says whether a key stands for itself.
func (k Key) IsPrintable() bool { return k >= ' ' && k <= '~' }

// Bytes that are keys of their own.
const (
	ETX = 0x03 // Ctrl-C
	SYN = 0x16 // Ctrl-V
	SUB = 0x1a // Ctrl-Z
	ESC = 0x1b
	RS  = 0x1e // Ctrl-^, the IOS escape character
	DEL = 0x7f
)

// ControlKeys is the table of the IOS editing keys that are one byte; absent bytes below 0x20 are unknown.
var ControlKeys = map[byte]Key{
	0x01: Home, 0x02: Left, 0x04: Delete, 0x05: End, 0x06: Right,
	'\b': Backspace, DEL: Backspace, '\t': Tab, '\r': Return, '\n': Return,
	0x0b: KillToEnd, 0x0c: Redraw, 0x0e: Down, 0x10: Up, 0x12: Redraw,
	0x14: Transpose, 0x15: KillToStart, 0x17: KillWordLeft, 0x18: KillToStart, 0x19: Yank,
	ETX: CtrlC, SUB: CtrlZ, RS: None,
	0x11: None, 0x13: None, // XON and XOFF that the transport let through
}

// escapeKeys are the keys typed as Esc and a letter of either case, in lower case.
var escapeKeys = map[byte]Key{
	'b': WordLeft, 'f': WordRight, 'd': KillWordRight, 'y': YankOlder,
	'c': Capitalise, 'u': UpperCase, 'l': LowerCase,
}

// cursorKeys are the final bytes of the VT100 keys, after ESC [ and after ESC O.
var cursorKeys = map[byte]Key{'A': Up, 'B': Down, 'C': Right, 'D': Left, 'H': Home, 'F': End}

// tildeKeys are the keys sent as ESC [ number ~.
var tildeKeys = map[string]Key{
	"1": Home, "7": Home, "3": Delete, "4": End, "8": End,
	"200": None, "201": None, // bracketed paste
}

// A Decoder turns bytes into keys. Its zero value is ready to use.
type Decoder struct {
	state  func(*Decoder, byte) (Key, bool) // nil between keys
	params []byte                           // of a control sequence
}

// Feed takes one byte and returns the key that it completes.
func (d *Decoder) Feed(b byte) (Key, bool) {
	state := d.state
	d.state = nil
	if state == nil {
		return d.plainKey(b)
	}
	return state(d, b)
}

func (d *Decoder) plainKey(b byte) (Key, bool) {
	switch {
	case b == ESC:
		d.state = (*Decoder).afterEscape
		return 0, false
	case b == SYN:
		d.state = (*Decoder).afterQuote
		return 0, false
	case b >= ' ' && b <= '~':
		return Key(b), true
	}
	if k, ok := ControlKeys[b]; ok {
		return k, true
	}
	return Unknown, true
}

func (d *Decoder) afterEscape(b byte) (Key, bool) {
	switch {
	case b == '[':
		d.params, d.state = d.params[:0], (*Decoder).inSequence
		return 0, false
	case b == 'O':
		d.state = (*Decoder).afterSS3
		return 0, false
	case b == 'q' || b == 'Q':
		d.state = (*Decoder).afterQuote
		return 0, false
	case b < ' ': // Esc was struck by mistake; the key counts
		return d.plainKey(b)
	}
	if k, ok := escapeKeys[b|0x20]; ok {
		return k, true
	}
	return Unknown, true
}

// afterQuote makes any character part of the line, except those that end it: a line never holds a line end.
func (d *Decoder) afterQuote(b byte) (Key, bool) {
	switch {
	case b == '\r' || b == '\n':
		return Return, true
	case b > DEL:
		return Unknown, true
	}
	return literal + Key(b), true
}

func (d *Decoder) afterSS3(b byte) (Key, bool) {
	if b < ' ' {
		return d.plainKey(b)
	}
	if k, ok := cursorKeys[b]; ok {
		return k, true
	}
	return Unknown, true
}

// maxParams bounds a control sequence: longer ones are noise, not keys.
const maxParams = 16

func (d *Decoder) inSequence(b byte) (Key, bool) {
	switch {
	case b < ' ': // cut short
		return d.plainKey(b)
	case b < '@' && len(d.params) < maxParams:
		d.params, d.state = append(d.params, b), (*Decoder).inSequence
		return 0, false
	case b == '~':
		if k, ok := tildeKeys[string(d.params)]; ok {
			return k, true
		}
		return Unknown, true
	}
	k, ok := cursorKeys[b]
	modified := len(d.params) > 1 // with Ctrl, Alt or Shift: a word at a time
	switch {
	case !ok:
		return Unknown, true
	case modified && k == Left:
		return WordLeft, true
	case modified && k == Right:
		return WordRight, true
	}
	return k, true
}
