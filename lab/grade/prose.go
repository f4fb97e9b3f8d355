package grade

import (
	"regexp"
	"strings"
)

// PageWidth is that of a terminal that nobody has made wider, less a margin, in columns.
const PageWidth = 78

// listMark begins an item of a list.
var listMark = regexp.MustCompile(`^ {0,3}([*-]|\d{1,2}\.) +`)

// Prose lays a text in Markdown out for a terminal: paragraphs and items of lists get lines of at most width bytes, as far
// as their words allow, each behind margin. Blocks of code, which four blanks or more begin, keep their lines.
func Prose(text, margin string, width int) string {
	p := prose{margin: margin, width: width - len(margin)}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \t\n")
		mark := listMark.FindString(line)
		switch {
		case line == "":
			p.endParagraph()
			p.blank = p.lines != nil
		case mark != "":
			p.endParagraph()
			p.mark = mark
			p.addWords(line[len(mark):])
		case strings.HasPrefix(line, "    ") && len(p.words) == 0:
			p.put(line)
		default:
			p.addWords(line)
		}
	}
	p.endParagraph()
	return strings.Join(p.lines, "")
}

// A prose is a text that is being laid out.
type prose struct {
	margin string
	width  int
	lines  []string
	blank  bool     // an empty line comes before the next one
	mark   string   // of the list's item that the words are of
	words  []string // of the paragraph at hand
}

// addWords adds the words of a line. Those of a piece of code, which backquotes enclose, stay together: it is typed so.
func (p *prose) addWords(line string) {
	for _, word := range strings.Fields(line) {
		if last := len(p.words) - 1; last >= 0 && strings.Count(p.words[last], "`")%2 == 1 {
			p.words[last] += " " + word
		} else {
			p.words = append(p.words, word)
		}
	}
}

func (p *prose) put(line string) {
	if p.blank {
		p.lines, p.blank = append(p.lines, "\n"), false
	}
	p.lines = append(p.lines, p.margin+line+"\n")
}

func (p *prose) endParagraph() {
	line, rest := p.mark, strings.Repeat(" ", len(p.mark))
	begun := false
	for _, word := range p.words {
		switch {
		case !begun:
			line += word
		case len(line)+1+len(word) > p.width:
			p.put(line)
			line = rest + word
		default:
			line += " " + word
		}
		begun = true
	}
	if begun {
		p.put(line)
	}
	p.mark, p.words = "", nil
}
