package system

import "ruthere/modes"

func promptCommand() modes.Cmd[modes.Global] {
	return modes.Text(`prompt prompt-text:LINE`, modes.H{"prompt": "Set system's prompt", "prompt-text": "Prompt string"},
		func(c modes.Global) *string { return &c.Prompt })
}

func servicePromptConfig() modes.Cmd[modes.Global] {
	return modes.FlagNegated(`service prompt config`, modes.H{"service": "Modify use of network based services",
		"prompt": "Enable mode specific prompt", "config": "Configuration mode"},
		func(c modes.Global) *bool { return &c.Services.NoPromptConfig })
}

func addPrompt(l *modes.Language) { l.Add("global", promptCommand(), servicePromptConfig()) }
