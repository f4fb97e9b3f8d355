package parser

import (
	"fmt"
	"reflect"
	"strings"
	"time"
)

// A Type is the kind of word an argument takes. The caller may give Compile
// types of its own; name:NAME then refers to the one whose Name is NAME.
type Type interface {
	// Name is what help shows for the argument, such as WORD or X:X:X:X::X.
	Name() string

	// Accept returns the value of word. If the word is refused, reach is how
	// many of its bytes could still have begun a good one: the caret stands
	// under the byte after them.
	Accept(word string) (value any, reach int, ok bool)

	// Print returns the word for a value, or "" if the value is not of this type.
	Print(value any) string
}

// A Lister is a Type whose words are known beforehand. Help lists its rows in
// place of the type's name, and they are completed like keywords.
type Lister interface {
	Rows() []Row
}

// rank orders the types when a word suits several: the most telling first.
type rank uint8

const (
	rankKeyword rank = iota // an abbreviation; typed in full it wins outright
	rankExact               // a number, an address: cannot be much else
	rankHost                // a name, but one that quarrels with abbreviations
	rankName                // any word at all
)

func rankOf(t Type) rank {
	switch t.(type) {
	case wordType, lineType, interfaceListType, regexpType:
		return rankName
	case hostType:
		return rankHost
	}
	return rankExact
}

// builtinType returns the type that name stands for in a syntax text.
func builtinType(name string) (Type, error) {
	for _, t := range []Type{wordType{}, lineType{}, regexpType{}, addrType{}, prefixType{}, clockType{}, monthType{}} {
		if t.Name() == name && name != "" {
			return t, nil
		}
	}
	switch {
	case name == "HOST":
		return hostType{}, nil
	case name == "OTHERHOST":
		return hostType{yields: true}, nil
	case name == "REGEXP":
		return regexpType{}, nil
	case name == "INTERFACES":
		return interfaceListType{}, nil
	case name == "INTERFACE":
		return interfaceType{}, nil
	case strings.HasPrefix(name, "<"):
		return newRange(name)
	}
	return nil, fmt.Errorf("unknown argument type %q", name)
}

// sameType reports whether two arguments may share an edge of the grammar.
func sameType(a, b Type) bool {
	ta, tb := reflect.TypeOf(a), reflect.TypeOf(b)
	return ta == tb && ta.Comparable() && a == b
}

// takesRest reports whether t swallows the line to its end.
func takesRest(t Type) bool {
	switch t.(type) {
	case lineType, interfaceListType, regexpType:
		return true
	}
	return false
}

// couldAccept reports whether word could be the beginning of a word of type t.
func couldAccept(t Type, word string) bool {
	switch t := t.(type) {
	case rangeType:
		v, reach := t.scanNumber(word)
		return reach == len(word) && t.isWithin(v)
	case hostType:
		if couldAccept(addrType{}, word) {
			return true
		}
	}
	_, reach, ok := t.Accept(word)
	return ok || reach >= len(word)
}

// printArg returns the text of value, and whether t would read it back.
func printArg(t Type, value any) (string, bool) {
	text := t.Print(value)
	if text == "" {
		return "", false
	}
	if _, _, ok := t.Accept(text); !ok {
		return "", false
	}
	return text, takesRest(t) || !strings.ContainsAny(text, blanks)
}

const blanks = " \t"

// WORD

type wordType struct{}

func (wordType) Name() string                        { return "WORD" }
func (wordType) Accept(word string) (any, int, bool) { return word, len(word), true }
func (wordType) Print(value any) string              { s, _ := value.(string); return s }

// LINE: the rest of the line, inner and trailing blanks kept

type lineType struct{ wordType }

// interfaceListType is the rest of the line, which names interfaces and ranges of them.
// The command that takes it checks it.
type interfaceListType struct{ lineType }

func (interfaceListType) Name() string { return "INTERFACES" }

func (interfaceListType) Rows() []Row { return interfaceType{}.Rows() }

func (lineType) Name() string { return "LINE" }
func (lineType) Print(value any) string {
	s, _ := value.(string)
	if strings.TrimLeft(s, blanks) != s || strings.ContainsAny(s, "\r\n") {
		return ""
	}
	return s
}

// REGEXP: the rest of the line after exactly one blank

type regexpType struct{ wordType }

func (regexpType) Name() string { return "LINE" }
func (regexpType) Print(value any) string {
	s, _ := value.(string)
	if strings.Trim(s, blanks) == "" || strings.ContainsAny(s, "\r\n") {
		return ""
	}
	return s
}

// MONTH: a month's English name, cut short at will

type monthType struct{}

func (monthType) Name() string { return "MONTH" }
func (monthType) Accept(word string) (any, int, bool) {
	var found time.Month
	reach := 0
	for m := time.January; m <= time.December; m++ {
		n := commonPrefix(foldCase(word), foldCase(m.String()))
		reach = max(reach, n)
		if n == len(word) && found == 0 {
			found = m
		} else if n == len(word) {
			return nil, reach, false // ju: June or July
		}
	}
	return found, reach, found != 0
}
func (monthType) Print(value any) string {
	if m, ok := value.(time.Month); ok && m >= time.January && m <= time.December {
		return m.String()[:3]
	}
	return ""
}

// HOST: a name or an address

type hostType struct {
	yields bool // what abbreviates a keyword is none
}

func (hostType) Name() string { return "Hostname or A.B.C.D" }
func (hostType) Accept(word string) (any, int, bool) {
	f, reach, done, ok := scanFields(word, addrLimits, "...")
	switch {
	case ok:
		return addrOf(f).String(), reach, true
	case isHostname(word):
		return word, len(word), true
	case done == len(addrLimits) && reach < len(word) && !isDigit(word[reach]):
		return nil, reach, false // a whole address, then rubbish
	}
	return nil, 0, false
}
func (hostType) Print(value any) string { s, _ := value.(string); return s }

func isHostname(word string) bool {
	letters := false
	for i := range len(word) {
		c := word[i] | 0x20
		switch {
		case 'a' <= c && c <= 'z':
			letters = true
		case !isDigit(word[i]) && !strings.ContainsRune("-._", rune(word[i])):
			return false
		}
	}
	return letters
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// foldCase lowers ASCII letters only, so that offsets stay what they were.
func foldCase(s string) string {
	for i := range len(s) {
		if 'A' <= s[i] && s[i] <= 'Z' {
			b := []byte(s)
			for ; i < len(b); i++ {
				if 'A' <= b[i] && b[i] <= 'Z' {
					b[i] |= 0x20
				}
			}
			return string(b)
		}
	}
	return s
}

func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}
