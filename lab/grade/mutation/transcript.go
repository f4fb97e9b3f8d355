package mutation

import (
	"regexp"
	"strings"

	"ruthere/modes"
	"ruthere/modes/ios"
)

// typedLine is a line that is typed at a prompt: the router's name as it stands there, its mode, its level.
var typedLine = regexp.MustCompile(`^(([A-Za-z][\w.-]*?)(?:\(([a-z][\w-]*)\))?[>#])(.*)$`)

// A typed is a line of a transcript that is typed.
type typed struct {
	prompt, text string
	place        Place
	mode         *modes.Mode // nil: the line is none of a mode that the prompt names
	entry        modes.Entry
	block        string // the router and the mode's name in the prompt
}

// OfTranscript makes every single change to the lines that are typed in a transcript; a Place is found by the name that its
// router has in prompts. What only shows is left as it is, and so is what leads from mode to mode but for being forgotten.
func OfTranscript(text string, find func(hostname string) (Place, bool)) []Change {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	all := map[int]typed{}
	for i, line := range lines {
		if t, ok := readTyped(line, find); ok {
			all[i] = t
		}
	}
	c := newChanges("", lines)
	for i := range lines {
		t, ok := all[i]
		if !ok || onlyShows(t) {
			continue
		}
		c.router, c.exec = t.place.Router, t.mode == nil || t.mode.ID == modes.ExecMode || strings.HasPrefix(strings.TrimSpace(t.text), "do ")
		w := words{changes: c, place: t.place, at: i, line: t.text, prompt: t.prompt, mode: t.mode, entry: t.entry}
		c.addLine(Drop, "", t.text, i, i+1)
		if next := nextTyped(all, i, len(lines)); t.mode != nil && t.mode.ID != modes.ExecMode {
			if t.entry.Opens() != "" {
				c.addLine(Block, "", t.text, i, endOfTyped(all, i, len(lines)))
			}
			if n, ok := all[next]; ok && n.mode != nil && n.entry == t.entry && n.prompt == t.prompt {
				c.addLine(Order, "", t.text, i, next+1, lines[next], lines[i])
			}
		}
		if !onlyLeads(t) {
			w.changeAll()
		}
	}
	return c.list
}

func readTyped(line string, find func(string) (Place, bool)) (t typed, ok bool) {
	m := typedLine.FindStringSubmatch(line)
	if m == nil || strings.TrimSpace(m[4]) == "" || strings.HasSuffix(m[4], "?") {
		return t, false
	}
	t = typed{prompt: m[1], text: m[4], block: m[2] + "(" + m[3] + ")"}
	if t.place, ok = find(m[2]); !ok {
		return t, false
	}
	for _, mode := range ios.Language(t.place.Release).Modes() {
		if mode.Name != m[3] || m[3] == "" && mode.ID != modes.ExecMode {
			continue
		}
		if entry, err := mode.Match(strings.TrimSpace(t.text), highestLevel); err == nil {
			t.mode, t.entry = mode, entry
			break
		}
	}
	return t, true
}

// onlyShows says whether a line changes nothing, whatever it says.
func onlyShows(t typed) bool { return t.isExec("show", "terminal") }

// onlyLeads says whether a line only leads from one mode to another.
func onlyLeads(t typed) bool {
	return t.isExec("enable", "disable", "configure", "exit", "logout") || strings.TrimSpace(t.text) == "end" ||
		t.mode != nil && !t.entry.Changes() && t.mode.ID != modes.ExecMode
}

func (t typed) isExec(keywords ...string) bool {
	if t.mode == nil || t.mode.ID != modes.ExecMode {
		return false
	}
	for _, k := range keywords {
		if strings.HasPrefix(t.entry.Keywords()+" ", k+" ") {
			return true
		}
	}
	return false
}

// nextTyped is the line that is typed after one; end if there is none.
func nextTyped(all map[int]typed, at, end int) int {
	for at++; at < end; at++ {
		if _, ok := all[at]; ok {
			break
		}
	}
	return at
}

// endOfTyped is where the lines end that are typed in the mode which the line at opens: as long as the prompt of the next
// one stays.
func endOfTyped(all map[int]typed, at, end int) int {
	first := nextTyped(all, at, end)
	block := all[first].block
	if first == end || block == all[at].block {
		return at + 1
	}
	for next := first; ; next = nextTyped(all, next, end) {
		if next == end || all[next].block != block {
			return next
		}
	}
}
