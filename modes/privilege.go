package modes

import (
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/parser"
)

// privilege moves commands to another level. As on the device, each keyword on the way
// to a command is moved with it: who may say `show running-config` may say `show`.
// expand is the beginning of a command of the mode with its keywords in full.
func (m *Mode) Expand(x *Context, command string) (string, error) {
	full, at, ok := m.console(nil).Expand(command)
	if !ok {
		offset := max(strings.LastIndex(x.Line, command), 0) + at
		return "", &parser.Error{Kind: parser.Invalid, Offset: min(offset, len(x.Line)), Line: x.Line}
	}
	return full, nil
}

// privileges are the levels of commands where they are not the router's own.
type privileges struct {
	rules    []config.Privilege
	grammars map[*parser.Grammar]*parser.Grammar // made as they are needed
}

// grammar is what the session understands in a mode that it entered on a way: all that a file
// may say while one is loaded, else what the console has.
func (s *Session) grammar(m *Mode, path parser.Args) *parser.Grammar {
	g := m.grammar
	if s.draft == nil {
		g = m.consoleOn(s.box.Config(), path)
	}
	if s.Level == maxPrivilege {
		return g // nothing can be out of reach
	}
	p := &s.privileges
	if rules := s.box.Config().Privileges; !slices.Equal(p.rules, rules) || p.grammars == nil {
		p.rules, p.grammars = rules, map[*parser.Grammar]*parser.Grammar{}
	}
	if p.grammars[g] == nil {
		p.grammars[g] = g
		if len(p.rules) > 0 && m.word() != "" {
			p.grammars[g] = g.WithLevels(func(tag any) int { return requiredLevel(p.rules, tag.(action)) })
		}
	}
	return p.grammars[g]
}

// execGrammar is what the session understands in EXEC.
func (s *Session) execGrammar() *parser.Grammar { return s.grammar(s.language().Mode(ExecMode), nil) }

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
	path := strings.ReplaceAll(LeadingKeywords(a.command.text), `\`, "")
	if a.form != "" {
		return a.form + " " + path
	}
	return path
}
