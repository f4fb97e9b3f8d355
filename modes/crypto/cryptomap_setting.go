package crypto

import (
	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// A mapSetting is a word that all entries of a crypto map share: `crypto map NAME KEYWORDS VALUE`.
type mapSetting struct {
	keywords string // between the map's name and the value
	argument string // the name of the value
	kind     string // its type in the syntax
	help     modes.H
	check    func(x *modes.Context, c modes.Global, value string) error // nil: any value will do
	set      func(c modes.Global, name, value string)                   // "" takes it away
	of       func(config.MapSettings) string
}

func (s mapSetting) command() modes.Cmd[modes.Global] {
	head, value := "crypto map name:WORD "+s.keywords+" ", s.argument+":"+s.kind
	return modes.Cmd[modes.Global]{
		Syntax: head + value,
		Place:  "crypto map " + s.keywords,
		No:     head + "[" + value + "]",
		Help: modes.MergeHelp(s.help, modes.H{"crypto": "Encryption module", "map": "Enter a crypto map",
			"name": "Crypto map tag"}),
		Set: func(x *modes.Context, c modes.Global, a parser.Args) error {
			if s.check != nil {
				if err := s.check(x, c, a.Str(s.argument)); err != nil {
					return err
				}
			}
			s.set(c, a.Str("name"), a.Str(s.argument))
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			s.set(c, a.Str("name"), "")
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, m := range c.MapSettings {
				if value := s.of(m); value != "" {
					lines = append(lines, parser.Args{"name": m.Map, s.argument: value})
				}
			}
			return lines
		},
	}
}
