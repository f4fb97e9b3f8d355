package live

import (
	"fmt"
	"strings"
	"time"

	"ruthere/router"
	"ruthere/shell"
)

// A PlayedScreen writes down what a run shows at its terminals while it is done again: prompts with what was
// typed there, output, log lines; a comment tells when another terminal is meant. Its Input and Output are for
// [PlayOptions].
type PlayedScreen struct {
	text     strings.Builder
	inLine   bool
	terminal int
	asked    map[int]shell.InputRequest
}

func (s *PlayedScreen) String() string { return s.text.String() }

// Input takes what is typed.
func (s *PlayedScreen) Input(_ time.Time, in router.Input) {
	switch in := in.(type) {
	case router.Typed:
		line := s.asked[in.Terminal].Prompt
		if !s.asked[in.Terminal].Secret {
			line += in.Text + map[shell.End]string{shell.CtrlZ: "^Z", shell.CtrlC: "^C"}[in.End]
		}
		s.turnTo(in.Terminal)
		s.line(line)
	case router.Key:
		if prompt := s.asked[in.Terminal].Prompt; prompt != "" {
			s.turnTo(in.Terminal)
			s.line(prompt)
		}
	}
}

// Output takes what is shown.
func (s *PlayedScreen) Output(_ time.Time, o router.Output) {
	switch o := o.(type) {
	case router.TerminalText:
		s.turnTo(o.Terminal)
		s.write(o.Text)
	case router.TerminalLog:
		s.turnTo(o.Terminal)
		s.line(o.Text)
	case router.TerminalReady:
		if s.asked == nil {
			s.asked = map[int]shell.InputRequest{}
		}
		s.asked[o.Terminal] = o.Request
	}
}

func (s *PlayedScreen) turnTo(terminal int) {
	if s.terminal != terminal {
		s.terminal = terminal
		s.line(fmt.Sprintf("# terminal %d", terminal))
	}
}

// line writes a line of its own.
func (s *PlayedScreen) line(text string) {
	if s.inLine {
		s.text.WriteByte('\n')
	}
	s.inLine = false
	s.text.WriteString(text + "\n")
}

func (s *PlayedScreen) write(text string) {
	s.text.WriteString(text)
	if text != "" {
		s.inLine = !strings.HasSuffix(text, "\n")
	}
}
