package modes

import (
	"errors"
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/parser"
)

// A typist types the lines of a text on a clone of a configuration. Unlike a user at a
// console it minds how deep they are indented: an indented line belongs to the mode that the
// line above it opened and to no other. One that this mode does not know is refused, and so
// are all lines below a line that was.
type typist struct {
	*Session
	lines      []string
	without    map[int]error // lines to leave out, by their index, and why
	margin     int           // how deep the least indented line so far is
	taken      []Taken
	complaints []Complaint
}

// TypeLines runs lines on a clone of a configuration.
func TypeLines(b Device, before *config.Config, lines []string) (*config.Config, []Complaint) {
	t := typeLines(b, before, lines, nil)
	return t.draft, t.complaints
}

func typeLines(b Device, before *config.Config, lines []string, without map[int]error) *typist {
	s := NewSession(b, nil, 15, "")
	s.draft = before.Clone()
	s.stack = append(s.stack, frame{mode: b.Language().Mode(GlobalMode), indent: -1})
	t := &typist{Session: s, lines: lines, without: without, margin: maxIndent}
	t.typeAll()
	slices.SortStableFunc(t.complaints, func(a, b Complaint) int { return a.Line - b.Line })
	slices.SortStableFunc(t.taken, func(a, b Taken) int { return a.Line - b.Line })
	return t
}

// maxIndent is deeper than any line is.
const maxIndent = 1 << 30

// refusedLines are a line that was refused, perhaps for want of something that comes
// later, and what follows it in its block.
type refusedLines struct {
	stack      []frame // where it was typed
	first, end int     // of the lines
}

func (t *typist) typeAll() {
	var refused []refusedLines
	for i := 0; i < len(t.lines) && len(t.stack) > 1; i++ { // EXEC comes after `end`
		if t.taker == nil && isNoise(t.lines[i]) {
			continue
		}
		stack := slices.Clone(t.stack)
		switch err := t.typeLine(i); {
		case isRefusal(err) && t.without[i] == nil:
			r := refusedLines{stack, i, t.endOfBlock(i)}
			refused = append(refused, r)
			i = r.end - 1
		case err != nil:
			i = t.refuse(i, err)
		}
	}
	t.retry(refused)
}

// typeLine runs one line in the mode that it belongs to.
func (t *typist) typeLine(i int) error {
	line := t.lines[i]
	if err := t.without[i]; err != nil {
		return err
	}
	t.took = func(e Entry, foreign bool) {
		t.taken = append(t.taken, Taken{Line: i + 1, Text: line, Entry: e, Foreign: foreign})
	}
	if t.taker != nil || isComment(line) {
		return t.run(line)
	}
	t.indent = indentOf(line)
	t.margin = min(t.margin, t.indent)
	if t.indent > t.margin && t.home() == globalDepth {
		return errNoMode
	}
	return t.run(line)
}

// errNoMode is what is wrong with an indented line below one that opens no mode.
var errNoMode = errors.New("no mode")

// refuse complains about a line and about all that is indented deeper below it. It returns
// the index of the last of them.
func (t *typist) refuse(i int, err error) (last int) {
	if err == errNoMode {
		above := i - 1
		for above > 0 && (isComment(t.lines[above]) || indentOf(t.lines[above]) >= indentOf(t.lines[i])) {
			above--
		}
		return t.refuseWith(i, t.endBelow(i), above)
	}
	t.complaints = append(t.complaints, t.complaintShown(i, t.lines[i], err))
	return t.refuseWith(i+1, t.endBelow(i), i)
}

// refuseWith complains about lines that are refused with the one above them.
func (t *typist) refuseWith(first, end, above int) (last int) {
	for i := first; i < end; i++ {
		if isComment(t.lines[i]) {
			continue
		}
		c := t.complaintShown(i, t.lines[i], &parser.Error{Kind: parser.Invalid, Offset: indentOf(t.lines[i]), Line: t.lines[i]})
		c.With = above + 1
		t.complaints = append(t.complaints, c)
	}
	return end - 1
}

// isRefusal says whether a command was understood and refused.
func isRefusal(err error) bool {
	var bad *parser.Error
	return err != nil && err != errNoMode && !errors.As(err, &bad)
}

// isComment says whether a line means nothing.
func isComment(line string) bool {
	text := strings.TrimLeft(line, " \t")
	return strings.TrimSpace(text) == "" || text[0] == '!'
}

func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " \t")) }

// endBelow is where the lines end that are indented deeper than the one at i, from which
// they follow.
func (t *typist) endBelow(i int) (end int) {
	end = i + 1
	for next := end; next < len(t.lines); next++ {
		if isComment(t.lines[next]) {
			continue
		}
		if indentOf(t.lines[next]) <= indentOf(t.lines[i]) {
			break
		}
		end = next + 1
	}
	return end
}

// endOfBlock is where the lines end that follow the one at first in its block: those that
// are indented as deep, or deeper than a line that is not.
func (t *typist) endOfBlock(first int) (end int) {
	end = first + 1
	for next := end; next < len(t.lines); next++ {
		if isComment(t.lines[next]) {
			continue
		}
		if n := indentOf(t.lines[next]); n == 0 || n < indentOf(t.lines[first]) {
			break
		}
		end = next + 1
	}
	return end
}

// retry types again what was refused, as long as that helps: a configuration loads
// whatever the order of its lines. What is refused still counts as refused, one line at a
// time, and the rest is tried without it.
func (t *typist) retry(refused []refusedLines) {
	for giveUp := false; len(refused) > 0; {
		var still []refusedLines
		progress := false
		for _, r := range refused {
			t.stack = slices.Clone(r.stack)
			for i := r.first; i < r.end; i++ {
				stack := slices.Clone(t.stack)
				err := t.typeLine(i)
				if isRefusal(err) && !giveUp && t.without[i] == nil {
					still = append(still, refusedLines{stack, i, r.end})
					break
				}
				progress, giveUp = true, false
				if err != nil {
					i = t.refuse(i, err)
				}
			}
		}
		giveUp = !progress
		refused = still
	}
}
