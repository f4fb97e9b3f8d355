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

func (p *scanner) end() bool { return p.at >= len(p.text) }

func (p *scanner) peek() byte {
	if p.end() {
		return 0
	}
	return p.text[p.at]
}

// command scans one command and substitutes in its words; with a nil Interp it only
// looks for the end.
func (p *scanner) command(in *Interp) (words []string, err error) {
	for !p.end() {
		switch c := p.peek(); {
		case c == ' ' || c == '\t' || c == '\r':
			p.at++
		case strings.HasPrefix(p.text[p.at:], "\\\n"):
			p.at += 2
		case c == '\n' || c == ';':
			p.at++
			return words, nil
		case c == '#' && len(words) == 0:
			for !p.end() && p.peek() != '\n' {
				p.at++
			}
		default:
			word, err := p.word(in)
			if err != nil {
				return nil, err
			}
			words = append(words, word)
		}
	}
	return words, nil
}

func (p *scanner) word(in *Interp) (string, error) {
	switch p.peek() {
	case '{':
		word, err := p.braces()
		if err == nil && !p.end() && !strings.ContainsRune(" \t\r\n;", rune(p.peek())) {
			err = errors.New("extra characters after close-brace")
		}
		return word, err
	case '"':
		p.at++
		word, err := p.substitute(in, `"`)
		if err != nil {
			return "", err
		}
		if p.end() {
			return "", fmt.Errorf("%w \"", errOpen)
		}
		p.at++
		return word, nil
	}
	return p.substitute(in, " \t\r\n;")
}

// braces scans {text}.
func (p *scanner) braces() (string, error) {
	start, depth := p.at+1, 0
	for ; !p.end(); p.at++ {
		switch p.peek() {
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

// substitute scans up to one of the characters in stop.
func (p *scanner) substitute(in *Interp, stop string) (string, error) {
	var b strings.Builder
	for !p.end() && strings.IndexByte(stop, p.peek()) < 0 {
		var text string
		var err error
		switch p.peek() {
		case '\\':
			text = p.escape()
		case '$':
			text, err = p.variable(in)
		case '[':
			text, err = p.bracket(in)
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

func (p *scanner) escape() string {
	p.at++
	if p.end() {
		return "\\"
	}
	c := p.peek()
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

func (p *scanner) variable(in *Interp) (string, error) {
	p.at++
	var name string
	if p.peek() == '{' {
		end := strings.IndexByte(p.text[p.at:], '}')
		if end < 0 {
			return "", fmt.Errorf("%w close-brace for variable name", errOpen)
		}
		name = p.text[p.at+1 : p.at+end]
		p.at += end + 1
	} else {
		start := p.at
		for !p.end() && isNameByte(p.peek()) {
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
	return in.lookup(name)
}

func isNameByte(c byte) bool {
	return c == '_' || c == ':' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// bracket scans [script] and runs it.
func (p *scanner) bracket(in *Interp) (string, error) {
	start, depth := p.at+1, 0
	for ; !p.end(); p.at++ {
		switch p.peek() {
		case '\\':
			p.at++
		case '[':
			depth++
		case '{':
			if _, err := p.braces(); err != nil {
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
				return in.eval(script)
			}
		}
	}
	return "", fmt.Errorf("%w close-bracket", errOpen)
}
