package mutation

import (
	"strings"

	"ruthere/modes"
	"ruthere/modes/ios"
	"ruthere/parser"
)

// OfConfiguration makes every single change to lines that are typed in configuration mode, line by line.
func OfConfiguration(text string, at Place) []Change {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	c := newChanges(at.Router, lines)
	language := ios.Language(at.Release)
	taken := map[int]modes.Entry{}
	for _, t := range language.Read(ios.Read(at.Before, at.Release).Config, text).Taken {
		taken[t.Line-1] = t.Entry
	}
	for i, line := range lines {
		if isNothing(line) {
			continue
		}
		entry, known := taken[i]
		c.add(Drop, "", i, i+1)
		if known && entry.Opens() != "" {
			c.add(Block, "", i, endOfBlock(lines, taken, i))
		}
		if next, ok := taken[i+1]; ok && known && next == entry {
			c.add(Order, "", i, i+2, lines[i+1], line)
		}
		w := words{changes: c, place: at, at: i, line: line}
		if known {
			w.mode, w.entry = language.Mode(entry.Mode()), entry
		}
		w.changeAll()
	}
	return c.list
}

// isNothing says whether a line means nothing, or only leads out of a mode.
func isNothing(line string) bool {
	text := strings.TrimSpace(line)
	return text == "" || text[0] == '!' || text == "end"
}

// endOfBlock is where the lines end that are typed in the mode which the line at opens.
func endOfBlock(lines []string, taken map[int]modes.Entry, at int) (end int) {
	opened := taken[at].Opens()
	for end = at + 1; end < len(lines); end++ {
		entry, known := taken[end]
		if !known && !isNothing(lines[end]) || known && entry.Mode() != opened {
			break
		}
	}
	return end
}

// words changes the words of one line.
type words struct {
	*changes
	place Place
	mode  *modes.Mode // that the line is typed in; nil: not known, no grammar is asked
	entry modes.Entry // the line's command, if mode is known
	at    int
	line  string
}

// changeAll changes each word of the line in the ways that its kind has.
func (w words) changeAll() {
	all := fieldsOf(w.line)
	for i, f := range all {
		text := w.line[f.start:f.end]
		if i+1 < len(all) && isInterfaceKind(text) { // FastEthernet 0/0
			whole := field{f.start, all[i+1].end}
			if name, ok := parser.ParseInterface(w.line[whole.start:whole.end]); ok {
				w.changeInterface(whole, name)
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
			w.changeName(f, text)
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
	w.add(class, w.line[f.start:f.end]+" becomes "+text, w.at, w.at+1, line)
	return true
}

// highestLevel is the privilege level that may type everything.
const highestLevel = 15
