package debuglog

import (
	"cmp"
	"slices"
	"strings"
)

// A phrase is one row of the catalogue: what a router says, in three spellings.
//
// A spelling is the line as the device prints it, with names in angle brackets for what
// varies. <id> and <num> are the two forms of the connection id (see [Conn]); the others are
// the words of args, in the order in which the constructor gives the values. An empty
// spelling means that this release does not say it; [same] repeats the release before.
// "\n" starts a line that carries no timestamp; at the end it makes the empty line that
// some lines are followed by.
type phrase struct {
	sw                   Switch // which debug lets it out; ISAKMP if left out
	args                 string // names of the arguments, separated by blanks
	ios124, ios15, iosxe string // 12.4, 15, XE
	pace                 *pace  // of what anybody outside can cause; nil: as often as it happens
}

// xeError is what IOS XE begins most lines of `debug crypto isakmp error` with, in place of "ISAKMP:".
const xeError = "ISAKMP-ERROR: "

// same stands for the spelling of the generation before.
const same = "="

func (p *phrase) spelling(r Release) string {
	s := p.ios124
	if r >= IOS15 && p.ios15 != same {
		s = p.ios15
	}
	if r >= IOSXE && p.iosxe != same {
		s = p.iosxe
	}
	return s
}

// line makes a line. Most lines are never let out, so making one allocates nothing.
func (p *phrase) line(c Conn, args ...arg) Line {
	l := Line{phrase: p, conn: c}
	if copy(l.few[:], args) < len(args) {
		l.rest = slices.Clone(args[len(l.few):])
	}
	return l
}

// A Line is one thing that a router says. The zero Line says nothing.
type Line struct {
	phrase *phrase
	conn   Conn
	few    [6]arg // its first values
	rest   []arg  // and what more there are
}

// Text is the line as release r prints it, without the timestamp and without a final newline;
// it reports false if that release does not print the line. A newline in the text starts a
// line that carries no timestamp, and one at the end makes an empty line.
func (l Line) Text(r Release) (string, bool) {
	if l.phrase == nil {
		return "", false
	}
	spelling := l.phrase.spelling(r)
	if spelling == "" {
		return "", false
	}
	return string(l.appendSpelling(make([]byte, 0, len(spelling)+48), spelling, r)), true
}

// appendSpelling appends spelling with its names replaced by what they stand for.
func (l Line) appendSpelling(dst []byte, spelling string, r Release) []byte {
	for {
		before, rest, found := strings.Cut(spelling, "<")
		dst = append(dst, before...)
		if !found {
			return dst
		}
		var name string
		name, spelling, _ = strings.Cut(rest, ">")
		dst = l.appendNamed(dst, name, r)
	}
}

func (l Line) appendNamed(dst []byte, name string, r Release) []byte {
	switch name {
	case "id":
		return l.conn.appendID(dst, r)
	case "num":
		return l.conn.appendNumber(dst, r)
	}
	i := 0
	for word := range strings.FieldsSeq(l.phrase.args) {
		if word == name {
			return l.value(i).append(dst, r)
		}
		i++
	}
	return append(append(append(dst, '<'), name...), '>')
}

// value is the i-th of the line's values; of kindNone if it has fewer.
func (l Line) value(i int) arg {
	switch {
	case i < len(l.few):
		return l.few[i]
	case i-len(l.few) < len(l.rest):
		return l.rest[i-len(l.few)]
	}
	return arg{}
}

// Conn is the connection that the line is about.
func (l Line) Conn() Conn { return l.conn }

// Switch is the debug that lets the line out; Always for a %FAC-SEV-MNEMONIC message.
func (l Line) Switch() Switch {
	if l.phrase == nil {
		return Always
	}
	return l.phrase.sw
}

// Debug names the debug that the line is one of, "" for a %FAC-SEV-MNEMONIC message. The device logs a few lines of certificates as if
// they were, though no debug has to let them out.
func (l Line) Debug() string {
	if l.Switch() == Always && l.Mnemonic() == "" {
		return CryptoPKITransactions.Name()
	}
	return l.Switch().Name()
}

// Severity is 7 (debugging) for a debug line, and the digit of a %FAC-SEV-MNEMONIC message.
func (l Line) Severity() Level {
	if _, digit, _, ok := l.header(); ok {
		return Level(digit - '0')
	}
	return Debugging
}

// Facility is the first part of a %FAC-SEV-MNEMONIC message, "" for a debug line.
func (l Line) Facility() string {
	facility, _, _, _ := l.header()
	return facility
}

// Mnemonic is the last part of a %FAC-SEV-MNEMONIC message, "" for a debug line.
func (l Line) Mnemonic() string {
	_, _, mnemonic, _ := l.header()
	return mnemonic
}

// header takes "%FAC-SEV-MNEMONIC: …" apart.
func (l Line) header() (facility string, digit byte, mnemonic string, ok bool) {
	if l.phrase == nil || l.phrase.sw != Always {
		return "", 0, "", false
	}
	head, _, _ := strings.Cut(cmp.Or(l.phrase.ios124, l.phrase.ios15, l.phrase.iosxe), ":")
	facility, rest, _ := strings.Cut(strings.TrimPrefix(head, "%"), "-")
	severity, mnemonic, ok := strings.Cut(rest, "-")
	if !ok || len(severity) != 1 {
		return "", 0, "", false
	}
	return facility, severity[0], mnemonic, true
}
