package modes

import (
	"strconv"
	"strings"
)

// configHostname is how much of the host name prompts of configuration modes show.
const configHostname = 20

// Prompt is the prompt of the mode at hand; "" while the text of a banner is typed.
func (s *Session) Prompt() string {
	c := s.box.Config()
	mark := ">"
	if s.Level > 1 {
		mark = "#"
	}
	switch {
	case s.taker != nil:
		return s.taker.Prompt(c.Hostname, mark)
	case s.Configuring() && c.Services.NoPromptConfig:
		return ""
	case s.Configuring():
		return c.Hostname[:min(len(c.Hostname), configHostname)] + "(" + s.modeName() + ")#"
	case c.Prompt != "":
		return s.customPrompt(c.Prompt, c.Hostname, mark)
	}
	return c.Hostname + mark
}

func (s *Session) modeName() string {
	if f := s.top(); f.mode.prompt != nil {
		return f.mode.prompt(f.path)
	}
	return s.Mode().Name
}

// customPrompt is what `prompt` asks for: %h the host name, %n the number of the
// terminal, %p the mark, %s a blank, %t a tab, %% a percent sign.
func (s *Session) customPrompt(text, host, mark string) string {
	number := 0
	if s.Terminal != nil {
		number = (&Context{Terminal: s.Terminal}).TTY()
	}
	return strings.NewReplacer("%h", host, "%n", strconv.Itoa(number), "%p", mark, "%s", " ", "%t", "\t", "%%", "%").Replace(text)
}
