package mutation

import (
	"strings"

	"ruthere/modes"
	"ruthere/parser"
)

// words changes the words of one line.
type words struct {
	*changes
	place  Place
	mode   *modes.Mode // that the line is typed in; nil: not known, no grammar is asked
	entry  modes.Entry // the line's command, if mode is known
	at     int
	prompt string // before the line
	line   string
}

// changeAll changes each word of the line in the ways that its kind has.
func (w words) changeAll() {
	all := fieldsOf(w.line)
	for i := 0; i < len(all); i++ {
		f := all[i]
		text := w.line[f.start:f.end]
		if i+1 < len(all) && isInterfaceKind(text) { // FastEthernet 0/0
			whole := field{f.start, all[i+1].end}
			if name, ok := parser.ParseInterface(w.line[whole.start:whole.end]); ok {
				w.changeInterface(whole, name)
				i++
				continue
			}
		}
		if w.inRest(f) {
			w.changeName(f, text)
			return
		}
		switch w.kindOf(f, text) {
		case numberWord:
			w.changeNumber(f, text)
		case addressWord:
			w.changeAddress(f, text)
		case prefixWord:
			w.changePrefix(f, text)
		case interfaceWord:
			name, _ := parser.ParseInterface(text)
			w.changeInterface(f, name)
		case keyword:
			w.changeKeyword(f, text)
		case nameWord:
			if w.mode != nil { // else it may be anything, such as the answer to a question
				w.changeName(f, text)
			}
		}
	}
}

// put notes the line with a word replaced, if the grammar of its mode takes it: what it refuses is a line dropped.
func (w words) put(class Class, f field, text string) bool {
	line := w.line[:f.start] + text + w.line[f.end:]
	if w.mode != nil {
		if _, err := w.mode.Spell(strings.TrimSpace(line), highestLevel); err != nil {
			return false
		}
	}
	w.addLine(class, w.line[f.start:f.end]+" becomes "+text, w.line, w.at, w.at+1, w.prompt+line)
	return true
}

// highestLevel is the privilege level that may type everything.
const highestLevel = 15
