package modes

import (
	"strings"

	"ruthere/parser"
)

// A modeName is how `alias` and `privilege` call a mode.
type modeName struct {
	word, help string
	mode       *Mode
}

// modeNames lists the modes that have one.
var modeNames = []modeName{
	{"configure", "Global configuration mode", Global},
	{"crypto-keyring", "Crypto Keyring command mode", Keyring},
	{"crypto-map", "Crypto map config mode", CryptoMap},
	{"crypto-transform", "Crypto transform config mode", TransformSet},
	{"exec", "Exec mode", Exec},
	{"interface", "Interface configuration mode", Interface},
	{"ipenacl", "IP named extended access-list configuration mode", ExtendedAccessList},
	{"ipsnacl", "IP named simple access-list configuration mode", StandardAccessList},
	{"isakmp", "ISAKMP policy configuration mode", ISAKMPPolicy},
	{"isakmp-profile", "Crypto ISAKMP profile command mode", ISAKMPProfile},
	{"line", "Line configuration mode", Line},
	{"vrf", "Configure VRF parameters", IPVRF},
}

// modeChoice is the syntax of a mode's name.
func modeChoice() (syntax string, help H) {
	var words []string
	help = H{}
	for _, n := range modeNames {
		words = append(words, n.word)
		help[n.word] = n.help
	}
	return "{" + strings.Join(words, " | ") + "}", help
}

// namedMode is the mode that a line's arguments name.
func namedMode(a parser.Args) modeName {
	for _, n := range modeNames {
		if a.Has(n.word) {
			return n
		}
	}
	panic("modes: a line that names no mode")
}

// word is the mode's name in `alias` and `privilege`, "" if it has none.
func (m *Mode) word() string {
	for _, n := range modeNames {
		if n.mode == m {
			return n.word
		}
	}
	return ""
}
