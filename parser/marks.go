package parser

import (
	"fmt"
	"regexp"
	"strings"
)

// Restricted returns a grammar of the same commands without those words, and what follows
// them, one of whose marks is not kept. A mark stands in the syntax text before a keyword or
// an argument, <one,other>; keeps gets what is between its brackets. A restriction of a name is
// made once. No command may be added afterwards.
func (g *Grammar) Restricted(name string, keeps func(mark string) bool) *Grammar {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.restricted == nil {
		g.restricted = map[string]*Grammar{}
	}
	r := g.restricted[name]
	if r == nil {
		r = &Grammar{headings: g.headings, entries: g.entries, keeps: keeps, states: map[string]*state{}}
		g.restricted[name] = r
	}
	return r
}

// offers says whether the token is part of the grammar.
func (g *Grammar) offers(t *token) bool {
	if g.keeps == nil {
		return true
	}
	for _, mark := range t.marks {
		if !g.keeps(mark) {
			return false
		}
	}
	return true
}

// parseMarkedWord reads a keyword or an argument with the marks before it.
func (p *syntaxParser) parseMarkedWord() (*token, error) {
	var marks []string
	for p.peekByte() == '<' {
		mark := p.parseWord()
		if !isMark(mark) {
			return nil, fmt.Errorf("%q is no mark", mark)
		}
		marks = append(marks, mark[1:len(mark)-1])
	}
	p.peekByte()
	t, err := p.newToken(p.parseWord())
	if err == nil {
		t.marks = marks
	}
	return t, err
}

// isMark says whether a word of a syntax text is a mark of what follows it.
func isMark(word string) bool { return len(word) > 2 && word[0] == '<' && word[len(word)-1] == '>' }

// markPattern finds marks in a syntax text: the limits of a number stand after a colon.
var markPattern = regexp.MustCompile(`(^|[\s\[\]{}()|])<([^<>\s]+)>`)

// marksPattern finds all of the marks before a word, and the blanks after them.
var marksPattern = regexp.MustCompile(`(^|[\s\[\]{}()|])(?:<[^<>\s]+>\s+)+`)

// Marks are the words of a syntax text's marks, in order: one and other of <one,other>.
func Marks(syntax string) (words []string) {
	for _, found := range markPattern.FindAllStringSubmatch(syntax, -1) {
		words = append(words, strings.Split(found[2], ",")...)
	}
	return words
}

// Unmarked is a syntax text without its marks.
func Unmarked(syntax string) string { return marksPattern.ReplaceAllString(syntax, "$1") }
