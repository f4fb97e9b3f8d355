package report

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Line is a text of others on one line of a terminal or a log: what would move the cursor, hide, turn the direction of
// writing or begin a new line is spelt out as in Go, and so is a backslash. A runner of GitHub's finds no command in it.
func Line(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '\\':
			b.WriteString(`\\`)
		case r == unicode.ReplacementChar, !unicode.IsPrint(r):
			quoted := strconv.QuoteRune(r)
			b.WriteString(quoted[1 : len(quoted)-1])
		default:
			b.WriteRune(r)
		}
	}
	return breakCommands(b.String(), `#\#[`)
}

// Lines are the lines of a text of others, each as [Line] has it; at most so many, and then how many there are more.
func Lines(text string, most int) (lines []string) {
	all := strings.Split(strings.TrimRight(strings.ReplaceAll(text, "\r\n", "\n"), "\n"), "\n")
	for i, line := range all {
		if i == most {
			return append(lines, "and more: "+strconv.Itoa(len(all)-most))
		}
		lines = append(lines, Line(line))
	}
	return lines
}

// commandMark begins an old-style workflow command, which GitHub's runner finds anywhere in a line of a log.
const commandMark = "##["

// breakCommands spells it so that it is none.
func breakCommands(text, instead string) string {
	return strings.ReplaceAll(text, commandMark, instead)
}

// HarmlessJSON is a JSON text that a terminal and a log can take: the same value, with no workflow command in it, and
// nothing that is not seen.
func HarmlessJSON(text []byte) []byte {
	var b strings.Builder
	for _, r := range string(text) {
		if r < utf8.RuneSelf || unicode.IsPrint(r) {
			b.WriteRune(r)
			continue
		}
		for _, unit := range utf16.Encode([]rune{r}) { // what is not ASCII stands in strings only
			fmt.Fprintf(&b, `\u%04x`, unit)
		}
	}
	return []byte(breakCommands(b.String(), `\u0023#[`))
}
