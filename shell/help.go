package shell

import (
	"strings"

	"ruthere/modes"
)

// Help is the answer to `?` after text, "\n" line ends.
func (t *Terminal) Help(text string) string {
	if t.question != nil || t.pager != nil || t.running || t.session == nil {
		return ""
	}
	if _, rows, ok := modes.LabWord(t.device.Lab(), text); ok && !t.session.Configuring() {
		return modes.LabHelp(rows, "", t.settings.Width)
	}
	return strings.Join(t.session.Help(text).Format(t.settings.Width), "\n") + "\n"
}

// Complete is the answer to Tab after text.
func (t *Terminal) Complete(text string) (string, bool) {
	if t.question != nil || t.running || t.session == nil {
		return text, false
	}
	if word, rows, ok := modes.LabWord(t.device.Lab(), text); ok && !t.session.Configuring() {
		name, _, _ := strings.Cut(rows[0][0], " ")
		if len(rows) > 1 || strings.HasSuffix(text, " ") {
			return text, false
		}
		return text + name[len(word):] + " ", true
	}
	return t.session.Complete(text)
}
