package parser

import (
	"strings"
	"sync"
)

// Later is MustCompile for a program with many syntaxes of which a run needs few: it reads
// only the keywords that lead the text, with their help from lead. The rest is compiled,
// with help, when a line has come that far; what is wrong with it panics then, or in Ready.
func Later(syntax string, lead map[string]string, help func() map[string]string, types ...Type) *Syntax {
	s := &Syntax{text: syntax, lead: leadingTokens(syntax, lead)}
	if len(s.lead) == 0 {
		return MustCompile(syntax, help(), types...)
	}
	s.later.compile = func() {
		whole := MustCompile(syntax, help(), types...)
		s.root, s.run, s.graph = whole.root, whole.run, whole.graph
	}
	return s
}

// later is the compiling that was put off, if any was.
type later struct {
	once    sync.Once
	compile func()
}

// Ready compiles what was put off.
func (s *Syntax) Ready() {
	if s.later.compile != nil {
		s.later.once.Do(s.later.compile)
	}
}

// leadingTokens reads the keywords that any line of the syntax begins with.
func leadingTokens(text string, help map[string]string) (lead []*token) {
	if choosesAtOnce(text) {
		return nil
	}
	p := &syntaxParser{rest: text}
	for {
		if c := p.peekByte(); c == 0 || strings.IndexByte("[]{}()&", c) >= 0 {
			return lead
		}
		t, err := p.parseMarkedWord()
		if err != nil || t.typ != nil {
			return lead
		}
		t.explainFrom(help, lead[max(len(lead)-1, 0):]...)
		lead = append(lead, t)
	}
}

// choosesAtOnce says whether the whole text is a choice.
func choosesAtOnce(text string) bool {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '[', '{', '(':
			depth++
		case ']', '}', ')':
			depth--
		case '|':
			if depth == 0 {
				return true
			}
		}
	}
	return false
}

// nextLinks returns the links out of a position. Between the leading keywords there is only
// one.
func (s *Syntax) nextLinks(p int32) []link {
	if int(p) < len(s.lead)-1 {
		return []link{{to: p + 1}}
	}
	s.Ready()
	return s.graph.nextLinks(p)
}

// mayEnd says whether a line may end after a position.
func (s *Syntax) mayEnd(p int32) bool {
	if int(p) < len(s.lead)-1 {
		return false
	}
	s.Ready()
	return s.accept[p]
}

// tokenAt returns the token at a position.
func (s *Syntax) tokenAt(p int32) *token {
	if int(p) < len(s.lead) {
		return s.lead[p]
	}
	s.Ready()
	return s.tokens[p]
}
