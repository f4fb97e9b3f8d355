package modes

import (
	"strings"

	"ruthere/parser"
)

// Help explains what may stand where text ends.
func (s *Session) Help(text string) parser.Help {
	if at, ok := doCommand(text); ok && s.Configuring() && strings.ContainsAny(text[at-1:at], " \t") {
		return s.help(s.language().Mode(ExecMode), text[at:])
	}
	return s.help(s.Mode(), text)
}

// help explains text as a line of a mode. An alias counts once a blank has ended it.
func (s *Session) help(m *Mode, text string) parser.Help {
	c := s.box.Config()
	if word := strings.TrimLeft(text, " \t"); word == "" || strings.ContainsAny(word, " \t") {
		expanded, _ := expandAlias(c, m, text)
		return s.grammar(m).Help(expanded, s.Level)
	}
	return withAliases(s.grammar(m).Help(text, s.Level), c, m, text)
}

// Complete finishes the last word of text, if only one keyword can.
func (s *Session) Complete(text string) (string, bool) {
	if at, ok := doCommand(text); ok && s.Configuring() && at > 0 && at < len(text) {
		done, ok := s.grammar(s.language().Mode(ExecMode)).Complete(text[at:], s.Level)
		return text[:at] + done, ok
	}
	return s.grammar(s.Mode()).Complete(text, s.Level)
}
