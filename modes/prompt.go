package modes

import (
	"strconv"
	"strings"

	"ruthere/parser"
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
	case s.banner != nil:
		return ""
	case s.tcl != nil && s.tcl.script != "":
		return "+>"
	case s.tcl != nil:
		return c.Hostname + "(tcl)" + mark
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
	if s.terminal != nil {
		number = (&Context{Terminal: s.terminal}).tty()
	}
	return strings.NewReplacer("%h", host, "%n", strconv.Itoa(number), "%p", mark, "%s", " ", "%t", "\t", "%%", "%").Replace(text)
}

var promptCommand = Cmd[global]{
	Syntax: `prompt prompt-text:LINE`,
	Help:   H{"prompt": "Set system's prompt", "prompt-text": "Prompt string"},
	Set:    func(_ *Context, c global, a parser.Args) error { c.Prompt = a.Str("prompt-text"); return nil },
	Unset:  func(_ *Context, c global, _ parser.Args) error { c.Prompt = ""; return nil },
	Show: func(c global) []parser.Args {
		if c.Prompt == "" {
			return nil
		}
		return []parser.Args{{"prompt-text": c.Prompt}}
	},
}

var servicePromptConfig = Cmd[global]{
	Syntax: `service prompt config`,
	Help:   H{"service": "Modify use of network based services", "prompt": "Enable mode specific prompt", "config": "Configuration mode"},
	Set:    func(_ *Context, c global, _ parser.Args) error { c.Services.NoPromptConfig = false; return nil },
	Unset:  func(_ *Context, c global, _ parser.Args) error { c.Services.NoPromptConfig = true; return nil },
	Reset:  func(_ *Context, c global, _ parser.Args) error { c.Services.NoPromptConfig = false; return nil },
	ShowNo: func(c global) []parser.Args { return when(c.Services.NoPromptConfig) },
}

func init() { Global.Add(promptCommand, servicePromptConfig) }
