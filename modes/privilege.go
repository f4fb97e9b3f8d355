package modes

import (
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/parser"
)

var privilegeHelp = H{
	"privilege": "Command privilege parameters", "all": "All suboption will be set to the samelevel", "level": "Set privilege level of command",
	"reset": "Reset privilege level of command", "privilege-level": "Privilege level", "privilege-command": "Initial keywords of the command to modify",
	"reset-command": "Initial keywords of the command to modify",
}

// privilege moves commands to another level. As on the device, each keyword on the way
// to a command is moved with it: who may say `show running-config` may say `show`.
var privilege = func() Cmd[global] {
	modes, help := modeChoice()
	return Cmd[global]{
		Syntax: `privilege ` + modes + ` {[all] level privilege-level:<0-15> privilege-command:LINE | reset reset-command:LINE}`,
		Help:   with(help, privilegeHelp),
		No:     `privilege ` + modes + ` [all] level privilege-level:<0-15> privilege-command:LINE`,
		Set: func(x *Context, c global, a parser.Args) error {
			n := namedMode(a)
			if a.Has("reset-command") {
				return resetPrivilege(x, c, n, a.Str("reset-command"))
			}
			command, err := n.mode.expand(x, a.Str("privilege-command"))
			if err != nil {
				return err
			}
			p := config.Privilege{Mode: n.word, Command: command, Level: a.Int("privilege-level"), All: a.Has("all")}
			for ; p.Command != ""; p.All = false {
				setPrivilege(c, p)
				p.Command = p.Command[:max(strings.LastIndexByte(p.Command, ' '), 0)]
			}
			return nil
		},
		Unset: func(x *Context, c global, a parser.Args) error {
			if !a.Has("privilege-command") {
				return errIncomplete
			}
			return resetPrivilege(x, c, namedMode(a), a.Str("privilege-command"))
		},
		Show: func(c global) (lines []parser.Args) {
			for _, p := range c.Privileges {
				lines = append(lines, parser.Args{p.Mode: true, "all": p.All, "level": true, "privilege-level": p.Level, "privilege-command": p.Command})
			}
			return lines
		},
	}
}()

// expand is the beginning of a command of the mode with its keywords in full.
func (m *Mode) expand(x *Context, command string) (string, error) {
	full, at, ok := m.grammar.Expand(command)
	if !ok {
		offset := max(strings.LastIndex(x.Line, command), 0) + at
		return "", &parser.Error{Kind: parser.Invalid, Offset: min(offset, len(x.Line)), Line: x.Line}
	}
	return full, nil
}

func setPrivilege(c global, p config.Privilege) {
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
func resetPrivilege(x *Context, c global, n modeName, text string) error {
	command, err := n.mode.expand(x, text)
	if err != nil {
		return err
	}
	for ; command != ""; command = command[:max(strings.LastIndexByte(command, ' '), 0)] {
		if slices.ContainsFunc(c.Privileges, func(p config.Privilege) bool {
			return p.Mode == n.word && strings.HasPrefix(p.Command, command+" ")
		}) {
			break
		}
		c.Privileges = slices.DeleteFunc(c.Privileges, func(p config.Privilege) bool { return p.Mode == n.word && p.Command == command })
	}
	return nil
}

// privileges are the levels of commands where they are not the router's own.
type privileges struct {
	rules    []config.Privilege
	grammars map[*Mode]*parser.Grammar // made as they are needed
}

// grammar is what the session understands in a mode.
func (s *Session) grammar(m *Mode) *parser.Grammar {
	if s.Level == maxPrivilege {
		return m.grammar // nothing can be out of reach
	}
	p := &s.privileges
	if rules := s.box.Config().Privileges; !slices.Equal(p.rules, rules) || p.grammars == nil {
		p.rules, p.grammars = rules, map[*Mode]*parser.Grammar{}
	}
	if p.grammars[m] == nil {
		p.grammars[m] = m.grammar
		if len(p.rules) > 0 && m.word() != "" {
			p.grammars[m] = m.grammar.WithLevels(func(tag any) int { return requiredLevel(p.rules, tag.(action)) })
		}
	}
	return p.grammars[m]
}

const maxPrivilege = 15

// requiredLevel is the privilege that a form of a command needs.
func requiredLevel(rules []config.Privilege, form action) int {
	mode, path := form.command.mode.word(), form.path()
	own, deepest, before := form.command.level, -1, 0
	for _, r := range rules {
		if r.Mode != mode || path != r.Command && !strings.HasPrefix(path, r.Command+" ") {
			continue
		}
		if at := len(r.Command); (r.All || path == r.Command) && at > deepest {
			own, deepest = r.Level, at
		}
		if path != r.Command {
			before = max(before, r.Level)
		}
	}
	return max(own, before)
}

// path is the keywords that every line of the form begins with.
func (a action) path() string {
	path := strings.ReplaceAll(leadingKeywords(a.command.text), `\`, "")
	if a.form != "" {
		return a.form + " " + path
	}
	return path
}

func init() { Global.Add(privilege) }
