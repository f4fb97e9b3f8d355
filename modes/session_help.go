package modes

import (
	"slices"
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
		expanded, _ := expandAlias(c, m, text)
		return s.withHardware(m.offered(s.grammar(m, path).Help(expanded, s.Level), expanded, s.Level))
	}
	return withAliases(s.grammar(m, path).Help(text, s.Level), c, m, text)
}

// hardwareKinds are the kinds of interfaces that are there only if the router has such hardware.
var hardwareKinds = []string{"Ethernet", "FastEthernet", "GigabitEthernet", "TenGigabitEthernet", "Serial", "Async", "ATM", "BRI"}

// withHardware leaves out the kinds of interfaces that the router has none of.
func (s *Session) withHardware(h parser.Help) parser.Help {
	h.Rows = slices.DeleteFunc(h.Rows, func(r parser.Row) bool { return s.lacksHardware(r.Item) })
	h.Names = slices.DeleteFunc(h.Names, s.lacksHardware)
	return h
}

func (s *Session) lacksHardware(kind string) bool {
	if !slices.Contains(hardwareKinds, kind) || s.box.CanHave(kind+"9/9/9") { // any interface may be there
		return false
	}
	return !slices.ContainsFunc(s.box.Interfaces(), func(i InterfaceStatus) bool { return strings.TrimRight(i.Name, "0123456789/.:") == kind })
}

// Complete finishes the last word of text, if only one keyword can.
func (s *Session) Complete(text string) (string, bool) {
	if at, ok := doCommand(text); ok && s.Configuring() && at > 0 && at < len(text) {
		done, ok := s.execGrammar().Complete(text[at:], s.Level)
		return text[:at] + done, ok
	}
	return s.grammar(s.Mode(), s.top().path).Complete(text, s.Level)
}
