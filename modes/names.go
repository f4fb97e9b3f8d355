package modes

import (
	"strings"

	"ruthere/parser"
)

// A modeName is how `alias` and `privilege` call a mode.
type ModeName struct{ Word, Help, Mode string }

// modeNames lists the modes that have one.
var ModeNames = []ModeName{
	{"configure", "Global configuration mode", "global"},
	{"crypto-keyring", "Crypto Keyring command mode", "crypto-keyring"},
	{"crypto-map", "Crypto map config mode", "crypto-map"},
	{"crypto-transform", "Crypto transform config mode", "transform-set"},
	{"exec", "Exec mode", "exec"},
	{"interface", "Interface configuration mode", "interface"},
	{"ipenacl", "IP named extended access-list configuration mode", "extended-access-list"},
	{"ipsnacl", "IP named simple access-list configuration mode", "standard-access-list"},
	{"isakmp", "ISAKMP policy configuration mode", "isakmp-policy"},
	{"isakmp-profile", "Crypto ISAKMP profile command mode", "isakmp-profile"},
	{"line", "Line configuration mode", "line"},
	{"vrf", "Configure VRF parameters", "ip-vrf"},
}

// modeChoice is the syntax of a mode's name.
func ModeChoice() (syntax string, help H) {
	var words []string
	help = H{}
	for _, n := range ModeNames {
		words = append(words, n.Word)
		help[n.Word] = n.Help
	}
	return "{" + strings.Join(words, " | ") + "}", help
}

// namedMode is the mode that a line's arguments name.
func NamedMode(a parser.Args) ModeName {
	for _, n := range ModeNames {
		if a.Has(n.Word) {
			return n
		}
	}
	panic("modes: a line that names no mode")
}

// word is the mode's name in `alias` and `privilege`, "" if it has none.
func (m *Mode) word() string {
	for _, n := range ModeNames {
		if n.Mode == m.ID {
			return n.Word
		}
	}
	return ""
}

// ListName is the access list that a line names: by the argument `number`, by `expanded`, a
// number of the expanded range, or by name. It is "" if the line names none.
func ListName(a parser.Args, name string) string {
	if n := a.Int("number") + a.Int("expanded"); n != 0 {
		return Itoa(n)
	}
	return a.Str(name)
}
