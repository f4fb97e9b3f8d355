package modes

import (
	"cmp"
	"errors"
	"slices"
	"sort"
	"strings"

	"ruthere/config"
	"ruthere/outline"
	"ruthere/parser"
)

// A Complaint is a line of a configuration that was refused.
type Complaint struct {
	Line    int    // from 1
	Column  int    // from 1: where the device puts its caret, else where the line begins
	Text    string // as it stands there
	Shown   string // the same without its secrets, for whoever is not the one who typed it
	Message string // in the words of the device, without the caret; "\n" between lines
}

// Load types a configuration into the router: startup-config at boot, or a file that is
// merged into the running-config. All of it becomes one change, without the lines that
// are refused: by the grammar, or because config.Check does not let them stand beside
// the others.
func Load(b Device, text string) []Complaint {
	lines := ConfigLines(text)
	before := b.Config()
	draft, complaints := TypeLines(b, before, lines)
	var culprits []Complaint
	for len(culprits) < maxCulprits && config.Check(before, draft) != nil {
		var err error
		at := sort.Search(len(lines)-1, func(n int) bool {
			part, _ := TypeLines(b, before, lines[:n+1])
			refusal := config.Check(before, part)
			err = cmp.Or(refusal, err)
			return refusal != nil
		})
		culprit := complaint(at, lines[at], cmp.Or(err, config.Check(before, draft)))
		culprit.Shown = b.Language().maskLineAt(lines, at, "<removed>")
		culprits = append(culprits, culprit)
		lines[at] = ""
		draft, complaints = TypeLines(b, before, lines)
	}
	complaints = append(complaints, culprits...)
	slices.SortStableFunc(complaints, func(a, b Complaint) int { return a.Line - b.Line })
	draft.Seal()
	if b.Loading() {
		*before = *draft
	} else {
		b.Apply(draft)
	}
	return complaints
}

// maxCulprits bounds how many lines are taken out to make a configuration stand.
const maxCulprits = 100

// typeLines runs lines on a clone of a configuration.
func TypeLines(b Device, before *config.Config, lines []string) (*config.Config, []Complaint) {
	s := NewSession(b, nil, 15, "")
	s.draft = before.Clone()
	s.stack = append(s.stack, frame{mode: b.Language().Mode(GlobalMode)})
	var complaints []Complaint
	for i, line := range lines {
		if len(s.stack) == 1 { // behind `end`
			break
		}
		if s.taker == nil && isNoise(line) {
			continue
		}
		if err := s.run(line); err != nil {
			c := complaint(i, line, err)
			c.Shown = s.MaskSecrets(line, "<removed>")
			complaints = append(complaints, c)
		}
	}
	return s.draft, complaints
}

func complaint(index int, line string, err error) Complaint {
	c := Complaint{Line: index + 1, Column: 1 + len(line) - len(strings.TrimLeft(line, " \t")), Text: line}
	var bad *parser.Error
	if errors.As(err, &bad) {
		if bad.Kind == parser.Invalid {
			c.Column = 1 + bad.Offset
		}
		c.Message = map[parser.Kind]string{parser.Invalid: "% Invalid input detected", parser.Incomplete: "% Incomplete command",
			parser.Ambiguous: "% Ambiguous command"}[bad.Kind]
		return c
	}
	c.Message = strings.TrimSpace(err.Error())
	return c
}

// configLines parts a text into lines. What a terminal did while it was recorded is
// undone: the prompts of the pager are gone from the screen once a key is typed.
func ConfigLines(text string) []string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		line = strings.TrimSuffix(line, "\r")
		if strings.Contains(line, "\b") {
			line = strings.TrimRight(overstrike(line), " ")
		}
		if before, after, paged := strings.Cut(line, "--More--"); paged && strings.Trim(before, " ") == "" {
			line = strings.TrimLeft(after, "\r")
		}
		lines[i] = line
	}
	return lines
}

// overstrike is what a line looks like after its backspaces.
func overstrike(line string) string {
	var shown []byte
	at := 0
	for i := range len(line) {
		switch {
		case line[i] == '\b':
			at = max(at-1, 0)
			continue
		case at < len(shown):
			shown[at] = line[i]
		default:
			shown = append(shown, line[i])
		}
		at++
	}
	return string(shown)
}

// isNoise says whether a line is what `show running-config` prints around the
// configuration.
func isNoise(line string) bool {
	for _, beginning := range []string{"Building configuration...", "Current configuration", "Using ", "Uncompressed configuration from "} {
		if strings.HasPrefix(line, beginning) {
			return true
		}
	}
	return false
}

// typeCommands runs commands on a configuration, each in the mode it belongs to. What is
// refused shows in what is still to do.
func TypeCommands(b Device, c *config.Config, commands []outline.Command) {
	s := NewSession(b, nil, 15, "")
	s.draft = c
	s.stack = append(s.stack, frame{mode: b.Language().Mode(GlobalMode)})
	for _, command := range commands {
		if len(s.stack) < 2+command.Depth {
			continue // the mode could not be entered
		}
		s.stack = s.stack[:2+command.Depth]
		for _, line := range strings.Split(command.Text, "\n") {
			_ = s.run(line)
		}
	}
}
