// Package tcl runs the part of Tcl that scripts typed at a router use: words, braces,
// quotes, variables, command substitution, loops over lists, and the commands its owner
// adds.
package tcl

import (
	"errors"
	"strings"
)

// An Interp holds what a session of Tcl remembers.
type Interp struct {
	vars     map[string]string
	commands map[string]Command
	unknown  func(words []string) (string, error)
	budget   int // commands that the script at hand may still run
	depth    int
}

// A Command gets its words, its own name first, and returns its result.
type Command func(words []string) (string, error)

// Bounds of a script: the commands it runs, how deep they nest, the bytes of a value.
const (
	maxCommands = 100000
	maxDepth    = 50
	maxValue    = 1 << 22
)

// New makes an interpreter. Unknown is asked to run what is no command; nil when nothing
// else is.
func New(unknown func(words []string) (string, error)) *Interp {
	in := &Interp{vars: map[string]string{}, commands: map[string]Command{}, unknown: unknown}
	in.addBuiltins()
	return in
}

// Add adds a command, or replaces one.
func (in *Interp) Add(name string, c Command) { in.commands[name] = c }

// Has says whether there is a command of that name.
func (in *Interp) Has(name string) bool { return in.commands[name] != nil }

// Set gives a variable a value.
func (in *Interp) Set(name, value string) { in.vars[name] = value }

// Complete says whether a script is whole: no brace, bracket or quote is open.
func Complete(script string) bool {
	p := &scanner{text: script}
	for !p.atEnd() {
		if _, err := p.readCommand(nil); err != nil {
			return !errors.Is(err, errOpen)
		}
	}
	return !strings.HasSuffix(script, "\\\n")
}

// Run runs a script and returns the result of its last command.
func (in *Interp) Run(script string) (string, error) {
	in.budget, in.depth = maxCommands, 0
	result, err := in.evalScript(script)
	if errors.Is(err, errBreak) || errors.Is(err, errContinue) {
		err = errors.New("invoked \"" + err.Error() + "\" outside of a loop")
	}
	return result, err
}

func (in *Interp) evalScript(script string) (result string, err error) {
	if in.depth++; in.depth > maxDepth {
		return "", errors.New("too many nested evaluations (infinite loop?)")
	}
	defer func() { in.depth-- }()
	p := &scanner{text: script}
	for !p.atEnd() {
		words, err := p.readCommand(in)
		if err != nil {
			return "", err
		}
		if len(words) == 0 {
			continue
		}
		if result, err = in.invokeCommand(words); err != nil {
			return "", err
		}
	}
	return result, nil
}

func (in *Interp) invokeCommand(words []string) (string, error) {
	if in.budget--; in.budget < 0 {
		return "", errors.New("too many commands")
	}
	if c := in.commands[words[0]]; c != nil {
		return c(words)
	}
	if in.unknown != nil {
		return in.unknown(words)
	}
	return "", Invalid(words[0])
}

// Invalid is Tcl's complaint about a command that is not there.
func Invalid(name string) error { return errors.New(`invalid command name "` + name + `"`) }

// variableValue finds a variable.
func (in *Interp) variableValue(name string) (string, error) {
	v, ok := in.vars[name]
	if !ok {
		return "", errors.New(`can't read "` + name + `": no such variable`)
	}
	return v, nil
}
