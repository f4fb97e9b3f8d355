// Package parser compiles IOS-style syntax text and from it matches, explains
// (?), completes (TAB) and prints lines. It knows no command itself.
//
// A syntax text reads like the manual:
//
//	crypto isakmp keepalive secs:<10-3600> [retry:<2-60>] [periodic | on-demand]
//
//	word            a keyword; \| is the keyword |, and nvram\: the keyword nvram:
//	label=word      a keyword recorded in Args under label
//	name:TYPE       an argument: <lo-hi>, WORD, LINE (the rest of the line), HOST,
//	                OTHERHOST (a HOST that abbreviates no keyword beside it), A.B.C.D,
//	                A.B.C.D/nn, hh:mm:ss, MONTH, INTERFACE, INTERFACES (the
//	                rest), REGEXP (the rest after exactly one blank), or a Type of the
//	                caller's
//	name:TYPE...    one or more of it
//	name:TYPE!      a secret: whoever prints or logs a line that is typed masks it,
//	                by [Match.Secrets]
//	name:TYPE?      free text in which a secret may stand, after a word that says so
//	[ a ]  [ a | b ]  { a | b }  ( a )
//	                optional, optional choice, choice, plain grouping
//	&{ a | b | c }  any of them in any order, each at most once
//	<word,word> a   a is marked: see [Grammar.Restricted]
//
// One Syntax serves all ends: collected in a Grammar (one per mode) it matches
// typed lines and yields Args, gives the rows of ? and the words of TAB; on its
// own it prints the line from Args.
package parser

import (
	"errors"
	"fmt"
	"strings"
)

// A Syntax is one compiled syntax text. It does not change and may be shared.
type Syntax struct {
	text   string
	prefix string   // of a negated form: "no" or "default"
	lead   []*token // keywords that every line of it begins with

	later // makes the rest, where that was put off
	root  *node
	run   int // how many keywords lead the text, before any argument or group
	graph
}

// String returns the syntax text, after its prefix if it is a negated form.
func (s *Syntax) String() string {
	if s.prefix != "" {
		return s.prefix + " " + s.text
	}
	return s.text
}

// Compile reads a syntax text. The help texts go by keyword or argument name;
// where the same word needs different texts in different places, the key
// `address/mask` means the mask right after an address. A token without help, a
// help key without token, and a text that could not be printed back from its
// Args are errors.
func Compile(syntax string, help map[string]string, types ...Type) (*Syntax, error) {
	s := &Syntax{text: syntax}
	p := &syntaxParser{rest: syntax, types: types}
	err := p.parseSyntax(s)
	if err == nil {
		err = errors.Join(checkNames(s.tokens), checkMarks(s.root))
	}
	if err == nil {
		s.buildFrom(s.root)
		err = errors.Join(s.checkOrder(), s.checkSize(), s.explainTokens(help))
	}
	if err != nil {
		return nil, fmt.Errorf("syntax %q: %w", syntax, err)
	}
	s.lead = s.tokens[:s.run:s.run]
	return s, nil
}

// MustCompile is Compile for syntax texts that are part of the program: it panics.
func MustCompile(syntax string, help map[string]string, types ...Type) *Syntax {
	s, err := Compile(syntax, help, types...)
	if err != nil {
		panic("parser: " + err.Error())
	}
	return s
}

// prefixHelp are the texts of the negating words, the same in every mode.
var prefixHelp = map[string]string{
	"no":      "Negate a command or set its defaults",
	"default": "Set a command to its defaults",
}

// No returns the negated form: prefix ("no" or "default") and the same syntax, in
// which everything after the leading keywords may be left off at any point.
// Args are those of s as far as they were typed.
func (s *Syntax) No(prefix string) *Syntax {
	negator := &token{word: prefix, fold: foldCase(prefix), text: prefixHelp[prefix]}
	if negator.text == "" {
		negator.text = prefixHelp["no"]
	}
	return s.negatedBy(negator)
}

// NoFor is No("no") whose help says what the word means there.
func (s *Syntax) NoFor(text string) *Syntax {
	return s.negatedBy(&token{word: "no", fold: "no", text: text})
}

func (s *Syntax) negatedBy(negator *token) *Syntax {
	negated := &Syntax{text: s.text, prefix: negator.word, lead: append([]*token{negator}, s.lead...)}
	negated.later.compile = func() { negated.compileNegated(s, negator) }
	return negated
}

func (negated *Syntax) compileNegated(s *Syntax, negator *token) {
	s.Ready()
	negated.run = s.run + 1
	negated.tokens = append([]*token{negator}, s.tokens...)
	shifted := shiftTokens(s.root)
	negated.root = &node{kind: sequence, kids: append([]*node{{kind: leaf, tok: negator}}, shifted.kids...)}
	negated.buildFrom(negated.root)
	for p := range negated.accept {
		negated.accept[p] = negated.accept[p] || p >= max(s.run, 1)
	}
}

// A token is a keyword or an argument of the syntax.
type token struct {
	word, fold string // keyword, and in lower case
	name       string // key in Args; "" for a keyword that is not recorded
	typ        Type   // argument
	list       bool
	secrecy    Secrecy
	text       string   // help
	marks      []string // where the token stands only there: see Grammar.Restricted
}

// helpKey is what help refers to the token by.
func (t *token) helpKey() string {
	if t.typ != nil {
		return t.name
	}
	return t.word
}

type nodeKind uint8

const (
	leaf     nodeKind = iota
	sequence          // all kids in turn
	choice            // one kid
	optional          // its only kid or nothing
	anyOrder          // any kids in any order
)

// A node is a part of the syntax text; the syntax is a tree of them.
type node struct {
	kind nodeKind
	kids []*node
	tok  *token
	at   int32 // leaf: index of tok
}

