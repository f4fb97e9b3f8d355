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
	if rest, ok := modes.AfterLab(t.device.Lab(), text); ok && !t.session.Configuring() {
		if rows := t.device.Lab().Expect(rest); len(rows) > 0 {
			return modes.LabHelp(rows, "", t.settings.Width)
		}
	}
	return strings.Join(t.session.Help(text).Format(t.settings.Width), "\n") + "\n"
}

// Complete is the answer to Tab after text.
func (t *Terminal) Complete(text string) (string, bool) {
	if t.question != nil || t.running || t.session == nil {
		return text, false
	}
	if rest, ok := modes.AfterLab(t.device.Lab(), text); ok && !t.session.Configuring() {
		completed, ok := modes.CompleteLab(t.device.Lab().Expect(rest), rest)
		return text[:len(text)-len(rest)] + completed, ok
	}
	return t.session.Complete(text)
}
