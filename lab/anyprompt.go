package lab

import (
	"regexp"
	"strings"
)

// promptLike is what a router asks for a line with: its name, the mode, the level.
var promptLike = regexp.MustCompile(`^([A-Za-z][\w.-]*)(?:\([a-z][\w-]*\))?[>#]`)

// findAnyway finds where a line is typed that looks typed, and what, with [ReplayOptions.AnyPrompt]: at the console of the
// router that it names, by its present name or that of the lab, or else at the one in use, whatever mode that is in by now.
// Where a command has asked a question, such a line is no answer to it.
func (p *player) findAnyway(line string) (s *screen, text string) {
	m := promptLike.FindStringSubmatch(line)
	if !p.options.AnyPrompt || m == nil || len(m[0]) == len(line) {
		return nil, ""
	}
	s = p.shown
	for i, one := range p.lab.machines {
		if one.box != nil && (strings.EqualFold(m[1], one.box.Hostname()) || strings.EqualFold(m[1], one.Name)) {
			s = p.screens[i]
			break
		}
	}
	if s == nil || !s.ready || s.request.Key || s.request.Raw || promptLike.FindString(s.request.Prompt) != s.request.Prompt {
		return nil, ""
	}
	return s, line[len(m[0]):]
}
