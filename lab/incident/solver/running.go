package solver

import "strings"

// A running is a running-config as it is shown: lines, each with those below it.
type running struct{ blocks []block }

type block struct {
	text  string
	lines []string
}

func parseRunning(shown string) (r running) {
	for line := range strings.Lines(shown) {
		line = strings.TrimRight(line, "\r\n ")
		switch {
		case line == "" || line == "!":
		case line[0] == ' ' && len(r.blocks) > 0:
			last := &r.blocks[len(r.blocks)-1]
			last.lines = append(last.lines, strings.TrimSpace(line))
		default:
			r.blocks = append(r.blocks, block{text: line})
		}
	}
	return r
}

// all are the lines that begin with words.
func (r running) all(words string) (list []block) {
	for _, b := range r.blocks {
		if b.text == words || strings.HasPrefix(b.text, words+" ") {
			list = append(list, b)
		}
	}
	return list
}

// has says whether there is a line.
func (r running) has(text string) bool {
	for _, b := range r.blocks {
		if b.text == text {
			return true
		}
	}
	return false
}

// one is the first line that begins with words, if there is one.
func (r running) one(words string) (b block, ok bool) {
	list := r.all(words)
	if len(list) == 0 {
		return block{}, false
	}
	return list[0], true
}

// entries are the lines of a numbered access list, which XE shows as a block.
func (r running) entries(list string) (texts []string) {
	for _, b := range r.all("access-list " + list) {
		texts = append(texts, strings.Join(strings.Fields(b.text)[2:], " "))
	}
	for _, b := range r.all("ip access-list extended " + list) {
		for _, line := range b.lines {
			words := strings.Fields(line)
			if strings.Trim(words[0], "0123456789") == "" {
				words = words[1:]
			}
			texts = append(texts, strings.Join(words, " "))
		}
	}
	return texts
}

// value is what stands behind words in a block, or what is so without such a line.
func (b block) value(words, without string) string {
	for _, line := range b.lines {
		if rest, ok := strings.CutPrefix(line, words+" "); ok {
			return rest
		}
	}
	return without
}

func (b block) values(words string) (list []string) {
	for _, line := range b.lines {
		if rest, ok := strings.CutPrefix(line, words+" "); ok {
			list = append(list, rest)
		}
	}
	return list
}

func (b block) has(line string) bool {
	for _, one := range b.lines {
		if one == line {
			return true
		}
	}
	return false
}
