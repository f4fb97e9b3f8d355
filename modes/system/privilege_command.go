package system

import (
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

func privilegeHelp() modes.H {
	return modes.H{
		"privilege": "Command privilege parameters", "all": "All suboption will be set to the samelevel",
		"level": "Set privilege level of command",
		"reset": "Reset privilege level of command", "privilege-level": "Privilege level",
		"privilege-command": "Initial keywords of the command to modify",
		"reset-command":     "Initial keywords of the command to modify",
	}
}

func privilege() modes.Cmd[modes.Global] {
	names, help := modes.ModeChoice()
	return modes.Cmd[modes.Global]{
		Syntax: `privilege ` + names + ` {[all] level privilege-level:<0-15> privilege-command:LINE | reset reset-command:LINE}`,
		Help:   modes.MergeHelp(help, privilegeHelp()),
		No:     `privilege ` + names + ` [all] level privilege-level:<0-15> privilege-command:LINE`,
		Set: func(x *modes.Context, c modes.Global, a parser.Args) error {
			n := modes.NamedMode(a)
			if a.Has("reset-command") {
				return resetPrivilege(x, c, n, a.Str("reset-command"))
			}
			command, err := x.Device.Language().Mode(n.Mode).Expand(x, a.Str("privilege-command"))
			if err != nil {
				return err
			}
			p := config.Privilege{Mode: n.Word, Command: command, Level: a.Int("privilege-level"), All: a.Has("all")}
			for ; p.Command != ""; p.All = false {
				setPrivilege(c, p)
				p.Command = p.Command[:max(strings.LastIndexByte(p.Command, ' '), 0)]
			}
			return nil
		},
		Unset: func(x *modes.Context, c modes.Global, a parser.Args) error {
			if !a.Has("privilege-command") {
				return modes.ErrIncomplete
			}
			return resetPrivilege(x, c, modes.NamedMode(a), a.Str("privilege-command"))
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, p := range c.Privileges {
				lines = append(lines, parser.Args{p.Mode: true, "all": p.All, "level": true, "privilege-level": p.Level,
					"privilege-command": p.Command})
			}
			return lines
		},
	}
}

func setPrivilege(c modes.Global, p config.Privilege) {
	for i, have := range c.Privileges {
		if have.Mode == p.Mode && have.Command == p.Command {
			c.Privileges[i] = p
			return
		}
	}
	c.Privileges = append(c.Privileges, p)
}

// resetPrivilege puts a command back to its level, and the keywords before it that no
// other command needs.
func resetPrivilege(x *modes.Context, c modes.Global, n modes.ModeName, text string) error {
	command, err := x.Device.Language().Mode(n.Mode).Expand(x, text)
	if err != nil {
		return err
	}
	for ; command != ""; command = command[:max(strings.LastIndexByte(command, ' '), 0)] {
		if slices.ContainsFunc(c.Privileges, func(p config.Privilege) bool {
			return p.Mode == n.Word && strings.HasPrefix(p.Command, command+" ")
		}) {
			break
		}
		c.Privileges = slices.DeleteFunc(c.Privileges, func(p config.Privilege) bool { return p.Mode == n.Word && p.Command == command })
	}
	return nil
}

func addPrivilege(l *modes.Language) { l.Add("global", privilege()) }
