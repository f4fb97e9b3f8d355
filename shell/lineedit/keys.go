package lineedit

import "github.com/chzyer/readline"

// A key is one keystroke after decoding. Printable characters and the keys that readline's buffer handles as IOS does
// are themselves; the rest lie in Unicode's private use area, where no typed character can be.
type key rune

const (
	keyHome      key = readline.CharLineStart
	keyLeft      key = readline.CharBackward
	keyEnd       key = readline.CharLineEnd
	keyRight     key = readline.CharForward
	keyReturn    key = readline.CharEnter
	keyBackspace key = readline.CharBackspace
)

const (
	keyNone    key = 0xE000 + iota // known and without effect on a line
	keyUnknown                     // rings the bell
	keyCtrlC
	keyCtrlZ
	keyTab
	keyUp
	keyDown
	keyRedraw
	keyDelete
	keyKillToEnd
	keyKillToStart
	keyKillWordLeft
	keyKillWordRight
	keyWordLeft
	keyWordRight
	keyTranspose
	keyCapitalise
	keyUpperCase
	keyLowerCase
	keyYank
	keyYankOlder
	keyLiteral key = 0xE100 // + the character after Ctrl-V
)

// literalRune returns the character of a key typed after Ctrl-V.
func (k key) literalRune() (rune, bool) {
	return rune(k - keyLiteral), k >= keyLiteral && k < keyLiteral+0x80
}

func (k key) isPrintable() bool { return k >= ' ' && k <= '~' }

const (
	asciiETX = 0x03 // Ctrl-C
	asciiSYN = 0x16 // Ctrl-V
	asciiSUB = 0x1a // Ctrl-Z
	asciiESC = 0x1b
	asciiRS  = 0x1e // Ctrl-^, the IOS escape character
	asciiDEL = 0x7f
)

// controlKeys is the table of the IOS editing keys that are one byte; absent bytes below 0x20 are unknown.
var controlKeys = map[byte]key{
	0x01: keyHome, 0x02: keyLeft, 0x04: keyDelete, 0x05: keyEnd, 0x06: keyRight,
	'\b': keyBackspace, asciiDEL: keyBackspace, '\t': keyTab, '\r': keyReturn, '\n': keyReturn,
	0x0b: keyKillToEnd, 0x0c: keyRedraw, 0x0e: keyDown, 0x10: keyUp, 0x12: keyRedraw,
	0x14: keyTranspose, 0x15: keyKillToStart, 0x17: keyKillWordLeft, 0x18: keyKillToStart, 0x19: keyYank,
	asciiETX: keyCtrlC, asciiSUB: keyCtrlZ, asciiRS: keyNone,
	0x11: keyNone, 0x13: keyNone, // XON and XOFF that the transport let through
}

// escapeKeys are the keys typed as Esc and a letter of either case, in lower case.
var escapeKeys = map[byte]key{
	'b': keyWordLeft, 'f': keyWordRight, 'd': keyKillWordRight, 'y': keyYankOlder,
	'c': keyCapitalise, 'u': keyUpperCase, 'l': keyLowerCase,
}

// cursorKeys are the final bytes of the VT100 keys, after ESC [ and after ESC O.
var cursorKeys = map[byte]key{'A': keyUp, 'B': keyDown, 'C': keyRight, 'D': keyLeft, 'H': keyHome, 'F': keyEnd}

// tildeKeys are the keys sent as ESC [ number ~.
var tildeKeys = map[string]key{
	"1": keyHome, "7": keyHome, "3": keyDelete, "4": keyEnd, "8": keyEnd,
	"200": keyNone, "201": keyNone, // bracketed paste
}

// A keyDecoder turns bytes into keys. Its zero value is ready to use.
type keyDecoder struct {
	state  func(*keyDecoder, byte) (key, bool) // nil between keys
	params []byte                              // of a control sequence
}

// feedByte takes one byte and returns the key that it completes.
func (d *keyDecoder) feedByte(b byte) (key, bool) {
	state := d.state
	d.state = nil
	if state == nil {
		return d.plainKey(b)
	}
	return state(d, b)
}

func (d *keyDecoder) plainKey(b byte) (key, bool) {
	switch {
	case b == asciiESC:
		d.state = (*keyDecoder).afterEscape
		return 0, false
	case b == asciiSYN:
		d.state = (*keyDecoder).afterQuote
		return 0, false
	case b >= ' ' && b <= '~':
		return key(b), true
	}
	if k, ok := controlKeys[b]; ok {
		return k, true
	}
	return keyUnknown, true
}

func (d *keyDecoder) afterEscape(b byte) (key, bool) {
	switch {
	case b == '[':
		d.params, d.state = d.params[:0], (*keyDecoder).inSequence
		return 0, false
	case b == 'O':
		d.state = (*keyDecoder).afterSS3
		return 0, false
	case b == 'q' || b == 'Q':
		d.state = (*keyDecoder).afterQuote
		return 0, false
	case b < ' ': // Esc was struck by mistake; the key counts
		return d.plainKey(b)
	}
	if k, ok := escapeKeys[b|0x20]; ok {
		return k, true
	}
	return keyUnknown, true
}

// afterQuote makes any character part of the line, except those that end it: a line never holds a line end.
func (d *keyDecoder) afterQuote(b byte) (key, bool) {
	switch {
	case b == '\r' || b == '\n':
		return keyReturn, true
	case b > asciiDEL:
		return keyUnknown, true
	}
	return keyLiteral + key(b), true
}

func (d *keyDecoder) afterSS3(b byte) (key, bool) {
	if b < ' ' {
		return d.plainKey(b)
	}
	if k, ok := cursorKeys[b]; ok {
		return k, true
	}
	return keyUnknown, true
}

// maxParams bounds a control sequence: longer ones are noise, not keys.
const maxParams = 16

func (d *keyDecoder) inSequence(b byte) (key, bool) {
	switch {
	case b < ' ': // cut short
		return d.plainKey(b)
	case b < '@' && len(d.params) < maxParams:
		d.params, d.state = append(d.params, b), (*keyDecoder).inSequence
		return 0, false
	case b == '~':
		if k, ok := tildeKeys[string(d.params)]; ok {
			return k, true
		}
		return keyUnknown, true
	}
	k, ok := cursorKeys[b]
	modified := len(d.params) > 1 // with Ctrl, Alt or Shift: a word at a time
	switch {
	case !ok:
		return keyUnknown, true
	case modified && k == keyLeft:
		return keyWordLeft, true
	case modified && k == keyRight:
		return keyWordRight, true
	}
	return k, true
}
