package parser

import (
	"fmt"
	"sort"
	"strings"
)

// Print writes the line with the values of a: the inverse of matching. Options
// and alternatives are taken as a names their keywords and arguments. Values a
// type does not take, missing ones, and names without a place are errors. Of a
// negated form, what a lacks is left off.
func (s *Syntax) Print(a Args) (string, error) {
	p := printer{a: a, negated: s.prefix != ""}
	line, err := p.printLine(s)
	if err != nil {
		return "", err
	}
	var left []string
	for name := range a {
		if a.Has(name) && !p.isUsed(name) {
			left = append(left, name)
		}
	}
	if len(left) > 0 {
		sort.Strings(left)
		return "", fmt.Errorf("print %q: no place for %q", s, left)
	}
	return line, nil
}

// PrintPart is Print for a syntax that is the beginning of the one a was matched by:
// values without a place are passed over.
func (s *Syntax) PrintPart(a Args) (string, error) {
	p := printer{a: a, negated: s.prefix != ""}
	return p.printLine(s)
}

func (p *printer) printLine(s *Syntax) (string, error) {
	s.Ready()
	if !p.printSequence(s.root.kids, s.run) {
		return "", fmt.Errorf("print %q: no fitting value for %q", s, p.missing)
	}
	return strings.Join(p.words, " "), nil
}

// printer walks the syntax tree and collects words.
type printer struct {
	a       Args
	words   []string
	used    []string // names of a printed so far
	negated bool
	cut     bool // a negated form ended early
	missing string
}

func (p *printer) isUsed(name string) bool {
	for _, u := range p.used {
		if u == name {
			return true
		}
	}
	return false
}

func (p *printer) markUsed(name string) {
	if !p.isUsed(name) {
		p.used = append(p.used, name)
	}
}

// printNode prints n, or reports that the values do not allow it.
func (p *printer) printNode(n *node) bool {
	switch n.kind {
	case leaf:
		return p.printToken(n.tok)
	case sequence:
		return p.printSequence(n.kids, 0)
	case choice:
		return p.printChoice(n.kids)
	}
	for _, kid := range n.kids { // optional, anyOrder
		if before := p.markPosition(); !p.printNode(kid) || len(p.used) == before.used {
			p.resetTo(before)
		}
		if p.cut {
			break
		}
	}
	return true
}

// printSequence prints kids in turn. Those after the first required ones may be
// missing in a negated form, which then ends.
func (p *printer) printSequence(kids []*node, required int) bool {
	for i, kid := range kids {
		if !p.printNode(kid) {
			if !p.negated || i < required {
				return false
			}
			p.cut = true
		}
		if p.cut {
			return true
		}
	}
	return true
}

// printChoice prints the alternative that has a place for most values.
func (p *printer) printChoice(kids []*node) bool {
	before, most := p.markPosition(), -1
	var words, used []string
	cut := false
	for _, kid := range kids {
		if ok, n := p.printNode(kid), len(p.used)-before.used; ok && n > most {
			words = append(words[:0], p.words[before.words:]...)
			used = append(used[:0], p.used[before.used:]...)
			cut, most = p.cut, n
		}
		p.resetTo(before)
	}
	if most < 0 {
		return false
	}
	p.words, p.used, p.cut = append(p.words, words...), append(p.used, used...), cut
	return true
}

// A printerMark is how far the printer had come.
type printerMark struct {
	words, used int
	cut         bool
}

func (p *printer) markPosition() printerMark { return printerMark{len(p.words), len(p.used), p.cut} }

func (p *printer) resetTo(m printerMark) {
	p.words, p.used, p.cut = p.words[:m.words], p.used[:m.used], m.cut
}

func (p *printer) printToken(t *token) bool {
	if t.typ != nil {
		return p.printArgument(t)
	}
	if t.name != "" {
		if !p.a.Has(t.name) {
			p.missing = t.name
			return false
		}
		p.markUsed(t.name)
	}
	p.words = append(p.words, t.word)
	return true
}

func (p *printer) printArgument(t *token) bool {
	value, ok := p.a[t.name]
	values := []any{value}
	if t.list && ok {
		values = listElements(value)
	}
	ok = ok && len(values) > 0
	mark := len(p.words)
	for _, v := range values {
		text, fits := "", false
		if ok {
			text, fits = printArg(t.typ, v)
		}
		ok = ok && fits
		p.words = append(p.words, text)
	}
	if !ok {
		p.words = p.words[:mark]
		p.missing = t.name
		return false
	}
	p.markUsed(t.name)
	return true
}
