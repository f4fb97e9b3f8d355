package modes

import (
	"cmp"
	"errors"
	"fmt"
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
	With    int    // the line of the mode that was refused, or is not there, and this line with it; 0: refused by itself
}

// Reason is why the line was refused, in the words of the device where the device has any.
func (c Complaint) Reason() string {
	if c.With == 0 {
		return c.Message
	}
	return fmt.Sprintf("%% Refused with line %d, which opens no mode", c.With)
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

// HasEffect says whether nothing is lacking of what the line asks for: its command has an effect, or it is so anyway.
func (t Taken) HasEffect() bool { return t.Entry.HasEffect() || t.Entry.saysWhatIsSo(t.Text) }

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

// Draft is what the running-config would be with a text typed into it.
func Draft(b Device, text string) (*config.Config, []Complaint) {
	draft, _, complaints := readConfig(b, b.Config(), text)
	return draft, complaints
}

// readConfig makes the configuration that comes of typing a text into one.
func readConfig(b Device, before *config.Config, text string) (*config.Config, []Taken, []Complaint) {
	lines := ConfigLines(text)
	culprits := map[int]error{}
	t := typeLines(b, before, lines, culprits)
	for len(culprits) < maxCulprits && config.Check(before, t.draft) != nil {
		var err error
		at := sort.Search(len(lines)-1, func(n int) bool {
			refusal := config.Check(before, typeLines(b, before, lines[:n+1], culprits).draft)
			err = cmp.Or(refusal, err)
			return refusal != nil
		})
		// What the line alone changes is what the device would complain of.
		own := config.Check(typeLines(b, before, lines[:at], culprits).draft, typeLines(b, before, lines[:at+1], culprits).draft)
		culprits[at] = cmp.Or(own, err, config.Check(before, t.draft))
		t = typeLines(b, before, lines, culprits)
	}
	return t.draft, t.taken, t.complaints
}

// maxCulprits bounds how many lines are taken out to make a configuration stand.
const maxCulprits = 100

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
