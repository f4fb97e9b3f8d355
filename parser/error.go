package parser

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Kind says which of IOS's complaints a line deserves.
type Kind uint8

const (
	accepted   Kind = iota
	Invalid         // no alternative takes the character at Offset
	Incomplete      // the line ends where more is needed
	Ambiguous       // an abbreviation fits several commands
)

// String names the kind in lower case.
func (k Kind) String() string {
	return [...]string{"accepted", "invalid", "incomplete", "ambiguous"}[k&3]
}

// An Error is a line that is not a command of the grammar. It is the only
// error Match returns.
type Error struct {
	Kind   Kind
	Offset int    // for Invalid: the byte of Line the caret stands under, 0 to len(Line)
	Line   string // the whole line as typed
}

func (e *Error) Error() string {
	if e.Kind == Invalid {
		return fmt.Sprintf("invalid input at offset %d of %q", e.Offset, e.Line)
	}
	return fmt.Sprintf("%s command %q", e.Kind, e.Line)
}

// Text returns what the device prints, each line ended by "\n". The caret stands
// under the offending character as displayed after prompt. Invalid and
// Incomplete bring a blank line, Ambiguous does not.
func (e *Error) Text(prompt string) string {
	switch e.Kind {
	case Incomplete:
		return "% Incomplete command.\n\n"
	case Ambiguous:
		return ambiguousText(e.Line) + "\n"
	}
	column := utf8.RuneCountInString(prompt) + utf8.RuneCountInString(e.Line[:e.Offset])
	return strings.Repeat(" ", column) + "^\n% Invalid input detected at '^' marker.\n\n"
}

func ambiguousText(line string) string {
	return `% Ambiguous command:  "` + line + `"`
}
