package pki

import (
	"strings"

	certificates "ruthere/crypto/pki"
	"ruthere/modes"
)

// A paste is text that a user pastes at the terminal, up to `quit` on a line by itself, or to an empty line.
type paste struct {
	lines []string
	bytes int
	quits bool // only quit ends it: keys in PEM have an empty line in them
	then  func(text string)
}

// mostPasted bounds what is kept of a paste, in bytes; what is longer is none of what is asked for.
const mostPasted = 2 * certificates.MostArchive

// takePaste has what is typed next taken as a text.
func takePaste(x *modes.Context, quits bool, then func(text string)) {
	x.Session.HandLinesTo(&paste{quits: quits, then: then})
}

// TakeLine takes a line of the text.
func (p *paste) TakeLine(s *modes.Session, line string) error {
	text := strings.TrimSpace(line)
	if text == "quit" || text == "" && !p.quits {
		s.HandLinesTo(nil)
		p.then(strings.Join(p.lines, "\n"))
		return nil
	}
	if p.bytes += len(line) + 1; p.bytes <= mostPasted {
		p.lines = append(p.lines, line)
	}
	return nil
}

// InText says that the text goes on.
func (*paste) InText() bool { return true }

// Prompt is empty: the text is pasted as it is.
func (*paste) Prompt(_, _ string) string { return "" }

// endOfPaste is what is said above a paste that an empty line ends.
const endOfPaste = `End with a blank line or the word "quit" on a line by itself`
