package parser

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// A sketch is a grammar for tests: one syntax a line, which is its own tag. Help
// texts do not matter there; every token gets its own word.
func sketch(t testing.TB, syntaxes ...string) *Grammar {
	t.Helper()
	g := NewGrammar("Test commands:")
	for _, text := range syntaxes {
		g.Add(compileBare(t, text), text, 0, false)
	}
	return g
}

// compileBare compiles text with made-up help.
func compileBare(t testing.TB, text string, types ...Type) *Syntax {
	t.Helper()
	s, err := Compile(text, bareHelp(text), types...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var tokenPattern = regexp.MustCompile(`(?:\\.|[^\s\[\]{}()|&])+`)

func bareHelp(text string) map[string]string {
	help := map[string]string{}
	for _, token := range tokenPattern.FindAllString(text, -1) {
		key, _, _ := strings.Cut(token, ":")
		if _, word, ok := strings.Cut(key, "="); ok {
			key = word
		}
		key = strings.ReplaceAll(key, `\`, "")
		help[key] = "help for " + key
	}
	return help
}

// answer is what the device would show for line, in one word or with the caret.
func answer(g *Grammar, line string) string {
	m, err := g.Match(line, 15)
	if err == nil {
		return m.Tag.(string)
	}
	e := err.(*Error)
	if e.Kind == Invalid {
		return fmt.Sprintf("invalid %d", e.Offset)
	}
	return e.Kind.String()
}
