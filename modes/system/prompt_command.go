package system

import (
	"ruthere/modes"
	"ruthere/parser"
)

func promptCommand() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `prompt prompt-text:LINE`,
		Help:   modes.H{"prompt": "Set system's prompt", "prompt-text": "Prompt string"},
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.Prompt = a.Str("prompt-text")
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, _ parser.Args) error { c.Prompt = ""; return nil },
		Show: func(c modes.Global) []parser.Args {
			if c.Prompt == "" {
				return nil
			}
			return []parser.Args{{"prompt-text": c.Prompt}}
		},
	}
}

func servicePromptConfig() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `service prompt config`,
		Help: modes.H{"service": "Modify use of network based services", "prompt": "Enable mode specific prompt",
			"config": "Configuration mode"},
		Set: func(_ *modes.Context, c modes.Global, _ parser.Args) error {
			c.Services.NoPromptConfig = false
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, _ parser.Args) error {
			c.Services.NoPromptConfig = true
			return nil
		},
		Reset: func(_ *modes.Context, c modes.Global, _ parser.Args) error {
			c.Services.NoPromptConfig = false
			return nil
		},
		ShowNo: func(c modes.Global) []parser.Args { return modes.LineIf(c.Services.NoPromptConfig) },
	}
}

func addPrompt(l *modes.Language) { l.Add("global", promptCommand(), servicePromptConfig()) }
