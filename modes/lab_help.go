package modes

import (
	"fmt"
	"strings"
)

// labHelpColumn is where the explanations of the lab's commands begin.
const labHelpColumn = 35

// LabHelp lists commands of the lab, each after a word, so that no row is wider than width
// (0: no bound).
func LabHelp(rows [][2]string, word string, width int) string {
	var b strings.Builder
	for _, row := range rows {
		line := fmt.Sprintf("  %-*s", labHelpColumn-3, word+row[0])
		if len(line) >= labHelpColumn { // too long for the column: the explanation begins below
			b.WriteString(line + "\n")
			line = strings.Repeat(" ", labHelpColumn-1)
		}
		for _, next := range strings.Fields(row[1]) {
			if width > labHelpColumn && len(line)+1+len(next) >= width {
				b.WriteString(line + "\n")
				line = strings.Repeat(" ", labHelpColumn-1)
			}
			line += " " + next
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

// AfterLab is what is typed after the EXEC command `lab`; ok is false when the text is something else.
func AfterLab(lab LabControl, text string) (rest string, ok bool) {
	rest, ok = strings.CutPrefix(strings.TrimLeft(text, " "), "lab ")
	return rest, ok && lab != nil
}

// CompleteLab completes the last word of a line by what may stand there: as far as all agree.
func CompleteLab(rows [][2]string, line string) (completed string, ok bool) {
	last := line[strings.LastIndexByte(line, ' ')+1:]
	var common string
	count := 0
	for _, row := range rows {
		word, _, _ := strings.Cut(row[0], " ")
		if word == "<cr>" || len(word) < len(last) || !strings.EqualFold(word[:len(last)], last) || standsForAnother(row) {
			continue
		}
		if count++; count == 1 {
			common = word
		}
		for !strings.HasPrefix(strings.ToLower(word), strings.ToLower(common)) {
			common = common[:len(common)-1]
		}
	}
	switch {
	case count == 1:
		return line[:len(line)-len(last)] + common + " ", true
	case len(common) > len(last):
		return line[:len(line)-len(last)] + common, true
	}
	return line, false
}

// standsForAnother says whether a row's word is no word to type: it is in capitals, and its meaning begins with an example.
func standsForAnother(row [2]string) bool {
	return strings.ToUpper(row[0]) == row[0] && strings.HasPrefix(row[1], "such as ")
}

// Wrap breaks a text at blanks so that no line is wider than width (0: no bound), and ends it.
func Wrap(text string, width int) string {
	var b strings.Builder
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && width > 0 && len(line)+1+len(word) >= width {
			b.WriteString(line + "\n")
			line = "  " + word
			continue
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return b.String() + line + "\n"
}
