package parser

import "strings"

// Secrecy says what may be shown of an argument.
type Secrecy uint8

const (
	Open     Secrecy = iota
	Hidden           // nothing: a password, a key, a community, or a hash of one
	FreeText         // what does not stand after a word that looks secret
)

// A Secret is a secret argument of a line: the bytes from Start up to End.
type Secret struct {
	Start, End int
	Secrecy    Secrecy
}

// cutSecrecy takes the mark off the type of an argument.
func cutSecrecy(typeName string) (string, Secrecy) {
	if bare, ok := strings.CutSuffix(typeName, "!"); ok {
		return bare, Hidden
	}
	if bare, ok := strings.CutSuffix(typeName, "?"); ok {
		return bare, FreeText
	}
	return typeName, Open
}

// WithoutMarks is a syntax text as the manual would write it, without its marks of secrets.
func WithoutMarks(syntax string) string {
	words := strings.Split(syntax, " ")
	for i, word := range words {
		end := len(strings.TrimRight(word, "[]{}()|"))
		if name, _, isArgument := strings.Cut(word[:end], ":"); isArgument && !strings.HasSuffix(name, "\\") {
			bare, _ := cutSecrecy(word[:end])
			words[i] = bare + word[end:]
		}
	}
	return strings.Join(words, " ")
}

// SecrecyOf says what may be shown of the argument of a name.
func (s *Syntax) SecrecyOf(name string) Secrecy {
	s.Ready()
	for _, t := range s.tokens {
		if t.typ != nil && t.name == name {
			return t.secrecy
		}
	}
	return Open
}
