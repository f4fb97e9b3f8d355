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

// LabWord takes apart what is typed after the EXEC command `lab`: the commands that its
// first word may become. ok is false when the text is something else.
func LabWord(lab LabControl, text string) (word string, rows [][2]string, ok bool) {
	rest, isLab := strings.CutPrefix(strings.TrimLeft(text, " "), "lab ")
	if lab == nil || !isLab {
		return "", nil, false
	}
	word, _, whole := strings.Cut(strings.TrimLeft(rest, " "), " ")
	for _, row := range lab.Help() {
		name, _, _ := strings.Cut(row[0], " ")
		if whole && name == word || !whole && strings.HasPrefix(name, word) {
			rows = append(rows, row)
		}
	}
	return word, rows, len(rows) > 0
}
