package lab

import (
	"fmt"
	"strings"
)

// A Difference is the first line in which a transcript is not what came out.
type Difference struct {
	Name      string
	Line      int    // counted from 1, in the transcript as it was given
	Want, Got string // "" also stands for a line that is not there
	Hint      string // tells of a line that looks typed and was not, if there is one
}

func (d *Difference) Error() string {
	text := fmt.Sprintf("%s:%d: differs\nwant: %s\n got: %s", d.Name, d.Line, d.Want, d.Got)
	if d.Hint != "" {
		text += "\n" + d.Hint
	}
	return text
}

// anyLines in a transcript stands for any number of lines that consoles show, up to those that follow it.
const anyLines = "@ any"

// An anchor is a line of a transcript that is not expected but done: typed, steering, a comment. It
// stands in what came out too.
type anchor struct{ want, got int } // lines before it

// A comparison sets what a transcript expects against what came out, between one anchor and the next.
type comparison struct {
	line      int    // of the first wanted line, from 1
	head      string // the anchor before it, if there is one
	anchored  bool
	want, got []string
	masks     masks
}

// compareParts cuts a transcript and what came out into what is to be compared.
func (p *player) compareParts(actual string) (parts []comparison) {
	got := strings.Split(strings.TrimSuffix(actual, "\n"), "\n")
	ends := append(p.anchors, anchor{len(p.lines), len(got)})
	part := comparison{line: 1}
	var wanted, came int
	hidden := masks{blanks: p.options.Pasted} // which copying changes
	for _, end := range ends {
		part.want, part.got = p.lines[wanted:end.want], got[came:min(end.got, len(got))]
		part.masks = hidden
		parts = append(parts, part)
		if end.want == len(p.lines) {
			break
		}
		part = comparison{line: end.want + 2, head: p.lines[end.want], anchored: true}
		wanted, came = end.want+1, end.got+1
		if mask, ok := strings.CutPrefix(part.head, maskVerb); ok {
			hidden, _ = hidden.withMask(mask) // one that is wrong has stopped the replay
		}
	}
	return parts
}

// differsAt is how many of the wanted lines came; ok says that all did, and no others.
func (c comparison) differsAt() (wanted, came int, ok bool) {
	for wanted < len(c.want) {
		if c.want[wanted] == anyLines {
			if wanted++; wanted == len(c.want) {
				return wanted, len(c.got), true
			}
			for came < len(c.got) && !c.masks.equal(c.want[wanted], c.got[came]) {
				came++
			}
			continue
		}
		if came == len(c.got) || !c.masks.equal(c.want[wanted], c.got[came]) {
			return wanted, came, false
		}
		wanted++
		came++
	}
	return wanted, came, came == len(c.got)
}

// findDifference is the first difference, nil if there is none.
func (p *player) findDifference(parts []comparison) *Difference {
	for _, c := range parts {
		wanted, came, ok := c.differsAt()
		if ok {
			continue
		}
		d := &Difference{Name: p.name, Line: c.line + wanted, Hint: p.untyped}
		if wanted < len(c.want) {
			d.Want = c.want[wanted]
		} else if c.line-1+wanted < len(p.lines) {
			d.Want = p.lines[c.line-1+wanted]
		}
		if came < len(c.got) {
			d.Got = c.got[came]
		}
		return d
	}
	return nil
}

// joinUpdated is the transcript with what came out in place of what is not so; what is equal
// but for what masks hide stays.
func joinUpdated(parts []comparison) string {
	var lines []string
	for _, c := range parts {
		if c.anchored {
			lines = append(lines, c.head)
		}
		if _, _, ok := c.differsAt(); ok {
			lines = append(lines, c.want...)
		} else {
			lines = append(lines, c.got...)
		}
	}
	return strings.Join(lines, "\n") + "\n"
}
