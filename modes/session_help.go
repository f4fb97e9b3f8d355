package modes

import (
	"strings"

	"ruthere/parser"
)

// Help explains what may stand where text ends.
func (s *Session) Help(text string) parser.Help {
	if at, ok := doCommand(text); ok && s.Configuring() && strings.ContainsAny(text[at-1:at], " \t") {
		return s.help(s.language().Mode(ExecMode), nil, text[at:])
	}
	return s.help(s.Mode(), s.top().path, text)
}

// help explains text as a line of a mode. An alias counts once a blank has ended it.
func (s *Session) help(m *Mode, path parser.Args, text string) parser.Help {
	c := s.box.Config()
	if word := strings.TrimLeft(text, " \t"); word == "" || strings.ContainsAny(word, " \t") {
		expanded, _ := s.expandAlias(m, text)
		return s.withKinds(m.offered(s.grammar(m, path).Help(expanded, s.Level), expanded, s.Level), expanded)
	}
	return withAliases(s.grammar(m, path).Help(text, s.Level), c, m, text)
}

// Complete finishes the last word of text, if only one keyword can.
func (s *Session) Complete(text string) (string, bool) {
	if at, ok := doCommand(text); ok && s.Configuring() && at > 0 && at < len(text) {
		done, ok := s.execGrammar().Complete(text[at:], s.Level)
		return text[:at] + done, ok
	}
	return s.grammar(s.Mode(), s.top().path).Complete(text, s.Level)
}
