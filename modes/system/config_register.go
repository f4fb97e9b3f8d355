package system

import (
	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// configRegister sets what the register will be. No running-config shows it, and it needs no saving.
func configRegister() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `config-register value:<0x0-0xFFFF>`,
		Help:   modes.H{"config-register": "Define the configuration register", "value": "Config register number"},
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) (err error) {
			c.Register, err = config.ParseRegister(a.Str("value"))
			return err
		},
		Unset: func(_ *modes.Context, c modes.Global, _ parser.Args) error {
			c.Register = config.DefaultRegister
			return nil
		},
	}
}

func addConfigRegister(l *modes.Language) { l.Add(modes.GlobalMode, configRegister()) }
