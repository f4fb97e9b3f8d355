// Package outline reads the text of a configuration as a tree of lines, tells how two of
// them differ, and which commands lead from one to the other. It knows no command, only
// how configurations are written.
package outline

import "strings"

// A Line is one line of a configuration and what stands indented below it.
type Line struct {
	Text  string // without blanks around it; a banner has several lines, parted by "\n"
	Block []*Line
}

// Parse reads a configuration up to its `end`. Comments, what separates blocks, and what
// no command can change are left out.
func Parse(text string) []*Line {
	top := &Line{}
	type level struct {
		indent int
		line   *Line
	}
	open := []level{{-1, top}}
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines); i++ {
		raw := strings.TrimRight(lines[i], " \t\r")
		line := &Line{Text: strings.TrimLeft(raw, " \t")}
		indent := len(raw) - len(line.Text)
		switch {
		case line.Text == "end" && indent == 0:
			return top.Block
		case isUnchangeable(line.Text):
			continue
		case strings.HasPrefix(line.Text, "banner "):
			more := bannerEnd(lines[i:])
			line.Text = strings.Join(lines[i:i+more+1], "\n")
			i += more
		}
		for indent <= open[len(open)-1].indent {
			open = open[:len(open)-1]
		}
		parent := open[len(open)-1].line
		parent.Block = append(parent.Block, line)
		open = append(open, level{indent, line})
	}
	return top.Block
}

// isUnchangeable lines are not commands, or say what the router is.
func isUnchangeable(text string) bool {
	if strings.TrimSpace(text) == "" || text[0] == '!' || text == "boot-start-marker" || text == "boot-end-marker" {
		return true
	}
	for _, beginning := range []string{"exit-", "version ", "Building configuration...", "Current configuration", "Using "} {
		if strings.HasPrefix(text, beginning) {
			return true
		}
	}
	return false
}

// bannerEnd is how many lines after the first one a banner ends.
func bannerEnd(lines []string) int {
	words := strings.SplitN(strings.TrimLeft(lines[0], " "), " ", 3)
	if len(words) < 3 || words[2] == "" {
		return 0
	}
	delimiter := words[2][:1]
	if strings.HasPrefix(words[2], "^C") {
		delimiter = "^C"
	}
	if strings.Contains(words[2][len(delimiter):], delimiter) {
		return 0
	}
	for i, line := range lines[1:] {
		if strings.Contains(line, delimiter) {
			return i + 1
		}
	}
	return 0
}

// sequenceName names the list of lines in which the order of this one matters, "" if none
// does. Lines are added to it at the end only.
func sequenceName(header, text string) string {
	first, rest, _ := strings.Cut(text, " ")
	switch {
	case header == "" && first == "access-list":
		number, _, _ := strings.Cut(rest, " ")
		return "access-list " + number
	case strings.HasPrefix(header, "ip access-list ") && first != "" && (first[0] < '0' || first[0] > '9'):
		return "entries"
	case strings.HasPrefix(header, "crypto ") && strings.HasPrefix(text, "set peer "):
		return "set peer"
	}
	return ""
}

// countTexts counts lines by their text.
func countTexts(lines []*Line) map[string]int {
	count := map[string]int{}
	for _, l := range lines {
		count[l.Text]++
	}
	return count
}

// pairLines finds for each line of a the line of b with the same text: for the second of
// equal lines the second, as long as there are as many.
func pairLines(a, b []*Line) map[*Line]*Line {
	byText := map[string][]*Line{}
	for _, l := range b {
		byText[l.Text] = append(byText[l.Text], l)
	}
	found := make(map[*Line]*Line, len(a))
	for _, l := range a {
		equal := byText[l.Text]
		if len(equal) == 0 {
			continue
		}
		found[l] = equal[0]
		if len(equal) > 1 {
			byText[l.Text] = equal[1:]
		}
	}
	return found
}
