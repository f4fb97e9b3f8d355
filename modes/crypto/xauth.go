package crypto

import (
	"ruthere/modes"
	"ruthere/parser"
)

// Who behind a peer is asked for a name and a password (XAUTH). Only the vendor ID that announces
// it is sent: see config.AsksXAuth.

func xauthHelp() modes.H {
	return modes.H{"client": "Specify client configuration settings", "authentication": "Set parameters for XAUTH", "list": "Specify AAA list",
		"methods": "Named authentication list"}
}

func cryptoMapXAuth() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `crypto map name:WORD client authentication list methods:WORD`,
		Place:  "crypto map client authentication list",
		No:     `crypto map name:WORD client authentication list [methods:WORD]`,
		Help: modes.MergeHelp(xauthHelp(), modes.H{"crypto": "Encryption module", "map": "Enter a crypto map",
			"name": "Crypto map tag"}),
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.SetMapXAuth(a.Str("name"), a.Str("methods"))
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.SetMapXAuth(a.Str("name"), "")
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, m := range c.MapSettings {
				if m.XAuth != "" {
					lines = append(lines, parser.Args{"name": m.Map, "methods": m.XAuth})
				}
			}
			return lines
		},
	}
}

func profileXAuth() modes.Cmd[profile] {
	return modes.Text(`client authentication list methods:WORD`, xauthHelp(), func(p profile) *string { return &p.XAuth })
}

func addXAuth(l *modes.Language) {
	l.Add("global", cryptoMapXAuth())
	l.Add("isakmp-profile", profileXAuth())
}
