package modes

import (
	"strings"

	"ruthere/config"
)

// A Complaint is a line of a configuration that was refused.
type Complaint struct {
	Line    int    // from 1
	Text    string // as it stands there
	Message string // in the words of the device, without the caret; "\n" between lines
}

// Load types a configuration into the router: startup-config at boot, or a file that is
// merged into the running-config. While the Box is loading it is edited in place;
// otherwise all of it becomes one change, unless config.Check refuses that.
func Load(b Box, text string) []Complaint {
	s := NewSession(b, nil, 15, "")
	before := b.Config()
	s.draft = before
	if !b.Loading() {
		s.draft = before.Clone()
	}
	s.stack = append(s.stack, frame{mode: Global})
	var complaints []Complaint
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSuffix(line, "\r")
		if len(s.stack) == 1 { // behind `end`
			break
		}
		if err := s.run(line); err != nil {
			complaints = append(complaints, Complaint{i + 1, line, plainText(err)})
		}
	}
	if b.Loading() {
		return complaints
	}
	if err := config.Check(before, s.draft); err != nil {
		return append(complaints, Complaint{Message: plainText(err)})
	}
	b.Apply(s.draft)
	return complaints
}

func plainText(err error) string { return strings.TrimSpace(err.Error()) }
