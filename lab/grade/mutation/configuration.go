package mutation

import (
	"strings"

	"ruthere/modes"
	"ruthere/modes/ios"
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
		c.exec = !known || !entry.Changes() && strings.HasPrefix(entry.Keywords(), "do")
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

// isNothing says whether a line means nothing, or only leads out of configuration mode.
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
