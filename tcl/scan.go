package tcl

import (
	"errors"
	"fmt"
	"strings"
)

// errOpen is what all complaints about scripts that want another line are.
var errOpen = errors.New("missing")

// A scanner takes a script apart.
type scanner struct {
	text string
	at   int
}

func (p *scanner) atEnd() bool { return p.at >= len(p.text) }

func (p *scanner) peekByte() byte {
	if p.atEnd() {
		return 0
	}
	return p.text[p.at]
}

// readCommand scans one command and substitutes in its words; with a nil Interp it only
// looks for the end.
func (p *scanner) readCommand(in *Interp) (words []string, err error) {
	for !p.atEnd() {
		switch c := p.peekByte(); {
		case c == ' ' || c == '\t' || c == '\r':
			p.at++
		case strings.HasPrefix(p.text[p.at:], "\\\n"):
			p.at += 2
		case c == '\n' || c == ';':
			p.at++
			return words, nil
		case c == '#' && len(words) == 0:
			for !p.atEnd() && p.peekByte() != '\n' {
				p.at++
			}
		default:
			word, err := p.readWord(in)
			if err != nil {
				return nil, err
			}
			words = append(words, word)
		}
	}
	return words, nil
}

func (p *scanner) readWord(in *Interp) (string, error) {
	switch p.peekByte() {
	case '{':
		word, err := p.readBraces()
		if err == nil && !p.atEnd() && !strings.ContainsRune(" \t\r\n;", rune(p.peekByte())) {
			err = errors.New("extra characters after close-brace")
		}
		return word, err
	case '"':
		p.at++
		word, err := p.substituteUntil(in, `"`)
		if err != nil {
			return "", err
		}
		if p.atEnd() {
			return "", fmt.Errorf("%w \"", errOpen)
		}
		p.at++
		return word, nil
	}
	return p.substituteUntil(in, " \t\r\n;")
}

// readBraces scans {text}.
func (p *scanner) readBraces() (string, error) {
	start, depth := p.at+1, 0
	for ; !p.atEnd(); p.at++ {
		switch p.peekByte() {
		case '\\':
			p.at++
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				p.at++
				return p.text[start : p.at-1], nil
			}
		}
	}
	return "", fmt.Errorf("%w close-brace", errOpen)
}

// substituteUntil scans up to one of the characters in stop.
func (p *scanner) substituteUntil(in *Interp, stop string) (string, error) {
	var b strings.Builder
	for !p.atEnd() && strings.IndexByte(stop, p.peekByte()) < 0 {
		var text string
		var err error
		switch p.peekByte() {
		case '\\':
			text = p.readEscape()
		case '$':
			text, err = p.readVariable(in)
		case '[':
			text, err = p.readBracket(in)
		default:
			text = p.text[p.at : p.at+1]
			p.at++
		}
		if err != nil {
			return "", err
		}
		if b.Len()+len(text) > maxValue {
			return "", errors.New("value is too long")
		}
		b.WriteString(text)
	}
	return b.String(), nil
}

func (p *scanner) readEscape() string {
	p.at++
	if p.atEnd() {
		return "\\"
	}
	c := p.peekByte()
	p.at++
	switch c {
	case 'n':
		return "\n"
	case 'r':
		return "\r"
	case 't':
		return "\t"
	case '\n':
		return " "
	}
	return string([]byte{c})
}

func (p *scanner) readVariable(in *Interp) (string, error) {
	p.at++
	var name string
	if p.peekByte() == '{' {
		end := strings.IndexByte(p.text[p.at:], '}')
		if end < 0 {
			return "", fmt.Errorf("%w close-brace for variable name", errOpen)
		}
		name = p.text[p.at+1 : p.at+end]
		p.at += end + 1
	} else {
		start := p.at
		for !p.atEnd() && isNameByte(p.peekByte()) {
			p.at++
		}
		name = p.text[start:p.at]
	}
	switch {
	case name == "":
		return "$", nil
	case in == nil:
		return "", nil
	}
	return in.variableValue(name)
}

func isNameByte(c byte) bool {
	return c == '_' || c == ':' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// readBracket scans [script] and runs it.
func (p *scanner) readBracket(in *Interp) (string, error) {
	start, depth := p.at+1, 0
	for ; !p.atEnd(); p.at++ {
		switch p.peekByte() {
		case '\\':
			p.at++
		case '[':
			depth++
		case '{':
			if _, err := p.readBraces(); err != nil {
				return "", err
			}
			p.at--
		case ']':
			if depth--; depth == 0 {
				script := p.text[start:p.at]
				p.at++
				if in == nil {
					return "", nil
				}
				return in.evalScript(script)
			}
		}
	}
	return "", fmt.Errorf("%w close-bracket", errOpen)
}
