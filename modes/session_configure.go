package modes

import (
	"errors"
	"maps"
	"strings"

	"ruthere/config"
	"ruthere/parser"
)

// globalDepth is the depth of the stack at which global configuration mode is.
const globalDepth = 2

// Configure runs a line of a configuration mode: as one of its own commands, or else as one
// of the modes around it, which leaves the submode. Complaints are the mode's own. An
// indented line of a text that is read stays in the block it stands in.
func (s *Session) Configure(line string) error {
	typed, shift := line, 0
	if s.draft == nil {
		line, shift = s.expandAlias(s.Mode(), typed)
	}
	m, err := s.grammar(s.Mode(), s.top().path).Match(line, s.Level)
	depth := len(s.stack)
	yielded := s.Mode().outerKeyword != "" && strings.HasPrefix(strings.TrimLeft(line, " \t"), s.Mode().outerKeyword+" ")
	outermost := globalDepth
	if s.indent > 0 {
		outermost = s.home()
	}
	for outer := depth - 1; (err != nil || yielded) && outer >= outermost; outer-- {
		around := &s.stack[outer-1]
		other, otherErr := s.grammar(around.mode, around.path).Match(line, s.Level)
		switch {
		case otherErr == nil:
			m, depth, err, yielded = other, outer, nil, false
		case s.draft != nil && err != nil:
			err = furtherError(err, otherErr)
		}
	}
	if err != nil {
		return unexpanded(err, typed, shift)
	}
	return s.edit(line, m, depth)
}

// home is the depth of the mode whose block the line at hand stands in, by its indentation.
func (s *Session) home() int {
	depth := len(s.stack)
	for depth > globalDepth && s.stack[depth-1].indent >= s.indent {
		depth--
	}
	return depth
}

// furtherError is the complaint of that mode which understood more of a line: the outer one,
// if both understood as much.
func furtherError(inner, outer error) error {
	reach := func(err error) int {
		var bad *parser.Error
		if !errors.As(err, &bad) || bad.Kind != parser.Invalid {
			return maxIndent
		}
		return bad.Offset
	}
	if reach(inner) > reach(outer) {
		return inner
	}
	return outer
}

// edit runs a matched line against the mode at a depth of the stack: on a clone of
// the configuration, which becomes the running one if it can stand.
func (s *Session) edit(line string, m parser.Match, depth int) error {
	act := m.Tag.(action)
	before := s.box.Config()
	c := s.draft
	if c == nil {
		c = before.Clone()
	}
	x := &Context{Device: s.box, Terminal: s.Terminal, Session: s, Config: c, Line: line, Loading: s.draft != nil}
	stack := len(s.stack)
	foreign := s.took != nil && (act.command.marked && s.isForeign(line, depth) || s.opensForeign(act, m.Args))
	for _, target := range s.targets(depth, c) {
		if err := act.do(x, target, m.Args); err != nil {
			return err
		}
		if !act.command.changes() { // exit is no less one for a range
			break
		}
	}
	if s.took != nil {
		s.took(Entry{act.command}, foreign)
	}
	if s.draft == nil && act.command.changes() {
		if err := config.Check(before, c); err != nil {
			return err
		}
		s.box.Apply(c)
	}
	if act.command.changes() {
		if after := s.language().AfterCommand; after != nil {
			after(x, line)
		}
	}
	if len(s.stack) != stack { // exit, end
		return nil
	}
	s.stack = s.stack[:depth]
	if act.command.enter != nil && act.form == "" {
		f := frame{mode: act.command.enter, path: joined(s.top().path, m.Args), indent: s.indent}
		if act.command.block != nil {
			f.block = act.command.block(m.Args)
		}
		s.stack = append(s.stack, f)
	}
	return nil
}

// isForeign says whether no console has the line, in the mode at a depth of the stack.
func (s *Session) isForeign(line string, depth int) bool {
	in := &s.stack[depth-1]
	_, err := in.mode.console(in.path).Match(line, maxPrivilege)
	return err != nil
}

// opensForeign says whether a line opens an interface of a kind that the platform does not have.
func (s *Session) opensForeign(act action, a parser.Args) bool {
	return act.command.enter != nil && act.form == "" && a.Has("interface") && !HasInterfaceKind(s.box.Release(), a.Str("interface"))
}

// change edits the configuration outside of a command.
func (s *Session) ChangeConfig(edit func(*config.Config)) {
	if s.draft != nil {
		edit(s.draft)
		return
	}
	c := s.box.Config().Clone()
	edit(c)
	s.box.Apply(c)
}

// joined are the arguments of a command together with those that led to its mode.
func joined(path, a parser.Args) parser.Args {
	if len(path) == 0 {
		return a
	}
	all := maps.Clone(path)
	maps.Copy(all, a)
	return all
}

// targets returns what the commands of the mode at a depth of the stack act on. While
// a draft is edited in place they stay where they are, and are looked for once.
func (s *Session) targets(depth int, c *config.Config) []any {
	f := &s.stack[depth-1]
	if f.in == c && s.draft != nil {
		return f.targets
	}
	found := s.find(depth, c)
	if s.draft != nil {
		f.in, f.targets = c, found
	}
	return found
}

func (s *Session) find(depth int, c *config.Config) (found []any) {
	f := &s.stack[depth-1]
	if f.mode.targets != nil {
		return f.mode.targets(c, f.path)
	}
	around := s.stack[depth-2].mode
	for _, t := range s.targets(depth-1, c) {
		if l := around.inert(t).Editable(f.block); l != nil && l.Block != nil {
			found = append(found, l.Block)
		}
	}
	return found
}