// shiftTokens copies the tree for a syntax with one token more in front.
func shiftTokens(n *node) *node {
	c := &node{kind: n.kind, tok: n.tok, at: n.at + 1}
	for _, kid := range n.kids {
		c.kids = append(c.kids, shiftTokens(kid))
	}
	return c
}

// syntaxParser is a recursive descent over the text.
type syntaxParser struct {
	rest  string
	types []Type
	s     *Syntax
}

func (p *syntaxParser) parseSyntax(s *Syntax) error {
	p.s = s
	root, err := p.parseAlternatives(choice, false)
	switch {
	case err != nil:
		return err
	case p.peekByte() != 0:
		return fmt.Errorf("unexpected %q", p.rest)
	case canBeEmpty(root):
		return errors.New("matches the empty line")
	}
	if root.kind != sequence {
		root = &node{kind: sequence, kids: []*node{root}}
	}
	s.root = root
	for s.run < len(root.kids) && root.kids[s.run].kind == leaf && root.kids[s.run].tok.typ == nil {
		s.run++
	}
	return nil
}

// peekByte skips blanks and returns the next byte, 0 at the end.
func (p *syntaxParser) peekByte() byte {
	p.rest = strings.TrimLeft(p.rest, " \t\n")
	if p.rest == "" {
		return 0
	}
	return p.rest[0]
}

// parseAlternatives reads a | b | c up to a closing bracket.
func (p *syntaxParser) parseAlternatives(kind nodeKind, marked bool) (*node, error) {
	first := len(p.s.tokens)
	var kids []*node
	for {
		kid, err := p.parseSequence(marked)
		if err != nil {
			return nil, err
		}
		if len(kid.kids) == 0 {
			return nil, fmt.Errorf("empty alternative before %q", p.rest)
		}
		kids = append(kids, kid)
		if p.peekByte() != '|' {
			break
		}
		p.rest = p.rest[1:]
	}
	if len(kids) == 1 && kind == choice {
		return kids[0], nil
	}
	for _, t := range p.s.tokens[first:] {
		t.recordKeyword()
	}
	return &node{kind: kind, kids: kids}, nil
}

// recordKeyword has the keyword recorded in Args: it stands where others could.
func (t *token) recordKeyword() {
	if t.name == "" {
		t.name = t.word
	}
}

func (p *syntaxParser) parseSequence(marked bool) (*node, error) {
	n := &node{kind: sequence}
	for {
		var kid *node
		var err error
		switch c := p.peekByte(); {
		case c == 0 || c == '|' || c == ']' || c == '}' || c == ')':
			return n, nil
		case c == '[':
			kid, err = p.parseGroup(1, choice, "]", true)
			kid = &node{kind: optional, kids: []*node{kid}}
		case c == '{':
			kid, err = p.parseGroup(1, choice, "}", marked)
		case strings.HasPrefix(p.rest, "&{"):
			kid, err = p.parseGroup(2, anyOrder, "}", true)
		case c == '(':
			kid, err = p.parseGroup(1, choice, ")", marked)
		default:
			kid, err = p.parseToken(marked)
		}
		if err != nil {
			return nil, err
		}
		if kid.kind == sequence {
			n.kids = append(n.kids, kid.kids...)
			continue
		}
		n.kids = append(n.kids, kid)
	}
}

func (p *syntaxParser) parseGroup(opening int, kind nodeKind, closing string, marked bool) (*node, error) {
	p.rest = p.rest[opening:]
	n, err := p.parseAlternatives(kind, marked)
	if err != nil {
		return nil, err
	}
	p.peekByte()
	if !strings.HasPrefix(p.rest, closing) {
		return nil, fmt.Errorf("want %q before %q", closing, p.rest)
	}
	p.rest = p.rest[1:]
	return n, nil
}

// parseToken reads a keyword or an argument.
func (p *syntaxParser) parseToken(marked bool) (*node, error) {
	t, err := p.parseMarkedWord()
	if err != nil {
		return nil, err
	}
	if marked {
		t.recordKeyword()
	}
	p.s.tokens = append(p.s.tokens, t)
	return &node{kind: leaf, tok: t, at: int32(len(p.s.tokens) - 1)}, nil
}

// parseWord takes what stands before the next blank or bracket.
func (p *syntaxParser) parseWord() string {
	end := 0
	for end < len(p.rest) && !strings.ContainsRune(" \t\n[]{}()|", rune(p.rest[end])) {
		if p.rest[end] == '\\' && end+1 < len(p.rest) {
			end++
		}
		end++
	}
	word := p.rest[:end]
	p.rest = p.rest[end:]
	return word
}

func (p *syntaxParser) newToken(word string) (*token, error) {
	name, typeName, isArg := strings.Cut(word, ":")
	isArg = isArg && !strings.HasSuffix(name, `\`)
	if !isArg {
		label, keyword, labelled := strings.Cut(word, "=")
		if !labelled {
			label, keyword = "", word
		}
		keyword = strings.ReplaceAll(keyword, `\`, "")
		if keyword == "" {
			return nil, fmt.Errorf("%q is no keyword", word)
		}
		return &token{word: keyword, fold: foldCase(keyword), name: label}, nil
	}
	if name == "" {
		return nil, fmt.Errorf("argument %q has no name", word)
	}
	t := &token{name: name}
	typeName, t.secrecy = cutSecrecy(typeName)
	typeName, t.list = strings.CutSuffix(typeName, "...")
	for _, typ := range p.types {
		if typ.Name() == typeName {
			t.typ = typ
			return t, nil
		}
	}
	var err error
	t.typ, err = builtinType(typeName)
	if t.list && err == nil && takesRest(t.typ) {
		err = fmt.Errorf("%q takes the rest of the line and cannot be repeated", word)
	}
	return t, err
}
