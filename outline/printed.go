package outline

import (
	"regexp"
	"strings"
)

// printedBefore is what a router says before it prints a configuration as a whole.
var printedBefore = regexp.MustCompile(`(?m)^(?:Current configuration : \d+ bytes|Using \d+ out of \d+ bytes)`)

// Printed is the configuration in what was copied from a terminal: the last that a router printed as a whole there. What was typed
// and shown before it are empty lines, so that lines keep their numbers; what is behind its `end` is no part of it. A text
// in which nothing was printed is left as it is.
func Printed(text string) string {
	all := printedBefore.FindAllStringIndex(text, -1)
	if all == nil {
		return text
	}
	at := all[len(all)-1][0]
	return strings.Repeat("\n", strings.Count(text[:at], "\n")) + text[at:]
}
