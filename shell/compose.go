package shell

// A composition is a text of several lines that a command asks for.
type composition struct {
	lines  []string
	answer func(lines []string, ok bool)
}

// Compose takes lines of text up to Ctrl-Z; ok is false when it was broken off (Ctrl-C).
func (t *Terminal) Compose(answer func(lines []string, ok bool)) {
	t.question = &question{text: &composition{answer: answer}}
}

// takeTextLine takes one of its lines.
func (t *Terminal) takeTextLine(line string, end End) {
	c := t.question.text
	if end != CtrlC && (end == Return || line != "") {
		c.lines = append(c.lines, line)
	}
	if end == Return {
		return
	}
	t.question = nil
	c.answer(c.lines, end == CtrlZ)
}
