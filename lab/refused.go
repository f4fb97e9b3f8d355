package lab

import (
	"fmt"
	"strings"

	"ruthere/modes"
)

// A Source is where the text of a startup configuration begins.
type Source struct {
	File   string // the topology's, or the one that it names
	Line   int    // of the text's first line, from 1
	Column int    // of its first character, from 1; 0: the text is not written line by line, Line is where it stands
}

// Place is where a line and a column of the text, both from 1, stand in the file.
func (s Source) Place(line, column int) string {
	if s.Column == 0 {
		return fmt.Sprintf("%s:%d", s.File, s.Line)
	}
	return fmt.Sprintf("%s:%d:%d", s.File, s.Line+line-1, s.Column+column-1)
}

// SourceOfBlock is where a text of a YAML file begins whose value starts in a line, from 1: in a block, on the
// lines after its key, all indented alike. Lines are the file's.
func SourceOfBlock(file string, lines []string, at int, text string) Source {
	for i, line := range strings.Split(text, "\n") {
		if n := at + i; line != "" && n < len(lines) {
			if indent, isBlock := strings.CutSuffix(strings.TrimRight(lines[n], "\r"), line); isBlock && strings.Trim(indent, " ") == "" {
				return Source{File: file, Line: at + 1, Column: len(indent) + 1}
			}
			break
		}
	}
	return Source{File: file, Line: at}
}

// A RefusedLine is one that a router refuses of its startup configuration.
type RefusedLine struct {
	Router string
	Source Source // of the configuration
	modes.Complaint
}

// String says where the line stands, shows it without its secrets and with the device's
// caret, and why it was refused; several lines, without the last's end.
func (l RefusedLine) String() string {
	text := fmt.Sprintf("%s: %s refuses a line of its configuration\n  %s\n", l.Source.Place(l.Line, l.Column), l.Router, l.Shown)
	if before := l.Text[:min(l.Column-1, len(l.Text))]; l.With == 0 && strings.HasPrefix(l.Shown, before) {
		text += "  " + strings.Repeat(" ", len(before)) + "^\n"
	}
	return text + strings.TrimRight(l.Reason(), "\n")
}

// RefusedLines is the error of a lab whose routers refuse lines of their configurations.
type RefusedLines []RefusedLine

func (all RefusedLines) Error() string {
	var texts []string
	for _, l := range all {
		texts = append(texts, l.String())
	}
	return strings.Join(texts, "\n")
}

// reportRefused tells of the lines that the routers refused when they booted the first time;
// it is an error if nobody wants to hear of them.
func (l *Lab) reportRefused() error {
	var all RefusedLines
	for _, m := range l.machines {
		for _, c := range m.box.Complaints() {
			line := RefusedLine{m.Name, m.Source, c}
			if l.options.Refused != nil {
				l.options.Refused(line)
			}
			all = append(all, line)
		}
	}
	if len(all) > 0 && l.options.Refused == nil {
		return all
	}
	return nil
}
