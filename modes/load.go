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

// A Taken is a line of a configuration that was taken, with the command that took it.
type Taken struct {
	Line  int // from 1
	Text  string
	Entry Entry
	// Foreign says that the line is kept though the release and its platform do not have it:
	// typed at a console, it would be refused.
	Foreign bool
}

// Load types a configuration into the router: startup-config at boot, or a file that is
// merged into the running-config. All of it becomes one change, without the lines that
// are refused: by the grammar, or because config.Check does not let them stand beside
// the others.
func Load(b Device, text string) []Complaint {
	draft, _, complaints := readConfig(b, b.Config(), text)
	draft.Seal()
	if b.Loading() {
		*b.Config() = *draft
	} else {
		b.Apply(draft)
	}
	return complaints
}

// readConfig makes the configuration that comes of typing a text into one.
func readConfig(b Device, before *config.Config, text string) (*config.Config, []Taken, []Complaint) {
	lines := ConfigLines(text)
	draft, taken, complaints := typeLines(b, before, lines)
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
		draft, taken, complaints = typeLines(b, before, lines)
	}
	complaints = append(complaints, culprits...)
	slices.SortStableFunc(complaints, func(a, b Complaint) int { return a.Line - b.Line })
	return draft, taken, complaints
}

// maxCulprits bounds how many lines are taken out to make a configuration stand.
const maxCulprits = 100

// TypeLines runs lines on a clone of a configuration.
func TypeLines(b Device, before *config.Config, lines []string) (*config.Config, []Complaint) {
	draft, _, complaints := typeLines(b, before, lines)
	return draft, complaints
}

func typeLines(b Device, before *config.Config, lines []string) (*config.Config, []Taken, []Complaint) {
	s := NewSession(b, nil, 15, "")
	s.draft = before.Clone()
	s.stack = append(s.stack, frame{mode: b.Language().Mode(GlobalMode)})
	var taken []Taken
	var complaints []Complaint
	note := func(i int) {
		s.took = func(e Entry, foreign bool) {
			taken = append(taken, Taken{Line: i + 1, Text: lines[i], Entry: e, Foreign: foreign})
		}
	}
	var refused []refusedLines
	for i := 0; i < len(lines); i++ {
		note(i)
		if len(s.stack) == 1 { // after `end`
			break
		}
		if s.taker == nil && isNoise(lines[i]) {
			continue
		}
		stack := slices.Clone(s.stack)
		switch err := s.run(lines[i]); {
		case isRefusal(err):
			r := refusedLines{stack, i, endOfBlock(lines, i)}
			refused = append(refused, r)
			i = r.end - 1
		case err != nil:
			complaints = append(complaints, s.complaintShown(i, lines[i], err))
		}
	}
	complaints = append(complaints, s.retryRefused(lines, refused, note)...)
	slices.SortStableFunc(complaints, func(a, b Complaint) int { return a.Line - b.Line })
	slices.SortStableFunc(taken, func(a, b Taken) int { return a.Line - b.Line })
	return s.draft, taken, complaints
}

// refusedLines are a line that was refused, perhaps for want of something that comes
// later, and what follows it in its block.
type refusedLines struct {
	stack      []frame // where it was typed
	first, end int     // of the lines
}

// isRefusal says whether a command was understood and refused.
func isRefusal(err error) bool {
	var bad *parser.Error
	return err != nil && !errors.As(err, &bad)
}

// endOfBlock is where the lines end that follow the one at first in its block: those that
// are indented as deep, or deeper than a line that is not.
func endOfBlock(lines []string, first int) (end int) {
	indent := func(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }
	for end = first + 1; end < len(lines); end++ {
		if n := indent(lines[end]); n == 0 || n < indent(lines[first]) || strings.TrimSpace(lines[end]) == "" {
			break
		}
	}
	return end
}

// retryRefused types again what was refused, as long as that helps: a configuration loads
// whatever the order of its lines. What is refused still counts as refused, one line at a
// time, and the rest is tried without it.
func (s *Session) retryRefused(lines []string, refused []refusedLines, note func(line int)) (complaints []Complaint) {
	for giveUp := false; len(refused) > 0; {
		var still []refusedLines
		progress := false
		for _, r := range refused {
			s.stack = slices.Clone(r.stack)
			for i := r.first; i < r.end; i++ {
				stack := slices.Clone(s.stack)
				note(i)
				err := s.run(lines[i])
				if isRefusal(err) && !giveUp {
					still = append(still, refusedLines{stack, i, r.end})
					break
				}
				progress, giveUp = true, false
				if err != nil {
					complaints = append(complaints, s.complaintShown(i, lines[i], err))
				}
			}
		}
		giveUp = !progress
		refused = still
	}
	return complaints
}

// complaintShown is a complaint that can be shown to anybody: the line's secrets are left out.
func (s *Session) complaintShown(index int, line string, err error) Complaint {
	c := complaint(index, line, err)
	c.Shown = s.MaskSecrets(line, "<removed>")
	return c
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
