package modes

import (
	"slices"
	"strings"

	"ruthere/parser"
)

// Inert commands are those that routers accept and that mean nothing here: they are
// kept as text, in the order typed, and printed back.

// inertCommand is the grammar of one.
type inertCommand struct {
	syntax string
	help   H
	list   bool // many lines may stand side by side; else a new one replaces the old
	enter  *Mode
}

func inert(syntax string, help H) inertCommand { return inertCommand{syntax: syntax, help: help} }

func inertList(syntax string, help H) inertCommand {
	return inertCommand{syntax: syntax, help: help, list: true}
}

// addInert adds inert commands. The running-config shows what was typed of them all
// where the first one stands among the commands of the mode.
func (m *Mode) addInert(commands ...inertCommand) {
	if !slices.ContainsFunc(m.commands, func(c *command) bool { return c.inert }) {
		m.commands = append(m.commands, &command{mode: m, inert: true})
	}
	for _, c := range commands {
		c.add(m)
	}
}

func (c inertCommand) add(m *Mode) {
	syntax := parser.MustCompile(c.syntax, c.help, hoursType{}, levelType{})
	lead := leadingKeywords(c.syntax)
	e := &command{mode: m, text: c.syntax, syntax: syntax, no: syntax, level: 15, enter: c.enter}
	keep := func(lines *[]string, line string) {
		if !slices.Contains(*lines, line) {
			*lines = append(*lines, line)
		}
	}
	drop := func(lines *[]string, exact string) {
		*lines = slices.DeleteFunc(*lines, func(have string) bool {
			if c.list && exact != lead {
				return have == exact
			}
			have = strings.TrimPrefix(have, "no ")
			return have == lead || strings.HasPrefix(have, lead+" ")
		})
	}
	e.set = func(x *Context, target any, a parser.Args) error {
		line, err := syntax.Print(a)
		if err != nil {
			return err
		}
		lines := m.inert(target)
		if !c.list {
			drop(lines, lead)
		}
		keep(lines, line)
		return nil
	}
	e.unset = func(x *Context, target any, a parser.Args) error {
		line, err := syntax.No("no").Print(a)
		if err != nil {
			return err
		}
		lines := m.inert(target)
		typed := slices.ContainsFunc(*lines, func(have string) bool {
			return have == lead || strings.HasPrefix(have, lead+" ")
		})
		drop(lines, strings.TrimPrefix(line, "no "))
		// What was never turned on may be on by default: the `no` is worth keeping.
		if !typed && !c.list {
			keep(lines, "no "+lead)
		}
		return nil
	}
	e.reset = func(x *Context, target any, a parser.Args) error { drop(m.inert(target), lead); return nil }
	m.commands = append(m.commands, e)
	m.grammar.Add(syntax, action{e, e.set, false}, 15, false)
	m.grammar.Add(syntax.No("no"), action{e, e.unset, true}, 15, false)
	m.grammar.Add(syntax.No("default"), action{e, e.reset, true}, 15, false)
}

// leadingKeywords are the words of a syntax before its first argument or group.
func leadingKeywords(syntax string) string {
	var words []string
	for _, w := range strings.Fields(syntax) {
		if strings.ContainsAny(w, "[]{}()|&:") {
			break
		}
		words = append(words, w)
	}
	return strings.Join(words, " ")
}
