package ladder

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestText bounds what is drawn of one text, in characters.
const longestText = 400

// clean makes a text from outside one that can be drawn: one line without what steers terminals, and not without end.
func clean(text string) string {
	text = strings.ToValidUTF8(text, "?")
	var b strings.Builder
	n := 0
	for _, r := range strings.TrimSpace(text) {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			r = ' '
		case !unicode.IsPrint(r), unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r), isWide(r):
			r = '?'
		}
		if n++; n > longestText {
			b.WriteString("...")
			break
		}
		b.WriteRune(r)
	}
	return b.String()
}

// isWide says whether a letter takes two columns of a terminal (Unicode annex 11, the ranges that are wide as a whole).
func isWide(r rune) bool {
	return r >= 0x1100 && r <= 0x115f || r >= 0x2e80 && r <= 0xa4cf || r >= 0xac00 && r <= 0xd7a3 || r >= 0xf900 && r <= 0xfaff ||
		r >= 0xfe30 && r <= 0xfe6f || r >= 0xff00 && r <= 0xff60 || r >= 0xffe0 && r <= 0xffe6 || r >= 0x1f000
}

// wrap breaks a text into lines of at most width characters: between words, else behind one of _ - . / : , else anywhere.
func wrap(text string, width int) (lines []string) {
	width = max(width, 4)
	line := ""
	for _, word := range strings.Fields(clean(text)) {
		for {
			room := width - utf8.RuneCountInString(line)
			if line != "" {
				room--
			}
			if utf8.RuneCountInString(word) <= room {
				if line != "" {
					line += " "
				}
				line += word
				break
			}
			if line != "" {
				lines, line = append(lines, line), ""
				continue
			}
			head := breakable(word, width)
			lines, word = append(lines, head), word[len(head):]
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// breakable is the beginning of a word that fits.
func breakable(word string, width int) string {
	end, best := 0, 0
	for i, r := range word {
		if width == 0 {
			break
		}
		width--
		end = i + utf8.RuneLen(r)
		if strings.ContainsRune("_-./:,", r) {
			best = end
		}
	}
	if best > 0 {
		end = best
	}
	return word[:end]
}
